// Runs on tables: what they learn, that they go on, and that their files hold all of it.
#include <downhill/random.hpp>
#include <downhill/table_run.hpp>

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

// y = 3 a - 2 b + 500, far from 0 and from variance 1.
Table prices(std::size_t rows) {
  Random random(5, Stream::data);
  std::string text = "a,b,price\n";
  for (std::size_t k = 0; k < rows; ++k) {
    const double a = 100.0 + 10.0 * random.normal(), b = 0.5 * random.normal();
    text +=
        std::to_string(a) + "," + std::to_string(b) + "," + std::to_string(3.0 * a - 2.0 * b + 500.0) + "\n";
  }
  Table table;
  EXPECT_TRUE(parse_table(text, {}, table).ok());
  return table;
}

Table kinds(std::size_t rows, std::uint64_t seed = 1) {
  Random random(seed, Stream::data);
  std::string text;
  for (std::size_t k = 0; k < rows; ++k) {
    const auto kind = k % 3;
    text += std::to_string(static_cast<double>(kind) + 0.2 * random.normal()) + "," +
            std::to_string(random.normal()) + "," + (kind == 0 ? "x" : "y") + ",k" + std::to_string(kind) +
            "\n";
  }
  Table table;
  EXPECT_TRUE(parse_table(text, {}, table).ok());
  return table;
}

Settings settings(std::string_view query) {
  Settings result;
  EXPECT_TRUE(apply_query(result, query).ok());
  return result;
}

TEST(TableRun, InputsAndTargetsHaveMeanZeroAndVarianceOneInTraining) {
  TableRun run;
  ASSERT_TRUE(run.build(settings("trainRatio=80"), prices(100)).ok());
  const SampleSet<float>& train = run.trainer().train_set();
  ASSERT_EQ(train.count, 80U);
  ASSERT_EQ(run.trainer().test_set().count, 20U);
  for (std::size_t k = 0; k < 2; ++k) {
    double sum = 0.0, squares = 0.0;
    for (std::size_t j = 0; j < 80; ++j) {
      const double x = train.inputs[2 * j + k];
      sum += x;
      squares += x * x;
    }
    EXPECT_NEAR(sum / 80.0, 0.0, 1e-5);
    EXPECT_NEAR(squares / 80.0, 1.0, 1e-5);
  }
  double sum = 0.0;
  for (std::size_t j = 0; j < 80; ++j) sum += static_cast<double>(train.targets[j]);
  EXPECT_NEAR(sum / 80.0, 0.0, 1e-5);
}

TEST(TableRun, AConstantColumnIsZeroThoughItsMeanIsRounded) {
  std::string text;
  for (int k = 0; k < 60; ++k) text += std::to_string(k) + ",0.1," + (k % 2 ? "a" : "b") + "\n";
  Table table;
  ASSERT_TRUE(parse_table(text, {}, table).ok());
  TableRun run;
  ASSERT_TRUE(run.build(settings("trainRatio=90"), table).ok());
  EXPECT_EQ(run.model().scale[1].deviation, 1.0);
  EXPECT_NEAR(run.trainer().train_set().inputs[1], 0.0F, 1e-12F);
}

TEST(TableRun, ARegressionAnswersInTheUnitsOfItsTarget) {
  TableRun run;
  ASSERT_TRUE(run.build(settings("network=&learningRate=0.05"), prices(200)).ok());
  ASSERT_TRUE(run.trainer().step(3000).ok());
  EXPECT_GT(run.trainer().test_metrics().r_squared, 0.9999);
  Answers answers;
  ASSERT_TRUE(answers.build(portable(run.model())).ok());
  const std::vector<double> rows = {100.0, 0.0, 120.0, 1.0};
  const std::vector<float> told = answers(rows);
  EXPECT_NEAR(told[0], 800.0, 1.0);
  EXPECT_NEAR(told[1], 858.0, 1.0);
}

TEST(TableRun, GoesOnToTheSameBits) {
  for (const char* query :
       {"network=4&optimizer=adam", "network=4:batchNorm,4:residual&optimizer=momentum&patience=50"}) {
    TableRun whole, half;
    ASSERT_TRUE(whole.build(settings(query), kinds(60)).ok());
    ASSERT_TRUE(half.build(settings(query), kinds(60)).ok());
    ASSERT_TRUE(whole.trainer().step(37).ok());
    ASSERT_TRUE(half.trainer().step(20).ok());
    TableModel model;
    const std::string text = write_table_model(half.model());
    ASSERT_TRUE(read_table_model(text, model).ok());
    EXPECT_EQ(write_table_model(model), text);
    TableRun rest;
    ASSERT_TRUE(rest.resume(model, kinds(60)).ok());
    ASSERT_TRUE(rest.trainer().step(17).ok());
    EXPECT_EQ(rest.trainer().state_hash(), whole.trainer().state_hash());
  }
}

TEST(TableRun, OtherRowsGoOnWithTheScaleOfTheFirst) {
  TableRun run, rest;
  ASSERT_TRUE(run.build(settings("trainRatio=80"), prices(100)).ok());
  ASSERT_TRUE(rest.resume(run.model(), prices(30)).ok());
  for (std::size_t k = 0; k < 2; ++k) {
    EXPECT_EQ(rest.model().scale[k].mean, run.model().scale[k].mean);
    EXPECT_EQ(rest.model().scale[k].deviation, run.model().scale[k].deviation);
  }
  EXPECT_EQ(rest.model().target.mean, run.model().target.mean);
}

TEST(TableRun, TheSeedChoosesTheSplit) {
  TableRun one, same, other;
  ASSERT_TRUE(one.build(settings("seed=1"), kinds(60)).ok());
  ASSERT_TRUE(same.build(settings("seed=1"), kinds(60)).ok());
  ASSERT_TRUE(other.build(settings("seed=2"), kinds(60)).ok());
  const auto first = [](const TableRun& run) { return run.trainer().train_set().inputs[0]; };
  EXPECT_EQ(first(one), first(same));
  EXPECT_NE(first(one), first(other));
}

TEST(TableRun, TestRowsOfTheirOwnDoNotMoveTheScale) {
  const Table train = kinds(60), test = kinds(30, 9);
  TableRun run;
  ASSERT_TRUE(run.build({}, train, &test).ok());
  EXPECT_EQ(run.trainer().train_set().count, 60U);
  EXPECT_EQ(run.trainer().test_set().count, 30U);
  const TableModel model = run.model();
  const ModelSamples<float> samples = samples_of(model, test);
  EXPECT_EQ(samples.test_inputs[0], run.trainer().test_set().inputs[0]);
}

TEST(TableRun, RefusesWhatCannotBeAndStaysAsItWas) {
  TableRun run;
  ASSERT_TRUE(run.build({}, kinds(30)).ok());
  const std::uint64_t before = run.trainer().state_hash();
  EXPECT_EQ(run.build(settings("output=tanh"), prices(30)).code, Code::refused);
  const Table other = prices(30);
  EXPECT_EQ(run.build({}, kinds(30), &other).code, Code::refused);
  EXPECT_EQ(run.resume(run.model(), prices(30)).code, Code::refused);
  EXPECT_EQ(run.trainer().state_hash(), before);
}

TEST(TableRun, DamagedFilesAreRefusedWithAReason) {
  TableRun run;
  ASSERT_TRUE(run.build(settings("network=2"), kinds(30)).ok());
  const std::string text = write_table_model(run.model());
  TableModel model;
  const auto refuses = [&](const std::string& from, const std::string& to) {
    std::string damaged = text;
    const std::size_t at = damaged.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    damaged.replace(at, from.size(), to);
    const Status status = read_table_model(damaged, model);
    return status.code == Code::refused && !status.message.empty();
  };
  EXPECT_TRUE(refuses("downhill-table", "downhill-chair"));
  EXPECT_TRUE(refuses("\"version\": 1", "\"version\": 2"));
  EXPECT_TRUE(refuses("\"columns\": [", "\"columns\": [{\"name\": \"z\", \"words\": []}, "));
  EXPECT_TRUE(refuses("\"words\": [\"x\", \"y\"]", "\"words\": [\"y\", \"x\"]"));
  EXPECT_TRUE(refuses("\"regression\": false", "\"regression\": true"));
  EXPECT_TRUE(refuses("\"classes\": [\"k0\", ", "\"classes\": ["));
  EXPECT_TRUE(refuses("\"targetScale\": [0, 1]", "\"targetScale\": [0, 0]"));
  EXPECT_TRUE(refuses("\"scale\": [[", "\"scale\": [[1, 2], ["));
  for (const std::size_t length : {std::size_t{0}, text.size() / 3, text.size() - 3})
    EXPECT_EQ(read_table_model(text.substr(0, length), model).code, Code::refused);
}

}  // namespace
}  // namespace downhill::testing
