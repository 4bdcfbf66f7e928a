#include "table.hpp"

#include <downhill/backprop.hpp>
#include <downhill/random.hpp>

#include <algorithm>

namespace downhill {
namespace {

// As PyTorch has them.
constexpr double statistics_rate = 0.1;

}  // namespace

template <class T>
ConstMatrix<T> Backprop<T>::input_of(std::size_t layer) const noexcept {
  return layer == 0 ? tape.x : tape.layers[layer - 1].out;
}

template <class T>
bool Backprop<T>::takes_short_cut() const noexcept {
  const LayerSpec& output = network.layers().back().spec;
  return fused && !output.residual && is_proper_pair(loss, output.activation);
}

// ---- Forward

template <class T>
void Backprop<T>::forward_layer(std::size_t layer) const noexcept {
  affine_layer(layer);
  norm_layer(layer);
  activate_layer(layer);
}

template <class T>
void Backprop<T>::affine_layer(std::size_t layer) const noexcept {
  const LayerLayout& at = network.layer(layer);
  kernels.affine(theta + at.weights, theta + at.biases, input_of(layer), tape.layers[layer].z);
}

template <class T>
void Backprop<T>::activate_layer(std::size_t layer) const noexcept {
  const LayerLayout& at = network.layer(layer);
  const LayerTape<T>& here = tape.layers[layer];
  kernels.activate(at.spec.activation, here.u, here.a);
  ConstMatrix<T> result = here.a;
  if (at.spec.dropout > 0.0 && training.on) {
    if (!masks_drawn) draw_mask(layer);
    kernels.multiply(result, here.mask, here.out);
    result = here.out;
  }
  if (at.spec.residual) {
    kernels.add(result, input_of(layer), here.out);
  } else if (at.spec.dropout > 0.0 && !training.on) {
    for (std::size_t u = 0; u < here.a.rows; ++u)
      std::copy_n(here.a.row(u), padded<T>(here.a.cols), here.out.row(u));
  }
}

template <class T>
void Backprop<T>::norm_layer(std::size_t layer) const noexcept {
  const LayerLayout& at = network.layer(layer);
  const LayerTape<T>& here = tape.layers[layer];
  if (at.spec.norm == Norm::none) return;
  const auto epsilon = static_cast<T>(norm_epsilon);
  const T* gain = theta + at.gain;
  const T* shift = theta + at.shift;
  if (at.spec.norm == Norm::layer) {
    kernels.layer_norm(here.z, epsilon, gain, shift, here.inverse.data(), here.normed, here.u);
    return;
  }
  if (training.on) kernels.row_statistics(here.z, here.mean.data(), here.variance.data());
  const T* mean = training.on ? here.mean.data() : statistics + at.running_mean;
  const T* variance = training.on ? here.variance.data() : statistics + at.running_variance;
  kernels.batch_norm(here.z, mean, variance, epsilon, gain, shift, here.inverse.data(), here.normed, here.u);
}

// Drawn from seed, part and layer alone, so that a step can be replayed.
template <class T>
void Backprop<T>::draw_mask(std::size_t layer) const noexcept {
  const Matrix<T>& mask = tape.layers[layer].mask;
  const double dropout = network.layer(layer).spec.dropout;
  const T kept = static_cast<T>(1.0 / (1.0 - dropout));
  const auto threshold = static_cast<std::uint32_t>(dropout * 0x1p32);
  Random random(training.seed, Stream::dropout, training.part * network.depth() + layer);
  for (std::size_t u = 0; u < mask.rows; ++u) {
    for (std::size_t s = 0; s < mask.cols; ++s) mask(u, s) = random.bits() < threshold ? T(0) : kept;
  }
}

template <class T>
void Backprop<T>::draw_masks() const noexcept {
  for (std::size_t l = 0; l < network.depth(); ++l) {
    if (network.layer(l).spec.dropout > 0.0 && training.on) draw_mask(l);
  }
}

template <class T>
void Backprop<T>::forward() const noexcept {
  for (std::size_t l = 0; l < network.depth(); ++l) forward_layer(l);
}

template <class T>
void Backprop<T>::losses() const noexcept {
  const LayerTape<T>& output = tape.layers.back();
  kernels.loss(loss, takes_short_cut(), output.u, output.out, tape.y, tape.losses.data());
}

// ---- Backward

template <class T>
void Backprop<T>::output_error() const noexcept {
  output_error_before_norm();
  through_norm(network.depth() - 1);
}

template <class T>
void Backprop<T>::output_error_before_norm() const noexcept {
  const LayerTape<T>& output = tape.layers.back();
  if (takes_short_cut()) return kernels.proper_delta(output.a, tape.y, output.delta_u);
  kernels.loss_gradient(loss, output.out, tape.y, output.grad);
  through_activation(network.depth() - 1);
}

template <class T>
void Backprop<T>::backward_layer(std::size_t layer) const noexcept {
  backward_before_norm(layer);
  through_norm(layer);
}

template <class T>
void Backprop<T>::backward_before_norm(std::size_t layer) const noexcept {
  const LayerTape<T>& here = tape.layers[layer];
  const LayerTape<T>& next = tape.layers[layer + 1];
  kernels.transposed_product(theta + network.layer(layer + 1).weights, next.delta, here.grad);
  if (network.layer(layer + 1).spec.residual) kernels.add(here.grad, next.grad, here.grad);
  through_activation(layer);
}

// From dL/d out to dL/dz.
template <class T>
void Backprop<T>::through_block(std::size_t layer) const noexcept {
  through_activation(layer);
  through_norm(layer);
}

// From dL/d out to dL/du.
template <class T>
void Backprop<T>::through_activation(std::size_t layer) const noexcept {
  const LayerSpec& spec = network.layer(layer).spec;
  const LayerTape<T>& here = tape.layers[layer];
  ConstMatrix<T> grad = here.grad;
  if (spec.dropout > 0.0 && training.on) {
    kernels.multiply(grad, here.mask, here.delta_u);
    grad = here.delta_u;
  }
  kernels.times_derivative(spec.activation, here.u, here.a, grad, here.delta_u);
}

template <class T>
void Backprop<T>::through_norm(std::size_t layer) const noexcept {
  const LayerLayout& at = network.layer(layer);
  const LayerTape<T>& here = tape.layers[layer];
  const T* gain = theta + at.gain;
  const T* inverse = here.inverse.data();
  if (at.spec.norm == Norm::none) return;
  if (at.spec.norm == Norm::layer) {
    kernels.layer_norm_backward(here.delta_u, here.normed, gain, inverse, here.delta);
  } else if (training.on) {
    kernels.batch_norm_backward(here.delta_u, here.normed, gain, inverse, here.delta);
  } else {  // with remembered statistics the norm is a mere scaling
    for (std::size_t u = 0; u < here.delta.rows; ++u) {
      std::copy_n(here.delta_u.row(u), padded<T>(here.delta.cols), here.delta.row(u));
      kernels.scale(here.delta.row(u), gain[u] * inverse[u], here.delta.cols);
    }
  }
}

template <class T>
void Backprop<T>::backward() const noexcept {
  output_error();
  for (std::size_t l = network.depth() - 1; l-- > 0;) backward_layer(l);
}

// ---- Gradients

template <class T>
void Backprop<T>::gradients_layer(std::size_t layer, T scale, bool accumulate, T* gradient) const noexcept {
  gradients_rows(layer, 0, network.layer(layer).units(), scale, accumulate, gradient);
}

template <class T>
void Backprop<T>::gradients_rows(std::size_t layer, std::size_t first, std::size_t count, T scale,
                                 bool accumulate, T* gradient) const noexcept {
  const LayerLayout& at = network.layer(layer);
  const LayerTape<T>& here = tape.layers[layer];
  kernels.gradients(here.delta.some_rows(first, count), input_of(layer), scale, accumulate,
                    gradient + at.weights + first * at.inputs, gradient + at.biases + first);
  if (at.spec.norm == Norm::none) return;
  kernels.norm_gradients(here.delta_u.some_rows(first, count), here.normed.some_rows(first, count), scale,
                         accumulate, gradient + at.gain + first, gradient + at.shift + first);
}

template <class T>
void Backprop<T>::gradients(T scale, bool accumulate, T* gradient) const noexcept {
  for (std::size_t l = 0; l < network.depth(); ++l) gradients_layer(l, scale, accumulate, gradient);
}

// ---- Statistics

template <class T>
void Backprop<T>::remember_statistics(T* running) const noexcept {
  const auto rate = static_cast<T>(statistics_rate);
  const auto n = static_cast<T>(tape.x.cols);
  for (std::size_t l = 0; l < network.depth(); ++l) {
    const LayerLayout& at = network.layer(l);
    if (at.spec.norm != Norm::batch) continue;
    const LayerTape<T>& here = tape.layers[l];
    for (std::size_t u = 0; u < at.units(); ++u) {
      T& mean = running[at.running_mean + u];
      T& variance = running[at.running_variance + u];
      mean = (T(1) - rate) * mean + rate * here.mean[u];
      // The unbiased estimate; one sample has none.
      if (n > T(1)) variance = (T(1) - rate) * variance + rate * (here.variance[u] * n / (n - T(1)));
    }
  }
}

template <class T>
void reset_statistics(const Network& network, std::span<T> statistics) noexcept {
  for (const LayerLayout& layer : network.layers()) {
    if (layer.spec.norm != Norm::batch) continue;
    std::ranges::fill(statistics.subspan(layer.running_mean, layer.units()), T(0));
    std::ranges::fill(statistics.subspan(layer.running_variance, layer.units()), T(1));
  }
}

template struct Backprop<float>;
template struct Backprop<double>;
template void reset_statistics(const Network&, std::span<float>) noexcept;
template void reset_statistics(const Network&, std::span<double>) noexcept;

}  // namespace downhill
