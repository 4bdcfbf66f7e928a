// Activations, losses and output errors: the formulas of formulas.hpp carried over matrices, samples across
// the lanes.
#pragma once

#include "formulas.hpp"
#include "together.hpp"
#include "vectors.hpp"

#include <cstddef>
#include <type_traits>

namespace downhill::kernels {

template <class T, class Arch, class Mode, class Vector = xsimd::batch<T, Arch>>
class Elementwise : Vectors<T, Arch, Vector> {
  using Base = Vectors<T, Arch, Vector>;
  using Base::at;
  using Base::clear_padding;
  using Base::fill;
  using Base::lanes;
  using Base::one_row;
  using Base::store_column;
  using typename Base::V;

 public:
  static void activate(Activation phi, ConstMatrix<T> u, Matrix<T> a) noexcept {
    if (phi == Activation::softmax) return softmax(u, a);
    a = one_row(a, u);
    with_activation(phi, [&]<Activation f>() { activate_each<f>(u, a); });
  }

  // Whether activate_lines serves.
  template <Activation phi>
  static constexpr bool by_lines() noexcept {
    return small_code && phi == Activation::tanh && std::is_same_v<T, float>;
  }

  // phi of `count` numbers and of what lies behind them in their last line, whose vectors go together.
  template <Activation phi>
  DOWNHILL_INLINE_NATIVELY static void activate_lines(const T* z, T* a, std::size_t count) noexcept {
    if (count == 0) return;
    using Line = Together<V, line<T> / lanes>;
    for (std::size_t n = 0; n < count; n += line<T>)
      activation_of<phi, Mode>(Line(z + n, count)).store(a + n);
  }

  static void times_derivative(Activation phi, ConstMatrix<T> u, ConstMatrix<T> a, ConstMatrix<T> grad,
                               Matrix<T> delta) noexcept {
    if (phi == Activation::softmax) return times_softmax_jacobian(a, grad, delta);
    delta = one_row(delta, u, a, grad);
    with_activation(phi, [&]<Activation f>() {
      fill(delta, [&](std::size_t r, std::size_t s) {
        return at(grad, r, s) * derivative_of<f, Mode>(at(u, r, s), at(a, r, s));
      });
    });
  }

  static void loss(Loss kind, bool proper, ConstMatrix<T> u, ConstMatrix<T> a, ConstMatrix<T> y,
                   T* losses) noexcept {
    for (std::size_t s = 0; s < a.cols; s += lanes) {
      V total(T(0));
      if (proper && kind == Loss::cross_entropy) {
        total = cross_entropy_of_softmax(u, y, s);
      } else {
        for (std::size_t k = 0; k < a.rows; ++k)
          total += loss_of_output<Mode>(kind, proper, at(u, k, s), at(a, k, s), at(y, k, s));
      }
      total.store_unaligned(losses + s);
    }
  }

  static void loss_gradient(Loss kind, ConstMatrix<T> a, ConstMatrix<T> y, Matrix<T> grad) noexcept {
    const Matrix<T> rows = one_row(grad, a, y);
    with_loss(kind, [&]<Loss f>() {
      fill(rows, [&](std::size_t k, std::size_t s) { return loss_slope<f, Mode>(at(a, k, s), at(y, k, s)); });
    });
    clear_padding(grad);
  }

  static void proper_delta(ConstMatrix<T> a, ConstMatrix<T> y, Matrix<T> delta) noexcept {
    fill(one_row(delta, a, y), [&](std::size_t k, std::size_t s) { return at(a, k, s) - at(y, k, s); });
    clear_padding(delta);
  }

  static void multiply(ConstMatrix<T> x, ConstMatrix<T> y, Matrix<T> product) noexcept {
    fill(one_row(product, x, y), [&](std::size_t r, std::size_t s) { return at(x, r, s) * at(y, r, s); });
  }

  static void add(ConstMatrix<T> x, ConstMatrix<T> y, Matrix<T> sum) noexcept {
    fill(one_row(sum, x, y), [&](std::size_t r, std::size_t s) { return at(x, r, s) + at(y, r, s); });
  }

 private:
  template <Activation phi>
  DOWNHILL_INLINE static void activate_each(ConstMatrix<T> u, Matrix<T> a) noexcept {
    if constexpr (by_lines<phi>()) {
      for (std::size_t r = 0; r < a.rows; ++r) activate_lines<phi>(u.row(r), a.row(r), a.cols);
    } else {
      fill(a, [&](std::size_t r, std::size_t s) { return activation_of<phi, Mode>(at(u, r, s)); });
    }
  }

  struct Exponentials {
    V largest, sum;
  };

  // The largest z of each column and the sum of e^(z - largest).
  DOWNHILL_INLINE static Exponentials exponentials(ConstMatrix<T> z, std::size_t s) noexcept {
    V largest = at(z, 0, s);
    for (std::size_t k = 1; k < z.rows; ++k) {
      const V next = at(z, k, s);
      largest = Lanes<V>::select(next > largest, next, largest);
    }
    V sum(T(0));
    for (std::size_t k = 0; k < z.rows; ++k) sum += kernels::exp<Mode>(at(z, k, s) - largest);
    return {largest, sum};
  }

  DOWNHILL_INLINE_NATIVELY static void softmax(ConstMatrix<T> z, Matrix<T> a) noexcept {
    for (std::size_t s = 0; s < z.cols; s += lanes) {
      const auto [largest, sum] = exponentials(z, s);
      for (std::size_t k = 0; k < z.rows; ++k) {
        store_column(Lanes<V>::divide(kernels::exp<Mode>(at(z, k, s) - largest), sum), a, k, s);
      }
    }
  }

  DOWNHILL_INLINE_NATIVELY static void times_softmax_jacobian(ConstMatrix<T> a, ConstMatrix<T> grad,
                                                              Matrix<T> delta) noexcept {
    for (std::size_t s = 0; s < a.cols; s += lanes) {
      V mean(T(0));
      for (std::size_t k = 0; k < a.rows; ++k) mean = madd<Mode>(at(grad, k, s), at(a, k, s), mean);
      for (std::size_t k = 0; k < a.rows; ++k) {
        store_column(at(a, k, s) * (at(grad, k, s) - mean), delta, k, s);
      }
    }
  }

  DOWNHILL_INLINE static V cross_entropy_of_softmax(ConstMatrix<T> u, ConstMatrix<T> y,
                                                    std::size_t s) noexcept {
    const auto [largest, sum] = exponentials(u, s);
    const V log_sum = kernels::log<Mode>(sum);
    V total(T(0));
    for (std::size_t k = 0; k < u.rows; ++k) {
      total = madd<Mode>(at(y, k, s), log_sum - (at(u, k, s) - largest), total);
    }
    return total;
  }
};

}  // namespace downhill::kernels
