#include <downhill/backprop.hpp>

#include <algorithm>

namespace downhill {
namespace {

template <class T, class Row>
void load_columns(const T* inputs, const T* targets, Tape<T>& tape, std::size_t count, Row row_of) noexcept {
  tape.set_samples(count);
  const auto put_column = [](const T* row, const Matrix<T>& to, std::size_t column) {
    for (std::size_t r = 0; r < to.rows; ++r) to(r, column) = row[r];
  };
  for (std::size_t s = 0; s < count; ++s) {
    const std::size_t row = row_of(s);
    put_column(inputs + row * tape.x.rows, tape.x, s);
    put_column(targets + row * tape.y.rows, tape.y, s);
  }
}

template <class T>
void plan_layer(Cursor& cursor, const LayerSpec& spec, std::size_t samples, bool with_deltas,
                LayerTape<T>& layer) {
  const auto take = [&](Matrix<T>& matrix) { cursor.take(matrix, spec.units, samples); };
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
  cursor.take(x, network.inputs(), samples);
  cursor.take(y, network.outputs(), samples);
  cursor.take(losses, padded<T>(samples));
  for (std::size_t l = 0; l < network.depth(); ++l) {
    plan_layer(cursor, network.layer(l).spec, samples, with_deltas, layers[l]);
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
void Tape<T>::load(const T* inputs, const T* targets, std::span<const std::uint32_t> order) noexcept {
  load_columns(inputs, targets, *this, order.size(), [&](std::size_t s) { return order[s]; });
}

template <class T>
void Tape<T>::load(const T* inputs, const T* targets, std::size_t count) noexcept {
  load_columns(inputs, targets, *this, count, [](std::size_t s) { return s; });
}

template struct Tape<float>;
template struct Tape<double>;

}  // namespace downhill
