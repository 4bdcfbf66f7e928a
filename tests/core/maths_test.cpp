// core/kernels/maths.hpp for single values: accuracy over the whole range, special values, properties, and
// hashes of the output bits, which must be the same on every platform. The SIMD forms are compared with these
// elsewhere.
#include "../../core/kernels/maths.hpp"

#include "ulp.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

using kernels::Lanes;
using kernels::Reproducible;

template <class T>
using Limits = std::numeric_limits<T>;

// Double's reference is double's libm where there is nothing wider: the bounds are widened by its own error.
constexpr double libm_slack = long_double_is_wide ? 0 : 2;

template <class T>
struct Function {
  using Reference = Wider<T>;
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
                                           0x815e34aac9015070, 0xdb8bc6a4b81c7052, 0x29dc620145feb565,
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
  using R = Wider<T>;
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

// About so many magnitudes of each sign.
template <class T>
constexpr std::uint64_t stride_for(std::uint64_t points) {
  return std::uint64_t{Lanes<T>::to_bits(Limits<T>::infinity())} / points | 1;
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
      const double error = ulp_error(f.own(x), exact<T>(f.reference(static_cast<Wider<T>>(x))));
      if (!(error <= worst)) {
        worst = error;
        where = x;
      }
    };
    sweep_bits<T>(stride_for<T>(50000), check);
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
  using R = Wider<T>;
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
  sweep_bits<T>(stride_for<T>(50000), [](T x) {
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
  sweep_bits<T>(stride_for<T>(50000), [](T x) {
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
  sweep_bits<T>(stride_for<T>(20000), [](T x) {
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
    sweep_bits<T>(stride_for<T>(40000), add);
    for (int i = -40000; i <= 40000; ++i) add(static_cast<T>(i) / T(4096));
    for (const T x : {Limits<T>::infinity(), -Limits<T>::infinity(), Limits<T>::quiet_NaN()}) add(x);
    char text[20];
    std::snprintf(text, sizeof text, "0x%016llx", static_cast<unsigned long long>(hash));
    EXPECT_EQ(hash, f.hash) << f.name << (sizeof(T) == 4 ? "<float>: " : "<double>: ") << text;
  }
}

}  // namespace
}  // namespace downhill::testing
