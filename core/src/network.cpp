#include "bounds.hpp"
#include "text.hpp"

#include <downhill/network.hpp>

#include <string>

namespace downhill {

Status check(const NetworkSpec& spec) {
  if (spec.inputs == 0) return refused("network: it has no inputs; give it at least one.");
  if (spec.layers.empty()) return refused("network: it has no layers; give it at least the output layer.");
  constexpr double most_parameters = 1e9;  // far below what a 32-bit size can count
  double parameters = 0.0;
  std::size_t inputs = spec.inputs;
  for (std::size_t l = 0; l < spec.layers.size(); ++l) {
    const LayerSpec& layer = spec.layers[l];
    const bool output = l + 1 == spec.layers.size();
    const std::string where = "network: layer " + std::to_string(l + 1);
    if (layer.units == 0) return refused(where + " has no units; give it at least one.");
    if (layer.activation == Activation::softmax && !output) {
      return refused(where + " is hidden and cannot use softmax, which is for the output layer.");
    }
    if (!(layer.dropout >= 0.0 && layer.dropout < 1.0)) {
      return refused(not_between(where + ": dropout " + to_text(layer.dropout), 0.0, 1.0) + " (1 excluded).");
    }
    if (output && layer.dropout > 0.0) return refused(where + " is the output, which cannot be dropped out.");
    if (layer.residual && layer.units != inputs) {
      return refused(where + " has " + std::to_string(layer.units) + " units for " + std::to_string(inputs) +
                     " inputs; a residual connection needs equal widths.");
    }
    parameters += static_cast<double>(layer.units) * (static_cast<double>(inputs) + 3.0);
    inputs = layer.units;
  }
  if (parameters > most_parameters)
    return refused("network: it has more than 10^9 parameters; use fewer units.");
  return {};
}

Network::Network(const NetworkSpec& spec) {
  std::size_t inputs = spec.inputs;
  const auto take = [](std::size_t& used, std::size_t count) {
    used += count;
    return used - count;
  };
  for (const LayerSpec& layer : spec.layers) {
    LayerLayout layout{.inputs = inputs, .spec = layer};
    layout.weights = take(parameter_count_, layer.units * inputs);
    layout.biases = take(parameter_count_, layer.units);
    if (layer.norm != Norm::none) {
      layout.gain = take(parameter_count_, layer.units);
      layout.shift = take(parameter_count_, layer.units);
    }
    if (layer.norm == Norm::batch) {
      layout.running_mean = take(statistic_count_, layer.units);
      layout.running_variance = take(statistic_count_, layer.units);
    }
    layers_.push_back(layout);
    inputs = layer.units;
  }
}

}  // namespace downhill
