// What a playground does beyond its settings: points from outside, kept weights, frozen ones, looking and
// undo.
#include "json_reader.hpp"
#include "networks.hpp"
#include "statuses.hpp"

#include <downhill/playground.hpp>
#include <downhill/random.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

constexpr const char* square =
    "x1,x2,label\n1,1,yes\n-1,-1,yes\n1,-1,no\n-1,1,no\n2,2,yes\n-2,2,no\n2,-2,no\n-2,-2,yes\n";

std::vector<float> theta_of(const Playground& playground) {
  const auto theta = playground.trainer().theta();
  return {theta.begin(), theta.end()};
}

TEST(Experiment, LearnsANumber) {
  for (const char* dataset : {"plane", "multi-gauss"}) {
    Playground playground;
    expect_ok(
        playground.configure("samples=300&optimizer=adam&learningRate=0.01&dataset=" + std::string(dataset)));
    EXPECT_EQ(playground.trainer().spec().loss, Loss::squared_error);
    EXPECT_EQ(playground.trainer().network().output_activation(), Activation::linear);
    EXPECT_EQ(playground.trainer().network().outputs(), 1U);
    const Dataset& dataset_made = playground.dataset();
    EXPECT_EQ(playground.points()[2], static_cast<float>(dataset_made.points[0].target));
    expect_ok(playground.step(15 * 300));
    EXPECT_GT(playground.trainer().test_metrics().r_squared, 0.9) << dataset;
    expect_ok(playground.render({16, 8, false}));
  }
}

TEST(Experiment, RegressionTakesNoCrossEntropyAndNoSoftmax) {
  Playground playground;
  expect_ok(playground.configure("dataset=plane&loss=crossEntropy&output=softmax"));
  EXPECT_EQ(playground.trainer().spec().loss, Loss::squared_error);
  EXPECT_EQ(playground.trainer().network().output_activation(), Activation::linear);
  expect_ok(playground.configure("dataset=plane&output=tanh"));
  EXPECT_EQ(playground.trainer().network().output_activation(), Activation::tanh);
}

TEST(Experiment, ClassesAndBalanceReachTheData) {
  Playground playground;
  expect_ok(playground.configure("dataset=pinwheel&classes=6&samples=600"));
  EXPECT_EQ(playground.dataset().classes, 6U);
  EXPECT_EQ(playground.trainer().network().outputs(), 6U);
  expect_ok(playground.configure("dataset=xor&classes=6&balance=20&samples=200"));
  EXPECT_EQ(playground.dataset().classes, 2U) << "xor has two";
  EXPECT_EQ(std::ranges::count(playground.dataset().points, 1U, &Point::label), 40);
}

TEST(Experiment, FeaturesAreTheInputs) {
  Playground playground;
  expect_ok(playground.configure("dataset=xor&features=x1x2,x1&network="));
  EXPECT_EQ(playground.trainer().network().inputs(), 2U);
  const SampleSet<float>& train = playground.trainer().train_set();
  for (std::size_t j = 0; j < 10; ++j) {
    const Point& point = playground.dataset().points[j];
    EXPECT_FLOAT_EQ(train.inputs[2 * j], static_cast<float>(point.x1 * point.x2));
    EXPECT_FLOAT_EQ(train.inputs[2 * j + 1], static_cast<float>(point.x1));
  }
  expect_ok(playground.step(25 * 30));
  EXPECT_GT(playground.trainer().test_metrics().accuracy, 0.97) << "the product separates them alone";
  expect_ok(playground.render({16, 8, false}));
  // The picture is the network at its places: its sign is that of x1 x2.
  const auto values = playground.grid().map_values();
  EXPECT_GT(values[1 * 16 + 14], 0.0F);
  EXPECT_LT(values[1 * 16 + 1], 0.0F);
}

TEST(Experiment, StandardisedInputsHaveMeanZeroAndVarianceOne) {
  Playground playground;
  expect_ok(playground.configure("dataset=gauss&features=x1,x1Squared&standardize=on&samples=400"));
  const SampleSet<float>& train = playground.trainer().train_set();
  for (std::size_t k = 0; k < 2; ++k) {
    double sum = 0.0, squares = 0.0;
    for (std::size_t j = 0; j < train.count; ++j) {
      const double x = static_cast<double>(train.inputs[2 * j + k]);
      sum += x;
      squares += x * x;
    }
    const auto n = static_cast<double>(train.count);
    EXPECT_NEAR(sum / n, 0.0, 1e-6);
    EXPECT_NEAR(squares / n, 1.0, 1e-5);
  }
  // A probe sees what training sees.
  const Point& point = playground.dataset().points[3];
  const auto seen = playground.probe(point.x1, point.x2);
  EXPECT_FLOAT_EQ(seen[0], train.inputs[6]);
  EXPECT_FLOAT_EQ(seen[1], train.inputs[7]);
}

TEST(Experiment, ProbeIsTheForwardPassAndDisturbsNothing) {
  Playground playground;
  expect_ok(playground.step(40));
  const std::uint64_t hash = playground.trainer().state_hash();
  const auto seen = playground.probe(1.0, -2.0);
  ASSERT_EQ(seen.size(), 2U + 8U + 8U + 1U);
  const auto theta = playground.trainer().theta();
  EXPECT_NEAR(seen[2], std::tanh(theta[0] * 1.0F + theta[1] * -2.0F + theta[16]), 1e-6);
  double squares = 0.0;
  for (const float g : playground.trainer().gradient())
    squares += static_cast<double>(g) * static_cast<double>(g);
  EXPECT_NEAR(playground.trainer().gradient_norm(), std::sqrt(squares), 1e-5 * std::sqrt(squares));
  EXPECT_EQ(playground.trainer().state_hash(), hash);
}

TEST(Experiment, TrainsOnPointsFromOutside) {
  Playground playground;
  expect_ok(playground.load_points(square, false));
  EXPECT_EQ(playground.settings().dataset, DatasetKind::custom);
  EXPECT_EQ(playground.dataset().points.size(), 8U);
  EXPECT_EQ(playground.dataset().class_names, (std::vector<std::string>{"no", "yes"}));
  expect_ok(playground.step(100));
  expect_ok(playground.configure("dataset=custom&trainRatio=75&network=3"));
  EXPECT_EQ(playground.dataset().train_count, 6U);
  expect_ok(playground.configure("dataset=xor"));
  bool rebuilt = false;
  expect_ok(playground.change("dataset", "custom", rebuilt));
  EXPECT_TRUE(rebuilt);
  EXPECT_EQ(playground.dataset().points.size(), 8U);
}

TEST(Experiment, PointsThatAreRefusedChangeNothing) {
  Playground playground;
  expect_ok(playground.step(10));
  const std::uint64_t hash = playground.trainer().state_hash();
  EXPECT_TRUE(refuses(playground.configure("dataset=custom"), {"draw", "file"}));
  EXPECT_TRUE(refuses(playground.load_points("1,2,a\n1,x,b\n", false), {"line 2", "column 3", "'x'"}));
  EXPECT_TRUE(refuses(playground.load_points("1,2,a\n1,3,a\n", false), {"class"}));
  EXPECT_EQ(playground.trainer().state_hash(), hash);
  EXPECT_EQ(to_query(playground.settings()), "");
  expect_ok(playground.load_points(square, false));
  EXPECT_TRUE(refuses(playground.load_points("1,2\n", false), {"line 1"}));
  EXPECT_EQ(playground.dataset().points.size(), 8U) << "the points before";
}

TEST(Experiment, FarPointsAreMovedAndItSaysSo) {
  Playground playground;
  const Status status = playground.load_points("0,0,5\n100,1,10\n50,0,20\n20,1,5\n", true);
  EXPECT_EQ(status.code, Code::clamped);
  EXPECT_NE(status.message.find("x1 is 0.1 · original + -5"), std::string::npos) << status.message;
  EXPECT_NE(status.message.find("target"), std::string::npos);
  EXPECT_EQ(status.message.find("x2"), std::string::npos);
  EXPECT_TRUE(playground.dataset().regression);
}

TEST(Experiment, KeepsTheWeightsThatBothNetworksHave) {
  Playground playground;
  expect_ok(playground.configure("network=3,2:layerNorm&seed=5"));
  expect_ok(playground.step(50));
  const std::vector<float> before = theta_of(playground);
  bool rebuilt = false;
  expect_ok(playground.change("dataset", "xor", rebuilt, Weights::kept));
  EXPECT_TRUE(rebuilt);
  EXPECT_EQ(theta_of(playground), before);
  EXPECT_EQ(playground.trainer().steps(), 0U);
  expect_ok(playground.change("activation", "relu", rebuilt, Weights::kept));
  EXPECT_EQ(theta_of(playground), before);

  expect_ok(playground.change("network", "4,2:layerNorm", rebuilt, Weights::kept));
  const Network& grown = playground.trainer().network();
  const auto theta = playground.trainer().theta();
  // W1 is 4 x 2 now, b1 at its end: the first three rows are the old ones.
  EXPECT_TRUE(std::ranges::equal(theta.subspan(0, 6), std::span(before).subspan(0, 6)));
  EXPECT_TRUE(std::ranges::equal(theta.subspan(grown.layer(0).biases, 3), std::span(before).subspan(6, 3)));
  // W2 was 2 x 3 at 9 and is 2 x 4: the fourth column is new.
  EXPECT_TRUE(std::ranges::equal(theta.subspan(grown.layer(1).weights, 3), std::span(before).subspan(9, 3)));
  EXPECT_TRUE(
      std::ranges::equal(theta.subspan(grown.layer(1).weights + 4, 3), std::span(before).subspan(12, 3)));

  Playground fresh;
  expect_ok(fresh.configure("network=3&seed=5&dataset=xor&activation=relu"));
  expect_ok(playground.change("network", "3", rebuilt, Weights::kept));
  EXPECT_EQ(theta_of(playground), theta_of(fresh)) << "another depth has nothing to keep";
}

TEST(Experiment, FrozenParametersStayWhateverTheRule) {
  for (const SettingChoice& optimizer : find_setting("optimizer")->choices) {
    SCOPED_TRACE(optimizer.value);
    Playground playground;
    expect_ok(playground.configure("l2=0.01&learningRate=0.01&clipping=norm&optimizer=" +
                                   std::string(optimizer.value)));
    expect_ok(playground.step(5));
    expect_ok(playground.freeze(3, true));
    expect_ok(playground.freeze(20, true));
    const std::vector<float> before = theta_of(playground);
    expect_ok(playground.step(20));
    const std::vector<float> after = theta_of(playground);
    for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(before[i] == after[i], i == 3 || i == 20) << i;
    // A live setting does not thaw them.
    bool rebuilt = false;
    expect_ok(playground.change("learningRate", "0.02", rebuilt));
    expect_ok(playground.freeze(20, false));
    expect_ok(playground.step(5));
    EXPECT_EQ(playground.trainer().theta()[3], before[3]);
    EXPECT_NE(playground.trainer().theta()[20], before[20]);
  }
}

TEST(Experiment, ParametersOutOfReachAreRefused) {
  Playground playground;
  const std::uint64_t hash = playground.trainer().state_hash();
  EXPECT_TRUE(refuses(playground.set_parameter(105, 1.0), {"105"}));
  EXPECT_TRUE(refuses(playground.set_parameter(0, std::numeric_limits<double>::quiet_NaN()), {"finite"}));
  EXPECT_TRUE(refuses(playground.set_parameter(0, 1e300), {"finite"}));
  EXPECT_TRUE(refuses(playground.freeze(105, true), {"105"}));
  TrainingRules rules = playground.trainer().spec().rules;
  rules.frozen = {500};
  EXPECT_TRUE(refuses(playground.trainer().set_rules(rules), {"frozen", "500", "105"}));
  EXPECT_EQ(playground.trainer().state_hash(), hash);
  expect_ok(playground.set_parameter(0, 0.25));
  EXPECT_EQ(playground.trainer().theta()[0], 0.25F);
}

TEST(Experiment, GoesBackAndForthToTheBit) {
  Playground playground;
  expect_ok(playground.step(10));
  const std::uint64_t at_10 = playground.trainer().state_hash();
  bool rebuilt = false;
  expect_ok(playground.change("learningRate", "0.3", rebuilt));
  expect_ok(playground.set_parameter(4, 1.5));
  expect_ok(playground.freeze(7, true));
  expect_ok(playground.step(20));
  const std::uint64_t at_30 = playground.trainer().state_hash();
  EXPECT_EQ(playground.timeline().last(), 30U);
  expect_ok(playground.go_to(5));
  EXPECT_EQ(playground.trainer().steps(), 5U);
  EXPECT_TRUE(playground.trainer().spec().rules.frozen.empty());
  expect_ok(playground.go_to(30));
  EXPECT_EQ(playground.trainer().state_hash(), at_30);
  playground.reset();
  EXPECT_EQ(playground.timeline().last(), 0U);
  Playground other;
  expect_ok(other.step(10));
  EXPECT_EQ(other.trainer().state_hash(), at_10);
  EXPECT_TRUE(refuses(other.go_to(11), {"11"}));
}

// What the page shows of a step is what the run has there.
TEST(Experiment, SettingsComeBackWithTheStep) {
  Playground playground;
  expect_ok(playground.configure("network=3&l2=0.001&penalizeBiases=off&schedule=cosine"));
  const std::string before = to_query(playground.settings());
  expect_ok(playground.step(10));
  bool rebuilt = false;
  for (const auto& [key, value] :
       {std::pair{"learningRate", "0.3"}, std::pair{"optimizer", "adam"}, std::pair{"beta2", "0.99"},
        std::pair{"batchSize", "20"}, std::pair{"clipping", "norm"}, std::pair{"l1", "0.01"},
        std::pair{"penalizeBiases", "on"}, std::pair{"schedule", "step"}, std::pair{"warmUp", "3"},
        std::pair{"patience", "100"}}) {
    expect_ok(playground.change(key, value, rebuilt));
    EXPECT_FALSE(rebuilt) << key;
  }
  const std::string after = to_query(playground.settings());
  expect_ok(playground.step(10));
  expect_ok(playground.go_to(4));
  EXPECT_EQ(to_query(playground.settings()), before);
  EXPECT_EQ(playground.trainer().spec().rules.optimizer.eta, playground.settings().learning_rate);
  expect_ok(playground.go_to(20));
  EXPECT_EQ(to_query(playground.settings()), after);
}

// Every live setting but the engine's is a rule, and comes back from the rules.
TEST(Experiment, RulesAndSettingsAreTheSame) {
  Playground playground;
  for (const SettingSpec& row : settings_table()) {
    if (!row.live || row.group == "engine") continue;
    SCOPED_TRACE(row.key);
    Settings changed;
    const double other = row.choices.empty() ? row.max : static_cast<double>(row.choices.size() - 1);
    row.put(changed, row.get(changed) == other ? row.min : other);
    ASSERT_NE(row.read(changed), row.read(Settings{}));
    Settings adopted;
    adopt_rules(adopted, trainer_spec(changed, playground.dataset()).rules);
    EXPECT_EQ(to_query(adopted), to_query(changed));
  }
}

TEST(Experiment, TheLastUpdateIsWhatTheStepAdded) {
  Playground playground;
  expect_ok(playground.step(3));
  const std::vector<float> before = theta_of(playground);
  expect_ok(playground.step(1));
  const auto update = playground.last_update();
  ASSERT_EQ(update.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(update[i], playground.trainer().theta()[i] - before[i]);
  }
}

TEST(Experiment, ScoresOfAConfusionAreThoseOfTheTextbook) {
  const std::uint32_t counts[] = {8, 2, 1, 9};
  const ClassScore first = class_score(counts, 2, 0), second = class_score(counts, 2, 1);
  EXPECT_DOUBLE_EQ(first.precision, 8.0 / 9.0);
  EXPECT_DOUBLE_EQ(first.recall, 0.8);
  EXPECT_DOUBLE_EQ(first.f1, 16.0 / 19.0);
  EXPECT_EQ(first.samples, 10U);
  EXPECT_DOUBLE_EQ(second.precision, 9.0 / 11.0);
  EXPECT_DOUBLE_EQ(second.recall, 0.9);
  EXPECT_DOUBLE_EQ(second.f1, 18.0 / 21.0);
  EXPECT_EQ(second.samples, 10U);
  const std::uint32_t one_sided[] = {3, 0, 0, 0};
  const ClassScore never = class_score(one_sided, 2, 1);
  for (const double nothing : {never.precision, never.recall, never.f1}) EXPECT_TRUE(std::isnan(nothing));
  EXPECT_EQ(never.samples, 0U);
}

TEST(Experiment, ScoresCountEverySampleOnce) {
  Random random(5, Stream::data);
  for (int round = 0; round < 200; ++round) {
    const std::size_t classes = 2 + random.below(5);
    std::vector<std::uint32_t> counts(classes * classes);
    for (std::uint32_t& count : counts) count = random.below(1000);
    std::uint32_t samples = 0;
    for (std::size_t k = 0; k < classes; ++k) {
      const ClassScore score = class_score(counts, classes, k);
      samples += score.samples;
      if (!(score.precision > 0.0 && score.recall > 0.0)) continue;
      EXPECT_NEAR(score.f1, 2.0 * score.precision * score.recall / (score.precision + score.recall), 1e-10);
    }
    EXPECT_EQ(samples, std::accumulate(counts.begin(), counts.end(), 0U));
  }
}

TEST(Experiment, TheLayoutIsWholeJson) {
  Playground playground;
  expect_ok(playground.load_points("1,1,\"a \"\"b\"\"\"\n-1,-1,c\n1,-1,c\n", false));
  const std::string layout = layout_json(playground);
  json::Document document;
  expect_ok(document.parse(layout));
  EXPECT_NE(layout.find("\"classNames\": [\"a \\\"b\\\"\", \"c\"]"), std::string::npos) << layout;
  EXPECT_NE(layout.find("{\"key\": \"x1\", \"name\": \"x₁\"}"), std::string::npos) << layout;
}

TEST(Experiment, ConfusionCountsEverySampleOnce) {
  Playground playground;
  for (const char* query : {"dataset=xor&samples=300", "dataset=pinwheel&classes=5&samples=300"}) {
    expect_ok(playground.configure(query));
    expect_ok(playground.step(200));
    Trainer<float>& trainer = playground.trainer();
    const std::size_t classes = confusion_classes(trainer.network().outputs());
    EXPECT_EQ(classes, playground.dataset().classes);
    std::vector<std::uint32_t> counts(classes * classes);
    confusion(trainer.scratch_pass(), trainer.test_set(), counts);
    std::size_t all = 0, right = 0;
    for (std::size_t y = 0; y < classes; ++y) {
      std::size_t row = 0;
      for (std::size_t a = 0; a < classes; ++a) row += counts[y * classes + a];
      const auto test = std::span(playground.dataset().points).subspan(playground.dataset().train_count);
      EXPECT_EQ(row, static_cast<std::size_t>(
                         std::ranges::count(test, static_cast<std::uint32_t>(y), &Point::label)));
      all += row;
      right += counts[y * classes + y];
    }
    EXPECT_EQ(all, trainer.test_set().count);
    EXPECT_DOUBLE_EQ(static_cast<double>(right) / static_cast<double>(all), trainer.test_metrics().accuracy);
  }
}

}  // namespace
}  // namespace downhill::testing
