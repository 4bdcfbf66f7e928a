#include "runs.hpp"

#include <downhill/copy.hpp>
#include <downhill/range_test.hpp>

#include <cmath>

namespace downhill::testing {
namespace {

template <class T>
class RangeTestOf : public ::testing::Test {};
using Numbers = ::testing::Types<float, double>;
TYPED_TEST_SUITE(RangeTestOf, Numbers);

// One weight, one bias and 16 samples x = 1: J = 1/2 (w + b - y)^2, whose curvature along its gradient is 2.
// So gradient descent diverges from eta = 1 on. The targets are all 1, or in turn 1 and 0, so that batches
// differ.
template <class T>
struct Parabola {
  std::vector<T> ones = std::vector<T>(16, T(1)), targets = ones;
  Trainer<T> run;

  explicit Parabola(bool alike = true) {
    for (std::size_t s = 1; s < 16 && !alike; s += 2) targets[s] = T(0);
    TrainerSpec spec;
    spec.network = {1, {{.units = 1, .activation = Activation::linear}}};
    spec.loss = Loss::squared_error;
    spec.initializer = Initializer::zeros;
    spec.rules.batch_size = 4;
    EXPECT_TRUE(run.build(spec, {ones.data(), targets.data(), 16}, {}, scalar_engine()).ok());
  }
};

TYPED_TEST(RangeTestOf, FindsWhereAParabolaDiverges) {
  using T = TypeParam;
  Parabola<T> parabola(false);
  const Undisturbed<T> undisturbed(parabola.run);
  RangeTest test;
  ASSERT_TRUE(test_range(parabola.run, {.low = 1e-4, .high = 100.0, .steps = 200}, test).ok());
  ASSERT_FALSE(test.points.empty());
  EXPECT_NEAR(test.points.front().eta, 1e-4, 1e-12);
  for (std::size_t j = 1; j < test.points.size(); ++j) {
    EXPECT_NEAR(test.points[j].eta / test.points[j - 1].eta, std::pow(1e6, 1.0 / 199.0), 1e-9);
  }
  EXPECT_GT(test.diverged_at, 1.0);
  EXPECT_LT(test.diverged_at, 10.0);  // it takes some steps to come up
  EXPECT_LE(test.points.back().eta, test.diverged_at);
  EXPECT_GT(test.suggested, 1e-3);
  EXPECT_LT(test.suggested, 1.0);
  EXPECT_LE(test.suggested, test.diverged_at / 10.0);
}

// The first losses are those of the plain recursion w := w - eta J'.
TYPED_TEST(RangeTestOf, TakesOneStepWithEveryRate) {
  using T = TypeParam;
  Parabola<T> parabola;
  RangeTest test;
  ASSERT_TRUE(test_range(parabola.run, {.low = 0.01, .high = 0.5, .steps = 10, .smoothing = 0.0}, test).ok());
  ASSERT_EQ(test.points.size(), 10U);
  double error = -1.0;  // w + b - 1
  for (const RangeTestPoint& point : test.points) {
    EXPECT_NEAR(point.loss, 0.5 * error * error, 1e-6);
    EXPECT_EQ(point.smooth, point.loss);
    error -= point.eta * 2.0 * error;
  }
  EXPECT_EQ(test.diverged_at, 0.0);
  EXPECT_NEAR(test.points.back().eta, 0.5, 1e-9);
}

TYPED_TEST(RangeTestOf, NeitherScheduleNorEarlyStoppingGetsInTheWay) {
  using T = TypeParam;
  const Points<T> points(60, 20);
  TrainerSpec spec = plain_spec(), plain = plain_spec();
  spec.rules.schedule = {.kind = ScheduleKind::exponential, .gamma = 0.1, .warm_up = 3.0};
  spec.rules.early_stopping = {.patience = 1, .min_improvement = 100.0};
  Trainer<T> run, same;
  ASSERT_TRUE(run.build(spec, points.train(), points.test(), scalar_engine()).ok());
  ASSERT_TRUE(same.build(plain, points.train(), points.test(), scalar_engine()).ok());
  RangeTest test, expected;
  ASSERT_TRUE(test_range(run, {}, test).ok());
  ASSERT_TRUE(test_range(same, {}, expected).ok());
  ASSERT_EQ(test.points.size(), expected.points.size());
  EXPECT_GT(test.points.size(), 80U);
  for (std::size_t j = 0; j < test.points.size(); ++j)
    EXPECT_EQ(test.points[j].loss, expected.points[j].loss);
}

TYPED_TEST(RangeTestOf, ARateAtWhichNumbersOverflowEndsIt) {
  using T = TypeParam;
  Parabola<T> parabola;
  RangeTest test;
  const double high = sizeof(T) == 4 ? 1e38 : 1e300;
  ASSERT_TRUE(test_range(parabola.run, {.low = high / 10.0, .high = high, .steps = 10}, test).ok());
  EXPECT_GT(test.diverged_at, 0.0);
  EXPECT_EQ(test.suggested, 0.0);  // it fell nowhere
}

TYPED_TEST(RangeTestOf, RefusesOptionsOutOfRange) {
  using T = TypeParam;
  Parabola<T> parabola;
  RangeTest test;
  test.suggested = 0.25;
  const double nan = std::nan("");
  struct Wrong {
    RangeTestOptions options;
    const char* name;
  };
  for (const auto& [options, option] : std::initializer_list<Wrong>{{{.low = 0.0}, "low"},
                                                                    {{.low = -1.0}, "low"},
                                                                    {{.low = nan}, "low"},
                                                                    {{.high = 1e-5}, "high"},
                                                                    {{.high = nan}, "high"},
                                                                    {{.high = INFINITY}, "high"},
                                                                    {{.steps = 9}, "steps"},
                                                                    {{.steps = 10001}, "steps"},
                                                                    {{.smoothing = 1.0}, "smoothing"},
                                                                    {{.smoothing = nan}, "smoothing"}}) {
    const Status status = test_range(parabola.run, options, test);
    EXPECT_EQ(status.code, Code::refused);
    EXPECT_EQ(status.message.find(option), 0U) << status.message;
  }
  EXPECT_EQ(test_range(parabola.run, {}, test, 100).code, Code::refused);
  EXPECT_EQ(test.suggested, 0.25);
}

}  // namespace
}  // namespace downhill::testing
