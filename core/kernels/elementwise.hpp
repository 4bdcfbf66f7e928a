// Activations, losses and output errors: the formulas of formulas.hpp carried over matrices, samples across the lanes.
#pragma once

#include <cstddef>

#include <downhill/matrix.hpp>

#include "formulas.hpp"
#include "lanes_xsimd.hpp"

namespace downhill::kernels {

template <class T, class Arch, class Mode>
class Elementwise {
  using V = xsimd::batch<T, Arch>;
  static constexpr std::size_t lanes = V::size;

 public:
  static void activate(Activation phi, ConstMatrix<T> z, Matrix<T> a) noexcept {
    if (phi == Activation::softmax) return softmax(z, a);
    with_activation(phi, [&]<Activation f>() {
      for_each_vector(z, [&](std::size_t u, std::size_t s) {
        activation_of<f, Mode>(at(z, u, s)).store_unaligned(&a(u, s));
      });
    });
  }

  static void times_derivative(Activation phi, ConstMatrix<T> z, ConstMatrix<T> a, Matrix<T> delta) noexcept {
    if (phi == Activation::linear) return;
    with_activation(phi, [&]<Activation f>() {
      for_each_vector(z, [&](std::size_t u, std::size_t s) {
        const V slope = derivative_of<f, Mode>(at(z, u, s), at(a, u, s));
        (at(delta, u, s) * slope).store_unaligned(&delta(u, s));
      });
    });
  }

  static void loss(Loss kind, ConstMatrix<T> z, ConstMatrix<T> a, ConstMatrix<T> y, T* losses) noexcept {
    for (std::size_t s = 0; s < z.cols; s += lanes) {
      V total(T(0));
      switch (kind) {
        case Loss::squared_error:
          for (std::size_t k = 0; k < z.rows; ++k) total = add_squared_error<Mode>(at(a, k, s), at(y, k, s), total);
          break;
        case Loss::binary_cross_entropy:
          for (std::size_t k = 0; k < z.rows; ++k) total += binary_cross_entropy<Mode>(at(z, k, s), at(y, k, s));
          break;
        case Loss::cross_entropy: total = cross_entropy(z, y, s); break;
      }
      total.store_unaligned(losses + s);
    }
  }

  static void output_delta(Loss kind, Activation psi, ConstMatrix<T> z, ConstMatrix<T> a, ConstMatrix<T> y,
                           Matrix<T> delta) noexcept {
    for_each_vector(z, [&](std::size_t k, std::size_t s) {
      (at(a, k, s) - at(y, k, s)).store_unaligned(&delta(k, s));
    });
    if (kind == Loss::squared_error) times_derivative(psi, z, a, delta);
    const std::size_t end = (z.cols + lanes - 1) / lanes * lanes;
    for (std::size_t k = 0; k < z.rows; ++k) {
      for (std::size_t s = z.cols; s < end; ++s) delta(k, s) = T(0);
    }
  }

 private:
  DOWNHILL_INLINE static V at(ConstMatrix<T> m, std::size_t r, std::size_t s) noexcept {
    return V::load_unaligned(m.row(r) + s);
  }

  template <class Body>
  DOWNHILL_INLINE static void for_each_vector(ConstMatrix<T> shape, Body&& body) noexcept {
    for (std::size_t r = 0; r < shape.rows; ++r) {
      for (std::size_t s = 0; s < shape.cols; s += lanes) body(r, s);
    }
  }

  struct Exponentials {
    V largest, sum;
  };

  // The largest z of each column and the sum of e^(z - largest).
  DOWNHILL_INLINE static Exponentials exponentials(ConstMatrix<T> z, std::size_t s) noexcept {
    V largest = at(z, 0, s);
    for (std::size_t k = 1; k < z.rows; ++k) largest = Lanes<V>::select(at(z, k, s) > largest, at(z, k, s), largest);
    V sum(T(0));
    for (std::size_t k = 0; k < z.rows; ++k) sum += exp<Mode>(at(z, k, s) - largest);
    return {largest, sum};
  }

  static void softmax(ConstMatrix<T> z, Matrix<T> a) noexcept {
    for (std::size_t s = 0; s < z.cols; s += lanes) {
      const auto [largest, sum] = exponentials(z, s);
      for (std::size_t k = 0; k < z.rows; ++k) {
        (exp<Mode>(at(z, k, s) - largest) / sum).store_unaligned(&a(k, s));
      }
    }
  }

  DOWNHILL_INLINE static V cross_entropy(ConstMatrix<T> z, ConstMatrix<T> y, std::size_t s) noexcept {
    const auto [largest, sum] = exponentials(z, s);
    const V log_sum = log<Mode>(sum);
    V total(T(0));
    for (std::size_t k = 0; k < z.rows; ++k) {
      total = madd<Mode>(at(y, k, s), log_sum - (at(z, k, s) - largest), total);
    }
    return total;
  }
};

}  // namespace downhill::kernels
