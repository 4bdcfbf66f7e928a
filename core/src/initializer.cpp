#include <algorithm>
#include <cmath>

#include <downhill/initializer.hpp>
#include <downhill/random.hpp>

namespace downhill {
namespace {

double draw(Initializer initializer, const LayerLayout& layer, Random& random) noexcept {
  const auto inputs = static_cast<double>(layer.inputs);
  const auto units = static_cast<double>(layer.units);
  switch (initializer) {
    case Initializer::uniform: return random.uniform(-0.5, 0.5);
    case Initializer::xavier: {
      const double r = std::sqrt(6.0 / (inputs + units));
      return random.uniform(-r, r);
    }
    case Initializer::he: return std::sqrt(2.0 / inputs) * random.normal();
  }
  return 0.0;
}

}  // namespace

template <class T>
void initialize(const Network& network, Initializer initializer, std::uint64_t seed, std::span<T> theta) noexcept {
  for (std::size_t l = 0; l < network.depth(); ++l) {
    const LayerLayout& layer = network.layer(l);
    Random random(seed, Stream::init, l);
    for (T& weight : theta.subspan(layer.weights, layer.units * layer.inputs)) {
      weight = static_cast<T>(draw(initializer, layer, random));
    }
    std::ranges::fill(theta.subspan(layer.biases, layer.units), T(0));
  }
}

template void initialize(const Network&, Initializer, std::uint64_t, std::span<float>) noexcept;
template void initialize(const Network&, Initializer, std::uint64_t, std::span<double>) noexcept;

}  // namespace downhill
