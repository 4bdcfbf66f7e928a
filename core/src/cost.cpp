#include <downhill/copy.hpp>
#include <downhill/cost.hpp>

#include <algorithm>
#include <utility>

namespace downhill {
namespace {

constexpr std::size_t piece = 256;  // that of trainer.cpp

LayerCost cost_of_layer(const LayerLayout& layer, bool first, bool output, std::uint64_t update) noexcept {
  const std::uint64_t n = layer.units(), p = layer.inputs;
  const bool norm = layer.spec.norm != Norm::none;
  LayerCost cost;
  cost.parameters = n * p + n + (norm ? 2 * n : 0);
  cost.forward = 2 * n * p;
  cost.backward = first ? 0 : 2 * n * p - p;
  cost.gradients = 2 * n * p + n;
  cost.update = update * cost.parameters;
  // phi; norm, dropout, residual connection, loss where there are.
  const std::uint64_t parts = 1 + (norm ? 1 : 0) + (layer.spec.dropout > 0.0 ? 1 : 0) + (output ? 1 : 0);
  const std::uint64_t residual = layer.spec.residual ? 1 : 0;
  cost.forward_elements = n * (parts + residual);
  cost.backward_elements = n * (parts + (first ? 0 : residual));
  cost.gradient_elements = norm ? n : 0;
  return cost;
}

void add(LayerCost& total, const LayerCost& cost) noexcept {
  total.forward += cost.forward;
  total.backward += cost.backward;
  total.gradients += cost.gradients;
  total.forward_elements += cost.forward_elements;
  total.backward_elements += cost.backward_elements;
  total.gradient_elements += cost.gradient_elements;
  total.update += cost.update;
  total.parameters += cost.parameters;
}

// How many numbers a layer puts on a tape of so many samples (Tape::plan).
std::uint64_t tape_numbers(const LayerSpec& spec, std::uint64_t samples) noexcept {
  const bool norm = spec.norm != Norm::none, dropout = spec.dropout > 0.0;
  const std::uint64_t matrices = 4 + (norm ? 3 : 0) + (dropout ? 1 : 0) + (dropout || spec.residual ? 1 : 0);
  const std::uint64_t inverses = spec.norm == Norm::batch ? spec.units : samples;
  return matrices * spec.units * samples + (norm ? 2 * spec.units + inverses : 0);
}

}  // namespace

std::uint64_t update_flops(const OptimizerSettings& optimizer) noexcept {
  switch (optimizer.kind) {
    case OptimizerKind::sgd:
      return 2;
    case OptimizerKind::momentum:
      return 4;
    case OptimizerKind::nesterov:
      return 6;
    case OptimizerKind::adagrad:
      return 7;
    case OptimizerKind::rmsprop:
      return optimizer.rmsprop_beta > 0.0 ? 11 : 9;
    case OptimizerKind::adam:
      return 13;
    case OptimizerKind::adamw:
      return 14;
  }
  return 0;
}

Cost cost_of(const Network& network, const OptimizerSettings& optimizer, std::size_t batch,
             std::size_t number_bytes) {
  Cost cost;
  const std::uint64_t held = network.has_batch_norm() ? batch : std::min(batch, piece);
  std::uint64_t tape = held * (network.inputs() + network.outputs() + 1);
  for (std::size_t l = 0; l < network.depth(); ++l) {
    const LayerLayout& layer = network.layer(l);
    cost.layers.push_back(cost_of_layer(layer, l == 0, l + 1 == network.depth(), update_flops(optimizer)));
    add(cost.total, cost.layers.back());
    tape += tape_numbers(layer.spec, held);
  }
  const LayerCost& total = cost.total;
  cost.flops_per_sample = total.forward + total.backward + total.gradients;
  cost.flops_per_step = batch * cost.flops_per_sample + total.update;
  cost.elements_per_step =
      batch * (total.forward_elements + total.backward_elements + total.gradient_elements);
  cost.backward_to_forward =
      static_cast<double>(total.backward + total.gradients) / static_cast<double>(total.forward);
  cost.finite_differences = 2.0 * static_cast<double>(total.parameters) * static_cast<double>(total.forward);
  cost.parameter_bytes = total.parameters * number_bytes;
  cost.optimizer_bytes = 3 * cost.parameter_bytes;
  cost.activation_bytes = tape * number_bytes;
  return cost;
}

template <class T>
Status measure_phases(const Trainer<T>& run, std::size_t steps, Clock now, PhaseTimes& times,
                      std::size_t memory_limit) {
  if (steps == 0) return refused("steps: 0 is too few to be timed; use 1 or more.");
  if (now == nullptr) return refused("clock: there is none; give a function that returns seconds.");
  Trainer<T> copy;
  if (Status status = copy_run(run, copy, memory_limit); !status.ok()) return status;
  TrainingRules rules = copy.spec().rules;
  rules.early_stopping = {};
  if (Status status = copy.set_rules(rules); !status.ok()) return status;
  if (Status status = copy.step(); !status.ok()) return status;
  PhaseTimes measured;
  const std::uint64_t end = copy.steps() + steps;
  double before = now();
  while (copy.steps() < end) {
    const auto phase = static_cast<std::size_t>(copy.next_phase());
    if (Status status = copy.advance(); !status.ok()) return status;
    const double after = now();
    measured.seconds[phase] += after - before;
    ++measured.calls[phase];
    before = after;
  }
  measured.steps = steps;
  times = measured;
  return {};
}

template Status measure_phases(const Trainer<float>&, std::size_t, Clock, PhaseTimes&, std::size_t);
template Status measure_phases(const Trainer<double>&, std::size_t, Clock, PhaseTimes&, std::size_t);

}  // namespace downhill
