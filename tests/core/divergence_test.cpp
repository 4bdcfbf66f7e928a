// A learning rate that is too large: noticed in the step in which it happens, without harm to the run.
#include "engines.hpp"
#include "networks.hpp"
#include "rules.hpp"

#include <downhill/trainer.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

class Divergence : public EveryEngine {
 protected:
  template <class T>
  void build(Trainer<T>& trainer, const Samples<T>& samples, Activation phi, double eta,
             std::size_t batch) const {
    const TrainerSpec spec = training_spec({2, {{8, phi}, {1, Activation::linear}}}, Loss::squared_error,
                                           Initializer::he, 1, batch, eta);
    const Status status = trainer.build(spec, samples.view(), samples.view(), GetParam());
    ASSERT_TRUE(status.ok()) << status.message;
  }

  template <class T>
  static bool finite(const Trainer<T>& trainer) {
    return std::ranges::all_of(trainer.theta(), [](T weight) { return std::isfinite(weight); });
  }

  template <class T>
  static void expect_report(const Status& status, const Trainer<T>& trainer, const std::string& eta) {
    EXPECT_EQ(status.code, Code::diverged);
    EXPECT_TRUE(trainer.diverged());
    EXPECT_TRUE(finite(trainer));
    EXPECT_NE(status.message.find("learning rate " + eta), std::string::npos) << status.message;
    EXPECT_NE(status.message.find("step " + std::to_string(trainer.steps()) + " "), std::string::npos)
        << status.message << " but is at step " << trainer.steps();
  }

  template <class T>
  void diverge(Activation phi, double eta, const std::string& eta_text, std::size_t batch) const {
    SCOPED_TRACE(::testing::Message()
                 << sizeof(T) << " bytes, " << name(phi) << ", eta " << eta << ", batch " << batch);
    const NetworkSpec shape{2, {{1, Activation::linear}}};
    const Samples<T> samples = random_samples(shape, Loss::squared_error, 24, 5).template as<T>();
    Trainer<T> trainer, replay;
    build(trainer, samples, phi, eta, batch);
    build(replay, samples, phi, eta, batch);
    const std::uint64_t start = trainer.state_hash();

    const Status status = trainer.step(10'000);
    expect_report(status, trainer, eta_text);
    const std::uint64_t steps = trainer.steps(), hash = trainer.state_hash();
    EXPECT_LT(steps, 10'000U);
    EXPECT_TRUE(std::isfinite(trainer.train_metrics().accuracy));

    EXPECT_TRUE(std::ranges::equal(trainer.optimizer().before(), trainer.theta()));

    // The state is that of an ordinary run up to there.
    ASSERT_TRUE(replay.step(static_cast<std::size_t>(steps)).ok());
    EXPECT_EQ(replay.state_hash(), hash);
    EXPECT_EQ(replay.epochs(), trainer.epochs());

    // Again: the same report, the same state.
    for (const std::size_t count : {1U, 1U, 5U, 1U}) {
      const Status again = trainer.step(count);
      expect_report(again, trainer, eta_text);
      EXPECT_EQ(again.message, status.message);
      EXPECT_EQ(trainer.steps(), steps);
      EXPECT_EQ(trainer.state_hash(), hash);
    }

    trainer.reset();
    EXPECT_FALSE(trainer.diverged());
    EXPECT_EQ(trainer.steps(), 0U);
    EXPECT_EQ(trainer.state_hash(), start);
    EXPECT_EQ(trainer.step(10'000).message, status.message);
    EXPECT_EQ(trainer.state_hash(), hash);
  }
};

// Moderately large: weights grow until the squared error overflows while they are still finite.
TEST_P(Divergence, OfTheLoss) {
  for (const Activation phi : {Activation::linear, Activation::relu}) {
    for (const std::size_t batch : {1U, 7U, 24U}) {
      diverge<float>(phi, 3.0, "3", batch);
      diverge<double>(phi, 3.0, "3", batch);
    }
  }
}

// So large that one update throws a weight beyond the largest float.
TEST_P(Divergence, OfAWeight) {
  for (const std::size_t batch : {1U, 7U, 24U}) {
    diverge<float>(Activation::linear, 3e38, "3e+38", batch);
    diverge<double>(Activation::linear, 1.5e308, "1.5e+308", batch);
  }
}

TEST_P(Divergence, SaysWhatIsNotFinite) {
  const Samples<float> one{{1.0F, 1.0F}, {-50.0F}, 1};
  Trainer<float> trainer;
  build(trainer, one, Activation::linear, 3e38, 1);
  const Status weight = trainer.step(100);
  EXPECT_NE(weight.message.find("a weight is no longer finite"), std::string::npos) << weight.message;
  EXPECT_EQ(trainer.steps(), 0U);
  build(trainer, one, Activation::linear, 1e25, 1);
  const Status loss = trainer.step(100);
  EXPECT_NE(loss.message.find("the loss is no longer finite"), std::string::npos) << loss.message;
}

// The square overflows, gradient and weights do not: an infinite loss is enough.
TEST_P(Divergence, OfTheLossAlone) {
  const Samples<float> far{{1.0F, 1.0F}, {1e25F}, 1};
  Trainer<float> trainer;
  build(trainer, far, Activation::linear, 1e-30, 1);
  const Status status = trainer.step();
  EXPECT_EQ(status.code, Code::diverged);
  EXPECT_NE(status.message.find("the loss is no longer finite"), std::string::npos) << status.message;
  EXPECT_EQ(trainer.steps(), 0U);
}

TEST_P(Divergence, ALowerLearningRateGoesOnFromThere) {
  const NetworkSpec shape{2, {{1, Activation::linear}}};
  const Samples<float> samples = random_samples(shape, Loss::squared_error, 24, 5).as<float>();
  for (const double eta : {3.0, 3e38}) {
    Trainer<float> trainer;
    build(trainer, samples, Activation::linear, eta, 24);
    ASSERT_EQ(trainer.step(10'000).code, Code::diverged);
    const std::uint64_t steps = trainer.steps();
    // Out here the surface is steep (the gradient grows with the cube of the weights): a step must be tiny.
    ASSERT_TRUE(set_eta(trainer, 1e-30).ok());
    EXPECT_FALSE(trainer.diverged());
    const Status status = trainer.step();
    ASSERT_TRUE(status.ok()) << status.message;
    EXPECT_EQ(trainer.steps(), steps + 1);
  }
  // From moderately large weights the loss falls again.
  Trainer<double> trainer;
  const Samples<double> samples64 = samples.as<double>();
  build(trainer, samples64, Activation::linear, 1e300, 24);
  ASSERT_EQ(trainer.step(100).code, Code::diverged);
  ASSERT_EQ(trainer.steps(), 0U);
  const double before = trainer.train_metrics().loss;
  ASSERT_TRUE(set_eta(trainer, 0.02).ok());
  ASSERT_TRUE(trainer.step(200).ok());
  EXPECT_LT(trainer.train_metrics().loss, 0.9 * before);
}

TEST_P(Divergence, AChangeOfBatchSizeAlsoLetsItGoOn) {
  const NetworkSpec shape{2, {{1, Activation::linear}}};
  const Samples<float> samples = random_samples(shape, Loss::squared_error, 24, 5).as<float>();
  Trainer<float> trainer;
  build(trainer, samples, Activation::linear, 3.0, 24);
  ASSERT_EQ(trainer.step(10'000).code, Code::diverged);
  ASSERT_TRUE(set_batch_size(trainer, 5).ok());
  EXPECT_FALSE(trainer.diverged());
  (void)trainer.step(5);
  EXPECT_TRUE(finite(trainer));
}

DOWNHILL_ON_EVERY_ENGINE(Divergence);

}  // namespace
}  // namespace downhill::testing
