// Initial weights: ranges, spreads, and independence of the layers.
#include "networks.hpp"

#include <downhill/initializer.hpp>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

constexpr Initializer initializers[] = {Initializer::uniform, Initializer::xavier, Initializer::he};
constexpr Initializer all_but_zeros[] = {Initializer::uniform, Initializer::xavier, Initializer::he,
                                         Initializer::normal,  Initializer::lecun,  Initializer::orthogonal};

template <class T>
std::vector<T> initial(const NetworkSpec& spec, Initializer initializer, std::uint64_t seed) {
  const Network network(spec);
  std::vector<T> theta(network.parameter_count(), T(99));
  initialize<T>(network, initializer, seed, theta);
  return theta;
}

const NetworkSpec wide{40, {{60, Activation::tanh}, {50, Activation::relu}, {3, Activation::softmax}}};

struct Spread {
  double mean, deviation, largest;
};

Spread spread(const std::vector<double>& theta, const LayerLayout& layer) {
  Spread result = {};
  const double n = static_cast<double>(layer.biases - layer.weights);
  for (std::size_t j = layer.weights; j < layer.biases; ++j) {
    result.mean += theta[j] / n;
    result.deviation += theta[j] * theta[j] / n;
    result.largest = std::max(result.largest, std::abs(theta[j]));
  }
  result.deviation = std::sqrt(result.deviation);
  return result;
}

TEST(Initializer, BiasesAreZeroAndNothingIsLeftOut) {
  for (const Initializer initializer : all_but_zeros) {
    const std::vector<double> theta = initial<double>(wide, initializer, 1);
    const Network network(wide);
    for (const LayerLayout& layer : network.layers()) {
      for (std::size_t j = layer.weights; j < layer.biases; ++j)
        ASSERT_TRUE(theta[j] != 0.0 && theta[j] != 99.0);
      for (std::size_t u = 0; u < layer.units(); ++u) ASSERT_EQ(theta[layer.biases + u], 0.0);
    }
  }
}

// Tolerances: four standard errors of about 2,000 weights.
TEST(Initializer, SpreadsAsItsFormulaSays) {
  const Network network(wide);
  for (std::size_t l = 0; l < 2; ++l) {
    const LayerLayout& layer = network.layer(l);
    const auto inputs = static_cast<double>(layer.inputs), units = static_cast<double>(layer.units());

    const Spread uniform = spread(initial<double>(wide, Initializer::uniform, 1), layer);
    EXPECT_LE(uniform.largest, 0.5);
    EXPECT_GT(uniform.largest, 0.49);
    EXPECT_NEAR(uniform.mean, 0.0, 0.024);
    EXPECT_NEAR(uniform.deviation, 0.5 / std::sqrt(3.0), 0.012);

    const double r = std::sqrt(6.0 / (inputs + units));
    const Spread xavier = spread(initial<double>(wide, Initializer::xavier, 1), layer);
    EXPECT_LE(xavier.largest, r);
    EXPECT_GT(xavier.largest, 0.98 * r);
    EXPECT_NEAR(xavier.mean, 0.0, 0.048 * r);
    EXPECT_NEAR(xavier.deviation, r / std::sqrt(3.0), 0.024 * r);

    for (const auto& [initializer, sigma] :
         {std::pair{Initializer::he, std::sqrt(2.0 / inputs)},
          std::pair{Initializer::lecun, std::sqrt(1.0 / inputs)}, std::pair{Initializer::normal, 1.0}}) {
      SCOPED_TRACE(name(initializer));
      const Spread normal = spread(initial<double>(wide, initializer, 1), layer);
      EXPECT_GT(normal.largest, 2.5 * sigma);
      EXPECT_LT(normal.largest, 5.0 * sigma);
      EXPECT_NEAR(normal.mean, 0.0, 0.083 * sigma);
      EXPECT_NEAR(normal.deviation, sigma, 0.06 * sigma);
    }
  }
}

// The shorter side of W has vectors of length 1 at right angles: 40 columns of 60, 50 rows of 60, 3 rows
// of 50.
TEST(Initializer, OrthogonalIsOrthonormal) {
  const std::vector<double> theta = initial<double>(wide, Initializer::orthogonal, 1);
  const Network network(wide);
  for (const LayerLayout& layer : network.layers()) {
    const double* W = theta.data() + layer.weights;
    const bool rows = layer.units() <= layer.inputs;
    const std::size_t count = rows ? layer.units() : layer.inputs;
    const std::size_t length = rows ? layer.inputs : layer.units();
    const auto at = [&](std::size_t v, std::size_t j) {
      return rows ? W[v * layer.inputs + j] : W[j * layer.inputs + v];
    };
    for (std::size_t v = 0; v < count; ++v) {
      for (std::size_t w = 0; w <= v; ++w) {
        double product = 0.0;
        for (std::size_t j = 0; j < length; ++j) product += at(v, j) * at(w, j);
        ASSERT_NEAR(product, v == w ? 1.0 : 0.0, 1e-14) << v << ", " << w;
      }
    }
  }
}

TEST(Initializer, NormsBeginAsNone) {
  const NetworkSpec spec{
      2, {{.units = 3, .norm = Norm::layer}, {.units = 2, .norm = Norm::batch}, {.units = 1}}};
  const Network network(spec);
  const std::vector<double> theta = initial<double>(spec, Initializer::he, 1);
  for (std::size_t l = 0; l < 2; ++l) {
    for (std::size_t u = 0; u < network.layer(l).units(); ++u) {
      EXPECT_EQ(theta[network.layer(l).gain + u], 1.0);
      EXPECT_EQ(theta[network.layer(l).shift + u], 0.0);
    }
  }
}

TEST(Initializer, AWiderLayerLeavesTheOthersAlone) {
  NetworkSpec wider = wide;
  wider.layers[0].units = 61;  // layers 0 and 1 change, layer 2 does not
  const Network before(wide), after(wider);
  for (const Initializer initializer : initializers) {
    const auto a = initial<double>(wide, initializer, 3), b = initial<double>(wider, initializer, 3);
    for (std::size_t j = 0; j < 150; ++j)
      ASSERT_EQ(a[before.layer(2).weights + j], b[after.layer(2).weights + j]);
  }
  // Where the formula does not depend on the width of a layer, its first units stay as they were too.
  for (const Initializer initializer : {Initializer::uniform, Initializer::he}) {
    const auto a = initial<double>(wide, initializer, 3), b = initial<double>(wider, initializer, 3);
    for (std::size_t j = 0; j < 40 * 60; ++j) ASSERT_EQ(a[j], b[j]);
  }
}

TEST(Initializer, FloatIsDoubleRounded) {
  for (const Initializer initializer : initializers) {
    const auto d = initial<double>(wide, initializer, 4);
    const auto f = initial<float>(wide, initializer, 4);
    for (std::size_t j = 0; j < d.size(); ++j) ASSERT_EQ(f[j], static_cast<float>(d[j]));
  }
}

TEST(Initializer, SeedsDifferAndBitsAreTheSameEverywhere) {
  EXPECT_NE(initial<float>(wide, Initializer::he, 1), initial<float>(wide, Initializer::he, 2));
  const std::uint64_t pinned[] = {0xD0050E2E20165F82ULL, 0xAD55FFF4282FC28AULL, 0x3C95881E58C35932ULL};
  for (std::size_t k = 0; k < 3; ++k) {
    Hash hash;
    for (const double weight : initial<double>(wide, initializers[k], 42)) hash.add(weight);
    EXPECT_EQ(hash.value(), pinned[k]) << name(initializers[k]);
  }
}

}  // namespace
}  // namespace downhill::testing
