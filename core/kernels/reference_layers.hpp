// The scalar reference of what happens in a layer, in plain loops: products, norms, activations, losses.
#pragma once

#include "formulas.hpp"
#include "reference.hpp"

namespace downhill::kernels::reference {

// ---- Products

template <class T>
void affine(const T* W, const T* b, ConstMatrix<T> x, Matrix<T> z) noexcept {
  for_each(z, [&](std::size_t u, std::size_t s) {
    T sum = b[u];
    for (std::size_t i = 0; i < x.rows; ++i) sum = madd<Mode>(W[u * x.rows + i], x(i, s), sum);
    z(u, s) = sum;
  });
}

template <class T>
void transposed_product(const T* W, ConstMatrix<T> delta, Matrix<T> back) noexcept {
  for_each(back, [&](std::size_t i, std::size_t s) {
    T sum = 0;
    for (std::size_t u = 0; u < delta.rows; ++u) sum = madd<Mode>(W[u * back.rows + i], delta(u, s), sum);
    back(i, s) = sum;
  });
}

template <class T>
void put(T& gradient, T value, bool accumulate) noexcept {
  gradient = accumulate ? gradient + value : value;
}

template <class T>
T row_dot(ConstMatrix<T> x, std::size_t i, ConstMatrix<T> y, std::size_t j) noexcept {
  LineSum<T> sum;
  for (std::size_t s = 0; s < x.cols; ++s) sum.add_product(s, x(i, s), y(j, s));
  return sum.total();
}

template <class T>
T row_sum(ConstMatrix<T> x, std::size_t i) noexcept {
  return line_sum<T>(x.cols, [&](std::size_t s) { return x(i, s); });
}

template <class T>
void gradients(ConstMatrix<T> delta, ConstMatrix<T> x, T scale, bool accumulate, T* dW, T* db) noexcept {
  for (std::size_t u = 0; u < delta.rows; ++u) {
    for (std::size_t i = 0; i < x.rows; ++i)
      put(dW[u * x.rows + i], scale * row_dot(delta, u, x, i), accumulate);
    put(db[u], scale * row_sum(delta, u), accumulate);
  }
}

template <class T>
void norm_gradients(ConstMatrix<T> delta_u, ConstMatrix<T> normed, T scale, bool accumulate, T* dgain,
                    T* dshift) noexcept {
  for (std::size_t u = 0; u < delta_u.rows; ++u) {
    put(dgain[u], scale * row_dot(delta_u, u, normed, u), accumulate);
    put(dshift[u], scale * row_sum(delta_u, u), accumulate);
  }
}

template <class T>
void multiply(ConstMatrix<T> x, ConstMatrix<T> y, Matrix<T> product) noexcept {
  for_each(product, [&](std::size_t r, std::size_t s) { product(r, s) = x(r, s) * y(r, s); });
}

template <class T>
void add(ConstMatrix<T> x, ConstMatrix<T> y, Matrix<T> sum) noexcept {
  for_each(sum, [&](std::size_t r, std::size_t s) { sum(r, s) = x(r, s) + y(r, s); });
}

// ---- Norms

template <class T>
void row_statistics(ConstMatrix<T> z, T* mean, T* variance) noexcept {
  const auto n = static_cast<T>(z.cols);
  for (std::size_t u = 0; u < z.rows; ++u) {
    mean[u] = row_sum(z, u) / n;
    LineSum<T> squares;
    for (std::size_t s = 0; s < z.cols; ++s) squares.add_product(s, z(u, s) - mean[u], z(u, s) - mean[u]);
    variance[u] = squares.total() / n;
  }
}

template <class T>
void batch_norm(ConstMatrix<T> z, const T* mean, const T* variance, T epsilon, const T* gain, const T* shift,
                T* inverse, Matrix<T> normed, Matrix<T> u) noexcept {
  for (std::size_t r = 0; r < z.rows; ++r) inverse[r] = T(1) / Lanes<T>::square_root(variance[r] + epsilon);
  for_each(u, [&](std::size_t r, std::size_t s) {
    normed(r, s) = (z(r, s) - mean[r]) * inverse[r];
    u(r, s) = madd<Mode>(gain[r], normed(r, s), shift[r]);
  });
}

template <class T>
void batch_norm_backward(ConstMatrix<T> delta_u, ConstMatrix<T> normed, const T* gain, const T* inverse,
                         Matrix<T> delta) noexcept {
  const auto n = static_cast<T>(delta.cols);
  for (std::size_t r = 0; r < delta.rows; ++r) {
    const T mean_delta = row_sum(delta_u, r) / n;
    const T mean_product = row_dot(delta_u, r, normed, r) / n;
    const T factor = gain[r] * inverse[r];
    for (std::size_t s = 0; s < delta.cols; ++s) {
      const T centred = delta_u(r, s) - mean_delta;
      delta(r, s) = factor * madd<Mode>(-normed(r, s), mean_product, centred);
    }
  }
}

template <class T>
void layer_norm(ConstMatrix<T> z, T epsilon, const T* gain, const T* shift, T* inverse, Matrix<T> normed,
                Matrix<T> u) noexcept {
  const auto units = static_cast<T>(z.rows);
  for (std::size_t s = 0; s < z.cols; ++s) {
    T sum = 0, squares = 0;
    for (std::size_t r = 0; r < z.rows; ++r) sum += z(r, s);
    const T mean = sum / units;
    for (std::size_t r = 0; r < z.rows; ++r) squares = madd<Mode>(z(r, s) - mean, z(r, s) - mean, squares);
    inverse[s] = T(1) / Lanes<T>::square_root(squares / units + epsilon);
    for (std::size_t r = 0; r < z.rows; ++r) {
      normed(r, s) = (z(r, s) - mean) * inverse[s];
      u(r, s) = madd<Mode>(gain[r], normed(r, s), shift[r]);
    }
  }
}

template <class T>
void layer_norm_backward(ConstMatrix<T> delta_u, ConstMatrix<T> normed, const T* gain, const T* inverse,
                         Matrix<T> delta) noexcept {
  const auto units = static_cast<T>(delta.rows);
  for (std::size_t s = 0; s < delta.cols; ++s) {
    T sum = 0, products = 0;
    for (std::size_t r = 0; r < delta.rows; ++r) {
      sum = madd<Mode>(gain[r], delta_u(r, s), sum);
      products = madd<Mode>(gain[r] * delta_u(r, s), normed(r, s), products);
    }
    const T mean_delta = sum / units, mean_product = products / units;
    for (std::size_t r = 0; r < delta.rows; ++r) {
      const T centred = madd<Mode>(gain[r], delta_u(r, s), -mean_delta);
      delta(r, s) = inverse[s] * madd<Mode>(-normed(r, s), mean_product, centred);
    }
  }
}

// ---- Activations

// The largest z of a column and the sum of e^(z - largest).
template <class T>
struct Exponentials {
  T largest, sum;
};

template <class T>
Exponentials<T> exponentials(ConstMatrix<T> z, std::size_t s) noexcept {
  T largest = z(0, s);
  for (std::size_t k = 1; k < z.rows; ++k) largest = z(k, s) > largest ? z(k, s) : largest;
  T sum = 0;
  for (std::size_t k = 0; k < z.rows; ++k) sum += kernels::exp<Mode>(z(k, s) - largest);
  return {largest, sum};
}

template <class T>
void softmax(ConstMatrix<T> z, Matrix<T> a) noexcept {
  for (std::size_t s = 0; s < z.cols; ++s) {
    const auto [largest, sum] = exponentials(z, s);
    for (std::size_t k = 0; k < z.rows; ++k) a(k, s) = kernels::exp<Mode>(z(k, s) - largest) / sum;
  }
}

template <class T>
void activate(Activation phi, ConstMatrix<T> u, Matrix<T> a) noexcept {
  if (phi == Activation::softmax) return softmax(u, a);
  with_activation(phi, [&]<Activation f>() {
    for_each(a, [&](std::size_t r, std::size_t s) { a(r, s) = activation_of<f, Mode>(u(r, s)); });
  });
}

// delta_k = a_k (g_k - sum_j g_j a_j).
template <class T>
void times_softmax_jacobian(ConstMatrix<T> a, ConstMatrix<T> grad, Matrix<T> delta) noexcept {
  for (std::size_t s = 0; s < a.cols; ++s) {
    T mean = 0;
    for (std::size_t k = 0; k < a.rows; ++k) mean = madd<Mode>(grad(k, s), a(k, s), mean);
    for (std::size_t k = 0; k < a.rows; ++k) delta(k, s) = a(k, s) * (grad(k, s) - mean);
  }
}

template <class T>
void times_derivative(Activation phi, ConstMatrix<T> u, ConstMatrix<T> a, ConstMatrix<T> grad,
                      Matrix<T> delta) noexcept {
  if (phi == Activation::softmax) return times_softmax_jacobian(a, grad, delta);
  with_activation(phi, [&]<Activation f>() {
    for_each(delta, [&](std::size_t r, std::size_t s) {
      delta(r, s) = grad(r, s) * derivative_of<f, Mode>(u(r, s), a(r, s));
    });
  });
}

// ---- Losses

template <class T>
T cross_entropy_of_softmax(ConstMatrix<T> u, ConstMatrix<T> y, std::size_t s) noexcept {
  const auto [largest, sum] = exponentials(u, s);
  const T log_sum = kernels::log<Mode>(sum);
  T total = 0;
  for (std::size_t k = 0; k < u.rows; ++k) total = madd<Mode>(y(k, s), log_sum - (u(k, s) - largest), total);
  return total;
}

template <class T>
void loss(Loss kind, bool proper, ConstMatrix<T> u, ConstMatrix<T> a, ConstMatrix<T> y, T* losses) noexcept {
  for (std::size_t s = 0; s < a.cols; ++s) {
    if (kind == Loss::cross_entropy && proper) {
      losses[s] = cross_entropy_of_softmax(u, y, s);
      continue;
    }
    T total = 0;
    for (std::size_t k = 0; k < a.rows; ++k)
      total += loss_of_output<Mode>(kind, proper, u(k, s), a(k, s), y(k, s));
    losses[s] = total;
  }
}

template <class T>
void loss_gradient(Loss kind, ConstMatrix<T> a, ConstMatrix<T> y, Matrix<T> grad) noexcept {
  with_loss(kind, [&]<Loss f>() {
    for_each(grad, [&](std::size_t k, std::size_t s) { grad(k, s) = loss_slope<f, Mode>(a(k, s), y(k, s)); });
  });
}

template <class T>
void proper_delta(ConstMatrix<T> a, ConstMatrix<T> y, Matrix<T> delta) noexcept {
  for_each(delta, [&](std::size_t k, std::size_t s) { delta(k, s) = a(k, s) - y(k, s); });
}

}  // namespace downhill::kernels::reference
