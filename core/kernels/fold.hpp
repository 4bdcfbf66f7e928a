// Folding a vector's upper half onto its lower half: the last steps of the fixed order of summation.
// xsimd has no name for half a vector, so the x86 registers are split by hand here, and only here.
#pragma once

#include "lanes_xsimd.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
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

// The first n numbers with zeros behind them, where the machine has loads that leave lanes out. (What is
// stored number by number is loaded whole only after a while.)
template <class V>
inline constexpr bool loads_first_lanes = small_code || sizeof(V) > 16;
template <class V>
DOWNHILL_INLINE V load_first_lanes(const typename V::value_type* x, [[maybe_unused]] std::size_t n) noexcept {
#if XSIMD_WITH_AVX512F
  if constexpr (sizeof(V) == 64) {
    const auto bits = (1U << n) - 1U;
    if constexpr (sizeof(*x) == 4) return V(_mm512_maskz_loadu_ps(static_cast<__mmask16>(bits), x));
    if constexpr (sizeof(*x) == 8) return V(_mm512_maskz_loadu_pd(static_cast<__mmask8>(bits), x));
  }
#endif
#if XSIMD_WITH_AVX2
  if constexpr (sizeof(V) == 32) {
    // Counted: a table would be a symbol that several engines define.
    const auto count = static_cast<std::int32_t>(n * (sizeof(*x) / 4));
    const __m256i lanes =
        _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    if constexpr (sizeof(*x) == 4) return V(_mm256_maskload_ps(x, lanes));
    if constexpr (sizeof(*x) == 8) return V(_mm256_maskload_pd(x, lanes));
  }
#endif
#if defined(__wasm_simd128__)
  if constexpr (sizeof(V) == 16) {
    v128_t lanes = wasm_i32x4_const(0, 0, 0, 0);
    if (n * sizeof(*x) >= sizeof(V)) return V::load_unaligned(x);
    if (n * sizeof(*x) >= 8) lanes = wasm_v128_load64_zero(x);
    if constexpr (sizeof(*x) == 4) {
      if (n == 1) lanes = wasm_v128_load32_zero(x);
      if (n == 3) lanes = wasm_v128_load32_lane(x + 2, lanes, 2);
    }
    return V(lanes);
  }
#endif
  return V::load_unaligned(x);  // never
}

// A 128-bit vector of T: the narrowest that every architecture has.
template <class V, class T = typename V::value_type>
using Quarter = std::conditional_t<sizeof(V) == 16, V, xsimd::batch<T, xsimd::sse2>>;

// Between the two, where there is one: the 256-bit vector of a 512-bit machine.
#if XSIMD_WITH_AVX512F
template <class V, class T = typename V::value_type>
using Half = std::conditional_t<sizeof(V) == 64, xsimd::batch<T, xsimd::fma3<xsimd::avx2>>, Quarter<V>>;
#else
template <class V>
using Half = Quarter<V>;
#endif

// V, or half of it where it has 512 bits.
template <class V>
using UpTo256Bits = std::conditional_t<sizeof(V) == 64, Half<V>, V>;

// The sum of slots first, first + step, ..., `stride` vectors apart, the upper half folded onto the lower
// half. A slot from `used` on would add 0 and is left out.
template <std::size_t slots, bool all_used, std::size_t stride, std::size_t first = 0, std::size_t step = 1,
          class V>
DOWNHILL_INLINE V fold_slots(const V* sums, std::size_t used) noexcept {
  if constexpr (step < slots) {
    const V lower = fold_slots<slots, all_used, stride, first, 2 * step>(sums, used);
    if (!all_used && first + step >= used) return lower;
    return lower + fold_slots<slots, all_used, stride, first + step, 2 * step>(sums, used);
  } else {
    return sums[first * stride];
  }
}

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
  if constexpr (Q::size == 4) {
    using Pairs = xsimd::batch<double, typename Q::arch_type>;
    const auto halve = [](Q a, Q b) {  // a0 + a2, b0 + b2, a1 + a3, b1 + b3
      return xsimd::bitwise_cast<double>(xsimd::zip_lo(a, b) + xsimd::zip_hi(a, b));
    };
    const Pairs first = halve(quarters[0], quarters[1]), last = halve(quarters[2], quarters[3]);
    return xsimd::bitwise_cast<float>(xsimd::zip_lo(first, last)) +
           xsimd::bitwise_cast<float>(xsimd::zip_hi(first, last));
  }
  if constexpr (Q::size == 2)
    return xsimd::zip_lo(quarters[0], quarters[1]) + xsimd::zip_hi(quarters[0], quarters[1]);
}

// The same for twice as many sums, the first half in a Quarter and the second half in another.
template <class V>
struct TwoQuarters {
  Quarter<V> first, last;
};

template <class V>
DOWNHILL_INLINE TwoQuarters<V> fold_both(const std::array<V, 2 * Quarter<V>::size>& sums) noexcept {
  constexpr std::size_t half = Quarter<V>::size;
#if XSIMD_WITH_AVX
  if constexpr (sizeof(V) == 32 && half == 4) {
    // Sums j and j + 4 share a register from the first step on, so that all of it is used.
    __m256 pairs[half];
    for (std::size_t j = 0; j < half; ++j) {
      const __m256 a = sums[j], b = sums[half + j];
      pairs[j] = _mm256_add_ps(_mm256_permute2f128_ps(a, b, 0x20), _mm256_permute2f128_ps(a, b, 0x31));
    }
    const auto halve = [](__m256 a, __m256 b) {
      return _mm256_add_ps(_mm256_shuffle_ps(a, b, 0x44), _mm256_shuffle_ps(a, b, 0xEE));
    };
    const __m256 low = halve(pairs[0], pairs[1]), high = halve(pairs[2], pairs[3]);
    const __m256 all = _mm256_add_ps(_mm256_shuffle_ps(low, high, 0x88), _mm256_shuffle_ps(low, high, 0xDD));
    return {_mm256_castps256_ps128(all), _mm256_extractf128_ps(all, 1)};
  }
#endif
  std::array<V, half> first, last;
  for (std::size_t j = 0; j < half; ++j) first[j] = sums[j], last[j] = sums[half + j];
  return {fold_each(first), fold_each(last)};
}

#if XSIMD_WITH_AVX512F
// Lane j of the result is the folded sum of all lanes of sums[j].
template <class Arch>
DOWNHILL_INLINE __m256 fold_eight(const std::array<xsimd::batch<float, Arch>, 8>& sums) noexcept {
  const auto halve = [](__m512 a, __m512 b) {  // quarters: a0 + a2, a1 + a3, b0 + b2, b1 + b3
    return _mm512_add_ps(_mm512_shuffle_f32x4(a, b, 0x44), _mm512_shuffle_f32x4(a, b, 0xEE));
  };
  const auto halve_again = [](__m512 a, __m512 b) {  // quarters: a0 + a1, a2 + a3, b0 + b1, b2 + b3
    return _mm512_add_ps(_mm512_shuffle_f32x4(a, b, 0x88), _mm512_shuffle_f32x4(a, b, 0xDD));
  };
  // A quarter each of sums 0, 4, 1 and 5, and of 2, 6, 3 and 7.
  const __m512 low = halve_again(halve(sums[0], sums[4]), halve(sums[1], sums[5]));
  const __m512 high = halve_again(halve(sums[2], sums[6]), halve(sums[3], sums[7]));
  const __m512 pairs = _mm512_add_ps(_mm512_shuffle_ps(low, high, 0x44), _mm512_shuffle_ps(low, high, 0xEE));
  const __m512 all = _mm512_add_ps(pairs, _mm512_permute_ps(pairs, 0xB1));
  const __m512i places = _mm512_setr_epi32(0, 8, 2, 10, 4, 12, 6, 14, 0, 8, 2, 10, 4, 12, 6, 14);
  return _mm512_castps512_ps256(_mm512_permutexvar_ps(places, all));
}
#endif

}  // namespace downhill::kernels
