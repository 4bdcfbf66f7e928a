// The gradients of a wide layer as dot products over the samples, in WebAssembly: what Dots does for two
// units at a time, in the order and at the addresses that suit a browser's compiler.
#pragma once

#include "fold.hpp"
#include "lanes_xsimd.hpp"
#include "mode.hpp"

#include <downhill/matrix.hpp>

#include <array>
#include <cstddef>

namespace downhill::kernels {

template <class T, class Arch, class Mode>
class DotPanels {
  using V = xsimd::batch<T, Arch>;
  static constexpr std::size_t lanes = V::size, inputs = lanes;
  static constexpr std::size_t vectors_per_line = line<T> / lanes;
  static constexpr std::size_t most_samples = 256;
  // Whose delta stays in the second cache while all inputs pass by: 128 kB.
  static constexpr std::size_t most_units = 128;

 public:
  static bool serves(ConstMatrix<T> x) noexcept { return x.rows % inputs == 0 && x.cols <= most_samples; }

  // Calls put(sums, unit, first input) for a vector of dW before its scale. Returns how many units are done.
  template <class Put>
  DOWNHILL_INLINE static std::size_t weights(ConstMatrix<T> delta, ConstMatrix<T> x,
                                             const Put& put) noexcept {
    const std::size_t units = delta.rows / 2 * 2;
    alignas(line_bytes) T panel[most_samples * inputs];
    for (std::size_t first = 0, end; first < units; first = end) {
      end = units - first < most_units ? units : first + most_units;
      for (std::size_t i = 0; i < x.rows; i += inputs) {
        for (std::size_t s = 0; s < x.cols; s += lanes) {
          for (std::size_t j = 0; j < inputs; ++j)
            V::load_unaligned(x.row(i + j) + s).store_aligned(panel + (s + j) * inputs);
        }
        for (std::size_t u = first; u < end; u += 2) {
          const T* near = panel;
          // Else the compiler loads it once for all units, into more registers than there are.
          asm volatile("" : "+r"(near) : : "memory");
          const auto both = fold_both(TwoUnits{delta.row(u), delta.row(u + 1), near, delta.cols}.folded());
          put(both.first, u, i);
          put(both.last, u + 1, i);
        }
      }
    }
    return units;
  }

 private:
  struct TwoUnits {
    using Sums = std::array<V, 2 * inputs>;
    const T *delta, *next, *x;
    std::size_t samples;

    // As Dots::Sums.
    template <std::size_t vector = 0, std::size_t step = 1>
    DOWNHILL_INLINE Sums folded() const noexcept {
      if constexpr (step < vectors_per_line) {
        Sums lower = folded<vector, 2 * step>();
        if ((vector + step) * lanes >= samples) return lower;
        const Sums upper = folded<vector + step, 2 * step>();
        for (std::size_t j = 0; j < 2 * inputs; ++j) lower[j] += upper[j];
        return lower;
      } else {
        Sums sums;
        add<true>(vector * lanes, sums);
        add_lines<vector * lanes + line<T>, 3>(sums);
        return sums;
      }
    }

    // Of the first `most` each is by itself behind a branch, at an address that its instructions hold;
    // without the branch the compiler mixes them, and registers do not suffice.
    template <std::size_t s, std::size_t most>
    DOWNHILL_INLINE void add_lines(Sums& sums) const noexcept {
      if (s >= samples) return;
      if constexpr (most > 0) {
        add<false>(s, sums);
        add_lines<s + line<T>, most - 1>(sums);
      } else {
        for (std::size_t far = s; far < samples; far += line<T>) add<false>(far, sums);
      }
    }

    template <bool begin>
    DOWNHILL_INLINE void add(std::size_t s, Sums& sums) const noexcept {
      const V d = V::load_unaligned(delta + s), e = V::load_unaligned(next + s);
      for (std::size_t j = 0; j < inputs; ++j) {
        const V input = V::load_aligned(x + s * inputs + j * lanes);
        sums[j] = begin ? d * input : madd<Mode>(d, input, sums[j]);
        sums[inputs + j] = begin ? e * input : madd<Mode>(e, input, sums[inputs + j]);
      }
    }
  };
};

}  // namespace downhill::kernels
