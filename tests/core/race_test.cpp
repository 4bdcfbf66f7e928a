#include "runs.hpp"

#include <downhill/race.hpp>

#include <algorithm>

namespace downhill::testing {
namespace {

template <class T>
class RaceOf : public ::testing::Test {
 protected:
  Points<T> points{40, 20};

  std::vector<RaceLane> every_optimizer() {
    std::vector<RaceLane> lanes;
    for (std::size_t k = 0; k < Race<T>::max_lanes; ++k) {
      TrainingRules rules = rich_spec().rules;
      rules.optimizer.kind = all_optimizers()[k];
      lanes.push_back({.rules = rules, .initializer = {}});
    }
    return lanes;
  }
  Status build(Race<T>& race, const std::vector<RaceLane>& lanes, std::size_t memory = default_memory_limit) {
    return race.build(rich_spec(), lanes, points.train(), points.test(), scalar_engine(), memory);
  }
};
using Numbers = ::testing::Types<float, double>;
TYPED_TEST_SUITE(RaceOf, Numbers);

TYPED_TEST(RaceOf, LanesStartAlikeAndEachIsTheRunThatItWouldBeAlone) {
  using T = TypeParam;
  Race<T> race;
  const std::vector<RaceLane> lanes = this->every_optimizer();
  ASSERT_TRUE(this->build(race, lanes).ok());
  ASSERT_EQ(race.lanes(), 6U);
  for (std::size_t j = 1; j < race.lanes(); ++j) {
    EXPECT_EQ(race.lane(j).state_hash(), race.lane(0).state_hash());
    EXPECT_TRUE(std::ranges::equal(race.lane(j).batch(), race.lane(0).batch()));
  }
  race.step(17);
  for (std::size_t j = 0; j < race.lanes(); ++j) {
    TrainerSpec spec = rich_spec();
    spec.rules = *lanes[j].rules;
    Trainer<T> alone;
    ASSERT_TRUE(alone.build(spec, this->points.train(), this->points.test(), scalar_engine()).ok());
    ASSERT_TRUE(alone.step(17).ok());
    EXPECT_EQ(difference(race.lane(j).state(), alone.state()), "");
    if (j > 0) {
      EXPECT_NE(race.lane(j).state_hash(), race.lane(0).state_hash());
    }
  }
}

TYPED_TEST(RaceOf, OtherInitializersAndBatchSizes) {
  using T = TypeParam;
  TrainingRules one = rich_spec().rules, all = rich_spec().rules;
  one.batch_size = 1;
  all.batch_size = 1000;
  Race<T> race;
  ASSERT_TRUE(this->build(race, {{.rules = one, .initializer = {}},
                                 {.rules = all, .initializer = {}},
                                 {.rules = {}, .initializer = Initializer::he},
                                 {}})
                  .ok());
  EXPECT_EQ(race.lane(0).state_hash(), race.lane(3).state_hash());
  EXPECT_EQ(race.lane(1).state_hash(), race.lane(3).state_hash());
  EXPECT_NE(race.lane(2).state_hash(), race.lane(3).state_hash());
  EXPECT_TRUE(std::ranges::equal(race.lane(0).batch(), race.lane(3).batch().first(1)));

  race.step_epochs(2);
  std::vector<RaceResult> results = race.results();
  const std::uint64_t steps[] = {80, 2, 12, 12};  // ceil(40 / batch size) an epoch
  for (std::size_t j = 0; j < 4; ++j) {
    EXPECT_EQ(results[j].steps, steps[j]);
    EXPECT_EQ(results[j].epochs, 2U);
    EXPECT_EQ(results[j].samples, 80U);
    EXPECT_EQ(results[j].loss, race.lane(j).train_metrics().loss);
    EXPECT_EQ(results[j].accuracy, race.lane(j).train_metrics().accuracy);
    EXPECT_EQ(results[j].test_loss, race.lane(j).test_metrics().loss);
  }
  race.step(3);
  results = race.results();
  EXPECT_EQ(results[0].samples, 83U);
  EXPECT_EQ(results[1].samples, 200U);
  EXPECT_EQ(results[3].samples, 101U);
  race.step_epochs(1);  // to the end of the epoch that has begun
  EXPECT_EQ(race.results()[3].samples, 120U);
  race.reset();
  EXPECT_EQ(race.results()[0].samples, 0U);
  EXPECT_EQ(race.lane(0).state_hash(), race.lane(1).state_hash());
}

TYPED_TEST(RaceOf, ALaneThatDivergesOrStopsStaysAndTheOthersGoOn) {
  using T = TypeParam;
  TrainerSpec base = plain_spec(Activation::relu);
  base.network.layers.back().activation = Activation::linear;
  base.loss = Loss::squared_error;
  TrainingRules wild = base.rules, patient = base.rules;
  wild.optimizer.eta = sizeof(T) == 4 ? 1e25 : 1e200;
  patient.early_stopping = {.patience = 1, .min_improvement = 10.0};
  Race<T> race;
  const std::vector<RaceLane> lanes = {
      {.rules = wild, .initializer = {}}, {.rules = patient, .initializer = {}}, {}};
  ASSERT_TRUE(race.build(base, lanes, this->points.train(), this->points.test(), scalar_engine()).ok());
  race.step(30);
  race.step_epochs(5);
  const std::vector<RaceResult> results = race.results();
  EXPECT_TRUE(results[0].diverged);
  EXPECT_LT(results[0].steps, 3U);
  EXPECT_TRUE(results[1].stopped);
  EXPECT_EQ(results[1].epochs, 2U);
  EXPECT_FALSE(results[2].diverged || results[2].stopped);
  EXPECT_EQ(results[2].steps, 48U);  // 4 an epoch: 30, on to the end of that epoch, and 4 epochs
}

TYPED_TEST(RaceOf, RefusesAndKeepsTheOldRace) {
  using T = TypeParam;
  Race<T> race;
  EXPECT_EQ(this->build(race, {}).code, Code::refused);
  ASSERT_TRUE(this->build(race, {{}, {}}).ok());
  race.step(3);
  const Undisturbed<T> undisturbed(race.lane(1));
  const Status many = this->build(race, std::vector<RaceLane>(7));
  EXPECT_EQ(many.code, Code::refused);
  EXPECT_NE(many.message.find("7 lanes"), std::string::npos);
  TrainingRules bad;
  bad.optimizer.eta = -1.0;
  const Status second = this->build(race, {{}, {.rules = bad, .initializer = {}}});
  EXPECT_EQ(second.code, Code::refused);
  EXPECT_NE(second.message.find("lane 2: learningRate"), std::string::npos) << second.message;
  EXPECT_EQ(this->build(race, {{}, {}}, 1000).code, Code::refused);
  EXPECT_EQ(race.lanes(), 2U);
  EXPECT_EQ(race.lane(0).steps(), 3U);
}

}  // namespace
}  // namespace downhill::testing
