#include "runs.hpp"

#include <downhill/copy.hpp>
#include <downhill/random.hpp>
#include <downhill/timeline.hpp>

#include <functional>
#include <map>
#include <type_traits>

namespace downhill::testing {
namespace {

// What the run was at every step, from having trained there directly. Where rules changed, it is what they
// left.
template <class T>
struct Truth {
  std::map<std::uint64_t, TrainerState<T>> states;
  std::map<std::uint64_t, std::vector<T>> gradients;

  void note(const Trainer<T>& run) {
    states[run.steps()] = run.state();
    gradients[run.steps()] = {run.gradient().begin(), run.gradient().end()};
  }
};

using Change = std::function<void(TrainingRules&)>;

// 60 steps with four changes on the way.
std::map<std::uint64_t, Change> changes(OptimizerKind next) {
  return {{11, [](TrainingRules& rules) { rules.optimizer.eta *= 0.3; }},
          {23, [](TrainingRules& rules) { rules.batch_size = 4; }},
          {24, [](TrainingRules& rules) { rules.regularization.l2 = 0.01; }},
          {41, [=](TrainingRules& rules) { rules.optimizer.kind = next; }}};
}

template <class T>
void train(Trainer<T>& run, const std::map<std::uint64_t, Change>& changes, std::uint64_t until,
           Timeline<T>& timeline, std::type_identity_t<Truth<T>>* truth) {
  for (;;) {
    if (const auto change = changes.find(run.steps()); change != changes.end()) {
      TrainingRules rules = run.spec().rules;
      change->second(rules);
      timeline.note_change(run);
      ASSERT_TRUE(run.set_rules(rules).ok());
      if (truth) truth->note(run);
    }
    if (run.steps() == until) return;
    ASSERT_TRUE(run.step().ok());
    timeline.note(run);
    if (truth) truth->note(run);
  }
}

template <class T>
class TimelineOf : public ::testing::Test {
 protected:
  Points<T> points{40, 20};

  Trainer<T> start(const TrainerSpec& spec) {
    Trainer<T> run;
    EXPECT_TRUE(run.build(spec, points.train(), points.test(), best_engine(NumericMode::reproducible)).ok());
    return run;
  }
};
using Numbers = ::testing::Types<float, double>;
TYPED_TEST_SUITE(TimelineOf, Numbers);

TYPED_TEST(TimelineOf, EveryStepComesBackToTheBitUnderEveryOptimizer) {
  using T = TypeParam;
  for (const OptimizerKind kind : all_optimizers()) {
    SCOPED_TRACE(name(kind));
    TrainerSpec spec = rich_spec();
    spec.rules.optimizer.kind = kind;
    spec.rules.optimizer.rmsprop_beta = 0.5;
    spec.rules.schedule.kind = ScheduleKind::cosine;
    spec.rules.early_stopping.patience = 100;
    const auto next =
        static_cast<OptimizerKind>((static_cast<std::size_t>(kind) + 1) % optimizer_names.size());
    Trainer<T> run = this->start(spec);
    const std::size_t snapshot = sizeof(TrainerState<T>) + 6 * run.theta().size() * sizeof(T);
    Timeline<T> timeline(18 * snapshot);
    Truth<T> truth;
    timeline.note(run);
    truth.note(run);
    train(run, changes(next), 60, timeline, &truth);
    EXPECT_GT(timeline.spacing(), 1U);  // so that there is something to replay
    EXPECT_LE(timeline.bytes(), 18 * snapshot);
    EXPECT_EQ(timeline.first(), 0U);
    EXPECT_EQ(timeline.last(), 60U);

    Random random(3, Stream::data);
    for (int jump = 0; jump < 80; ++jump) {
      const std::uint64_t step = random.below(61);
      ASSERT_TRUE(timeline.go_to(run, step).ok());
      ASSERT_EQ(difference(run.state(), truth.states[step]), "") << "at step " << step;
      ASSERT_EQ(run.spec().rules.batch_size, truth.states[step].rules.batch_size);
      ASSERT_EQ(run.spec().rules.optimizer.kind, truth.states[step].rules.optimizer.kind);
      ASSERT_EQ(run.spec().rules.optimizer.eta, truth.states[step].rules.optimizer.eta);
      const bool start = step == 0 || changes(next).contains(step);  // no step leads there under its rules
      if (!start) {
        ASSERT_TRUE(same_numbers({run.gradient().begin(), run.gradient().end()}, truth.gradients[step]));
      }
    }
    EXPECT_EQ(timeline.last(), 60U);
  }
}

TYPED_TEST(TimelineOf, UndoneAndTrainedOnIsTheSameRun) {
  using T = TypeParam;
  Trainer<T> run = this->start(rich_spec());
  Timeline<T> timeline;
  Truth<T> truth;
  timeline.note(run);
  train(run, changes(OptimizerKind::adam), 60, timeline, &truth);
  ASSERT_TRUE(timeline.undo(run, 5).ok());
  EXPECT_EQ(run.steps(), 55U);
  ASSERT_TRUE(run.step(3).ok());  // along the old way, without a note
  EXPECT_EQ(difference(run.state(), truth.states[58]), "");
  ASSERT_TRUE(timeline.redo(run, 2).ok());
  EXPECT_EQ(difference(run.state(), truth.states[60]), "");
  ASSERT_TRUE(run.step(20).ok());
  ASSERT_TRUE(timeline.undo(run, 25).ok());  // knows of the 20
  EXPECT_EQ(timeline.last(), 80U);
  EXPECT_EQ(difference(run.state(), truth.states[55]), "");
}

TYPED_TEST(TimelineOf, AChangeAfterUndoMakesANewFuture) {
  using T = TypeParam;
  Trainer<T> run = this->start(rich_spec());
  Timeline<T> timeline;
  Truth<T> truth;
  timeline.note(run);
  train(run, changes(OptimizerKind::momentum), 60, timeline, &truth);
  ASSERT_TRUE(timeline.go_to(run, 30).ok());
  train(run, {{30, [](TrainingRules& rules) { rules.optimizer.eta = 0.2; }}}, 50, timeline, &truth);
  EXPECT_EQ(timeline.last(), 50U);
  EXPECT_EQ(timeline.go_to(run, 55).code, Code::refused);
  for (const std::uint64_t step : {45U, 29U, 31U, 30U, 12U, 50U}) {
    ASSERT_TRUE(timeline.go_to(run, step).ok());
    EXPECT_EQ(difference(run.state(), truth.states[step]), "") << "at step " << step;
  }
}

TYPED_TEST(TimelineOf, TrainingPastAnOldChangeForgetsIt) {
  using T = TypeParam;
  Trainer<T> run = this->start(rich_spec());
  Timeline<T> timeline;
  timeline.note(run);
  train(run, {{20, [](TrainingRules& rules) { rules.optimizer.eta = 0.5; }}}, 40, timeline, nullptr);
  ASSERT_TRUE(timeline.go_to(run, 15).ok());
  Truth<T> truth;
  train(run, {}, 30, timeline, &truth);
  EXPECT_EQ(timeline.last(), 30U);
  ASSERT_TRUE(timeline.go_to(run, 25).ok());
  EXPECT_EQ(difference(run.state(), truth.states[25]), "");
  EXPECT_EQ(run.spec().rules.optimizer.eta, rich_spec().rules.optimizer.eta);
}

TYPED_TEST(TimelineOf, GoesBackAndForthThroughEarlyStopping) {
  using T = TypeParam;
  TrainerSpec spec = rich_spec();
  spec.rules.early_stopping = {.patience = 2, .min_improvement = 10.0};
  Trainer<T> run = this->start(spec);
  Timeline<T> timeline(1U << 20U, 7);
  Truth<T> truth;
  timeline.note(run);
  const auto train_to_stop = [&] {
    for (;;) {
      const Status status = run.step();
      timeline.note(run);
      truth.note(run);
      if (!status.ok()) return status.code;
    }
  };
  ASSERT_EQ(train_to_stop(), Code::stopped);
  const std::uint64_t first_stop = run.steps();
  ASSERT_TRUE(timeline.undo(run, 2).ok());
  EXPECT_FALSE(run.stopped());
  EXPECT_EQ(difference(run.state(), truth.states[first_stop - 2]), "");
  ASSERT_TRUE(timeline.redo(run, 2).ok());
  EXPECT_TRUE(run.stopped());
  EXPECT_EQ(difference(run.state(), truth.states[first_stop]), "");
  // On, with new patience.
  timeline.note_change(run);
  ASSERT_TRUE(run.set_rules(spec.rules).ok());
  truth.note(run);
  ASSERT_EQ(train_to_stop(), Code::stopped);
  const std::uint64_t second_stop = run.steps();
  ASSERT_GT(second_stop, first_stop);
  for (const std::uint64_t step :
       {first_stop + 3, first_stop - 3, second_stop, first_stop, second_stop - 1}) {
    ASSERT_TRUE(timeline.go_to(run, step).ok());
    EXPECT_EQ(difference(run.state(), truth.states[step]), "") << "at step " << step;
  }
}

TYPED_TEST(TimelineOf, ADivergenceCanBeUndone) {
  using T = TypeParam;
  TrainerSpec spec = plain_spec(Activation::relu);
  spec.network.layers.back().activation = Activation::linear;
  spec.loss = Loss::squared_error;
  const double too_large = sizeof(T) == 4 ? 1e25 : 1e200;  // the weights are finite, their product is not
  Trainer<T> run = this->start(spec);
  Timeline<T> timeline;
  Truth<T> truth;
  timeline.note(run);
  train(run, {{20, [=](TrainingRules& rules) { rules.optimizer.eta = too_large; }}}, 21, timeline, &truth);
  // The change comes too late, and the run falls back below it.
  timeline.note_change(run);
  ASSERT_TRUE(run.set_rules(spec.rules).ok());
  ASSERT_EQ(run.step().code, Code::diverged);
  ASSERT_EQ(run.steps(), 20U);
  timeline.note(run);
  ASSERT_TRUE(timeline.go_to(run, 19).ok());
  EXPECT_FALSE(run.diverged());
  EXPECT_EQ(difference(run.state(), truth.states[19]), "");
  ASSERT_TRUE(timeline.go_to(run, 21).ok());
  EXPECT_EQ(run.theta()[0], truth.states[21].theta[0]);
  // From where it fell to the way goes on.
  ASSERT_EQ(run.step().code, Code::diverged);
  timeline.note_change(run);
  ASSERT_TRUE(run.set_rules(spec.rules).ok());
  truth.note(run);
  train(run, {}, 40, timeline, &truth);
  EXPECT_EQ(timeline.last(), 40U);
  for (const std::uint64_t step : {30U, 20U, 18U, 21U, 40U}) {
    ASSERT_TRUE(timeline.go_to(run, step).ok());
    EXPECT_EQ(difference(run.state(), truth.states[step]), "") << "at step " << step;
  }
}

TYPED_TEST(TimelineOf, WeightsThatWereWrittenComeBack) {
  using T = TypeParam;
  Trainer<T> run = this->start(rich_spec());
  Timeline<T> timeline;
  Truth<T> truth;
  timeline.note(run);
  train(run, {}, 10, timeline, &truth);
  run.theta()[3] = T(0.5);
  run.weights_changed();
  timeline.note_change(run);
  train(run, {}, 20, timeline, &truth);
  for (const std::uint64_t step : {9U, 11U, 20U}) {
    ASSERT_TRUE(timeline.go_to(run, step).ok());
    EXPECT_EQ(difference(run.state(), truth.states[step]), "") << "at step " << step;
  }
  ASSERT_TRUE(timeline.go_to(run, 10).ok());
  EXPECT_EQ(run.theta()[3], T(0.5));
}

TYPED_TEST(TimelineOf, ManyChangesStayWithinTheMemoryAndLoseTheOldest) {
  using T = TypeParam;
  Trainer<T> run = this->start(plain_spec());
  Timeline<T> timeline(20000);
  Truth<T> truth;
  timeline.note(run);
  for (int change = 0; change < 100; ++change) {
    TrainingRules rules = run.spec().rules;
    rules.optimizer.eta *= 0.99;
    timeline.note_change(run);
    ASSERT_TRUE(run.set_rules(rules).ok());
    train(run, {}, run.steps() + 5, timeline, &truth);
    ASSERT_LE(timeline.bytes(), 20000U);
  }
  EXPECT_GT(timeline.first(), 0U);
  EXPECT_LE(timeline.first(), 480U);
  const Status status = timeline.go_to(run, timeline.first() - 1);
  EXPECT_EQ(status.code, Code::refused);
  EXPECT_NE(status.message.find(std::to_string(timeline.first()) + " to 500"), std::string::npos)
      << status.message;
  // Taken back to the oldest place, it rather loses the future.
  const std::uint64_t oldest = timeline.first();
  ASSERT_TRUE(timeline.go_to(run, oldest + 1).ok());
  EXPECT_EQ(difference(run.state(), truth.states[oldest + 1]), "");
  ASSERT_TRUE(timeline.go_to(run, 500).ok());
  EXPECT_EQ(difference(run.state(), truth.states[500]), "");
}

TYPED_TEST(TimelineOf, RefusesWhatIsOutOfReachAndLeavesTheRun) {
  using T = TypeParam;
  Trainer<T> run = this->start(rich_spec());
  Timeline<T> timeline;
  EXPECT_EQ(timeline.go_to(run, 0).code, Code::refused);
  ASSERT_TRUE(run.step(5).ok());
  timeline.note(run);  // begins here
  ASSERT_TRUE(run.step(5).ok());
  timeline.note(run);
  const Undisturbed<T> undisturbed(run);
  for (const Status& status :
       {timeline.go_to(run, 4), timeline.go_to(run, 11), timeline.undo(run, 6), timeline.undo(run, 11),
        timeline.redo(run), timeline.redo(run, ~std::uint64_t{0})}) {
    EXPECT_EQ(status.code, Code::refused);
    EXPECT_NE(status.message.find("5 to 10"), std::string::npos) << status.message;
  }
  Trainer<T> other = this->start(plain_spec());
  EXPECT_EQ(timeline.go_to(other, 7).code, Code::refused);
  timeline.clear();
  EXPECT_EQ(timeline.bytes(), 0U);
  EXPECT_EQ(timeline.undo(run).code, Code::refused);
}

}  // namespace
}  // namespace downhill::testing
