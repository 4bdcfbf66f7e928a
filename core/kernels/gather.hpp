// Numbers that lie anywhere, brought together in a vector of 512 bits, where there is one.
#pragma once

#include "lanes_xsimd.hpp"

#include <cstddef>
#include <cstdint>

#include <xsimd/xsimd.hpp>

namespace downhill::kernels {

#if XSIMD_WITH_AVX512F
DOWNHILL_INLINE __m512 joined(__m128 a, __m128 b, __m128 c, __m128 d) noexcept {
  const __m256 low = _mm256_insertf128_ps(_mm256_castps128_ps256(a), b, 1);
  const __m256 high = _mm256_insertf128_ps(_mm256_castps128_ps256(c), d, 1);
  const __m512d both = _mm512_castpd256_pd512(_mm256_castps_pd(low));
  return _mm512_castpd_ps(_mm512_insertf64x4(both, _mm256_castps_pd(high), 1));
}
#endif

// Lane j is x[order[j] * stride], by as many loads of one number: AMD's instruction for it takes longer.
template <class V>
DOWNHILL_INLINE V gather([[maybe_unused]] const typename V::value_type* x,
                         [[maybe_unused]] const std::uint32_t* order,
                         [[maybe_unused]] std::size_t stride) noexcept {
#if XSIMD_WITH_AVX512F
  const auto four = [=](std::size_t j) DOWNHILL_INLINE_LAMBDA {
    return _mm_setr_ps(x[order[j] * stride], x[order[j + 1] * stride], x[order[j + 2] * stride],
                       x[order[j + 3] * stride]);
  };
  return V(joined(four(0), four(4), four(8), four(12)));
#else
  return V(typename V::value_type(0));  // never
#endif
}

// The same for j < n, zeros behind them.
template <class V>
DOWNHILL_INLINE V gather_first_lanes([[maybe_unused]] const typename V::value_type* x,
                                     [[maybe_unused]] const std::uint32_t* order,
                                     [[maybe_unused]] std::size_t stride,
                                     [[maybe_unused]] std::size_t n) noexcept {
#if XSIMD_WITH_AVX512F
  const auto lanes = static_cast<__mmask16>((1U << n) - 1U);
  const __m512i rows = _mm512_maskz_loadu_epi32(lanes, order);
  const __m512i places = _mm512_mullo_epi32(rows, _mm512_set1_epi32(static_cast<int>(stride)));
  return V(_mm512_mask_i32gather_ps(_mm512_setzero_ps(), lanes, places, x, sizeof(float)));
#else
  return V(typename V::value_type(0));  // never
#endif
}

template <class V>
struct TwoColumns {
  V first, second;
};

// Rows of two numbers, x[2 order[j]] and the one behind it.
template <class V>
DOWNHILL_INLINE TwoColumns<V> gather_pairs([[maybe_unused]] const typename V::value_type* x,
                                           [[maybe_unused]] const std::uint32_t* order) noexcept {
#if XSIMD_WITH_AVX512F
  const auto two = [=](std::size_t j) DOWNHILL_INLINE_LAMBDA {
    const auto pair = [=](std::size_t k) DOWNHILL_INLINE_LAMBDA {
      return reinterpret_cast<const __m64*>(x + 2 * std::size_t{order[j + k]});
    };
    return _mm_loadh_pi(_mm_loadl_pi(_mm_setzero_ps(), pair(0)), pair(1));
  };
  const __m512 low = joined(two(0), two(2), two(4), two(6));
  const __m512 high = joined(two(8), two(10), two(12), two(14));
  const __m512i even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
  const __m512i odd = _mm512_add_epi32(even, _mm512_set1_epi32(1));
  return {V(_mm512_permutex2var_ps(low, even, high)), V(_mm512_permutex2var_ps(low, odd, high))};
#else
  return {};                            // never
#endif
}

}  // namespace downhill::kernels
