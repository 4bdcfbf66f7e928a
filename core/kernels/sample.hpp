// A single sample all the way through a narrow network: forward, loss, backward and gradient in one call,
// with units across the lanes. Every sum runs in the order of Column and every formula is the one of
// Elementwise, so the bits are the same.
#pragma once

#include "chains.hpp"
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
  using Base::load_first;
  using Base::map;
  using Base::put;
  using Base::put_pair;
  using Base::store;
  using Base::transposed;
  using Base::unzipped;
  using Base::vectors;
  using Base::zeros;
  using typename Base::Row;
  using typename Base::V;
  using Layer = NarrowLayer<T>;
  using Element = Elementwise<T, Arch, Mode, V>;

 public:
  static T pass(const NarrowPath<T>& path, const T* theta, const NarrowBatch<T>& batch,
                T* gradient) noexcept {
    const Layer* const end = path.layers + path.depth;
    const Layer& output = end[-1];
    const T* x = batch.inputs + batch.order[0] * path.layers->inputs;
    const T* y = batch.targets + batch.order[0] * output.units;
    const T* in = x;
    for (const Layer* at = path.layers; at != end; in = at++->a.data) forward(*at, theta, in);
    const Row targets = load_first(y, output.units);
    store(targets, path.y.data);
    Element::loss(path.loss, path.proper, output.z, output.a, path.y, path.losses);
    const T loss = path.losses[0];
    if (!(loss - loss == T(0))) return loss;

    output_error(path, output, targets);
    // Gradients wait for nothing and fill the time in which each error signal waits for the one above.
    for (const Layer* at = end - 1;; --at) {
      const bool first = at == path.layers;
      if (!first) backward(*at, theta, at[-1]);
      gradients(*at, first ? x : at[-1].a.data, gradient);
      if (first) return loss;
    }
  }

 private:
  // ---- Forward

  DOWNHILL_INLINE static void forward(const Layer& at, const T* theta, const T* x) noexcept {
    // Copies, which no store can change.
    T* const z = at.z.data;
    T* const a = at.a.data;
    Row sums;
    with_chains<Mode>(at.inputs, [&]<std::size_t count>()
                                     DOWNHILL_INLINE_LAMBDA { sums = affine<count>(at, theta, x, z); });
    with_activation_in_place(
        at.phi,
        [&]<Activation f>() {
          map(
              a, [](V v) { return activation_of<f, Mode>(v); }, sums, z);
        },
        [&] { Element::activate(at.phi, at.z, at.a); });
  }

  // Leaves the sums at z too.
  template <std::size_t count>
  DOWNHILL_INLINE static Row affine(const Layer& at, const T* theta, const T* x, T* z) noexcept {
    const T* W = theta + at.weights;
    const T* b = theta + at.biases;
    Row sums = zeros();
    if (at.units == 1) {
      Chains<Mode, T, count> sum(*b);
      in_turns<count>(at.inputs, [&](std::size_t i, std::size_t place)
                                     DOWNHILL_INLINE_LAMBDA { sum.add(place, W[i], x[i]); });
      sums.at[0] = V(sum.total());
      sums.at[0].store_unaligned(z);
      return sums;
    }
    DOWNHILL_ROLLED for (std::size_t c = 0; c < vectors; ++c) {
      const std::size_t r = c * V::size;
      if (r >= at.units) break;
      Chains<Mode, V, count> sum(V::load_unaligned(b + r));
      if (at.inputs == 2) {
        const auto [first, second] = unzipped(W + 2 * r);
        sum.add(0, first, V(x[0]));
        sum.add(1, second, V(x[1]));
      } else {
        for (std::size_t i = 0; i < at.inputs; i += V::size)
          add_block<count>(W + r * at.inputs + i, at.inputs, x, i, sum);
      }
      const V total = sum.total();
      total.store_unaligned(z + r);
      if constexpr (vectors == 1) sums.at[c] = total;  // else it would go through memory once more
    }
    return sums;
  }

  // Adds W x for as many units as lanes, and at most as many inputs, from `first` on.
  template <std::size_t count, class Sum>
  DOWNHILL_INLINE static void add_block(const T* W, std::size_t inputs, const T* x, std::size_t first,
                                        Sum& sum) noexcept {
    V columns[V::size];
    transposed(W, inputs, columns);
    const std::size_t left = inputs - first;
    x += first;
    for (std::size_t k = 0; k < V::size; ++k) {
      const std::size_t place = V::size % count == 0 ? k : first + k;
      if (k < left) sum.add(place, columns[k], V(x[k]));
    }
  }

  // ---- Output error

  DOWNHILL_INLINE static void output_error(const NarrowPath<T>& path, const Layer& output,
                                           const Row& targets) noexcept {
    Row error = load(output.a.data);
    if (path.proper) {
      for (std::size_t c = 0; c < vectors; ++c) error.at[c] = error.at[c] - targets.at[c];
      return store(error, output.delta.data);
    }
    with_loss(path.loss, [&]<Loss f>() {
      for (std::size_t c = 0; c < vectors; ++c) error.at[c] = loss_slope<f, Mode>(error.at[c], targets.at[c]);
    });
    times_derivative(output, error);
  }

  // ---- Backward

  DOWNHILL_INLINE static void backward(const Layer& next, const T* theta, const Layer& at) noexcept {
    Row error;
    with_chains<Mode>(next.units, [&]<std::size_t count>() DOWNHILL_INLINE_LAMBDA {
      Chains<Mode, V, count> sums[vectors];
      const T* W = theta + next.weights;
      const std::size_t inputs = next.inputs;
      const T* const deltas = next.delta.data;
      in_turns<count>(next.units, [&](std::size_t u, std::size_t place) DOWNHILL_INLINE_LAMBDA {
        const Row row = load(W + u * inputs);
        const V delta(deltas[u]);
        for (std::size_t c = 0; c < vectors; ++c) sums[c].add(place, row.at[c], delta);
      });
      for (std::size_t c = 0; c < vectors; ++c) error.at[c] = sums[c].total();
    });
    times_derivative(at, error);
  }

  DOWNHILL_INLINE static void times_derivative(const Layer& at, const Row& error) noexcept {
    store(error, at.delta.data);
    with_activation_in_place(
        at.phi,
        [&]<Activation f>() {
          map(
              at.delta.data, [](V grad, V z, V a) { return grad * derivative_of<f, Mode>(z, a); }, error,
              at.delta.data, at.z.data, at.a.data);
        },
        [&] { Element::times_derivative(at.phi, at.z, at.a, at.delta, at.delta); });
  }

  // ---- Gradients. Rows are stored whole, and what stands behind one is overwritten by the next.

  DOWNHILL_INLINE static void gradients(const Layer& at, const T* x, T* gradient) noexcept {
    const T* const last = gradient + at.biases + at.units;
    weights(at, x, gradient + at.weights, last);
    put(sum_of_one(load(at.delta.data)), gradient + at.biases, last);
  }

  DOWNHILL_INLINE static void weights(const Layer& at, const T* x, T* dW, const T* last) noexcept {
    if (at.inputs == 2) return weights_of_two(at, x, dW, last);
    // Copies, which no store can change.
    const std::size_t units = at.units, inputs = at.inputs;
    const T* const deltas = at.delta.data;
    const Row row = load_first(x, inputs);
    for (std::size_t u = 0; u < units; ++u, dW += inputs) {
      const V delta(deltas[u]);
      Row gradient;
      for (std::size_t c = 0; c < vectors; ++c) gradient.at[c] = madd<Mode>(delta, row.at[c], V(T(0)));
      put(gradient, dW, last);
    }
  }

  // Two inputs are what the plane has.
  DOWNHILL_INLINE static void weights_of_two(const Layer& at, const T* x, T* dW, const T* last) noexcept {
    for (std::size_t u = 0; u < at.units; u += V::size) {
      const V delta = V::load_unaligned(at.delta.data + u);
      put_pair({madd<Mode>(delta, V(x[0]), V(T(0))), madd<Mode>(delta, V(x[1]), V(T(0)))}, dW + 2 * u, last);
    }
  }

  // A sum begins at 0 and has no -0.
  DOWNHILL_INLINE static Row sum_of_one(Row row) noexcept {
    for (V& v : row.at) v = madd<Mode>(V(T(1)), v, V(T(0)));
    return row;
  }
};

}  // namespace downhill::kernels
