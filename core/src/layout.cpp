// The shape of a run in JSON, for other languages.
#include "text.hpp"

#include <downhill/playground.hpp>

#include <string>

namespace downhill {
namespace {

std::string input_json(Feature feature) {
  return "{" + json_field("key", json_string(names(feature).key)) + ", " +
         json_field("name", json_string(names(feature).symbol)) + "}";
}

std::string layer_json(const LayerLayout& layer) {
  const std::string words = block_words(layer.spec.norm, layer.spec.dropout, layer.spec.residual);
  return "{" + json_field("units", std::to_string(layer.units())) + ", " +
         json_field("inputs", std::to_string(layer.inputs)) + ", " +
         json_field("activation", json_string(name(layer.spec.activation))) + ", " +
         json_field("words", json_string(words)) + ", " +
         json_field("weights", std::to_string(layer.weights)) + ", " +
         json_field("biases", std::to_string(layer.biases)) + "}";
}

}  // namespace

std::string layout_json(const Playground& playground) {
  const Network& network = playground.trainer().network();
  const Dataset& dataset = playground.dataset();
  return "{" + json_field("inputs", json_list(playground.inputs().features, input_json)) + ", " +
         json_field("layers", json_list(network.layers(), layer_json)) + ", " +
         json_field("parameters", std::to_string(network.parameter_count())) + ", " +
         json_field("loss", json_string(name(playground.trainer().spec().loss))) + ", " +
         json_field("classes", std::to_string(dataset.classes)) + ", " +
         json_field("classNames", json_list(dataset.class_names,
                                            [](const std::string& name) { return json_string(name); })) +
         ", " + json_field("regression", dataset.regression ? "true" : "false") + ", " +
         json_field("outputs", std::to_string(network.outputs())) + "}";
}

}  // namespace downhill
