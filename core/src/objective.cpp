#include "directions.hpp"
#include "table.hpp"
#include "text.hpp"

#include <downhill/objective.hpp>
#include <downhill/trainer.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

namespace downhill {
namespace {

// Samples are worked off in pieces of this many, which fit the cache.
constexpr std::size_t piece = 256;

template <class T>
Status check_samples(const SampleSet<T>& samples, const Network& network) {
  const auto all_finite = [](const T* numbers, std::size_t count) {
    return std::all_of(numbers, numbers + count, [](T number) { return std::isfinite(number); });
  };
  if (samples.count == 0) return refused("samples: there are none; give at least one.");
  if (samples.count > std::numeric_limits<std::uint32_t>::max()) {
    return refused("samples: " + std::to_string(samples.count) + " are more than 2^32 - 1.");
  }
  if (!all_finite(samples.inputs, samples.count * network.inputs()) ||
      !all_finite(samples.targets, samples.count * network.outputs())) {
    return refused("samples: NaN or Inf among them; remove those samples.");
  }
  return {};
}

}  // namespace

template <class T>
Status Objective::build(const ObjectiveSpec& spec, const SampleSet<T>& samples, const Engine& engine,
                        std::size_t memory) {
  if (Status status = downhill::check(spec.network); !status.ok()) return status;
  for (const double lambda : {spec.regularization.l1, spec.regularization.l2}) {
    if (!(lambda >= 0.0 && std::isfinite(lambda))) {
      return refused("regularization: l1 and l2 must be 0 or more; " + to_text(lambda) + " is not.");
    }
  }
  NetworkSpec without_dropout = spec.network;
  for (LayerSpec& layer : without_dropout.layers) layer.dropout = 0.0;
  Objective next;
  next.network_ = Network(without_dropout);
  if (Status status = check_samples(samples, next.network_); !status.ok()) return status;
  next.loss_ = spec.loss;
  next.fused_ = spec.fused;
  next.regularization_ = spec.regularization;
  next.kernels_ = &engine.kernels<double>();
  next.sample_count_ = samples.count;
  // A batch norm looks at all samples at once.
  const std::size_t capacity =
      next.network_.has_batch_norm() ? samples.count : std::min(samples.count, piece);
  Status status = next.memory_.lay_out(
      memory, [&](Cursor& cursor) { next.tape_.plan(cursor, next.network_, capacity, TapeUse::inspection); });
  if (!status.ok()) return status;
  next.inputs_.assign(samples.inputs, samples.inputs + samples.count * next.network_.inputs());
  next.targets_.assign(samples.targets, samples.targets + samples.count * next.network_.outputs());
  next.rows_.reserve(samples.count);
  next.select_all();
  *this = std::move(next);
  return status;
}

template <class T>
Status Objective::build(const Trainer<T>& trainer, bool with_penalty, std::size_t memory) {
  if (trainer.network().depth() == 0) return refused("trainer: it has no network yet; build it first.");
  const TrainerSpec& run = trainer.spec();
  ObjectiveSpec spec{run.network, run.loss, run.fused, {}};
  if (with_penalty) spec.regularization = run.rules.regularization;
  return build(spec, trainer.train_set(), trainer.engine(), memory);
}

Status Objective::select(std::span<const std::uint32_t> rows) {
  if (rows.empty()) return refused("rows: there are none; select at least one sample.");
  if (rows.size() > sample_count_) {
    return refused("rows: " + std::to_string(rows.size()) + " are selected of " +
                   std::to_string(sample_count_) + " samples.");
  }
  for (const std::uint32_t row : rows) {
    if (row >= sample_count_) {
      return refused("rows: there is no sample " + std::to_string(row) + "; the last is " +
                     std::to_string(sample_count_ - 1) + ".");
    }
  }
  rows_.assign(rows.begin(), rows.end());
  return {};
}

void Objective::select_all() noexcept {
  rows_.resize(sample_count_);
  std::iota(rows_.begin(), rows_.end(), 0U);
}

Status Objective::check(const char* what, std::span<const double> numbers) const {
  if (sample_count_ == 0) return refused("objective: it has no network yet; build it first.");
  return check_vector(what, numbers, network_.parameter_count());
}

Status Objective::check_gradient_call(std::span<const double> theta, std::span<double> gradient) const {
  if (Status status = check("theta", theta); !status.ok()) return status;
  if (gradient.size() == theta.size()) return {};
  return refused("gradient: it has room for " + std::to_string(gradient.size()) + " numbers, theta has " +
                 std::to_string(theta.size()) + ".");
}

Backprop<double> Objective::pass(std::span<const double> theta) noexcept {
  TrainingPass batch_statistics;
  batch_statistics.on = true;
  return {network_, *kernels_, loss_, theta.data(), tape_, nullptr, batch_statistics, fused_};
}

Status Objective::value(std::span<const double> theta, double& J) {
  if (Status status = check("theta", theta); !status.ok()) return status;
  double sum = 0.0;
  for (std::size_t first = 0; first < rows_.size(); first += tape_.capacity)
    sum += piece_losses(theta, first);
  J = finish(theta, sum);
  return {};
}

Status Objective::gradient(std::span<const double> theta, std::span<double> gradient, double& J) {
  return this->gradient(theta, gradient, J, [](const Tape<double>&) {});
}

double Objective::piece_losses(std::span<const double> theta, std::size_t first) noexcept {
  const std::size_t count = std::min(tape_.capacity, rows_.size() - first);
  tape_.load(*kernels_, inputs_.data(), targets_.data(),
             std::span<const std::uint32_t>(rows_).subspan(first, count));
  const Backprop<double> pass = this->pass(theta);
  pass.forward();
  pass.losses();
  return kernels_->sum(tape_.losses.data(), count);
}

double Objective::piece_gradient(std::span<const double> theta, std::size_t first,
                                 std::span<double> gradient) noexcept {
  const double losses = piece_losses(theta, first);
  const Backprop<double> pass = this->pass(theta);
  pass.backward();
  pass.gradients(1.0 / static_cast<double>(rows_.size()), first > 0, gradient.data());
  return losses;
}

double Objective::finish(std::span<const double> theta, double loss_sum) const noexcept {
  const double loss = loss_sum / static_cast<double>(rows_.size());
  return loss + penalty<double>(regularization_, network_, *kernels_, theta);
}

double Objective::finish_gradient(std::span<const double> theta, double loss_sum,
                                  std::span<double> gradient) const noexcept {
  add_penalty_gradient<double>(regularization_, network_, *kernels_, theta, gradient);
  return finish(theta, loss_sum);
}

template Status Objective::build(const ObjectiveSpec&, const SampleSet<float>&, const Engine&, std::size_t);
template Status Objective::build(const ObjectiveSpec&, const SampleSet<double>&, const Engine&, std::size_t);
template Status Objective::build(const Trainer<float>&, bool, std::size_t);
template Status Objective::build(const Trainer<double>&, bool, std::size_t);

}  // namespace downhill
