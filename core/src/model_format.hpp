// What stands in a model file: every struct's members by name, once for writer and reader.
#pragma once

#include <downhill/model_io.hpp>

#include <array>
#include <string_view>

namespace downhill::model_format {

inline constexpr std::string_view format = "downhill-model";

template <class T>
inline constexpr std::string_view numbers = sizeof(T) == 4 ? "float" : "double";

template <class Choice>
inline constexpr auto names = nullptr;
template <>
inline constexpr auto names<Activation> = activation_names;
template <>
inline constexpr auto names<Norm> = norm_names;
template <>
inline constexpr auto names<Loss> = loss_names;
template <>
inline constexpr auto names<Initializer> = initializer_names;
template <>
inline constexpr auto names<OptimizerKind> = optimizer_names;
template <>
inline constexpr auto names<ScheduleKind> = schedule_names;
template <>
inline constexpr auto names<ClippingKind> = clipping_names;

// members(visit, object) calls visit(name, member) for each.

template <class Visit>
void members(Visit& visit, LayerSpec& layer) {
  visit("units", layer.units);
  visit("activation", layer.activation);
  visit("norm", layer.norm);
  visit("dropout", layer.dropout);
  visit("residual", layer.residual);
}

template <class Visit>
void members(Visit& visit, NetworkSpec& network) {
  visit("inputs", network.inputs);
  visit("layers", network.layers);
}

template <class Visit>
void members(Visit& visit, OptimizerSettings& optimizer) {
  visit("kind", optimizer.kind);
  visit("eta", optimizer.eta);
  visit("beta", optimizer.beta);
  visit("rmspropBeta", optimizer.rmsprop_beta);
  visit("rho", optimizer.rho);
  visit("beta1", optimizer.beta1);
  visit("beta2", optimizer.beta2);
  visit("epsilon", optimizer.epsilon);
  visit("decay", optimizer.decay);
}

template <class Visit>
void members(Visit& visit, Schedule& schedule) {
  visit("kind", schedule.kind);
  visit("gamma", schedule.gamma);
  visit("period", schedule.period);
  visit("growth", schedule.growth);
  visit("floor", schedule.floor);
  visit("warmUp", schedule.warm_up);
}

template <class Visit>
void members(Visit& visit, Clipping& clipping) {
  visit("kind", clipping.kind);
  visit("threshold", clipping.threshold);
}

template <class Visit>
void members(Visit& visit, Regularization& regularization) {
  visit("l1", regularization.l1);
  visit("l2", regularization.l2);
  visit("weightsOnly", regularization.weights_only);
}

template <class Visit>
void members(Visit& visit, EarlyStopping& stopping) {
  visit("patience", stopping.patience);
  visit("minImprovement", stopping.min_improvement);
}

template <class Visit>
void members(Visit& visit, TrainingRules& rules) {
  visit("batchSize", rules.batch_size);
  visit("optimizer", rules.optimizer);
  visit("schedule", rules.schedule);
  visit("clipping", rules.clipping);
  visit("regularization", rules.regularization);
  visit("earlyStopping", rules.early_stopping);
  visit("frozen", rules.frozen);
}

template <class Visit>
void members(Visit& visit, TrainerSpec& spec) {
  visit("network", spec.network);
  visit("loss", spec.loss);
  visit("fused", spec.fused);
  visit("initializer", spec.initializer);
  visit("seed", spec.seed);
  visit("rules", spec.rules);
}

template <class Visit>
void members(Visit& visit, TrainingPosition& position) {
  visit("step", position.step);
  visit("epoch", position.epoch);
  visit("sample", position.sample);
}

// The rules are the spec's, and what is written has no halt.
template <class Visit, class T>
void members(Visit& visit, TrainerState<T>& state) {
  visit("position", state.position);
  visit("beforePosition", state.before_position);
  visit("theta", state.theta);
  visit("before", state.before);
  visit("first", state.first);
  visit("second", state.second);
  visit("beta1Power", state.memory.beta1_power);
  visit("beta2Power", state.memory.beta2_power);
  visit("statistics", state.statistics);
  visit("statisticsBefore", state.statistics_before);
  visit("bestTheta", state.best_theta);
  visit("bestStatistics", state.best_statistics);
  visit.or_infinity("bestLoss", state.best_loss);
  visit("bestEpoch", state.best_epoch);
  visit("clippedSteps", state.clipped_steps);
  visit("batchLoss", state.batch_loss);
}

template <class Visit, class T>
void members(Visit& visit, ModelSamples<T>& samples) {
  visit("trainInputs", samples.train_inputs);
  visit("trainTargets", samples.train_targets);
  visit("testInputs", samples.test_inputs);
  visit("testTargets", samples.test_targets);
}

template <class Visit, class T>
void members(Visit& visit, Model<T>& model) {
  visit.constant("format", format);
  visit.constant("version", std::uint64_t{model_version});
  visit.constant("numbers", numbers<T>);
  visit("spec", model.spec);
  visit("state", model.state);
  visit.optional("samples", model.samples);
}

}  // namespace downhill::model_format
