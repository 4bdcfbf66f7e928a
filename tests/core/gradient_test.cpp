// Backpropagation against central differences, against double, and against a network written in dual numbers.
#include "dual.hpp"
#include "engines.hpp"
#include "networks.hpp"

#include <downhill/gradient_check.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

constexpr Activation hidden_activations[] = {Activation::tanh, Activation::sigmoid, Activation::relu,
                                             Activation::linear};

struct Case {
  NetworkSpec spec;
  Loss loss;
  std::size_t batch;
  std::uint64_t seed;

  bool has_relu() const {
    return std::ranges::any_of(spec.layers,
                               [](const LayerSpec& l) { return l.activation == Activation::relu; });
  }
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << name(c.loss) << ", batch " << c.batch << ", " << c.spec.inputs << " inputs";
  for (const LayerSpec& layer : c.spec.layers) *out << " -> " << layer.units << " " << name(layer.activation);
}

// A covering selection, a fifth of the full product: every activation with every pairing at every depth, four
// times, while widths and batches run through all their pairs (5 and 4 have no common factor).
std::vector<Case> cases() {
  constexpr std::size_t widths[] = {1, 3, 8, 17, 31};
  constexpr std::size_t batches[] = {1, 2, 10, 33};
  std::vector<Case> all;
  for (std::size_t round = 0; round < 16; ++round) {
    const std::size_t depth = round % 4;
    for (const Activation phi : hidden_activations) {
      for (const auto& [loss, psi] : pairings()) {
        if (depth == 0 && phi != Activation::tanh) continue;  // no hidden layer to have it
        const std::size_t turn = all.size();
        Case c{{turn % 2 == 0 ? 2U : 3U, {}}, loss, batches[turn % 4], turn};
        for (std::size_t l = 0; l < depth; ++l) c.spec.layers.push_back({widths[(turn + 2 * l) % 5], phi});
        c.spec.layers.push_back({psi == Activation::softmax || turn % 3 == 0 ? 3U : 1U, psi});
        all.push_back(c);
      }
    }
  }
  return all;
}

class Gradient : public EveryEngine {};

TEST_P(Gradient, AgreesWithCentralDifferences) {
  std::size_t networks = 0, parameters = 0, skipped = 0, without_gradient = 0, tiny_gradients = 0;
  double worst = 0.0;
  for (const Case& c : cases()) {
    const std::vector<double> theta = random_theta(c.spec, c.seed);
    const Samples<double> samples = random_samples(c.spec, c.loss, c.batch, c.seed);
    GradientCheck check;
    const Status status = check_gradient(c.spec, c.loss, theta, samples.view(), GetParam(), check);
    ASSERT_TRUE(status.ok()) << status.message;
    ASSERT_EQ(check.analytic.size(), theta.size());
    double largest = 0.0;
    for (const double g : check.analytic) largest = std::max(largest, std::abs(g));
    // The loss is of order 1 and rounded to 1e-16; over 2h, and against a hundredth of a gradient below 0.08,
    // that is more than 1e-7.
    const bool tiny = largest < 0.08;
    tiny_gradients += tiny ? 1 : 0;
    const double bound = c.has_relu() ? 1e-6 : tiny ? 8e-9 / largest : 1e-7;
    EXPECT_TRUE(check.worst_error <= bound || largest == 0.0)
        << check.worst_error << " > " << bound << ": " << ::testing::PrintToString(c) << " at parameter "
        << check.worst_parameter;
    ++networks;
    parameters += theta.size();
    skipped += check.skipped_count;
    worst = std::max(worst, check.worst_error);
    without_gradient += std::ranges::all_of(check.analytic, [](double g) { return g == 0.0; }) ? 1 : 0;
    EXPECT_TRUE(c.has_relu() || check.skipped_count == 0);
  }
  RecordProperty("skipped_kinks", std::to_string(skipped));
  RecordProperty("parameters", std::to_string(parameters));
  RecordProperty("worst_error", std::to_string(worst));
  EXPECT_LE(100 * skipped, parameters);
  EXPECT_LE(5 * tiny_gradients, networks);
  EXPECT_LE(20 * without_gradient, networks);  // dead ReLU outputs are right but prove nothing
}

TEST_P(Gradient, OfFloatIsThatOfDouble) {
  for (const Case& c : cases()) {
    const std::vector<double> random = random_theta(c.spec, c.seed);
    const std::vector<float> theta32(random.begin(), random.end());
    const std::vector<double> theta64(theta32.begin(), theta32.end());
    const Samples<float> samples32 = random_samples(c.spec, c.loss, c.batch, c.seed).as<float>();
    const Samples<double> samples64 = samples32.as<double>();
    const auto g32 = backprop_gradient<float>(c.spec, c.loss, theta32, samples32.view(), GetParam());
    const auto g64 = backprop_gradient<double>(c.spec, c.loss, theta64, samples64.view(), GetParam());
    double difference = 0.0, size = 0.0;
    for (std::size_t j = 0; j < g64.size(); ++j) {
      difference += std::pow(static_cast<double>(g32[j]) - g64[j], 2);
      size += std::pow(g64[j], 2);
    }
    EXPECT_LE(std::sqrt(difference), 1e-5 * std::sqrt(size)) << ::testing::PrintToString(c);
  }
}

// ---- An independent network: forward mode, one sample and one parameter at a time, with libm (dual.hpp).

Dual sample_loss(const Case& c, const std::vector<Dual>& theta, const double* x, const double* y) {
  std::vector<Dual> a(x, x + c.spec.inputs);
  const Network network(c.spec);
  for (const LayerLayout& layer : network.layers()) {
    std::vector<Dual> next(layer.units());
    for (std::size_t u = 0; u < layer.units(); ++u) {
      next[u] = theta[layer.biases + u];
      for (std::size_t i = 0; i < layer.inputs; ++i) {
        next[u] = next[u] + theta[layer.weights + u * layer.inputs + i] * a[i];
      }
      next[u] = apply(layer.spec.activation, next[u]);
    }
    a = next;
  }
  Dual loss, normaliser;
  if (c.loss == Loss::cross_entropy) {
    for (const Dual& z : a) normaliser = normaliser + exp(z);
  }
  for (std::size_t k = 0; k < a.size(); ++k) {
    const Dual t{y[k]}, one{1.0};
    switch (c.loss) {
      case Loss::squared_error:
        loss = loss + Dual{0.5} * (a[k] - t) * (a[k] - t);
        break;
      case Loss::binary_cross_entropy:
        loss = loss - t * log(a[k]) - (one - t) * log(one - a[k]);
        break;
      case Loss::cross_entropy:
        loss = loss - t * log(exp(a[k]) / normaliser);
        break;
    }
  }
  return loss;
}

TEST_P(Gradient, AgreesWithANetworkOfDualNumbers) {
  std::size_t tried = 0;
  for (const Case& c : cases()) {
    if (Network(c.spec).parameter_count() > 200) continue;
    ++tried;
    const std::vector<double> values = random_theta(c.spec, c.seed);
    const Samples<double> samples = random_samples(c.spec, c.loss, c.batch, c.seed);
    std::vector<Dual> theta(values.begin(), values.end());
    std::vector<double> expected(theta.size());
    for (std::size_t j = 0; j < theta.size(); ++j) {
      theta[j].d = 1.0;
      for (std::size_t s = 0; s < c.batch; ++s) {
        expected[j] += sample_loss(c, theta, &samples.inputs[s * c.spec.inputs],
                                   &samples.targets[s * c.spec.layers.back().units])
                           .d /
                       static_cast<double>(c.batch);
      }
      theta[j].d = 0.0;
    }
    const auto actual = backprop_gradient<double>(c.spec, c.loss, values, samples.view(), GetParam());
    EXPECT_LE(relative_error(expected, actual), 1e-12) << ::testing::PrintToString(c);
  }
  EXPECT_GE(tried, 30U);
}

DOWNHILL_ON_EVERY_ENGINE(Gradient);

}  // namespace
}  // namespace downhill::testing
