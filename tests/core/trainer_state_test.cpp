// state() and restore(): a restored run is the run, also where it has halted or is about to.
#include "runs.hpp"

#include <downhill/copy.hpp>
#include <downhill/model_io.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>

namespace downhill::testing {
namespace {

template <class T>
class StateOf : public ::testing::Test {
 protected:
  Points<T> points{40, 20};

  Trainer<T> start(const TrainerSpec& spec) {
    Trainer<T> run;
    EXPECT_TRUE(run.build(spec, points.train(), points.test(), scalar_engine()).ok());
    return run;
  }

  // A batch norm before a linear output. With that eta one update leaves weights that are finite and a loss
  // that is not.
  static TrainerSpec diverging_spec() {
    TrainerSpec spec = plain_spec();
    spec.network.layers.front().norm = Norm::batch;
    spec.network.layers.back().activation = Activation::linear;
    spec.loss = Loss::squared_error;
    spec.rules.optimizer.eta = sizeof(T) == 4 ? 1e25 : 1e200;
    return spec;
  }

  static TrainerSpec stopping_spec() {
    TrainerSpec spec = plain_spec();
    spec.rules.early_stopping = {.patience = 2, .min_improvement = 10.0};
    return spec;
  }
};
using Numbers = ::testing::Types<float, double>;
TYPED_TEST_SUITE(StateOf, Numbers);

TYPED_TEST(StateOf, ADivergenceRightAfterARestoreTakesTheStatisticsBackToo) {
  using T = TypeParam;
  Trainer<T> run = this->start(this->diverging_spec()), restored = this->start(this->diverging_spec());
  ASSERT_TRUE(run.step().ok());
  const TrainerState<T> at_the_brink = run.state();
  ASSERT_FALSE(same_numbers(at_the_brink.statistics, at_the_brink.statistics_before));
  ASSERT_TRUE(restored.restore(at_the_brink).ok());
  Model<T> model;
  ASSERT_TRUE(read_model(write_model(run), model).ok());
  Trainer<T> resumed, copy;
  ASSERT_TRUE(resume(model, this->points.train(), this->points.test(), scalar_engine(), resumed).ok());
  ASSERT_TRUE(copy_run(run, copy).ok());
  ASSERT_EQ(run.step().code, Code::diverged);
  ASSERT_EQ(run.steps(), 0U);
  for (Trainer<T>* twin : {&restored, &resumed, &copy}) {
    EXPECT_EQ(twin->step().code, Code::diverged);
    EXPECT_EQ(difference(twin->state(), run.state()), "");
    EXPECT_TRUE(same_numbers(twin->state().statistics, at_the_brink.statistics_before));
  }
}

TYPED_TEST(StateOf, AHaltedRunIsRestoredAsHaltedWithItsReason) {
  using T = TypeParam;
  for (const auto& [spec, code] :
       {std::pair{this->diverging_spec(), Code::diverged}, std::pair{this->stopping_spec(), Code::stopped}}) {
    SCOPED_TRACE(name(code));
    Trainer<T> run = this->start(spec), restored = this->start(spec);
    const Status reason = run.step(1000);
    ASSERT_EQ(reason.code, code);
    const TrainerState<T> halted = run.state();
    ASSERT_TRUE(restored.restore(halted).ok());
    EXPECT_EQ(restored.diverged(), code == Code::diverged);
    EXPECT_EQ(restored.stopped(), code == Code::stopped);
    const Status again = restored.step();
    EXPECT_EQ(again.code, code);
    EXPECT_EQ(again.message, reason.message);
    EXPECT_EQ(difference(restored.state(), halted), "");
    // Both go on alike.
    for (Trainer<T>* each : {&run, &restored}) {
      TrainingRules rules = spec.rules;
      rules.optimizer.eta = 1e-3;
      ASSERT_TRUE(each->set_rules(rules).ok());
      ASSERT_TRUE(each->step().ok());
    }
    EXPECT_EQ(difference(restored.state(), run.state()), "");
  }
}

// A state taken while the run still trained lets a halted one train.
TYPED_TEST(StateOf, ARunningStateEndsAHalt) {
  using T = TypeParam;
  Trainer<T> run = this->start(this->stopping_spec());
  ASSERT_TRUE(run.step(2).ok());
  const TrainerState<T> running = run.state();
  ASSERT_EQ(run.step(1000).code, Code::stopped);
  ASSERT_TRUE(run.restore(running).ok());
  EXPECT_FALSE(run.stopped());
  EXPECT_EQ(difference(run.state(), running), "");
  EXPECT_TRUE(run.step().ok());
}

// What copies and files are made of has no halt in it.
TYPED_TEST(StateOf, TheStateToGoOnFromHasNoHalt) {
  using T = TypeParam;
  for (const TrainerSpec& spec : {this->diverging_spec(), this->stopping_spec()}) {
    Trainer<T> run = this->start(spec);
    ASSERT_FALSE(run.step(1000).ok());
    EXPECT_TRUE(state_to_go_on_from(run).halted.ok());
    EXPECT_TRUE(state_to_go_on_from(run).halted.message.empty());
  }
}

TYPED_TEST(StateOf, RefusesAnotherShapeAndLeavesTheRun) {
  using T = TypeParam;
  Trainer<T> run = this->start(rich_spec());
  ASSERT_TRUE(run.step(3).ok());
  const Undisturbed<T> undisturbed(run);
  const TrainerState<T> good = run.state();
  const auto refusal = [&](auto&& spoil) {
    TrainerState<T> state = good;
    spoil(state);
    const Status status = run.restore(state);
    EXPECT_EQ(status.code, Code::refused);
    return status.message;
  };
  for (const auto part : {&TrainerState<T>::theta, &TrainerState<T>::before, &TrainerState<T>::first,
                          &TrainerState<T>::second, &TrainerState<T>::best_theta}) {
    EXPECT_NE(refusal([=](auto& state) { (state.*part).pop_back(); }).find("parameters"), std::string::npos);
  }
  for (const auto part : {&TrainerState<T>::statistics, &TrainerState<T>::statistics_before,
                          &TrainerState<T>::best_statistics}) {
    EXPECT_NE(refusal([=](auto& state) { (state.*part).pop_back(); }).find("batch norms"), std::string::npos);
  }
  EXPECT_NE(refusal([](auto& state) { state.position.sample = 40; }).find("epoch"), std::string::npos);
  EXPECT_NE(refusal([](auto& state) { state.halted.code = Code::refused; }).find("halted"),
            std::string::npos);
  EXPECT_NE(refusal([](auto& state) { state.rules.batch_size = 0; }).find("batchSize"), std::string::npos);
}

// Units of a first layer that are dead have no gradient: their weights stay, and what an optimizer remembers
// of them decays. Neither ends subnormal, and a weight that is frozen stays whatever it is.
TYPED_TEST(StateOf, WhatIsNextToNothingBecomesZero) {
  using T = TypeParam;
  constexpr T tiny = std::numeric_limits<T>::min() * T(1 << 10), least = tiny * T(1 << 16);
  for (const OptimizerKind kind : all_optimizers()) {
    SCOPED_TRACE(name(kind));
    TrainerSpec spec = plain_spec(Activation::relu);
    spec.rules.optimizer.kind = kind;
    spec.rules.frozen = {3};
    Trainer<T> run = this->start(spec);
    TrainerState<T> state = run.state();
    const LayerLayout& dead = run.network().layer(0);
    std::fill_n(state.theta.begin() + static_cast<std::ptrdiff_t>(dead.weights), 10, tiny);
    state.theta[dead.weights + 5] = -least;
    state.theta[dead.weights + 6] = -least * (T(1) - std::numeric_limits<T>::epsilon());
    std::fill_n(state.theta.begin() + static_cast<std::ptrdiff_t>(dead.biases), 5, T(-1));
    for (auto* memory : {&state.first, &state.second}) std::ranges::fill(*memory, tiny * T(1 << 30));
    state.memory.beta1_power = std::numeric_limits<double>::min() * (1 << 20);
    ASSERT_TRUE(run.restore(state).ok());
    for (std::size_t step = 1; step <= 5000; ++step) {
      ASSERT_TRUE(run.step().ok());
      if (step < 64) continue;
      const auto expect_normal = [&](const auto& numbers) {
        for (std::size_t j = 0; j < numbers.size(); ++j)
          ASSERT_NE(std::fpclassify(numbers[j]), FP_SUBNORMAL) << "parameter " << j << ", step " << step;
      };
      expect_normal(run.theta());
      expect_normal(run.optimizer().first());
      expect_normal(run.optimizer().second());
      const auto [beta1_power, beta2_power] = run.optimizer().memory();
      expect_normal(std::array{beta1_power, beta2_power});
    }
    EXPECT_EQ(run.theta()[3], tiny);  // frozen
    if (kind != OptimizerKind::sgd) continue;
    EXPECT_EQ(run.theta()[dead.weights + 4], T(0));
    EXPECT_EQ(run.theta()[dead.weights + 5], -least);
    EXPECT_EQ(run.theta()[dead.weights + 6], T(0));
  }
}

}  // namespace
}  // namespace downhill::testing
