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
  static constexpr std::size_t lanes = V::size, vectors = 2, width = vectors * lanes, slots = line<T>;
  using Sums = std::array<V, 2 * vectors>;

 public:
  // Of fewer units its transposed copy of x would not pay; every part of the sums has a sample.
  static bool serves(ConstMatrix<T> delta, ConstMatrix<T> x) noexcept {
    return delta.rows >= 4 && x.rows % width == 0 && x.cols >= lanes && x.cols <= most_transposed;
  }

  // As KernelTable::gradients, without db. Returns how many units are done.
  DOWNHILL_INLINE static std::size_t weights(ConstMatrix<T> delta, ConstMatrix<T> x, T scale, bool accumulate,
                                             T* dW) noexcept {
    const std::size_t units = delta.rows / 2 * 2;
    std::size_t samples = delta.cols;
    forget_value(samples);  // else what is known of them below tells that keep_order never loops
    alignas(line_bytes) T panel[most_transposed * width];
    for (std::size_t i = 0; i < x.rows; i += width) {
      transpose_strip<V, width, true>(x, i, panel);
      T* to = dW + i;
      for (std::size_t u = 0; u < units; u += 2, to += 2 * x.rows) {
        const TwoUnits two{delta.row(u), delta.row(u + 1), panel, samples};
        put(delta.cols == 2 * slots   ? two.template whole<2>()
            : delta.cols == 4 * slots ? two.template whole<4>()
                                      : two.folded(),
            scale, accumulate, to, x.rows);
      }
    }
    return units;
  }

 private:
  struct TwoUnits {
    const T *delta, *next, *x;
    std::size_t samples;

    // As Outer's: every `lanes`th slot at a time, since the registers hold no more.
    DOWNHILL_INLINE Sums folded() const noexcept {
      Sums parts[lanes];
      TwoUnits from = *this;
      for (Sums& part : parts) {
        part = from.template folded<0, lanes>();
        from.skip(1);
      }
      return folded(parts);
    }

    // The sum of slots first, first + step, ..., of which the first has a sample.
    template <std::size_t first, std::size_t step>
    DOWNHILL_INLINE Sums folded() const noexcept {
      if constexpr (step == slots) {
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
      constexpr std::size_t block = 3 * slots;
      Sums sums;
      add<true>(slot, sums);
      add_until<slot + slots, block>(sums);
      TwoUnits far = *this;
      while (slot + block < far.samples) {
        far.skip(block);
        far.template add_until<slot, block>(sums);
      }
      return sums;
    }

    // Each sample by itself behind a branch, at an address that its instructions hold.
    template <std::size_t s, std::size_t end>
    DOWNHILL_INLINE void add_until(Sums& sums) const noexcept {
      if constexpr (s < end) {
        if (s >= samples) return;
        add<false>(s, sums);
        add_until<s + slots, end>(sums);
      }
    }

    // The same of so many samples that every slot has `rounds`: one after the other in this order, at
    // addresses that instructions hold. Left to the compilers, registers would not suffice.
    template <std::size_t rounds>
    DOWNHILL_INLINE Sums whole() const noexcept {
      Sums parts[lanes];
      TwoUnits from = *this;
      for (Sums& part : parts) {
        part = from.template whole<rounds, 0, lanes>();
        ++from.delta, ++from.next, from.x += width;
      }
      return folded(parts);
    }

    template <std::size_t rounds, std::size_t first, std::size_t step>
    DOWNHILL_INLINE Sums whole() const noexcept {
      Sums sums;
      if constexpr (step == slots) {
        add<true>(first, sums);
        keep_order(samples);
        add_rounds<first + slots, rounds * slots>(sums);
      } else {
        sums = whole<rounds, first, 2 * step>();
        const Sums upper = whole<rounds, first + step, 2 * step>();
        for (std::size_t n = 0; n < sums.size(); ++n) sums[n] += upper[n];
        keep_order(samples);
      }
      return sums;
    }

    template <std::size_t s, std::size_t end>
    DOWNHILL_INLINE void add_rounds(Sums& sums) const noexcept {
      if constexpr (s < end) {
        add<false>(s, sums);
        keep_order(samples);
        add_rounds<s + slots, end>(sums);
      }
    }

    DOWNHILL_INLINE static Sums folded(const Sums* parts) noexcept {
      Sums result;
      for (std::size_t n = 0; n < result.size(); ++n)
        result[n] = fold_slots<lanes, true, 2 * vectors>(&parts[0][n], lanes);
      return result;
    }

    DOWNHILL_INLINE void skip(std::size_t count) noexcept {
      delta += count, next += count, x += count * width;
      samples -= count;
    }

    template <bool begin>
    DOWNHILL_INLINE void add(std::size_t s, Sums& sums) const noexcept {
      const V d(delta[s]), e(next[s]);
      for (std::size_t j = 0; j < vectors; ++j) {
        const V input = V::load_aligned(x + s * width + j * lanes);
        sums[j] = begin ? d * input : madd<Mode>(d, input, sums[j]);
        sums[vectors + j] = begin ? e * input : madd<Mode>(e, input, sums[vectors + j]);
      }
    }
  };

  // To two rows of dW, `inputs` apart.
  DOWNHILL_INLINE static void put(const Sums& sums, T scale, bool accumulate, T* to,
                                  std::size_t inputs) noexcept {
    Sums means;
    const auto at = [&](std::size_t n)
                        DOWNHILL_INLINE_LAMBDA { return to + n / vectors * inputs + n % vectors * lanes; };
    for (std::size_t n = 0; n < sums.size(); ++n) means[n] = (sums[n] + V(T(0))) * V(scale);
    if (accumulate) {
      for (std::size_t n = 0; n < sums.size(); ++n) means[n] = V::load_unaligned(at(n)) + means[n];
    }
    for (std::size_t n = 0; n < sums.size(); ++n) means[n].store_unaligned(at(n));
  }
};

}  // namespace downhill::kernels
