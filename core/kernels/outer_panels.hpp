// The gradient of a wide layer's weights, delta x^T, with inputs across the lanes, in WebAssembly: what Outer
// does, for two units at a time, in the order and at the addresses that suit a browser's compiler.
#pragma once

#include "fold.hpp"
#include "lanes_xsimd.hpp"
#include "mode.hpp"
#include "tiles.hpp"

#include <downhill/matrix.hpp>

#include <array>
#include <cstddef>

namespace downhill::kernels {

template <class T, class Arch, class Mode>
class OuterPanels {
  using V = xsimd::batch<T, Arch>;
  static constexpr std::size_t lanes = V::size, vectors = 2, width = vectors * lanes;

 public:
  // Of fewer units its transposed copy of x would not pay.
  static bool serves(ConstMatrix<T> delta, ConstMatrix<T> x) noexcept {
    return delta.rows >= 4 && x.rows % width == 0 && x.cols <= most_transposed;
  }

  // Calls put(sums, unit, first input) for a vector of dW before its scale. Returns how many units are done.
  template <class Put>
  DOWNHILL_INLINE static std::size_t weights(ConstMatrix<T> delta, ConstMatrix<T> x,
                                             const Put& put) noexcept {
    const std::size_t units = delta.rows / 2 * 2;
    alignas(line_bytes) T panel[most_transposed * width];
    for (std::size_t i = 0; i < x.rows; i += width) {
      transpose_strip<V, width>(x, i, panel);
      for (std::size_t u = 0; u < units; u += 2) {
        const auto sums = TwoUnits{delta.row(u), delta.row(u + 1), panel, delta.cols}.folded();
        for (std::size_t n = 0; n < sums.size(); ++n) put(sums[n], u + n / vectors, i + n % vectors * lanes);
      }
    }
    return units;
  }

 private:
  struct TwoUnits {
    using Sums = std::array<V, 2 * vectors>;
    const T *delta, *next, *x;
    std::size_t samples;

    // As Outer's: every `lanes`th slot at a time, since the registers hold no more.
    DOWNHILL_INLINE Sums folded() const noexcept {
      Sums parts[lanes], result;
      std::size_t used = 0;
      TwoUnits from = *this;
      for (; used < lanes && used < samples; ++used) {
        parts[used] = from.template folded<0, lanes>();
        from.skip(1);
      }
      for (std::size_t n = 0; n < result.size(); ++n)
        result[n] = fold_slots<lanes, false, 2 * vectors>(&parts[0][n], used);
      return result;
    }

    // The sum of slots first, first + step, ..., of which the first has a sample.
    template <std::size_t first, std::size_t step>
    DOWNHILL_INLINE Sums folded() const noexcept {
      if constexpr (step == line<T>) {
        return sum_of_slot<first>();
      } else {
        Sums lower = folded<first, 2 * step>();
        if (first + step >= samples) return lower;
        const Sums upper = folded<first + step, 2 * step>();
        for (std::size_t n = 0; n < lower.size(); ++n) lower[n] += upper[n];
        return lower;
      }
    }

    template <std::size_t slot>
    DOWNHILL_INLINE Sums sum_of_slot() const noexcept {
      constexpr std::size_t block = 4 * line<T>;
      Sums sums;
      add<true, slot>(sums);
      add_until<slot + line<T>, block>(sums);
      TwoUnits far = *this;
      while (slot + block < far.samples) {
        far.skip(block);
        far.template add_until<slot, block>(sums);
      }
      return sums;
    }

    DOWNHILL_INLINE void skip(std::size_t count) noexcept {
      delta += count, next += count, x += count * width;
      samples -= count;
    }

    // Each sample by itself behind a branch, at an address that its instructions hold; without the branch the
    // compiler mixes them, and registers do not suffice.
    template <std::size_t s, std::size_t end>
    DOWNHILL_INLINE void add_until(Sums& sums) const noexcept {
      if constexpr (s < end) {
        if (s >= samples) return;
        add<false, s>(sums);
        add_until<s + line<T>, end>(sums);
      }
    }

    template <bool begin, std::size_t s>
    DOWNHILL_INLINE void add(Sums& sums) const noexcept {
      const V d(delta[s]), e(next[s]);
      for (std::size_t j = 0; j < vectors; ++j) {
        const V input = V::load_aligned(x + s * width + j * lanes);
        sums[j] = begin ? d * input : madd<Mode>(d, input, sums[j]);
        sums[vectors + j] = begin ? e * input : madd<Mode>(e, input, sums[vectors + j]);
      }
    }
  };
};

}  // namespace downhill::kernels
