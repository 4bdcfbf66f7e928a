#include <cmath>
// The shape of a network, where its parameters lie, and which losses go with which outputs.
#include "networks.hpp"

#include <downhill/network.hpp>

#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

TEST(Network, LayersLieOneAfterTheOther) {
  const NetworkSpec specs[] = {
      {2, {{1, Activation::sigmoid}}},
      {3, {{5, Activation::tanh}, {1, Activation::relu}, {7, Activation::softmax}}},
      {1, {{1, Activation::linear}, {64, Activation::tanh}, {64, Activation::tanh}}}};
  for (const NetworkSpec& spec : specs) {
    ASSERT_TRUE(check(spec).ok());
    const Network network(spec);
    ASSERT_EQ(network.depth(), spec.layers.size());
    EXPECT_EQ(network.inputs(), spec.inputs);
    EXPECT_EQ(network.outputs(), spec.layers.back().units);
    std::size_t next = 0, inputs = spec.inputs;
    for (std::size_t l = 0; l < network.depth(); ++l) {
      const LayerLayout& layer = network.layer(l);
      EXPECT_EQ(layer.inputs, inputs);
      EXPECT_EQ(layer.units(), spec.layers[l].units);
      EXPECT_EQ(layer.spec.activation, spec.layers[l].activation);
      EXPECT_EQ(layer.weights, next);
      EXPECT_EQ(layer.biases, layer.weights + layer.units() * layer.inputs);
      next = layer.biases + layer.units();
      inputs = layer.units();
    }
    EXPECT_EQ(network.parameter_count(), next);
  }
  EXPECT_EQ(Network({2, {{8, Activation::tanh}, {8, Activation::tanh}, {1, Activation::sigmoid}}})
                .parameter_count(),
            24U + 72U + 9U);
}

TEST(Network, RefusesWhatIsNoNetwork) {
  EXPECT_TRUE(refuses(check({0, {{1, Activation::tanh}}}), {"inputs"}));
  EXPECT_TRUE(refuses(check(NetworkSpec{2, {}}), {"no layers"}));
  EXPECT_TRUE(refuses(check({2, {{3, Activation::tanh}, {0, Activation::tanh}, {1, Activation::tanh}}}),
                      {"layer 2", "no units"}));
  EXPECT_TRUE(refuses(check({2, {{3, Activation::softmax}, {1, Activation::tanh}}}), {"layer 1", "softmax"}));
  EXPECT_TRUE(check({2, {{3, Activation::softmax}}}).ok());
}

TEST(Network, RefusesMoreParametersThanCanBeCounted) {
  EXPECT_TRUE(
      refuses(check({100'000, {{100'000, Activation::tanh}, {1, Activation::tanh}}}), {"parameters"}));
  EXPECT_TRUE(check({10'000, {{10'000, Activation::tanh}, {1, Activation::tanh}}}).ok());
}

TEST(Network, RefusesBlocksThatCannotBe) {
  const LayerSpec output{1, Activation::sigmoid};
  const auto hidden = [&](LayerSpec layer) { return check({2, {layer, output}}); };
  EXPECT_TRUE(
      refuses(hidden({.units = 3, .residual = true}), {"layer 1", "3 units", "2 inputs", "residual"}));
  EXPECT_TRUE(hidden({.units = 2, .residual = true}).ok());
  for (const double bad : {-0.1, 1.0, 7.0, std::nan("")}) {
    EXPECT_TRUE(refuses(hidden({.units = 3, .dropout = bad}), {"layer 1", "dropout"}));
  }
  EXPECT_TRUE(hidden({.units = 3, .dropout = 0.99}).ok());
  EXPECT_TRUE(refuses(check({2, {{.units = 1, .dropout = 0.5}}}), {"layer 1", "output"}));
}

TEST(Network, NormsBringGainAndShiftAndBatchNormsStatistics) {
  const Network network(
      {2, {{.units = 4, .norm = Norm::batch}, {.units = 3, .norm = Norm::layer}, {.units = 1}}});
  EXPECT_EQ(network.parameter_count(), (8U + 4U + 4U + 4U) + (12U + 3U + 3U + 3U) + (3U + 1U));
  EXPECT_EQ(network.statistic_count(), 8U);
  EXPECT_TRUE(network.has_batch_norm());
  EXPECT_EQ(network.layer(0).gain, 12U);
  EXPECT_EQ(network.layer(0).shift, 16U);
  EXPECT_EQ(network.layer(0).running_variance, 4U);
  EXPECT_EQ(network.layer(1).weights, 20U);
  EXPECT_EQ(network.layer(2).biases, 44U);
}

TEST(Pairing, TheProperOnes) {
  for (const Loss loss : {Loss::squared_error, Loss::binary_cross_entropy, Loss::cross_entropy}) {
    for (std::size_t kind = 0; kind < activation_names.size(); ++kind) {
      const auto psi = static_cast<Activation>(kind);
      const bool proper = (loss == Loss::squared_error && psi == Activation::linear) ||
                          (loss == Loss::binary_cross_entropy && psi == Activation::sigmoid) ||
                          (loss == Loss::cross_entropy && psi == Activation::softmax);
      EXPECT_EQ(is_proper_pair(loss, psi), proper) << name(loss) << " with " << name(psi);
    }
  }
}

}  // namespace
}  // namespace downhill::testing
