// The scalar engine: what each kernel computes, in plain loops. It is the tests' oracle and the "SIMD off"
// engine; built without auto-vectorisation.
#include "reference_layers.hpp"
#include "table.hpp"
#include "update_rules.hpp"

namespace downhill::kernels {
namespace reference {
namespace {

template <class T>
bool finite(T value) noexcept {
  return value - value == T(0);
}

template <class T>
bool update(UpdateRule rule, const UpdateStep<T>& step, const T* g, const T* theta, T* next, T* first,
            T* second, std::size_t count) noexcept {
  return with_rule(rule, [&]<UpdateRule r>() {
    bool all = true;
    for (std::size_t j = 0; j < count; ++j) {
      T state1 = uses_first(r) ? first[j] : T(0);
      T state2 = uses_second(r) ? second[j] : T(0);
      next[j] = updated<r, Mode>(step, g[j], theta[j], state1, state2);
      if (uses_first(r)) first[j] = state1;
      if (uses_second(r)) second[j] = state2;
      all = all && finite(next[j]) && finite(state1) && finite(state2);
    }
    return all;
  });
}

template <class T>
void add_penalty_gradient(const T* theta, T l1, T l2, T* g, std::size_t count) noexcept {
  for (std::size_t j = 0; j < count; ++j) g[j] = with_penalty_gradient<Mode>(g[j], theta[j], l1, l2 + l2);
}

template <class T>
void scale(T* x, T factor, std::size_t count) noexcept {
  for (std::size_t j = 0; j < count; ++j) x[j] *= factor;
}

template <class T>
std::size_t clamp(T* x, T bound, std::size_t count) noexcept {
  std::size_t moved = 0;
  for (std::size_t j = 0; j < count; ++j) {
    if (!(x[j] > bound || x[j] < -bound)) continue;
    x[j] = x[j] > bound ? bound : -bound;
    ++moved;
  }
  return moved;
}

template <class T>
void columns(const T* rows, const std::uint32_t* order, Matrix<T> to) noexcept {
  for_each(to, [&](std::size_t r, std::size_t s) { to(r, s) = rows[(order ? order[s] : s) * to.rows + r]; });
}

template <class T>
T sum(const T* x, std::size_t count) noexcept {
  return line_sum<T>(count, [=](std::size_t j) { return x[j]; });
}

template <class T>
T dot(const T* x, const T* y, std::size_t count) noexcept {
  LineSum<T> sum;
  for (std::size_t j = 0; j < count; ++j) sum.add_product(j, x[j], y[j]);
  return sum.total();
}

template <class T>
T sum_of_squares(const T* x, std::size_t count) noexcept {
  return dot(x, x, count);
}

template <class T>
T sum_of_sizes(const T* x, std::size_t count) noexcept {
  return line_sum<T>(count, [=](std::size_t j) { return kernels::abs(x[j]); });
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
    .lanes = 1,
    .columns = columns<T>,
    .affine = affine<T>,
    .activate = activate<T>,
    .row_statistics = row_statistics<T>,
    .batch_norm = batch_norm<T>,
    .layer_norm = layer_norm<T>,
    .multiply = multiply<T>,
    .add = add<T>,
    .loss = loss<T>,
    .loss_gradient = loss_gradient<T>,
    .proper_delta = proper_delta<T>,
    .transposed_product = transposed_product<T>,
    .times_derivative = times_derivative<T>,
    .batch_norm_backward = batch_norm_backward<T>,
    .layer_norm_backward = layer_norm_backward<T>,
    .gradients = gradients<T>,
    .norm_gradients = norm_gradients<T>,
    .add_penalty_gradient = add_penalty_gradient<T>,
    .scale = scale<T>,
    .clamp = clamp<T>,
    .update = update<T>,
    .sum = sum<T>,
    .sum_of_squares = sum_of_squares<T>,
    .sum_of_sizes = sum_of_sizes<T>,
    .dot = dot<T>,
    .all_finite = all_finite<T>,
};

template <class T>
constexpr MathsTable<T> maths = {
    .exp = map<T, kernels::exp<Mode, T>>,
    .log = map<T, kernels::log<Mode, T>>,
    .tanh = map<T, kernels::tanh<Mode, T>>,
    .sigmoid = map<T, kernels::sigmoid<Mode, T>>,
    .softplus = map<T, kernels::softplus<Mode, T>>,
};

}  // namespace
}  // namespace reference

extern const KernelTable<float> scalar_float = reference::table<float>;
extern const KernelTable<double> scalar_double = reference::table<double>;
extern const MathsTable<float> scalar_float_maths = reference::maths<float>;
extern const MathsTable<double> scalar_double_maths = reference::maths<double>;

}  // namespace downhill::kernels
