// batches.hpp: mini-batch gradients about the full one.
#include "sample_runs.hpp"

#include <downhill/batches.hpp>

namespace downhill::testing {
namespace {

GradientFan fan_of(Objective& objective, const std::vector<double>& theta,
                   const std::vector<std::uint32_t>& order, std::size_t batch_size, std::size_t count) {
  GradientFan fan;
  const Status status = gradient_fan(objective, theta, order, batch_size, count, fan);
  EXPECT_TRUE(status.ok()) << status.message;
  return fan;
}

TEST(Fan, TheFullSetHasNoNoise) {
  SmallRun<float> run(small_spec(), 300, 5);
  Objective objective = run.objective();
  const GradientFan fan = fan_of(objective, run.theta(), epoch_order(300, 1, 0), 300, 1);
  ASSERT_EQ(fan.batches.size(), 1U);
  EXPECT_NEAR(fan.batches[0].cosine, 1.0, 1e-14);
  EXPECT_NEAR(fan.batches[0].norm_ratio, 1.0, 1e-14);
  EXPECT_NEAR(fan.batches[0].across, 0.0, 1e-14);
  EXPECT_EQ(fan.noise.trace, 0.0);
  EXPECT_EQ(fan.noise.scale, 0.0);
}

TEST(Fan, MeanOfAnEpochIsTheFullGradient) {
  SmallRun<double> run(small_spec(), 43, 5);  // five batches of 8 and one of 3
  Objective objective = run.objective();
  const std::vector<std::uint32_t> order = epoch_order(43, 3, 2);
  const GradientFan fan = fan_of(objective, run.theta(), order, 8, 6);
  double along = 0.0;
  std::vector<double> mean(run.theta().size());
  for (std::size_t k = 0; k < 6; ++k) {
    const BatchGradient& batch = fan.batches[k];
    EXPECT_EQ(batch.samples, k < 5 ? 8U : 3U);
    const double share = static_cast<double>(batch.samples) / 43.0;
    along += share * batch.along;
    ASSERT_TRUE(objective.select(std::span(order).subspan(8 * k, batch.samples)).ok());
    const std::vector<double> gradient = gradient_of(objective, run.theta());
    for (std::size_t j = 0; j < mean.size(); ++j) mean[j] += share * gradient[j];
  }
  objective.select_all();
  const std::vector<double> full = gradient_of(objective, run.theta());
  EXPECT_NEAR(along, norm_of(full), 1e-15);
  EXPECT_DOUBLE_EQ(fan.full_norm, norm_of(full));
  for (std::size_t j = 0; j < mean.size(); ++j) EXPECT_NEAR(mean[j], full[j], 1e-15);
}

TEST(Fan, KeepsLengthsAndAngles) {
  SmallRun<double> run(small_spec(), 40, 5);
  Objective objective = run.objective();
  const std::vector<std::uint32_t> order = epoch_order(40, 3, 2);
  const GradientFan fan = fan_of(objective, run.theta(), order, 4, 10);
  const std::vector<double> full = gradient_of(objective, run.theta());
  EXPECT_GT(fan.batches[0].across, 0.0);
  bool both_sides = false;
  for (std::size_t k = 0; k < 10; ++k) {
    const BatchGradient& batch = fan.batches[k];
    ASSERT_TRUE(objective.select(std::span(order).subspan(4 * k, 4)).ok());
    const std::vector<double> gradient = gradient_of(objective, run.theta());
    EXPECT_NEAR(std::hypot(batch.along, batch.across), norm_of(gradient), 1e-14);
    EXPECT_NEAR(batch.norm_ratio, norm_of(gradient) / norm_of(full), 1e-13);
    EXPECT_NEAR(batch.cosine, dot_of(gradient, full) / norm_of(gradient) / norm_of(full), 1e-13);
    both_sides |= batch.across < 0.0;
  }
  EXPECT_TRUE(both_sides);
}

// The trace by its definition: sum over samples of ||g_s - G||^2 / (n - 1).
double exact_trace(Objective& objective, const std::vector<double>& theta) {
  objective.select_all();
  const std::vector<double> full = gradient_of(objective, theta);
  double sum = 0.0;
  const auto n = static_cast<std::uint32_t>(objective.sample_count());
  for (std::uint32_t s = 0; s < n; ++s) {
    EXPECT_TRUE(objective.select(std::span(&s, 1)).ok());
    const std::vector<double> gradient = gradient_of(objective, theta);
    for (std::size_t j = 0; j < full.size(); ++j) sum += (gradient[j] - full[j]) * (gradient[j] - full[j]);
  }
  objective.select_all();
  return sum / (n - 1.0);
}

TEST(Noise, OfSingleSamplesIsTheirCovariance) {
  SmallRun<double> run(small_spec(), 40, 2);
  Objective objective = run.objective();
  const GradientFan fan = fan_of(objective, run.theta(), epoch_order(40, 3, 2), 1, 40);
  const double trace = exact_trace(objective, run.theta());
  EXPECT_NEAR(fan.noise.trace, trace, 1e-12 * trace);
  EXPECT_NEAR(fan.noise.square, fan.full_norm * fan.full_norm - trace / 40, 1e-14);
  ASSERT_GT(fan.noise.square, 0.0);
  EXPECT_DOUBLE_EQ(fan.noise.scale, fan.noise.trace / fan.noise.square);
}

// A smaller batch is noisier: the formula for B samples must not see it.
TEST(Noise, LeavesASmallerLastBatchOut) {
  SmallRun<double> run(small_spec(), 43, 2);
  Objective objective = run.objective();
  const std::vector<std::uint32_t> order = epoch_order(43, 3, 2);
  const GradientNoise whole = fan_of(objective, run.theta(), order, 8, 5).noise;
  const GradientNoise with_last = fan_of(objective, run.theta(), order, 8, 6).noise;
  EXPECT_EQ(with_last.trace, whole.trace);
  EXPECT_EQ(with_last.scale, whole.scale);
}

TEST(Noise, IsUnbiased) {
  SmallRun<double> run(small_spec(), 40, 2);
  Objective objective = run.objective();
  constexpr std::size_t draws = 2000;
  double mean = 0.0;
  for (std::size_t draw = 0; draw < draws; ++draw) {
    mean += fan_of(objective, run.theta(), epoch_order(40, 3, draw), 7, 1).noise.trace / draws;
  }
  const double trace = exact_trace(objective, run.theta());
  EXPECT_NEAR(mean, trace, 0.05 * trace);
}

TEST(Noise, WithoutAGradientIsInfinite) {
  TrainerSpec spec = small_spec();
  spec.loss = Loss::squared_error;
  spec.network = network_of(1, {{.units = 1, .activation = Activation::linear}});
  const SmallRun<double> run(spec, NoisyPoints<double>{{1.0, 1.0}, {1.0, -1.0}, 2});
  Objective objective = run.objective();
  const GradientFan fan = fan_of(objective, {0.0, 0.0}, {0, 1}, 1, 2);  // they pull opposite ways
  EXPECT_EQ(fan.full_norm, 0.0);
  EXPECT_EQ(fan.batches[0].cosine, 0.0);
  EXPECT_EQ(fan.batches[1].norm_ratio, 0.0);
  EXPECT_EQ(fan.batches[0].across, std::sqrt(2.0));
  EXPECT_EQ(fan.batches[1].across, -std::sqrt(2.0));
  EXPECT_EQ(fan.noise.scale, infinity);
}

TEST(EpochOrder, IsThatOfARun) {
  TrainerSpec spec = small_spec();
  spec.seed = 12;
  SmallRun<float> run(spec, 43);
  for (std::uint64_t epoch = 0; epoch < 3; ++epoch) {
    const std::vector<std::uint32_t> order = epoch_order(43, 12, epoch);
    for (std::size_t first = 0; first < 43; first += 8) {
      const auto batch = run.trainer.batch();
      EXPECT_TRUE(std::equal(batch.begin(), batch.end(), order.begin() + static_cast<std::ptrdiff_t>(first)));
      ASSERT_TRUE(run.trainer.step().ok());
    }
  }
}

TEST(Fan, RefusesBadArguments) {
  SmallRun<double> run;
  Objective objective = run.objective(), none;
  const std::vector<double> theta = run.theta();
  const std::vector<std::uint32_t> order = epoch_order(40, 1, 0);
  GradientFan fan;
  const auto cut = [&](const std::vector<std::uint32_t>& rows, std::size_t batch_size, std::size_t count) {
    return gradient_fan(objective, theta, rows, batch_size, count, fan);
  };
  expect_refused(gradient_fan(none, theta, order, 8, 1, fan), "objective");
  expect_refused(gradient_fan(objective, {}, order, 8, 1, fan), "theta");
  expect_refused(gradient_fan(objective, spoiled(theta), order, 8, 1, fan), "theta");
  expect_refused(cut({}, 8, 1), "order");
  expect_refused(cut({1, 2, 40}, 1, 1), "order");
  expect_refused(cut({1, 2, 1}, 1, 1), "order");
  expect_refused(cut(std::vector<std::uint32_t>(41), 1, 1), "order");
  expect_refused(cut(order, 0, 1), "batchSize");
  expect_refused(cut(order, 41, 1), "batchSize");
  expect_refused(cut(order, 8, 0), "count");
  expect_refused(cut(order, 8, 6), "count");
}

TEST(Fan, LeavesTheRunAlone) {
  expect_undisturbed([](auto& run) {
    Objective objective = run.objective();
    fan_of(objective, run.theta(), epoch_order(40, 1, 0), 8, 5);
    EXPECT_EQ(objective.selected().size(), 40U);
  });
}

}  // namespace
}  // namespace downhill::testing
