#include <string>

#include <downhill/network.hpp>

namespace downhill {

Status check(const NetworkSpec& spec) {
  if (spec.inputs == 0) return refused("network: it has no inputs; give it at least one.");
  if (spec.layers.empty()) return refused("network: it has no layers; give it at least the output layer.");
  for (std::size_t l = 0; l < spec.layers.size(); ++l) {
    const std::string where = "network: layer " + std::to_string(l + 1);
    if (spec.layers[l].units == 0) return refused(where + " has no units; give it at least one.");
    if (spec.layers[l].activation == Activation::softmax && l + 1 < spec.layers.size()) {
      return refused(where + " is hidden and cannot use softmax, which is for the output layer.");
    }
  }
  return {};
}

Network::Network(const NetworkSpec& spec) {
  std::size_t inputs = spec.inputs;
  for (const LayerSpec& layer : spec.layers) {
    const std::size_t weights = parameter_count_;
    const std::size_t biases = weights + layer.units * inputs;
    layers_.push_back({inputs, layer.units, layer.activation, weights, biases});
    parameter_count_ = biases + layer.units;
    inputs = layer.units;
  }
}

}  // namespace downhill
