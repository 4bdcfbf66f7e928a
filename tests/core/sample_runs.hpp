// Small runs for the tests of analysis, and the proof that looking does not disturb them.
#pragma once

#include "numbers.hpp"

#include <downhill/objective.hpp>
#include <downhill/trainer.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();

template <class T>
struct NoisyPoints {
  std::vector<T> inputs, targets;
  std::size_t count = 0;

  SampleSet<T> set() const { return {inputs.data(), targets.data(), count}; }
};

// Random inputs, and targets that a network can learn something about: `outputs` smooth functions of the
// inputs, in (0, 1), plus noise.
template <class T>
NoisyPoints<T> noisy_points(std::size_t count, std::size_t inputs, std::size_t outputs,
                            std::uint64_t seed = 7) {
  NoisyPoints<T> points{uniform<T>(count * inputs, seed), uniform<T>(count * outputs, seed + 1, -0.1, 0.1),
                        count};
  for (std::size_t s = 0; s < count; ++s) {
    for (std::size_t k = 0; k < outputs; ++k) {
      const double x = static_cast<double>(points.inputs[s * inputs + k % inputs]);
      T& y = points.targets[s * outputs + k];
      y = static_cast<T>(0.5 + 0.4 * x / (1.0 + std::abs(x)) + static_cast<double>(y));
    }
  }
  return points;
}

inline NetworkSpec network_of(std::size_t inputs, std::vector<LayerSpec> layers) {
  return {inputs, std::move(layers)};
}

inline TrainerSpec small_spec() {
  TrainerSpec spec;
  spec.network = network_of(2, {{.units = 5}, {.units = 4}, {.units = 1, .activation = Activation::sigmoid}});
  spec.rules.batch_size = 8;
  spec.rules.optimizer.eta = 0.1;
  return spec;
}

template <class T>
struct SmallRun {
  NoisyPoints<T> points;
  Trainer<T> trainer;

  explicit SmallRun(const TrainerSpec& spec = small_spec(), std::size_t samples = 40, std::size_t steps = 0)
      : points(noisy_points<T>(samples, spec.network.inputs, spec.network.layers.back().units)) {
    build(spec, steps);
  }
  SmallRun(const TrainerSpec& spec, NoisyPoints<T> given, std::size_t steps = 0) : points(std::move(given)) {
    build(spec, steps);
  }
  SmallRun(const SmallRun&) = delete;
  SmallRun& operator=(const SmallRun&) = delete;

  std::vector<double> theta() const { return in_double(trainer.theta()); }
  std::vector<double> before() const { return in_double(trainer.optimizer().before()); }

  Objective objective(bool with_penalty = true) const {
    Objective result;
    const Status status = result.build(trainer, with_penalty);
    EXPECT_TRUE(status.ok()) << status.message;
    return result;
  }

 private:
  void build(const TrainerSpec& spec, std::size_t steps) {
    Status status = trainer.build(spec, points.set(), {}, best_engine(NumericMode::reproducible));
    EXPECT_TRUE(status.ok()) << status.message;
    status = trainer.step(steps);
    EXPECT_TRUE(status.ok()) << status.message;
  }
};

inline double dot_of(const std::vector<double>& x, const std::vector<double>& y) {
  double sum = 0.0;
  for (std::size_t j = 0; j < x.size(); ++j) sum += x[j] * y[j];
  return sum;
}

inline double norm_of(const std::vector<double>& x) {
  return std::sqrt(dot_of(x, x));
}

inline std::vector<double> gradient_of(Objective& objective, const std::vector<double>& theta) {
  std::vector<double> gradient(theta.size());
  double J = 0.0;
  const Status status = objective.gradient(theta, gradient, J);
  EXPECT_TRUE(status.ok()) << status.message;
  return gradient;
}

inline double value_of(Objective& objective, const std::vector<double>& theta) {
  double J = 0.0;
  const Status status = objective.value(theta, J);
  EXPECT_TRUE(status.ok()) << status.message;
  return J;
}

// A run that is looked at in the middle of an epoch, and of a step, ends like its twin that is not.
template <class T, class Look>
void expect_undisturbed_in(Look&& look) {
  TrainerSpec spec = small_spec();
  spec.network.layers[0].norm = Norm::batch;
  spec.network.layers[1].dropout = 0.25;
  spec.rules.optimizer.kind = OptimizerKind::adam;
  SmallRun<T> run(spec, 40, 7), twin(spec, 40, 7);
  ASSERT_TRUE(run.trainer.advance().ok());
  const std::uint64_t hash = run.trainer.state_hash();
  look(run);
  EXPECT_EQ(run.trainer.state_hash(), hash);
  const TrainerState<T> state = run.trainer.state(), expected = twin.trainer.state();
  EXPECT_EQ(state.theta, expected.theta);
  EXPECT_EQ(state.first, expected.first);
  EXPECT_EQ(state.second, expected.second);
  EXPECT_EQ(state.statistics, expected.statistics);
  EXPECT_EQ(state.position, expected.position);
  EXPECT_TRUE(run.trainer.step(9).ok());
  EXPECT_TRUE(twin.trainer.step(9).ok());
  EXPECT_EQ(run.trainer.state_hash(), twin.trainer.state_hash());
}

template <class Look>
void expect_undisturbed(Look&& look) {
  expect_undisturbed_in<float>(look);
  expect_undisturbed_in<double>(look);
}

// A refusal, and one that names the argument.
inline void expect_refused(const Status& status, const std::string& argument) {
  EXPECT_EQ(status.code, Code::refused);
  EXPECT_EQ(status.message.substr(0, argument.size()), argument) << status.message;
}

inline std::vector<double> spoiled(std::vector<double> numbers, double bad = nan) {
  numbers.back() = bad;
  return numbers;
}

}  // namespace downhill::testing
