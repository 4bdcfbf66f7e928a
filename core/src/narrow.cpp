#include "table.hpp"

#include <downhill/narrow.hpp>

#include <algorithm>

namespace downhill {
namespace {

NarrowShape shape_of(const LayerLayout& layer, std::size_t samples) noexcept {
  return {layer.inputs, layer.units(), samples};
}

}  // namespace

bool is_narrow(const Network& network) noexcept {
  const auto fits = [](const LayerLayout& layer) {
    const LayerSpec& spec = layer.spec;
    return layer.inputs <= narrow_width && layer.units() <= narrow_width && spec.norm == Norm::none &&
           spec.dropout == 0.0 && !spec.residual;
  };
  return network.depth() > 1 && std::ranges::all_of(network.layers(), fits);
}

template <class T>
void NarrowTape<T>::plan(Cursor& cursor, const Network& network, std::size_t samples, Loss loss, bool fused) {
  layers_.clear();
  stations_.clear();
  path_ = {};
  samples_ = 0;
  if (samples > narrow_samples<T> || !is_narrow(network)) return;
  if (samples == 1) {
    plan_path(cursor, network);
    const Activation output = network.layers().back().spec.activation;
    path_ = {stations_.data(), stations_.size(), loss, fused && is_proper_pair(loss, output)};
    return;
  }
  layers_ = std::vector<Layer>(network.depth());
  const std::size_t numbers = narrow_samples<T> * narrow_width;
  cursor.take(x_, numbers);
  for (Layer& layer : layers_) {
    cursor.take(layer.delta, 1, numbers);
    if (&layer == &layers_.back()) break;
    cursor.take(layer.z, 1, numbers);
    cursor.take(layer.a, 1, numbers);
  }
  set_samples(samples);
}

template <class T>
void NarrowTape<T>::plan_path(Cursor& cursor, const Network& network) {
  for (const LayerLayout& at : network.layers()) {
    std::span<T> z, a, delta;
    for (std::span<T>* row : {&z, &a, &delta}) cursor.take(*row, line<T>);
    stations_.push_back(
        {at.inputs, at.units(), at.weights, at.biases, at.spec.activation, z.data(), a.data(), delta.data()});
  }
}

template <class T>
void NarrowTape<T>::set_samples(std::size_t count) noexcept {
  if (samples_ == count) return;
  samples_ = count;
  for (Layer& layer : layers_) {
    for (Matrix<T>* rows : {&layer.z, &layer.a, &layer.delta})
      rows->cols = rows->stride = count * narrow_width;
  }
}

template <class T>
void NarrowTape<T>::load(const T* inputs, const T* targets, std::span<const std::uint32_t> order,
                         Tape<T>& tape) noexcept {
  tape.set_samples(order.size());
  set_samples(order.size());
  const std::size_t width = tape.x.rows;
  T* row = x_.data();
  for (const std::uint32_t sample : order) {
    for (std::size_t i = 0; i < width; ++i) row[i] = inputs[sample * width + i];
    row += narrow_width;
  }
  tape.load_targets(targets, order);
}

template <class T>
void NarrowTape<T>::forward(const Backprop<T>& pass) const noexcept {
  const std::size_t last = layers_.size() - 1;
  const T* x = x_.data();
  for (std::size_t l = 0; l < last; ++l) {
    const LayerLayout& at = pass.network.layer(l);
    const Layer& here = layers_[l];
    pass.kernels.narrow_affine(pass.theta + at.weights, pass.theta + at.biases, shape_of(at, samples_), x,
                               here.z.data);
    pass.kernels.activate(at.spec.activation, here.z, here.a);
    x = here.a.data;
  }
  pass.kernels.narrow_columns(x, pass.tape.layers[last - 1].out);
  pass.forward_layer(last);
}

template <class T>
void NarrowTape<T>::backward(const Backprop<T>& pass) const noexcept {
  const std::size_t last = layers_.size() - 1;
  const Matrix<T>& columns = pass.tape.layers[last].delta;
  T* rows = layers_[last].delta.data;
  for (std::size_t u = 0; u < columns.rows; ++u) {
    for (std::size_t s = 0; s < samples_; ++s) rows[s * narrow_width + u] = columns(u, s);
  }
  for (std::size_t l = last; l-- > 0;) {
    const LayerLayout& next = pass.network.layer(l + 1);
    const Layer& here = layers_[l];
    pass.kernels.narrow_transposed_product(pass.theta + next.weights, shape_of(next, samples_),
                                           layers_[l + 1].delta.data, here.delta.data);
    pass.kernels.times_derivative(pass.network.layer(l).spec.activation, here.z, here.a, here.delta,
                                  here.delta);
  }
}

template <class T>
void NarrowTape<T>::gradients(const Backprop<T>& pass, T scale, T* gradient) const noexcept {
  const T* x = x_.data();
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const LayerLayout& at = pass.network.layer(l);
    pass.kernels.narrow_gradients(shape_of(at, samples_), layers_[l].delta.data, x, scale,
                                  gradient + at.weights, gradient + at.biases);
    x = layers_[l].a.data;
  }
}

template class NarrowTape<float>;
template class NarrowTape<double>;

}  // namespace downhill
