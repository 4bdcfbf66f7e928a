#include "table.hpp"

#include <downhill/backprop.hpp>

#include <algorithm>

namespace downhill {
namespace {

template <class T>
void plan_layer(Cursor& cursor, const LayerSpec& spec, std::size_t samples, TapeUse use, bool hidden,
                bool dense, LayerTape<T>& layer) {
  const auto take = [&](Matrix<T>& part) { cursor.take(part, spec.units, samples, dense); };
  // Room of its own, or a view of another part.
  const auto take_if = [&](bool own, Matrix<T>& part, const Matrix<T>& other) {
    own ? take(part) : void(part = other);
  };
  const bool norm = spec.norm != Norm::none;
  const bool everything = use == TapeUse::inspection;
  take(layer.a);
  take_if(everything || !hidden || !has_slope_in_output(spec.activation), layer.u, layer.a);
  take_if(everything && norm, layer.z, layer.u);
  if (norm) {
    take(layer.normed);
    cursor.take(layer.mean, spec.units);
    cursor.take(layer.variance, spec.units);
    cursor.take(layer.inverse, spec.norm == Norm::batch ? spec.units : padded<T>(samples));
  }
  take_if(spec.dropout > 0.0 || spec.residual, layer.out, layer.a);
  if (spec.dropout > 0.0) take(layer.mask);
  if (use == TapeUse::evaluation) return;
  take(layer.delta);
  take_if(norm, layer.delta_u, layer.delta);
  take_if(everything || spec.residual, layer.grad, layer.delta_u);  // a residual's goes to the layer below
}

}  // namespace

template <class T>
void Tape<T>::plan(Cursor& cursor, const Network& network, std::size_t samples, TapeUse use) {
  capacity = samples;
  layers.resize(network.depth());
  const auto has_norm = [](const LayerLayout& layer) { return layer.spec.norm != Norm::none; };
  // A single sample lies densely if it may.
  const bool dense = samples == 1 && std::ranges::none_of(network.layers(), has_norm);
  cursor.take(x, network.inputs(), samples, dense);
  cursor.take(y, network.outputs(), samples, dense);
  cursor.take(losses, padded<T>(samples));
  for (std::size_t l = 0; l < network.depth(); ++l) {
    plan_layer(cursor, network.layer(l).spec, samples, use, l + 1 < network.depth(), dense, layers[l]);
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
