// Sums over samples where a vector holds a line of them, 512 bits of floats: eight at a time, which fold
// together.
#pragma once

#include "fold.hpp"
#include "lanes_xsimd.hpp"
#include "mode.hpp"

#include <downhill/matrix.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace downhill::kernels {

// many[k][s] one[s], or many[k][s] alone, for k < count; rows of `many` lie `stride` apart.
template <class T, bool alone>
struct Terms {
  const T* many;
  std::size_t stride, count;  // count <= 8
  const T* one;
};

template <class T, class Arch, class Mode>
struct EightSums {
  using V = xsimd::batch<T, Arch>;
  static constexpr bool serve = std::is_same_v<T, float> && V::size == line<T>;
  static constexpr std::size_t most = 8;

  // Number k is scale times the sum over s, in the fixed order. A sum that began with its first product, not
  // with 0, may be -0.
  template <bool alone>
  DOWNHILL_INLINE static Half<V> folded(const Terms<T, alone>& terms, std::size_t samples, T scale) noexcept {
    std::array<V, most> sums;
    sums.fill(V(T(0)));
    add<true>(terms, 0, sums);
    for (std::size_t s = V::size; s < samples; s += V::size) add<false>(terms, s, sums);
    return (Half<V>(fold_eight(sums)) + Half<V>(T(0))) * Half<V>(scale);
  }

 private:
  template <bool begin, bool alone>
  DOWNHILL_INLINE static void add(const Terms<T, alone>& terms, std::size_t s,
                                  std::array<V, most>& sums) noexcept {
    V factor(T(1));
    if constexpr (!alone) factor = V::load_unaligned(terms.one + s);
    for (std::size_t k = 0; k < most; ++k) {
      if (k >= terms.count) continue;
      const V number = V::load_unaligned(terms.many + k * terms.stride + s);
      if constexpr (alone) {
        sums[k] = begin ? number : sums[k] + number;
      } else {
        sums[k] = begin ? number * factor : madd<Mode>(number, factor, sums[k]);
      }
    }
  }
};

}  // namespace downhill::kernels
