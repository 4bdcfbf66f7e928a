// Backpropagation with a mistake in it, for the lesson of section 24; without one it is Backprop's own.
#pragma once

#include "table.hpp"

#include <downhill/gradient_check.hpp>

#include <algorithm>
#include <span>

namespace downhill {

template <class T>
class FaultyBackprop {
 public:
  FaultyBackprop(const Backprop<T>& pass, Fault fault) : pass_(pass), fault_(fault) {}

  void gradient(T scale, std::span<T> gradient) const {
    pass_.forward();
    output_error();
    for (std::size_t l = pass_.network.depth() - 1; l-- > 0;) backward_layer(l);
    pass_.gradients(scale, false, gradient.data());
    if (fault_ != Fault::no_bias) return;
    for (const LayerLayout& layer : pass_.network.layers()) {
      std::ranges::fill(gradient.subspan(layer.biases, layer.units()), T(0));
    }
  }

 private:
  // A proper pair is given psi' though it has cancelled, another pair is denied it.
  void output_error() const {
    pass_.output_error();
    if (fault_ != Fault::wrong_pairing) return;
    const LayerTape<T>& output = pass_.tape.layers.back();
    const Activation psi = pass_.network.output_activation();
    pass_.kernels.proper_delta(output.a, pass_.tape.y, output.delta);
    if (is_proper_pair(pass_.loss, psi) && psi != Activation::linear) {
      pass_.kernels.times_derivative(psi, output.u, output.a, output.delta, output.delta);
    }
  }

  void backward_layer(std::size_t l) const {
    const LayerTape<T>& here = pass_.tape.layers[l];
    pass_.backward_layer(l);
    if (fault_ == Fault::no_derivative) {
      for (std::size_t u = 0; u < here.grad.rows; ++u) {
        std::copy_n(here.grad.row(u), padded<T>(here.grad.cols), here.delta.row(u));
      }
    }
    if (fault_ == Fault::transposed_weights) {
      const LayerLayout& above = pass_.network.layer(l + 1);
      const Matrix<T>& delta = pass_.tape.layers[l + 1].delta;
      const T* W = pass_.theta + above.weights;
      for (std::size_t i = 0; i < above.inputs; ++i) {
        for (std::size_t s = 0; s < delta.cols; ++s) {
          T sum = 0;
          for (std::size_t u = 0; u < above.units(); ++u) sum += W[i * above.units() + u] * delta(u, s);
          here.grad(i, s) = sum;
        }
      }
      pass_.through_block(l);
    }
  }

  const Backprop<T>& pass_;
  Fault fault_;
};

template <class T>
void faulty_gradient(const Backprop<T>& pass, Fault fault, T scale, std::span<T> gradient) {
  FaultyBackprop<T>(pass, fault).gradient(scale, gradient);
}

}  // namespace downhill
