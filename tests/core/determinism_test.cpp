// Same seed, same settings: the same bits, on every reproducible engine and every machine. The hashes below
// are what native, NEON and WASM builds of this file all arrive at. A change here breaks every permalink:
// think twice.
#include "engines.hpp"
#include "networks.hpp"
#include "rules.hpp"
#include "statuses.hpp"

#include <downhill/playground.hpp>

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

constexpr const char* activations[] = {"tanh", "sigmoid", "relu", "linear"};

class Determinism : public EveryEngine {
 protected:
  void SetUp() override {
    EveryEngine::SetUp();
    if (!IsSkipped() && !reproducible()) GTEST_SKIP() << "fast mode promises no bits";
  }

  void configure(Playground& playground, const std::string& query) const {
    expect_ok(playground.configure(query));
    playground.trainer().set_engine(GetParam());
  }

  std::uint64_t run(const std::string& query, std::size_t steps) const {
    Playground playground;
    configure(playground, query);
    expect_ok(playground.trainer().step(steps));
    return playground.trainer().state_hash();
  }
};

// The learning rate is small, so that ReLU and linear networks do not diverge.
TEST_P(Determinism, OfEveryDatasetAndActivation) {
  constexpr std::uint64_t pinned[5][4] = {
      {0xDA23ED3BA28809A3ULL, 0x9C5D5D3F382CA25FULL, 0xECB716509F664428ULL, 0xCF32F65AD1811E76ULL},
      {0xBF0126409703A480ULL, 0xA372D4CB52F55F78ULL, 0xA9013607BA43092EULL, 0xA85417C102757B5DULL},
      {0x9CF7DE39BA5CD66FULL, 0x3D681A4E60FD2622ULL, 0x219FC7B85A347068ULL, 0x928E2EA6FA232181ULL},
      {0xA5CE8079CA70089EULL, 0xE5E0E62D0BBBAC0AULL, 0xC1C6A6CF97FACAC2ULL, 0x0BBB5767BE869968ULL},
      {0xBDA2006552EF05BEULL, 0x7CD20D94B09F9CB2ULL, 0xD6E882B08CD09BBCULL, 0x1B574E001E0CE545ULL}};
  for (std::size_t d = 0; d < 5; ++d) {
    for (std::size_t a = 0; a < 4; ++a) {
      const std::string query = "dataset=" + std::string(dataset_names[d]) + "&activation=" + activations[a] +
                                "&noise=10&learningRate=0.03&batchSize=13";
      EXPECT_EQ(run(query, 300), pinned[d][a]) << query;
    }
  }
}

TEST_P(Determinism, OfEveryLossAndInitializer) {
  constexpr std::uint64_t pinned[3][3] = {
      {0x873E2FE707398C5FULL, 0x31A28FC19E589BF7ULL, 0x7494D26EF4661974ULL},
      {0xFAE865952C56B0C5ULL, 0xFA860AE206C3418BULL, 0xC834856B3C0248DEULL},
      {0x9A93FC14EA75E4D0ULL, 0x2B51DC4C69257675ULL, 0xF388DCEE47320952ULL}};
  for (std::size_t l = 0; l < 3; ++l) {
    for (std::size_t i = 0; i < 3; ++i) {
      const std::string query = "loss=" + std::string(loss_names[l]) +
                                "&initializer=" + std::string(initializer_names[i]) +
                                "&network=17:relu,5,31:sigmoid&batchSize=33";
      EXPECT_EQ(run(query, 200), pinned[l][i]) << query;
    }
  }
}

TEST_P(Determinism, OfAThousandEpochsOfTheSpiral) {
  EXPECT_EQ(run("", 25'000), 0x0DCEA0277636306EULL);
}

// A batch of one has a layout and kernels of its own; widths on both sides of every vector.
TEST_P(Determinism, OfBatchesOfOne) {
  EXPECT_EQ(run("batchSize=1", 5000), 0xE855BE640E9AEE73ULL);
  EXPECT_EQ(run("batchSize=1&dataset=blobs&network=19,5:relu,33:gelu,7&l2=0.001", 2000),
            0xA02AF40B4F1C16A7ULL);
}

TEST_P(Determinism, OfDoubles) {
  const TrainerSpec spec =
      training_spec({2, {{8, Activation::tanh}, {8, Activation::sigmoid}, {3, Activation::softmax}}},
                    Loss::cross_entropy, Initializer::he, 9, 10, 0.1);
  const Samples<double> samples = random_samples(spec.network, spec.loss, 125, 9);
  Trainer<double> trainer;
  expect_ok(trainer.build(spec, samples.view(), {}, GetParam()));
  expect_ok(trainer.step(2000));
  EXPECT_EQ(trainer.state_hash(), 0x22374AB332D093FAULL);
}

TEST_P(Determinism, MetricsHaveTheSameBitsToo) {
  Playground playground;
  configure(playground, "dataset=blobs&samples=1000&noise=30");
  expect_ok(playground.trainer().step(100));
  Hash hash;
  for (const Metrics& m : {playground.trainer().train_metrics(), playground.trainer().test_metrics()}) {
    hash.add(m.loss).add(m.accuracy);
  }
  EXPECT_EQ(hash.add(playground.trainer().batch_loss()).value(), 0x73FE1066A7C763D4ULL);
}

DOWNHILL_ON_EVERY_ENGINE(Determinism);

// ---- What must not matter, on the best engine.

template <class T>
class Runs {
 public:
  Runs() : samples_(random_samples(spec_.network, spec_.loss, 77, 2).template as<T>()) {}

  Trainer<T> make() const {
    Trainer<T> trainer;
    const Status status =
        trainer.build(spec_, samples_.view(), samples_.view(), best_engine(NumericMode::reproducible));
    EXPECT_TRUE(status.ok()) << status.message;
    return trainer;
  }

  std::uint64_t hash_after(std::size_t steps) const {
    Trainer<T> trainer = make();
    EXPECT_TRUE(trainer.step(steps).ok());
    return trainer.state_hash();
  }

 private:
  TrainerSpec spec_ = training_spec({2, {{8, Activation::tanh}, {1, Activation::sigmoid}}},
                                    Loss::binary_cross_entropy, Initializer::xavier, 4, 10, 0.2);
  Samples<T> samples_;
};

template <class T>
class SameRun : public ::testing::Test {
 protected:
  const Runs<T> runs_;
};
using BothTypes = ::testing::Types<float, double>;
TYPED_TEST_SUITE(SameRun, BothTypes);

TYPED_TEST(SameRun, StepByStepOrAllAtOnce) {
  Trainer<TypeParam> one = this->runs_.make(), some = this->runs_.make();
  for (int n = 0; n < 300; ++n) expect_ok(one.step());
  for (const std::size_t count : {0U, 1U, 6U, 93U, 200U}) expect_ok(some.step(count));
  EXPECT_EQ(one.state_hash(), this->runs_.hash_after(300));
  EXPECT_EQ(some.state_hash(), this->runs_.hash_after(300));
  EXPECT_NE(one.state_hash(), this->runs_.hash_after(299));
}

TYPED_TEST(SameRun, AfterAReset) {
  Trainer<TypeParam> trainer = this->runs_.make();
  const std::uint64_t start = trainer.state_hash();
  expect_ok(trainer.step(123));
  trainer.reset();
  EXPECT_EQ(trainer.state_hash(), start);
  EXPECT_EQ(trainer.steps() + trainer.epochs(), 0U);
  expect_ok(trainer.step(300));
  EXPECT_EQ(trainer.state_hash(), this->runs_.hash_after(300));
}

TYPED_TEST(SameRun, WhenLookedAt) {
  Trainer<TypeParam> trainer = this->runs_.make();
  for (int n = 0; n < 100; ++n) {
    expect_ok(trainer.step(3));
    const std::uint64_t hash = trainer.state_hash();
    EXPECT_GT(trainer.train_metrics().loss, 0.0);
    EXPECT_GT(trainer.test_metrics().loss, 0.0);
    EXPECT_EQ(trainer.state_hash(), hash);
  }
  EXPECT_EQ(trainer.state_hash(), this->runs_.hash_after(300));
}

TYPED_TEST(SameRun, WhenTheEngineChangesInBetween) {
  Trainer<TypeParam> trainer = this->runs_.make();
  for (std::size_t n = 0; n < 100; ++n) {
    std::size_t turn = n % engines().size();
    while (!engines()[turn].available || engines()[turn].mode != NumericMode::reproducible)
      turn = (turn + 1) % engines().size();
    trainer.set_engine(engines()[turn]);
    expect_ok(trainer.step(3));
  }
  EXPECT_EQ(trainer.state_hash(), this->runs_.hash_after(300));
}

TYPED_TEST(SameRun, WhenEarlierRunsWereOther) {
  Trainer<TypeParam> trainer = this->runs_.make();
  expect_ok(set_batch_size(trainer, 3));
  ASSERT_TRUE(set_eta(trainer, 1.0).ok());
  expect_ok(trainer.step(20));
  trainer = this->runs_.make();
  expect_ok(trainer.step(300));
  EXPECT_EQ(trainer.state_hash(), this->runs_.hash_after(300));
}

TEST(Looking, DrawingLeavesTheRunAlone) {
  Playground playground, undisturbed;
  for (int n = 0; n < 30; ++n) {
    expect_ok(playground.trainer().step(7));
    const std::uint64_t hash = playground.trainer().state_hash();
    expect_ok(playground.render({n % 2 == 0 ? 33U : 20U, 5, n % 3 == 0}));
    EXPECT_EQ(playground.trainer().state_hash(), hash);
  }
  expect_ok(undisturbed.trainer().step(210));
  EXPECT_EQ(playground.trainer().state_hash(), undisturbed.trainer().state_hash());
}

TEST(StateHash, SeesEveryWeightAndTheStep) {
  Playground playground;
  const std::uint64_t start = playground.trainer().state_hash();
  for (float& weight : playground.trainer().theta()) {
    const float before = weight;
    weight = std::nextafter(before, 10.0F);
    EXPECT_NE(playground.trainer().state_hash(), start);
    weight = before;
  }
  EXPECT_EQ(playground.trainer().state_hash(), start);
}

class FastMode : public EveryEngine {};

// Other roundings, the same descent.
TEST_P(FastMode, ReachesAboutTheSameLoss) {
  if (reproducible()) GTEST_SKIP() << "compared to the bit elsewhere";
  Playground exact, fast;
  expect_ok(exact.configure("dataset=circle&network=4"));
  expect_ok(fast.configure("dataset=circle&network=4&mode=fast"));
  fast.trainer().set_engine(GetParam());
  expect_ok(exact.trainer().step(2500));
  expect_ok(fast.trainer().step(2500));
  EXPECT_NE(exact.trainer().state_hash(), fast.trainer().state_hash());
  const double expected = exact.trainer().train_metrics().loss;
  EXPECT_NEAR(fast.trainer().train_metrics().loss, expected, 0.02 * expected);
}

DOWNHILL_ON_EVERY_ENGINE(FastMode);

}  // namespace
}  // namespace downhill::testing
