// The accuracy of every engine's kernels, in float and double: the worst error over all magnitudes, as a
// table, and the special values. maths_test.cpp looks at the elementary functions under them.
#include "engines.hpp"
#include "table.hpp"
#include "ulp.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

template <class T>
constexpr const char* type_name = sizeof(T) == 4 ? "float" : "double";

// y = f(x) for a whole array, by one engine.
template <class T>
using Run = void (*)(const Engine&, const std::vector<T>& x, std::vector<T>& y);

template <class T, auto member>
void run_array(const Engine& engine, const std::vector<T>& x, std::vector<T>& y) {
  (engine.maths<T>().*member)(x.data(), y.data(), x.size());
}

template <class T, Activation phi>
void run_activation(const Engine& engine, const std::vector<T>& x, std::vector<T>& y) {
  OwnMatrix<T> u(1, x.size()), a(1, x.size());
  std::ranges::copy(x, u.view().row(0));
  engine.kernels<T>().activate(phi, u, a.view());
  std::copy_n(a.view().row(0), x.size(), y.begin());
}

template <class R>
R sigmoid_of(R x) {
  return x > 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x));
}

// What an error is measured in is an ULP of the value, but of this where this is larger. The products
// x P(X < x) and x s(x) are no more exact than their second factor: GELU's cancels for negative x, SiLU's
// becomes subnormal.
template <class R>
R gelu_scale(R x) {
  return std::fabs(x) / 2;
}
template <class T, class R>
R silu_scale(R x) {
  return std::fabs(x) * static_cast<R>(std::numeric_limits<T>::min());
}

template <class T>
struct Function {
  using R = Wider<T>;
  const char* name;
  Run<T> run;
  R (*reference)(R);
  double float_bound, double_bound;  // ULP
  R (*scale)(R) = [](R) { return R(0); };
  double largest = std::numeric_limits<double>::infinity();  // |x| up to which accuracy is promised

  double bound() const { return sizeof(T) == 4 ? float_bound : double_bound; }
  Exact<T> operator()(T x) const { return exact<T>(reference(x), scale(x)); }
};

// What is promised everywhere: exp 2 ULP, tanh and sigmoid 4. The bounds here are closer.
template <class T>
const std::vector<Function<T>>& functions() {
  using K = MathsTable<T>;
  using R = Wider<T>;
  static const std::vector<Function<T>> all = {
      {"exp", run_array<T, &K::exp>, [](R x) { return std::exp(x); }, 1.1, 1.1},
      {"log", run_array<T, &K::log>, [](R x) { return std::log(x); }, 0.9, 0.9},
      {"tanh", run_array<T, &K::tanh>, [](R x) { return std::tanh(x); }, 4.0, 2.5},
      {"sigmoid", run_array<T, &K::sigmoid>, [](R x) { return sigmoid_of(x); }, 2.5, 2.5},
      {"softplus", run_array<T, &K::softplus>,
       [](R x) { return std::fmax(x, R(0)) + std::log1p(std::exp(-std::fabs(x))); }, 1.8, 1.8},
      {"GELU", run_activation<T, Activation::gelu>,
       [](R x) { return x / 2 * std::erfc(-x * std::sqrt(R(0.5))); }, 2.0, 2.0, gelu_scale<R>},
      {"SiLU", run_activation<T, Activation::silu>, [](R x) { return x * sigmoid_of(x); }, 3.5, 3.5,
       silu_scale<T, R>},
      {"ELU", run_activation<T, Activation::elu>, [](R x) { return x > 0 ? x : std::expm1(x); }, 3.5, 3.5},
      {"sine", run_activation<T, Activation::sine>, [](R x) { return std::sin(x); }, 2.6, 2.2,
       [](R) { return R(0); }, 1e4}};
  return all;
}

// Every magnitude, and where activations live, and where exp turns subnormal, more densely.
template <class T>
const std::vector<T>& arguments() {
  static const std::vector<T> all = [] {
    std::vector<T> x;
    sweep_bits<T>(prime_stride<T>, [&](T each) { x.push_back(each); });
    for (int i = -20'000; i <= 20'000; ++i) {
      x.push_back(static_cast<T>(i) / T(1667));
      x.push_back(static_cast<T>(i) / T(sizeof(T) == 4 ? 183 : 26));
    }
    return x;
  }();
  return all;
}

std::vector<const Engine*> available_engines() {
  std::vector<const Engine*> all;
  for (const Engine& engine : engines()) {
    if (engine.available) all.push_back(&engine);
  }
  return all;
}

// The rows of the table, printed as they are filled in.
template <class T>
class Table {
 public:
  Table() {
    std::printf("  %-24s", (std::string("worst ULP, ") + type_name<T>).c_str());
    for (const Engine* engine : available_engines()) {
      const bool fast = engine->mode == NumericMode::fast;
      std::printf(" %12s", (std::string(engine->name) + (fast ? " fast" : "")).c_str());
    }
    std::printf(" %12s\n", "bound");
  }
  // worst(engine) is at most `bound` for every engine.
  template <class Worst>
  void row(const std::string& name, double bound, Worst worst) {
    std::printf("  %-24s", name.c_str());
    for (const Engine* engine : available_engines()) {
      const double found = worst(*engine);
      std::printf(" %12.3f", found);
      EXPECT_LE(found, bound) << name << " in " << type_name<T> << ", " << engine->name << " "
                              << downhill::name(engine->mode);
    }
    std::printf(" %12.3f\n", bound);
  }
};

template <class T>
class Accuracy : public ::testing::Test {};
using Types = ::testing::Types<float, double>;
TYPED_TEST_SUITE(Accuracy, Types);

TYPED_TEST(Accuracy, OverAllMagnitudesOnEveryEngine) {
  using T = TypeParam;
  if constexpr (sizeof(T) == 8 && !long_double_is_wide) {
    GTEST_SKIP() << "nothing here is wider than double; the golden values stand in";
  }
  Table<T> table;
  std::vector<T> got(arguments<T>().size());
  for (const Function<T>& f : functions<T>()) {
    std::vector<T> x;
    std::vector<Exact<T>> want;
    for (const T each : arguments<T>()) {
      if (std::fabs(each) > f.largest) continue;
      x.push_back(each);
      want.push_back(f(each));
    }
    table.row(f.name, f.bound(), [&](const Engine& engine) {
      f.run(engine, x, got);
      double worst = 0;
      for (std::size_t j = 0; j < x.size(); ++j) worst = std::max(worst, ulp_error(got[j], want[j]));
      return worst;
    });
  }
}

// ---- Softmax

// Columns of z whose size goes from 1/1000 to 10,000, with a tie now and then.
template <class T>
const OwnMatrix<T>& softmax_columns() {
  constexpr std::size_t units = 6, samples = 20'000;
  static const OwnMatrix<T> z(units, samples, 5, -1.0, 1.0);
  static const bool scaled = [] {
    for (std::size_t s = 0; s < samples; ++s) {
      const auto size = static_cast<T>(std::pow(10.0, 7.0 * static_cast<double>(s) / samples - 3.0));
      for (std::size_t k = 0; k < units; ++k) z.view()(k, s) *= size;
      if (s % 10 == 0) z.view()(1, s) = z.view()(4, s);
    }
    return true;
  }();
  EXPECT_TRUE(scaled);
  return z;
}

struct SoftmaxErrors {
  double near = 0, excess = 0;  // where no z is more than 1 below the largest; beyond what distance d costs
};

// z - largest is rounded, half an ULP of d, which e^d makes d ULP of the result at most.
template <class T>
SoftmaxErrors softmax_errors(const Engine& engine) {
  using R = Wider<T>;
  const Matrix<T> z = softmax_columns<T>().view();
  const OwnMatrix<T> a(z.rows, z.cols);
  engine.kernels<T>().activate(Activation::softmax, z, a.view());
  SoftmaxErrors worst;
  for (std::size_t s = 0; s < z.cols; ++s) {
    std::vector<R> column;
    for (std::size_t k = 0; k < z.rows; ++k) column.push_back(z(k, s));
    const auto [smallest, largest] = std::ranges::minmax(column);
    R sum = 0;
    for (const R each : column) sum += std::exp(each - largest);
    for (std::size_t k = 0; k < z.rows; ++k) {
      const R below = largest - column[k];
      const double error = ulp_error(a.view()(k, s), exact<T>(std::exp(-below) / sum));
      if (largest - smallest <= 1) worst.near = std::max(worst.near, error);
      worst.excess = std::max(worst.excess, error - static_cast<double>(below));
    }
  }
  return worst;
}

TYPED_TEST(Accuracy, OfSoftmaxOnEveryEngine) {
  using T = TypeParam;
  if constexpr (sizeof(T) == 8 && !long_double_is_wide) {
    GTEST_SKIP() << "nothing here is wider than double";
  }
  Table<T> table;
  table.row("softmax, spread <= 1", 3.0, [](const Engine& e) { return softmax_errors<T>(e).near; });
  table.row("softmax, beyond spread d", 4.0, [](const Engine& e) { return softmax_errors<T>(e).excess; });
}

// ---- Against values of 400 digits (tests/golden/make_maths_golden.py), wherever the tests run

struct Golden {
  const char* function;
  double x, nearest, rest;  // the value is nearest + rest
};

constexpr Golden golden[] = {
#include "../golden/maths_reference.inc"
};

// The value in ULP relative to its nearest double.
Exact<double> exact_of(const Golden& row, double scale) {
  Exact<double> want = exact<double>(row.nearest, scale);
  want.rest = row.rest / want.unit;
  return want;
}

TEST(GoldenMaths, EveryEngineStaysWithinItsBoundsInDouble) {
  for (const Function<double>& f : functions<double>()) {
    std::vector<double> x;
    std::vector<Exact<double>> want;
    for (const Golden& row : golden) {
      if (std::string(f.name) != row.function) continue;
      x.push_back(row.x);
      want.push_back(exact_of(row, static_cast<double>(f.scale(row.x))));
    }
    ASSERT_GT(x.size(), 40U) << f.name;
    std::vector<double> got(x.size());
    for (const Engine* engine : available_engines()) {
      f.run(*engine, x, got);
      for (std::size_t j = 0; j < x.size(); ++j) {
        EXPECT_LE(ulp_error(got[j], want[j]), f.bound()) << f.name << " at " << x[j] << ", " << engine->name;
      }
    }
  }
}

// The sweep's own reference is exact next to the errors that it measures.
TEST(GoldenMaths, TheReferenceIsRight) {
  if (!long_double_is_wide) GTEST_SKIP() << "the sweep over doubles is skipped here, too";
  for (const Function<double>& f : functions<double>()) {
    for (const Golden& row : golden) {
      if (std::string(f.name) != row.function) continue;
      const Exact<double> by_sweep = f(row.x), by_table = exact_of(row, static_cast<double>(f.scale(row.x)));
      const double difference =
          (by_sweep.nearest - by_table.nearest) / by_table.unit + by_sweep.rest - by_table.rest;
      EXPECT_LE(std::fabs(difference), 0.005) << f.name << " at " << row.x;
    }
  }
}

// ---- Special values

class SpecialValues : public EveryEngine {
 protected:
  // f(x) is `want` in every lane, to the sign of a zero, whatever stands in the others.
  template <class T>
  static void expect(const char* function, T x, T want) {
    const auto& all = functions<T>();
    const auto f = std::ranges::find_if(
        all, [=](const Function<T>& each) { return std::string(each.name) == function; });
    ASSERT_NE(f, all.end());
    for (std::size_t place = 0; place < 2 * line<T> + 3; ++place) {
      std::vector<T> xs(2 * line<T> + 3, T(0.75)), ys(xs.size());
      xs[place] = x;
      f->run(GetParam(), xs, ys);
      ASSERT_TRUE(same(ys[place], want))
          << function << "(" << x << ") is " << ys[place] << ", not " << want << " at " << place;
      const std::size_t other = place == 0 ? 1 : place - 1;
      ASSERT_LE(ulp_error(ys[other], (*f)(T(0.75))), f->bound() + 1) << function << " beside " << x;
    }
  }

  template <class T>
  static void all_of() {
    using Limits = std::numeric_limits<T>;
    constexpr T inf = Limits::infinity(), nan = Limits::quiet_NaN(), tiny = Limits::denorm_min(),
                least = Limits::min(), most = Limits::max(), zero = T(0);
    for (const Function<T>& f : functions<T>()) {
      expect(f.name, nan, nan);
      expect(f.name, -nan, nan);
    }
    for (const T nothing : {zero, -zero, tiny, -tiny, least, -least}) {
      expect("exp", nothing, T(1));
      expect("sigmoid", nothing, T(0.5));
    }
    for (const char* odd : {"tanh", "sine", "ELU"}) {
      for (const T x : {zero, tiny, least, -zero, -least}) expect(odd, x, x);
    }
    for (const char* odd : {"tanh", "sine"}) expect(odd, -tiny, -tiny);
    expect("ELU", -tiny, -zero);  // e^x - 1 by way of tanh(x / 2), and half of it is 0
    for (const char* half : {"GELU", "SiLU"}) {
      expect(half, zero, zero);
      expect(half, -zero, -zero);
      expect(half, tiny, zero);  // half of it, to even
      expect(half, -tiny, -zero);
      expect(half, 2 * tiny, tiny);
      expect(half, least, least / 2);
      expect(half, most, most);
      expect(half, -most, -zero);
      expect(half, inf, inf);
      expect(half, -inf, nan);  // -Inf times 0, as in PyTorch
    }
    for (const char* rising : {"exp", "log", "softplus", "ELU"}) expect(rising, inf, inf);
    expect("exp", most, inf);
    expect("exp", -most, zero);
    expect("exp", -inf, zero);
    for (const T nothing : {zero, -zero}) expect("log", nothing, -inf);
    for (const T negative : {-tiny, T(-1), -most, -inf}) expect("log", negative, nan);
    expect("log", T(1), zero);
    for (const T big : {most, inf}) {
      expect("tanh", big, T(1));
      expect("tanh", -big, T(-1));
      expect("sigmoid", big, T(1));
      expect("sigmoid", -big, zero);
      expect("softplus", -big, zero);
      expect("ELU", -big, T(-1));
    }
    expect("softplus", most, most);
    expect("ELU", most, most);
    for (const T endless : {inf, -inf}) expect("sine", endless, nan);
  }

  // Softmax of one column of three, in the middle of others.
  template <class T>
  static std::vector<T> softmax(const std::vector<T>& column) {
    const OwnMatrix<T> z(column.size(), 2 * line<T>, T(0)), a(column.size(), 2 * line<T>);
    for (std::size_t k = 0; k < column.size(); ++k) z.view()(k, line<T> + 1) = column[k];
    GetParam().kernels<T>().activate(Activation::softmax, z, a.view());
    std::vector<T> result;
    for (std::size_t k = 0; k < column.size(); ++k) result.push_back(a.view()(k, line<T> + 1));
    for (std::size_t s = 0; s < line<T>; ++s) {
      EXPECT_EQ(a.view()(0, s), T(1) / static_cast<T>(column.size()));  // the others do not notice
    }
    return result;
  }

  template <class T>
  static void softmaxes() {
    using Limits = std::numeric_limits<T>;
    constexpr T inf = Limits::infinity(), nan = Limits::quiet_NaN(), most = Limits::max();
    const auto is = [](const std::vector<T>& column, const std::vector<T>& want) {
      const std::vector<T> got = softmax(column);
      for (std::size_t k = 0; k < got.size(); ++k) {
        EXPECT_TRUE(same(got[k], want[k])) << "output " << k << " is " << got[k] << ", not " << want[k];
      }
    };
    is({T(7)}, {T(1)});
    is({-most}, {T(1)});
    is({T(1e4), T(1e4), T(1e4), T(1e4)}, {T(0.25), T(0.25), T(0.25), T(0.25)});
    is({T(-1e4), T(1e4), T(0)}, {T(0), T(1), T(0)});
    is({most, -most / 2, T(0)}, {T(1), T(0), T(0)});
    is({T(0), -inf, T(0)}, {T(0.5), T(0), T(0.5)});
    is({Limits::denorm_min(), T(0), -T(0), -Limits::min()}, {T(0.25), T(0.25), T(0.25), T(0.25)});
    // Inf minus Inf, and one NaN: no column comes out as if nothing had been.
    is({inf, T(0), T(0)}, {nan, nan, nan});
    is({-inf, -inf}, {nan, nan});
    for (std::size_t place = 0; place < 3; ++place) {
      std::vector<T> column = {T(1), T(2), T(3)};
      column[place] = nan;
      is(column, {nan, nan, nan});
    }
  }
};

TEST_P(SpecialValues, OfEveryFunction) {
  all_of<float>();
  all_of<double>();
}

TEST_P(SpecialValues, OfSoftmax) {
  softmaxes<float>();
  softmaxes<double>();
}

DOWNHILL_ON_EVERY_ENGINE(SpecialValues);

}  // namespace
}  // namespace downhill::testing
