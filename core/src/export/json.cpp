// The network as JSON that says what it is:
// {"format": "downhill-network", "version": 1, "settings", "features": "x1,x2" as in settings, "means",
// "deviations", "classes",
//  "layers": [{"inputs", "units", "activation", "residual", "weights" [units][inputs] in a row, "biases",
//  "gain", "shift"}]}
// Without features the first layer takes the inputs themselves; means, deviations, gain and shift may be
// empty.
#include "../text.hpp"
#include "portable.hpp"

#include <string>

namespace downhill {
namespace {

std::string numbers(const std::vector<float>& list) {
  return json_list(list, [](float number) { return exact_text(number); });
}

std::string layer_json(const PortableLayer& layer) {
  return "\n  {" + json_field("inputs", std::to_string(layer.inputs)) + ", " +
         json_field("units", std::to_string(layer.units)) + ", " +
         json_field("activation", json_string(name(layer.activation))) + ", " +
         json_field("residual", layer.residual ? "true" : "false") + ",\n   " +
         json_field("weights", numbers(layer.weights)) + ",\n   " +
         json_field("biases", numbers(layer.biases)) + ",\n   " + json_field("gain", numbers(layer.gain)) +
         ", " + json_field("shift", numbers(layer.shift)) + "}";
}

}  // namespace

std::string to_json(const PortableNetwork& network) {
  const bool scaled = !network.scale.empty();
  const auto text = [](const std::string& word) { return json_string(word); };
  return "{" + json_field("format", json_string("downhill-network")) + ", " + json_field("version", "1") +
         ",\n " + json_field("settings", json_string(network.settings)) + ",\n " +
         json_field("features", json_string(to_text(network.features))) + ",\n " +
         json_field("means", numbers(scaled ? means_of(network) : std::vector<float>{})) + ",\n " +
         json_field("deviations", numbers(scaled ? deviations_of(network) : std::vector<float>{})) + ",\n " +
         json_field("classes", json_list(network.classes, text)) + ",\n " +
         json_field("layers", json_list(network.layers, layer_json)) + "}\n";
}

}  // namespace downhill
