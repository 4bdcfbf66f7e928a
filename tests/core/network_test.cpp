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
      EXPECT_EQ(layer.units, spec.layers[l].units);
      EXPECT_EQ(layer.activation, spec.layers[l].activation);
      EXPECT_EQ(layer.weights, next);
      EXPECT_EQ(layer.biases, layer.weights + layer.units * layer.inputs);
      next = layer.biases + layer.units;
      inputs = layer.units;
    }
    EXPECT_EQ(network.parameter_count(), next);
  }
  EXPECT_EQ(Network({2, {{8, Activation::tanh}, {8, Activation::tanh}, {1, Activation::sigmoid}}})
                .parameter_count(),
            24U + 72U + 9U);
}

TEST(Network, RefusesWhatIsNoNetwork) {
  EXPECT_TRUE(refuses(check({0, {{1, Activation::tanh}}}), {"inputs"}));
  EXPECT_TRUE(refuses(check({2, {}}), {"no layers"}));
  EXPECT_TRUE(refuses(check({2, {{3, Activation::tanh}, {0, Activation::tanh}, {1, Activation::tanh}}}),
                      {"layer 2", "no units"}));
  EXPECT_TRUE(refuses(check({2, {{3, Activation::softmax}, {1, Activation::tanh}}}), {"layer 1", "softmax"}));
  EXPECT_TRUE(check({2, {{3, Activation::softmax}}}).ok());
}

TEST(Pairing, EveryLossKnowsItsOutputs) {
  for (const Loss loss : {Loss::squared_error, Loss::binary_cross_entropy, Loss::cross_entropy}) {
    for (const Activation psi :
         {Activation::tanh, Activation::sigmoid, Activation::relu, Activation::linear, Activation::softmax}) {
      bool good = false;
      for (const auto& pairing : pairings()) good = good || pairing == std::pair{loss, psi};
      const Status status = check_pairing(loss, psi);
      EXPECT_EQ(status.ok(), good) << name(loss) << " with " << name(psi);
      if (good) {
        EXPECT_EQ(status.message, "");
      } else {
        EXPECT_TRUE(refuses(status, {std::string(name(loss)).c_str(), std::string(name(psi)).c_str()}));
      }
    }
  }
}

}  // namespace
}  // namespace downhill::testing
