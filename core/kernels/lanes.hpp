// What the kernels' maths needs from a value type V besides + - * / and comparisons. V is float or double
// here; lanes_xsimd.hpp adds xsimd::batch. Everything is IEEE arithmetic or bit moves: the same bits for
// every V. One freedom is left to the machine: the sign and payload of a NaN.
#pragma once

#include <bit>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>

#if defined(__wasm_relaxed_simd__)
#include <wasm_simd128.h>
#endif

#if defined(_MSC_VER) && !defined(__clang__)
#define DOWNHILL_INLINE __forceinline
#define DOWNHILL_INLINE_LAMBDA
#else
// Always inlined, so that no weak symbol compiled for a newer CPU can replace the baseline's copy at link
// time.
#define DOWNHILL_INLINE inline __attribute__((always_inline))
#define DOWNHILL_INLINE_LAMBDA __attribute__((always_inline))
#endif
// Where every byte is downloaded, code is small: the ends of arrays, which every kernel has, are a function,
// a loop over the few vectors of a row stays one, and one that scatters numbers moves them one by one.
#if defined(__wasm__)
#define DOWNHILL_INLINE_NATIVELY __attribute__((noinline))
#define DOWNHILL_ROLLED _Pragma("clang loop unroll(disable)")
#define DOWNHILL_SCALAR _Pragma("clang loop vectorize(disable)")
#else
#define DOWNHILL_INLINE_NATIVELY DOWNHILL_INLINE
#define DOWNHILL_ROLLED
#define DOWNHILL_SCALAR
#endif

namespace downhill::kernels {

#if defined(__wasm__)
inline constexpr bool small_code = true;
#else
inline constexpr bool small_code = false;
#endif

template <class T>
struct FloatFormat;

template <>
struct FloatFormat<float> {
  using Unsigned = std::uint32_t;
  static constexpr int mantissa_bits = 23;
  static constexpr Unsigned exponent_bias = 127;
  static constexpr float round_magic = 12582912.0f;  // 1.5 * 2^23
};

template <>
struct FloatFormat<double> {
  using Unsigned = std::uint64_t;
  static constexpr int mantissa_bits = 52;
  static constexpr Unsigned exponent_bias = 1023;
  static constexpr double round_magic = 6755399441055744.0;  // 1.5 * 2^52
};

// The primitives that differ between value types.
template <class V>
struct Lanes;

template <std::floating_point T>
struct Lanes<T> {
  using Value = T;
  using Unsigned = typename FloatFormat<T>::Unsigned;
  using Bits = Unsigned;
  using Mask = bool;

  DOWNHILL_INLINE static Bits to_bits(T x) { return std::bit_cast<Bits>(x); }
  DOWNHILL_INLINE static T from_bits(Bits b) { return std::bit_cast<T>(b); }
  DOWNHILL_INLINE static T select(Mask m, T yes, T no) { return m ? yes : no; }
  // NaN in x stays NaN; `bound` must not be NaN.
  DOWNHILL_INLINE static T at_most(T x, T bound) { return bound < x ? bound : x; }
  DOWNHILL_INLINE static T at_least(T x, T bound) { return bound > x ? bound : x; }
  DOWNHILL_INLINE static T square_root(T x) { return std::sqrt(x); }
  DOWNHILL_INLINE static T divide(T x, T y) { return x / y; }
  // As vectors do it on that machine; where it has no fused instruction, this would be a library call.
  DOWNHILL_INLINE static T fused_madd(T a, T b, T c) {
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
    return std::fma(a, b, c);
#elif defined(__wasm_relaxed_simd__)
    if constexpr (sizeof(T) == 4) {
      return wasm_f32x4_extract_lane(
          wasm_f32x4_relaxed_madd(wasm_f32x4_splat(a), wasm_f32x4_splat(b), wasm_f32x4_splat(c)), 0);
    } else {
      return wasm_f64x2_extract_lane(
          wasm_f64x2_relaxed_madd(wasm_f64x2_splat(a), wasm_f64x2_splat(b), wasm_f64x2_splat(c)), 0);
    }
#else
    return a * b + c;
#endif
  }
};

template <class V>
using ValueOf = typename Lanes<V>::Value;
template <class V>
using BitsOf = typename Lanes<V>::Bits;
template <class V>
using FormatOf = FloatFormat<ValueOf<V>>;

// `number`, a constant with static storage, in all lanes. In WebAssembly an instruction loads it that the
// compiler takes for arithmetic and moves out of loops; else V8 makes its 16 bytes anew, in three
// instructions, for every vector. It takes more bytes than others, so it is for the busiest formulas.
template <class V>
DOWNHILL_INLINE V stored(const ValueOf<V>& number) noexcept {
#if defined(__wasm_simd128__)
  if constexpr (requires { Lanes<V>::stored(number); }) {
    return Lanes<V>::stored(number);
  } else if constexpr (!std::is_floating_point_v<V>) {
    ValueOf<V> loaded;
    if constexpr (sizeof(loaded) == 4) {
      asm("local.get %1\n\tf32.load 0\n\tlocal.set %0" : "=r"(loaded) : "r"(&number));
    } else {
      asm("local.get %1\n\tf64.load 0\n\tlocal.set %0" : "=r"(loaded) : "r"(&number));
    }
    return V(loaded);
  }
#endif
  return V(number);
}
template <class V>
V stored(const ValueOf<V>&& no_temporary) = delete;

// From here on the compiler takes `x` for a variable that may hold anything.
template <class T>
DOWNHILL_INLINE void forget_value([[maybe_unused]] T& x) noexcept {
#if !defined(_MSC_VER) || defined(__clang__)
  asm volatile("" : "+r"(x));
#endif
}

// In WebAssembly, what stands before is worked out before what stands behind: neither LLVM nor Binaryen moves
// arithmetic over a loop. This one never loops, unless `not_zero` is 0, and where the same was asked before,
// V8 leaves nothing of it. What the compilers know of `not_zero` must not tell them, either (forget_value).
DOWNHILL_INLINE void keep_order([[maybe_unused]] const std::size_t& not_zero) noexcept {
#if defined(__wasm__)
  std::size_t n;
  do {
    n = not_zero;
    forget_value(n);
  } while (n == 0);
#endif
}

template <class T>
struct Numbers {
  static constexpr T half = T(0.5), one = T(1), two = T(2);
};

template <class V>
DOWNHILL_INLINE BitsOf<V> sign_bit() {
  return BitsOf<V>(typename Lanes<V>::Unsigned{1} << (8 * sizeof(ValueOf<V>) - 1));
}

template <class V>
DOWNHILL_INLINE V abs(V x) {
  return Lanes<V>::from_bits(Lanes<V>::to_bits(x) & ~sign_bit<V>());
}

// `magnitude` (not negative) with the sign of `sign`.
template <class V>
DOWNHILL_INLINE V with_sign_of(V magnitude, V sign) {
  return Lanes<V>::from_bits(Lanes<V>::to_bits(magnitude) | (Lanes<V>::to_bits(sign) & sign_bit<V>()));
}

// 2^n for n = power - bias, in the normal range.
template <class V>
DOWNHILL_INLINE V power_of_two(BitsOf<V> biased) {
  return Lanes<V>::from_bits(biased << FormatOf<V>::mantissa_bits);
}

// y * 2^n, n as a number and as a wrapped unsigned. Two exact factors and one rounding: right for subnormal
// results and overflow too.
template <class V>
DOWNHILL_INLINE V scale(V y, [[maybe_unused]] V whole, BitsOf<V> n) {
  if constexpr (requires { Lanes<V>::scaled(y, whole); }) return Lanes<V>::scaled(y, whole);
  const BitsOf<V> biased = n + BitsOf<V>(2 * FormatOf<V>::exponent_bias);
  const BitsOf<V> half = biased >> 1;
  return y * power_of_two<V>(half) * power_of_two<V>(biased - half);
}

// x = 2^k * m with m in [sqrt(1/2), sqrt(2)); x positive, normal and finite.
template <class V>
struct Split {
  V k;
  V m;
  BitsOf<V> biased_k;  // k + bias
};

template <class V>
DOWNHILL_INLINE Split<V> split(V x) {
  using L = Lanes<V>;
  using Format = FormatOf<V>;
  using Unsigned = typename L::Unsigned;
  using T = ValueOf<V>;
  constexpr Unsigned bias_bits = Format::exponent_bias << Format::mantissa_bits;
  constexpr Unsigned root_half = std::bit_cast<Unsigned>(static_cast<T>(0.70710678118654752440));
  constexpr T two_to_mantissa = static_cast<T>(Unsigned{1} << Format::mantissa_bits);
  constexpr Unsigned magic = std::bit_cast<Unsigned>(two_to_mantissa);
  const BitsOf<V> bits = L::to_bits(x);
  const BitsOf<V> biased_k = (bits + BitsOf<V>(bias_bits - root_half)) >> Format::mantissa_bits;
  const V m = L::from_bits(bits - (biased_k << Format::mantissa_bits) + BitsOf<V>(bias_bits));
  // An integer below 2^mantissa_bits becomes a float by placing it in the mantissa of 2^mantissa_bits: exact,
  // no conversion op.
  const V k =
      L::from_bits(biased_k | BitsOf<V>(magic)) - V(two_to_mantissa + static_cast<T>(Format::exponent_bias));
  return {k, m, biased_k};
}

}  // namespace downhill::kernels
