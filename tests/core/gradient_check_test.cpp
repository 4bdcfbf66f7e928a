// The gradient check itself: can it fail, and what does it refuse?
#include "networks.hpp"

#include <downhill/gradient_check.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

// Its measure, written again, for gradients with one planted fault each.
double worst_error(const GradientCheck& check, const std::vector<double>& analytic) {
  double largest = 0.0, worst = 0.0;
  for (const double g : analytic) largest = std::max(largest, std::abs(g));
  for (std::size_t j = 0; j < analytic.size(); ++j) {
    if (check.skipped[j]) continue;
    const double numerical = check.numerical[j];
    const double scale = std::max({std::abs(analytic[j]), std::abs(numerical), largest / 100.0});
    worst = std::max(worst, std::abs(analytic[j] - numerical) / scale);
  }
  return worst;
}

TEST(GradientCheck, DetectsOneWrongEntry) {
  const NetworkSpec spec{2, {{5, Activation::tanh}, {3, Activation::softmax}}};
  const std::vector<double> theta = random_theta(spec, 1);
  const Samples<double> samples = random_samples(spec, Loss::cross_entropy, 10, 1);
  GradientCheck check;
  ASSERT_TRUE(check_gradient(spec, Loss::cross_entropy, theta, samples.view(), scalar_engine(), check).ok());
  ASSERT_EQ(worst_error(check, check.analytic), check.worst_error);
  double largest = 0.0;
  for (const double g : check.analytic) largest = std::max(largest, std::abs(g));
  std::size_t planted = 0;
  for (std::size_t j = 0; j < theta.size(); ++j) {
    if (std::abs(check.analytic[j]) < 1e-3 * largest) continue;
    std::vector<double> wrong = check.analytic;
    wrong[j] *= 1.01;
    EXPECT_GT(worst_error(check, wrong), 1e-4) << "fault at parameter " << j;
    EXPECT_GT(relative_error(check.analytic, wrong), 1e-6) << "fault at parameter " << j;
    ++planted;
  }
  EXPECT_GT(planted, 20U);
}

TEST(GradientCheck, SkipsAndCountsKinks) {
  // z = w x + b is exactly 0: every parameter stands on the kink.
  const NetworkSpec spec{1, {{1, Activation::relu}}};
  const std::vector<double> theta = {1.0, -1.0}, x = {1.0}, y = {0.5};
  GradientCheck check;
  ASSERT_TRUE(
      check_gradient(spec, Loss::squared_error, theta, {x.data(), y.data(), 1}, scalar_engine(), check).ok());
  EXPECT_EQ(check.skipped_count, 2U);
  EXPECT_TRUE(check.skipped[0] && check.skipped[1]);
  EXPECT_EQ(check.worst_error, 0.0);
}

TEST(GradientCheck, RefusesWhatATrainingRunWould) {
  const NetworkSpec spec{2, {{1, Activation::sigmoid}}};
  const std::vector<double> theta(3, 0.1);
  const Samples<double> samples = random_samples(spec, Loss::binary_cross_entropy, 4, 1);
  const auto check = [&](const NetworkSpec& network, Loss loss, const std::vector<double>& parameters,
                         const SampleSet<double>& set, double epsilon) {
    GradientCheck result;
    result.worst_error = 42.0;
    GradientCheckOptions options;
    options.epsilon = epsilon;
    const Status status = check_gradient(network, loss, parameters, set, scalar_engine(), result, options);
    EXPECT_EQ(result.worst_error, 42.0) << "the result was touched";
    return status;
  };
  const auto good = Loss::binary_cross_entropy;
  EXPECT_TRUE(refuses(check({2, {}}, good, theta, samples.view(), 1e-6), {"network", "layers"}));
  EXPECT_TRUE(refuses(check(spec, good, {0.1, 0.1}, samples.view(), 1e-6), {"theta", "2", "3"}));
  EXPECT_TRUE(refuses(check(spec, good, theta, {}, 1e-6), {"samples"}));
  EXPECT_TRUE(refuses(check(spec, good, theta, samples.view(), 0.0), {"epsilon"}));
  EXPECT_TRUE(refuses(check(spec, good, theta, samples.view(), std::nan("")), {"epsilon"}));
  Samples<double> bad = samples;
  bad.inputs[3] = std::nan("");
  EXPECT_TRUE(refuses(check(spec, good, theta, bad.view(), 1e-6), {"inputs", "NaN"}));
  bad = samples;
  bad.targets[0] = std::nan("");
  EXPECT_TRUE(refuses(check(spec, good, theta, bad.view(), 1e-6), {"targets", "NaN"}));
}

// The first weight's J overflows on one side, the bias's does not and must not hide it.
TEST(GradientCheck, DoesNotLoseAnErrorThatIsNaN) {
  const NetworkSpec spec{1, {{1, Activation::linear}}};
  const std::vector<double> theta = {1.3407807e154 * (1.0 - 3e-6) * std::sqrt(2.0), 1.0}, x = {1.0},
                            y = {0.0};
  GradientCheck check;
  ASSERT_TRUE(
      check_gradient(spec, Loss::squared_error, theta, {x.data(), y.data(), 1}, scalar_engine(), check).ok());
  ASSERT_TRUE(std::isinf(check.numerical[0]));
  ASSERT_TRUE(std::isfinite(check.numerical[1]));
  EXPECT_TRUE(std::isnan(check.worst_error)) << check.worst_error;
  EXPECT_EQ(check.worst_parameter, 0U);
}

}  // namespace
}  // namespace downhill::testing
