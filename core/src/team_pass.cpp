#include "table.hpp"

#include <downhill/team_pass.hpp>

#include <algorithm>

namespace downhill {
namespace {

// What one thread does in some 30 microseconds, ten times what it costs to wake the others and to wait for
// them.
constexpr double least_flops = 3e6;
constexpr std::size_t least_parameters = 65536;
// Rows of weights that stay together: what the kernels take at once.
constexpr std::size_t row_block = 8;

bool has_batch_norm(const Network& network, std::size_t layer) noexcept {
  return network.layer(layer).spec.norm == Norm::batch;
}

template <class T>
Matrix<T> columns(const Matrix<T>& whole, Share share) noexcept {
  return {whole.data + share.first, whole.rows, share.count(), whole.stride};
}

// Columns of a tape as a tape. A share begins on a line, as rows do.
template <class T>
void view(const Tape<T>& whole, Share share, Tape<T>& part) noexcept {
  part.x = columns(whole.x, share);
  part.y = columns(whole.y, share);
  part.losses = whole.losses.subspan(share.first);
  for (std::size_t l = 0; l < whole.layers.size(); ++l) {
    const LayerTape<T>& from = whole.layers[l];
    LayerTape<T>& to = part.layers[l];
    for (const auto member :
         {&LayerTape<T>::z, &LayerTape<T>::normed, &LayerTape<T>::u, &LayerTape<T>::a, &LayerTape<T>::mask,
          &LayerTape<T>::out, &LayerTape<T>::grad, &LayerTape<T>::delta_u, &LayerTape<T>::delta}) {
      to.*member = columns(from.*member, share);
    }
    to.mean = from.mean;
    to.variance = from.variance;
    // One for each sample where a layer norm has it; batch norms are for the whole.
    to.inverse = from.inverse.size() > share.first ? from.inverse.subspan(share.first) : from.inverse;
  }
}

}  // namespace

template <class T>
void TeamPass<T>::plan(const Tape<T>& tape) {
  parts_.clear();
  if (!team_) return;
  parts_.resize(team_->size());
  for (Tape<T>& part : parts_) {
    part.layers.resize(tape.layers.size());
    part.capacity = tape.capacity;
  }
}

template <class T>
bool TeamPass<T>::pays(const Network& network, std::size_t samples) const noexcept {
  if (parts_.size() < 2 || samples <= line<T>) return false;
  return 6.0 * static_cast<double>(network.parameter_count()) * static_cast<double>(samples) >= least_flops;
}

template <class T>
bool TeamPass<T>::update_pays(std::size_t parameters) const noexcept {
  return parts_.size() > 1 && parameters >= least_parameters;
}

template <class T>
Backprop<T> TeamPass<T>::part(const Backprop<T>& whole, std::size_t member) noexcept {
  return {whole.network,    whole.kernels,  whole.loss,  whole.theta, parts_[member],
          whole.statistics, whole.training, whole.fused, true};
}

template <class T>
void TeamPass<T>::load(const KernelTable<T>& kernels, Tape<T>& tape, const T* inputs, const T* targets,
                       std::span<const std::uint32_t> order) noexcept {
  tape.set_samples(order.size());
  team_->run([&](std::size_t member) {
    const Share share = share_of(order.size(), line<T>, member, parts_.size());
    view(tape, share, parts_[member]);
    parts_[member].load(kernels, inputs, targets, order.subspan(share.first, share.count()));
  });
}

template <class T>
void TeamPass<T>::forward(const Backprop<T>& whole) noexcept {
  const Network& network = whole.network;
  whole.draw_masks();
  // From one batch norm, which is for all samples, to the next.
  for (std::size_t begin = 0;; ++begin) {
    const bool after_norm = begin > 0;
    const std::size_t first = after_norm ? begin - 1 : 0;
    std::size_t norm = begin;
    while (norm < network.depth() && !has_batch_norm(network, norm)) ++norm;
    team_->run([&](std::size_t member) {
      const Backprop<T> here = part(whole, member);
      if (here.tape.x.cols == 0) return;
      if (after_norm) here.activate_layer(first);
      for (std::size_t l = begin; l < norm; ++l) here.forward_layer(l);
      if (norm == network.depth()) return here.losses();
      here.affine_layer(norm);
    });
    if (norm == network.depth()) return;
    whole.norm_layer(norm);
    begin = norm;
  }
}

template <class T>
void TeamPass<T>::backward(const Backprop<T>& whole) noexcept {
  const Network& network = whole.network;
  for (std::size_t top = network.depth(); top > 0;) {
    std::size_t bottom = top - 1;
    while (bottom > 0 && !has_batch_norm(network, bottom)) --bottom;
    team_->run([&](std::size_t member) {
      const Backprop<T> here = part(whole, member);
      if (here.tape.x.cols == 0) return;
      for (std::size_t l = top; l-- > bottom;) {
        if (l + 1 == network.depth()) {
          here.output_error_before_norm();
        } else {
          here.backward_before_norm(l);
        }
        if (!has_batch_norm(network, l)) here.through_norm(l);
      }
    });
    if (has_batch_norm(network, bottom)) whole.through_norm(bottom);
    top = bottom;
  }
}

template <class T>
void TeamPass<T>::gradients(const Backprop<T>& whole, T scale, bool accumulate, T* gradient) noexcept {
  team_->run([&](std::size_t member) {
    for (std::size_t l = 0; l < whole.network.depth(); ++l) {
      const Share rows = share_of(whole.network.layer(l).units(), row_block, member, parts_.size());
      if (rows.count() > 0) whole.gradients_rows(l, rows.first, rows.count(), scale, accumulate, gradient);
    }
  });
}

template class TeamPass<float>;
template class TeamPass<double>;

}  // namespace downhill
