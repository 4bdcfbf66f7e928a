// The lane primitives for xsimd::batch. Included only by the kernels' per-architecture translation units.
#pragma once

#include <limits>
#include <type_traits>

#include <xsimd/xsimd.hpp>

#if defined(__wasm_relaxed_simd__)
#include <wasm_simd128.h>
#endif

#include "lanes.hpp"

namespace downhill::kernels {

// x86's min(a, b) is "a < b ? a : b", which is exactly at_most(b, a). WASM's pmin, which xsimd
// uses, is at_most(a, b). Elsewhere NaN and the order of operands differ.
template <class Arch>
inline constexpr bool min_returns_second_on_nan =
    std::is_base_of_v<xsimd::sse2, Arch> || std::is_base_of_v<xsimd::avx, Arch> ||
    std::is_base_of_v<xsimd::avx512f, Arch>;

template <class T, class Arch>
struct Lanes<xsimd::batch<T, Arch>> {
  using V = xsimd::batch<T, Arch>;
  using Value = T;
  using Unsigned = typename FloatFormat<T>::Unsigned;
  using Bits = xsimd::batch<Unsigned, Arch>;
  using Mask = xsimd::batch_bool<T, Arch>;

  DOWNHILL_INLINE static Bits to_bits(V x) { return xsimd::bitwise_cast<Unsigned>(x); }
  DOWNHILL_INLINE static V from_bits(Bits b) { return xsimd::bitwise_cast<T>(b); }
  DOWNHILL_INLINE static V select(Mask m, V yes, V no) { return xsimd::select(m, yes, no); }

  DOWNHILL_INLINE static V at_most(V x, V bound) {
    if constexpr (min_returns_second_on_nan<Arch>) {
      return xsimd::min(bound, x);
    } else if constexpr (std::is_same_v<Arch, xsimd::wasm>) {
      return xsimd::min(x, bound);
    } else {
      return xsimd::select(bound < x, bound, x);
    }
  }
  DOWNHILL_INLINE static V at_least(V x, V bound) {
    if constexpr (min_returns_second_on_nan<Arch>) {
      return xsimd::max(bound, x);
    } else if constexpr (std::is_same_v<Arch, xsimd::wasm>) {
      return xsimd::max(x, bound);
    } else {
      return xsimd::select(bound > x, bound, x);
    }
  }

  // xsimd gives 64-bit Arm the approximations of 32-bit Arm for floats; the machine has the exact operations.
#if XSIMD_WITH_NEON64
  DOWNHILL_INLINE static V square_root(V x) {
    if constexpr (std::is_same_v<T, float>) {
      return V(vsqrtq_f32(x));
    } else {
      return xsimd::sqrt(x);
    }
  }
  DOWNHILL_INLINE static V divide(V x, V y) {
    if constexpr (std::is_same_v<T, float>) {
      return V(vdivq_f32(x, y));
    } else {
      return x / y;
    }
  }
#else
  DOWNHILL_INLINE static V square_root(V x) {
    return xsimd::sqrt(x);
  }
  DOWNHILL_INLINE static V divide(V x, V y) {
    return x / y;
  }
#endif

#if XSIMD_WITH_AVX512F
  // One instruction does what scale() asks for, also where the result is subnormal.
  DOWNHILL_INLINE static V scaled(V y, V n) requires(sizeof(V) == 64) {
    if constexpr (std::is_same_v<T, float>) {
      return V(_mm512_scalef_ps(y, n));
    } else {
      return V(_mm512_scalef_pd(y, n));
    }
  }

  // x times the estimate of 1 / sqrt(x), and a Newton step, in half of the divider's time. NaN of Inf.
  DOWNHILL_INLINE static V estimated_root(V x) requires(sizeof(V) == 64 && std::is_same_v<T, float>) {
    const __m512 inverse = _mm512_rsqrt14_ps(_mm512_max_ps(x, _mm512_set1_ps(std::numeric_limits<T>::min())));
    const __m512 root = _mm512_mul_ps(x, inverse);
    const __m512 error =
        _mm512_fnmadd_ps(root, _mm512_mul_ps(inverse, _mm512_set1_ps(0.5F)), _mm512_set1_ps(0.5F));
    return V(_mm512_fmadd_ps(root, error, root));
  }
#endif

  DOWNHILL_INLINE static V fused_madd(V a, V b, V c) {
#if defined(__wasm_relaxed_simd__)
    if constexpr (std::is_same_v<T, float>) {
      return V(wasm_f32x4_relaxed_madd(a, b, c));
    } else {
      return V(wasm_f64x2_relaxed_madd(a, b, c));
    }
#else
#if defined(__FMA__)
    // The parts of a wide vector too, whose architectures know of no such instruction.
    if constexpr (sizeof(V) == 16 && sizeof(T) == 4) return V(_mm_fmadd_ps(a, b, c));
    if constexpr (sizeof(V) == 16 && sizeof(T) == 8) return V(_mm_fmadd_pd(a, b, c));
    if constexpr (sizeof(V) == 32 && sizeof(T) == 4) return V(_mm256_fmadd_ps(a, b, c));
    if constexpr (sizeof(V) == 32 && sizeof(T) == 8) return V(_mm256_fmadd_pd(a, b, c));
#endif
    return xsimd::fma(a, b, c);
#endif
  }
};

// *x in all lanes, for one product alone. Broadcast into 512 bits for several, it takes the time of a
// multiplication and an addition on Zen 4, which makes wide layers 1.2 times slower; as an operand in memory
// it takes none. Where products and sums are fused, there is time for it.
template <class Mode, class V>
DOWNHILL_INLINE V factor_of_one(const ValueOf<V>* x) noexcept {
#if XSIMD_WITH_AVX512F
  // Else the compiler finds that it is the same number each time.
  if constexpr (sizeof(V) == 64 && Mode::fixed_order) forget_value(x);
#endif
  return V(*x);
}

}  // namespace downhill::kernels
