// The training run: mean gradients, metrics, and what it refuses. epochs_test.cpp has which samples make a
// step.
#include "engines.hpp"
#include "networks.hpp"
#include "rules.hpp"

#include <downhill/trainer.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

const TrainerSpec tanh_net = training_spec({2, {{5, Activation::tanh}, {1, Activation::sigmoid}}},
                                           Loss::binary_cross_entropy, Initializer::xavier, 7, 10, 0.3);

template <class T>
Trainer<T> make(const TrainerSpec& spec, const Samples<T>& train, const Engine& engine = scalar_engine()) {
  Trainer<T> trainer;
  const Status status = trainer.build(spec, train.view(), {}, engine);
  EXPECT_TRUE(status.ok()) << status.message;
  return trainer;
}

class TrainerEngines : public EveryEngine {};

// More than 256 samples are worked off in pieces; the gradient is still the mean.
TEST_P(TrainerEngines, ALargeBatchIsTheMeanOfItsSamples) {
  for (const std::size_t count : {255U, 256U, 257U, 512U, 700U}) {
    TrainerSpec spec = tanh_net;
    spec.rules.batch_size = count;
    const Samples<double> samples = random_samples(spec.network, spec.loss, count, count);
    Trainer<double> trainer = make(spec, samples, GetParam());
    const std::vector<double> theta(trainer.theta().begin(), trainer.theta().end());
    ASSERT_TRUE(trainer.step().ok());
    std::vector<double> mean(theta.size());
    for (std::size_t s = 0; s < count; ++s) {
      const SampleSet<double> one{&samples.inputs[2 * s], &samples.targets[s], 1};
      const auto g = backprop_gradient<double>(spec.network, spec.loss, theta, one, scalar_engine());
      for (std::size_t j = 0; j < g.size(); ++j) mean[j] += g[j] / static_cast<double>(count);
    }
    const std::vector<double> actual(trainer.gradient().begin(), trainer.gradient().end());
    EXPECT_LE(relative_error(mean, actual), 1e-12) << count;

    Trainer<double> reference = make(spec, samples);
    ASSERT_TRUE(reference.step(3).ok());
    ASSERT_TRUE(trainer.step(2).ok());
    if (reproducible()) {
      EXPECT_EQ(trainer.state_hash(), reference.state_hash()) << count;
    }
  }
}

// A short batch must not see what a longer one left behind in the padding: here inputs that overflow with the
// weights of the step after them.
TEST_P(TrainerEngines, PaddingNeverLeaksIntoTheGradient) {
  for (const float huge : {1e15F, 1e20F, 1e25F, 1e30F, 1e35F}) {
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U}) {
      const TrainerSpec spec = training_spec({1, {{2, Activation::linear}, {1, Activation::sigmoid}}},
                                             Loss::binary_cross_entropy, Initializer::uniform, seed, 2, 1.0);
      const Samples<float> samples{{huge, 1e-3F, 2e-3F}, {0.0F, 0.0F, 1.0F}, 3};
      Trainer<float> trainer = make(spec, samples, GetParam()), reference = make(spec, samples);
      for (Trainer<float>* run : {&trainer, &reference}) std::ranges::fill(run->theta(), 0.5F);
      const Status expected = reference.step(2), actual = trainer.step(2);
      ASSERT_EQ(expected.code, actual.code) << huge << ", seed " << seed << ": " << actual.message;
      if (reproducible()) {
        ASSERT_EQ(trainer.state_hash(), reference.state_hash());
      }
    }
  }
}

TEST_P(TrainerEngines, MetricsAreThoseOfTheFormulas) {
  for (const auto& [loss, psi] : pairings()) {
    const std::size_t outputs = loss == Loss::cross_entropy ? 3 : 1;
    const TrainerSpec spec =
        training_spec({2, {{4, Activation::tanh}, {outputs, psi}}}, loss, Initializer::xavier, 3, 10, 0.1);
    Samples<double> train = random_samples(spec.network, loss, 600, 1),
                    test = random_samples(spec.network, loss, 5, 2);
    Trainer<double> trainer;
    ASSERT_TRUE(trainer.build(spec, train.view(), test.view(), GetParam()).ok());
    for (const auto& [samples, metrics] :
         {std::pair{&train, trainer.train_metrics()}, std::pair{&test, trainer.test_metrics()}}) {
      double total = 0.0, right = 0.0;
      for (std::size_t s = 0; s < samples->count; ++s) {
        std::vector<double> a, y(&samples->targets[s * outputs], &samples->targets[s * outputs] + outputs);
        double hidden[4];
        const std::span<double> theta = trainer.theta();
        for (std::size_t u = 0; u < 4; ++u) {
          hidden[u] = std::tanh(theta[8 + u] + theta[2 * u] * samples->inputs[2 * s] +
                                theta[2 * u + 1] * samples->inputs[2 * s + 1]);
        }
        for (std::size_t k = 0; k < outputs; ++k) {
          double z = theta[12 + 4 * outputs + k];
          for (std::size_t u = 0; u < 4; ++u) z += theta[12 + 4 * k + u] * hidden[u];
          a.push_back(psi == Activation::tanh      ? std::tanh(z)
                      : psi == Activation::sigmoid ? 1.0 / (1.0 + std::exp(-z))
                      : psi == Activation::relu    ? std::max(z, 0.0)
                      : psi == Activation::softmax ? std::exp(z)
                                                   : z);
        }
        const double sum = std::accumulate(a.begin(), a.end(), 0.0);
        for (std::size_t k = 0; k < outputs; ++k) {
          if (psi == Activation::softmax) a[k] /= sum;
          total += loss == Loss::squared_error ? 0.5 * std::pow(a[k] - y[k], 2)
                   : loss == Loss::binary_cross_entropy
                       ? -y[k] * std::log(a[k]) - (1 - y[k]) * std::log(1 - a[k])
                       : -y[k] * std::log(a[k]);
        }
        const double middle = psi == Activation::sigmoid ? 0.5 : 0.0;
        const bool same_class =
            outputs == 1 ? (a[0] > middle) == (y[0] > middle)
                         : std::ranges::max_element(a) - a.begin() == std::ranges::max_element(y) - y.begin();
        right += same_class ? 1.0 : 0.0;
      }
      const auto count = static_cast<double>(samples->count);
      EXPECT_NEAR(metrics.loss, total / count, 1e-12) << name(loss) << " " << name(psi);
      EXPECT_EQ(metrics.accuracy, right / count) << name(loss) << " " << name(psi);
    }
  }
}

DOWNHILL_ON_EVERY_ENGINE(TrainerEngines);

TEST(Trainer, CountsTheStepsThatWereClipped) {
  TrainerSpec spec = tanh_net;
  spec.rules.clipping = {ClippingKind::norm, 1e-6};
  const Samples<float> samples = random_samples(spec.network, spec.loss, 50, 1).as<float>();
  Trainer<float> trainer = make(spec, samples);
  ASSERT_TRUE(trainer.step(3).ok());
  EXPECT_EQ(trainer.clipped_steps(), 3U);
  EXPECT_TRUE(trainer.clipping().clipped);
  EXPECT_NEAR(trainer.gradient_norm(), 1e-6, 1e-9);
  spec.rules.optimizer.eta = 0.1;
  ASSERT_TRUE(trainer.set_rules(spec.rules).ok());
  EXPECT_TRUE(trainer.clipping().clipped) << "that of the last step";
  spec.rules.clipping.kind = ClippingKind::none;
  ASSERT_TRUE(trainer.set_rules(spec.rules).ok());
  EXPECT_FALSE(trainer.clipping().clipped);
  ASSERT_TRUE(trainer.step(3).ok());
  EXPECT_EQ(trainer.clipped_steps(), 3U);
  EXPECT_GT(trainer.gradient_norm(), 1e-3);
}

TEST(Trainer, MetricsOfNoSamplesAreZero) {
  const Samples<double> samples = random_samples(tanh_net.network, tanh_net.loss, 20, 1);
  Trainer<double> trainer = make(tanh_net, samples);
  EXPECT_EQ(trainer.test_metrics().loss, 0.0);
  EXPECT_EQ(trainer.test_metrics().accuracy, 0.0);
}

TEST(Trainer, RefusesBadSpecsAndGoesOnAsBefore) {
  const Samples<float> samples = random_samples(tanh_net.network, tanh_net.loss, 20, 1).as<float>();
  Trainer<float> trainer = make(tanh_net, samples), undisturbed = make(tanh_net, samples);
  ASSERT_TRUE(trainer.step(7).ok());
  ASSERT_TRUE(undisturbed.step(7).ok());
  const float* theta = trainer.theta().data();
  const auto attempt = [&](const TrainerSpec& spec, const SampleSet<float>& train,
                           const SampleSet<float>& test = {}, std::size_t limit = default_memory_limit) {
    Status status = trainer.build(spec, train, test, scalar_engine(), limit);
    EXPECT_EQ(trainer.theta().data(), theta);
    EXPECT_EQ(trainer.state_hash(), undisturbed.state_hash());
    return status;
  };
  const auto changed = [&](auto change) {
    TrainerSpec spec = tanh_net;
    change(spec);
    return attempt(spec, samples.view());
  };
  EXPECT_TRUE(refuses(changed([](TrainerSpec& s) { s.rules.batch_size = 0; }), {"batchSize", "0"}));
  EXPECT_TRUE(refuses(changed([](TrainerSpec& s) { s.network.layers[0].activation = Activation::softmax; }),
                      {"layer 1", "softmax"}));
  EXPECT_TRUE(refuses(changed([](TrainerSpec& s) { s.network.layers[0].units = 0; }), {"layer 1", "units"}));
  EXPECT_TRUE(refuses(changed([](TrainerSpec& s) { s.network.layers.clear(); }), {"layers"}));
  EXPECT_TRUE(refuses(changed([](TrainerSpec& s) { s.network.inputs = 0; }), {"inputs"}));
  EXPECT_TRUE(refuses(attempt(tanh_net, {}), {"training samples"}));
  EXPECT_TRUE(refuses(attempt(tanh_net, samples.view(), {}, 5000), {"memory", "5000"}));
  // Room for the state (about 17,000 bytes) but not for the batch.
  EXPECT_TRUE(refuses(attempt(tanh_net, samples.view(), {}, 17'500), {"memory"}));
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    Samples<float> spoilt = samples;
    spoilt.inputs[17] = bad;
    EXPECT_TRUE(refuses(attempt(tanh_net, spoilt.view()), {"training inputs", "NaN"}));
    EXPECT_TRUE(refuses(attempt(tanh_net, samples.view(), spoilt.view()), {"test inputs", "NaN"}));
    spoilt = samples;
    spoilt.targets[19] = bad;
    EXPECT_TRUE(refuses(attempt(tanh_net, spoilt.view()), {"training targets", "NaN"}));
  }
  EXPECT_TRUE(refuses(set_batch_size(trainer, 0), {"batchSize"}));
  ASSERT_TRUE(trainer.step(50).ok());
  ASSERT_TRUE(undisturbed.step(50).ok());
  EXPECT_EQ(trainer.state_hash(), undisturbed.state_hash());
}

}  // namespace
}  // namespace downhill::testing
