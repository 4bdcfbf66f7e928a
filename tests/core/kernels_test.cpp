// Every engine's kernels against the scalar reference: to the bit in reproducible mode, closely in fast mode.
#include "engines.hpp"
#include "numbers.hpp"
#include "table.hpp"

#include <downhill/engine.hpp>

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

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
  void expect_equal(ConstMatrix<T> expected, ConstMatrix<T> actual, const char* what,
                    double scale = 1.0) const {
    for (std::size_t r = 0; r < expected.rows; ++r) {
      for (std::size_t c = 0; c < expected.cols; ++c) {
        ASSERT_TRUE(agree(expected(r, c), actual(r, c), scale))
            << what << " at row " << r << ", column " << c;
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
    const OwnMatrix<T> u(units, samples, 7, -8, 8), grad(units, samples, 8, -1, 1);
    for (std::size_t kind = 0; kind < activation_names.size(); ++kind) {
      const auto phi = static_cast<Activation>(kind);
      SCOPED_TRACE(name(phi));
      OwnMatrix<T> a(units, samples), expected_a(units, samples);
      tested<T>().activate(phi, u, a.view());
      reference<T>().activate(phi, u, expected_a.view());
      expect_equal<T>(expected_a, a, "activate", 8.0);
      OwnMatrix<T> delta(units, samples), expected_delta(units, samples);
      tested<T>().times_derivative(phi, u, expected_a, grad, delta.view());
      reference<T>().times_derivative(phi, u, expected_a, grad, expected_delta.view());
      expect_equal<T>(expected_delta, delta, "times_derivative", 8.0);
    }
    OwnMatrix<T> result(units, samples), expected(units, samples);
    tested<T>().multiply(u, grad, result.view());
    reference<T>().multiply(u, grad, expected.view());
    expect_equal<T>(expected, result, "multiply");
    tested<T>().add(u, grad, result.view());
    reference<T>().add(u, grad, expected.view());
    expect_equal<T>(expected, result, "add");
  }

  template <class T>
  void losses(std::size_t outputs, std::size_t samples) const {
    SCOPED_TRACE(::testing::Message() << outputs << " outputs, " << samples << " samples");
    const OwnMatrix<T> u(outputs, samples, 9, -20, 20), y(outputs, samples, 10, 0, 1);
    for (std::size_t kind = 0; kind < loss_names.size(); ++kind) {
      for (const Activation psi :
           {Activation::tanh, Activation::sigmoid, Activation::linear, Activation::softmax}) {
        const auto loss = static_cast<Loss>(kind);
        SCOPED_TRACE(::testing::Message() << name(loss) << " with " << name(psi));
        OwnMatrix<T> a(outputs, samples);
        reference<T>().activate(psi, u, a.view());
        for (const bool proper : {false, is_proper_pair(loss, psi)}) {
          OwnMatrix<T> each(1, samples), expected_each(1, samples);
          tested<T>().loss(loss, proper, u, a, y, each.view().data);
          reference<T>().loss(loss, proper, u, a, y, expected_each.view().data);
          expect_equal<T>(expected_each, each, "loss", 400.0 * static_cast<double>(outputs));
        }
        OwnMatrix<T> grad(outputs, samples, T(7)), expected_grad(outputs, samples);
        tested<T>().loss_gradient(loss, a, y, grad.view());
        reference<T>().loss_gradient(loss, a, y, expected_grad.view());
        expect_equal<T>(expected_grad, grad, "loss_gradient", 20.0);
        expect_clear_padding<T>(grad);
        tested<T>().proper_delta(a, y, grad.view());
        reference<T>().proper_delta(a, y, expected_grad.view());
        expect_equal<T>(expected_grad, grad, "proper_delta", 20.0);
        expect_clear_padding<T>(grad);
      }
    }
  }

  // A sample that lies densely against the same sample in padded rows.
  template <class T>
  void dense_column(std::size_t inputs, std::size_t units) const {
    SCOPED_TRACE(::testing::Message() << inputs << " -> " << units << ", one dense sample");
    const std::vector<T> W = uniform<T>(units * inputs, 1), b = uniform<T>(units, 2);
    const OwnMatrix<T> x(inputs, 1, 3, -2, 2), delta(units, 1, 4, -1, 1);
    const DenseColumn<T> dense_x(x), dense_delta(delta);
    const double depth = static_cast<double>(inputs + units);
    OwnMatrix<T> z(units, 1), back(inputs, 1);
    const DenseColumn<T> dense_z(z), dense_back(back);
    reference<T>().affine(W.data(), b.data(), x, z.view());
    tested<T>().affine(W.data(), b.data(), dense_x, dense_z.view());
    expect_equal<T>(z, dense_z, "affine", depth);
    reference<T>().transposed_product(W.data(), delta, back.view());
    tested<T>().transposed_product(W.data(), dense_delta, dense_back.view());
    expect_equal<T>(back, dense_back, "transposed_product", depth);
    for (const bool accumulate : {false, true}) {
      std::vector<T> dW = uniform<T>(units * inputs, 5), db = uniform<T>(units, 6);
      std::vector<T> expected_dW = dW, expected_db = db;
      reference<T>().gradients(delta, x, T(0.7), accumulate, expected_dW.data(), expected_db.data());
      tested<T>().gradients(dense_delta, dense_x, T(0.7), accumulate, dW.data(), db.data());
      expect_equal(expected_dW, dW, "dW", 4.0);
      expect_equal(expected_db, db, "db", 4.0);
    }
  }

  template <class T>
  void elementwise_dense_column(std::size_t units) const {
    SCOPED_TRACE(::testing::Message() << units << " units, one dense sample");
    const OwnMatrix<T> u(units, 1, 7, -8, 8), grad(units, 1, 8, -1, 1), y(units, 1, 10, 0, 1);
    const DenseColumn<T> dense_u(u), dense_grad(grad), dense_y(y);
    OwnMatrix<T> a(units, 1), delta(units, 1);
    const DenseColumn<T> dense_a(a), dense_delta(delta);
    for (std::size_t kind = 0; kind < activation_names.size(); ++kind) {
      const auto phi = static_cast<Activation>(kind);
      SCOPED_TRACE(name(phi));
      reference<T>().activate(phi, u, a.view());
      tested<T>().activate(phi, dense_u, dense_a.view());
      expect_equal<T>(a, dense_a, "activate", 8.0);
      reference<T>().times_derivative(phi, u, a, grad, delta.view());
      tested<T>().times_derivative(phi, dense_u, dense_a, dense_grad, dense_delta.view());
      expect_equal<T>(delta, dense_delta, "times_derivative", 8.0);
    }
    reference<T>().activate(Activation::sigmoid, u, a.view());
    tested<T>().activate(Activation::sigmoid, dense_u, dense_a.view());
    for (std::size_t kind = 0; kind < loss_names.size(); ++kind) {
      const auto loss = static_cast<Loss>(kind);
      SCOPED_TRACE(name(loss));
      for (const bool proper : {false, true}) {
        OwnMatrix<T> each(1, 1), expected_each(1, 1);
        reference<T>().loss(loss, proper, u, a, y, expected_each.view().data);
        tested<T>().loss(loss, proper, dense_u, dense_a, dense_y, each.view().data);
        expect_equal<T>(expected_each, each, "loss", 400.0 * static_cast<double>(units));
      }
      reference<T>().loss_gradient(loss, a, y, delta.view());
      tested<T>().loss_gradient(loss, dense_a, dense_y, dense_delta.view());
      expect_equal<T>(delta, dense_delta, "loss_gradient", 4000.0);
    }
    reference<T>().proper_delta(a, y, delta.view());
    tested<T>().proper_delta(dense_a, dense_y, dense_delta.view());
    expect_equal<T>(delta, dense_delta, "proper_delta");
    reference<T>().multiply(u, grad, delta.view());
    tested<T>().multiply(dense_u, dense_grad, dense_delta.view());
    expect_equal<T>(delta, dense_delta, "multiply");
    reference<T>().add(u, grad, delta.view());
    tested<T>().add(dense_u, dense_grad, dense_delta.view());
    expect_equal<T>(delta, dense_delta, "add");
  }

  // A delta's padding must add nothing to a gradient.
  template <class T>
  void expect_clear_padding(const OwnMatrix<T>& delta) const {
    const Matrix<T> view = delta.view();
    const std::size_t lanes = tested<T>().lanes;
    for (std::size_t r = 0; r < view.rows; ++r) {
      for (std::size_t s = view.cols; s % lanes != 0; ++s) {
        ASSERT_EQ(view(r, s), T(0)) << "padding at row " << r << ", column " << s;
      }
    }
  }

  template <class T>
  void norms(std::size_t units, std::size_t samples) const {
    SCOPED_TRACE(::testing::Message() << units << " units, " << samples << " samples");
    const OwnMatrix<T> z(units, samples, 20, -3, 5), delta_u(units, samples, 21, -1, 1);
    const std::vector<T> gain = uniform<T>(units, 22), shift = uniform<T>(units, 23);
    const T epsilon = T(1e-5);
    std::vector<T> mean(units), variance(units), expected_mean(units), expected_variance(units);
    tested<T>().row_statistics(z, mean.data(), variance.data());
    reference<T>().row_statistics(z, expected_mean.data(), expected_variance.data());
    expect_equal(expected_mean, mean, "mean", 5.0);
    expect_equal(expected_variance, variance, "variance", 20.0);

    for (const bool batch : {true, false}) {
      SCOPED_TRACE(batch ? "batch norm" : "layer norm");
      std::vector<T> inverse(padded<T>(samples) + units), expected_inverse(inverse.size());
      OwnMatrix<T> normed(units, samples), u(units, samples), delta(units, samples, T(7));
      OwnMatrix<T> expected_normed(units, samples), expected_u(units, samples),
          expected_delta(units, samples);
      const auto run = [&](const KernelTable<T>& kernels, std::vector<T>& inv, Matrix<T> n, Matrix<T> out,
                           Matrix<T> back) {
        if (batch) {
          kernels.batch_norm(z, expected_mean.data(), expected_variance.data(), epsilon, gain.data(),
                             shift.data(), inv.data(), n, out);
          kernels.batch_norm_backward(delta_u, expected_normed, gain.data(), expected_inverse.data(), back);
        } else {
          kernels.layer_norm(z, epsilon, gain.data(), shift.data(), inv.data(), n, out);
          kernels.layer_norm_backward(delta_u, expected_normed, gain.data(), expected_inverse.data(), back);
        }
      };
      run(reference<T>(), expected_inverse, expected_normed.view(), expected_u.view(), expected_delta.view());
      run(tested<T>(), inverse, normed.view(), u.view(), delta.view());
      // A layer of one unit, or a batch of one sample, has no variance: the inverse magnifies rounding by
      // 300.
      expect_equal<T>(expected_normed, normed, "normed", 2000.0);
      expect_equal<T>(expected_u, u, "u", 2000.0);
      expect_equal<T>(expected_delta, delta, "delta", 2000.0);
      expect_clear_padding<T>(delta);
    }
    for (const bool accumulate : {false, true}) {
      std::vector<T> dgain = uniform<T>(units, 24), dshift = uniform<T>(units, 25);
      std::vector<T> expected_dgain = dgain, expected_dshift = dshift;
      tested<T>().norm_gradients(delta_u, z, T(0.1), accumulate, dgain.data(), dshift.data());
      reference<T>().norm_gradients(delta_u, z, T(0.1), accumulate, expected_dgain.data(),
                                    expected_dshift.data());
      const double scale = static_cast<double>(samples);
      expect_equal(expected_dgain, dgain, "dgain", scale);
      expect_equal(expected_dshift, dshift, "dshift", scale);
    }
  }

  template <class T>
  void arrays() const {
    for (std::size_t count = 0; count <= 2 * line<T> + 1; ++count) {
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
          before(count),
          first(uniform<T>(count, 15)),
          second(uniform<T>(count, 16, 0.1, 2)) {}
    bool run(const KernelTable<T>& kernels, UpdateRule rule, const T* g, std::size_t offset,
             std::size_t count) {
      return kernels.update(rule, some_step<T>(), g, theta.data() + offset, before.data() + offset,
                            first.data() + offset, second.data() + offset, count);
    }
    std::vector<T> theta, before, first, second;
  };

  template <class T>
  void update(std::size_t count, std::size_t offset, const std::vector<T>& g) const {
    for (const UpdateRule rule : rules) {
      Updated<T> actual(count + offset + 1), expected(count + offset + 1);
      const std::vector<T> start = actual.theta;
      EXPECT_TRUE(actual.run(tested<T>(), rule, g.data() + offset, offset, count));
      EXPECT_TRUE(expected.run(reference<T>(), rule, g.data() + offset, offset, count));
      expect_equal(expected.theta, actual.theta, "theta", 100.0);
      expect_equal(expected.before, actual.before, "before");
      expect_equal(expected.first, actual.first, "first state", 100.0);
      expect_equal(expected.second, actual.second, "second state", 100.0);
      for (std::size_t j = 0; j < count; ++j) ASSERT_TRUE(same(actual.before[offset + j], start[offset + j]));
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
          Updated<T> updated(count);
          ASSERT_FALSE(updated.run(tested<T>(), rule, g.data(), 0, count)) << where << " of " << count;
          ASSERT_TRUE(std::isfinite(updated.theta[where]));
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

TEST_P(Kernels, ProductsOfWideLayers) {
  // Enough terms for high tiles, and rows for several, one and none of them, or for a packed strip.
  for (const std::size_t few : {5U, 6U, 11U, 12U, 19U, 40U}) {
    dense<float>(70, few, 33);
    dense<float>(few, 70, 33);
    dense<double>(70, few, 17);
    dense<double>(few, 70, 17);
    if (HasFatalFailure()) return;
  }
  for (const std::size_t inputs : {16U, 31U, 50U}) {
    for (const std::size_t units : {16U, 27U}) {
      for (const std::size_t samples : {1U, 9U, 16U, 25U, 64U, 255U, 256U, 257U}) {
        dense<float>(inputs, units, samples);
        dense<double>(inputs, units, samples);
        if (HasFatalFailure()) return;
      }
    }
  }
}

// 0 times -1 is -0, but a sum begins at 0, and 0 + -0 is 0.
TEST_P(Kernels, GradientsHaveNoMinusZero) {
  for (const std::size_t units : {3U, 20U}) {
    for (const std::size_t samples : {5U, 40U}) {
      const OwnMatrix<float> x(20, samples, 1, -2, -1), delta(units, samples);
      std::vector<float> dW(units * 20, 7.0F), db(units, 7.0F);
      tested<float>().gradients(delta, x, 0.5F, false, dW.data(), db.data());
      for (const float g : dW) ASSERT_TRUE(same(g, 0.0F)) << units << " units, " << samples << " samples";
      for (const float g : db) ASSERT_TRUE(same(g, 0.0F));
    }
  }
}

TEST_P(Kernels, OfASampleThatLiesDensely) {
  for (const std::size_t inputs : {1U, 2U, 3U, 5U, 8U, 17U, 39U}) {
    for (const std::size_t units : {1U, 2U, 3U, 4U, 7U, 8U, 13U, 16U, 39U}) {
      dense_column<float>(inputs, units);
      dense_column<double>(inputs, units);
      if (HasFatalFailure()) return;
    }
  }
  for (const std::size_t units : {1U, 2U, 3U, 8U, 10U, 16U, 21U}) {
    elementwise_dense_column<float>(units);
    elementwise_dense_column<double>(units);
  }
}

TEST_P(Kernels, Elementwise) {
  for (const std::size_t units : {1U, 2U, 3U, 8U}) {
    for (const std::size_t samples : sample_counts<float>()) elementwise<float>(units, samples);
    for (const std::size_t samples : sample_counts<double>()) elementwise<double>(units, samples);
  }
}

// What is read may lie with its rows farther apart than what is written.
TEST_P(Kernels, RowsOfAnyDistance) {
  constexpr std::size_t rows = 3, cols = line<float>;
  const OwnMatrix<float> wide(rows, 3 * cols, 30, -1, 1), y(rows, cols, 31, -1, 1);
  const ConstMatrix<float> x = wide.view().first(cols), other = y;
  OwnMatrix<float> product(rows, cols);
  tested<float>().multiply(x, other, product.view());
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t s = 0; s < cols; ++s) ASSERT_EQ(product.view()(r, s), x(r, s) * other(r, s)) << r;
  }
}

// 0 times a negative input is -0, but a sum begins at 0, and 0 + -0 is 0: also for one sample that lies
// densely.
TEST_P(Kernels, AGradientOfZeroIsPositive) {
  constexpr std::size_t inputs = 9, units = 5;
  const std::vector<float> x(inputs + line<float>, -1.0F), delta(units + line<float>);
  std::vector<float> dW(inputs * units), db(units);
  tested<float>().gradients({delta.data(), units, 1, 1}, {x.data(), inputs, 1, 1}, 1.0F, false, dW.data(),
                            db.data());
  for (const float slope : dW) ASSERT_FALSE(std::signbit(slope));
}

// At z = 0 the slope from the left, as PyTorch takes it.
TEST_P(Kernels, SlopeAtTheKink) {
  const OwnMatrix<float> zero(1, 3, 0.0F), grad(1, 3, 1.0F);
  OwnMatrix<float> delta(1, 3);
  for (const auto& [phi, slope] :
       {std::pair{Activation::relu, 0.0F}, std::pair{Activation::leaky_relu, 0.01F}}) {
    tested<float>().times_derivative(phi, zero, zero, grad, delta.view());
    for (std::size_t s = 0; s < 3; ++s) EXPECT_EQ(delta.view()(0, s), slope) << name(phi);
  }
}

TEST_P(Kernels, Losses) {
  for (const std::size_t outputs : {1U, 2U, 3U, 6U}) {
    for (const std::size_t samples : sample_counts<float>()) losses<float>(outputs, samples);
    for (const std::size_t samples : sample_counts<double>()) losses<double>(outputs, samples);
  }
}

// A term whose target is 0 is 0, also where the logarithm of the output is not finite.
TEST_P(Kernels, NoLossWhereTheTargetIsZero) {
  const std::vector<float> outputs = {0.0F, 1.0F}, targets = {0.0F, 1.0F};
  OwnMatrix<float> a(2, 1), y(2, 1), each(1, 1), grad(2, 1);
  for (std::size_t k = 0; k < 2; ++k) {
    a.view()(k, 0) = outputs[k];
    y.view()(k, 0) = targets[k];
  }
  for (const Loss kind : {Loss::cross_entropy, Loss::binary_cross_entropy}) {
    tested<float>().loss(kind, false, a, a, y, each.view().data);
    EXPECT_EQ(each.view()(0, 0), 0.0F) << name(kind);
  }
  tested<float>().loss_gradient(Loss::cross_entropy, a, y, grad.view());
  EXPECT_EQ(grad.view()(0, 0), 0.0F);
  EXPECT_EQ(grad.view()(1, 0), -1.0F);
}

TEST_P(Kernels, Norms) {
  for (const std::size_t units : {1U, 2U, 5U, 8U}) {
    for (const std::size_t samples : sample_counts<float>()) norms<float>(units, samples);
    for (const std::size_t samples : sample_counts<double>()) norms<double>(units, samples);
  }
}

TEST_P(Kernels, ArraysOfAnyLengthAndAlignment) {
  arrays<float>();
  arrays<double>();
}

// |theta| has no slope at 0: an L1 penalty leaves a weight there.
TEST_P(Kernels, PenaltyGradients) {
  const std::vector<float> theta = {0.0F, -0.0F, 2.0F, -2.0F};
  std::vector<float> g = {1.0F, 1.0F, 1.0F, 1.0F};
  tested<float>().add_penalty_gradient(theta.data(), 0.5F, 0.25F, g.data(), g.size());
  EXPECT_EQ(g, (std::vector<float>{1.0F, 1.0F, 2.5F, -0.5F}));
}

TEST_P(Kernels, SumsOfKnownNumbers) {
  known_sums<float>();
  known_sums<double>();
}

TEST_P(Kernels, FindWhatIsNotFinite) {
  finite<float>();
  finite<double>();
}

TEST_P(Kernels, FindAStateThatIsNotFinite) {
  finite_state<float>();
  finite_state<double>();
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

DOWNHILL_ON_EVERY_ENGINE(Kernels);

}  // namespace
}  // namespace downhill::testing
