// Elementary functions, written once for every value type V (float, double, xsimd::batch) and both numeric
// modes. Only + - * / and bit operations: in Reproducible mode all architectures give the same bits. NaN in
// gives NaN out (which NaN is the machine's choice); odd functions keep the sign of zero; subnormals are
// handled, not flushed. ULP: the largest error seen, float / double, in both modes, over dense sweeps;
// tests/core/maths_test.cpp asserts bounds close to it.
#pragma once

#include "lanes.hpp"
#include "maths_tables.hpp"
#include "mode.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <limits>
#include <type_traits>

namespace downhill::kernels {

// sum of c[First + i] x^i, i < Count, by Estrin's scheme: half the latency of Horner's. powers[k] = x^(2^k).
template <class Mode, std::size_t First, std::size_t Count, class V, class T, std::size_t N>
DOWNHILL_INLINE V estrin(const V* powers, const std::array<T, N>& c) {
  if constexpr (Count == 1) {
    return V(c[First]);
  } else {
    constexpr std::size_t half = std::bit_ceil(Count) / 2;
    return madd<Mode>(estrin<Mode, First + half, Count - half>(powers, c), powers[std::bit_width(half) - 1],
                      estrin<Mode, First, half>(powers, c));
  }
}

// c[0] + c[1] x + c[2] x^2 + ...
template <class Mode, class V, class T, std::size_t N>
DOWNHILL_INLINE V polynomial(V x, const std::array<T, N>& c) {
  V powers[4] = {x, x, x, x};
  if constexpr (N > 2) powers[1] = x * x;
  if constexpr (N > 4) powers[2] = powers[1] * powers[1];
  if constexpr (N > 8) powers[3] = powers[2] * powers[2];
  static_assert(N <= 16);
  return estrin<Mode, 0, N>(powers, c);
}

// x = n ln2 + r with |r| <= ln2/2; gives n, as a number and as a wrapped unsigned, and e^r - 1.
template <class V>
struct ExpParts {
  V whole;
  BitsOf<V> n;
  V expm1_r;
};

template <class Mode, class V>
DOWNHILL_INLINE ExpParts<V> exp_parts(V x) {
  using T = ValueOf<V>;
  using C = MathsTables<T>;
  const V magic(FormatOf<V>::round_magic);
  const V shifted = madd<Mode>(x, V(C::log2_e), magic);  // rounds to nearest even in the last mantissa bit
  const V whole = shifted - magic;
  const V r = madd<Mode>(whole, V(-C::ln2_low), madd<Mode>(whole, V(-C::ln2_high), x));
  const V expm1_r = madd<Mode>(r * r, polynomial<Mode>(r, C::exp_q), r);
  return {whole, Lanes<V>::to_bits(shifted) - Lanes<V>::to_bits(magic), expm1_r};
}

template <class T>
inline constexpr T exp_underflow = std::is_same_v<T, float>
                                       ? T(-104)
                                       : T(-746);  // e^x is nearer 0 than the least subnormal
template <class T>
inline constexpr T exp_overflow = std::is_same_v<T, float> ? T(89) : T(710);

// e^x for exp_underflow <= x <= exp_overflow (or NaN).
template <class Mode, class V>
DOWNHILL_INLINE V exp_in_range(V x) {
  const auto parts = exp_parts<Mode>(x);
  return scale(V(ValueOf<V>(1)) + parts.expm1_r, parts.whole, parts.n);
}

// e^x = 2^n (1 + r + r^2 q(r)). Whole range, gradual underflow. ULP 1.1 / 1.0.
template <class Mode, class V>
DOWNHILL_INLINE V exp(V x) {
  using L = Lanes<V>;
  using T = ValueOf<V>;
  return exp_in_range<Mode>(L::at_least(L::at_most(x, V(exp_overflow<T>)), V(exp_underflow<T>)));
}

// k ln2 + log(1 + f) for |f| < 0.42: s = f / (2 + f), log(1 + f) = f - (h - s (h + R(s^2))), h = f^2 / 2.
template <class Mode, class V>
DOWNHILL_INLINE V log_parts(V k, V f) {
  using T = ValueOf<V>;
  using C = MathsTables<T>;
  const V s = Lanes<V>::divide(f, V(T(2)) + f);
  const V z = s * s;
  const V r = z * polynomial<Mode>(z, C::log_r);
  const V h = V(T(0.5)) * f * f;
  const V tail = h - madd<Mode>(s, h + r, k * V(C::ln2_low));
  return madd<Mode>(k, V(C::ln2_high), f - tail);
}

// log(x) = k ln2 + log(m), m in [sqrt(1/2), sqrt(2)). log(+-0) = -Inf, negative = NaN. ULP 0.9 / 0.9.
template <class Mode, class V>
DOWNHILL_INLINE V log(V x) {
  using L = Lanes<V>;
  using T = ValueOf<V>;
  using Limits = std::numeric_limits<T>;
  constexpr T lift = static_cast<T>(typename L::Unsigned{1} << FormatOf<V>::mantissa_bits);
  const auto subnormal = x < V(Limits::min());
  const auto parts = split(L::select(subnormal, x * V(lift), x));
  const V k = parts.k - L::select(subnormal, V(T(FormatOf<V>::mantissa_bits)), V(T(0)));
  V y = log_parts<Mode>(k, parts.m - V(T(1)));
  y = L::select(x < V(Limits::infinity()), y, x);  // Inf and NaN
  const V at_zero(-Limits::infinity());
  return L::select(x <= V(T(0)), L::select(x < V(T(0)), V(Limits::quiet_NaN()), at_zero), y);
}

// log(1 + x): u = 1 + x with its exact rounding error c, u = 2^k m, so f = (m - 1) + c 2^-k is rounded once.
// log1p(-1) = -Inf, below = NaN. ULP 1.4 / 1.4.
template <class Mode, class V>
DOWNHILL_INLINE V log1p(V x) {
  using L = Lanes<V>;
  using T = ValueOf<V>;
  using Limits = std::numeric_limits<T>;
  const V one(T(1));
  const V u = one + x;
  const V x_part = u - one;
  const V c = (one - (u - x_part)) + (x - x_part);
  const auto parts = split(u);
  // 2^(1-k) and c / 2, because 2^-k may be subnormal.
  const V shrink = power_of_two<V>(BitsOf<V>(2 * FormatOf<V>::exponent_bias + 1) - parts.biased_k);
  const V f = madd<Mode>(c * V(T(0.5)), shrink, parts.m - one);
  V y = L::select(abs(x) < V(Limits::epsilon() / 4), x, log_parts<Mode>(parts.k, f));
  y = L::select(x < V(Limits::infinity()), y, x);  // Inf and NaN
  return L::select(x <= -one, L::select(x < -one, V(Limits::quiet_NaN()), V(-Limits::infinity())), y);
}

// float: T = tanh(|x|/2) as an odd rational of degree 5 / 6, then 2T / (1 + T^2), which forgives T's error
// where tanh saturates; one division. Beyond the limit of the mode it is 1: there it happens to leave exactly
// that, and up to there never more. double: em / (em + 2) with em = e^(2|x|) - 1. |tanh| <= 1 always, odd bit
// for bit. ULP 4.0 (fast 3.9) / 2.3.
template <class Mode, class V>
DOWNHILL_INLINE V tanh(V x) {
  using L = Lanes<V>;
  using T = ValueOf<V>;
  using C = MathsTables<T>;
  if constexpr (std::is_same_v<T, float>) {
    const V limit = stored<V>(Mode::fixed_order ? C::tanh_limit : C::fused_tanh_limit);
    const V a = L::at_least(L::at_most(x, limit), -limit);
    const V t = a * a;
    // T = n / 2(1 + e). Both are kept as "leading term + correction", which saves roundings for small |x|.
    const V n = madd<Mode>(a * t, madd<Mode>(t, stored<V>(C::tanh_p[1]), stored<V>(C::tanh_p[0])), a);
    const V e = t * madd<Mode>(t, madd<Mode>(t, stored<V>(C::tanh_q[2]), stored<V>(C::tanh_q[1])),
                               stored<V>(C::tanh_q[0]));
    const V half_n = n * stored<V>(Numbers<T>::half);
    // Fused, it is e that comes last and has the shorter way.
    const V beyond_one = madd<Mode>(e, stored<V>(Numbers<T>::two) + e, half_n * half_n);
    return L::divide(madd<Mode>(n, e, n), stored<V>(Numbers<T>::one) + beyond_one);
  } else {
    const V a = L::at_most(abs(x), V(T(20)));
    const auto parts = exp_parts<Mode>(a + a);
    const V power = power_of_two<V>(parts.n + BitsOf<V>(FormatOf<V>::exponent_bias));
    const V em = madd<Mode>(power, parts.expm1_r, power - V(T(1)));
    return with_sign_of(Lanes<V>::divide(em, em + V(T(2))), x);
  }
}

// e^x / (1 + e^x), x cut where that is 1: relative accuracy also for very negative x, never above 1.
// ULP 2.5 / 2.3.
template <class Mode, class V>
DOWNHILL_INLINE V sigmoid(V x) {
  using L = Lanes<V>;
  using T = ValueOf<V>;
  const V e = exp_in_range<Mode>(L::at_least(L::at_most(x, V(T(40))), V(exp_underflow<T>)));
  return Lanes<V>::divide(e, V(T(1)) + e);
}

// log(1 + e^x) = max(x, 0) + log(1 + t), t = e^-|x|. As t <= 1, k is 0 (f = t) or 1 (f = (t - 1) / 2).
// ULP 1.7 / 1.7.
template <class Mode, class V>
DOWNHILL_INLINE V softplus(V x) {
  using L = Lanes<V>;
  using T = ValueOf<V>;
  const V zero(T(0));
  const V one(T(1));
  const V t = exp_in_range<Mode>(L::at_least(-abs(x), V(exp_underflow<T>)));
  const auto halve = t > V(T(0.41421356237309504880));  // 1 + t > sqrt(2)
  const V k = L::select(halve, one, zero);
  const V f = L::select(halve, (t - one) * V(T(0.5)), t);
  return L::at_least(x, zero) + log_parts<Mode>(k, f);
}

// r - n (parts[0] + parts[1] + ...), part by part. A recursion: a loop would put the array into memory.
template <class Mode, std::size_t I = 0, class V, class T, std::size_t N>
DOWNHILL_INLINE V subtract_parts(V r, V n, const std::array<T, N>& parts) {
  if constexpr (I == N) {
    return r;
  } else {
    return subtract_parts<Mode, I + 1>(madd<Mode>(n, V(-parts[I]), r), n, parts);
  }
}

// sin(x + quarter_turns * pi/2) for x >= 0: x = n pi/2 + r, and a polynomial each for sin r and cos r.
template <class Mode, class V>
DOWNHILL_INLINE V sin_of_magnitude(V x, BitsOf<V> quarter_turns) {
  using L = Lanes<V>;
  using T = ValueOf<V>;
  using C = MathsTables<T>;
  using Unsigned = typename L::Unsigned;
  using Bits = BitsOf<V>;
  const V magic(FormatOf<V>::round_magic);
  const V shifted = madd<Mode>(x, V(C::two_over_pi), magic);
  const V n = shifted - magic;
  V r = subtract_parts<Mode>(x, n, C::half_pi);
  r = L::at_least(L::at_most(r, V(T(0.8))), V(T(-0.8)));  // beyond the accurate range: wrong, but bounded
  const V z = r * r;
  const V one(T(1));
  const V s = madd<Mode>(r * z, polynomial<Mode>(z, C::sin_p), r);
  const V c = madd<Mode>(z * z, polynomial<Mode>(z, C::cos_p), madd<Mode>(z, V(T(-0.5)), one));
  const Bits quadrant = L::to_bits(shifted) + quarter_turns;
  constexpr int sign_shift = 8 * sizeof(T) - 1;
  // The odd bit of the quadrant as the sign of a float: a mask without an integer comparison.
  const V odd = L::from_bits((quadrant << sign_shift) | L::to_bits(one));
  const V y = L::select(odd < V(T(0)), c, s);
  return L::from_bits(L::to_bits(y) ^ ((quadrant & Bits(Unsigned{2})) << (sign_shift - 1)));
}

// Accurate for |x| <= 1e4, also relative to the tiny results next to multiples of pi/2 (all tested). Beyond,
// the error grows with |x| but the result stays within [-1, 1]. sin(+-Inf) = NaN. ULP 2.4 / 1.9.
template <class Mode, class V>
DOWNHILL_INLINE V sin(V x) {
  using L = Lanes<V>;
  const V y = sin_of_magnitude<Mode>(abs(x), BitsOf<V>(typename L::Unsigned{0}));
  return L::from_bits(L::to_bits(y) ^ (L::to_bits(x) & sign_bit<V>()));
}

// As sin. ULP 2.4 / 1.9.
template <class Mode, class V>
DOWNHILL_INLINE V cos(V x) {
  return sin_of_magnitude<Mode>(abs(x), BitsOf<V>(typename Lanes<V>::Unsigned{1}));
}

// float: -expm1(-|x| (lead + q(|x|))), no division. double: odd polynomial below 1, 1 - e^(-x^2) N(x)/D(x)
// above. |erf| <= 1 always, odd bit for bit. ULP 2.7 / 2.6.
template <class Mode, class V>
DOWNHILL_INLINE V erf(V x) {
  using L = Lanes<V>;
  using T = ValueOf<V>;
  using C = MathsTables<T>;
  const V one(T(1));
  const V a = L::at_most(abs(x), V(C::erf_limit));
  if constexpr (std::is_same_v<T, float>) {
    const auto parts =
        exp_parts<Mode>(-madd<Mode>(a, V(C::erf_lead), a * polynomial<Mode>(a, C::erf_exponent)));
    const V power = power_of_two<V>(parts.n + BitsOf<V>(FormatOf<V>::exponent_bias));
    return with_sign_of(madd<Mode>(-power, parts.expm1_r, one - power), x);
  } else {
    const V t = a * a;
    const V small = madd<Mode>(a, V(C::erf_lead), a * t * polynomial<Mode>(t, C::erf_p));
    const V large = one - Lanes<V>::divide(exp_in_range<Mode>(-t) * polynomial<Mode>(a, C::erf_n),
                                           polynomial<Mode>(a, C::erf_d));
    return with_sign_of(L::select(a < one, small, large), x);
  }
}

}  // namespace downhill::kernels
