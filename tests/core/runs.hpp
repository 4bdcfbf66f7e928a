// Small runs of every kind, and what it means that two are the same.
#pragma once

#include "numbers.hpp"

#include <downhill/trainer.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {

// Points in a square, two classes by the sign of x1 x2, as one or two targets of 0 and 1.
template <class T>
class Points {
 public:
  Points(std::size_t train, std::size_t test, std::size_t outputs = 1, std::size_t inputs = 2)
      : inputs_(uniform<T>(inputs * (train + test), 11)),
        train_count_(train),
        test_count_(test),
        inputs_each_(inputs),
        outputs_(outputs) {
    for (std::size_t s = 0; s < train + test; ++s) {
      const T* x = inputs_.data() + inputs * s;
      const T label = x[0] * x[inputs - 1] > T(0) ? T(1) : T(0);
      for (std::size_t k = 0; k < outputs; ++k) targets_.push_back(k == 0 ? label : T(1) - label);
    }
  }

  SampleSet<T> train() const { return {inputs_.data(), targets_.data(), train_count_}; }
  SampleSet<T> test() const {
    return {inputs_.data() + inputs_each_ * train_count_, targets_.data() + outputs_ * train_count_,
            test_count_};
  }

 private:
  std::vector<T> inputs_, targets_;
  std::size_t train_count_, test_count_, inputs_each_, outputs_;
};

// 2-6-6-1 with every part that a block may have.
inline TrainerSpec rich_spec() {
  TrainerSpec spec;
  spec.network = {2,
                  {{.units = 6, .activation = Activation::tanh, .norm = Norm::batch},
                   {.units = 6, .activation = Activation::relu, .dropout = 0.2, .residual = true},
                   {.units = 1, .activation = Activation::sigmoid}}};
  spec.seed = 5;
  spec.rules.batch_size = 7;
  spec.rules.optimizer.eta = 0.05;
  return spec;
}

// 2-5-1 without norm, dropout or residual.
inline TrainerSpec plain_spec(Activation hidden = Activation::tanh) {
  TrainerSpec spec;
  spec.network = {2, {{.units = 5, .activation = hidden}, {.units = 1, .activation = Activation::sigmoid}}};
  spec.rules.batch_size = 10;
  spec.rules.optimizer.eta = 0.1;
  return spec;
}

inline std::vector<OptimizerKind> all_optimizers() {
  std::vector<OptimizerKind> kinds;
  for (std::size_t k = 0; k < optimizer_names.size(); ++k) kinds.push_back(static_cast<OptimizerKind>(k));
  return kinds;
}

// Which part of two states differs, or nothing.
template <class T>
std::string difference(const TrainerState<T>& a, const TrainerState<T>& b) {
  if (a.position != b.position) {
    return "step " + std::to_string(a.position.step) + " is not " + std::to_string(b.position.step);
  }
  if (a.before_position != b.before_position) return "before_position";
  if (!same_numbers(a.theta, b.theta)) return "theta";
  if (!same_numbers(a.before, b.before)) return "before";
  if (!same_numbers(a.first, b.first)) return "first";
  if (!same_numbers(a.second, b.second)) return "second";
  if (!same_numbers(a.statistics, b.statistics)) return "statistics";
  if (!same_numbers(a.statistics_before, b.statistics_before)) return "statistics_before";
  if (!same_numbers(a.best_theta, b.best_theta)) return "best_theta";
  if (!same_numbers(a.best_statistics, b.best_statistics)) return "best_statistics";
  if (!same(a.memory.beta1_power, b.memory.beta1_power)) return "beta1_power";
  if (!same(a.memory.beta2_power, b.memory.beta2_power)) return "beta2_power";
  if (!same(a.best_loss, b.best_loss)) return "best_loss";
  if (a.best_epoch != b.best_epoch) return "best_epoch";
  if (a.clipped_steps != b.clipped_steps) return "clipped_steps";
  if (!same(a.batch_loss, b.batch_loss)) return "batch_loss";
  if (a.halted.code != b.halted.code || a.halted.message != b.halted.message) return "halted";
  return "";
}

// Keeps the promise that looking never disturbs: what a run was must still be true at the end.
template <class T>
class Undisturbed {
 public:
  explicit Undisturbed(const Trainer<T>& run) : run_(run), hash_(run.state_hash()), state_(run.state()) {}
  ~Undisturbed() {
    EXPECT_EQ(run_.state_hash(), hash_);
    EXPECT_EQ(difference(run_.state(), state_), "");
  }

 private:
  const Trainer<T>& run_;
  std::uint64_t hash_;
  TrainerState<T> state_;
};

}  // namespace downhill::testing
