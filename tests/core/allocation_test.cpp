// Once laid out, a run asks for no more memory: not to train, not to measure, not to draw.
#include "allocation_count.hpp"
#include "engines.hpp"
#include "networks.hpp"
#include "rules.hpp"

#include <downhill/playground.hpp>

#include <cstdlib>
#include <memory>
#include <string>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

template <class Work>
std::size_t allocations_of(Work&& work) {
  const std::size_t before = allocations();
  work();
  return allocations() - before;
}

// So that no compiler takes an allocation away.
void* volatile kept;
template <class T>
T* keep(T* pointer) {
  kept = pointer;
  return pointer;
}

class Allocation : public EveryEngine {
 protected:
  void SetUp() override {
    EveryEngine::SetUp();
    if (!IsSkipped() && std::string_view(allocations_seen()).empty()) {
      GTEST_SKIP() << "the sanitizer has taken the allocator";
    }
  }
};

TEST_P(Allocation, TheCounterCounts) {
  EXPECT_EQ(allocations_of([] { delete keep(new int(1)); }), 1U);
  EXPECT_GE(allocations_of([] { keep(std::make_unique<std::string>(100, 'x').get()); }), 2U);
  if (std::string_view(allocations_seen()) == "malloc") {
    EXPECT_EQ(allocations_of([] { std::free(keep(std::malloc(100))); }), 1U);
    EXPECT_GE(allocations_of([] { std::free(keep(std::aligned_alloc(64, 128))); }), 1U);
  }
  EXPECT_EQ(allocations_of([] {}), 0U);
}

TEST_P(Allocation, NoneInAStepAMeasurementOrAPicture) {
  for (const char* query : {"", "batchSize=1", "batchSize=5000&samples=5000", "dataset=blobs&activation=relu",
                            "loss=squaredError&network=64,64&activation=sigmoid"}) {
    SCOPED_TRACE(query);
    Playground playground;
    ASSERT_TRUE(playground.configure(query).ok());
    Trainer<float>& trainer = playground.trainer();
    trainer.set_engine(GetParam());
    const GridSpec grid{32, 8, false};
    ASSERT_TRUE(playground.render(grid).ok());
    bool good = true;
    // Across the end of an epoch, and its shuffle.
    EXPECT_EQ(allocations_of([&] { good = trainer.step(3 + 2 * trainer.steps_per_epoch()).ok() && good; }),
              0U);
    EXPECT_EQ(allocations_of([&] { good = trainer.train_metrics().loss > 0.0 && good; }), 0U);
    EXPECT_EQ(allocations_of([&] { good = trainer.test_metrics().loss > 0.0 && good; }), 0U);
    EXPECT_EQ(allocations_of([&] { good = playground.render(grid).ok() && good; }), 0U);
    EXPECT_EQ(allocations_of([&] { good = playground.render({32, 8, true}).ok() && good; }), 0U);
    EXPECT_EQ(allocations_of([&] { good = trainer.state_hash() != 0 && good; }), 0U);
    EXPECT_EQ(allocations_of([&] { (void)set_eta(trainer, 0.01); }), 0U);
    EXPECT_EQ(allocations_of([&] { trainer.reset(); }), 0U);
    EXPECT_TRUE(good);
    // Another size of picture needs memory once.
    EXPECT_GT(allocations_of([&] { good = playground.render({16, 8, false}).ok(); }), 0U);
    EXPECT_EQ(allocations_of([&] { good = playground.render({16, 8, false}).ok(); }), 0U);
  }
}

TEST_P(Allocation, NoneInAStepOfDoubles) {
  const TrainerSpec spec = training_spec({2, {{8, Activation::tanh}, {1, Activation::sigmoid}}},
                                         Loss::binary_cross_entropy, Initializer::xavier, 1, 10, 0.1);
  const Samples<double> samples = random_samples(spec.network, spec.loss, 600, 1);
  Trainer<double> trainer;
  ASSERT_TRUE(trainer.build(spec, samples.view(), samples.view(), GetParam()).ok());
  EXPECT_EQ(allocations_of([&] { EXPECT_TRUE(trainer.step(200).ok()); }), 0U);
  EXPECT_EQ(allocations_of([&] { EXPECT_GT(trainer.test_metrics().loss, 0.0); }), 0U);
}

DOWNHILL_ON_EVERY_ENGINE(Allocation);

}  // namespace
}  // namespace downhill::testing
