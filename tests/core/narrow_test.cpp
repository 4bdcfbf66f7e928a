// Steps of narrow networks, whose samples lie in rows, against the same steps phase by phase, whose samples
// lie in columns: the same bits, on every engine.
#include "engines.hpp"
#include "runs.hpp"

#include <downhill/narrow.hpp>

#include <algorithm>
#include <tuple>

namespace downhill::testing {
namespace {

class NarrowNetworks : public EveryEngine {
 protected:
  template <class T>
  void expect_same_either_way(const TrainerSpec& spec, std::size_t outputs = 1) const {
    const Points<T> points(23, 5, outputs, spec.network.inputs);
    Trainer<T> whole, phased;
    ASSERT_TRUE(whole.build(spec, points.train(), points.test(), GetParam()).ok());
    ASSERT_TRUE(phased.build(spec, points.train(), points.test(), GetParam()).ok());
    for (std::size_t step = 1; step <= 12; ++step) {
      ASSERT_TRUE(whole.step().ok());
      while (phased.steps() < step) ASSERT_TRUE(phased.advance().ok());
      ASSERT_EQ(whole.state_hash(), phased.state_hash()) << "after step " << step;
      ASSERT_TRUE(same(whole.batch_loss(), phased.batch_loss())) << "after step " << step;
    }
  }

  void expect_same_with_every_activation(std::size_t batch) const {
    for (std::size_t kind = 0; kind < activation_names.size(); ++kind) {
      const auto phi = static_cast<Activation>(kind);
      if (phi == Activation::softmax) continue;  // no hidden layer has it
      SCOPED_TRACE(name(phi));
      expect_same_either_way<float>(spec_of({6, 3}, phi, batch));
    }
  }

  void expect_same_on_every_way_out(std::size_t batch) const {
    for (const auto& [outputs, phi, loss, fused] :
         {std::tuple{std::size_t{1}, Activation::linear, Loss::squared_error, true},
          std::tuple{std::size_t{1}, Activation::sigmoid, Loss::binary_cross_entropy, true},
          std::tuple{std::size_t{1}, Activation::sigmoid, Loss::binary_cross_entropy, false},
          std::tuple{std::size_t{2}, Activation::softmax, Loss::cross_entropy, true},
          std::tuple{std::size_t{2}, Activation::softmax, Loss::cross_entropy, false},
          std::tuple{std::size_t{2}, Activation::softmax, Loss::squared_error, true},
          std::tuple{std::size_t{2}, Activation::tanh, Loss::squared_error, true}}) {
      SCOPED_TRACE(std::string(name(phi)) + ", " + std::string(name(loss)));
      TrainerSpec spec = spec_of({5}, Activation::tanh, batch);
      spec.network.layers.back() = {.units = outputs, .activation = phi};
      spec.loss = loss;
      spec.fused = fused;
      expect_same_either_way<float>(spec, outputs);
    }
  }

  static TrainerSpec spec_of(std::vector<std::size_t> widths, Activation hidden, std::size_t batch) {
    TrainerSpec spec;
    spec.network.inputs = 2;
    for (const std::size_t units : widths)
      spec.network.layers.push_back({.units = units, .activation = hidden});
    spec.network.layers.push_back({.units = 1, .activation = Activation::sigmoid});
    spec.rules.batch_size = batch;
    spec.rules.optimizer.eta = 0.05;
    return spec;
  }
};

TEST_P(NarrowNetworks, TakeTheSameStepsEitherWay) {
  for (std::size_t units = 1; units <= narrow_width; ++units) {
    for (const std::size_t batch : {2U, 3U, 7U, 8U, 10U, 16U, 17U}) {
      SCOPED_TRACE(::testing::Message() << units << " units, batches of " << batch);
      const TrainerSpec spec = spec_of({units, narrow_width + 1 - units}, Activation::tanh, batch);
      ASSERT_TRUE(is_narrow(Network(spec.network)));
      expect_same_either_way<float>(spec);
      expect_same_either_way<double>(spec);
    }
  }
}

// A batch of one goes all the way in one call. Number by number, its phases do not fuse what vectors fuse, so
// that the fast mode rounds apart.
class SingleSamples : public NarrowNetworks {
 protected:
  void SetUp() override {
    NarrowNetworks::SetUp();
    if (GetParam().mode == NumericMode::fast) GTEST_SKIP() << "the fast mode may round either way";
  }
};

TEST_P(SingleSamples, TakeTheSameStepsEitherWay) {
  for (std::size_t inputs = 1; inputs <= narrow_width; ++inputs) {
    for (std::size_t units = 1; units <= narrow_width; ++units) {
      SCOPED_TRACE(::testing::Message() << inputs << " inputs, " << units << " units");
      TrainerSpec spec = spec_of({units, narrow_width + 1 - units, 3}, Activation::tanh, 1);
      spec.network.inputs = inputs;
      ASSERT_TRUE(is_narrow(Network(spec.network)));
      expect_same_either_way<float>(spec);
      expect_same_either_way<double>(spec);
    }
  }
}

TEST_P(NarrowNetworks, WithEveryActivation) {
  expect_same_with_every_activation(5);
}

TEST_P(SingleSamples, WithEveryActivation) {
  expect_same_with_every_activation(1);
}

TEST_P(SingleSamples, HaltAtTheSameStep) {
  const Points<float> points(23, 5);
  TrainerSpec spec = spec_of({5, 4}, Activation::linear, 1);
  spec.network.layers.back().activation = Activation::linear;
  spec.rules.optimizer.eta = 30.0;
  Trainer<float> whole, phased;
  ASSERT_TRUE(whole.build(spec, points.train(), points.test(), GetParam()).ok());
  ASSERT_TRUE(phased.build(spec, points.train(), points.test(), GetParam()).ok());
  const Status halted = whole.step(1000);
  Status status;
  while (status.ok() && phased.steps() < 1000) status = phased.advance();
  EXPECT_EQ(halted.code, Code::diverged);
  EXPECT_EQ(halted.message, status.message);
  EXPECT_EQ(whole.state_hash(), phased.state_hash());
  EXPECT_TRUE(std::ranges::equal(whole.gradient(), phased.gradient())) << "that of the last step";
}

TEST_P(NarrowNetworks, WithEveryWayOut) {
  expect_same_on_every_way_out(4);
}

TEST_P(SingleSamples, WithEveryWayOut) {
  expect_same_on_every_way_out(1);
}

TEST(Narrow, IsWhatHasNoMoreThanWeightsAndActivations) {
  const auto with = [](auto change) {
    NetworkSpec spec = plain_spec().network;
    change(spec);
    return is_narrow(Network(spec));
  };
  EXPECT_TRUE(with([](NetworkSpec&) {}));
  EXPECT_TRUE(with([](NetworkSpec& spec) { spec.inputs = narrow_width; }));
  EXPECT_FALSE(with([](NetworkSpec& spec) { spec.inputs = narrow_width + 1; }));
  EXPECT_FALSE(with([](NetworkSpec& spec) { spec.layers[0].units = narrow_width + 1; }));
  EXPECT_FALSE(with([](NetworkSpec& spec) { spec.layers.back().units = narrow_width + 1; }));
  EXPECT_FALSE(with([](NetworkSpec& spec) { spec.layers[0].norm = Norm::batch; }));
  EXPECT_FALSE(with([](NetworkSpec& spec) { spec.layers[0].dropout = 0.5; }));
  EXPECT_FALSE(with([](NetworkSpec& spec) { spec.layers[1].residual = true; }));
  EXPECT_FALSE(with([](NetworkSpec& spec) { spec.layers.erase(spec.layers.begin()); }));
}

DOWNHILL_ON_EVERY_ENGINE(NarrowNetworks);
DOWNHILL_ON_EVERY_ENGINE(SingleSamples);

}  // namespace
}  // namespace downhill::testing
