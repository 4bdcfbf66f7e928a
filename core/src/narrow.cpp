#include <downhill/narrow.hpp>

#include <algorithm>
#include <span>

namespace downhill {
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
  path_ = {};
  if (samples > narrow_samples<T> || !is_narrow(network)) return;
  const auto take = [&](T*& numbers, std::size_t count) {
    std::span<T> room;
    cursor.take(room, count);
    numbers = room.data();
  };
  constexpr std::size_t rows = narrow_rows<T> * narrow_width;
  take(path_.x, rows);
  take(path_.error, rows);
  take(path_.losses, narrow_samples<T>);
  const bool single = samples == 1;
  cursor.take(path_.y, network.outputs(), narrow_samples<T>, single);
  for (const LayerLayout& at : network.layers()) {
    const bool output = layers_.size() + 1 == network.depth();
    NarrowLayer<T>& layer = layers_.emplace_back();
    layer.inputs = at.inputs;
    layer.units = at.units();
    layer.weights = at.weights;
    layer.biases = at.biases;
    layer.phi = at.spec.activation;
    for (Matrix<T>* numbers : {&layer.z, &layer.a, &layer.delta}) {
      const bool columns = output || single;
      cursor.take(*numbers, columns ? at.units() : 1, columns ? narrow_samples<T> : rows, single);
    }
  }
  path_.layers = layers_.data();
  path_.depth = layers_.size();
  path_.loss = loss;
  path_.proper = fused && is_proper_pair(loss, layers_.back().phi);
}

template <class T>
const NarrowPath<T>& NarrowTape<T>::path(std::size_t samples) noexcept {
  if (path_.y.cols == samples) return path_;
  path_.y.cols = samples;
  for (NarrowLayer<T>& layer : layers_) {
    const bool output = &layer == &layers_.back();
    for (Matrix<T>* numbers : {&layer.z, &layer.a, &layer.delta})
      numbers->cols = output ? samples : samples * narrow_width;
  }
  return path_;
}

template class NarrowTape<float>;
template class NarrowTape<double>;

}  // namespace downhill
