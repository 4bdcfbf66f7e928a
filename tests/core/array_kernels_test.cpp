// Sums, updates and elementary functions over arrays.
#include "kernels.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

class ArrayKernels : public AgainstReference {
 protected:
  template <class T>
  void arrays() const {
    std::vector<std::size_t> counts(2 * line<T> + 2);
    std::iota(counts.begin(), counts.end(), std::size_t{0});
    counts.insert(counts.end(), {300, 301, 320});  // more than a narrow network has
    for (const std::size_t count : counts) {
      for (std::size_t offset = 0; offset < 3; ++offset) {
        SCOPED_TRACE(::testing::Message() << count << " numbers, " << offset << " past alignment");
        const std::vector<T> x = uniform<T>(count + offset, 11, -9, 9);
        const std::vector<T> positive = uniform<T>(count + offset, 12, 0.01, 9);
        array_function<T>(&MathsTable<T>::exp, x, offset, "exp");
        array_function<T>(&MathsTable<T>::log, positive, offset, "log");
        array_function<T>(&MathsTable<T>::tanh, x, offset, "tanh");
        array_function<T>(&MathsTable<T>::sigmoid, x, offset, "sigmoid");
        array_function<T>(&MathsTable<T>::softplus, x, offset, "softplus");
        sums<T>(x, offset);
        update(count, offset, x);
      }
    }
  }

  template <class T, class Function>
  void array_function(Function function, const std::vector<T>& x, std::size_t offset,
                      const char* what) const {
    constexpr T untouched = T(77);
    std::vector<T> y(x.size() + 1, untouched), expected(x.size() + 1, untouched);
    const std::size_t count = x.size() - offset;
    (GetParam().template maths<T>().*function)(x.data() + offset, y.data() + offset, count);
    (scalar_engine().maths<T>().*function)(x.data() + offset, expected.data() + offset, count);
    expect_equal(expected, y, what);
  }

  template <class T>
  void sums(const std::vector<T>& numbers, std::size_t offset) const {
    const T* x = numbers.data() + offset;
    const std::size_t count = numbers.size() - offset;
    const double scale = 81.0 * static_cast<double>(count);
    const auto& expected = reference<T>();
    EXPECT_TRUE(agree(expected.sum(x, count), tested<T>().sum(x, count), scale));
    EXPECT_TRUE(agree(expected.sum_of_squares(x, count), tested<T>().sum_of_squares(x, count), scale));
    EXPECT_TRUE(agree(expected.sum_of_sizes(x, count), tested<T>().sum_of_sizes(x, count), scale));
    const std::vector<T> others = uniform<T>(numbers.size(), 17, -9, 9);
    const T* y = others.data() + offset;
    EXPECT_TRUE(agree(expected.dot(x, y, count), tested<T>().dot(x, y, count), scale));

    std::vector<T> moved = numbers, expected_moved = numbers;
    EXPECT_EQ(expected.clamp(expected_moved.data() + offset, T(2), count),
              tested<T>().clamp(moved.data() + offset, T(2), count));
    expect_equal(expected_moved, moved, "clamp");
    expected.scale(expected_moved.data() + offset, T(0.7), count);
    tested<T>().scale(moved.data() + offset, T(0.7), count);
    expect_equal(expected_moved, moved, "scale");
    expected.add_penalty_gradient(x, T(0.1), T(0.2), expected_moved.data() + offset, count);
    tested<T>().add_penalty_gradient(x, T(0.1), T(0.2), moved.data() + offset, count);
    expect_equal(expected_moved, moved, "add_penalty_gradient", 4.0);
  }

  // Of 1, -2, 3, ... and n, -(n - 1), ..., 1: every partial sum is a whole number, so nothing is rounded.
  template <class T>
  void known_sums() const {
    for (std::size_t n = 1; n <= 2 * line<T> + 1; ++n) {
      std::vector<T> x(n), y(n);
      for (std::size_t j = 0; j < n; ++j) {
        const T sign = j % 2 == 0 ? T(1) : T(-1);
        x[j] = sign * static_cast<T>(j + 1);
        y[j] = sign * static_cast<T>(n - j);
      }
      const auto half = static_cast<T>((n + 1) / 2);
      EXPECT_EQ(tested<T>().sum(x.data(), n), n % 2 == 0 ? -half : half) << n;
      EXPECT_EQ(tested<T>().sum_of_sizes(x.data(), n), static_cast<T>(n * (n + 1) / 2)) << n;
      EXPECT_EQ(tested<T>().sum_of_squares(x.data(), n), static_cast<T>(n * (n + 1) * (2 * n + 1) / 6)) << n;
      EXPECT_EQ(tested<T>().dot(x.data(), y.data(), n), static_cast<T>(n * (n + 1) * (n + 2) / 6)) << n;
    }
  }

  static constexpr UpdateRule rules[] = {
      UpdateRule::sgd,     UpdateRule::momentum,         UpdateRule::nesterov, UpdateRule::adagrad,
      UpdateRule::rmsprop, UpdateRule::rmsprop_momentum, UpdateRule::adam};

  template <class T>
  static UpdateStep<T> some_step() {
    return {T(0.3), T(0.99), T(0.9), T(0.1), T(0.95), T(0.05), T(1e-8), T(1.7)};
  }

  // One parameter set with all that a rule may read or write.
  template <class T>
  struct Updated {
    Updated(std::size_t count)
        : theta(uniform<T>(count, 13)),
          next(count),
          first(uniform<T>(count, 15)),
          second(uniform<T>(count, 16, 0.1, 2)) {}
    bool run(const KernelTable<T>& kernels, UpdateRule rule, const T* g, std::size_t offset,
             std::size_t count) {
      return kernels.update(rule, some_step<T>(), g, theta.data() + offset, next.data() + offset,
                            first.data() + offset, second.data() + offset, count);
    }
    std::vector<T> theta, next, first, second;
  };

  template <class T>
  void update(std::size_t count, std::size_t offset, const std::vector<T>& g) const {
    for (const UpdateRule rule : rules) {
      Updated<T> actual(count + offset + 1), expected(count + offset + 1);
      const std::vector<T> start = actual.theta;
      EXPECT_TRUE(actual.run(tested<T>(), rule, g.data() + offset, offset, count));
      EXPECT_TRUE(expected.run(reference<T>(), rule, g.data() + offset, offset, count));
      expect_equal(expected.next, actual.next, "theta", 100.0);
      expect_equal(expected.first, actual.first, "first state", 100.0);
      expect_equal(expected.second, actual.second, "second state", 100.0);
      EXPECT_EQ(actual.theta, start);
    }
  }

  template <class T>
  void finite() const {
    constexpr T inf = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
    for (std::size_t count = 1; count <= 2 * line<T> + 1; ++count) {
      std::vector<T> x = uniform<T>(count, 14);
      x.push_back(nan);  // past the end: not looked at
      ASSERT_TRUE(tested<T>().all_finite(x.data(), count));
      for (const T bad : {inf, -inf, nan}) {
        for (std::size_t where = 0; where < count; ++where) {
          std::vector<T> spoilt = x;
          spoilt[where] = bad;
          ASSERT_FALSE(tested<T>().all_finite(spoilt.data(), count))
              << bad << " at " << where << " of " << count;
          for (const UpdateRule rule : rules) {
            Updated<T> updated(count);
            ASSERT_FALSE(updated.run(tested<T>(), rule, spoilt.data(), 0, count));
          }
        }
      }
    }
  }

  // With next to no epsilon a step of AdaGrad is its gradient over the root of its state, whatever the size
  // of that.
  template <class T>
  void roots() const {
    for (const std::size_t count : {std::size_t{17}, std::size_t{333}}) {
      UpdateStep<T> step;
      step.eta = T(1);
      step.epsilon = T(1e-30);
      std::vector<T> g(count), theta(count), next(count), second(count), nothing(count);
      for (std::size_t j = 0; j < count; ++j) {
        second[j] = std::pow(T(10), static_cast<T>(j % 60) - T(28)) * static_cast<T>(1 + j);
        g[j] = std::sqrt(second[j]) * T(0.75);
      }
      ASSERT_TRUE(tested<T>().update(UpdateRule::adagrad, step, g.data(), theta.data(), next.data(),
                                     nothing.data(), second.data(), count));
      for (std::size_t j = 0; j < count; ++j) {
        const double expected = -static_cast<double>(g[j]) / std::sqrt(static_cast<double>(second[j]));
        ASSERT_NEAR(static_cast<double>(next[j]) / expected, 1.0, 4.0 * std::numeric_limits<T>::epsilon())
            << "root of " << second[j];
      }
    }
  }

  // A square that overflows leaves theta finite, for x / Inf is 0: the second state must speak for itself.
  template <class T>
  void finite_state() const {
    const T large = T(16) * std::sqrt(std::numeric_limits<T>::max());
    for (std::size_t count = 1; count <= line<T> + 1; ++count) {
      for (std::size_t where = 0; where < count; ++where) {
        std::vector<T> g = uniform<T>(count, 18);
        g[where] = large;
        for (const UpdateRule rule :
             {UpdateRule::adagrad, UpdateRule::rmsprop, UpdateRule::rmsprop_momentum, UpdateRule::adam}) {
          Updated<T> updated(count), exact(count);
          ASSERT_FALSE(updated.run(tested<T>(), rule, g.data(), 0, count)) << where << " of " << count;
          exact.run(reference<T>(), rule, g.data(), 0, count);
          ASSERT_TRUE(std::isfinite(exact.next[where]));  // where roots are estimated it need not be
        }
      }
    }
  }
};

TEST_P(ArrayKernels, ArraysOfAnyLengthAndAlignment) {
  arrays<float>();
  arrays<double>();
}

TEST_P(ArrayKernels, RootsOfEverySize) {
  roots<float>();
  roots<double>();
}

// |theta| has no slope at 0: an L1 penalty leaves a weight there.
TEST_P(ArrayKernels, PenaltyGradients) {
  const std::vector<float> theta = {0.0F, -0.0F, 2.0F, -2.0F};
  std::vector<float> g = {1.0F, 1.0F, 1.0F, 1.0F};
  tested<float>().add_penalty_gradient(theta.data(), 0.5F, 0.25F, g.data(), g.size());
  EXPECT_EQ(g, (std::vector<float>{1.0F, 1.0F, 2.5F, -0.5F}));
}

TEST_P(ArrayKernels, SumsOfKnownNumbers) {
  known_sums<float>();
  known_sums<double>();
}

TEST_P(ArrayKernels, FindWhatIsNotFinite) {
  finite<float>();
  finite<double>();
}

TEST_P(ArrayKernels, FindAStateThatIsNotFinite) {
  finite_state<float>();
  finite_state<double>();
}

// The elementary functions over bit patterns spread across all floats, special values included.
TEST_P(ArrayKernels, ElementaryFunctionsOverAllFloats) {
  std::vector<float> x;
  for (std::uint64_t bits = 0; bits <= 0xFFFFFFFFU; bits += 65521) {
    x.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  }
  const float inf = std::numeric_limits<float>::infinity();
  x.insert(x.end(), {0.0F, -0.0F, inf, -inf, std::numeric_limits<float>::quiet_NaN(),
                     std::numeric_limits<float>::denorm_min(), std::numeric_limits<float>::max()});
  using Table = MathsTable<float>;
  for (const auto& [what, function] :
       {std::pair{"exp", &Table::exp}, std::pair{"log", &Table::log}, std::pair{"tanh", &Table::tanh},
        std::pair{"sigmoid", &Table::sigmoid}, std::pair{"softplus", &Table::softplus}}) {
    std::vector<float> y(x.size()), expected(x.size());
    (GetParam().maths<float>().*function)(x.data(), y.data(), x.size());
    (scalar_engine().maths<float>().*function)(x.data(), expected.data(), x.size());
    for (std::size_t j = 0; j < x.size(); ++j) {
      ASSERT_TRUE(agree(expected[j], y[j], 0.0)) << what << " of " << x[j];
    }
  }
}

// Nothing cuts off what is beyond 1: every float where rounding could lead there, and where tanh ends.
TEST_P(ArrayKernels, TanhEndsAtOneAndNeverGoesBeyond) {
  std::vector<float> x;
  for (float next = 7.5F; next < 8.6F; next = std::nextafter(next, 9.0F)) x.push_back(next);
  std::vector<float> y(x.size());
  GetParam().maths<float>().tanh(x.data(), y.data(), x.size());
  for (std::size_t j = 0; j < x.size(); ++j) {
    ASSERT_LE(y[j], 1.0F) << x[j];
    if (x[j] >= 8.51F) {
      ASSERT_EQ(y[j], 1.0F) << x[j];
    }
  }
}

DOWNHILL_ON_EVERY_ENGINE(ArrayKernels);

}  // namespace
}  // namespace downhill::testing
