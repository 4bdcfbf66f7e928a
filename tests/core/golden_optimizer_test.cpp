// Optimizers, clipping and schedules against 100 steps of PyTorch (tests/golden/make_torch_golden.py).
#include "../golden/torch_optimizers.inc"
#include "engines.hpp"
#include "table.hpp"

#include <downhill/clipping.hpp>
#include <downhill/optimizer.hpp>
#include <downhill/schedule.hpp>

#include <cmath>
#include <span>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

namespace schedules {
#include "../golden/torch_schedules.inc"
}

constexpr std::size_t parameter_count = 5, steps = 100;

struct GoldenRun {
  const char* what;
  OptimizerSettings settings;
  std::span<const double> path;
  double l2 = 0.0;
};

OptimizerSettings with(OptimizerKind kind, double eta) {
  OptimizerSettings settings;
  settings.kind = kind;
  settings.eta = eta;
  return settings;
}

std::vector<GoldenRun> golden_runs() {
  OptimizerSettings rmsprop_momentum = with(OptimizerKind::rmsprop, 0.01);
  rmsprop_momentum.rho = 0.9;
  rmsprop_momentum.rmsprop_beta = 0.8;
  OptimizerSettings adamw = with(OptimizerKind::adamw, 0.02);
  adamw.beta1 = 0.8;
  adamw.beta2 = 0.99;
  adamw.decay = 0.1;
  return {{"sgd", with(OptimizerKind::sgd, 0.05), golden_sgd},
          {"momentum", with(OptimizerKind::momentum, 0.05), golden_momentum},
          {"nesterov", with(OptimizerKind::nesterov, 0.05), golden_nesterov},
          {"adagrad", with(OptimizerKind::adagrad, 0.05), golden_adagrad},
          {"rmsprop", with(OptimizerKind::rmsprop, 0.01), golden_rmsprop},
          {"rmsprop with momentum", rmsprop_momentum, golden_rmsprop_momentum},
          {"adam", with(OptimizerKind::adam, 0.02), golden_adam},
          {"adamw", adamw, golden_adamw},
          {"sgd with l2", with(OptimizerKind::sgd, 0.05), golden_sgd_l2, 0.01}};
}

// An optimizer over `count` parameters with its memory.
template <class T>
struct OptimizerRun {
  explicit OptimizerRun(std::span<const double> start) {
    EXPECT_TRUE(memory
                    .lay_out(1U << 20U,
                             [&](Cursor& cursor) {
                               cursor.take(theta, start.size());
                               optimizer.plan(cursor, start.size());
                             })
                    .ok());
    for (std::size_t j = 0; j < start.size(); ++j) theta[j] = static_cast<T>(start[j]);
    optimizer.reset(theta);
  }
  void step(const KernelTable<T>& kernels, const OptimizerSettings& settings,
            std::span<const double> gradient, double l2 = 0.0) {
    std::vector<T> g(gradient.begin(), gradient.end());
    if (l2 > 0.0) kernels.add_penalty_gradient(theta.data(), T(0), static_cast<T>(l2), g.data(), g.size());
    EXPECT_TRUE(optimizer.step(kernels, settings, settings.eta, g, theta));
  }
  Arena memory;
  std::span<T> theta;
  Optimizer<T> optimizer;
};

class GoldenOptimizer : public EveryEngine {};

template <class T>
void follow(const Engine& engine, const GoldenRun& golden, double tolerance_of_step,
            double tolerance_of_end) {
  SCOPED_TRACE(golden.what);
  OptimizerRun<T> run(golden_start);
  for (std::size_t t = 0; t < steps; ++t) {
    run.step(engine.kernels<T>(), golden.settings,
             std::span(golden_gradients).subspan(t * parameter_count, parameter_count), golden.l2);
    const double tolerance = t + 1 < steps ? tolerance_of_step : tolerance_of_end;
    for (std::size_t j = 0; j < parameter_count; ++j) {
      const double expected = golden.path[t * parameter_count + j];
      ASSERT_NEAR(static_cast<double>(run.theta[j]), expected, tolerance * std::max(1.0, std::abs(expected)))
          << "step " << t + 1 << ", parameter " << j;
    }
  }
}

TEST_P(GoldenOptimizer, FollowsPyTorchInDouble) {
  for (const GoldenRun& golden : golden_runs()) follow<double>(GetParam(), golden, 1e-12, 1e-12);
}

TEST_P(GoldenOptimizer, StaysWithPyTorchInFloat) {
  for (const GoldenRun& golden : golden_runs()) follow<float>(GetParam(), golden, 1e-5, 1e-5);
}

// Adam counts the steps of the whole vector, not those of its parts.
TEST_P(GoldenOptimizer, TwoTensorsAreTheirConcatenation) {
  const auto& kernels = GetParam().kernels<double>();
  const auto start = std::span(golden_start);
  for (const GoldenRun& golden : golden_runs()) {
    SCOPED_TRACE(golden.what);
    OptimizerRun<double> whole(start), left(start.first(2)), right(start.subspan(2));
    for (std::size_t t = 0; t < steps; ++t) {
      const auto gradient = std::span(golden_gradients).subspan(t * parameter_count, parameter_count);
      whole.step(kernels, golden.settings, gradient);
      left.step(kernels, golden.settings, gradient.first(2));
      right.step(kernels, golden.settings, gradient.subspan(2));
    }
    for (std::size_t j = 0; j < parameter_count; ++j) {
      EXPECT_EQ(whole.theta[j], j < 2 ? left.theta[j] : right.theta[j - 2]) << "parameter " << j;
    }
  }
}

TEST_P(GoldenOptimizer, ClipsAsPyTorchDoes) {
  const auto& kernels = GetParam().kernels<double>();
  std::size_t clipped = 0, left_alone = 0;
  for (std::size_t t = 0; t < steps; ++t) {
    const auto gradient = std::span(golden_gradients).subspan(t * parameter_count, parameter_count);
    std::vector<double> by_norm(gradient.begin(), gradient.end()), by_value = by_norm;
    const ClippingResult norm = clip<double>({ClippingKind::norm, 2.0}, kernels, by_norm);
    const ClippingResult value = clip<double>({ClippingKind::value, 1.5}, kernels, by_value);
    clipped += norm.clipped ? 1 : 0;
    std::size_t moved = 0;
    double squares = 0.0;
    for (std::size_t j = 0; j < parameter_count; ++j) {
      // PyTorch divides by ||g|| + 1e-6.
      EXPECT_NEAR(by_norm[j], golden_clipped_by_norm[t * parameter_count + j], 2e-6);
      EXPECT_EQ(by_value[j], golden_clipped_by_value[t * parameter_count + j]);
      moved += std::abs(gradient[j]) > 1.5 ? 1 : 0;
      squares += by_norm[j] * by_norm[j];
    }
    EXPECT_EQ(value.elements, moved);
    EXPECT_EQ(value.clipped, moved > 0);
    left_alone += value.clipped ? 0 : 1;
    EXPECT_EQ(norm.clipped, norm.norm_before > 2.0);
    if (norm.clipped) {
      EXPECT_NEAR(std::sqrt(squares), 2.0, 1e-14);
    }
  }
  EXPECT_GT(clipped, 10U);
  EXPECT_LT(clipped, steps);
  EXPECT_GT(left_alone, 0U);
}

DOWNHILL_ON_EVERY_ENGINE(GoldenOptimizer);

Schedule schedule(ScheduleKind kind, double gamma, double period, double growth, double floor) {
  return {.kind = kind, .gamma = gamma, .period = period, .growth = growth, .floor = floor};
}

TEST(Schedule, CosineRestsOnItsFloor) {
  const Schedule rule = schedule(ScheduleKind::cosine, 1, 10, 1, 0.01);
  for (const double epoch : {10.0, 12.5, 20.0}) EXPECT_NEAR(learning_rate(rule, 0.4, epoch), 0.01, 1e-15);
}

TEST(Schedule, ExponentialFallsEveryEpochWhateverThePeriod) {
  const Schedule rule = schedule(ScheduleKind::exponential, 0.5, 7, 1, 0);
  EXPECT_NEAR(learning_rate(rule, 0.4, 3.0), 0.05, 1e-15);
}

TEST(Schedule, RestartsOfOneLengthRepeat) {
  const Schedule rule = schedule(ScheduleKind::cosine_restarts, 1, 8, 1, 0.01);
  for (const double epoch : {0.0, 1.0, 2.5, 7.0}) {
    const double rate = learning_rate(rule, 0.4, epoch);
    EXPECT_NEAR(learning_rate(rule, 0.4, epoch + 8), rate, 1e-15);
    EXPECT_NEAR(learning_rate(rule, 0.4, epoch + 24), rate, 1e-15);
  }
}

TEST(Schedule, FollowsPyTorch) {
  const std::pair<Schedule, std::span<const double>> runs[] = {
      {schedule(ScheduleKind::step, 0.1, 30, 1, 0), schedules::golden_step},
      {schedule(ScheduleKind::exponential, 0.95, 1, 1, 0), schedules::golden_exponential},
      {schedule(ScheduleKind::cosine, 1, 99, 1, 0.001), schedules::golden_cosine},
      {schedule(ScheduleKind::cosine_restarts, 1, 10, 2, 0.01), schedules::golden_cosine_restarts}};
  for (const auto& [rule, rates] : runs) {
    SCOPED_TRACE(name(rule.kind));
    ASSERT_TRUE(check(rule).ok());
    for (std::size_t epoch = 0; epoch < rates.size(); ++epoch) {
      EXPECT_NEAR(learning_rate(rule, 0.4, static_cast<double>(epoch)), rates[epoch], 1e-12)
          << "epoch " << epoch;
    }
  }
}

TEST(Schedule, WarmsUpLinearlyAndThenBegins) {
  Schedule rule = schedule(ScheduleKind::exponential, 0.5, 1, 1, 0);
  rule.warm_up = 4;
  EXPECT_EQ(learning_rate(rule, 0.4, 0), 0.0);
  EXPECT_DOUBLE_EQ(learning_rate(rule, 0.4, 1), 0.1);
  EXPECT_DOUBLE_EQ(learning_rate(rule, 0.4, 3), 0.3);
  EXPECT_DOUBLE_EQ(learning_rate(rule, 0.4, 4), 0.4);
  EXPECT_NEAR(learning_rate(rule, 0.4, 5), 0.2, 1e-15);
  rule.kind = ScheduleKind::constant;
  EXPECT_EQ(learning_rate(rule, 0.4, 1000), 0.4);
}

TEST(Schedule, CosineStaysAtItsFloor) {
  const Schedule rule = schedule(ScheduleKind::cosine, 1, 20, 1, 0.05);
  EXPECT_NEAR(learning_rate(rule, 0.4, 20), 0.05, 1e-15);
  EXPECT_EQ(learning_rate(rule, 0.4, 20), learning_rate(rule, 0.4, 500));
}

TEST(Schedule, RefusesWhatIsOutOfRange) {
  const std::pair<Schedule, const char*> bad[] = {
      {{.gamma = 0.0}, "gamma"},   {{.gamma = 1.5}, "gamma"},       {{.period = 0.0}, "period"},
      {{.growth = 0.5}, "growth"}, {{.floor = -1.0}, "floor"},      {{.warm_up = -1.0}, "warm-up"},
      {{.gamma = NAN}, "gamma"},   {{.period = INFINITY}, "period"}};
  for (const auto& [rule, word] : bad) {
    const Status status = check(rule);
    EXPECT_EQ(status.code, Code::refused);
    EXPECT_NE(status.message.find(word), std::string::npos) << status.message;
  }
}

}  // namespace
}  // namespace downhill::testing
