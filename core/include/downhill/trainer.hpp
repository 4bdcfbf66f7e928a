// A training run: mini-batches through backpropagation into gradient descent (paper, sections 4 and 12).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <downhill/backprop.hpp>
#include <downhill/initializer.hpp>
#include <downhill/metrics.hpp>
#include <downhill/optimizer.hpp>

namespace downhill {

struct TrainerSpec {
  NetworkSpec network;
  Loss loss = Loss::binary_cross_entropy;
  Initializer initializer = Initializer::xavier;
  std::uint64_t seed = 1;
  // Samples a step: 1 is stochastic, the whole set (or more) is batch gradient descent. The last batch of an epoch
  // may be smaller and is divided by its own size.
  std::size_t batch_size = 10;
  OptimizerSettings optimizer;
};

inline constexpr std::size_t default_memory_limit = std::size_t{1} << 30U;

// One run in float or double. Samples are the caller's and must outlive it. All memory is laid out by build();
// step() allocates nothing.
template <class T>
class Trainer {
 public:
  // Refuses a bad spec, an empty training set, data that is not finite, or a run beyond `memory_limit` bytes, and
  // then leaves this run as it was.
  Status build(const TrainerSpec& spec, const SampleSet<T>& train, const SampleSet<T>& test, const Engine& engine,
               std::size_t memory_limit = default_memory_limit);

  // Back to step 0 with the same initial weights and the same batch order.
  void reset() noexcept;

  // `count` updates. Stops with Code::diverged in the step in which the loss or a parameter is NaN or Inf; the run is
  // then at the last step whose loss was finite, and goes on from there after a change of settings; until then every
  // call reports the same.
  Status step(std::size_t count = 1);

  // Changes that a run survives. The batch size takes memory and may be refused.
  void set_optimizer(const OptimizerSettings& settings) noexcept;
  Status set_batch_size(std::size_t batch_size);
  void set_engine(const Engine& engine) noexcept;

  std::uint64_t steps() const noexcept { return now_.step; }    // updates so far
  std::uint64_t epochs() const noexcept { return now_.epoch; }  // whole passes through the training set so far
  std::size_t steps_per_epoch() const noexcept;
  double batch_loss() const noexcept { return batch_loss_; }  // mean loss of the last batch, before its update
  bool diverged() const noexcept { return diverged_ != nullptr; }

  const Network& network() const noexcept { return network_; }
  const TrainerSpec& spec() const noexcept { return spec_; }
  const Engine& engine() const noexcept { return *engine_; }
  std::span<T> theta() noexcept { return theta_; }
  std::span<const T> theta() const noexcept { return theta_; }
  // Of the last batch.
  std::span<const T> gradient() const noexcept { return gradient_; }

  // Exact metrics at the current parameters; training is not disturbed.
  Metrics train_metrics() noexcept { return evaluate(scratch_pass(), train_); }
  Metrics test_metrics() noexcept { return evaluate(scratch_pass(), test_); }
  // A forward pass over a tape apart from training's, for looking.
  Backprop<T> scratch_pass() noexcept;

  // FNV-1a over the bits of theta and the step number: equal hashes, equal runs.
  std::uint64_t state_hash() const noexcept;

 private:
  struct Position {
    std::uint64_t step = 0;
    std::uint64_t epoch = 0;
    std::size_t sample = 0;  // how many of this epoch's samples have been used
  };

  Status lay_out_batch(std::size_t batch_size);
  void shuffle_epoch() noexcept;
  Status step_once();
  Status stop_diverged(const char* what);

  TrainerSpec spec_;
  Network network_;
  const Engine* engine_ = nullptr;
  const KernelTable<T>* kernels_ = nullptr;
  SampleSet<T> train_, test_;
  std::size_t memory_limit_ = 0;

  Arena state_memory_;  // never moves while the run lives
  std::span<T> theta_, gradient_;
  Optimizer<T> optimizer_;
  std::span<std::uint32_t> order_;
  Tape<T> scratch_;

  Arena batch_memory_;  // laid out anew when the batch size changes
  Tape<T> tape_;

  Position now_, before_;
  std::uint64_t shuffled_epoch_ = 0;
  double batch_loss_ = 0.0;
  const char* diverged_ = nullptr;  // what was not finite
};

extern template class Trainer<float>;
extern template class Trainer<double>;

}  // namespace downhill
