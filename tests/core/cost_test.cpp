#include "runs.hpp"

#include <downhill/cost.hpp>

#include <array>

namespace downhill::testing {
namespace {

// 3-4-2: W1 is 4 by 3, W2 is 2 by 4.
TEST(CostModel, CountsADenseNetworkByHand) {
  const Network network({3, {{.units = 4}, {.units = 2}}});
  const Cost cost = cost_of(network, {}, 10, 4);
  const LayerCost first{.forward = 24,  // 12 products, 12 sums
                        .backward = 0,
                        .gradients = 28,
                        .forward_elements = 4,
                        .backward_elements = 4,
                        .gradient_elements = 0,
                        .update = 32,  // w - eta g: 2 for each of 16
                        .parameters = 16};
  const LayerCost second{.forward = 16,
                         .backward = 12,  // 8 products, 4 sums of two
                         .gradients = 18,
                         .forward_elements = 4,  // phi and loss
                         .backward_elements = 4,
                         .gradient_elements = 0,
                         .update = 20,
                         .parameters = 10};
  ASSERT_EQ(cost.layers.size(), 2U);
  EXPECT_EQ(cost.layers[0], first);
  EXPECT_EQ(cost.layers[1], second);
  EXPECT_EQ(cost.total.forward, 40U);
  EXPECT_EQ(cost.flops_per_sample, 98U);
  EXPECT_EQ(cost.flops_per_step, 10U * 98 + 52);
  EXPECT_EQ(cost.elements_per_step, 160U);
  EXPECT_DOUBLE_EQ(cost.backward_to_forward, 58.0 / 40.0);
  EXPECT_EQ(cost.finite_differences, 2.0 * 26 * 40);
  EXPECT_EQ(cost.parameter_bytes, 26U * 4);
  EXPECT_EQ(cost.optimizer_bytes, 3U * 26 * 4);
  // x, y, loss: 6 a sample; z, a, grad, delta of 6 units: 24.
  EXPECT_EQ(cost.activation_bytes, 10U * 30 * 4);
}

TEST(CostModel, CountsEveryPartOfABlock) {
  const LayerSpec hidden{.units = 5, .norm = Norm::layer, .dropout = 0.5, .residual = true};
  const Cost cost = cost_of(Network({5, {hidden, hidden, {.units = 1}}}), {}, 1, 8);
  EXPECT_EQ(cost.layers[0].parameters, 25U + 5 + 10);
  EXPECT_EQ(cost.layers[0].forward_elements, 20U);
  EXPECT_EQ(cost.layers[0].backward_elements, 15U);  // nobody asks for dL/dx
  EXPECT_EQ(cost.layers[1].backward_elements, 20U);
  EXPECT_EQ(cost.layers[1].gradient_elements, 5U);
  EXPECT_EQ(cost.layers[2].gradient_elements, 0U);
}

// The counts of parameters and of the tape are those of the library itself, but for what rounds a slice up to
// whole lines.
TEST(CostModel, AgreesWithWhatIsLaidOut) {
  for (const TrainerSpec& spec : {rich_spec(), plain_spec()}) {
    const Network network(spec.network);
    constexpr std::size_t samples = 32;  // whole lines of floats
    const Cost cost = cost_of(network, {}, samples, 4);
    EXPECT_EQ(cost.total.parameters, network.parameter_count());
    Arena memory;
    Tape<float> tape;
    ASSERT_TRUE(
        memory
            .lay_out(1U << 20U,
                     [&](Cursor& cursor) { tape.plan(cursor, network, samples, TapeUse::inspection); })
            .ok());
    std::size_t rounded = 0;
    for (const LayerLayout& layer : network.layers()) {
      if (layer.spec.norm != Norm::none)
        rounded += 3 * (line_bytes - layer.units() * 4);  // mean, variance, inverse
    }
    EXPECT_EQ(cost.activation_bytes + rounded, memory.bytes());
  }
}

TEST(CostModel, BackwardIsTwiceForwardInADeepWideNetwork) {
  const std::vector<LayerSpec> layers(40, {.units = 100});
  EXPECT_NEAR(cost_of(Network({100, layers}), {}, 1, 4).backward_to_forward, 2.0, 0.03);
  EXPECT_NEAR(cost_of(Network({100, {{.units = 100}}}), {}, 1, 4).backward_to_forward, 1.0, 0.01);
}

TEST(CostModel, TheTapeGrowsWithTheBatchUpToAPiece) {
  const Network plain({2, {{.units = 3}}}), batch_norm({2, {{.units = 3, .norm = Norm::batch}}});
  EXPECT_EQ(cost_of(plain, {}, 256, 4).activation_bytes, 2 * cost_of(plain, {}, 128, 4).activation_bytes);
  EXPECT_EQ(cost_of(plain, {}, 1000, 4).activation_bytes, cost_of(plain, {}, 256, 4).activation_bytes);
  EXPECT_GT(cost_of(batch_norm, {}, 1000, 4).activation_bytes,
            3 * cost_of(batch_norm, {}, 256, 4).activation_bytes);
  EXPECT_EQ(cost_of(plain, {}, 1, 8).parameter_bytes, 2 * cost_of(plain, {}, 1, 4).parameter_bytes);
}

TEST(CostModel, RicherRulesCostMore) {
  std::uint64_t before = 0;
  for (const OptimizerKind kind : all_optimizers()) {
    const std::uint64_t flops = update_flops({.kind = kind});
    EXPECT_GT(flops, before) << name(kind);
    before = flops;
  }
  EXPECT_EQ(update_flops({.kind = OptimizerKind::rmsprop, .rmsprop_beta = 0.9}), 11U);
}

// A clock on which a second passes at every look: time is then the number of calls.
double seconds_seen = 0.0;
double ticking() {
  return seconds_seen += 1.0;
}

template <class T>
class PhaseTimesOf : public ::testing::Test {};
using Numbers = ::testing::Types<float, double>;
TYPED_TEST_SUITE(PhaseTimesOf, Numbers);

TYPED_TEST(PhaseTimesOf, EveryPhaseOfEveryStepIsTimed) {
  using T = TypeParam;
  const Points<T> points(600, 0);
  TrainerSpec spec = plain_spec();
  spec.network.layers.insert(spec.network.layers.begin(), {.units = 4});  // 3 layers
  spec.rules.batch_size = 600;                                            // 3 pieces
  spec.rules.early_stopping = {.patience = 1, .min_improvement = 100.0};  // would stop the copy
  Trainer<T> run;
  ASSERT_TRUE(run.build(spec, points.train(), points.test(), scalar_engine()).ok());
  ASSERT_TRUE(run.step().ok());
  const Undisturbed<T> undisturbed(run);
  PhaseTimes times;
  ASSERT_TRUE(measure_phases(run, 10, ticking, times).ok());
  EXPECT_EQ(times.steps, 10U);
  const std::array<std::uint64_t, 8> calls = {30, 90, 30, 60, 90, 10, 10, 10};
  EXPECT_EQ(times.calls, calls);
  for (std::size_t phase = 0; phase < calls.size(); ++phase) {
    EXPECT_EQ(times.seconds[phase], static_cast<double>(calls[phase])) << phase_names[phase];
  }
  EXPECT_EQ(times.forward(), 90.0);
  EXPECT_EQ(times.backward(), 180.0);
  EXPECT_EQ(times.update(), 30.0);
  EXPECT_DOUBLE_EQ(times.backward_to_forward(), 2.0);
  EXPECT_DOUBLE_EQ(times.update_to_forward(), 1.0 / 3.0);
}

TYPED_TEST(PhaseTimesOf, RefusesWhatCannotBeTimed) {
  using T = TypeParam;
  const Points<T> points(20, 0);
  Trainer<T> run;
  ASSERT_TRUE(run.build(plain_spec(), points.train(), points.test(), scalar_engine()).ok());
  const Undisturbed<T> undisturbed(run);
  PhaseTimes times;
  EXPECT_EQ(measure_phases(run, 0, ticking, times).code, Code::refused);
  EXPECT_EQ(measure_phases(run, 1, nullptr, times).code, Code::refused);
  EXPECT_EQ(measure_phases(run, 1, ticking, times, 100).code, Code::refused);
  EXPECT_EQ(times.steps, 0U);
  ASSERT_TRUE(measure_phases(
                  run, 1, [] { return 7.0; }, times)
                  .ok());  // a clock too coarse
  EXPECT_EQ(times.backward_to_forward(), 0.0);
}

TYPED_TEST(PhaseTimesOf, SaysSoWhenTheCopyDiverges) {
  using T = TypeParam;
  const Points<T> points(20, 0);
  TrainerSpec spec = plain_spec(Activation::relu);
  spec.network.layers.back().activation = Activation::linear;
  spec.loss = Loss::squared_error;
  spec.rules.optimizer.eta = sizeof(T) == 4 ? 1e25 : 1e200;
  Trainer<T> run;
  ASSERT_TRUE(run.build(spec, points.train(), points.test(), scalar_engine()).ok());
  PhaseTimes times;
  EXPECT_EQ(measure_phases(run, 10, ticking, times).code, Code::diverged);
  EXPECT_FALSE(run.diverged());
  EXPECT_EQ(times.steps, 0U);
}

}  // namespace
}  // namespace downhill::testing
