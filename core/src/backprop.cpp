#include <algorithm>

#include <downhill/backprop.hpp>

#include "table.hpp"

namespace downhill {
namespace {

// Row `row` of sample-major data becomes a column.
template <class T>
void put_column(const T* row, Matrix<T> to, std::size_t column) noexcept {
  for (std::size_t r = 0; r < to.rows; ++r) to(r, column) = row[r];
}

template <class T, class Row>
void load_columns(const T* inputs, const T* targets, Tape<T>& tape, std::size_t count, Row row_of) noexcept {
  tape.set_samples(count);
  for (std::size_t s = 0; s < count; ++s) {
    const std::size_t row = row_of(s);
    put_column(inputs + row * tape.x.rows, tape.x, s);
    put_column(targets + row * tape.y.rows, tape.y, s);
  }
}

}  // namespace

template <class T>
void Tape<T>::plan(Cursor& cursor, const Network& network, std::size_t samples, bool with_deltas) {
  capacity = samples;
  layers.resize(network.depth());
  cursor.take(x, network.inputs(), samples);
  cursor.take(y, network.outputs(), samples);
  cursor.take(losses, padded<T>(samples));
  for (std::size_t l = 0; l < network.depth(); ++l) {
    const std::size_t units = network.layer(l).units;
    cursor.take(layers[l].z, units, samples);
    cursor.take(layers[l].a, units, samples);
    if (with_deltas) cursor.take(layers[l].delta, units, samples);
  }
}

template <class T>
void Tape<T>::set_samples(std::size_t count) noexcept {
  if (x.cols == count) return;
  // Inputs that a wider pass left in the padding could overflow to Inf on their way, and 0 * Inf is NaN.
  for (std::size_t r = 0; r < x.rows; ++r) std::fill(x.row(r) + count, x.row(r) + padded<T>(count), T(0));
  x.cols = y.cols = count;
  for (LayerTape<T>& layer : layers) layer.z.cols = layer.a.cols = layer.delta.cols = count;
}

template <class T>
void Tape<T>::load(const T* inputs, const T* targets, std::span<const std::uint32_t> order) noexcept {
  load_columns(inputs, targets, *this, order.size(), [&](std::size_t s) { return order[s]; });
}

template <class T>
void Tape<T>::load(const T* inputs, const T* targets, std::size_t count) noexcept {
  load_columns(inputs, targets, *this, count, [](std::size_t s) { return s; });
}

template <class T>
void Backprop<T>::forward_layer(std::size_t layer) const noexcept {
  const LayerLayout& at = network.layer(layer);
  const ConstMatrix<T> input = layer == 0 ? tape.x : tape.layers[layer - 1].a;
  const LayerTape<T>& out = tape.layers[layer];
  kernels.affine(theta + at.weights, theta + at.biases, input, out.z);
  kernels.activate(at.activation, out.z, out.a);
}

template <class T>
void Backprop<T>::forward() const noexcept {
  for (std::size_t l = 0; l < network.depth(); ++l) forward_layer(l);
}

template <class T>
void Backprop<T>::losses() const noexcept {
  const LayerTape<T>& out = tape.layers.back();
  kernels.loss(loss, out.z, out.a, tape.y, tape.losses.data());
}

template <class T>
void Backprop<T>::output_error() const noexcept {
  const LayerTape<T>& out = tape.layers.back();
  kernels.output_delta(loss, network.layers().back().activation, out.z, out.a, tape.y, out.delta);
}

template <class T>
void Backprop<T>::backward_layer(std::size_t layer) const noexcept {
  const LayerTape<T>& here = tape.layers[layer];
  const LayerTape<T>& next = tape.layers[layer + 1];
  kernels.transposed_product(theta + network.layer(layer + 1).weights, next.delta, here.delta);
  kernels.times_derivative(network.layer(layer).activation, here.z, here.a, here.delta);
}

template <class T>
void Backprop<T>::backward() const noexcept {
  output_error();
  for (std::size_t l = network.depth() - 1; l-- > 0;) backward_layer(l);
}

template <class T>
void Backprop<T>::gradients_layer(std::size_t layer, T scale, bool accumulate, T* gradient) const noexcept {
  const LayerLayout& at = network.layer(layer);
  const ConstMatrix<T> input = layer == 0 ? tape.x : tape.layers[layer - 1].a;
  kernels.gradients(tape.layers[layer].delta, input, scale, accumulate, gradient + at.weights,
                    gradient + at.biases);
}

template <class T>
void Backprop<T>::gradients(T scale, bool accumulate, T* gradient) const noexcept {
  for (std::size_t l = 0; l < network.depth(); ++l) gradients_layer(l, scale, accumulate, gradient);
}

template struct Tape<float>;
template struct Tape<double>;
template struct Backprop<float>;
template struct Backprop<double>;

}  // namespace downhill
