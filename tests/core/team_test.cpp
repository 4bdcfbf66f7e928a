// Work that is shared out among threads: every part once, and training to the same bits with any number of
// them.
#include "engines.hpp"
#include "sample_runs.hpp"

#include <downhill/team.hpp>
#include <downhill/team_pass.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace downhill::testing {
namespace {

TEST(Team, EveryMemberDoesItsPartOnce) {
  for (const std::size_t size : {1U, 2U, 3U, 8U}) {
    Team team(size);
    ASSERT_EQ(team.size(), size);
    std::vector<std::size_t> done(size);  // each written by one member alone
    for (std::size_t turn = 1; turn <= 2000; ++turn) {
      team.run([&](std::size_t member) { ++done[member]; });
      for (const std::size_t count : done) ASSERT_EQ(count, turn);
    }
  }
}

TEST(Team, ComesBackWhenTheSlowestIsDone) {
  Team team(3);
  for (int turn = 0; turn < 20; ++turn) {
    std::atomic<int> slow = 0;
    team.run([&](std::size_t member) {
      std::this_thread::sleep_for(std::chrono::milliseconds(member));
      ++slow;
    });
    ASSERT_EQ(slow, 3);
  }
}

TEST(Team, SizesAreBroughtIntoRange) {
  EXPECT_EQ(Team(0).size(), 1U);
  EXPECT_EQ(Team(1'000'000).size(), Team::most);
}

TEST(Team, SharesCoverEverythingOnce) {
  for (const std::size_t count : {0U, 1U, 15U, 16U, 17U, 64U, 100U, 1000U}) {
    for (std::size_t members = 1; members < 9; ++members) {
      std::size_t at = 0;
      for (std::size_t member = 0; member < members; ++member) {
        const Share share = share_of(count, 16, member, members);
        ASSERT_EQ(share.first, at);
        ASSERT_TRUE(share.first % 16 == 0 || share.count() == 0);
        ASSERT_LE(share.count(), (count + 16 * members - 1) / members + 16);
        at = share.last;
      }
      ASSERT_EQ(at, count);
    }
  }
}

class SharedTraining : public EveryEngine {
 protected:
  void SetUp() override {
    EveryEngine::SetUp();
    if (!IsSkipped() && !reproducible()) GTEST_SKIP() << "fast mode promises no bits";
  }

  static TrainerSpec wide_spec() {
    TrainerSpec spec;
    spec.network = network_of(50, {{.units = 120, .activation = Activation::relu},
                                   {.units = 70, .activation = Activation::tanh},
                                   {.units = 3, .activation = Activation::softmax}});
    spec.loss = Loss::cross_entropy;
    spec.rules.batch_size = 64;
    spec.rules.optimizer = {.kind = OptimizerKind::momentum, .eta = 0.05};
    return spec;
  }

  template <class T>
  static NoisyPoints<T> points_for(const TrainerSpec& spec, std::size_t count) {
    NoisyPoints<T> points = noisy_points<T>(count, spec.network.inputs, spec.network.layers.back().units);
    if (spec.loss != Loss::cross_entropy) return points;
    const std::size_t classes = spec.network.layers.back().units;
    for (std::size_t s = 0; s < count; ++s) {
      for (std::size_t k = 0; k < classes; ++k)
        points.targets[s * classes + k] = s % classes == k ? T(1) : T(0);
    }
    return points;
  }

  // Whether several members would take part in steps of a full batch.
  static bool is_shared(const TrainerSpec& spec) {
    Team team(2);
    TeamPass<float> pass;
    pass.set_team(&team);
    pass.plan({});
    return pass.pays(Network(spec.network), std::min<std::size_t>(spec.rules.batch_size, 256));
  }

  template <class T>
  void expect_the_same_with_any_team(const TrainerSpec& spec, std::size_t samples = 150,
                                     std::size_t steps = 9) const {
    ASSERT_TRUE(spec.rules.batch_size < 48 || is_shared(spec));
    const NoisyPoints<T> points = points_for<T>(spec, samples);
    Trainer<T> alone;
    expect_ok(alone.build(spec, points.set(), {}, GetParam()));
    expect_ok(alone.step(steps));
    for (const std::size_t size : {1U, 2U, 3U, 7U}) {
      Team team(size);
      Trainer<T> shared;
      shared.set_team(&team);
      expect_ok(shared.build(spec, points.set(), {}, GetParam()));
      expect_ok(shared.step(steps));
      ASSERT_EQ(shared.state_hash(), alone.state_hash()) << size << " threads";
      ASSERT_EQ(shared.batch_loss(), alone.batch_loss()) << size << " threads";
      ASSERT_TRUE(std::ranges::equal(shared.gradient(), alone.gradient())) << size << " threads";
      ASSERT_TRUE(std::ranges::equal(shared.statistics(), alone.statistics())) << size << " threads";
    }
  }

  static void expect_ok(const Status& status) { ASSERT_TRUE(status.ok()) << status.message; }
};

TEST_P(SharedTraining, HasTheSameBits) {
  expect_the_same_with_any_team<float>(wide_spec());
  expect_the_same_with_any_team<double>(wide_spec());
}

TEST_P(SharedTraining, WithBatchesOfEverySize) {
  for (const std::size_t batch : {17U, 33U, 48U, 150U, 256U, 257U, 600U}) {
    SCOPED_TRACE(batch);
    TrainerSpec spec = wide_spec();
    spec.rules.batch_size = batch;
    expect_the_same_with_any_team<float>(spec, 700, 5);
  }
}

TEST_P(SharedTraining, WithDropoutNormsAndResiduals) {
  const auto with = [](auto change) {
    TrainerSpec spec = wide_spec();
    change(spec.network.layers);
    return spec;
  };
  using Layers = std::vector<LayerSpec>;
  const std::array specs = {
      with([](Layers& layers) { layers[0].dropout = 0.3; }),
      with([](Layers& layers) { layers[0].norm = layers[1].norm = Norm::layer; }),
      with([](Layers& layers) { layers[0].norm = Norm::batch; }),
      with([](Layers& layers) { layers[1].norm = Norm::batch; }),
      with([](Layers& layers) { layers[0].norm = layers[1].norm = layers[2].norm = Norm::batch; }),
      with([](Layers& layers) {
        layers[1].units = layers[0].units;
        layers[1].residual = true;
        layers[1].norm = Norm::batch;
        layers[1].dropout = 0.2;
        layers[0].norm = Norm::layer;
      }),
  };
  for (std::size_t n = 0; n < specs.size(); ++n) {
    SCOPED_TRACE(n);
    expect_the_same_with_any_team<float>(specs[n]);
  }
}

TEST_P(SharedTraining, WithLossesThroughTheirGradient) {
  TrainerSpec spec = wide_spec();
  spec.network.layers.back() = {.units = 2, .activation = Activation::sigmoid};
  spec.loss = Loss::squared_error;
  expect_the_same_with_any_team<float>(spec);
}

TEST_P(SharedTraining, WithEveryOptimizerOfManyParameters) {
  for (std::size_t kind = 0; kind < optimizer_names.size(); ++kind) {
    SCOPED_TRACE(optimizer_names[kind]);
    TrainerSpec spec = wide_spec();
    spec.network.layers[0].units = 512;
    spec.network.layers[1].units = 100;
    spec.rules.optimizer = {.kind = static_cast<OptimizerKind>(kind), .eta = 0.003};
    ASSERT_GE(Network(spec.network).parameter_count(), 65536U);
    expect_the_same_with_any_team<float>(spec, 100, 4);
  }
}

TEST_P(SharedTraining, ADivergenceIsCaughtInTheSameStep) {
  TrainerSpec spec = wide_spec();
  spec.loss = Loss::squared_error;
  spec.network.layers.back() = {.units = 2, .activation = Activation::linear};
  spec.rules.optimizer.eta = 1e6;
  const NoisyPoints<float> points = points_for<float>(spec, 150);
  Team team(3);
  Trainer<float> alone, shared;
  shared.set_team(&team);
  expect_ok(alone.build(spec, points.set(), {}, GetParam()));
  expect_ok(shared.build(spec, points.set(), {}, GetParam()));
  const Status a = alone.step(200), b = shared.step(200);
  EXPECT_EQ(a.code, Code::diverged);
  EXPECT_EQ(a.message, b.message);
  EXPECT_EQ(alone.state_hash(), shared.state_hash());
}

TEST_P(SharedTraining, TeamsComeAndGo) {
  const TrainerSpec spec = wide_spec();
  const NoisyPoints<float> points = points_for<float>(spec, 150);
  Trainer<float> alone, shared;
  expect_ok(alone.build(spec, points.set(), {}, GetParam()));
  expect_ok(shared.build(spec, points.set(), {}, GetParam()));
  for (const std::size_t size : {2U, 5U, 3U}) {
    {
      Team team(size);
      shared.set_team(&team);
      expect_ok(shared.step(3));
      while (shared.steps() % 4 != 0) expect_ok(shared.advance());  // and phase by phase
      shared.set_team(nullptr);
    }
    expect_ok(shared.step(2));
  }
  expect_ok(alone.step(shared.steps()));
  EXPECT_EQ(alone.state_hash(), shared.state_hash());
}

DOWNHILL_ON_EVERY_ENGINE(SharedTraining);

TEST(TeamPass, SmallWorkStaysWithOneThread) {
  Team team(2);
  TeamPass<float> pass;
  const Network small(network_of(2, {{.units = 8}, {.units = 1}}));
  const Network large(network_of(100, {{.units = 200}, {.units = 10}}));
  Tape<float> tape;
  EXPECT_FALSE(pass.pays(large, 64)) << "without a team";
  pass.set_team(&team);
  pass.plan(tape);
  EXPECT_FALSE(pass.pays(small, 64));
  EXPECT_FALSE(pass.pays(large, line<float>)) << "one line of samples cannot be shared";
  EXPECT_TRUE(pass.pays(large, 64));
}

}  // namespace
}  // namespace downhill::testing
