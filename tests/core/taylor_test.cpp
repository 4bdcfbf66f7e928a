// taylor.hpp: what the gradient promises a step, and what the step brings.
#include "sample_runs.hpp"

#include <downhill/taylor.hpp>

namespace downhill::testing {
namespace {

// Its J is a parabola: J(theta + d) = J + g . d + mean (d . (x, 1))^2 / 2, exactly.
TrainerSpec linear_spec() {
  TrainerSpec spec = small_spec();
  spec.loss = Loss::squared_error;
  spec.network = network_of(2, {{.units = 1, .activation = Activation::linear}});
  return spec;
}

double quadratic_term(const SmallRun<double>& run, const std::vector<double>& d) {
  double sum = 0.0;
  for (std::size_t s = 0; s < run.points.count; ++s) {
    const double moved = d[0] * run.points.inputs[2 * s] + d[1] * run.points.inputs[2 * s + 1] + d[2];
    sum += moved * moved;
  }
  return 0.5 * sum / static_cast<double>(run.points.count);
}

TEST(Taylor, LacksTheQuadraticTermAndNothingElseOfAParabola) {
  SmallRun<double> run(linear_spec(), 40, 3);
  Objective objective = run.objective();
  const std::vector<double> delta = {0.3, -0.7, 0.2};
  TaylorStep step;
  ASSERT_TRUE(taylor_step(objective, run.theta(), delta, step).ok());
  EXPECT_NEAR(step.actual() - step.predicted, quadratic_term(run, delta), 1e-14);
  EXPECT_NE(step.predicted, 0.0);
}

TEST(Taylor, RatioGoesToOneWithTheStep) {
  SmallRun<float> run(small_spec(), 40, 5);
  Objective objective = run.objective();
  double last = 0.0;
  for (const double eta : {1e-1, 1e-2, 1e-3, 1e-4}) {
    TaylorStep step;
    ASSERT_TRUE(taylor_gradient_step(objective, run.theta(), eta, step).ok());
    const double error = std::abs(step.ratio() - 1.0);
    if (last != 0.0) {
      EXPECT_NEAR(last / error, 10.0, 1.0) << eta;
    }
    last = error;
  }
  EXPECT_LT(last, 1e-4);
}

template <class T>
void expect_step_of_run(double near) {
  SmallRun<T> run(small_spec(), 40, 5);
  const std::vector<std::uint32_t> batch(run.trainer.batch().begin(), run.trainer.batch().end());
  ASSERT_TRUE(run.trainer.step().ok());
  Objective objective = run.objective();
  TaylorOfStep step;
  ASSERT_TRUE(taylor_of_step(objective, run.before(), run.theta(), batch, step).ok());
  EXPECT_EQ(objective.selected().size(), 40U);
  EXPECT_NEAR(step.batch.before, run.trainer.batch_loss(), near);
  const std::vector<double> full = gradient_of(objective, run.before()),
                            gradient = in_double(run.trainer.gradient());
  EXPECT_NEAR(step.batch.predicted, -0.1 * dot_of(gradient, gradient), near);
  EXPECT_NEAR(step.full.predicted, -0.1 * dot_of(full, gradient), near);
  EXPECT_EQ(step.full.before, value_of(objective, run.before()));
  EXPECT_EQ(step.full.after, value_of(objective, run.theta()));
  EXPECT_FALSE(step.full.penalised);
}

TEST(Taylor, OfAStepThatARunHasMade) {
  expect_step_of_run<float>(1e-6);
  expect_step_of_run<double>(1e-15);
}

TEST(Taylor, WithAPenaltyIsOfTheSum) {
  TrainerSpec spec = linear_spec();
  spec.rules.regularization.l2 = 0.25;
  SmallRun<double> run(spec, 40, 3);
  Objective objective = run.objective();
  const std::vector<double> delta = {0.3, -0.7, 0.2};
  TaylorStep step;
  ASSERT_TRUE(taylor_step(objective, run.theta(), delta, step).ok());
  EXPECT_TRUE(step.penalised);
  EXPECT_NEAR(step.actual() - step.predicted, quadratic_term(run, delta) + 0.25 * dot_of(delta, delta),
              1e-14);
}

TEST(Taylor, NoStepIsPredictedExactly) {
  SmallRun<double> run;
  Objective objective = run.objective();
  TaylorStep step;
  ASSERT_TRUE(taylor_step(objective, run.theta(), std::vector<double>(run.theta().size()), step).ok());
  EXPECT_EQ(step.actual(), 0.0);
  EXPECT_EQ(step.ratio(), 1.0);
}

TEST(Slice, StartsDownAtTheSquaredLengthOfTheGradient) {
  SmallRun<double> run(small_spec(), 40, 5);
  Objective objective = run.objective();
  const std::vector<double> gradient = gradient_of(objective, run.theta());
  GradientSlice slice;
  ASSERT_TRUE(slice_along_gradient(objective, run.theta(), std::vector{-1e-4, 0.0, 1e-4, 0.5}, slice).ok());
  EXPECT_EQ(slice.slope, -dot_of(gradient, gradient));
  EXPECT_NEAR((slice.values[2] - slice.values[0]) / 2e-4, slice.slope, 1e-8 * std::abs(slice.slope) + 1e-10);
  EXPECT_EQ(slice.values[1], slice.start);
  EXPECT_EQ(slice.tangent(0.0), slice.start);
  EXPECT_EQ(slice.tangent(0.5), slice.start + 0.5 * slice.slope);
  TaylorStep step;
  ASSERT_TRUE(taylor_gradient_step(objective, run.theta(), 0.5, step).ok());
  EXPECT_EQ(slice.values[3], step.after);
}

TEST(Taylor, RefusesBadArguments) {
  SmallRun<double> run;
  Objective objective = run.objective(), none;
  const std::vector<double> theta = run.theta(), delta(theta.size()), wrong(3);
  const std::vector<std::uint32_t> batch = {1, 2};
  TaylorStep step;
  TaylorOfStep both;
  GradientSlice slice;
  expect_refused(taylor_step(none, theta, delta, step), "objective");
  expect_refused(taylor_step(objective, wrong, delta, step), "theta");
  expect_refused(taylor_step(objective, theta, wrong, step), "delta");
  expect_refused(taylor_step(objective, theta, spoiled(delta), step), "delta");
  expect_refused(taylor_gradient_step(objective, spoiled(theta), 0.1, step), "theta");
  for (const double eta : {0.0, -1.0, nan, infinity}) {
    expect_refused(taylor_gradient_step(objective, theta, eta, step), "eta");
  }
  expect_refused(taylor_of_step(objective, wrong, theta, batch, both), "before");
  expect_refused(taylor_of_step(objective, theta, spoiled(theta), batch, both), "after");
  expect_refused(taylor_of_step(objective, theta, theta, {}, both), "rows");
  expect_refused(slice_along_gradient(objective, theta, {}, slice), "t:");
  expect_refused(slice_along_gradient(objective, theta, std::vector{0.0, nan}, slice), "t:");
  expect_refused(slice_along_gradient(objective, wrong, std::vector{0.0}, slice), "theta");
}

TEST(Taylor, LeavesTheRunAlone) {
  expect_undisturbed([](auto& run) {
    Objective objective = run.objective();
    TaylorOfStep step;
    GradientSlice slice;
    EXPECT_TRUE(taylor_of_step(objective, run.before(), run.theta(), run.trainer.batch(), step).ok());
    EXPECT_TRUE(slice_along_gradient(objective, run.theta(), std::vector{0.1, 1.0}, slice).ok());
  });
}

}  // namespace
}  // namespace downhill::testing
