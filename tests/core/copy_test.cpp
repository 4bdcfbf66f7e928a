#include "runs.hpp"

#include <downhill/copy.hpp>

namespace downhill::testing {
namespace {

template <class T>
class CopyOf : public ::testing::Test {};
using Numbers = ::testing::Types<float, double>;
TYPED_TEST_SUITE(CopyOf, Numbers);

TYPED_TEST(CopyOf, EveryOptimizerGoesOnWithTheSameBits) {
  using T = TypeParam;
  const Points<T> points(40, 20);
  for (const OptimizerKind kind : all_optimizers()) {
    SCOPED_TRACE(name(kind));
    TrainerSpec spec = rich_spec();
    spec.rules.optimizer.kind = kind;
    spec.rules.early_stopping.patience = 50;
    Trainer<T> run, copy;
    ASSERT_TRUE(run.build(spec, points.train(), points.test(), best_engine(NumericMode::reproducible)).ok());
    ASSERT_TRUE(run.step(23).ok());  // in the middle of an epoch
    {
      const Undisturbed<T> undisturbed(run);
      ASSERT_TRUE(copy_run(run, copy).ok());
      EXPECT_EQ(difference(copy.state(), run.state()), "");
      ASSERT_TRUE(copy.step(31).ok());
      EXPECT_NE(copy.state_hash(), run.state_hash());
    }
    ASSERT_TRUE(run.step(31).ok());
    EXPECT_EQ(difference(copy.state(), run.state()), "");
  }
}

TYPED_TEST(CopyOf, ABegunStepIsLeftOut) {
  using T = TypeParam;
  const Points<T> points(40, 0);
  Trainer<T> run, copy;
  ASSERT_TRUE(run.build(rich_spec(), points.train(), points.test(), scalar_engine()).ok());
  ASSERT_TRUE(run.step(3).ok());
  ASSERT_TRUE(run.advance().ok());
  ASSERT_TRUE(run.advance().ok());
  ASSERT_TRUE(copy_run(run, copy).ok());
  EXPECT_EQ(copy.next_phase(), Phase::load);
  EXPECT_EQ(run.next_layer(), 1U);  // the run itself is where it was
  ASSERT_TRUE(run.step().ok());
  ASSERT_TRUE(copy.step().ok());
  EXPECT_EQ(difference(copy.state(), run.state()), "");
}

TYPED_TEST(CopyOf, AStoppedRunGoesOnAsThatRunWould) {
  using T = TypeParam;
  const Points<T> points(40, 20);
  TrainerSpec spec = plain_spec();
  spec.rules.early_stopping = {.patience = 2,
                               .min_improvement = 10.0};  // nothing is ever an improvement but the first
  Trainer<T> run, copy;
  ASSERT_TRUE(run.build(spec, points.train(), points.test(), scalar_engine()).ok());
  ASSERT_EQ(run.step(1000).code, Code::stopped);
  ASSERT_TRUE(copy_run(run, copy).ok());
  ASSERT_TRUE(run.set_rules(run.spec().rules).ok());
  EXPECT_EQ(run.step(1000).code, Code::stopped);
  EXPECT_EQ(copy.step(1000).code, Code::stopped);
  EXPECT_EQ(difference(copy.state(), run.state()), "");
}

TYPED_TEST(CopyOf, ARefusalLeavesTheOldCopy) {
  using T = TypeParam;
  const Points<T> points(40, 0);
  Trainer<T> run, copy;
  ASSERT_TRUE(run.build(rich_spec(), points.train(), points.test(), scalar_engine()).ok());
  ASSERT_TRUE(copy_run(run, copy).ok());
  ASSERT_TRUE(copy.step(5).ok());
  const Undisturbed<T> undisturbed(copy);
  const Status status = copy_run(run, copy, 1000);
  EXPECT_EQ(status.code, Code::refused);
  EXPECT_NE(status.message.find("1000"), std::string::npos);
}

}  // namespace
}  // namespace downhill::testing
