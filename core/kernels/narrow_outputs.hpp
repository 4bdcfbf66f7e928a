// Activations, losses and error signals of a narrow network's outputs, samples across the lanes.
#pragma once

#include "elementwise.hpp"
#include "mode.hpp"

#include <downhill/narrow_layer.hpp>

#include <cstddef>

namespace downhill::kernels {

template <class T, class Arch, class Mode, class V>
class NarrowOutputs {
  using Layer = NarrowLayer<T>;
  using Element = Elementwise<T, Arch, Mode, V>;

 public:
  // From output.z to output.a, path.losses and output.delta. For the usual pairs of activation and loss
  // numbers stay in their registers, which costs code for each.
  DOWNHILL_INLINE static void finish(const NarrowPath<T>& path, const Layer& output) noexcept {
    using enum Activation;
    using enum Loss;
    if (output.phi == Activation::tanh && path.loss == squared_error) {
      in_one_loop<Activation::tanh, squared_error>(path, output);
    } else if (output.phi == linear && path.loss == squared_error) {
      in_one_loop<linear, squared_error>(path, output);
    } else if (output.phi == sigmoid && path.loss == binary_cross_entropy) {
      in_one_loop<sigmoid, binary_cross_entropy>(path, output);
    } else {
      one_by_one(path, output);
    }
  }

 private:
  DOWNHILL_INLINE static void one_by_one(const NarrowPath<T>& path, const Layer& output) noexcept {
    const Matrix<T>& delta = output.delta;
    Element::activate(output.phi, output.z, output.a);
    Element::loss(path.loss, path.proper, output.z, output.a, path.y, path.losses);
    if (path.proper) {
      Element::proper_delta(output.a, path.y, delta);
    } else {
      Element::loss_gradient(path.loss, output.a, path.y, delta);
      Element::times_derivative(output.phi, output.z, output.a, delta, delta);
    }
  }

  template <Activation phi, Loss kind>
  DOWNHILL_INLINE static void in_one_loop(const NarrowPath<T>& path, const Layer& output) noexcept {
    const Matrix<T> z = output.z, a = output.a, y = path.y, delta = output.delta;
    const bool proper = is_proper_pair(kind, phi) && path.proper;
    T* const losses = path.losses;
    for (std::size_t s = 0; s < z.cols; s += V::size) {
      V loss(T(0));
      for (std::size_t u = 0; u < z.rows; ++u) {
        const V sum = V::load_unaligned(z.row(u) + s), target = V::load_unaligned(y.row(u) + s);
        const V out = activation_of<phi, Mode>(sum);
        out.store_unaligned(a.row(u) + s);
        loss += loss_of_output<Mode>(kind, proper, sum, out, target);
        V error = out - target;
        if (!proper) error = loss_slope<kind, Mode>(out, target) * derivative_of<phi, Mode>(sum, out);
        error.store_unaligned(delta.row(u) + s);
      }
      loss.store_unaligned(losses + s);
    }
  }
};

}  // namespace downhill::kernels
