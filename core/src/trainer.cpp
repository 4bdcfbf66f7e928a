// Building a run, its rules and its state. What a step does is in trainer_step.hpp.
#include "table.hpp"
#include "text.hpp"
#include "trainer_step.hpp"

#include <downhill/trainer.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>

namespace downhill {
namespace {

// Larger batches are worked off in pieces of this many samples, which fit the cache; so are evaluations.
constexpr std::size_t piece = 256;

template <class T>
Status check_run(const TrainerSpec& spec, const SampleSet<T>& train, const SampleSet<T>& test) {
  if (Status status = check(spec.network); !status.ok()) return status;
  if (Status status = check(spec.rules); !status.ok()) return status;
  if (train.count == 0) return refused("training samples: there are none; give at least one.");
  if (Status status = check(train, spec.network, "training "); !status.ok()) return status;
  return check(test, spec.network, "test ");
}

Status check_frozen(const TrainingRules& rules, std::size_t parameters) {
  for (const std::uint32_t place : rules.frozen) {
    if (place >= parameters) {
      return refused("frozen: there is no parameter " + std::to_string(place) + "; the network has " +
                     std::to_string(parameters) + ", counted from 0.");
    }
  }
  return {};
}

}  // namespace

Status check(const TrainingRules& rules) {
  if (rules.batch_size == 0) return refused("batchSize: 0 is too small; use 1 or more.");
  const auto need = [](bool good, const char* what, double value, const char* range) {
    return good ? Status{} : refused(std::string(what) + ": " + to_text(value) + " is not " + range + ".");
  };
  const auto share = [&](const char* what, double value) {
    return need(value >= 0.0 && value < 1.0, what, value, "between 0 and 1 (1 excluded)");
  };
  const auto positive = [&](const char* what, double value) {
    return need(value > 0.0 && std::isfinite(value), what, value, "a positive number");
  };
  const auto not_negative = [&](const char* what, double value) {
    return need(value >= 0.0 && std::isfinite(value), what, value, "0 or more");
  };
  const OptimizerSettings& optimizer = rules.optimizer;
  for (const Status& status :
       {positive("learningRate", optimizer.eta), share("beta", optimizer.beta),
        share("rmspropBeta", optimizer.rmsprop_beta), share("rho", optimizer.rho),
        share("beta1", optimizer.beta1), share("beta2", optimizer.beta2),
        positive("epsilon", optimizer.epsilon), not_negative("decay", optimizer.decay), check(rules.schedule),
        positive("clipThreshold", rules.clipping.threshold), not_negative("l1", rules.regularization.l1),
        not_negative("l2", rules.regularization.l2),
        not_negative("minImprovement", rules.early_stopping.min_improvement)}) {
    if (!status.ok()) return status;
  }
  return {};
}

template <class T>
Status Trainer<T>::build(const TrainerSpec& spec, const SampleSet<T>& train, const SampleSet<T>& test,
                         const Engine& engine, std::size_t memory_limit) {
  if (Status status = check_run(spec, train, test); !status.ok()) return status;
  Trainer next;
  next.spec_ = spec;
  next.network_ = Network(spec.network);
  if (Status status = check_frozen(spec.rules, next.network_.parameter_count()); !status.ok()) return status;
  next.train_ = train;
  next.test_ = test;
  next.memory_limit_ = memory_limit;
  next.set_engine(engine);
  Status status = next.state_memory_.lay_out(memory_limit, [&](Cursor& cursor) { next.plan(cursor); });
  if (!status.ok()) return status;
  status = next.lay_out_batch(spec.rules.batch_size);
  if (!status.ok()) return status;
  next.reset();
  if constexpr (has_threads) next.set_team(shared_.team());
  *this = std::move(next);
  return status;
}

template <class T>
void Trainer<T>::plan(Cursor& cursor) {
  const std::size_t parameters = network_.parameter_count();
  const std::size_t statistics = network_.statistic_count();
  for (std::span<T>* span : {&theta_, &gradient_, &best_theta_}) cursor.take(*span, parameters);
  for (std::span<T>* span : {&statistics_, &statistics_before_, &best_statistics_})
    cursor.take(*span, statistics);
  optimizer_.plan(cursor, parameters);
  cursor.take(order_, train_.count);
  scratch_.plan(cursor, network_, piece, TapeUse::evaluation);
}

// A batch norm looks at the whole batch, so it cannot be worked off in pieces.
template <class T>
Status Trainer<T>::lay_out_batch(std::size_t batch_size) {
  const std::size_t most = network_.has_batch_norm() ? train_.count : std::min(train_.count, piece);
  const std::size_t samples = std::min(batch_size, most);
  const std::size_t left = memory_limit_ - std::min(memory_limit_, state_memory_.bytes());
  Tape<T> tape;
  NarrowTape<T> narrow;
  Status status = batch_memory_.lay_out(left, [&](Cursor& cursor) {
    tape.plan(cursor, network_, samples, TapeUse::training);
    narrow.plan(cursor, network_, samples, spec_.loss, spec_.fused);
  });
  if (!status.ok()) return status;
  tape_ = std::move(tape);
  narrow_ = std::move(narrow);
  if constexpr (has_threads) shared_.plan(tape_);
  spec_.rules.batch_size = batch_size;
  return status;
}

template <class T>
void Trainer<T>::reset() noexcept {
  initialize<T>(network_, spec_.initializer, spec_.seed, theta_);
  std::ranges::fill(gradient_, T(0));
  now_ = before_ = {};
  place_ = {};
  batch_loss_ = 0.0;
  clipped_ = {};
  clipped_steps_ = 0;
  best_loss_ = std::numeric_limits<double>::infinity();
  best_epoch_ = 0;
  halted_ = {};
  weights_changed();
  shuffle_epoch();
}

template <class T>
void Trainer<T>::weights_changed() noexcept {
  optimizer_.reset(theta_);
  reset_statistics<T>(network_, statistics_);
  std::ranges::copy(statistics_, statistics_before_.begin());
  place_ = {};
  if (halted_.code == Code::diverged) halted_ = {};
}

template <class T>
Status Trainer<T>::set_rules(const TrainingRules& rules) {
  if (Status status = check(rules); !status.ok()) return status;
  if (Status status = check_frozen(rules, network_.parameter_count()); !status.ok()) return status;
  if (rules.batch_size != spec_.rules.batch_size) {
    if (Status status = lay_out_batch(rules.batch_size); !status.ok()) return status;
  }
  if (rules.optimizer.kind != spec_.rules.optimizer.kind) optimizer_.forget();
  if (halted_.code == Code::stopped) best_epoch_ = now_.epoch;  // patience begins anew
  spec_.rules = rules;
  place_ = {};
  if (!rules.clipping.on()) clipped_ = {};
  halted_ = {};
  return {};
}

template <class T>
void Trainer<T>::set_engine(const Engine& engine) noexcept {
  engine_ = &engine;
  kernels_ = &engine.template kernels<T>();
}

template <class T>
void Trainer<T>::set_team([[maybe_unused]] Team* team) {
  if constexpr (has_threads) {
    shared_.set_team(team);
    shared_.plan(tape_);
  }
}

template <class T>
std::size_t Trainer<T>::steps_per_epoch() const noexcept {
  const std::size_t batch = std::min(spec_.rules.batch_size, train_.count);
  return (train_.count + batch - 1) / batch;
}

template <class T>
double Trainer<T>::rate() const noexcept {
  if (spec_.rules.schedule.flat()) return spec_.rules.optimizer.eta;
  const double part = static_cast<double>(now_.sample) / static_cast<double>(train_.count);
  return learning_rate(spec_.rules.schedule, spec_.rules.optimizer.eta,
                       static_cast<double>(now_.epoch) + part);
}

template <class T>
double Trainer<T>::gradient_norm() const noexcept {
  return std::sqrt(static_cast<double>(kernels_->sum_of_squares(gradient_.data(), gradient_.size())));
}

template <class T>
double Trainer<T>::penalty() const noexcept {
  return downhill::penalty<T>(spec_.rules.regularization, network_, *kernels_, theta_);
}

template <class T>
Backprop<T> Trainer<T>::scratch_pass() noexcept {
  return {network_, *kernels_, spec_.loss, theta_.data(), scratch_, statistics_.data(), {}, spec_.fused};
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

template <class T>
TrainerState<T> Trainer<T>::state() const {
  const auto copy = [](std::span<const T> numbers) { return std::vector<T>(numbers.begin(), numbers.end()); };
  TrainerState<T> state;
  state.rules = spec_.rules;
  state.position = now_;
  state.before_position = before_;
  state.theta = copy(theta_);
  state.before = copy(optimizer_.before());
  state.first = copy(optimizer_.first());
  state.second = copy(optimizer_.second());
  state.statistics = copy(statistics_);
  state.statistics_before = copy(statistics_before_);
  state.best_theta = copy(best_theta_);
  state.best_statistics = copy(best_statistics_);
  state.memory = optimizer_.memory();
  state.best_loss = best_loss_;
  state.best_epoch = best_epoch_;
  state.clipped_steps = clipped_steps_;
  state.batch_loss = batch_loss_;
  state.halted = halted_;
  return state;
}

template <class T>
Status Trainer<T>::restore(const TrainerState<T>& state) {
  const std::size_t parameters = network_.parameter_count(), statistics = network_.statistic_count();
  for (const std::vector<T>* numbers :
       {&state.theta, &state.before, &state.first, &state.second, &state.best_theta}) {
    if (numbers->size() != parameters) {
      return refused("state: it holds " + std::to_string(numbers->size()) + " parameters, the network has " +
                     std::to_string(parameters) + ".");
    }
  }
  for (const std::vector<T>* numbers :
       {&state.statistics, &state.statistics_before, &state.best_statistics}) {
    if (numbers->size() != statistics) {
      return refused("state: its batch norms are not those of the network.");
    }
  }
  if (state.halted.code == Code::refused) return refused("state: it is halted by a refusal.");
  if (state.position.sample >= train_.count)
    return refused("state: its epoch is longer than the training set.");
  if (Status status = set_rules(state.rules); !status.ok()) return status;
  std::ranges::copy(state.theta, theta_.begin());
  std::ranges::copy(state.statistics, statistics_.begin());
  std::ranges::copy(state.statistics_before, statistics_before_.begin());
  std::ranges::copy(state.best_theta, best_theta_.begin());
  std::ranges::copy(state.best_statistics, best_statistics_.begin());
  optimizer_.restore(state.memory, state.first, state.second, state.before);
  now_ = state.position;
  before_ = state.before_position;
  best_loss_ = state.best_loss;
  best_epoch_ = state.best_epoch;
  clipped_steps_ = state.clipped_steps;
  batch_loss_ = state.batch_loss;
  halted_ = state.halted;
  shuffle_epoch();
  return {};
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace downhill
