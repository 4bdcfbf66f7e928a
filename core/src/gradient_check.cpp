#include <algorithm>
#include <cmath>
#include <string>

#include <downhill/gradient_check.hpp>

#include "table.hpp"

namespace downhill {
namespace {

class Check {
 public:
  Check(const NetworkSpec& spec, Loss loss, std::span<const double> theta, const SampleSet<double>& samples,
        const Engine& engine)
      : network_(spec), engine_(engine), loss_(loss), theta_(theta.begin(), theta.end()), samples_(samples) {}

  Status prepare(std::size_t memory_limit) {
    Status status = memory_.lay_out(memory_limit, [&](Cursor& cursor) {
      tape_.plan(cursor, network_, samples_.count, true);
    });
    if (status.ok()) tape_.load(samples_.inputs, samples_.targets, samples_.count);
    return status;
  }

  std::vector<double> analytic() {
    std::vector<double> gradient(theta_.size());
    const Backprop<double> pass = this->pass();
    pass.forward();
    pass.backward();
    pass.gradients(1.0 / static_cast<double>(samples_.count), false, gradient.data());
    return gradient;
  }

  struct Difference {
    double slope;
    bool kink;
  };

  Difference central(std::size_t j, double epsilon) {
    const double here = theta_[j];
    const double h = epsilon * std::max(1.0, std::abs(here));
    theta_[j] = here + h;
    const double above = objective();
    const std::vector<bool> sides = active_units();
    const double upper = theta_[j];
    theta_[j] = here - h;
    const double below = objective();
    const bool kink = sides != active_units();
    const double width = upper - theta_[j];  // what the rounded parameters are apart
    theta_[j] = here;
    return {(above - below) / width, kink};
  }

 private:
  Backprop<double> pass() { return {network_, engine_.kernels<double>(), loss_, theta_.data(), tape_}; }

  double objective() {
    const Backprop<double> pass = this->pass();
    pass.forward();
    pass.losses();
    return pass.kernels.sum(tape_.losses.data(), samples_.count) / static_cast<double>(samples_.count);
  }

  // Which side of its kink every ReLU is on, for every sample.
  std::vector<bool> active_units() const {
    std::vector<bool> sides;
    for (std::size_t l = 0; l < network_.depth(); ++l) {
      if (network_.layer(l).activation != Activation::relu) continue;
      const Matrix<double>& z = tape_.layers[l].z;
      for (std::size_t u = 0; u < z.rows; ++u) {
        for (std::size_t s = 0; s < z.cols; ++s) sides.push_back(z(u, s) > 0.0);
      }
    }
    return sides;
  }

  Network network_;
  const Engine& engine_;
  Loss loss_;
  std::vector<double> theta_;
  SampleSet<double> samples_;
  Arena memory_;
  Tape<double> tape_;
};

}  // namespace

Status check_gradient(const NetworkSpec& spec, Loss loss, std::span<const double> theta,
                      const SampleSet<double>& samples, const Engine& engine, GradientCheck& result,
                      double epsilon) {
  if (Status status = check(spec); !status.ok()) return status;
  if (Status status = check_pairing(loss, spec.layers.back().activation); !status.ok()) return status;
  const std::size_t parameters = Network(spec).parameter_count();
  if (theta.size() != parameters) {
    return refused("theta: it has " + std::to_string(theta.size()) + " parameters, the network needs " +
                   std::to_string(parameters) + ".");
  }
  if (samples.count == 0) return refused("samples: there are none; give at least one.");
  const auto all_finite = [](const double* numbers, std::size_t count) {
    return std::all_of(numbers, numbers + count, [](double number) { return std::isfinite(number); });
  };
  if (!all_finite(samples.inputs, samples.count * spec.inputs)) {
    return refused("inputs: NaN or Inf among them; remove those samples.");
  }
  if (!all_finite(samples.targets, samples.count * spec.layers.back().units)) {
    return refused("targets: NaN or Inf among them; remove those samples.");
  }
  if (!(epsilon > 0.0)) return refused("epsilon: it must be positive; 6e-6 is a good choice.");

  Check check(spec, loss, theta, samples, engine);
  constexpr std::size_t memory_limit = std::size_t{1} << 28U;
  if (Status status = check.prepare(memory_limit); !status.ok()) return status;
  result = {};
  result.analytic = check.analytic();
  result.numerical.resize(parameters);
  result.skipped.resize(parameters);
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
    if (error > result.worst_error || (std::isnan(error) && !std::isnan(result.worst_error))) {
      result.worst_error = error;
      result.worst_parameter = j;
    }
  }
  return {};
}

}  // namespace downhill
