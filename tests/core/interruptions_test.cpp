// Whatever happens between the steps of a run, its bits are those of a run that was left alone. On the pinned
// runs (every dataset and optimizer, every kind of layer, schedule and clipping), in float and double.
#include "pinned_runs.hpp"
#include "runs.hpp"

#include <downhill/copy.hpp>
#include <downhill/model_io.hpp>
#include <downhill/timeline.hpp>

#include <algorithm>
#include <string>

namespace downhill::testing {
namespace {

constexpr std::size_t all_steps = 90;

template <class T>
class Interrupted : public ::testing::Test {
 protected:
  using Run = DatasetRun<T>;

  static void build(Run& run, const DatasetRunSpec& spec) {
    const Status status = run.build(spec, best_engine(NumericMode::reproducible));
    ASSERT_TRUE(status.ok()) << status.message;
  }

  // `train` takes a new run to step all_steps in its own way, which must not show.
  template <class Train>
  static void expect_no_trace(Train train) {
    for (std::size_t d = 0; d < made_datasets; ++d) {
      for (std::size_t o = 0; o < optimizer_names.size(); ++o) {
        const auto dataset = static_cast<DatasetKind>(d);
        const auto optimizer = static_cast<OptimizerKind>(o);
        SCOPED_TRACE(std::string(name(dataset)) + ", " + std::string(name(optimizer)));
        const DatasetRunSpec spec = pinned_run(dataset, optimizer);
        Run run, alone;
        build(run, spec);
        build(alone, spec);
        ASSERT_TRUE(alone.trainer.step(all_steps).ok());
        train(run);
        ASSERT_EQ(run.trainer.steps(), all_steps);
        EXPECT_EQ(run.trainer.state_hash(), alone.trainer.state_hash());
        EXPECT_EQ(difference(run.trainer.state(), alone.trainer.state()), "");
      }
    }
  }

  static void step(Run& run, std::size_t count) {
    const Status status = run.trainer.step(count);
    ASSERT_TRUE(status.ok()) << status.message;
  }
  static void step_to_end(Run& run) { step(run, all_steps - static_cast<std::size_t>(run.trainer.steps())); }
};
using Numbers = ::testing::Types<float, double>;
TYPED_TEST_SUITE(Interrupted, Numbers);

TYPED_TEST(Interrupted, OneByOne) {
  this->expect_no_trace([](auto& run) {
    for (std::size_t n = 0; n < all_steps; ++n) TestFixture::step(run, 1);
  });
}

TYPED_TEST(Interrupted, InSlices) {
  this->expect_no_trace([](auto& run) {
    for (const std::size_t count : {0U, 1U, 2U, 7U, 30U, 50U}) TestFixture::step(run, count);
  });
}

TYPED_TEST(Interrupted, PhaseByPhase) {
  this->expect_no_trace([](auto& run) {
    while (run.trainer.steps() < all_steps) ASSERT_TRUE(run.trainer.advance().ok());
  });
}

// Paused in the middle of steps, looked at, and the step left or finished.
TYPED_TEST(Interrupted, PausedAndLookedAt) {
  this->expect_no_trace([](auto& run) {
    for (std::size_t pause = 1; pause < 12; ++pause) {
      TestFixture::step(run, pause);
      for (std::size_t phase = 0; phase < pause; ++phase) ASSERT_TRUE(run.trainer.advance().ok());
      (void)run.trainer.train_metrics();
      (void)run.trainer.test_metrics();
      (void)run.trainer.penalty();
      if (pause % 2 == 0) run.trainer.abandon_step();
    }
    TestFixture::step_to_end(run);
  });
}

// The same rules set again, as a page does that hands over all settings.
TYPED_TEST(Interrupted, RulesSetAgain) {
  this->expect_no_trace([](auto& run) {
    for (std::size_t n = 0; n < 9; ++n) {
      TestFixture::step(run, 7);
      ASSERT_TRUE(run.trainer.set_rules(TrainingRules(run.trainer.spec().rules)).ok());
    }
    TestFixture::step_to_end(run);
  });
}

TYPED_TEST(Interrupted, GoneOnWithElsewhere) {
  using T = TypeParam;
  this->expect_no_trace([](auto& run) {
    TestFixture::step(run, 33);
    // By its state, in a run that has been elsewhere; by a copy; by a file.
    const TrainerState<T> state = run.trainer.state();
    TestFixture::step(run, 11);
    ASSERT_TRUE(run.trainer.restore(state).ok());
    TestFixture::step(run, 3);
    Trainer<T> copy;
    ASSERT_TRUE(copy_run(run.trainer, copy).ok());
    run.trainer = std::move(copy);
    TestFixture::step(run, 3);
    Model<T> model;
    Trainer<T> resumed;
    ASSERT_TRUE(read_model(write_model(run.trainer), model).ok());
    ASSERT_TRUE(
        resume(model, run.trainer.train_set(), run.trainer.test_set(), run.trainer.engine(), resumed).ok());
    run.trainer = std::move(resumed);
    TestFixture::step_to_end(run);
  });
}

TYPED_TEST(Interrupted, UndoneAndRedone) {
  using T = TypeParam;
  this->expect_no_trace([](auto& run) {
    Timeline<T> timeline(std::size_t{1} << 20U, 8);
    timeline.note(run.trainer);
    while (run.trainer.steps() < all_steps) {
      TestFixture::step(run, 1);
      timeline.note(run.trainer);
    }
    for (const std::uint64_t steps : {1U, 2U, 37U, 90U, 5U}) {
      ASSERT_TRUE(timeline.undo(run.trainer, steps).ok());
      ASSERT_EQ(run.trainer.steps(), all_steps - steps);
      ASSERT_TRUE(timeline.redo(run.trainer, steps).ok());
    }
    ASSERT_TRUE(timeline.undo(run.trainer, 41).ok());
    TestFixture::step_to_end(run);  // trained, not redone
  });
}

TYPED_TEST(Interrupted, ResetAndAllAgain) {
  this->expect_no_trace([](auto& run) {
    TestFixture::step(run, 50);
    run.trainer.reset();
    TestFixture::step_to_end(run);
  });
}

}  // namespace
}  // namespace downhill::testing
