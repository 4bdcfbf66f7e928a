// The whole experiment: every combination trains, every dataset can be learnt, and bad settings change
// nothing.
#include "networks.hpp"
#include "statuses.hpp"

#include <downhill/playground.hpp>
#include <downhill/random.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

TEST(Playground, StartsWithTheDefaults) {
  Playground playground;
  EXPECT_EQ(to_query(playground.settings()), "");
  EXPECT_EQ(playground.dataset().points.size(), 500U);
  EXPECT_EQ(playground.trainer().network().parameter_count(), 24U + 72U + 9U);
  EXPECT_EQ(playground.trainer().steps_per_epoch(), 25U);
  EXPECT_EQ(playground.trainer().spec().loss, Loss::binary_cross_entropy);
}

TEST(Playground, PointsAreTheDatasetTrainingPointsFirst) {
  Playground playground;
  expect_ok(playground.configure("dataset=blobs&samples=100&trainRatio=30&noise=10"));
  const Dataset& dataset = playground.dataset();
  EXPECT_EQ(dataset.train_count, 30U);
  ASSERT_EQ(playground.points().size(), 300U);
  for (std::size_t j = 0; j < 100; ++j) {
    EXPECT_EQ(playground.points()[3 * j], static_cast<float>(dataset.points[j].x1));
    EXPECT_EQ(playground.points()[3 * j + 1], static_cast<float>(dataset.points[j].x2));
    EXPECT_EQ(playground.points()[3 * j + 2], static_cast<float>(dataset.points[j].label));
  }
}

TEST(Playground, EveryCombinationTrains) {
  Playground playground;
  for (const auto& [dataset, label] : find_setting("dataset")->choices) {
    if (dataset == "custom") continue;  // has no points yet
    const bool regression = dataset == "plane" || dataset == "multi-gauss";
    for (const std::string_view loss : {"auto", "squaredError", "binaryCrossEntropy", "crossEntropy"}) {
      for (const std::string_view phi : {"tanh", "sigmoid", "relu", "linear"}) {
        for (const std::string_view init : initializer_names) {
          const std::string query = "dataset=" + std::string(dataset) + "&loss=" + std::string(loss) +
                                    "&activation=" + std::string(phi) + "&initializer=" + std::string(init) +
                                    "&samples=60&network=5,3&learningRate=" + (regression ? "0.001" : "0.03");
          SCOPED_TRACE(query);
          expect_ok(playground.configure(query));
          const double before = playground.trainer().train_metrics().loss;
          expect_ok(playground.trainer().step(50));
          const Metrics after = playground.trainer().train_metrics();
          EXPECT_TRUE(std::isfinite(after.loss));
          // A linear network cannot learn all of these; its steps may go up as well as down.
          if (phi != "linear") {
            EXPECT_LT(after.loss, before);
          }
          EXPECT_TRUE(after.accuracy >= 0.0 && after.accuracy <= 1.0);
          expect_ok(playground.render({8, 4, false}));
        }
      }
    }
  }
}

// Train accuracy of at least 0.95 from three seeds.
TEST(Playground, LearnsEveryDataset) {
  struct Lesson {
    const char* query;
    std::size_t epochs;
  };
  const Lesson lessons[] = {{"dataset=circle&network=4", 100},
                            {"dataset=xor&network=8", 300},
                            {"dataset=gauss&network=", 20},
                            {"dataset=blobs&network=4", 50},
                            {"dataset=spiral", 3000},
                            {"dataset=circle&network=8&activation=relu&initializer=he", 100},
                            {"dataset=xor&network=8&activation=relu&initializer=he&loss=crossEntropy", 200},
                            {"dataset=blobs&network=6&activation=sigmoid&loss=squaredError", 100},
                            {"dataset=gauss&network=2&loss=binaryCrossEntropy", 20}};
  Playground playground;
  for (const Lesson& lesson : lessons) {
    for (const char* seed : {"1", "2", "3"}) {
      SCOPED_TRACE(::testing::Message() << lesson.query << ", seed " << seed);
      expect_ok(playground.configure(std::string(lesson.query) + "&seed=" + seed));
      Trainer<float>& trainer = playground.trainer();
      const std::size_t epoch = trainer.steps_per_epoch();
      // As a learner would: until it is learnt, within so many epochs.
      for (std::size_t n = 0; n < lesson.epochs && trainer.train_metrics().accuracy < 0.95; n += 10) {
        expect_ok(trainer.step(10 * epoch));
      }
      EXPECT_GE(trainer.train_metrics().accuracy, 0.95) << "after " << trainer.epochs() << " epochs";
    }
  }
}

TEST(Playground, ALinearNetworkCannotLearnACircle) {
  Playground playground;
  expect_ok(playground.configure("dataset=circle&activation=linear&network=8,8&learningRate=0.01"));
  expect_ok(playground.trainer().step(25 * 100));
  EXPECT_LT(playground.trainer().train_metrics().accuracy, 0.8);
}

TEST(Playground, LiveSettingsKeepTheRunAndOthersBuildItAnew) {
  const std::pair<const char*, const char*> changes[] = {
      {"dataset", "xor"},    {"samples", "50"},        {"noise", "5"},           {"trainRatio", "70"},
      {"seed", "2"},         {"network", "3"},         {"features", "x2,sinX1"}, {"activation", "relu"},
      {"initializer", "he"}, {"loss", "squaredError"}, {"learningRate", "0.5"},  {"batchSize", "7"},
      {"mode", "fast"},      {"engine", "scalar"}};
  for (const auto& [key, text] : changes) {
    SCOPED_TRACE(key);
    Playground playground;
    expect_ok(playground.trainer().step(30));
    const std::uint64_t hash = playground.trainer().state_hash();
    bool rebuilt = false;
    expect_ok(playground.change(key, text, rebuilt));
    const SettingSpec& row = *find_setting(key);
    EXPECT_EQ(row.read(playground.settings()), text);
    EXPECT_EQ(rebuilt, !row.live);
    EXPECT_EQ(playground.trainer().steps(), row.live ? 30U : 0U);
    EXPECT_EQ(playground.trainer().state_hash() == hash, row.live);
    // As if it had been so from the start.
    if (rebuilt) {
      Playground other;
      expect_ok(other.configure(std::string(key) + "=" + text));
      EXPECT_EQ(playground.trainer().state_hash(), other.trainer().state_hash());
    }
  }
}

TEST(Playground, LiveSettingsReachTheTrainer) {
  Playground playground;
  bool rebuilt = true;
  expect_ok(playground.change("learningRate", "0.5", rebuilt));
  expect_ok(playground.change("batchSize", "100", rebuilt));
  expect_ok(playground.change("engine", "scalar", rebuilt));
  EXPECT_EQ(playground.trainer().spec().rules.optimizer.eta, 0.5);
  EXPECT_EQ(playground.trainer().spec().rules.batch_size, 100U);
  EXPECT_EQ(playground.trainer().steps_per_epoch(), 3U);
  EXPECT_EQ(&playground.trainer().engine(), &scalar_engine());
  expect_ok(playground.change("engine", "simd", rebuilt));
  EXPECT_EQ(&playground.trainer().engine(), &best_engine(NumericMode::reproducible));
  expect_ok(playground.change("mode", "fast", rebuilt));
  EXPECT_EQ(&playground.trainer().engine(), &best_engine(NumericMode::fast));
}

TEST(Playground, AChangeThatMakesNoSenseLeavesTheRunAlone) {
  for (const auto& [key, text] :
       {std::pair{"nothing", "1"}, std::pair{"dataset", "moon"}, std::pair{"noise", "much"},
        std::pair{"network", "4:softmax"}, std::pair{"batchSize", "NaN"}}) {
    SCOPED_TRACE(key);
    Playground playground;
    expect_ok(playground.trainer().step(30));
    const std::uint64_t hash = playground.trainer().state_hash();
    bool rebuilt = true;
    EXPECT_EQ(playground.change(key, text, rebuilt).code, Code::unknown);
    EXPECT_FALSE(rebuilt);
    EXPECT_EQ(playground.trainer().state_hash(), hash);
    EXPECT_EQ(playground.trainer().steps(), 30U);
    EXPECT_EQ(to_query(playground.settings()), "");
  }
}

TEST(Playground, ConfigureStartsFromTheDefaults) {
  Playground playground;
  expect_ok(playground.configure("dataset=xor&noise=20"));
  expect_ok(playground.configure("seed=3"));
  EXPECT_EQ(to_query(playground.settings()), "seed=3");
  const Status status = playground.configure("noise=99&what=ever");
  EXPECT_EQ(status.code, Code::unknown);
  EXPECT_NE(status.message.find("'what'"), std::string::npos);
  EXPECT_EQ(to_query(playground.settings()), "noise=50");
}

TEST(Playground, RefusalsLeaveTheOldRun) {
  constexpr std::size_t limit = 400'000;
  Playground playground(limit);
  expect_ok(playground.trainer().step(30));
  expect_ok(playground.render({32, 8, false}));
  const std::uint64_t hash = playground.trainer().state_hash();
  const std::vector<std::uint8_t> picture(playground.grid().map_pixels().begin(),
                                          playground.grid().map_pixels().end());
  const auto unchanged = [&] {
    EXPECT_EQ(playground.trainer().state_hash(), hash);
    EXPECT_EQ(to_query(playground.settings()), "");
    EXPECT_TRUE(std::ranges::equal(playground.grid().map_pixels(), picture));
  };
  bool rebuilt = true;
  EXPECT_TRUE(refuses(playground.configure("network=64,64,64,64,64,64,64,64"), {"memory", "400000"}));
  unchanged();
  EXPECT_TRUE(refuses(playground.change("network", "64,64,64,64,64,64", rebuilt), {"memory", "400000"}));
  EXPECT_FALSE(rebuilt);
  unchanged();
  EXPECT_TRUE(refuses(playground.configure("noise=5&" + std::string(20'000, '&')), {"settings"}));
  unchanged();
  EXPECT_TRUE(refuses(playground.render({400, 8, false}), {"memory", "400000"}));
  unchanged();
  EXPECT_TRUE(refuses(playground.render({0, 8, false}), {"mapSize"}));
  EXPECT_TRUE(refuses(playground.render({8, 97, false}), {"tileSize"}));
  unchanged();
  expect_ok(playground.render({32, 8, false}));
  unchanged();
}

TEST(Playground, SurvivesAnySettings) {
  Random random(3, Stream::data);
  Playground playground(std::size_t{1} << 20U);
  std::size_t built = 0, refusals = 0;
  const auto pick = [&](std::initializer_list<const char*> texts) {
    return std::string(*(texts.begin() + random.below(static_cast<std::uint32_t>(texts.size()))));
  };
  for (int round = 0; round < 400; ++round) {
    std::string query =
        "samples=" + pick({"-3", "10", "100", "1e9", "x"}) + "&noise=" + pick({"0", "50", "-0", "q"}) +
        "&trainRatio=" + pick({"10", "90", "0", "55.5"}) + "&seed=" + std::to_string(random.bits()) +
        "&dataset=" + pick({"circle", "xor", "gauss", "spiral", "blobs", "", "plane", "custom", "pinwheel"}) +
        "&features=" + pick({"x1,x2", "", "radius", "x1,x1", "sinX1,cosX2,x1Squared,radius,x1x2"}) +
        "&classes=" + pick({"2", "6", "99", "x"}) + "&balance=" + pick({"1", "99", "0", "nan"}) +
        "&standardize=" + pick({"on", "off"}) +
        "&network=" + pick({"", "1", "0", "64,64,64,64,64,64,64,64", "3:relu,2", "9:", "8,8,8,8,8"}) +
        "&activation=" + pick({"tanh", "relu", "sigmoid", "linear", "softmax"}) +
        "&loss=" + pick({"auto", "squaredError", "binaryCrossEntropy", "crossEntropy", "?"}) +
        "&learningRate=" + pick({"1e-9", "0.1", "10", "1e99"}) + "&initializer=" + pick({"he", "uniform"}) +
        "&batchSize=" + pick({"1", "5000", "13", "0"}) + "&mode=" + pick({"fast", "reproducible"});
    if (random.below(10) == 0) query.resize(random.below(static_cast<std::uint32_t>(query.size())));
    const std::uint64_t hash = playground.trainer().state_hash();
    const std::string settings = to_json(playground.settings());
    const Status status = playground.configure(query);
    if (!status.ok()) {
      ++refusals;
      ASSERT_EQ(playground.trainer().state_hash(), hash) << query;
      ASSERT_EQ(to_json(playground.settings()), settings) << query;
      continue;
    }
    ++built;
    ASSERT_EQ(playground.trainer().steps(), 0U);
    const Status trained = playground.trainer().step(5);
    ASSERT_TRUE(trained.code == Code::ok || trained.code == Code::diverged) << query << trained.message;
    ASSERT_TRUE(std::ranges::all_of(playground.trainer().theta(), [](float w) { return std::isfinite(w); }))
        << query;
    (void)playground.trainer().test_metrics();
    ASSERT_TRUE(playground.render({7, 3, false}).ok());
  }
  EXPECT_GT(built, 100U);
  EXPECT_GT(refusals, 10U);
}

}  // namespace
}  // namespace downhill::testing
