// Which samples make a step, in what order, and that a step is their mean gradient times eta.
#include "networks.hpp"
#include "rules.hpp"

#include <downhill/trainer.hpp>

#include <algorithm>
#include <numeric>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

// A linear unit whose inputs are one 1 each, at the place of the sample: a step changes the weights of just
// the samples that it used, so the order of training shows.
class Telltale {
 public:
  Telltale(std::size_t count, std::size_t batch, std::uint64_t seed) : count_(count) {
    samples_ = {std::vector<double>(count * count), std::vector<double>(count), count};
    for (std::size_t s = 0; s < count; ++s) samples_.inputs[s * count + s] = 1.0;
    for (std::size_t s = 0; s < count; ++s) samples_.targets[s] = 100.0 + static_cast<double>(s);
    const TrainerSpec spec = training_spec({count, {{1, Activation::linear}}}, Loss::squared_error,
                                           Initializer::uniform, seed, batch, 0.01);
    const Status status = trainer_.build(spec, samples_.view(), {}, scalar_engine());
    EXPECT_TRUE(status.ok()) << status.message;
  }
  Telltale(const Telltale&) = delete;
  Telltale& operator=(const Telltale&) = delete;

  // Makes a step, checks it against the mean gradient, and returns the samples used, in ascending order.
  std::vector<std::size_t> step() {
    const std::vector<double> before(trainer_.theta().begin(), trainer_.theta().end());
    EXPECT_TRUE(trainer_.step().ok());
    std::vector<std::size_t> used;
    for (std::size_t s = 0; s < count_; ++s) {
      if (trainer_.theta()[s] != before[s]) used.push_back(s);
    }
    double db = 0.0, loss = 0.0;
    for (const std::size_t s : used) {
      const double delta = before[s] + before[count_] - samples_.targets[s];
      const double mean = delta / static_cast<double>(used.size());
      EXPECT_NEAR(trainer_.gradient()[s], mean, 1e-10);
      EXPECT_NEAR(trainer_.theta()[s], before[s] - trainer_.spec().rules.optimizer.eta * mean, 1e-10);
      db += mean;
      loss += 0.5 * delta * delta / static_cast<double>(used.size());
    }
    EXPECT_NEAR(trainer_.gradient()[count_], db, 1e-10);
    EXPECT_NEAR(trainer_.batch_loss(), loss, 1e-8);
    return used;
  }

  // One epoch's samples in the order of its steps.
  std::vector<std::size_t> epoch() {
    std::vector<std::size_t> order;
    for (std::size_t n = trainer_.steps_per_epoch(); n > 0; --n) {
      const auto used = step();
      order.insert(order.end(), used.begin(), used.end());
    }
    return order;
  }

  Trainer<double>& trainer() { return trainer_; }

 private:
  std::size_t count_;
  Samples<double> samples_;
  Trainer<double> trainer_;
};

bool all_once(std::vector<std::size_t> order, std::size_t count) {
  std::ranges::sort(order);
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), 0U);
  return order == all;
}

TEST(Epochs, StochasticMiniBatchAndBatch) {
  for (const auto& [batch, steps] : {std::pair{1U, 10U}, std::pair{3U, 4U}, std::pair{4U, 3U},
                                     std::pair{10U, 1U}, std::pair{11U, 1U}, std::pair{5000U, 1U}}) {
    SCOPED_TRACE(batch);
    Telltale telltale(10, batch, 1);
    EXPECT_EQ(telltale.trainer().steps_per_epoch(), steps);
    for (std::size_t n = 1; n <= steps; ++n) {
      const std::size_t left = 10 - (n - 1) * batch;
      EXPECT_EQ(telltale.step().size(), std::min<std::size_t>(batch, left));
      EXPECT_EQ(telltale.trainer().steps(), n);
      EXPECT_EQ(telltale.trainer().epochs(), n / steps);
    }
  }
}

TEST(Epochs, EveryEpochSeesEverySampleOnceInAnOrderOfItsOwn) {
  for (const std::size_t batch : {1U, 3U}) {
    Telltale telltale(12, batch, 5);
    std::set<std::vector<std::size_t>> orders;
    for (int epoch = 0; epoch < 10; ++epoch) {
      const auto order = telltale.epoch();
      EXPECT_TRUE(all_once(order, 12)) << "epoch " << epoch;
      orders.insert(order);
    }
    EXPECT_EQ(orders.size(), 10U);
  }
}

TEST(Epochs, TheOrderDependsOnSeedAndEpochAlone) {
  Telltale a(12, 1, 5), same(12, 1, 5), other(12, 1, 6);
  ASSERT_TRUE(set_eta(same.trainer(), 0.001).ok());
  const auto first = a.epoch();
  EXPECT_EQ(first, same.epoch());
  EXPECT_NE(first, other.epoch());
  EXPECT_EQ(a.epoch(), same.epoch());
  // Other batch sizes cut the same order into other pieces.
  Telltale pairs(12, 2, 5);
  for (std::size_t n = 0; n < 6; ++n) {
    std::vector<std::size_t> expected = {first[2 * n], first[2 * n + 1]};
    std::ranges::sort(expected);
    EXPECT_EQ(pairs.step(), expected);
  }
}

TEST(Epochs, ABatchSizeChangedInMidEpochGoesOnWhereItWas) {
  Telltale telltale(12, 2, 5);
  std::vector<std::size_t> order = telltale.step();
  ASSERT_TRUE(set_batch_size(telltale.trainer(), 5).ok());
  for (const std::size_t expected : {5U, 5U}) {
    const auto used = telltale.step();
    EXPECT_EQ(used.size(), expected);
    order.insert(order.end(), used.begin(), used.end());
  }
  EXPECT_TRUE(all_once(order, 12));
  EXPECT_EQ(telltale.trainer().epochs(), 1U);
}

TEST(Epochs, EtaTakesEffectAtTheNextStep) {
  Telltale telltale(6, 2, 1);
  telltale.step();
  ASSERT_TRUE(set_eta(telltale.trainer(), 0.37).ok());
  telltale.step();  // compares with the eta of spec()
  EXPECT_EQ(telltale.trainer().spec().rules.optimizer.eta, 0.37);
}

}  // namespace
}  // namespace downhill::testing
