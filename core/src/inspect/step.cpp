// What the next step will do, done by a copy of the run (paper, sections 3, 4, 16 to 20, 23, 28).
#include "../directions.hpp"
#include "json.hpp"

#include <downhill/batches.hpp>
#include <downhill/copy.hpp>
#include <downhill/range_test.hpp>
#include <downhill/taylor.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <numeric>

namespace downhill {
namespace {

std::string optimizer_json(const OptimizerSettings& rule) {
  return json_object({{"kind", json_of(name(rule.kind))},
                      {"beta", json_of(rule.kind == OptimizerKind::rmsprop ? rule.rmsprop_beta : rule.beta)},
                      {"rho", json_of(rule.rho)},
                      {"beta1", json_of(rule.beta1)},
                      {"beta2", json_of(rule.beta2)},
                      {"epsilon", json_of(rule.epsilon)},
                      {"decay", json_of(rule.decay)}});
}

std::string memory_json(const Optimizer<float>::Memory& memory) {
  return json_object(
      {{"beta1Power", json_of(memory.beta1_power)}, {"beta2Power", json_of(memory.beta2_power)}});
}

// Units of each layer that dropout leaves out for the first sample on the tape.
std::string dropped_json(const Trainer<float>& run) {
  std::string layers;
  for (std::size_t l = 0; l < run.network().depth(); ++l) {
    std::vector<std::size_t> units;
    if (run.network().layer(l).spec.dropout > 0.0) {
      const Matrix<float>& mask = run.tape().layers[l].mask;
      for (std::size_t u = 0; u < mask.rows; ++u) {
        if (mask(u, 0) == 0.0F) units.push_back(u);
      }
    }
    layers += (l > 0 ? ", " : "") + json_numbers(units);
  }
  return "[" + layers + "]";
}

// As far as the phase `until`; stops where the step ends or fails.
Status advance_to(Trainer<float>& run, Phase until) {
  while (run.next_phase() != until) {
    if (Status status = run.advance(); !status.ok()) return status;
  }
  return {};
}

double norm_of(std::span<const float> numbers) {
  return std::sqrt(std::transform_reduce(numbers.begin(), numbers.end(), 0.0, std::plus<>(),
                                         [](float number) { return double{number} * double{number}; }));
}

// after - before.
Vector moved(std::span<const float> before, std::span<const float> after) {
  return sum(in_double(after), -1.0, in_double(before));
}

double cosine_to_descent(ConstVector update, std::span<const float> gradient) {
  return 0.0 - cosine_between(update, in_double(gradient));
}

// The share of parameters that go back in `next`.
double turning(ConstVector last, ConstVector next) {
  const double back = std::inner_product(last.begin(), last.end(), next.begin(), 0.0, std::plus<>(),
                                         [](double a, double b) { return a * b < 0.0 ? 1.0 : 0.0; });
  return last.empty() ? 0.0 : back / static_cast<double>(last.size());
}

std::string hash_of(std::span<const float> numbers) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const float number : numbers) hash = (hash ^ std::bit_cast<std::uint32_t>(number)) * 0x100000001b3;
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[hash >> shift & 0xFU];
  return digits;
}

std::string taylor_json(const TaylorStep& step) {
  return json_object({{"before", json_of(step.before)},
                      {"after", json_of(step.after)},
                      {"predicted", json_of(step.predicted)},
                      {"actual", json_of(step.actual())},
                      {"ratio", json_of(step.ratio())},
                      {"penalised", json_of(step.penalised)}});
}

}  // namespace

Report Inspector::next_step() {
  Trainer<float> next;
  if (Status status = copy_run(playground_.trainer(), next, memory_limit); !status.ok())
    return failed(status);
  const std::string rows = json_numbers(next.batch());
  const double step = static_cast<double>(next.steps()), eta = next.rate();
  std::vector<double> numbers;
  if (Status status = advance_to(next, Phase::clip); !status.ok()) return failed(status);
  const double norm_before = norm_of(next.gradient());
  const std::string dropped = dropped_json(next);
  append(numbers, next.gradient());
  if (Status status = advance_to(next, Phase::penalty); !status.ok()) return failed(status);
  append(numbers, next.gradient());
  const bool clipped = next.clipping().clipped;
  if (Status status = advance_to(next, Phase::update); !status.ok()) return failed(status);
  append(numbers, next.gradient());
  const double norm = norm_of(next.gradient());
  append(numbers, next.theta());
  append(numbers, next.optimizer().first());
  append(numbers, next.optimizer().second());
  const Status status = next.advance();
  append(numbers, next.theta());
  append(numbers, next.optimizer().first());
  append(numbers, next.optimizer().second());
  const Trainer<float>& run = playground_.trainer();
  const Vector last = moved(run.optimizer().before(), run.theta());
  const Vector update = moved(next.optimizer().before(), next.theta());
  const bool first_step = std::ranges::all_of(last, [](double d) { return d == 0.0; });
  return report(json_object({{"step", json_of(step)},
                             {"eta", json_of(eta)},
                             {"rows", rows},
                             {"batchLoss", json_of(next.batch_loss())},
                             {"optimizer", optimizer_json(next.spec().rules.optimizer)},
                             {"memory", memory_json(next.optimizer().memory())},
                             {"normBefore", json_of(norm_before)},
                             {"norm", json_of(norm)},
                             {"clipped", json_of(clipped)},
                             {"diverged", json_of(status.code == Code::diverged)},
                             {"cosine", json_of(cosine_to_descent(update, next.gradient()))},
                             {"cosineToLast", first_step ? "null" : json_of(cosine_between(update, last))},
                             {"turning", json_of(turning(last, update))},
                             {"dropped", dropped}}),
                std::move(numbers));
}

Report Inspector::swap_rules() {
  std::vector<double> numbers;
  std::string rules;
  for (std::size_t k = 0; k < optimizer_names.size(); ++k) {
    Trainer<float> next;
    if (Status status = copy_run(playground_.trainer(), next, memory_limit); !status.ok())
      return failed(status);
    TrainingRules changed = next.spec().rules;
    changed.optimizer.kind = static_cast<OptimizerKind>(k);
    if (Status status = next.set_rules(changed); !status.ok()) return failed(status);
    // Rules of the same kind keep their memory, the others begin afresh: all are to begin afresh.
    next.weights_changed();
    if (Status status = advance_to(next, Phase::update); !status.ok()) return failed(status);
    const std::vector<float> gradient(next.gradient().begin(), next.gradient().end());
    (void)next.advance();
    const Vector update = moved(next.optimizer().before(), next.theta());
    rules += (k > 0 ? ", " : "") + json_object({{"kind", json_of(optimizer_names[k])},
                                                {"norm", json_of(length(update))},
                                                {"cosine", json_of(cosine_to_descent(update, gradient))},
                                                {"hash", json_of(std::string_view(hash_of(gradient)))}});
    append(numbers, update);
  }
  return report(json_object({{"rules", "[" + rules + "]"}}), std::move(numbers));
}

Report Inspector::taylor() {
  Objective* J = nullptr;
  if (Status status = objective(true, J); !status.ok()) return failed(status);
  Trainer<float> next;
  if (Status status = copy_run(playground_.trainer(), next, memory_limit); !status.ok())
    return failed(status);
  const std::vector<std::uint32_t> rows(next.batch().begin(), next.batch().end());
  if (Status status = next.step(); !status.ok()) return failed(status);
  TaylorOfStep result;
  const std::vector<double> before = theta(), after = in_double<float>(next.theta());
  if (Status status = taylor_of_step(*J, before, after, rows, result); !status.ok()) return failed(status);
  return report(json_object({{"full", taylor_json(result.full)}, {"batch", taylor_json(result.batch)}}));
}

Report Inspector::slice(double low, double high, std::size_t count) {
  if (!(low < high) || count < 2 || count > 1000) {
    return failed(refused("slice: it needs 2 to 1000 points between two numbers, the lower one first."));
  }
  Objective* J = nullptr;
  if (Status status = objective(true, J); !status.ok()) return failed(status);
  std::vector<double> t(count);
  for (std::size_t j = 0; j < count; ++j) {
    t[j] = low + (high - low) * static_cast<double>(j) / static_cast<double>(count - 1);
  }
  GradientSlice result;
  if (Status status = slice_along_gradient(*J, theta(), t, result); !status.ok()) return failed(status);
  return report(json_object({{"start", json_of(result.start)},
                             {"slope", json_of(result.slope)},
                             {"eta", json_of(playground_.trainer().rate())},
                             {"t", json_numbers(t)},
                             {"values", json_numbers(result.values)}}));
}

Report Inspector::rates(double epochs, std::size_t count) {
  if (!(epochs > 0.0) || count < 2 || count > 10'000) {
    return failed(refused("rates: they need 2 to 10000 points in more than 0 epochs."));
  }
  const TrainingRules& rules = playground_.trainer().spec().rules;
  std::vector<double> at, rates;
  for (std::size_t j = 0; j < count; ++j) {
    at.push_back(epochs * static_cast<double>(j) / static_cast<double>(count - 1));
    rates.push_back(learning_rate(rules.schedule, rules.optimizer.eta, at.back()));
  }
  return report(json_object({{"epochs", json_numbers(at)}, {"rates", json_numbers(rates)}}));
}

Report Inspector::range_test(double low, double high, std::size_t steps) {
  RangeTest result;
  RangeTestOptions options;
  options.low = low;
  options.high = high;
  options.steps = steps;
  Status status = test_range(playground_.trainer(), options, result, memory_limit);
  if (!status.ok()) return failed(status);
  const auto point_json = [](const RangeTestPoint& point) {
    return json_object(
        {{"eta", json_of(point.eta)}, {"loss", json_of(point.loss)}, {"smooth", json_of(point.smooth)}});
  };
  return report(json_object({{"points", json_list(result.points, point_json)},
                             {"divergedAt", json_of(result.diverged_at)},
                             {"suggested", json_of(result.suggested)}}));
}

Report Inspector::fan(std::size_t batch_size, std::size_t count) {
  Objective* J = nullptr;
  if (Status status = objective(false, J); !status.ok()) return failed(status);
  const Trainer<float>& run = playground_.trainer();
  const std::vector<std::uint32_t> order = epoch_order(run.train_set().count, run.spec().seed, run.epochs());
  GradientFan result;
  Status status = gradient_fan(*J, theta(), order, batch_size, count, result);
  if (!status.ok()) return failed(status);
  const auto batch_json = [](const BatchGradient& batch) {
    return json_object({{"samples", json_of(static_cast<double>(batch.samples))},
                        {"cosine", json_of(batch.cosine)},
                        {"normRatio", json_of(batch.norm_ratio)},
                        {"along", json_of(batch.along)},
                        {"across", json_of(batch.across)}});
  };
  return report(json_object({{"fullNorm", json_of(result.full_norm)},
                             {"batches", json_list(result.batches, batch_json)},
                             {"trace", json_of(result.noise.trace)},
                             {"square", json_of(result.noise.square)},
                             {"scale", json_of(result.noise.scale)}}));
}

}  // namespace downhill
