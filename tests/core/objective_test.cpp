// objective.hpp: J and its gradient at any theta.
#include "engines.hpp"
#include "sample_runs.hpp"

#include <downhill/objective.hpp>

namespace downhill::testing {
namespace {

TrainerSpec penalised_spec() {
  TrainerSpec spec = small_spec();
  spec.rules.regularization.l2 = 0.01;
  spec.rules.regularization.l1 = 0.003;
  return spec;
}

template <class T>
class ObjectiveOf : public ::testing::Test {};
using Types = ::testing::Types<float, double>;
TYPED_TEST_SUITE(ObjectiveOf, Types);

// 600 samples are three pieces, the last of them smaller.
TYPED_TEST(ObjectiveOf, IsTheRunsLossPlusItsPenalty) {
  SmallRun<TypeParam> run(penalised_spec(), 600, 20);
  const double loss = run.trainer.train_metrics().loss, penalty = run.trainer.penalty();
  const double near = sizeof(TypeParam) == 4 ? 1e-6 : 1e-14;
  Objective with = run.objective(), without = run.objective(false);
  EXPECT_TRUE(with.penalised());
  EXPECT_FALSE(without.penalised());
  EXPECT_NEAR(value_of(with, run.theta()), loss + penalty, near);
  EXPECT_NEAR(value_of(without, run.theta()), loss, near);
}

// 600 samples are worked off in three pieces.
TYPED_TEST(ObjectiveOf, HasLossAndGradientOfARunsBatch) {
  TrainerSpec spec = penalised_spec();
  spec.rules.batch_size = 600;
  SmallRun<TypeParam> run(spec, 600, 5);
  Objective objective = run.objective(), loss = run.objective(false);
  const std::vector<double> gradient = gradient_of(objective, run.before());
  const double near = sizeof(TypeParam) == 4 ? 1e-6 : 1e-15;
  for (std::size_t j = 0; j < gradient.size(); ++j) {
    EXPECT_NEAR(gradient[j], static_cast<double>(run.trainer.gradient()[j]), near);
  }
  EXPECT_NEAR(value_of(loss, run.before()), run.trainer.batch_loss(), near);
}

void expect_gradient_of_value(const TrainerSpec& spec, std::size_t samples) {
  SmallRun<double> run(spec, samples, 3);
  Objective objective = run.objective();
  std::vector<double> theta = run.theta();
  const std::vector<double> gradient = gradient_of(objective, theta);
  for (std::size_t j = 0; j < theta.size(); ++j) {
    const double here = theta[j], h = 1e-5;
    theta[j] = here + h;
    const double above = value_of(objective, theta);
    theta[j] = here - h;
    const double below = value_of(objective, theta);
    theta[j] = here;
    EXPECT_NEAR(gradient[j], (above - below) / (2 * h), 1e-8) << "parameter " << j;
  }
}

TEST(Objective, GradientIsThatOfValue) {
  expect_gradient_of_value(penalised_spec(), 300);
}

TEST(Objective, GradientIsThatOfValueWithEveryPartOfABlock) {
  TrainerSpec spec = penalised_spec();
  spec.rules.regularization.l1 =
      0.0;  // its kink: biases below a batch norm have no gradient and stay about 0
  spec.network = network_of(2, {{.units = 4, .norm = Norm::batch, .dropout = 0.5},
                                {.units = 4, .norm = Norm::layer, .residual = true},
                                {.units = 1, .activation = Activation::sigmoid}});
  expect_gradient_of_value(spec, 300);
}

TEST(Objective, DropsNothingOut) {
  TrainerSpec spec = small_spec();
  SmallRun<double> plain(spec, 40, 0);
  spec.network.layers[0].dropout = 0.5;
  SmallRun<double> dropping(spec, 40, 0);
  Objective a = plain.objective(), b = dropping.objective();
  EXPECT_EQ(value_of(a, plain.theta()), value_of(b, plain.theta()));
  EXPECT_EQ(gradient_of(a, plain.theta()), gradient_of(b, plain.theta()));
}

// Statistics of theta's own: with them alone, J does not depend on how large the weights below a batch norm
// are (but for the epsilon in it).
TEST(Objective, BatchNormsUseTheSamplesThemselves) {
  TrainerSpec spec = small_spec();
  spec.network.layers[0].norm = Norm::batch;
  SmallRun<double> run(spec, 300, 10);
  Objective objective = run.objective();
  std::vector<double> larger = run.theta();
  const LayerLayout& layer = run.trainer.network().layer(0);
  for (std::size_t j = 0; j < layer.weight_count(); ++j) larger[layer.weights + j] *= 3.0;
  EXPECT_NEAR(value_of(objective, run.theta()), value_of(objective, larger), 1e-4);
  EXPECT_NE(value_of(objective, run.theta()), run.trainer.train_metrics().loss);
}

TEST(Objective, OfSelectedSamplesIsThatOfThoseAlone) {
  SmallRun<double> run(penalised_spec(), 400, 3);
  const std::vector<std::uint32_t> rows = {399, 3, 17, 3};
  NoisyPoints<double> chosen;
  for (const std::uint32_t row : rows) {
    chosen.inputs.insert(chosen.inputs.end(), {run.points.inputs[2 * row], run.points.inputs[2 * row + 1]});
    chosen.targets.push_back(run.points.targets[row]);
  }
  chosen.count = rows.size();
  SmallRun<double> small(penalised_spec(), chosen);
  Objective objective = run.objective(), expected = small.objective();
  const double all = value_of(objective, run.theta());
  ASSERT_TRUE(objective.select(rows).ok());
  EXPECT_EQ(value_of(objective, run.theta()), value_of(expected, run.theta()));
  EXPECT_EQ(gradient_of(objective, run.theta()), gradient_of(expected, run.theta()));
  objective.select_all();
  EXPECT_EQ(value_of(objective, run.theta()), all);
}

TEST(Objective, ShowsEveryPieceOfTheSamples) {
  SmallRun<double> run(small_spec(), 600);
  Objective objective = run.objective();
  std::vector<double> gradient(run.theta().size());
  std::vector<std::size_t> pieces;
  double J = 0.0, sum = 0.0;
  ASSERT_TRUE(objective
                  .gradient(run.theta(), gradient, J,
                            [&](const Tape<double>& tape) {
                              pieces.push_back(tape.x.cols);
                              for (std::size_t s = 0; s < tape.x.cols; ++s) sum += tape.losses[s];
                            })
                  .ok());
  EXPECT_EQ(pieces, (std::vector<std::size_t>{256, 256, 88}));
  EXPECT_NEAR(sum / 600, J, 1e-14);
}

TEST(Objective, SaysWhereTheLossOverflows) {
  TrainerSpec spec = small_spec();
  spec.loss = Loss::squared_error;
  spec.network = network_of(2, {{.units = 1, .activation = Activation::linear}});
  SmallRun<double> run(spec);
  Objective objective = run.objective();
  EXPECT_FALSE(std::isfinite(value_of(objective, {1e200, 1e200, 0.0})));
}

TEST(Objective, RefusesBadArguments) {
  SmallRun<double> run;
  Objective objective;
  double J = 0.0;
  const std::vector<double> theta = run.theta();
  std::vector<double> gradient(theta.size());
  expect_refused(objective.value(theta, J), "objective");
  expect_refused(objective.build(Trainer<double>()), "trainer");
  objective = run.objective();
  expect_refused(objective.value({}, J), "theta");
  expect_refused(objective.value(spoiled(theta), J), "theta");
  expect_refused(objective.value(spoiled(theta, infinity), J), "theta");
  expect_refused(objective.gradient(spoiled(theta), gradient, J), "theta");
  expect_refused(objective.gradient(theta, std::span(gradient).first(3), J), "gradient");
  expect_refused(objective.select({}), "rows");
  expect_refused(objective.select(std::vector<std::uint32_t>{40}), "rows");
  expect_refused(objective.select(std::vector<std::uint32_t>(41)), "rows");

  const double before = value_of(objective, theta);
  const Engine& engine = scalar_engine();
  ObjectiveSpec spec{run.trainer.spec().network, Loss::binary_cross_entropy, true, {}};
  NoisyPoints<double> points = noisy_points<double>(4, 2, 1);
  expect_refused(objective.build(spec, SampleSet<double>{}, engine), "samples");
  expect_refused(objective.build(spec, points.set(), engine, 1000), "memory");
  spec.regularization.l2 = -1.0;
  expect_refused(objective.build(spec, points.set(), engine), "regularization");
  spec.network.layers.clear();
  expect_refused(objective.build(spec, points.set(), engine), "network");
  points.targets[2] = nan;
  expect_refused(objective.build({small_spec().network, Loss::squared_error, true, {}}, points.set(), engine),
                 "samples");
  EXPECT_EQ(value_of(objective, theta), before) << "a refusal left traces";
}

TEST(Objective, LeavesTheRunAlone) {
  expect_undisturbed([](auto& run) {
    Objective objective = run.objective();
    gradient_of(objective, run.theta());
    value_of(objective, std::vector<double>(run.theta().size(), 0.5));
  });
}

class ObjectiveOnEngines : public EveryEngine {};

TEST_P(ObjectiveOnEngines, HasTheSameBits) {
  if (!reproducible()) GTEST_SKIP() << "fast mode promises no bits";
  SmallRun<float> run(penalised_spec(), 600, 4);
  Objective expected = run.objective();
  run.trainer.set_engine(GetParam());
  Objective objective = run.objective();
  EXPECT_EQ(value_of(objective, run.theta()), value_of(expected, run.theta()));
  EXPECT_EQ(gradient_of(objective, run.theta()), gradient_of(expected, run.theta()));
}

DOWNHILL_ON_EVERY_ENGINE(ObjectiveOnEngines);

}  // namespace
}  // namespace downhill::testing
