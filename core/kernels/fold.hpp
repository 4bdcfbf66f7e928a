// Folding a vector's upper half onto its lower half: the last steps of the fixed order of summation.
// xsimd has no name for half a vector, so the x86 registers are split by hand here, and only here.
#pragma once

#include "lanes_xsimd.hpp"

#include <array>
#include <cstddef>
#include <type_traits>

#include <xsimd/xsimd.hpp>

namespace downhill::kernels {

#if XSIMD_WITH_AVX
DOWNHILL_INLINE xsimd::batch<float, xsimd::sse2> fold(__m256 v) noexcept {
  return _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
}
DOWNHILL_INLINE xsimd::batch<double, xsimd::sse2> fold(__m256d v) noexcept {
  return _mm_add_pd(_mm256_castpd256_pd128(v), _mm256_extractf128_pd(v, 1));
}
#endif
#if XSIMD_WITH_AVX512F
DOWNHILL_INLINE xsimd::batch<float, xsimd::sse2> fold(__m512 v) noexcept {
  const __m256 upper = _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(v), 1));
  return fold(_mm256_add_ps(_mm512_castps512_ps256(v), upper));
}
DOWNHILL_INLINE xsimd::batch<double, xsimd::sse2> fold(__m512d v) noexcept {
  return fold(_mm256_add_pd(_mm512_castpd512_pd256(v), _mm512_extractf64x4_pd(v, 1)));
}
#endif

// A 128-bit vector of T: the narrowest that every architecture has.
template <class V, class T = typename V::value_type>
using Quarter = std::conditional_t<sizeof(V) == 16, V, xsimd::batch<T, xsimd::sse2>>;

// Lane j of the result is the folded sum of all lanes of sums[j]; as many sums as a Quarter has lanes.
template <class V>
DOWNHILL_INLINE Quarter<V> fold_each(const std::array<V, Quarter<V>::size>& sums) noexcept {
  using Q = Quarter<V>;
  std::array<Q, Q::size> quarters;
  for (std::size_t j = 0; j < Q::size; ++j) {
    if constexpr (std::is_same_v<V, Q>) {
      quarters[j] = sums[j];
    } else {
      quarters[j] = fold(static_cast<typename V::register_type>(sums[j]));
    }
  }
  xsimd::transpose(quarters.data(), quarters.data() + Q::size);
  if constexpr (Q::size == 4) return (quarters[0] + quarters[2]) + (quarters[1] + quarters[3]);
  if constexpr (Q::size == 2) return quarters[0] + quarters[1];
}

}  // namespace downhill::kernels
