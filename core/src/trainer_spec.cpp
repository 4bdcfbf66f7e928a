// From settings to the run that they ask for.
#include <downhill/settings.hpp>

namespace downhill {
namespace {

Loss loss_for(LossChoice choice, const Dataset& dataset) noexcept {
  if (dataset.regression) return Loss::squared_error;
  switch (choice) {
    case LossChoice::squared_error:
      return Loss::squared_error;
    case LossChoice::binary_cross_entropy:
      return Loss::binary_cross_entropy;
    case LossChoice::cross_entropy:
      return Loss::cross_entropy;
    case LossChoice::automatic:
      break;
  }
  return dataset.classes == 2 ? Loss::binary_cross_entropy : Loss::cross_entropy;
}

Activation output_for(OutputChoice choice, Loss loss, bool regression) noexcept {
  if (regression && (choice == OutputChoice::automatic || choice == OutputChoice::softmax))
    return Activation::linear;
  switch (choice) {
    case OutputChoice::tanh:
      return Activation::tanh;
    case OutputChoice::sigmoid:
      return Activation::sigmoid;
    case OutputChoice::linear:
      return Activation::linear;
    case OutputChoice::softmax:
      return Activation::softmax;
    case OutputChoice::automatic:
      break;
  }
  switch (loss) {
    case Loss::squared_error:
      return Activation::tanh;
    case Loss::binary_cross_entropy:
      return Activation::sigmoid;
    case Loss::cross_entropy:
      break;
  }
  return Activation::softmax;
}

TrainingRules rules_for(const Settings& settings) noexcept {
  TrainingRules rules;
  rules.batch_size = settings.batch_size;
  rules.optimizer = {settings.optimizer, settings.learning_rate, settings.momentum, settings.rmsprop_momentum,
                     settings.rho,       settings.beta1,         settings.beta2,    settings.epsilon,
                     settings.decay};
  rules.schedule = {settings.schedule, settings.gamma,       settings.period,
                    settings.growth,   settings.lowest_rate, settings.warm_up};
  rules.clipping = {settings.clipping, settings.clip_threshold};
  rules.regularization = {settings.l1, settings.l2, settings.penalize_biases == Switch::off};
  rules.early_stopping = {settings.patience, settings.min_improvement};
  return rules;
}

}  // namespace

void adopt_rules(Settings& settings, const TrainingRules& rules) noexcept {
  settings.batch_size = rules.batch_size;
  settings.optimizer = rules.optimizer.kind;
  settings.learning_rate = rules.optimizer.eta;
  settings.momentum = rules.optimizer.beta;
  settings.rmsprop_momentum = rules.optimizer.rmsprop_beta;
  settings.rho = rules.optimizer.rho;
  settings.beta1 = rules.optimizer.beta1;
  settings.beta2 = rules.optimizer.beta2;
  settings.epsilon = rules.optimizer.epsilon;
  settings.decay = rules.optimizer.decay;
  settings.schedule = rules.schedule.kind;
  settings.gamma = rules.schedule.gamma;
  settings.period = rules.schedule.period;
  settings.growth = rules.schedule.growth;
  settings.lowest_rate = rules.schedule.floor;
  settings.warm_up = rules.schedule.warm_up;
  settings.clipping = rules.clipping.kind;
  settings.clip_threshold = rules.clipping.threshold;
  settings.l1 = rules.regularization.l1;
  settings.l2 = rules.regularization.l2;
  settings.penalize_biases = rules.regularization.weights_only ? Switch::off : Switch::on;
  settings.patience = rules.early_stopping.patience;
  settings.min_improvement = rules.early_stopping.min_improvement;
}

DatasetSpec dataset_spec(const Settings& settings) {
  DatasetSpec spec{settings.dataset, settings.samples, settings.noise / 100.0, settings.train_ratio / 100.0,
                   settings.seed};
  const ClassRange range = class_range(settings.dataset);
  if (range.least < range.most) spec.classes = settings.classes;
  if (range.most > 1) spec.balance = settings.balance / 100.0;
  return spec;
}

TrainerSpec trainer_spec(const Settings& settings, const Dataset& dataset) {
  TrainerSpec spec;
  spec.network.inputs = settings.features.size();
  spec.loss = loss_for(settings.loss, dataset);
  spec.fused = settings.fused == Switch::on;
  for (const HiddenLayer& layer : settings.network) {
    spec.network.layers.push_back({.units = layer.units,
                                   .activation = layer.activation.value_or(settings.activation),
                                   .norm = layer.norm,
                                   .dropout = layer.dropout,
                                   .residual = layer.residual});
  }
  // Two classes share one output, but for softmax and the cross-entropy that goes with it, which need one
  // each.
  const Activation output = output_for(settings.output, spec.loss, dataset.regression);
  const std::size_t classes = dataset.classes;
  const bool one_each = classes > 2 || output == Activation::softmax || spec.loss == Loss::cross_entropy;
  spec.network.layers.push_back({.units = one_each ? classes : 1, .activation = output});
  spec.initializer = settings.initializer;
  spec.seed = settings.seed;
  spec.rules = rules_for(settings);
  return spec;
}

}  // namespace downhill
