// Specs in a line, and changing one rule of a running training.
#pragma once

#include <downhill/trainer.hpp>

#include <utility>

namespace downhill::testing {

inline TrainerSpec training_spec(NetworkSpec network, Loss loss, Initializer initializer, std::uint64_t seed,
                                 std::size_t batch_size, double eta) {
  TrainerSpec spec;
  spec.network = std::move(network);
  spec.loss = loss;
  spec.initializer = initializer;
  spec.seed = seed;
  spec.rules.batch_size = batch_size;
  spec.rules.optimizer.eta = eta;
  return spec;
}

template <class T>
Status set_eta(Trainer<T>& trainer, double eta) {
  TrainingRules rules = trainer.spec().rules;
  rules.optimizer.eta = eta;
  return trainer.set_rules(rules);
}

template <class T>
Status set_batch_size(Trainer<T>& trainer, std::size_t batch_size) {
  TrainingRules rules = trainer.spec().rules;
  rules.batch_size = batch_size;
  return trainer.set_rules(rules);
}

}  // namespace downhill::testing
