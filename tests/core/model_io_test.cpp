#include "runs.hpp"

#include <downhill/model_io.hpp>
#include <downhill/random.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace downhill::testing {
namespace {

template <class T>
class ModelOf : public ::testing::Test {
 protected:
  Points<T> points{40, 20};
  const Engine& engine = best_engine(NumericMode::reproducible);

  Trainer<T> start(const TrainerSpec& spec) {
    Trainer<T> run;
    EXPECT_TRUE(run.build(spec, points.train(), points.test(), engine).ok());
    return run;
  }
  // What is read from `text` with `from` replaced by `to`.
  Status read_changed(const std::string& text, const std::string& from, const std::string& to) {
    std::string changed = text;
    const std::size_t place = changed.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    if (place != std::string::npos) changed.replace(place, from.size(), to);
    Model<T> model;
    return read_model(changed, model);
  }
};
using Numbers = ::testing::Types<float, double>;
TYPED_TEST_SUITE(ModelOf, Numbers);

TYPED_TEST(ModelOf, EveryOptimizerResumesWithTheSameBits) {
  using T = TypeParam;
  for (const OptimizerKind kind : all_optimizers()) {
    SCOPED_TRACE(name(kind));
    TrainerSpec spec = rich_spec();
    spec.seed = ~std::uint64_t{0};
    spec.rules.optimizer.kind = kind;
    spec.rules.schedule = {
        .kind = ScheduleKind::cosine_restarts, .gamma = 0.1, .period = 2.5, .warm_up = 1.0 / 3.0};
    spec.rules.clipping = {ClippingKind::norm, 0.3};
    spec.rules.regularization = {.l1 = 1e-4, .l2 = 1e-3, .weights_only = true};
    spec.rules.early_stopping.patience = 50;
    Trainer<T> run = this->start(spec), resumed;
    ASSERT_TRUE(run.step(25).ok());
    std::string text;
    {
      const Undisturbed<T> undisturbed(run);
      text = write_model(run);
    }
    Model<T> model;
    const Status status = read_model(text, model);
    ASSERT_TRUE(status.ok()) << status.message;
    EXPECT_FALSE(model.samples);
    ASSERT_TRUE(resume(model, this->points.train(), this->points.test(), this->engine, resumed).ok());
    EXPECT_EQ(difference(resumed.state(), run.state()), "");
    ASSERT_TRUE(run.step(30).ok());
    ASSERT_TRUE(resumed.step(30).ok());
    EXPECT_EQ(difference(resumed.state(), run.state()), "");
    EXPECT_EQ(write_model(resumed), write_model(run));  // spec and rules, too
  }
}

TYPED_TEST(ModelOf, ANewRunAndAStoppedOneResume) {
  using T = TypeParam;
  TrainerSpec spec = plain_spec();
  spec.rules.early_stopping = {.patience = 2, .min_improvement = 10.0};
  Trainer<T> run = this->start(spec), resumed;
  Model<T> model;
  ASSERT_TRUE(read_model(write_model(run), model).ok());
  EXPECT_EQ(model.state.best_loss, std::numeric_limits<double>::infinity());
  EXPECT_EQ(difference(model.state, run.state()), "");
  ASSERT_EQ(run.step(1000).code, Code::stopped);
  ASSERT_TRUE(read_model(write_model(run), model).ok());
  ASSERT_TRUE(resume(model, this->points.train(), this->points.test(), this->engine, resumed).ok());
  ASSERT_TRUE(run.set_rules(spec.rules).ok());
  EXPECT_EQ(run.step(1000).code, Code::stopped);
  EXPECT_EQ(resumed.step(1000).code, Code::stopped);
  EXPECT_EQ(difference(resumed.state(), run.state()), "");
}

TYPED_TEST(ModelOf, EveryNumberComesBackToTheBit) {
  using T = TypeParam;
  using Limits = std::numeric_limits<T>;
  TrainerSpec spec;
  spec.network = {100, {{.units = 40, .activation = Activation::linear}}};
  spec.loss = Loss::squared_error;
  const std::vector<T> inputs(100), targets(40);
  Trainer<T> run;
  ASSERT_TRUE(run.build(spec, {inputs.data(), targets.data(), 1}, {}, scalar_engine()).ok());
  Random random(9, Stream::data);
  for (T& weight : run.theta()) {
    do {
      std::uint64_t bits = random.bits();
      bits = bits << 32U | random.bits();
      weight = std::bit_cast<T>(static_cast<Bits<T>>(bits));
    } while (!std::isfinite(weight));
  }
  std::size_t j = 0;
  for (const T special : {T(-0.0), T(0), Limits::denorm_min(), -Limits::denorm_min(), Limits::min(),
                          Limits::max(), Limits::lowest(), Limits::epsilon(), T(1) + Limits::epsilon(),
                          T(0.1), T(1) / T(3), T(16777217), T(1e22), T(9007199254740993.0)}) {
    run.theta()[j++] = special;
  }
  Model<T> model;
  const Status status = read_model(write_model(run), model);
  ASSERT_TRUE(status.ok()) << status.message;
  EXPECT_TRUE(same_numbers(model.state.theta, run.state().theta));
}

TYPED_TEST(ModelOf, CarriesSamples) {
  using T = TypeParam;
  Trainer<T> run = this->start(rich_spec()), resumed;
  ASSERT_TRUE(run.step(3).ok());
  Model<T> model;
  ASSERT_TRUE(read_model(write_model(run, true), model).ok());
  ASSERT_TRUE(model.samples);
  const SampleSet<T> train = model.samples->train(model.spec.network),
                     test = model.samples->test(model.spec.network);
  EXPECT_EQ(train.count, 40U);
  EXPECT_EQ(test.count, 20U);
  ASSERT_TRUE(resume(model, train, test, this->engine, resumed).ok());
  ASSERT_TRUE(run.step(30).ok());
  ASSERT_TRUE(resumed.step(30).ok());
  EXPECT_EQ(difference(resumed.state(), run.state()), "");
  EXPECT_EQ(resumed.test_metrics().loss, run.test_metrics().loss);
}

TYPED_TEST(ModelOf, RefusesWhatIsWrongAndSaysWhere) {
  using T = TypeParam;
  Trainer<T> run = this->start(rich_spec());
  ASSERT_TRUE(run.step(3).ok());
  const std::string text = write_model(run, true);
  const std::string numbers = sizeof(T) == 4 ? "float" : "double",
                    other = sizeof(T) == 4 ? "double" : "float";
  struct Wrong {
    std::string from, to, message;
  };
  for (const auto& [from, to, message] : std::vector<Wrong>{
           {"downhill-model", "uphill-model", "format"},
           {"\"version\": 1", "\"version\": 2", "line 3, column 14: version"},
           {"\"version\": 1", "\"version\": \"1\"", "should be a number"},
           {"\"numbers\": \"" + numbers, "\"numbers\": \"" + other, "numbers"},
           {"\"inputs\": 2,", "", "'inputs' is missing"},
           {"\"inputs\": 2,", "\"inputs\": 2, \"inputs\": 2,", "second time"},
           {"\"inputs\": 2,", "\"inputs\": 2, \"outputs\": 2,", "'outputs'"},
           {"\"inputs\": 2,", "\"inputs\": 3,", "theta"},
           {"\"inputs\": 2,", "\"inputs\": 0,", "no inputs"},
           {"\"inputs\": 2,", "\"inputs\": -2,", "whole number"},
           {"\"inputs\": 2,", "\"inputs\": 2.0,", "whole number"},
           {"\"inputs\": 2,", "\"inputs\": 18446744073709551616,",
            "more than " + std::to_string(std::numeric_limits<std::size_t>::max())},
           {"\"inputs\": 2,", "\"inputs\": 4294967295,", "inputs, units or layers"},
           {"\"units\": 6", "\"units\": 4000000000", "inputs, units or layers"},
           {"\"units\": 6", "\"units\": 7", "equal widths"},
           {"\"tanh\"", "\"tann\"", "'tann' is not known"},
           {"\"tanh\"", "\"softmax\"", "softmax"},
           {"\"tanh\"", "3", "should be a string"},
           {"\"dropout\": 0.2", "\"dropout\": 1", "dropout"},
           {"\"eta\": 0.05", "\"eta\": 0", "learningRate"},
           {"\"eta\": 0.05", "\"eta\": 1e999", "too large"},
           {"\"eta\": 0.05", "\"eta\": null", "should be a number"},
           {"\"eta\": 0.05", "\"eta\": NaN", "no value"},
           {"\"batchSize\": 7", "\"batchSize\": 0", "batchSize"},
           {"\"theta\": [", "\"theta\": [1e39000,", "too large"},
           {"\"theta\": [", "\"theta\": [0,", "theta"},
           {"\"theta\": [", "\"theta\": [[],", "should be a number"},
           {"\"second\": [0", "\"second\": [-1", "second"},
           {"\"statistics\": [", "\"statistics\": [0,", "statistics"},
           {"\"statisticsBefore\": [", "\"statisticsBefore\": [0,", "statisticsBefore"},
           {"\"beta1Power\": 1", "\"beta1Power\": 1.5", "beta1Power"},
           {"\"bestEpoch\": 0", "\"bestEpoch\": 5", "bestEpoch"},
           {"\"testInputs\": [", "\"testInputs\": [0,", "samples"},
           {"\"fused\": true", "\"fused\": 1", "should be true or false"},
           {"\"samples\"", "\"simples\"", "'simples'"},
       }) {
    SCOPED_TRACE(from + " -> " + to);
    const Status status = this->read_changed(text, from, to);
    EXPECT_EQ(status.code, Code::refused);
    EXPECT_NE(status.message.find(message), std::string::npos) << status.message;
  }
}

// Neither a negative variance nor a weight beyond float's range gets in, though it is a good JSON number.
TYPED_TEST(ModelOf, RefusesNumbersThatTheRunCannotHave) {
  using T = TypeParam;
  Trainer<T> run = this->start(rich_spec());
  const std::string text = write_model(run);
  EXPECT_TRUE(this->read_changed(text, "[0,0,0,0,0,0,1,", "[0,0,0,0,0,0,2,").ok());
  EXPECT_FALSE(this->read_changed(text, "[0,0,0,0,0,0,1,", "[0,0,0,0,0,0,-1,").ok());
  EXPECT_EQ(this->read_changed(text, "\"before\": [", "\"before\": [1e39,").message.find("too large") ==
                std::string::npos,
            sizeof(T) == 8);
}

TYPED_TEST(ModelOf, ARefusalChangesNothing) {
  using T = TypeParam;
  Trainer<T> run = this->start(rich_spec());
  ASSERT_TRUE(run.step(3).ok());
  const std::string text = write_model(run);
  Model<T> model;
  ASSERT_TRUE(read_model(text, model).ok());
  for (std::size_t length = 0; length + 1 < text.size(); length += 7) {  // the last character is a line's end
    ASSERT_EQ(read_model(std::string_view(text).substr(0, length), model).code, Code::refused) << length;
  }
  EXPECT_EQ(difference(model.state, run.state()), "");
  EXPECT_EQ(model.spec.network.layers, run.spec().network.layers);

  // A model that is good in itself may still not fit the samples: its epoch is longer than the training set.
  const Undisturbed<T> undisturbed(run);
  const SampleSet<T> few{this->points.train().inputs, this->points.train().targets, 5};
  EXPECT_EQ(resume(model, few, {}, this->engine, run).code, Code::refused);
  EXPECT_EQ(resume(model, this->points.train(), {}, this->engine, run, 1000).code, Code::refused);
}

TYPED_TEST(ModelOf, TenThousandMutationsAreReadOrRefused) {
  using T = TypeParam;
  TrainerSpec spec = rich_spec();
  spec.network.layers[0].units = spec.network.layers[1].units = 3;
  Trainer<T> run = this->start(spec);
  ASSERT_TRUE(run.step(3).ok());
  const std::string text = write_model(run);
  Random random(4, Stream::data);
  const auto below = [&](std::size_t bound) { return random.below(static_cast<std::uint32_t>(bound)); };
  constexpr std::string_view pieces = "{}[]\",:-+.eE0123456789 \\u\ntfn\0\xFF";
  std::size_t read = 0, refused = 0;
  for (int mutation = 0; mutation < 10000; ++mutation) {
    std::string mutated = text;
    for (std::uint32_t edits = 1 + below(3); edits > 0; --edits) {
      const std::size_t place = below(mutated.size());
      const std::size_t length = std::min<std::size_t>(1 + below(20), mutated.size() - place);
      switch (below(5)) {
        case 0:
          mutated[place] = pieces[below(pieces.size())];
          break;
        case 1:
          mutated.erase(place, length);
          break;
        case 2:
          mutated.insert(place, 1, pieces[below(pieces.size())]);
          break;
        case 3:
          mutated.insert(below(mutated.size()), mutated.substr(place, length));
          break;
        case 4:
          mutated[place] = static_cast<char>(mutated[place] ^ (1 << below(8)));
          break;
        default:
          break;
      }
    }
    Model<T> model;
    Trainer<T> resumed;
    const Status status = read_model(mutated, model);
    ASSERT_EQ(status.ok(), status.message.empty());
    ++(status.ok() ? read : refused);
    if (!status.ok()) {
      ASSERT_TRUE(model.state.theta.empty() && model.spec.network.layers.empty());
      continue;
    }
    // What is accepted is a run that can train; it may diverge.
    if (resume(model, this->points.train(), this->points.test(), this->engine, resumed).ok()) {
      static_cast<void>(resumed.step(2));
    }
  }
  EXPECT_GT(read, 100U);  // a digit or a blank may be another
  EXPECT_GT(refused, 5000U);
}

}  // namespace
}  // namespace downhill::testing
