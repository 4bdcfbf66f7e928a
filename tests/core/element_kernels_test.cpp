// Activations, losses, norms and what else goes number by number over a layer.
#include "kernels.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

class ElementKernels : public AgainstReference {
 protected:
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
};

TEST_P(ElementKernels, Elementwise) {
  for (const std::size_t units : {1U, 2U, 3U, 8U}) {
    for (const std::size_t samples : sample_counts<float>()) elementwise<float>(units, samples);
    for (const std::size_t samples : sample_counts<double>()) elementwise<double>(units, samples);
  }
}

TEST_P(ElementKernels, ElementwiseOfASampleThatLiesDensely) {
  for (const std::size_t units : {1U, 2U, 3U, 8U, 10U, 16U, 21U}) {
    elementwise_dense_column<float>(units);
    elementwise_dense_column<double>(units);
  }
}

// What is read may lie with its rows farther apart than what is written.
TEST_P(ElementKernels, RowsOfAnyDistance) {
  constexpr std::size_t rows = 3, cols = line<float>;
  const OwnMatrix<float> wide(rows, 3 * cols, 30, -1, 1), y(rows, cols, 31, -1, 1);
  const ConstMatrix<float> x = wide.view().first(cols), other = y;
  OwnMatrix<float> product(rows, cols);
  tested<float>().multiply(x, other, product.view());
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t s = 0; s < cols; ++s) ASSERT_EQ(product.view()(r, s), x(r, s) * other(r, s)) << r;
  }
}

// At z = 0 the slope from the left, as PyTorch takes it.
TEST_P(ElementKernels, SlopeAtTheKink) {
  const OwnMatrix<float> zero(1, 3, 0.0F), grad(1, 3, 1.0F);
  OwnMatrix<float> delta(1, 3);
  for (const auto& [phi, slope] :
       {std::pair{Activation::relu, 0.0F}, std::pair{Activation::leaky_relu, 0.01F}}) {
    tested<float>().times_derivative(phi, zero, zero, grad, delta.view());
    for (std::size_t s = 0; s < 3; ++s) EXPECT_EQ(delta.view()(0, s), slope) << name(phi);
  }
}

TEST_P(ElementKernels, Losses) {
  for (const std::size_t outputs : {1U, 2U, 3U, 6U}) {
    for (const std::size_t samples : sample_counts<float>()) losses<float>(outputs, samples);
    for (const std::size_t samples : sample_counts<double>()) losses<double>(outputs, samples);
  }
}

// A term whose target is 0 is 0, also where the logarithm of the output is not finite.
TEST_P(ElementKernels, NoLossWhereTheTargetIsZero) {
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

TEST_P(ElementKernels, Norms) {
  for (const std::size_t units : {1U, 2U, 5U, 8U}) {
    for (const std::size_t samples : sample_counts<float>()) norms<float>(units, samples);
    for (const std::size_t samples : sample_counts<double>()) norms<double>(units, samples);
  }
}

DOWNHILL_ON_EVERY_ENGINE(ElementKernels);

}  // namespace
}  // namespace downhill::testing
