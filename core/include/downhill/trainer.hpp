// A training run: mini-batches through backpropagation into gradient descent (paper, sections 4 and 12).
#pragma once

#include <downhill/backprop.hpp>
#include <downhill/clipping.hpp>
#include <downhill/initializer.hpp>
#include <downhill/metrics.hpp>
#include <downhill/narrow.hpp>
#include <downhill/optimizer.hpp>
#include <downhill/regularizer.hpp>
#include <downhill/schedule.hpp>
#include <downhill/team.hpp>
#include <downhill/team_pass.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace downhill {

// Stops when the test loss (the training loss where there is no test set) has not improved for some epochs,
// and puts the best weights back (section 23).
struct EarlyStopping {
  std::size_t patience = 0;      // epochs; 0 is off
  double min_improvement = 0.0;  // >= 0; less than this is none
};

// What may change between any two steps of a run.
struct TrainingRules {
  // Samples a step: 1 is stochastic, the whole set (or more) is batch gradient descent. The last batch of an
  // epoch may be smaller and is divided by its own size.
  std::size_t batch_size = 10;
  OptimizerSettings optimizer;
  Schedule schedule;
  Clipping clipping;
  Regularization regularization;
  EarlyStopping early_stopping;
  // Parameters that no step moves, as places in theta: their gradient counts as 0.
  std::vector<std::uint32_t> frozen = {};
};

struct TrainerSpec {
  NetworkSpec network;
  Loss loss = Loss::binary_cross_entropy;
  bool fused = true;  // see Backprop
  Initializer initializer = Initializer::xavier;
  std::uint64_t seed = 1;
  TrainingRules rules;
};

// Refuses numbers out of the ranges that the headers give, naming the first.
Status check(const TrainingRules& rules);

// The phases of a step, in order. forward, backward and gradients come once a layer; load to gradients once
// for every piece of 256 samples of a large batch.
enum class Phase : std::uint8_t { load, forward, output_error, backward, gradients, clip, penalty, update };

inline constexpr std::array<std::string_view, 8> phase_names = {
    "load", "forward", "outputError", "backward", "gradients", "clip", "penalty", "update"};

constexpr std::string_view name(Phase phase) noexcept {
  return phase_names[static_cast<std::size_t>(phase)];
}

inline constexpr std::size_t default_memory_limit = std::size_t{1} << 30U;

// Where a run is between two steps.
struct TrainingPosition {
  std::uint64_t step = 0;   // updates so far
  std::uint64_t epoch = 0;  // whole passes through the training set so far
  std::size_t sample = 0;   // how many of this epoch's samples have been used

  bool operator==(const TrainingPosition&) const = default;
};

// All that a run's future depends on besides its spec and samples; for undo, copies and files.
template <class T>
struct TrainerState {
  TrainingRules rules;
  TrainingPosition position, before_position;
  std::vector<T> theta, before, first, second, best_theta;
  std::vector<T> statistics, statistics_before, best_statistics;
  typename Optimizer<T>::Memory memory;
  double best_loss = 0.0;
  std::uint64_t best_epoch = 0;
  std::uint64_t clipped_steps = 0;
  double batch_loss = 0.0;
  Status halted;  // why the run does not go on: Code::stopped or Code::diverged; ok while it does
};

// One run in float or double. Samples are the caller's and must outlive it. All memory is laid out by
// build(); step() allocates nothing.
template <class T>
class Trainer {
 public:
  // Refuses a bad spec, an empty training set, data that is not finite, or a run beyond `memory_limit` bytes,
  // and then leaves this run as it was.
  Status build(const TrainerSpec& spec, const SampleSet<T>& train, const SampleSet<T>& test,
               const Engine& engine, std::size_t memory_limit = default_memory_limit);

  // Back to step 0 with the same initial weights and the same batch order.
  void reset() noexcept;

  // `count` updates. Stops with Code::diverged in the step in which the loss or a parameter is NaN or Inf;
  // the run is then at the last step whose loss was finite and the optimizer has forgotten the past. Stops
  // with Code::stopped when early stopping says so. Either way it goes on after set_rules(); until then every
  // call reports the same.
  Status step(std::size_t count = 1);

  // One phase of a step; the same functions, so the same bits. next_phase() and next_layer() tell what it
  // will do.
  Status advance();
  Phase next_phase() const noexcept { return place_.phase; }
  std::size_t next_layer() const noexcept { return place_.layer; }
  // Leaves a step that was begun by advance(), as if it had not been.
  void abandon_step() noexcept { place_ = {}; }

  // Between any two steps. A larger batch takes memory and may be refused, another kind of optimizer starts
  // afresh.
  Status set_rules(const TrainingRules& rules);
  void set_engine(const Engine& engine) noexcept;
  // Steps that are large enough are shared out among the team, which must outlive this run or be taken away
  // by null; a reproducible engine leaves the same bits with any number of threads. build() keeps it.
  void set_team(Team* team);
  // theta may be written to; this tells the run so, and begins afresh what the optimizer and batch norms
  // remember.
  void weights_changed() noexcept;

  const TrainingPosition& position() const noexcept { return now_; }
  std::uint64_t steps() const noexcept { return now_.step; }
  std::uint64_t epochs() const noexcept { return now_.epoch; }
  std::size_t steps_per_epoch() const noexcept;
  double batch_loss() const noexcept {
    return batch_loss_;
  }                              // mean loss of the last batch, before its update
  double rate() const noexcept;  // eta of the next step, after its schedule
  const ClippingResult& clipping() const noexcept { return clipped_; }  // of the last step
  std::uint64_t clipped_steps() const noexcept { return clipped_steps_; }
  bool diverged() const noexcept { return halted_.code == Code::diverged; }
  bool stopped() const noexcept { return halted_.code == Code::stopped; }

  const Network& network() const noexcept { return network_; }
  const TrainerSpec& spec() const noexcept { return spec_; }
  const Engine& engine() const noexcept { return *engine_; }
  const SampleSet<T>& train_set() const noexcept { return train_; }
  const SampleSet<T>& test_set() const noexcept { return test_; }
  // Elsewhere after every step.
  std::span<T> theta() noexcept { return theta_; }
  std::span<const T> theta() const noexcept { return theta_; }
  std::span<const T> gradient() const noexcept {
    return gradient_;
  }                                       // of the last batch, clipped and penalised
  double gradient_norm() const noexcept;  // of that
  std::span<const T> statistics() const noexcept { return statistics_; }
  const Optimizer<T>& optimizer() const noexcept { return optimizer_; }
  // What the phases have written so far, as far as a step needs it (TapeUse::training).
  const Tape<T>& tape() const noexcept { return tape_; }
  // The samples of the step that is under way or comes next, as rows of the training set.
  std::span<const std::uint32_t> batch() noexcept;

  // Exact metrics at the current parameters; training is not disturbed.
  Metrics train_metrics() noexcept { return evaluate(scratch_pass(), train_); }
  Metrics test_metrics() noexcept { return evaluate(scratch_pass(), test_); }
  // lambda R(theta).
  double penalty() const noexcept;
  // An evaluation pass over a tape apart from training's, for looking.
  Backprop<T> scratch_pass() noexcept;

  // FNV-1a over the bits of theta and the step number: equal hashes, equal runs.
  std::uint64_t state_hash() const noexcept;

  // The state between two steps; a begun step is left out.
  TrainerState<T> state() const;
  // Refuses a state of another shape. A run that had halted halts again, for the same reason.
  Status restore(const TrainerState<T>& state);

 private:
  struct Place {  // within a step
    Phase phase = Phase::load;
    std::size_t layer = 0;
    std::size_t first = 0;  // sample of the batch that the piece begins with
  };

  void plan(Cursor& cursor);
  Status lay_out_batch(std::size_t batch_size);
  void shuffle_epoch() noexcept;
  std::size_t batch_count() const noexcept;
  Backprop<T> pass() noexcept;

  // What returns bool returns false once halted_ says why the run does not go on.
  void load() noexcept;
  bool between_steps() const noexcept;
  bool next();
  bool finish_step();
  bool whole_step();
  bool any_pass();
  bool narrow_pass();
  bool wide_pass();
  bool shared_pass();
  std::span<const std::uint32_t> next_samples() noexcept;
  bool add_losses();
  bool add_loss(T loss);
  bool output_error();
  void next_piece() noexcept;
  T gradient_scale() const noexcept;
  void hold_frozen() noexcept;
  void clip_gradient() noexcept;
  void penalize() noexcept;
  bool update();
  bool finish_epoch();
  void halt_diverged(const char* what);

  TrainerSpec spec_;
  Network network_;
  const Engine* engine_ = nullptr;
  const KernelTable<T>* kernels_ = nullptr;
  SampleSet<T> train_, test_;
  std::size_t memory_limit_ = 0;

  Arena state_memory_;  // never moves while the run lives
  std::span<T> theta_, gradient_, statistics_, statistics_before_, best_theta_, best_statistics_;
  Optimizer<T> optimizer_;
  std::span<std::uint32_t> order_;
  Tape<T> scratch_;

  Arena batch_memory_;  // laid out anew when the batch size changes
  Tape<T> tape_;
  NarrowTape<T> narrow_;  // in whole steps, where the network and its batch are small
  struct Alone {};
  std::conditional_t<has_threads, TeamPass<T>, Alone> shared_;

  TrainingPosition now_, before_;
  Place place_;
  T loss_sum_ = 0;  // over the pieces of the step under way
  std::uint64_t shuffled_epoch_ = 0;
  double batch_loss_ = 0.0;
  ClippingResult clipped_;
  std::uint64_t clipped_steps_ = 0;
  double best_loss_ = 0.0;
  std::uint64_t best_epoch_ = 0;
  Status halted_;  // why step() does nothing
};

extern template class Trainer<float>;
extern template class Trainer<double>;

}  // namespace downhill
