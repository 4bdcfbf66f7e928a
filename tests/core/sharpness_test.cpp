// sharpness.hpp: the largest eigenvalue of the Hessian, against Hessians that are known.
#include "sample_runs.hpp"

#include <downhill/sharpness.hpp>

#include <algorithm>

namespace downhill::testing {
namespace {

// The classical Jacobi method: the largest element off the diagonal is rotated away, over and over.
double largest_eigenvalue(std::vector<std::vector<double>> a) {
  const std::size_t n = a.size();
  for (int turn = 0; turn < 1000; ++turn) {
    std::size_t p = 0, q = 1;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = i + 1; j < n; ++j) {
        if (std::abs(a[i][j]) > std::abs(a[p][q])) p = i, q = j;
      }
    }
    if (std::abs(a[p][q]) < 1e-14) break;
    const double angle = 0.5 * std::atan2(2.0 * a[p][q], a[p][p] - a[q][q]);
    const double c = std::cos(angle), s = std::sin(angle);
    for (std::size_t k = 0; k < n; ++k) {
      const double x = a[k][p], y = a[k][q];
      a[k][p] = c * x + s * y;
      a[k][q] = c * y - s * x;
    }
    for (std::size_t k = 0; k < n; ++k) {
      const double x = a[p][k], y = a[q][k];
      a[p][k] = c * x + s * y;
      a[q][k] = c * y - s * x;
    }
  }
  double largest = a[0][0];
  for (std::size_t i = 0; i < n; ++i) largest = std::max(largest, a[i][i]);
  return largest;
}

TrainerSpec linear_spec(std::size_t inputs) {
  TrainerSpec spec = small_spec();
  spec.loss = Loss::squared_error;
  spec.network = network_of(inputs, {{.units = 1, .activation = Activation::linear}});
  return spec;
}

// X^T X / n, with a column of ones for the bias.
template <class T>
std::vector<std::vector<double>> hessian_of(const NoisyPoints<T>& points, std::size_t inputs) {
  std::vector<std::vector<double>> H(inputs + 1, std::vector<double>(inputs + 1));
  for (std::size_t s = 0; s < points.count; ++s) {
    const auto x = [&](std::size_t i) {
      return i < inputs ? static_cast<double>(points.inputs[s * inputs + i]) : 1.0;
    };
    for (std::size_t i = 0; i <= inputs; ++i) {
      for (std::size_t j = 0; j <= inputs; ++j) H[i][j] += x(i) * x(j) / static_cast<double>(points.count);
    }
  }
  return H;
}

template <class T>
void expect_sharpness_of_regression(double l2) {
  TrainerSpec spec = linear_spec(6);
  spec.rules.regularization.l2 = l2;
  SmallRun<T> run(spec, 300, 10);
  Objective objective = run.objective();
  const std::vector<std::vector<double>> H = hessian_of(run.points, 6);
  Sharpness result;
  ASSERT_TRUE(sharpness(objective, run.theta(), result).ok());
  const double expected = largest_eigenvalue(H) + 2.0 * l2;
  EXPECT_TRUE(result.converged);
  EXPECT_NEAR(result.eigenvalue, expected, 1e-6 * expected);
  EXPECT_NEAR(norm_of(result.direction), 1.0, 1e-12);
  // The direction is an eigenvector of the known H.
  for (std::size_t i = 0; i < 7; ++i) {
    EXPECT_NEAR(dot_of(H[i], result.direction), (expected - 2.0 * l2) * result.direction[i], 2e-4 * expected);
  }
}

TEST(Sharpness, OfLinearRegression) {
  expect_sharpness_of_regression<float>(0.0);
  expect_sharpness_of_regression<double>(0.0);
}

TEST(Sharpness, RisesByTheCurvatureOfThePenalty) {
  expect_sharpness_of_regression<double>(0.5);
}

// w2 (w1 x + b1) + b2 at the saddle w1 = w2 = b1 = 0, for y = 3 x and x = 1, -1: eigenvalues 3, -3, 1, 0.
// Plain power iteration never comes to rest between the first two.
TEST(Sharpness, AtASaddleOfEqualSlopes) {
  TrainerSpec spec = linear_spec(1);
  spec.network = network_of(
      1, {{.units = 1, .activation = Activation::linear}, {.units = 1, .activation = Activation::linear}});
  const SmallRun<double> run(spec, NoisyPoints<double>{{1.0, -1.0}, {3.0, -3.0}, 2});
  Objective objective = run.objective();
  Sharpness result;
  ASSERT_TRUE(sharpness(objective, {std::vector<double>(4)}, result, {.tolerance = 1e-6}).ok());
  EXPECT_TRUE(result.converged);
  EXPECT_NEAR(result.eigenvalue, 3.0, 1e-6);
}

// a = sin(w x + b) on its crest, w = 0 and b = pi / 2, where the curvature of J is that of (y - a) sin: y - 1
// for every sample. With y = 0 at x = 2 and y = 1.5 at x = 1 the eigenvalue of the largest size is negative.
TEST(Sharpness, BelowALargerNegativeEigenvalue) {
  TrainerSpec spec = linear_spec(1);
  spec.network.layers[0].activation = Activation::sine;
  const SmallRun<double> run(spec, NoisyPoints<double>{{2.0, 1.0}, {0.0, 1.5}, 2});
  Objective objective = run.objective();
  const double expected = largest_eigenvalue(
      {{0.5 * (-4.0 + 0.5), 0.5 * (-2.0 + 0.5)}, {0.5 * (-2.0 + 0.5), 0.5 * (-1.0 + 0.5)}});
  Sharpness result;
  ASSERT_TRUE(sharpness(objective, std::vector{0.0, 1.57079632679489662}, result, {.tolerance = 1e-7}).ok());
  EXPECT_TRUE(result.converged);
  EXPECT_GT(expected, 0.0);
  EXPECT_NEAR(result.eigenvalue, expected, 1e-6);
}

// The same crest with y = 0 for both samples: every curvature is negative, and so is the largest.
TEST(Sharpness, OnACrestIsNegative) {
  TrainerSpec spec = linear_spec(1);
  spec.network.layers[0].activation = Activation::sine;
  const SmallRun<double> run(spec, NoisyPoints<double>{{2.0, 1.0}, {0.0, 0.0}, 2});
  Objective objective = run.objective();
  const double expected = largest_eigenvalue({{-2.5, -1.5}, {-1.5, -1.0}});
  Sharpness result;
  ASSERT_TRUE(sharpness(objective, std::vector{0.0, 1.57079632679489662}, result, {.tolerance = 1e-7}).ok());
  EXPECT_TRUE(result.converged);
  EXPECT_LT(expected, 0.0);
  EXPECT_NEAR(result.eigenvalue, expected, 1e-6);
}

// Against the full Hessian of a real network, by differences of every gradient.
TEST(Sharpness, OfATanhNetwork) {
  SmallRun<float> run(small_spec(), 60, 50);
  Objective objective = run.objective();
  std::vector<double> theta = run.theta();
  const std::size_t m = theta.size();
  std::vector<std::vector<double>> H;
  for (std::size_t j = 0; j < m; ++j) {
    const double here = theta[j], h = 1e-5;
    theta[j] = here + h;
    std::vector<double> row = gradient_of(objective, theta);
    theta[j] = here - h;
    const std::vector<double> below = gradient_of(objective, theta);
    theta[j] = here;
    for (std::size_t i = 0; i < m; ++i) row[i] = (row[i] - below[i]) / (2 * h);
    H.push_back(std::move(row));
  }
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < i; ++j) H[i][j] = H[j][i] = 0.5 * (H[i][j] + H[j][i]);
  }
  Sharpness result;
  ASSERT_TRUE(sharpness(objective, theta, result).ok());
  EXPECT_TRUE(result.converged);
  EXPECT_NEAR(result.eigenvalue, largest_eigenvalue(H), 1e-6);
}

// Gradient descent with a learning rate above 2 / sharpness leaves a parabola, below it stays.
TEST(Sharpness, TellsTheLearningRateThatDiverges) {
  for (const auto& [factor, stays] : {std::pair(1.9, true), std::pair(2.1, false)}) {
    TrainerSpec spec = linear_spec(3);
    spec.rules.batch_size = 40;
    SmallRun<double> run(spec, 40, 0);
    Objective objective = run.objective();
    Sharpness result;
    ASSERT_TRUE(sharpness(objective, run.theta(), result).ok());
    const double before = value_of(objective, run.theta());
    TrainingRules rules = spec.rules;
    rules.optimizer.eta = factor / result.eigenvalue;
    ASSERT_TRUE(run.trainer.set_rules(rules).ok());
    ASSERT_TRUE(run.trainer.step(200).ok());
    EXPECT_EQ(value_of(objective, run.theta()) < before, stays);
  }
}

TEST(Sharpness, SaysWhenItHasNotConverged) {
  SmallRun<double> run(linear_spec(6), 300, 10);
  Objective objective = run.objective();
  Sharpness result;
  ASSERT_TRUE(sharpness(objective, run.theta(), result, {.iterations = 2, .tolerance = 1e-9}).ok());
  EXPECT_FALSE(result.converged);
  EXPECT_EQ(result.iterations, 4U);
  EXPECT_GT(result.residual, 0.0);
}

TEST(Sharpness, RefusesBadArguments) {
  SmallRun<double> run;
  Objective objective = run.objective(), none;
  const std::vector<double> theta = run.theta();
  Sharpness result;
  expect_refused(sharpness(none, theta, result), "objective");
  expect_refused(sharpness(objective, {}, result), "theta");
  expect_refused(sharpness(objective, spoiled(theta), result), "theta");
  expect_refused(sharpness(objective, theta, result, {.iterations = 0}), "iterations");
  expect_refused(sharpness(objective, theta, result, {.iterations = 100'001}), "iterations");
  expect_refused(sharpness(objective, theta, result, {.tolerance = 0.0}), "tolerance");
  expect_refused(sharpness(objective, theta, result, {.epsilon = nan}), "epsilon");
  EXPECT_TRUE(result.direction.empty());
}

TEST(Sharpness, RefusesWhereTheGradientOverflows) {
  SmallRun<double> run(linear_spec(2));
  Objective objective = run.objective();
  Sharpness result;
  expect_refused(sharpness(objective, std::vector{1e308, 1e308, 1e308}, result), "theta");
}

TEST(Sharpness, LeavesTheRunAlone) {
  expect_undisturbed([](auto& run) {
    Objective objective = run.objective();
    Sharpness result;
    EXPECT_TRUE(sharpness(objective, run.theta(), result, {.iterations = 20}).ok());
  });
}

}  // namespace
}  // namespace downhill::testing
