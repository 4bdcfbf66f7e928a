// A batch that fills 512 bits by itself, all the way through a narrow network in one call: as Narrow, but
// with samples across the lanes, one for every slot of a line. Lines of samples take turns, so that one is
// worked on while another waits for its sums.
#pragma once

#include "arrays.hpp"
#include "eight_sums.hpp"
#include "fold.hpp"
#include "formulas.hpp"
#include "gather.hpp"
#include "mode.hpp"
#include "narrow_outputs.hpp"
#include "rows.hpp"

#include <downhill/narrow_layer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace downhill::kernels {

template <class T, class Arch, class Mode>
class NarrowColumns : Rows<T, Arch> {
  using Base = Rows<T, Arch>;
  using Base::put;
  using Base::put_pair;
  using V = xsimd::batch<T, Arch>;
  using Layer = NarrowLayer<T>;
  using Sums = EightSums<T, Arch, Mode>;
  static constexpr std::size_t width = narrow_width;
  // From a unit's samples to those of the next: every matrix has room for columns.
  static constexpr std::size_t stride = narrow_samples<T>;

 public:
  static constexpr bool serves = Sums::serve;
  static constexpr std::size_t least_samples = line<T>;

  static T pass(const NarrowPath<T>& path, const T* theta, const NarrowBatch<T>& batch,
                T* gradient) noexcept {
    const Layer* const output = path.layers + path.depth - 1;
    const std::size_t count = batch.count;
    load(batch.inputs, batch, path.layers->inputs, path.x);
    load(batch.targets, batch, output->units, path.y.data);
    forward(path, theta, count);
    NarrowOutputs<T, Arch, Mode, V>::finish(path, *output);
    const T loss = Arrays<T, Arch, Mode>::sum(path.losses, count);
    if (!(loss - loss == T(0))) return loss;
    if (count % V::size > 0) clear_padding(output->delta);
    for (const Layer* at = output; at != path.layers; --at) {
      for (std::size_t s = 0; s < count; s += V::size) backward(*at, theta, s, at[-1]);
    }
    gradients(path, count, gradient);
    return loss;
  }

 private:
  // The samples' rows of numbers become columns.
  DOWNHILL_INLINE static void load(const T* rows, const NarrowBatch<T>& batch, std::size_t numbers,
                                   T* to) noexcept {
    for (std::size_t s = 0; s < batch.count; s += V::size, to += V::size) {
      const std::uint32_t* const order = batch.order + s;
      const std::size_t left = batch.count - s;
      if (left >= V::size && numbers == 2) {  // what the plane has
        const auto columns = gather_pairs<V>(rows, order);
        columns.first.store_unaligned(to);
        columns.second.store_unaligned(to + stride);
        continue;
      }
      for (std::size_t r = 0; r < numbers; ++r) {
        const V column = left >= V::size ? gather<V>(rows + r, order, numbers)
                                         : gather_first_lanes<V>(rows + r, order, numbers, left);
        column.store_unaligned(to + r * stride);
      }
    }
  }

  DOWNHILL_INLINE static void forward(const NarrowPath<T>& path, const T* theta,
                                      std::size_t samples) noexcept {
    const Layer* const output = path.layers + path.depth - 1;
    const T* x = path.x;
    for (const Layer* at = path.layers; at != output; x = at++->a.data) {
      const bool last = at + 1 == output;
      with_activation(at->phi, [&]<Activation phi>() {
        for (std::size_t s = 0; s < samples; s += V::size) {
          T* const a = at->a.data + s;
          affine(*at, theta, x + s, at->z.data + s, [=](V z, std::size_t n) DOWNHILL_INLINE_LAMBDA {
            activation_of<phi, Mode>(z).store_unaligned(a + n);
          });
          if (last)
            affine(*output, theta, a, output->z.data + s, [](V, std::size_t) DOWNHILL_INLINE_LAMBDA {});
        }
      });
    }
  }

  // z = W x + b, and finish(z, place) of every unit.
  template <class Finish>
  DOWNHILL_INLINE static void affine(const Layer& at, const T* theta, const T* x, T* z,
                                     Finish&& finish) noexcept {
    const T* const W = theta + at.weights;
    const T* const b = theta + at.biases;
    const std::size_t inputs = at.inputs;
    tiles<4>(at.units, [=]<std::size_t n>(std::size_t u) DOWNHILL_INLINE_LAMBDA {
      std::array<V, n> sums;
      for (std::size_t j = 0; j < n; ++j) sums[j] = V(b[u + j]);
      add_products(sums, W + u * inputs, inputs, 1, x, inputs);
      for (std::size_t j = 0; j < n; ++j) sums[j].store_unaligned(z + (u + j) * stride);
      for (std::size_t j = 0; j < n; ++j) finish(sums[j], (u + j) * stride);
    });
  }

  // body.operator()<n>(first) for as many tiles of `most` sums as there are, then for one sum at a time.
  // (With tiles of all sizes, as in_tiles has them, W^T delta takes a sixth longer.)
  template <std::size_t most, class Body>
  DOWNHILL_INLINE static void tiles(std::size_t count, Body&& body) noexcept {
    std::size_t first = 0;
    for (; first + most <= count; first += most) body.template operator()<most>(first);
    for (; first < count; ++first) body.template operator()<1>(first);
  }

  // sums[j] += w[j * next] x[0] + w[j * next + step] x[1] + ..., `count` terms, x a line of samples each.
  // Side by side, since each term of a sum waits for the one before.
  template <std::size_t n>
  DOWNHILL_INLINE static void add_products(std::array<V, n>& sums, const T* w, std::size_t next,
                                           std::size_t step, const T* x, std::size_t count) noexcept {
    for (std::size_t k = 0; k < width; ++k, w += step) {
      if (k == count) break;
      const V number = V::load_unaligned(x + k * stride);
      for (std::size_t j = 0; j < n; ++j) sums[j] = madd<Mode>(V(w[j * next]), number, sums[j]);
    }
  }

  DOWNHILL_INLINE static void clear_padding(const Matrix<T>& delta) noexcept {
    const std::size_t end = delta.cols / V::size * V::size;
    for (std::size_t u = 0; u < delta.rows; ++u) {
      T* const line = delta.data + u * stride + end;
      load_first_lanes<V>(line, delta.cols - end).store_unaligned(line);
    }
  }

  // delta of `below`, samples s to s + V::size
  DOWNHILL_INLINE static void backward(const Layer& at, const T* theta, std::size_t s,
                                       const Layer& below) noexcept {
    const T* const W = theta + at.weights;
    const T* const z = below.z.data + s;
    const T* const a = below.a.data + s;
    T* const back = below.delta.data + s;
    const T* const delta = at.delta.data + s;
    const std::size_t units = at.units, inputs = at.inputs;
    with_activation(below.phi, [&]<Activation phi>() {
      tiles<width>(inputs, [=]<std::size_t n>(std::size_t i) DOWNHILL_INLINE_LAMBDA {
        std::array<V, n> sums;
        sums.fill(V(T(0)));
        add_products(sums, W + i, 1, inputs, delta, units);
        for (std::size_t j = 0; j < n; ++j) {
          const std::size_t place = (i + j) * stride;
          V(sums[j] * derivative_of<phi, Mode>(V::load_unaligned(z + place), V::load_unaligned(a + place)))
              .store_unaligned(back + place);
        }
      });
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
      weights(*at, x, samples, scale, gradient + at->weights, last);
      const Terms<T, true> alone{at->delta.data, stride, at->units, nullptr};
      put(Sums::folded(alone, samples, scale), gradient + at->biases, last);
    }
  }

  DOWNHILL_INLINE static void weights(const Layer& at, const T* x, std::size_t samples, T scale, T* dW,
                                      const T* last) noexcept {
    const T* const delta = at.delta.data;
    const auto folded = [=](const T* many, std::size_t count, const T* one) DOWNHILL_INLINE_LAMBDA {
      return Sums::folded(Terms<T, false>{many, stride, count, one}, samples, scale);
    };
    if (at.inputs == 2) {  // what the plane has: units fill a row that two inputs do not
      put_pair({folded(delta, at.units, x), folded(delta, at.units, x + stride)}, dW, last);
      return;
    }
    for (std::size_t u = 0; u < at.units; ++u, dW += at.inputs)
      put(folded(x, at.inputs, delta + u * stride), dW, last);
  }
};

}  // namespace downhill::kernels
