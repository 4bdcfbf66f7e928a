// A small batch (narrow_samples) all the way through a narrow network: forward, loss, backward and
// gradient in one call. Samples lie one after the other as rows, units across the lanes: a batch of any size
// leaves no lane idle, and the sum over samples needs no fold. Every sum runs in the order of Dense and every
// formula is the one of Elementwise, so the bits are the same.
#pragma once

#include "arrays.hpp"
#include "elementwise.hpp"
#include "narrow_columns.hpp"
#include "narrow_outputs.hpp"
#include "narrow_products.hpp"
#include "table.hpp"

#include <cstddef>
#include <cstring>

namespace downhill::kernels {

template <class T, class Arch, class Mode>
class Narrow : NarrowProducts<T, Arch, Mode> {
  using Base = NarrowProducts<T, Arch, Mode>;
  using Base::affine;
  using Base::affine_columns;
  using Base::biases;
  using Base::transposed_product;
  using Base::weights;
  using typename Base::AsItIs;
  using typename Base::V;
  using Layer = NarrowLayer<T>;
  using Element = Elementwise<T, Arch, Mode, V>;
  static constexpr std::size_t width = narrow_width;

 public:
  static T pass(const NarrowPath<T>& path, const T* theta, const NarrowBatch<T>& batch,
                T* gradient) noexcept {
    using Columns = NarrowColumns<T, Arch, Mode>;
    if constexpr (Columns::serves) {
      if (batch.count >= Columns::least_samples) return Columns::pass(path, theta, batch, gradient);
    }
    const Layer* const output = path.layers + path.depth - 1;
    load(path, batch);
    forward(path, theta, batch.count);
    outputs(path, *output);
    const T loss = Arrays<T, Arch, Mode, V>::sum(path.losses, batch.count);
    if (!(loss - loss == T(0))) return loss;
    const T* delta = path.error;
    for (const Layer* at = output; at != path.layers; delta = (--at)->delta.data) {
      backward(*at, theta, delta, batch.count, at[-1]);
    }
    gradients(path, batch.count, gradient);
    return loss;
  }

 private:
  DOWNHILL_INLINE static void load(const NarrowPath<T>& path, const NarrowBatch<T>& batch) noexcept {
    const std::size_t inputs = path.layers->inputs, outputs = path.y.rows;
    T* row = path.x;
    for (std::size_t s = 0; s < batch.count; ++s, row += width) {
      const T* const from = batch.inputs + batch.order[s] * inputs;
      if (inputs == 2) {  // what the plane has
        std::memcpy(row, from, 2 * sizeof(T));
      } else {
        for (std::size_t i = 0; i < inputs; ++i) row[i] = from[i];
      }
    }
    for (std::size_t k = 0; k < outputs; ++k) {
      const T* const from = batch.targets + k;
      T* const to = path.y.row(k);
      for (std::size_t s = 0; s < batch.count; ++s) to[s] = from[batch.order[s] * outputs];
    }
  }

  DOWNHILL_INLINE static void forward(const NarrowPath<T>& path, const T* theta,
                                      std::size_t samples) noexcept {
    const Layer* const output = path.layers + path.depth - 1;
    const T* x = path.x;
    for (const Layer* at = path.layers; at != output; x = at++->a.data) {
      affine(theta + at->weights, theta + at->biases, *at, x, samples, at->z.data);
      activate(*at, samples);
    }
    affine_columns(theta + output->weights, theta + output->biases, *output, x, output->z);
  }

  // For the usual activations without a call.
  DOWNHILL_INLINE static void activate(const Layer& at, std::size_t samples) noexcept {
    with_activation_in_place(
        at.phi,
        [&]<Activation phi>() {
          const T* const z = at.z.data;
          T* const a = at.a.data;
          if constexpr (Element::template by_lines<phi>()) {
            Element::template activate_lines<phi>(z, a, samples * width);
          } else {
            for (std::size_t n = 0; n < samples * width; n += V::size)
              activation_of<phi, Mode>(V::load_unaligned(z + n)).store_unaligned(a + n);
          }
        },
        [&] { Element::activate(at.phi, at.z, at.a); });
  }

  // Error signals as rows too.
  DOWNHILL_INLINE static void outputs(const NarrowPath<T>& path, const Layer& output) noexcept {
    NarrowOutputs<T, Arch, Mode, V>::finish(path, output);
    const Matrix<T>& delta = output.delta;
    for (std::size_t u = 0; u < delta.rows; ++u) {
      const T* const from = delta.row(u);
      T* const to = path.error + u;
      DOWNHILL_SCALAR for (std::size_t s = 0; s < delta.cols; ++s) to[s * width] = from[s];
    }
  }

  // delta of `below`
  DOWNHILL_INLINE static void backward(const Layer& at, const T* theta, const T* delta, std::size_t samples,
                                       const Layer& below) noexcept {
    const T* const W = theta + at.weights;
    T* const back = below.delta.data;
    with_activation_in_place(
        below.phi,
        [&]<Activation phi>() {
          const T* const z = below.z.data;
          const T* const a = below.a.data;
          transposed_product(
              W, at, delta, samples, back, [=](V error, std::size_t n, std::size_t k) DOWNHILL_INLINE_LAMBDA {
                return error *
                       derivative_of<phi, Mode>(V::load_unaligned(z + n + k), V::load_unaligned(a + n + k));
              });
        },
        [&] {
          transposed_product(W, at, delta, samples, back, AsItIs{});
          Element::times_derivative(below.phi, below.z, below.a, below.delta, below.delta);
        });
  }

  // In the order of memory, since rows are stored whole: what stands behind one is overwritten by the next.
  DOWNHILL_INLINE static void gradients(const NarrowPath<T>& path, std::size_t samples,
                                        T* gradient) noexcept {
    const Layer* const output = path.layers + path.depth - 1;
    const T* const last = gradient + output->biases + output->units;
    const T scale = T(1) / static_cast<T>(samples);
    const T* x = path.x;
    for (const Layer* at = path.layers; at <= output; x = at++->a.data) {
      const T* delta = at == output ? path.error : at->delta.data;
      weights(*at, delta, x, samples, scale, gradient + at->weights, last);
      biases(delta, samples, scale, gradient + at->biases, last);
    }
  }
};

}  // namespace downhill::kernels
