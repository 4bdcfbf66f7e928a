// core/kernels/maths.hpp for single values: accuracy over the whole range, special values, properties, and
// hashes of the output bits, which must be the same on every platform. The SIMD forms are compared with these
// elsewhere.
#include "../../core/kernels/maths.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace {

using downhill::kernels::Lanes;
using downhill::kernels::Reproducible;
namespace kernels = downhill::kernels;

template <class T>
using Limits = std::numeric_limits<T>;

template <class T>
T from_bits(std::uint64_t bits) {
  return Lanes<T>::from_bits(static_cast<typename Lanes<T>::Unsigned>(bits));
}

// Reference type: wider than T. Where long double is no better than double (or its libm is not, as in musl),
// double's reference is double's libm and the bounds are widened by its own error.
#if defined(__GLIBC__) && (LDBL_MANT_DIG >= 64)
constexpr bool long_double_is_wide = true;
#else
constexpr bool long_double_is_wide = false;
#endif
constexpr double libm_slack = long_double_is_wide ? 0 : 2;

template <class T>
struct ReferenceOf {
  using Type = double;
};
template <>
struct ReferenceOf<double> {
  using Type = std::conditional_t<long_double_is_wide, long double, double>;
};

template <class T>
struct Function {
  using Reference = typename ReferenceOf<T>::Type;
  const char* name;
  T (*own)(T);
  Reference (*reference)(Reference);
  double max_ulp;
  T max_argument;  // accuracy is promised up to here
  std::uint64_t hash;
};

template <class R>
R reference_sigmoid(R x) {
  return x > 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x));
}
template <class R>
R reference_softplus(R x) {
  return std::max(x, R(0)) + std::log1p(std::exp(-std::fabs(x)));
}

template <class T>
struct Bounds;  // exp log log1p tanh sigmoid softplus sin cos erf
template <>
struct Bounds<float> {
  static constexpr double max_ulp[] = {1.1, 0.9, 1.5, 4.0, 2.5, 1.8, 2.6, 2.6, 2.8};
  static constexpr std::uint64_t hash[] = {0x1748ba37a4cbe0b8, 0x0fb919c2045529b5, 0xaf99ee6e74570590,
                                           0x24cf5c50468d4620, 0xdb8bc6a4b81c7052, 0x29dc620145feb565,
                                           0x0f6acf2d383470b4, 0xdc3f09d065b6df0d, 0x3664984cd809d818};
};
template <>
struct Bounds<double> {
  static constexpr double max_ulp[] = {1.1, 0.9, 1.5, 2.5, 2.4, 1.8, 2.2, 2.2, 2.8};
  static constexpr std::uint64_t hash[] = {0xbb85e869a3768080, 0x5d42a5b20194bcc0, 0x29fb37396849c333,
                                           0x87dd72d0d4ae8604, 0xc0c468ad9da9c17f, 0x0f047f35a72922db,
                                           0xb48944790f0467b0, 0x7ed0dc7a23f9fb51, 0xe6d01214d4597478};
};

template <class T>
std::vector<Function<T>> functions() {
  using R = typename ReferenceOf<T>::Type;
  using B = Bounds<T>;
  using M = Reproducible;
  constexpr T any = Limits<T>::max();
  return {
      {"exp", [](T x) { return kernels::exp<M>(x); }, [](R x) { return std::exp(x); }, B::max_ulp[0], any,
       B::hash[0]},
      {"log", [](T x) { return kernels::log<M>(x); }, [](R x) { return std::log(x); }, B::max_ulp[1], any,
       B::hash[1]},
      {"log1p", [](T x) { return kernels::log1p<M>(x); }, [](R x) { return std::log1p(x); }, B::max_ulp[2],
       any, B::hash[2]},
      {"tanh", [](T x) { return kernels::tanh<M>(x); }, [](R x) { return std::tanh(x); }, B::max_ulp[3], any,
       B::hash[3]},
      {"sigmoid", [](T x) { return kernels::sigmoid<M>(x); }, [](R x) { return reference_sigmoid(x); },
       B::max_ulp[4], any, B::hash[4]},
      {"softplus", [](T x) { return kernels::softplus<M>(x); }, [](R x) { return reference_softplus(x); },
       B::max_ulp[5], any, B::hash[5]},
      {"sin", [](T x) { return kernels::sin<M>(x); }, [](R x) { return std::sin(x); }, B::max_ulp[6], T(1e4),
       B::hash[6]},
      {"cos", [](T x) { return kernels::cos<M>(x); }, [](R x) { return std::cos(x); }, B::max_ulp[7], T(1e4),
       B::hash[7]},
      {"erf", [](T x) { return kernels::erf<M>(x); }, [](R x) { return std::erf(x); }, B::max_ulp[8], any,
       B::hash[8]},
  };
}

// |got - want| in units of the last place of T at `want`. Around the overflow limit, Inf and the largest
// value are neighbours.
template <class T, class R>
double ulp_error(T got, R want) {
  if (std::isnan(want) || std::isnan(got))
    return std::isnan(want) && std::isnan(got) ? 0 : Limits<double>::infinity();
  const T nearest = static_cast<T>(want);
  if (got == nearest && std::isinf(got)) return 0;
  if (std::isinf(got)) {
    const R top = std::copysign(static_cast<R>(Limits<T>::max()), static_cast<R>(got));
    return std::fabs(want - top) <=
                   std::ldexp(static_cast<R>(1), Limits<T>::max_exponent - Limits<T>::digits + 1)
               ? 1
               : Limits<double>::infinity();
  }
  if (std::isinf(nearest)) return std::fabs(got) == Limits<T>::max() ? 1 : Limits<double>::infinity();
  int exponent = 0;
  std::frexp(want, &exponent);
  if (want == 0 || exponent < Limits<T>::min_exponent) exponent = Limits<T>::min_exponent;
  return static_cast<double>(std::fabs(static_cast<R>(got) - want) /
                             std::ldexp(static_cast<R>(1), exponent - Limits<T>::digits));
}

// Every magnitude from 0 to Inf, evenly in the space of bit patterns, both signs.
template <class T, class Visit>
void sweep_bits(std::uint64_t points_per_sign, Visit visit) {
  constexpr int sign_shift = 8 * sizeof(T) - 1;
  const std::uint64_t infinity = Lanes<T>::to_bits(Limits<T>::infinity());
  const std::uint64_t step = infinity / points_per_sign | 1;
  for (std::uint64_t bits = 0; bits < infinity; bits += step) {
    visit(from_bits<T>(bits));
    visit(from_bits<T>(bits | std::uint64_t{1} << sign_shift));
  }
}

template <class T>
class Maths : public ::testing::Test {};
using Types = ::testing::Types<float, double>;
TYPED_TEST_SUITE(Maths, Types);

TYPED_TEST(Maths, StaysWithinItsUlpBounds) {
  using T = TypeParam;
  for (const auto& f : functions<T>()) {
    double worst = 0;
    T where = 0;
    const auto check = [&](T x) {
      if (std::fabs(x) > f.max_argument) return;
      const double error = ulp_error(f.own(x), f.reference(static_cast<typename ReferenceOf<T>::Type>(x)));
      if (!(error <= worst)) {
        worst = error;
        where = x;
      }
    };
    sweep_bits<T>(50000, check);
    // Where activations live, and where exp and softplus turn subnormal, more densely.
    for (int i = -60000; i <= 60000; ++i) {
      check(static_cast<T>(i) / T(5000));
      check(static_cast<T>(i) / T(sizeof(T) == 4 ? 550 : 79));
      check(static_cast<T>(i) / T(6.1));
    }
    std::printf("  %-9s %-6s max %.3f ULP at %.17g\n", f.name, sizeof(T) == 4 ? "float" : "double", worst,
                static_cast<double>(where));
    EXPECT_LE(worst, f.max_ulp + (sizeof(T) == 8 ? libm_slack : 0)) << f.name << " at " << where;
  }
}

// Next to a multiple of pi/2 the argument cancels: the error must still be small relative to the tiny result.
TYPED_TEST(Maths, SineIsAccurateNextToItsZeros) {
  using T = TypeParam;
  using R = typename ReferenceOf<T>::Type;
  const R half_pi = std::acos(R(-1)) / 2;
  double worst = 0;
  for (int n = 1; n <= 6366; ++n) {
    T x = static_cast<T>(half_pi * n);
    x = std::nextafter(x, T(0));
    for (int i = 0; i < 3; ++i, x = std::nextafter(x, T(1e5))) {
      const R want = n % 2 ? std::cos(static_cast<R>(x)) : std::sin(static_cast<R>(x));
      const T got = n % 2 ? kernels::cos<Reproducible>(x) : kernels::sin<Reproducible>(x);
      const R scale = std::fabs(want) * Limits<T>::epsilon();
      worst = std::max(worst, static_cast<double>(std::fabs(got - want) / scale));
    }
  }
  std::printf("  sin/cos   %-6s max %.3f epsilon next to zeros\n", sizeof(T) == 4 ? "float" : "double",
              worst);
  EXPECT_LE(worst, 2 + (sizeof(T) == 8 ? libm_slack : 0));
}

TYPED_TEST(Maths, SpecialValues) {
  using T = TypeParam;
  using M = Reproducible;
  constexpr T inf = Limits<T>::infinity();
  constexpr T nan = Limits<T>::quiet_NaN();
  constexpr T tiny = Limits<T>::denorm_min();
  for (const auto& f : functions<T>()) {
    EXPECT_TRUE(std::isnan(f.own(nan))) << f.name;
    EXPECT_TRUE(std::isnan(f.own(-nan))) << f.name;
  }
  for (T (*odd)(T) : {+[](T x) { return kernels::tanh<M>(x); }, +[](T x) { return kernels::sin<M>(x); },
                      +[](T x) { return kernels::erf<M>(x); }, +[](T x) { return kernels::log1p<M>(x); }}) {
    EXPECT_TRUE(odd(T(0)) == 0 && !std::signbit(odd(T(0))));
    EXPECT_TRUE(odd(-T(0)) == 0 && std::signbit(odd(-T(0))));
    EXPECT_EQ(odd(tiny), tiny);
    EXPECT_EQ(odd(-tiny), -tiny);
  }
  EXPECT_EQ(kernels::exp<M>(T(0)), 1);
  EXPECT_EQ(kernels::exp<M>(inf), inf);
  EXPECT_EQ(kernels::exp<M>(Limits<T>::max()), inf);
  EXPECT_EQ(kernels::exp<M>(-inf), 0);
  EXPECT_EQ(kernels::exp<M>(Limits<T>::lowest()), 0);
  EXPECT_EQ(kernels::log<M>(T(1)), 0);
  EXPECT_EQ(kernels::log<M>(T(0)), -inf);
  EXPECT_EQ(kernels::log<M>(-T(0)), -inf);
  EXPECT_EQ(kernels::log<M>(inf), inf);
  EXPECT_TRUE(std::isnan(kernels::log<M>(-tiny)));
  EXPECT_TRUE(std::isnan(kernels::log<M>(-inf)));
  EXPECT_EQ(kernels::log1p<M>(T(-1)), -inf);
  EXPECT_EQ(kernels::log1p<M>(inf), inf);
  EXPECT_TRUE(std::isnan(kernels::log1p<M>(T(-1.5))));
  EXPECT_TRUE(std::isnan(kernels::log1p<M>(-inf)));
  for (const T big : {T(10), T(100), Limits<T>::max(), inf}) {
    if (big > 20 || sizeof(T) == 4) {
      EXPECT_EQ(kernels::tanh<M>(big), 1);
      EXPECT_EQ(kernels::tanh<M>(-big), -1);
    }
    EXPECT_EQ(kernels::erf<M>(big), 1);
    EXPECT_EQ(kernels::erf<M>(-big), -1);
  }
  EXPECT_EQ(kernels::sigmoid<M>(T(0)), T(0.5));
  EXPECT_EQ(kernels::sigmoid<M>(inf), 1);
  EXPECT_EQ(kernels::sigmoid<M>(-inf), 0);
  EXPECT_EQ(kernels::softplus<M>(inf), inf);
  EXPECT_EQ(kernels::softplus<M>(-inf), 0);
  EXPECT_EQ(kernels::cos<M>(T(0)), 1);
  EXPECT_TRUE(std::isnan(kernels::sin<M>(inf)));
  EXPECT_TRUE(std::isnan(kernels::cos<M>(-inf)));
}

TYPED_TEST(Maths, ResultsStayInTheirRange) {
  using T = TypeParam;
  using M = Reproducible;
  sweep_bits<T>(50000, [](T x) {
    ASSERT_LE(std::fabs(kernels::tanh<M>(x)), 1) << x;
    ASSERT_LE(std::fabs(kernels::erf<M>(x)), 1) << x;
    ASSERT_LE(std::fabs(kernels::sin<M>(x)), 1) << x;
    ASSERT_LE(std::fabs(kernels::cos<M>(x)), 1) << x;
    const T s = kernels::sigmoid<M>(x);
    ASSERT_TRUE(s >= 0 && s <= 1) << x;
    ASSERT_GE(kernels::softplus<M>(x), 0) << x;
  });
}

TYPED_TEST(Maths, Symmetries) {
  using T = TypeParam;
  using M = Reproducible;
  sweep_bits<T>(50000, [](T x) {
    ASSERT_EQ(Lanes<T>::to_bits(kernels::tanh<M>(-x)), Lanes<T>::to_bits(-kernels::tanh<M>(x))) << x;
    ASSERT_EQ(Lanes<T>::to_bits(kernels::erf<M>(-x)), Lanes<T>::to_bits(-kernels::erf<M>(x))) << x;
    ASSERT_EQ(Lanes<T>::to_bits(kernels::sin<M>(-x)), Lanes<T>::to_bits(-kernels::sin<M>(x))) << x;
    ASSERT_EQ(Lanes<T>::to_bits(kernels::cos<M>(-x)), Lanes<T>::to_bits(kernels::cos<M>(x))) << x;
    ASSERT_NEAR(kernels::sigmoid<M>(x) + kernels::sigmoid<M>(-x), 1, 3 * Limits<T>::epsilon()) << x;
  });
}

TYPED_TEST(Maths, ExpIsMonotoneAndUndoneByLog) {
  using T = TypeParam;
  using M = Reproducible;
  const T top = sizeof(T) == 4 ? T(88) : T(709);
  T last = 0;
  for (int i = -100000; i <= 100000; ++i) {
    const T x = top * T(1.2) * static_cast<T>(i) / T(100000);
    const T y = kernels::exp<M>(x);
    ASSERT_GE(y, last) << x;
    last = y;
  }
  sweep_bits<T>(20000, [](T x) {
    if (!(x >= Limits<T>::min())) return;
    const T k = kernels::log<M>(x);
    // An error of half an ulp in the logarithm is |log x| / 2 ulp in x.
    ASSERT_NEAR(kernels::exp<M>(k) / x, 1, (3 + std::fabs(k)) * Limits<T>::epsilon()) << x;
  });
}

// FNV-1a over the output bits of a fixed sweep. A different hash means that some platform, compiler or flag
// changed a bit of the product's mathematics. If the functions were changed on purpose, copy the new values
// from the message.
TYPED_TEST(Maths, BitsAreTheSameEverywhere) {
  using T = TypeParam;
  for (const auto& f : functions<T>()) {
    std::uint64_t hash = 14695981039346656037u;
    const auto add = [&](T x) {
      const T y = f.own(x);
      std::uint64_t bits = Lanes<T>::to_bits(y == y ? y : Limits<T>::quiet_NaN());
      for (std::size_t i = 0; i < sizeof(T); ++i, bits >>= 8) hash = (hash ^ (bits & 255)) * 1099511628211u;
    };
    sweep_bits<T>(40000, add);
    for (int i = -40000; i <= 40000; ++i) add(static_cast<T>(i) / T(4096));
    for (const T x : {Limits<T>::infinity(), -Limits<T>::infinity(), Limits<T>::quiet_NaN()}) add(x);
    char text[20];
    std::snprintf(text, sizeof text, "0x%016llx", static_cast<unsigned long long>(hash));
    EXPECT_EQ(hash, f.hash) << f.name << (sizeof(T) == 4 ? "<float>: " : "<double>: ") << text;
  }
}

}  // namespace
