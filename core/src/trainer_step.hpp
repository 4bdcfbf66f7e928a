// What a step does, phase by phase; the second half of trainer.cpp.
#pragma once

#include "table.hpp"
#include "text.hpp"

#include <downhill/random.hpp>
#include <downhill/trainer.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace downhill {

template <class T>
void Trainer<T>::shuffle_epoch() noexcept {
  fill_epoch_order(order_, spec_.seed, now_.epoch);
  shuffled_epoch_ = now_.epoch;
}

template <class T>
std::size_t Trainer<T>::batch_count() const noexcept {
  return std::min(spec_.rules.batch_size, train_.count - now_.sample);
}

template <class T>
std::span<const std::uint32_t> Trainer<T>::batch() noexcept {
  if (shuffled_epoch_ != now_.epoch) shuffle_epoch();
  return order_.subspan(now_.sample, batch_count());
}

template <class T>
Backprop<T> Trainer<T>::pass() noexcept {
  constexpr std::uint64_t most_pieces = std::uint64_t{1} << 24U;
  const TrainingPass training{true, spec_.seed, now_.step * most_pieces + place_.first / tape_.capacity};
  return {network_, *kernels_, spec_.loss, theta_.data(), tape_, statistics_.data(), training, spec_.fused};
}

template <class T>
Status Trainer<T>::step(std::size_t count) {
  for (; count > 0; --count) {
    if (!halted_.ok() || !(between_steps() ? whole_step() : finish_step())) return halted_;
  }
  return {};
}

template <class T>
bool Trainer<T>::between_steps() const noexcept {
  return place_.phase == Phase::load && place_.first == 0;
}

// The rest of a step that was begun by advance().
template <class T>
bool Trainer<T>::finish_step() {
  do {
    if (!next()) return false;
  } while (!between_steps());
  return true;
}

// The phases in the order of next(), without a halt between them.
template <class T>
bool Trainer<T>::whole_step() {
  do {
    if (!any_pass()) return false;
    next_piece();
  } while (place_.phase == Phase::load);
  clip_gradient();
  penalize();
  return update();
}

// Loads a piece of the batch and leaves its gradient.
template <class T>
bool Trainer<T>::any_pass() {
  if (narrow_.in_use() && kernels_->narrow_pass) return narrow_pass();
  return wide_pass();
}

template <class T>
bool Trainer<T>::wide_pass() {
  if constexpr (has_threads) {
    if (shared_.pays(network_, next_samples().size())) return shared_pass();
  }
  load();
  const Backprop<T> here = pass();
  here.forward();
  if (!output_error()) return false;
  for (std::size_t l = network_.depth() - 1; l-- > 0;) here.backward_layer(l);
  here.gradients(gradient_scale(), place_.first > 0, gradient_.data());
  return true;
}

// The same, with a team.
template <class T>
bool Trainer<T>::shared_pass() {
  if constexpr (has_threads) {
    if (place_.first == 0) loss_sum_ = 0;
    shared_.load(*kernels_, tape_, train_.inputs, train_.targets, next_samples());
    const Backprop<T> here = pass();
    shared_.forward(here);
    if (!add_losses()) return false;
    shared_.backward(here);
    shared_.gradients(here, gradient_scale(), place_.first > 0, gradient_.data());
  }
  return true;
}

// The same as wide_pass(); a narrow network's batch is one piece.
template <class T>
bool Trainer<T>::narrow_pass() {
  // One by one: a view of the batch copied whole would wait for the two stores that made it.
  const std::uint32_t* const order = batch().data();
  const std::size_t count = batch_count();
  tape_.set_samples(count);
  loss_sum_ = 0;
  const auto pass = narrow_.single() ? kernels_->sample_pass : kernels_->narrow_pass;
  return add_loss(pass(narrow_.path(count), theta_.data(), {train_.inputs, train_.targets, order, count},
                       gradient_.data()));
}

template <class T>
Status Trainer<T>::advance() {
  return halted_.ok() && next() ? Status{} : halted_;
}

template <class T>
bool Trainer<T>::next() {
  const std::size_t depth = network_.depth();
  switch (place_.phase) {
    case Phase::load:
      load();
      place_.phase = Phase::forward;
      place_.layer = 0;
      return true;
    case Phase::forward:
      pass().forward_layer(place_.layer);
      if (++place_.layer == depth) place_.phase = Phase::output_error;
      return true;
    case Phase::output_error:
      return output_error();
    case Phase::backward:
      pass().backward_layer(place_.layer);
      if (place_.layer-- == 0) {
        place_.phase = Phase::gradients;
        place_.layer = 0;
      }
      return true;
    case Phase::gradients:
      pass().gradients_layer(place_.layer, gradient_scale(), place_.first > 0, gradient_.data());
      if (++place_.layer == depth) next_piece();
      return true;
    case Phase::clip:
      clip_gradient();
      place_.phase = Phase::penalty;
      return true;
    case Phase::penalty:
      penalize();
      place_.phase = Phase::update;
      return true;
    case Phase::update:
      return update();
  }
  return true;
}

// Those of the piece that comes next.
template <class T>
std::span<const std::uint32_t> Trainer<T>::next_samples() noexcept {
  const auto samples = batch().subspan(place_.first);
  return samples.first(std::min(tape_.capacity, samples.size()));
}

template <class T>
void Trainer<T>::load() noexcept {
  if (place_.first == 0) loss_sum_ = 0;
  tape_.load(*kernels_, train_.inputs, train_.targets, next_samples());
}

template <class T>
bool Trainer<T>::output_error() {
  const Backprop<T> here = pass();
  here.losses();
  if (!add_losses()) return false;
  here.output_error();
  const std::size_t depth = network_.depth();
  place_.phase = depth > 1 ? Phase::backward : Phase::gradients;
  place_.layer = depth > 1 ? depth - 2 : 0;
  return true;
}

template <class T>
bool Trainer<T>::add_losses() {
  return add_loss(kernels_->sum(tape_.losses.data(), tape_.x.cols));
}

template <class T>
bool Trainer<T>::add_loss(T loss) {
  loss_sum_ += loss;
  if (std::isfinite(loss_sum_)) return true;
  // The last update led here: take it back.
  std::ranges::copy(optimizer_.before(), theta_.begin());
  std::ranges::copy(statistics_before_, statistics_.begin());
  optimizer_.forget();
  now_ = before_;
  halt_diverged("the loss");
  return false;
}

template <class T>
void Trainer<T>::next_piece() noexcept {
  place_.first += tape_.x.cols;
  place_.layer = 0;
  place_.phase = place_.first < batch_count() ? Phase::load : Phase::clip;
}

template <class T>
T Trainer<T>::gradient_scale() const noexcept {
  return T(1) / static_cast<T>(batch_count());
}

template <class T>
void Trainer<T>::hold_frozen() noexcept {
  for (const std::uint32_t place : spec_.rules.frozen) gradient_[place] = T(0);
}

template <class T>
void Trainer<T>::clip_gradient() noexcept {
  hold_frozen();
  if (spec_.rules.clipping.on()) clipped_ = clip<T>(spec_.rules.clipping, *kernels_, gradient_);
}

template <class T>
void Trainer<T>::penalize() noexcept {
  if (!spec_.rules.regularization.on()) return;
  add_penalty_gradient<T>(spec_.rules.regularization, network_, *kernels_, theta_, gradient_);
  hold_frozen();
}

template <class T>
bool Trainer<T>::update() {
  const std::size_t batch = batch_count();
  before_ = now_;
  Team* team = nullptr;
  if constexpr (has_threads) {
    if (shared_.update_pays(theta_.size())) team = shared_.team();
  }
  if (!optimizer_.step(*kernels_, spec_.rules.optimizer, rate(), gradient_, theta_, team)) {
    halt_diverged("a weight");
    return false;
  }
  // Before it is subnormal: 0.9 to the 128th of what is dropped is not.
  constexpr std::uint64_t often_enough = 128;
  if ((now_.step + 1) % often_enough == 0) optimizer_.drop_tiny(theta_);
  for (const std::uint32_t place : spec_.rules.frozen) theta_[place] = optimizer_.before()[place];
  if (network_.has_batch_norm()) {
    std::ranges::copy(statistics_, statistics_before_.begin());
    pass().remember_statistics(statistics_.data());
  }
  batch_loss_ = static_cast<double>(loss_sum_) / static_cast<double>(batch);
  clipped_steps_ += clipped_.clipped ? 1 : 0;
  place_ = {};
  ++now_.step;
  now_.sample += batch;
  if (now_.sample < train_.count) return true;
  now_.sample = 0;
  ++now_.epoch;
  return spec_.rules.early_stopping.patience == 0 || finish_epoch();
}

template <class T>
bool Trainer<T>::finish_epoch() {
  const EarlyStopping& rule = spec_.rules.early_stopping;
  const double loss = (test_.count > 0 ? test_metrics() : train_metrics()).loss;
  if (loss < best_loss_ - rule.min_improvement) {
    best_loss_ = loss;
    best_epoch_ = now_.epoch;
    std::ranges::copy(theta_, best_theta_.begin());
    std::ranges::copy(statistics_, best_statistics_.begin());
    return true;
  }
  if (now_.epoch - best_epoch_ < rule.patience) return true;
  std::ranges::copy(best_theta_, theta_.begin());
  std::ranges::copy(best_statistics_, statistics_.begin());
  halted_ = {Code::stopped, "Stopped early: no improvement for " + std::to_string(rule.patience) +
                                " epochs. The weights of epoch " + std::to_string(best_epoch_) + ", loss " +
                                to_text(best_loss_) + ", are restored."};
  return false;
}

template <class T>
void Trainer<T>::halt_diverged(const char* what) {
  place_ = {};
  halted_ = {Code::diverged, "Training diverged: after step " + std::to_string(now_.step) + " " + what +
                                 " is no longer finite. The learning rate " +
                                 to_text(spec_.rules.optimizer.eta) +
                                 " is probably too large. The weights of step " + std::to_string(now_.step) +
                                 " are kept; lower the learning rate to go on from there, or reset."};
}

}  // namespace downhill
