#include "faulty_backprop.hpp"
#include "table.hpp"

#include <downhill/gradient_check.hpp>

#include <algorithm>
#include <cmath>
#include <string>

namespace downhill {
namespace {

template <class T>
std::vector<T> converted(const double* numbers, std::size_t count) {
  std::vector<T> result(count);
  std::transform(numbers, numbers + count, result.begin(),
                 [](double number) { return static_cast<T>(number); });
  return result;
}

// J and its differences, computed in T.
template <class T>
class Check {
 public:
  Check(const NetworkSpec& spec, Loss loss, std::span<const double> theta, const SampleSet<double>& samples,
        const Engine& engine, const GradientCheckOptions& options)
      : network_(spec),
        kernels_(engine.kernels<T>()),
        loss_(loss),
        options_(options),
        theta_(converted<T>(theta.data(), theta.size())),
        statistics_(network_.statistic_count()),
        inputs_(converted<T>(samples.inputs, samples.count * network_.inputs())),
        targets_(converted<T>(samples.targets, samples.count * network_.outputs())),
        count_(samples.count) {}

  Status prepare() {
    constexpr std::size_t memory_limit = std::size_t{1} << 28U;
    Status status = memory_.lay_out(
        memory_limit, [&](Cursor& cursor) { tape_.plan(cursor, network_, count_, TapeUse::inspection); });
    if (status.ok()) tape_.load(kernels_, inputs_.data(), targets_.data(), count_);
    return status;
  }

  std::vector<T> analytic() {
    std::vector<T> gradient(theta_.size());
    faulty_gradient<T>(pass(), options_.fault, T(1) / static_cast<T>(count_), gradient);
    add_penalty_gradient<T>(options_.regularization, network_, kernels_, theta_, gradient);
    return gradient;
  }

  struct Difference {
    double slope;
    bool kink;
  };

  Difference central(std::size_t j, double epsilon) {
    const T here = theta_[j];
    const T h = static_cast<T>(epsilon * std::max(1.0, std::abs(static_cast<double>(here))));
    theta_[j] = here + h;
    const T upper = theta_[j];
    const double above = objective();
    const std::vector<bool> sides = active_units();
    theta_[j] = here - h;
    const double below = objective();
    const bool kink = sides != active_units();
    const auto width = static_cast<double>(upper - theta_[j]);  // what the rounded parameters are apart
    theta_[j] = here;
    return {(above - below) / width, kink};
  }

 private:
  Backprop<T> pass() {
    const TrainingPass training{true, options_.dropout_seed, 0};
    return {network_, kernels_, loss_, theta_.data(), tape_, statistics_.data(), training, options_.fused};
  }

  double objective() {
    const Backprop<T> pass = this->pass();
    pass.forward();
    pass.losses();
    const auto sum = static_cast<double>(kernels_.sum(tape_.losses.data(), count_));
    return sum / static_cast<double>(count_) +
           penalty<T>(options_.regularization, network_, kernels_, theta_);
  }

  // Which side of its kink every unit is on, for every sample; with an L1 penalty, every parameter too.
  std::vector<bool> active_units() const {
    std::vector<bool> sides;
    for (std::size_t l = 0; l < network_.depth(); ++l) {
      if (!has_kink(network_.layer(l).spec.activation)) continue;
      const Matrix<T>& u = tape_.layers[l].u;
      for (std::size_t r = 0; r < u.rows; ++r) {
        for (std::size_t s = 0; s < u.cols; ++s) sides.push_back(u(r, s) > T(0));
      }
    }
    if (options_.regularization.l1 > 0.0) {
      for (const T parameter : theta_) sides.push_back(parameter > T(0));
    }
    return sides;
  }

  Network network_;
  const KernelTable<T>& kernels_;
  Loss loss_;
  GradientCheckOptions options_;
  std::vector<T> theta_, statistics_, inputs_, targets_;
  std::size_t count_;
  Arena memory_;
  Tape<T> tape_;
};

Status check_arguments(const NetworkSpec& spec, std::span<const double> theta,
                       const SampleSet<double>& samples) {
  if (Status status = check(spec); !status.ok()) return status;
  const std::size_t parameters = Network(spec).parameter_count();
  if (theta.size() != parameters) {
    return refused("theta: it has " + std::to_string(theta.size()) + " parameters, the network needs " +
                   std::to_string(parameters) + ".");
  }
  if (samples.count == 0) return refused("samples: there are none; give at least one.");
  return check(samples, spec, "");
}

Status check_epsilon(double epsilon) {
  if (epsilon > 0.0 && std::isfinite(epsilon)) return {};
  return refused("epsilon: it must be positive; 6e-6 is a good choice.");
}

// Compares the differences that `check` makes with result.analytic.
template <class T>
void compare(Check<T>& check, double epsilon, GradientCheck& result) {
  const std::size_t parameters = result.analytic.size();
  result.numerical.assign(parameters, 0.0);
  result.skipped.assign(parameters, false);
  result.errors.assign(parameters, 0.0);
  result.skipped_count = result.worst_parameter = 0;
  result.worst_error = 0.0;
  double largest = 0.0;
  for (const double slope : result.analytic) largest = std::max(largest, std::abs(slope));
  for (std::size_t j = 0; j < parameters; ++j) {
    const auto [slope, kink] = check.central(j, epsilon);
    result.numerical[j] = slope;
    result.skipped[j] = kink;
    if (kink) {
      ++result.skipped_count;
      continue;
    }
    const double scale = std::max({std::abs(result.analytic[j]), std::abs(slope), largest / 100.0});
    const double error = scale == 0.0 ? 0.0 : std::abs(result.analytic[j] - slope) / scale;
    result.errors[j] = error;
    if (error > result.worst_error || (std::isnan(error) && !std::isnan(result.worst_error))) {
      result.worst_error = error;
      result.worst_parameter = j;
    }
  }
}

}  // namespace

Status check_gradient(const NetworkSpec& spec, Loss loss, std::span<const double> theta,
                      const SampleSet<double>& samples, const Engine& engine, GradientCheck& result,
                      const GradientCheckOptions& options) {
  if (Status status = check_arguments(spec, theta, samples); !status.ok()) return status;
  if (Status status = check_epsilon(options.epsilon); !status.ok()) return status;
  Check<double> check(spec, loss, theta, samples, engine, options);
  if (Status status = check.prepare(); !status.ok()) return status;
  result.analytic = check.analytic();
  compare(check, options.epsilon, result);
  return {};
}

Status sweep_epsilon(const NetworkSpec& spec, Loss loss, std::span<const double> theta,
                     const SampleSet<double>& samples, const Engine& engine, std::span<const double> epsilons,
                     std::vector<EpsilonError>& result, const GradientCheckOptions& options) {
  if (Status status = check_arguments(spec, theta, samples); !status.ok()) return status;
  for (const double epsilon : epsilons) {
    if (Status status = check_epsilon(epsilon); !status.ok()) return status;
  }
  Check<double> in_double(spec, loss, theta, samples, engine, options);
  Check<float> in_float(spec, loss, theta, samples, engine, options);
  if (Status status = in_double.prepare(); !status.ok()) return status;
  if (Status status = in_float.prepare(); !status.ok()) return status;
  GradientCheck comparison;
  comparison.analytic = in_double.analytic();
  result.clear();
  for (const double epsilon : epsilons) {
    EpsilonError errors{epsilon, 0.0, 0.0};
    compare(in_float, epsilon, comparison);
    errors.in_float = comparison.worst_error;
    compare(in_double, epsilon, comparison);
    errors.in_double = comparison.worst_error;
    result.push_back(errors);
  }
  return {};
}

}  // namespace downhill
