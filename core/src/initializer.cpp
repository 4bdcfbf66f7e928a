#include <downhill/initializer.hpp>
#include <downhill/random.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace downhill {
namespace {

double draw(Initializer initializer, const LayerLayout& layer, Random& random) noexcept {
  const auto inputs = static_cast<double>(layer.inputs);
  const auto units = static_cast<double>(layer.units());
  switch (initializer) {
    case Initializer::uniform:
      return random.uniform(-0.5, 0.5);
    case Initializer::xavier: {
      const double r = std::sqrt(6.0 / (inputs + units));
      return random.uniform(-r, r);
    }
    case Initializer::he:
      return std::sqrt(2.0 / inputs) * random.normal();
    case Initializer::normal:
      return random.normal();
    case Initializer::lecun:
      return std::sqrt(1.0 / inputs) * random.normal();
    case Initializer::zeros:
    case Initializer::orthogonal:
      break;
  }
  return 0.0;
}

// `count` vectors of `length` (at least as long as there are vectors) of unit length and at right angles:
// normal ones, made so by Gram and Schmidt. Each is cleared of the ones before twice, which is enough (Kahan;
// Parlett, 1980).
std::vector<double> orthonormal(std::size_t count, std::size_t length, Random& random) {
  std::vector<double> vectors(count * length);
  const auto dot = [=](const double* x, const double* y) {
    double sum = 0.0;
    for (std::size_t j = 0; j < length; ++j) sum += x[j] * y[j];
    return sum;
  };
  for (std::size_t v = 0; v < count; ++v) {
    double* vector = vectors.data() + v * length;
    for (std::size_t j = 0; j < length; ++j) vector[j] = random.normal();
    for (int pass = 0; pass < 2; ++pass) {
      for (std::size_t other = 0; other < v; ++other) {
        const double* before = vectors.data() + other * length;
        const double part = dot(vector, before);
        for (std::size_t j = 0; j < length; ++j) vector[j] -= part * before[j];
      }
      const double size = std::sqrt(dot(vector, vector));
      for (std::size_t j = 0; j < length; ++j) vector[j] /= size;
    }
  }
  return vectors;
}

template <class T>
void fill_orthogonal(const LayerLayout& layer, Random& random, std::span<T> weights) {
  const bool rows = layer.units() <= layer.inputs;
  const std::size_t count = rows ? layer.units() : layer.inputs;
  const std::size_t length = rows ? layer.inputs : layer.units();
  const std::vector<double> vectors = orthonormal(count, length, random);
  for (std::size_t u = 0; u < layer.units(); ++u) {
    for (std::size_t i = 0; i < layer.inputs; ++i) {
      weights[u * layer.inputs + i] =
          static_cast<T>(rows ? vectors[u * length + i] : vectors[i * length + u]);
    }
  }
}

}  // namespace

template <class T>
void initialize(const Network& network, Initializer initializer, std::uint64_t seed,
                std::span<T> theta) noexcept {
  for (std::size_t l = 0; l < network.depth(); ++l) {
    const LayerLayout& layer = network.layer(l);
    Random random(seed, Stream::init, l);
    const auto weights = theta.subspan(layer.weights, layer.weight_count());
    if (initializer == Initializer::orthogonal) {
      fill_orthogonal(layer, random, weights);
    } else {
      for (T& weight : weights) weight = static_cast<T>(draw(initializer, layer, random));
    }
    std::ranges::fill(theta.subspan(layer.biases, layer.units()), T(0));
    if (layer.spec.norm == Norm::none) continue;
    std::ranges::fill(theta.subspan(layer.gain, layer.units()), T(1));
    std::ranges::fill(theta.subspan(layer.shift, layer.units()), T(0));
  }
}

template void initialize(const Network&, Initializer, std::uint64_t, std::span<float>) noexcept;
template void initialize(const Network&, Initializer, std::uint64_t, std::span<double>) noexcept;

}  // namespace downhill
