// A single sample all the way through a narrow network: forward, loss, backward and gradient in one call,
// with units across the lanes. Every sum runs in the order of Column and every formula is the one of
// Elementwise, so the bits are the same.
#pragma once

#include "elementwise.hpp"
#include "mode.hpp"
#include "rows.hpp"
#include "table.hpp"

#include <cstddef>

namespace downhill::kernels {

template <class T, class Arch, class Mode>
class Sample : Rows<T, Arch> {
  using Base = Rows<T, Arch>;
  using Base::load;
  using Base::map;
  using Base::put;
  using Base::store;
  using Base::transposed;
  using Base::unzipped;
  using Base::vectors;
  using Base::zeros;
  using Base::zipped;
  using typename Base::Pair;
  using typename Base::Row;
  using typename Base::V;
  using Layer = NarrowLayer<T>;
  using Element = Elementwise<T, Arch, Mode>;
  static constexpr std::size_t width = narrow_width;

 public:
  static T pass(const NarrowPath<T>& path, const T* theta, const T* x, const T* y, T* gradient) noexcept {
    const Layer* const end = path.layers + path.depth;
    const Layer& output = end[-1];
    // Rows of their own, since nothing may be read behind the samples; written long before they are read.
    alignas(line_bytes) T inputs[line<T>], targets[line<T>];
    copy(x, path.layers->inputs, inputs);
    copy(y, output.units, targets);

    const T* in = inputs;
    for (const Layer* at = path.layers; at != end; in = at++->a.data) {
      affine(*at, theta, in);
      activate(*at);
    }
    const T loss = loss_of(path, output, targets);
    if (!(loss - loss == T(0))) return loss;

    output_error(path, output, targets);
    for (const Layer* at = end - 1; at != path.layers; --at) backward(*at, theta, at[-1]);

    const T* const last = gradient + output.biases + output.units;
    in = inputs;
    for (const Layer* at = path.layers; at != end; in = at++->a.data) {
      weights(*at, in, gradient + at->weights, last);
      put(sum_of_one(load(at->delta.data)), gradient + at->biases, last);
    }
    return loss;
  }

 private:
  // What stands behind the last has no meaning.
  DOWNHILL_INLINE static void copy(const T* from, std::size_t count, T* to) noexcept {
    store({V(from[0])}, to);
    for (std::size_t j = 1; j < width; ++j) {
      if (j < count) to[j] = from[j];
    }
  }

  // ---- Forward

  DOWNHILL_INLINE static void affine(const Layer& at, const T* theta, const T* x) noexcept {
    const T* W = theta + at.weights;
    const T* b = theta + at.biases;
    if (at.units == 1) {
      T sum = *b;
      for (std::size_t i = 0; i < at.inputs; ++i) sum = madd<Mode>(W[i], x[i], sum);
      return store({V(sum)}, at.z.data);
    }
    for (std::size_t r = 0; r < at.units; r += V::size) {
      V sum = V::load_unaligned(b + r);
      if (at.inputs == 2) {
        const auto [first, second] = unzipped(W + 2 * r);
        sum = madd<Mode>(second, V(x[1]), madd<Mode>(first, V(x[0]), sum));
      } else {
        for (std::size_t i = 0; i < at.inputs; i += V::size)
          sum = block(W + r * at.inputs + i, at.inputs, x + i, at.inputs - i, sum);
      }
      sum.store_unaligned(at.z.data + r);
    }
  }

  // sum + W x for as many units as lanes, and at most as many of the inputs that are left.
  DOWNHILL_INLINE static V block(const T* W, std::size_t stride, const T* x, std::size_t left,
                                 V sum) noexcept {
    V columns[V::size];
    transposed(W, stride, columns);
    for (std::size_t k = 0; k < V::size; ++k) {
      if (k < left) sum = madd<Mode>(columns[k], V(x[k]), sum);
    }
    return sum;
  }

  DOWNHILL_INLINE static void activate(const Layer& at) noexcept {
    if (at.phi == Activation::softmax) return Element::activate(at.phi, column(at.z, at), column(at.a, at));
    with_activation(at.phi, [&]<Activation f>() {
      map(
          at.a.data, [](V z) { return activation_of<f, Mode>(z); }, at.z.data);
    });
  }

  // ---- Output error

  DOWNHILL_INLINE static T loss_of(const NarrowPath<T>& path, const Layer& output, const T* y) noexcept {
    alignas(line_bytes) T losses[line<T>];
    Element::loss(path.loss, path.proper, column(output.z, output), column(output.a, output),
                  {y, output.units, 1, 1}, losses);
    return losses[0];
  }

  DOWNHILL_INLINE static void output_error(const NarrowPath<T>& path, const Layer& output,
                                           const T* y) noexcept {
    const ConstMatrix<T> targets{y, output.units, 1, 1};
    if (path.proper)
      return Element::proper_delta(column(output.a, output), targets, column(output.delta, output));
    Element::loss_gradient(path.loss, column(output.a, output), targets, column(output.delta, output));
    times_derivative(output);
  }

  // ---- Backward

  DOWNHILL_INLINE static void backward(const Layer& next, const T* theta, const Layer& at) noexcept {
    Row sum = zeros();
    const T* W = theta + next.weights;
    for (std::size_t u = 0; u < next.units; ++u, W += next.inputs) {
      const Row row = load(W);
      const V delta(next.delta.data[u]);
      for (std::size_t c = 0; c < vectors; ++c) sum.at[c] = madd<Mode>(row.at[c], delta, sum.at[c]);
    }
    store(sum, at.delta.data);
    times_derivative(at);
  }

  DOWNHILL_INLINE static void times_derivative(const Layer& at) noexcept {
    if (at.phi == Activation::softmax) {
      return Element::times_derivative(at.phi, column(at.z, at), column(at.a, at), column(at.delta, at),
                                       column(at.delta, at));
    }
    with_activation(at.phi, [&]<Activation f>() {
      map(
          at.delta.data, [](V grad, V z, V a) { return grad * derivative_of<f, Mode>(z, a); }, at.delta.data,
          at.z.data, at.a.data);
    });
  }

  // ---- Gradients. Rows are stored whole, and what stands behind one is overwritten by the next.

  DOWNHILL_INLINE static void weights(const Layer& at, const T* x, T* dW, const T* last) noexcept {
    if (at.inputs == 2) return weights_of_two(at, x, dW, last);
    const Row row = load(x);
    for (std::size_t u = 0; u < at.units; ++u, dW += at.inputs) {
      const V delta(at.delta.data[u]);
      Row gradient;
      for (std::size_t c = 0; c < vectors; ++c) gradient.at[c] = madd<Mode>(delta, row.at[c], V(T(0)));
      put(gradient, dW, last);
    }
  }

  // Two inputs are what the plane has.
  DOWNHILL_INLINE static void weights_of_two(const Layer& at, const T* x, T* dW, const T* last) noexcept {
    for (std::size_t u = 0; u < at.units; u += V::size) {
      const V delta = V::load_unaligned(at.delta.data + u);
      const Pair pair = zipped({madd<Mode>(delta, V(x[0]), V(T(0))), madd<Mode>(delta, V(x[1]), V(T(0)))});
      put(pair.first, dW + 2 * u, last);
      put(pair.second, dW + 2 * u + V::size, last);
    }
  }

  // A sum begins at 0 and has no -0.
  DOWNHILL_INLINE static Row sum_of_one(Row row) noexcept {
    for (V& v : row.at) v = madd<Mode>(V(T(1)), v, V(T(0)));
    return row;
  }

  // The first line of a layer's numbers, as the units of a dense column.
  DOWNHILL_INLINE static Matrix<T> column(const Matrix<T>& numbers, const Layer& at) noexcept {
    return {numbers.data, at.units, 1, 1};
  }
};

}  // namespace downhill::kernels
