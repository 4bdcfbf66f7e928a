// How far a result is from the value itself, in units of the last place (ULP), and sweeps over all
// magnitudes.
#pragma once

#include "numbers.hpp"

#include <algorithm>
#include <bit>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace downhill::testing {

// Where long double is no better than double (or its libm is not, as in musl), double has no wider reference.
#if defined(__GLIBC__) && (LDBL_MANT_DIG >= 64)
inline constexpr bool long_double_is_wide = true;
#else
inline constexpr bool long_double_is_wide = false;
#endif

// A type in which libm's values are exact next to an ULP of T: its own rounding is at most 1/1024 of it.
template <class T>
using Wider = std::conditional_t<sizeof(T) == 8 && long_double_is_wide, long double, double>;

// What a function should give: the nearest T, and how far the value itself is from that, in ULP.
template <class T>
struct Exact {
  T nearest;
  double unit;  // one ULP
  double rest;  // (value - nearest) / unit
};

// The ULP is that of the value, or of `scale` if that is larger.
template <class T, class R>
Exact<T> exact(R value, R scale = 0) {
  using Limits = std::numeric_limits<T>;
  Exact<T> result{static_cast<T>(value), 0.0, 0.0};
  if (!std::isfinite(result.nearest)) return result;
  const R size = std::max(std::fabs(value), scale);
  int exponent = 0;
  std::frexp(size, &exponent);
  if (size == 0 || exponent < Limits::min_exponent) exponent = Limits::min_exponent;
  result.unit = std::ldexp(1.0, exponent - Limits::digits);
  result.rest = static_cast<double>((value - static_cast<R>(result.nearest)) / static_cast<R>(result.unit));
  return result;
}

// |got - value| in ULP. Around the overflow limit, Inf and the largest number are neighbours.
template <class T>
double ulp_error(T got, const Exact<T>& want) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  const T nearest = want.nearest;
  if (std::isnan(nearest) || std::isnan(got)) return std::isnan(nearest) && std::isnan(got) ? 0 : infinite;
  if (std::isinf(got) || std::isinf(nearest)) {
    if (got == nearest) return 0;
    const T finite = std::isinf(got) ? nearest : got;
    const bool neighbours =
        std::fabs(finite) == std::numeric_limits<T>::max() && std::signbit(got) == std::signbit(nearest);
    return neighbours ? 1 : infinite;
  }
  const double distance = static_cast<double>(got) - static_cast<double>(nearest);
  return std::fabs(distance / want.unit - want.rest);
}

// Every magnitude from 0 up to Inf in strides in the space of bit patterns, both signs.
template <class T, class Visit>
void sweep_bits(std::uint64_t stride, Visit visit) {
  constexpr std::uint64_t sign = std::uint64_t{1} << (8 * sizeof(T) - 1);
  const std::uint64_t end = std::bit_cast<Bits<T>>(std::numeric_limits<T>::infinity());
  for (std::uint64_t bits = 0; bits < end; bits += stride) {
    visit(std::bit_cast<T>(static_cast<Bits<T>>(bits)));
    visit(std::bit_cast<T>(static_cast<Bits<T>>(bits | sign)));
  }
}

// A prime, so that no bit keeps its value for long; about 40,000 steps to Inf.
template <class T>
inline constexpr std::uint64_t prime_stride = sizeof(T) == 4 ? 53'479 : 230'471'710'930'763;

}  // namespace downhill::testing
