// The scalar reference: what each kernel computes, in plain loops. It is the tests' oracle and the "SIMD off" engine;
// built without auto-vectorisation.
#include <cstddef>

#include "formulas.hpp"
#include "table.hpp"

namespace downhill::kernels {
namespace {

using Mode = Reproducible;

template <class T>
void affine(const T* W, const T* b, ConstMatrix<T> x, Matrix<T> z) noexcept {
  for (std::size_t u = 0; u < z.rows; ++u) {
    for (std::size_t s = 0; s < z.cols; ++s) {
      T sum = b[u];
      for (std::size_t i = 0; i < x.rows; ++i) sum = madd<Mode>(W[u * x.rows + i], x(i, s), sum);
      z(u, s) = sum;
    }
  }
}

template <class T>
void transposed_product(const T* W, ConstMatrix<T> delta, Matrix<T> back) noexcept {
  for (std::size_t i = 0; i < back.rows; ++i) {
    for (std::size_t s = 0; s < back.cols; ++s) {
      T sum = 0;
      for (std::size_t u = 0; u < delta.rows; ++u) sum = madd<Mode>(W[u * back.rows + i], delta(u, s), sum);
      back(i, s) = sum;
    }
  }
}

// The largest z of a column and the sum of e^(z - largest).
template <class T>
struct Exponentials {
  T largest, sum;
};

template <class T>
Exponentials<T> exponentials(ConstMatrix<T> z, std::size_t s) noexcept {
  T largest = z(0, s);
  for (std::size_t k = 1; k < z.rows; ++k) largest = Lanes<T>::select(z(k, s) > largest, z(k, s), largest);
  T sum = 0;
  for (std::size_t k = 0; k < z.rows; ++k) sum += exp<Mode>(z(k, s) - largest);
  return {largest, sum};
}

template <class T>
void softmax(ConstMatrix<T> z, Matrix<T> a) noexcept {
  for (std::size_t s = 0; s < z.cols; ++s) {
    const auto [largest, sum] = exponentials(z, s);
    for (std::size_t k = 0; k < z.rows; ++k) a(k, s) = exp<Mode>(z(k, s) - largest) / sum;
  }
}

template <class T>
void activate(Activation phi, ConstMatrix<T> z, Matrix<T> a) noexcept {
  if (phi == Activation::softmax) return softmax(z, a);
  with_activation(phi, [&]<Activation f>() {
    for (std::size_t u = 0; u < z.rows; ++u) {
      for (std::size_t s = 0; s < z.cols; ++s) a(u, s) = activation_of<f, Mode>(z(u, s));
    }
  });
}

template <class T>
void times_derivative(Activation phi, ConstMatrix<T> z, ConstMatrix<T> a, Matrix<T> delta) noexcept {
  with_activation(phi, [&]<Activation f>() {
    for (std::size_t u = 0; u < z.rows; ++u) {
      for (std::size_t s = 0; s < z.cols; ++s) delta(u, s) *= derivative_of<f, Mode>(z(u, s), a(u, s));
    }
  });
}

template <class T>
T cross_entropy(ConstMatrix<T> z, ConstMatrix<T> y, std::size_t s) noexcept {
  const auto [largest, sum] = exponentials(z, s);
  const T log_sum = log<Mode>(sum);
  T total = 0;  // sum_k y_k (log sum - (z_k - largest))
  for (std::size_t k = 0; k < z.rows; ++k) total = madd<Mode>(y(k, s), log_sum - (z(k, s) - largest), total);
  return total;
}

template <class T>
void loss(Loss kind, ConstMatrix<T> z, ConstMatrix<T> a, ConstMatrix<T> y, T* losses) noexcept {
  for (std::size_t s = 0; s < z.cols; ++s) {
    if (kind == Loss::cross_entropy) {
      losses[s] = cross_entropy(z, y, s);
      continue;
    }
    T total = 0;
    for (std::size_t k = 0; k < z.rows; ++k) {
      if (kind == Loss::squared_error) total = add_squared_error<Mode>(a(k, s), y(k, s), total);
      if (kind == Loss::binary_cross_entropy) total += binary_cross_entropy<Mode>(z(k, s), y(k, s));
    }
    losses[s] = total;
  }
}

template <class T>
void output_delta(Loss kind, Activation psi, ConstMatrix<T> z, ConstMatrix<T> a, ConstMatrix<T> y,
                  Matrix<T> delta) noexcept {
  for (std::size_t k = 0; k < z.rows; ++k) {
    for (std::size_t s = 0; s < z.cols; ++s) delta(k, s) = a(k, s) - y(k, s);
  }
  if (kind == Loss::squared_error) times_derivative(psi, z, a, delta);
}

// The fixed order of summation: number s goes to slot s mod line, then the upper half of the slots is folded onto the
// lower half until one is left. It is what a vector machine of any width does with whole vectors.
template <class T>
class LineSum {
 public:
  void add(std::size_t s, T value) noexcept { slots_[s % line<T>] += value; }
  void add_product(std::size_t s, T a, T b) noexcept {
    T& slot = slots_[s % line<T>];
    slot = madd<Mode>(a, b, slot);
  }
  T total() noexcept {
    for (std::size_t half = line<T> / 2; half > 0; half /= 2) {
      for (std::size_t slot = 0; slot < half; ++slot) slots_[slot] += slots_[slot + half];
    }
    return slots_[0];
  }

 private:
  T slots_[line<T>] = {};
};

template <class T>
void gradients(ConstMatrix<T> delta, ConstMatrix<T> x, T scale, bool accumulate, T* dW, T* db) noexcept {
  const auto put = [=](T& gradient, T sum) { gradient = accumulate ? gradient + scale * sum : scale * sum; };
  for (std::size_t u = 0; u < delta.rows; ++u) {
    for (std::size_t i = 0; i < x.rows; ++i) {
      LineSum<T> sum;
      for (std::size_t s = 0; s < delta.cols; ++s) sum.add_product(s, delta(u, s), x(i, s));
      put(dW[u * x.rows + i], sum.total());
    }
    LineSum<T> sum;
    for (std::size_t s = 0; s < delta.cols; ++s) sum.add(s, delta(u, s));
    put(db[u], sum.total());
  }
}

template <class T>
bool finite(T value) noexcept {
  return value - value == T(0);
}

template <class T>
bool sgd(T eta, const T* g, T* theta, T* before, std::size_t count) noexcept {
  bool all = true;
  for (std::size_t j = 0; j < count; ++j) {
    before[j] = theta[j];
    theta[j] = madd<Mode>(-eta, g[j], theta[j]);
    all &= finite(theta[j]);
  }
  return all;
}

template <class T>
T sum(const T* x, std::size_t count) noexcept {
  LineSum<T> sum;
  for (std::size_t j = 0; j < count; ++j) sum.add(j, x[j]);
  return sum.total();
}

template <class T>
bool all_finite(const T* x, std::size_t count) noexcept {
  bool all = true;
  for (std::size_t j = 0; j < count; ++j) all &= finite(x[j]);
  return all;
}

template <class T, T function(T)>
void map(const T* x, T* y, std::size_t count) noexcept {
  for (std::size_t j = 0; j < count; ++j) y[j] = function(x[j]);
}

template <class T>
constexpr KernelTable<T> table = {
    .affine = affine<T>,
    .activate = activate<T>,
    .loss = loss<T>,
    .output_delta = output_delta<T>,
    .transposed_product = transposed_product<T>,
    .times_derivative = times_derivative<T>,
    .gradients = gradients<T>,
    .sgd = sgd<T>,
    .sum = sum<T>,
    .all_finite = all_finite<T>,
    .exp = map<T, exp<Mode, T>>,
    .log = map<T, log<Mode, T>>,
    .tanh = map<T, tanh<Mode, T>>,
    .sigmoid = map<T, sigmoid<Mode, T>>,
    .softplus = map<T, softplus<Mode, T>>,
};

}  // namespace

extern const KernelTable<float> scalar_float = table<float>;
extern const KernelTable<double> scalar_double = table<double>;

}  // namespace downhill::kernels
