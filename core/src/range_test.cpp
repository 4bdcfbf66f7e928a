#include "bounds.hpp"
#include "maths.hpp"
#include "text.hpp"

#include <downhill/copy.hpp>
#include <downhill/range_test.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace downhill {
namespace {

constexpr double rise_of_divergence = 4.0;
constexpr double margin = 10.0;  // below divergence

Status check(const RangeTestOptions& options) {
  if (!(options.low > 0.0)) return refused("low: " + to_text(options.low) + " is not a positive rate.");
  if (!(options.high > options.low && std::isfinite(options.high))) {
    return refused("high: " + to_text(options.high) + " is not above low, " + to_text(options.low) + ".");
  }
  const auto steps = static_cast<double>(options.steps);
  if (Status status = check_bounds("steps", steps, 10.0, 10000.0); !status.ok()) return status;
  if (!(options.smoothing >= 0.0 && options.smoothing < 1.0)) {
    return refused(not_between("smoothing: " + to_text(options.smoothing), 0.0, 1.0) + " (1 excluded).");
  }
  return {};
}

// A running average without a pull towards its start.
class Average {
 public:
  explicit Average(double keep) noexcept : keep_(keep) {}
  double add(double value) noexcept {
    sum_ = keep_ * sum_ + value;
    weight_ = keep_ * weight_ + 1.0;
    return sum_ / weight_;
  }

 private:
  double keep_, sum_ = 0.0, weight_ = 0.0;
};

// The rates are equally far apart on the logarithmic axis, so the steepest descent is the largest fall
// between a point's two neighbours. At first the average is one over few batches, whose noise looks like a
// fall.
double steepest(const std::vector<RangeTestPoint>& points, const RangeTestOptions& options) noexcept {
  const double averaged = std::min(1.0 / (1.0 - options.smoothing), static_cast<double>(options.steps) / 4.0);
  double eta = 0.0, largest = 0.0;
  for (auto j = static_cast<std::size_t>(averaged); j + 1 < points.size(); ++j) {
    const double fall = points[j - 1].smooth - points[j + 1].smooth;
    if (fall > largest) {
      largest = fall;
      eta = points[j].eta;
    }
  }
  return eta;
}

}  // namespace

template <class T>
Status test_range(const Trainer<T>& run, const RangeTestOptions& options, RangeTest& result,
                  std::size_t memory_limit) {
  if (Status status = check(options); !status.ok()) return status;
  Trainer<T> copy;
  if (Status status = copy_run(run, copy, memory_limit); !status.ok()) return status;
  TrainingRules rules = copy.spec().rules;
  rules.schedule = {};
  rules.early_stopping = {};

  // Rates are weights-to-be: no libm (docs/design.md).
  using kernels::Reproducible;
  const double start = kernels::log<Reproducible>(options.low);
  const double width = kernels::log<Reproducible>(options.high) - start;
  RangeTest next;
  Average average(options.smoothing);
  double least = 0.0;
  for (std::size_t j = 0; j < options.steps; ++j) {
    const double part = static_cast<double>(j) / static_cast<double>(options.steps - 1);
    const double eta = kernels::exp<Reproducible>(start + part * width);
    rules.optimizer.eta = eta;
    Status status = copy.set_rules(rules);
    if (status.ok()) status = copy.step();
    if (status.code == Code::diverged) {
      next.diverged_at = eta;
      break;
    }
    if (!status.ok()) return status;
    const double smooth = average.add(copy.batch_loss());
    next.points.push_back({eta, copy.batch_loss(), smooth});
    least = j == 0 ? smooth : std::min(least, smooth);
    if (smooth > rise_of_divergence * least) {
      next.diverged_at = eta;
      break;
    }
  }
  next.suggested = steepest(next.points, options);
  if (next.diverged_at > 0.0) next.suggested = std::min(next.suggested, next.diverged_at / margin);
  result = std::move(next);
  return {};
}

template Status test_range(const Trainer<float>&, const RangeTestOptions&, RangeTest&, std::size_t);
template Status test_range(const Trainer<double>&, const RangeTestOptions&, RangeTest&, std::size_t);

}  // namespace downhill
