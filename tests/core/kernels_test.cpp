// Every engine's kernels against the scalar reference: to the bit in reproducible mode, closely in fast mode.
#include <cmath>
#include <limits>
#include <vector>

#include <downhill/engine.hpp>

#include <gtest/gtest.h>

#include "engines.hpp"
#include "numbers.hpp"
#include "table.hpp"

namespace downhill::testing {
namespace {

class Kernels : public EveryEngine {
 protected:
  template <class T>
  const KernelTable<T>& tested() const {
    return GetParam().template kernels<T>();
  }
  template <class T>
  static const KernelTable<T>& reference() {
    return scalar_engine().kernels<T>();
  }

  // A few roundings apart in fast mode: `scale` is the size of the terms that were added up.
  template <class T>
  ::testing::AssertionResult agree(T expected, T actual, double scale = 1.0) const {
    if (same(expected, actual)) return ::testing::AssertionSuccess();
    const double error = std::abs(static_cast<double>(expected) - static_cast<double>(actual));
    const double bound = 64.0 * static_cast<double>(std::numeric_limits<T>::epsilon()) *
                         std::max(scale, std::abs(static_cast<double>(expected)));
    if (!reproducible() && error <= bound) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << expected << " expected, " << actual << " found";
  }

  template <class T>
  void expect_equal(ConstMatrix<T> expected, ConstMatrix<T> actual, const char* what, double scale = 1.0) const {
    for (std::size_t r = 0; r < expected.rows; ++r) {
      for (std::size_t c = 0; c < expected.cols; ++c) {
        ASSERT_TRUE(agree(expected(r, c), actual(r, c), scale)) << what << " at row " << r << ", column " << c;
      }
    }
  }

  template <class T>
  void expect_equal(const std::vector<T>& expected, const std::vector<T>& actual, const char* what,
                    double scale = 1.0) const {
    ASSERT_EQ(expected.size(), actual.size());
    for (std::size_t j = 0; j < expected.size(); ++j) {
      ASSERT_TRUE(agree(expected[j], actual[j], scale)) << what << " at " << j;
    }
  }

  // Sample counts around every multiple of a vector up to two lines, and some beyond.
  template <class T>
  static std::vector<std::size_t> sample_counts() {
    std::vector<std::size_t> counts;
    for (std::size_t n = 1; n <= 2 * line<T> + 1; ++n) counts.push_back(n);
    counts.insert(counts.end(), {100, 255, 256});
    return counts;
  }

  template <class T>
  void dense(std::size_t inputs, std::size_t units, std::size_t samples) const {
    SCOPED_TRACE(::testing::Message() << inputs << " -> " << units << ", " << samples << " samples");
    const std::vector<T> W = uniform<T>(units * inputs, 1), b = uniform<T>(units, 2);
    const OwnMatrix<T> x(inputs, samples, 3, -2, 2);
    const OwnMatrix<T> delta(units, samples, 4, -1, 1);
    const double depth = static_cast<double>(inputs + units + samples);

    OwnMatrix<T> z(units, samples), expected_z(units, samples);
    tested<T>().affine(W.data(), b.data(), x, z.view());
    reference<T>().affine(W.data(), b.data(), x, expected_z.view());
    expect_equal<T>(expected_z, z, "affine", depth);

    OwnMatrix<T> back(inputs, samples, T(7)), expected_back(inputs, samples);
    tested<T>().transposed_product(W.data(), delta, back.view());
    reference<T>().transposed_product(W.data(), delta, expected_back.view());
    expect_equal<T>(expected_back, back, "transposed_product", depth);

    for (const bool accumulate : {false, true}) {
      std::vector<T> dW = uniform<T>(units * inputs, 5), db = uniform<T>(units, 6);
      std::vector<T> expected_dW = dW, expected_db = db;
      const T scale = T(1) / static_cast<T>(samples);
      tested<T>().gradients(delta, x, scale, accumulate, dW.data(), db.data());
      reference<T>().gradients(delta, x, scale, accumulate, expected_dW.data(), expected_db.data());
      expect_equal(expected_dW, dW, "dW", 4.0);
      expect_equal(expected_db, db, "db", 4.0);
    }
  }

  template <class T>
  void elementwise(std::size_t units, std::size_t samples) const {
    SCOPED_TRACE(::testing::Message() << units << " units, " << samples << " samples");
    const OwnMatrix<T> z(units, samples, 7, -8, 8);
    for (const Activation phi : {Activation::tanh, Activation::sigmoid, Activation::relu, Activation::linear,
                                 Activation::softmax}) {
      SCOPED_TRACE(name(phi));
      OwnMatrix<T> a(units, samples), expected_a(units, samples);
      tested<T>().activate(phi, z, a.view());
      reference<T>().activate(phi, z, expected_a.view());
      expect_equal<T>(expected_a, a, "activate");
      if (phi == Activation::softmax) continue;
      OwnMatrix<T> delta(units, samples, 8, -1, 1), expected_delta(units, samples, 8, -1, 1);
      tested<T>().times_derivative(phi, z, expected_a, delta.view());
      reference<T>().times_derivative(phi, z, expected_a, expected_delta.view());
      expect_equal<T>(expected_delta, delta, "times_derivative");
    }
  }

  template <class T>
  void losses(std::size_t outputs, std::size_t samples) const {
    SCOPED_TRACE(::testing::Message() << outputs << " outputs, " << samples << " samples");
    const OwnMatrix<T> z(outputs, samples, 9, -20, 20);
    const OwnMatrix<T> y(outputs, samples, 10, 0, 1);
    const std::pair<Loss, Activation> pairs[] = {{Loss::squared_error, Activation::tanh},
                                                 {Loss::squared_error, Activation::linear},
                                                 {Loss::squared_error, Activation::relu},
                                                 {Loss::squared_error, Activation::sigmoid},
                                                 {Loss::binary_cross_entropy, Activation::sigmoid},
                                                 {Loss::cross_entropy, Activation::softmax}};
    for (const auto& [loss, psi] : pairs) {
      SCOPED_TRACE(::testing::Message() << name(loss) << " with " << name(psi));
      OwnMatrix<T> a(outputs, samples);
      reference<T>().activate(psi, z, a.view());
      OwnMatrix<T> each(1, samples), expected_each(1, samples);
      tested<T>().loss(loss, z, a, y, each.view().data);
      reference<T>().loss(loss, z, a, y, expected_each.view().data);
      expect_equal<T>(expected_each, each, "loss", 40.0 * static_cast<double>(outputs));

      OwnMatrix<T> delta(outputs, samples, T(7)), expected_delta(outputs, samples);
      tested<T>().output_delta(loss, psi, z, a, y, delta.view());
      reference<T>().output_delta(loss, psi, z, a, y, expected_delta.view());
      expect_equal<T>(expected_delta, delta, "output_delta", 20.0);
      const std::size_t lanes = GetParam().lanes * 4 / sizeof(T);
      for (std::size_t k = 0; k < outputs; ++k) {
        for (std::size_t s = samples; s % std::max<std::size_t>(lanes, 1) != 0; ++s) {
          ASSERT_EQ(delta.view()(k, s), T(0)) << "padding of delta at row " << k << ", column " << s;
        }
      }
    }
  }

  template <class T>
  void arrays() const {
    for (std::size_t count = 0; count <= 2 * line<T> + 1; ++count) {
      for (std::size_t offset = 0; offset < 3; ++offset) {
        SCOPED_TRACE(::testing::Message() << count << " numbers, " << offset << " past alignment");
        const std::vector<T> x = uniform<T>(count + offset, 11, -9, 9);
        const std::vector<T> positive = uniform<T>(count + offset, 12, 0.01, 9);
        array_function<T>(&KernelTable<T>::exp, x, offset, "exp");
        array_function<T>(&KernelTable<T>::log, positive, offset, "log");
        array_function<T>(&KernelTable<T>::tanh, x, offset, "tanh");
        array_function<T>(&KernelTable<T>::sigmoid, x, offset, "sigmoid");
        array_function<T>(&KernelTable<T>::softplus, x, offset, "softplus");
        ASSERT_TRUE(agree(reference<T>().sum(x.data() + offset, count), tested<T>().sum(x.data() + offset, count),
                          9.0 * static_cast<double>(count)));
        update(count, offset, x);
      }
    }
  }

  template <class T, class Function>
  void array_function(Function function, const std::vector<T>& x, std::size_t offset, const char* what) const {
    constexpr T untouched = T(77);
    std::vector<T> y(x.size() + 1, untouched), expected(x.size() + 1, untouched);
    const std::size_t count = x.size() - offset;
    (tested<T>().*function)(x.data() + offset, y.data() + offset, count);
    (reference<T>().*function)(x.data() + offset, expected.data() + offset, count);
    expect_equal(expected, y, what);
  }

  template <class T>
  void update(std::size_t count, std::size_t offset, const std::vector<T>& g) const {
    const std::vector<T> start = uniform<T>(count + offset + 1, 13);
    std::vector<T> theta = start, before(start.size()), expected = start, expected_before(start.size());
    EXPECT_TRUE(tested<T>().sgd(T(0.3), g.data() + offset, theta.data() + offset, before.data() + offset, count));
    EXPECT_TRUE(reference<T>().sgd(T(0.3), g.data() + offset, expected.data() + offset,
                                   expected_before.data() + offset, count));
    expect_equal(expected, theta, "theta", 4.0);
    expect_equal(expected_before, before, "before");
    for (std::size_t j = 0; j < count; ++j) ASSERT_TRUE(same(before[offset + j], start[offset + j]));
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
          std::vector<T> spoilt = x, before(x.size());
          spoilt[where] = bad;
          ASSERT_FALSE(tested<T>().all_finite(spoilt.data(), count)) << bad << " at " << where << " of " << count;
          std::vector<T> theta = x;
          ASSERT_FALSE(tested<T>().sgd(T(1), spoilt.data(), theta.data(), before.data(), count));
        }
      }
    }
  }
};

TEST_P(Kernels, DenseLayerProducts) {
  for (const std::size_t inputs : {1U, 2U, 3U, 5U, 8U, 17U}) {
    for (const std::size_t units : {1U, 3U, 4U, 8U, 13U}) {
      for (const std::size_t samples : sample_counts<float>()) {
        dense<float>(inputs, units, samples);
        if (HasFatalFailure()) return;
      }
      for (const std::size_t samples : sample_counts<double>()) {
        dense<double>(inputs, units, samples);
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST_P(Kernels, Elementwise) {
  for (const std::size_t units : {1U, 2U, 3U, 8U}) {
    for (const std::size_t samples : sample_counts<float>()) elementwise<float>(units, samples);
    for (const std::size_t samples : sample_counts<double>()) elementwise<double>(units, samples);
  }
}

TEST_P(Kernels, Losses) {
  for (const std::size_t outputs : {1U, 2U, 3U, 6U}) {
    for (const std::size_t samples : sample_counts<float>()) losses<float>(outputs, samples);
    for (const std::size_t samples : sample_counts<double>()) losses<double>(outputs, samples);
  }
}

TEST_P(Kernels, ArraysOfAnyLengthAndAlignment) {
  arrays<float>();
  arrays<double>();
}

TEST_P(Kernels, FindWhatIsNotFinite) {
  finite<float>();
  finite<double>();
}

// The elementary functions over bit patterns spread across all floats, special values included.
TEST_P(Kernels, ElementaryFunctionsOverAllFloats) {
  std::vector<float> x;
  for (std::uint64_t bits = 0; bits <= 0xFFFFFFFFU; bits += 65521) {
    x.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
  }
  const float inf = std::numeric_limits<float>::infinity();
  x.insert(x.end(), {0.0F, -0.0F, inf, -inf, std::numeric_limits<float>::quiet_NaN(),
                     std::numeric_limits<float>::denorm_min(), std::numeric_limits<float>::max()});
  using Table = KernelTable<float>;
  for (const auto& [what, function] : {std::pair{"exp", &Table::exp}, std::pair{"log", &Table::log},
                                       std::pair{"tanh", &Table::tanh}, std::pair{"sigmoid", &Table::sigmoid},
                                       std::pair{"softplus", &Table::softplus}}) {
    std::vector<float> y(x.size()), expected(x.size());
    (tested<float>().*function)(x.data(), y.data(), x.size());
    (reference<float>().*function)(x.data(), expected.data(), x.size());
    for (std::size_t j = 0; j < x.size(); ++j) {
      ASSERT_TRUE(agree(expected[j], y[j], 0.0)) << what << " of " << x[j];
    }
  }
}

DOWNHILL_ON_EVERY_ENGINE(Kernels);

}  // namespace
}  // namespace downhill::testing
