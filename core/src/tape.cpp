#include "table.hpp"

#include <downhill/backprop.hpp>

#include <algorithm>

namespace downhill {
namespace {

template <class T>
void plan_layer(Cursor& cursor, const LayerSpec& spec, std::size_t samples, bool with_deltas, bool dense,
                LayerTape<T>& layer) {
  const auto take = [&](Matrix<T>& matrix) { cursor.take(matrix, spec.units, samples, dense); };
  const bool norm = spec.norm != Norm::none;
  const bool changed_after = spec.dropout > 0.0 || spec.residual;
  take(layer.z);
  if (norm) {
    take(layer.normed);
    take(layer.u);
    cursor.take(layer.mean, spec.units);
    cursor.take(layer.variance, spec.units);
    cursor.take(layer.inverse, spec.norm == Norm::batch ? spec.units : padded<T>(samples));
  } else {
    layer.u = layer.z;
  }
  take(layer.a);
  if (changed_after) {
    take(layer.out);
  } else {
    layer.out = layer.a;
  }
  if (spec.dropout > 0.0) take(layer.mask);
  if (!with_deltas) return;
  take(layer.grad);
  take(layer.delta);
  if (norm) {
    take(layer.delta_u);
  } else {
    layer.delta_u = layer.delta;
  }
}

}  // namespace

template <class T>
void Tape<T>::plan(Cursor& cursor, const Network& network, std::size_t samples, bool with_deltas) {
  capacity = samples;
  layers.resize(network.depth());
  const auto has_norm = [](const LayerLayout& layer) { return layer.spec.norm != Norm::none; };
  // A single sample lies densely if it may.
  const bool dense = samples == 1 && std::ranges::none_of(network.layers(), has_norm);
  cursor.take(x, network.inputs(), samples, dense);
  cursor.take(y, network.outputs(), samples, dense);
  cursor.take(losses, padded<T>(samples));
  for (std::size_t l = 0; l < network.depth(); ++l) {
    plan_layer(cursor, network.layer(l).spec, samples, with_deltas, dense, layers[l]);
  }
}

template <class T>
void Tape<T>::set_samples(std::size_t count) noexcept {
  if (x.cols == count) return;
  x.cols = y.cols = count;
  // Inputs that a wider pass left in the padding could overflow to Inf on their way, and 0 * Inf is NaN.
  for (std::size_t r = 0; r < x.rows; ++r) std::fill(x.row(r) + count, x.row(r) + padded<T>(count), T(0));
  for (LayerTape<T>& layer : layers) {
    for (Matrix<T>* part : {&layer.z, &layer.normed, &layer.u, &layer.a, &layer.mask, &layer.out, &layer.grad,
                            &layer.delta_u, &layer.delta}) {
      part->cols = count;
    }
  }
}

template <class T>
void Tape<T>::put_out(T* rows, std::size_t stride) noexcept {
  for (LayerTape<T>& layer : layers) {
    const bool same = layer.a.data == layer.out.data;
    layer.out.data = rows;
    layer.out.stride = stride;
    if (same) layer.a = layer.out;
    rows += layer.out.rows * stride;
  }
}

template <class T>
void Tape<T>::load(const KernelTable<T>& kernels, const T* inputs, const T* targets,
                   std::span<const std::uint32_t> order) noexcept {
  load(kernels, inputs, targets, order.data(), order.size());
}

template <class T>
void Tape<T>::load(const KernelTable<T>& kernels, const T* inputs, const T* targets,
                   std::size_t count) noexcept {
  load(kernels, inputs, targets, nullptr, count);
}

template <class T>
void Tape<T>::load(const KernelTable<T>& kernels, const T* inputs, const T* targets,
                   const std::uint32_t* order, std::size_t count) noexcept {
  set_samples(count);
  kernels.columns(inputs, order, x);
  kernels.columns(targets, order, y);
}

template struct Tape<float>;
template struct Tape<double>;

}  // namespace downhill
