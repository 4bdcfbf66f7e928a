// Is the gradient right, what does it cost, and what would one advise (paper, sections 6, 15, 24 to 27)?
#include "json.hpp"

#include <algorithm>
#include <cmath>

namespace downhill {
namespace {

// The first samples of the training set, in double.
struct FirstSamples {
  std::vector<double> inputs, targets;
  SampleSet<double> set;

  FirstSamples(const Trainer<float>& run, std::size_t count) {
    const SampleSet<float>& all = run.train_set();
    count = std::clamp<std::size_t>(count, 1, all.count);
    inputs = in_double(std::span(all.inputs, count * run.network().inputs()));
    targets = in_double(std::span(all.targets, count * run.network().outputs()));
    set = {inputs.data(), targets.data(), count};
  }
};

GradientCheckOptions options_for(const Trainer<float>& run, double epsilon, Fault fault) {
  return {.epsilon = epsilon,
          .fused = run.spec().fused,
          .regularization = run.spec().rules.regularization,
          .dropout_seed = run.spec().seed,
          .fault = fault};
}

std::string cost_json(const LayerCost& cost) {
  const auto number = [](std::uint64_t count) { return json_of(static_cast<double>(count)); };
  return json_object({{"forward", number(cost.forward)},
                      {"backward", number(cost.backward)},
                      {"gradients", number(cost.gradients)},
                      {"forwardElements", number(cost.forward_elements)},
                      {"backwardElements", number(cost.backward_elements)},
                      {"gradientElements", number(cost.gradient_elements)},
                      {"update", number(cost.update)},
                      {"parameters", number(cost.parameters)}});
}

Task task_of(const Playground& playground) {
  if (playground.dataset().regression) return Task::regression;
  return playground.trainer().network().outputs() == 1 ? Task::two_classes : Task::classes;
}

}  // namespace

Report Inspector::check(double epsilon, Fault fault, std::size_t samples) {
  const Trainer<float>& run = playground_.trainer();
  const FirstSamples first(run, samples);
  GradientCheck result;
  Status status = check_gradient(run.spec().network, run.spec().loss, theta(), first.set, run.engine(),
                                 result, options_for(run, epsilon, fault));
  if (!status.ok()) return failed(status);
  std::string json = json_object({{"worst", json_of(result.worst_error)},
                                  {"worstParameter", json_of(static_cast<double>(result.worst_parameter))},
                                  {"skipped", json_of(static_cast<double>(result.skipped_count))},
                                  {"samples", json_of(static_cast<double>(first.set.count))},
                                  {"parameters", json_of(static_cast<double>(result.analytic.size()))}});
  std::vector<double> numbers = std::move(result.analytic);
  append(numbers, result.numerical);
  for (const bool skipped : result.skipped) numbers.push_back(skipped ? 1.0 : 0.0);
  return report(std::move(json), std::move(numbers));
}

Report Inspector::sweep(std::span<const double> epsilons, Fault fault, std::size_t samples) {
  const Trainer<float>& run = playground_.trainer();
  const FirstSamples first(run, samples);
  std::vector<EpsilonError> result;
  Status status = sweep_epsilon(run.spec().network, run.spec().loss, theta(), first.set, run.engine(),
                                epsilons, result, options_for(run, GradientCheckOptions{}.epsilon, fault));
  if (!status.ok()) return failed(status);
  return report(json_object({{"errors", json_list(result, [](const EpsilonError& error) {
                                return json_object({{"epsilon", json_of(error.epsilon)},
                                                    {"inFloat", json_of(error.in_float)},
                                                    {"inDouble", json_of(error.in_double)}});
                              })}}));
}

Report Inspector::cost() {
  const Trainer<float>& run = playground_.trainer();
  const TrainingRules& rules = run.spec().rules;
  const std::size_t batch = std::min(rules.batch_size, run.train_set().count);
  const Cost cost = cost_of(run.network(), rules.optimizer, batch, sizeof(float));
  const auto number = [](std::uint64_t count) { return json_of(static_cast<double>(count)); };
  return report(json_object({{"layers", json_list(cost.layers, cost_json)},
                             {"total", cost_json(cost.total)},
                             {"batch", json_of(static_cast<double>(batch))},
                             {"flopsPerSample", number(cost.flops_per_sample)},
                             {"flopsPerStep", number(cost.flops_per_step)},
                             {"elementsPerStep", number(cost.elements_per_step)},
                             {"backwardToForward", json_of(cost.backward_to_forward)},
                             {"finiteDifferences", json_of(cost.finite_differences)},
                             {"parameterBytes", number(cost.parameter_bytes)},
                             {"optimizerBytes", number(cost.optimizer_bytes)},
                             {"activationBytes", number(cost.activation_bytes)}}));
}

Report Inspector::phase_times(std::size_t steps, Clock now) {
  PhaseTimes times;
  Status status = measure_phases(playground_.trainer(), steps, now, times, memory_limit);
  if (!status.ok()) return failed(status);
  std::string phases;
  for (std::size_t p = 0; p < phase_names.size(); ++p) {
    phases += (p > 0 ? ", " : "") + json_field(phase_names[p], json_of(times.seconds[p]));
  }
  return report(json_object({{"steps", json_of(static_cast<double>(times.steps))},
                             {"engine", json_of(playground_.trainer().engine().name)},
                             {"seconds", "{" + phases + "}"},
                             {"forward", json_of(times.forward())},
                             {"backward", json_of(times.backward())},
                             {"update", json_of(times.update())}}));
}

Report Inspector::compare_costs(std::span<const std::string> queries, std::size_t steps, Clock now) {
  std::string runs;
  for (const std::string& query : queries) {
    Playground other(memory_limit);
    if (Status status = other.branch_off(playground_, query); !status.ok()) return failed(status);
    const Trainer<float>& run = other.trainer();
    const TrainingRules& rules = run.spec().rules;
    PhaseTimes times;
    Status status = measure_phases(run, steps, now, times, memory_limit);
    if (!status.ok()) return failed(status);
    const std::size_t batch = std::min(rules.batch_size, run.train_set().count);
    const Cost cost = cost_of(run.network(), rules.optimizer, batch, sizeof(float));
    const auto each = static_cast<double>(times.steps);
    runs += (runs.empty() ? "" : ", ") +
            json_object({{"parameters", json_of(static_cast<double>(run.theta().size()))},
                         {"flops", json_of(static_cast<double>(cost.flops_per_step))},
                         {"engine", json_of(run.engine().name)},
                         {"forward", json_of(times.forward() / each)},
                         {"backward", json_of(times.backward() / each)},
                         {"update", json_of(times.update() / each)}});
  }
  return report(json_object({{"runs", "[" + runs + "]"}}));
}

Report Inspector::diagnose(double initial_loss, std::span<const double> losses, bool diverged) {
  Objective* J = nullptr;
  if (Status status = objective(true, J); !status.ok()) return failed(status);
  Trainer<float>& run = playground_.trainer();
  DiagnosticInput input;
  input.spec = run.spec();
  input.task = task_of(playground_);
  input.samples = run.train_set().count;
  input.initial_loss = initial_loss;
  input.train_losses.assign(losses.begin(), losses.end());
  input.test_loss = run.test_set().count > 0 ? run.test_metrics().loss : 0.0;
  input.diverged = diverged;
  std::vector<LayerFlow> layers;
  const std::vector<double> before = in_double<float>(run.optimizer().before());
  if (Status status = measure_flow(*J, theta(), before, layers); !status.ok()) return failed(status);
  for (const LayerFlow& layer : layers) {
    input.gradient_norms.push_back(layer.gradient_norm);
    input.saturation.push_back(layer.saturated);
  }
  if (run.steps() > 0) {
    input.clipped_share = static_cast<double>(run.clipped_steps()) / static_cast<double>(run.steps());
  }
  constexpr std::size_t few = 16, small = 600;
  if (!diverged && run.network().parameter_count() <= small) {  // where J overflows no difference is right
    const FirstSamples first(run, few);
    GradientCheck result;
    if (check_gradient(run.spec().network, run.spec().loss, theta(), first.set, run.engine(), result,
                       options_for(run, GradientCheckOptions{}.epsilon, Fault::none))
            .ok()) {
      input.gradient_error = result.worst_error;
    }
  }
  return report(json_object({{"rules", json_list(downhill::diagnose(input), [](const Diagnosis& diagnosis) {
                                return json_object(
                                    {{"rule", json_of(name(diagnosis.rule))},
                                     {"level", json_of(name(diagnosis.level))},
                                     {"measured", json_of(diagnosis.measured)},
                                     {"threshold", json_of(diagnosis.threshold)},
                                     {"reason", json_of(diagnosis.reason)},
                                     {"suggestion", json_of(std::string_view(diagnosis.suggestion))},
                                     {"section", json_of(diagnosis.section)}});
                              })}}));
}

}  // namespace downhill
