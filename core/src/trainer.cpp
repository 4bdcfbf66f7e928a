#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include <downhill/random.hpp>
#include <downhill/trainer.hpp>

#include "table.hpp"
#include "text.hpp"

namespace downhill {
namespace {

// Larger batches are worked off in pieces of this many samples, which fit the cache; so are evaluations.
constexpr std::size_t piece = 256;

template <class T>
Status check_samples(const char* which, const SampleSet<T>& set, const NetworkSpec& network) {
  const auto all_finite = [](const T* numbers, std::size_t count) {
    return std::all_of(numbers, numbers + count, [](T number) { return std::isfinite(number); });
  };
  if (set.count > std::numeric_limits<std::uint32_t>::max()) {
    return refused(std::string(which) + " samples: " + std::to_string(set.count) + " are more than 2^32 - 1.");
  }
  if (!all_finite(set.inputs, set.count * network.inputs)) {
    return refused(std::string(which) + " inputs: NaN or Inf among them; remove those samples.");
  }
  if (!all_finite(set.targets, set.count * network.layers.back().units)) {
    return refused(std::string(which) + " targets: NaN or Inf among them; remove those samples.");
  }
  return {};
}

template <class T>
Status check_run(const TrainerSpec& spec, const SampleSet<T>& train, const SampleSet<T>& test) {
  if (Status status = check(spec.network); !status.ok()) return status;
  if (Status status = check_pairing(spec.loss, spec.network.layers.back().activation); !status.ok()) return status;
  if (spec.batch_size == 0) return refused("batchSize: 0 is too small; use 1 or more.");
  if (train.count == 0) return refused("training samples: there are none; give at least one.");
  if (Status status = check_samples("training", train, spec.network); !status.ok()) return status;
  return check_samples("test", test, spec.network);
}

}  // namespace

template <class T>
Status Trainer<T>::build(const TrainerSpec& spec, const SampleSet<T>& train, const SampleSet<T>& test,
                         const Engine& engine, std::size_t memory_limit) {
  if (Status status = check_run(spec, train, test); !status.ok()) return status;
  Trainer next;
  next.spec_ = spec;
  next.network_ = Network(spec.network);
  next.train_ = train;
  next.test_ = test;
  next.memory_limit_ = memory_limit;
  next.set_engine(engine);
  const std::size_t parameters = next.network_.parameter_count();
  Status status = next.state_memory_.lay_out(memory_limit, [&](Cursor& cursor) {
    cursor.take(next.theta_, parameters);
    cursor.take(next.gradient_, parameters);
    next.optimizer_.plan(cursor, parameters);
    cursor.take(next.order_, train.count);
    next.scratch_.plan(cursor, next.network_, piece, false);
  });
  if (!status.ok()) return status;
  status = next.lay_out_batch(spec.batch_size);
  if (!status.ok()) return status;
  next.reset();
  *this = std::move(next);
  return status;
}

template <class T>
Status Trainer<T>::lay_out_batch(std::size_t batch_size) {
  const std::size_t samples = std::min({batch_size, train_.count, piece});
  const std::size_t left = memory_limit_ - std::min(memory_limit_, state_memory_.bytes());
  Tape<T> tape;
  Status status = batch_memory_.lay_out(left, [&](Cursor& cursor) { tape.plan(cursor, network_, samples, true); });
  if (!status.ok()) return status;
  tape_ = std::move(tape);
  spec_.batch_size = batch_size;
  return status;
}

template <class T>
void Trainer<T>::reset() noexcept {
  initialize<T>(network_, spec_.initializer, spec_.seed, theta_);
  std::ranges::fill(gradient_, T(0));
  optimizer_.reset(theta_);
  now_ = before_ = {};
  batch_loss_ = 0.0;
  diverged_ = nullptr;
  shuffle_epoch();
}

template <class T>
void Trainer<T>::set_optimizer(const OptimizerSettings& settings) noexcept {
  spec_.optimizer = settings;
  diverged_ = nullptr;
}

template <class T>
Status Trainer<T>::set_batch_size(std::size_t batch_size) {
  if (batch_size == 0) return refused("batchSize: 0 is too small; use 1 or more.");
  diverged_ = nullptr;
  return lay_out_batch(batch_size);
}

template <class T>
void Trainer<T>::set_engine(const Engine& engine) noexcept {
  engine_ = &engine;
  kernels_ = &engine.template kernels<T>();
}

template <class T>
std::size_t Trainer<T>::steps_per_epoch() const noexcept {
  const std::size_t batch = std::min(spec_.batch_size, train_.count);
  return (train_.count + batch - 1) / batch;
}

template <class T>
Backprop<T> Trainer<T>::scratch_pass() noexcept {
  return {network_, *kernels_, spec_.loss, theta_.data(), scratch_};
}

// Each epoch's order depends on the seed and the epoch alone, so any epoch can be replayed without the ones before.
template <class T>
void Trainer<T>::shuffle_epoch() noexcept {
  std::iota(order_.begin(), order_.end(), 0U);
  Random random(spec_.seed, Stream::order, now_.epoch);
  shuffle(order_, random);
  shuffled_epoch_ = now_.epoch;
}

template <class T>
Status Trainer<T>::step(std::size_t count) {
  for (; count > 0; --count) {
    if (diverged_) return stop_diverged(diverged_);
    Status status = step_once();
    if (!status.ok()) return status;
  }
  return {};
}

template <class T>
Status Trainer<T>::step_once() {
  if (shuffled_epoch_ != now_.epoch) shuffle_epoch();
  const std::size_t batch = std::min(spec_.batch_size, train_.count - now_.sample);
  const auto samples = order_.subspan(now_.sample, batch);
  const Backprop<T> pass{network_, *kernels_, spec_.loss, theta_.data(), tape_};
  const T mean = T(1) / static_cast<T>(batch);
  T loss = 0;
  for (std::size_t first = 0; first < batch; first += tape_.capacity) {
    const std::size_t count = std::min(tape_.capacity, batch - first);
    tape_.load(train_.inputs, train_.targets, samples.subspan(first, count));
    pass.forward();
    pass.losses();
    loss += kernels_->sum(tape_.losses.data(), count);
    pass.backward();
    pass.gradients(mean, first > 0, gradient_.data());
  }
  const double batch_loss = static_cast<double>(loss) / static_cast<double>(batch);
  if (!std::isfinite(batch_loss)) {
    // The last update led here: take it back.
    std::ranges::copy(optimizer_.before(), theta_.begin());
    now_ = before_;
    return stop_diverged("the loss");
  }
  before_ = now_;
  if (!optimizer_.step(*kernels_, spec_.optimizer, gradient_, theta_)) return stop_diverged("a weight");
  batch_loss_ = batch_loss;
  ++now_.step;
  now_.sample += batch;
  if (now_.sample == train_.count) {
    now_.sample = 0;
    ++now_.epoch;
  }
  return {};
}

template <class T>
Status Trainer<T>::stop_diverged(const char* what) {
  diverged_ = what;
  return {Code::diverged, "Training diverged: after step " + std::to_string(now_.step) + " " + what +
                              " is no longer finite. The learning rate " + to_text(spec_.optimizer.eta) +
                              " is probably too large. The weights of step " + std::to_string(now_.step) +
                              " are kept; lower the learning rate to go on from there, or reset."};
}

template <class T>
std::uint64_t Trainer<T>::state_hash() const noexcept {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  const auto add = [&](std::uint64_t bits, std::size_t bytes) {
    for (std::size_t byte = 0; byte < bytes; ++byte) {
      hash = (hash ^ ((bits >> (8 * byte)) & 0xFFU)) * 0x100000001B3ULL;
    }
  };
  using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  for (const T value : theta_) add(std::bit_cast<Bits>(value), sizeof(T));
  add(now_.step, 8);
  return hash;
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace downhill
