// The rules of diagnostics.hpp that stand for section 26.
#pragma once

#include "loss_trend.hpp"
#include "text.hpp"

#include <downhill/diagnostics.hpp>

#include <algorithm>
#include <string>

namespace downhill {

inline bool is_like_relu(Activation phi) noexcept {
  using enum Activation;
  return phi == relu || phi == leaky_relu || phi == elu || phi == gelu || phi == silu;
}

inline std::size_t hidden_layers(const NetworkSpec& network) noexcept {
  return network.layers.size() - 1;
}

inline std::string set(const char* key, double value) {
  return std::string(key) + '=' + to_text(value);
}

// p Var(w).
inline double variance_gain(Initializer initializer, double inputs, double units) noexcept {
  switch (initializer) {
    case Initializer::uniform:
      return inputs / 12.0;
    case Initializer::xavier:
      return 2.0 * inputs / (inputs + units);
    case Initializer::he:
      return 2.0;
    case Initializer::zeros:
      return 0.0;
    case Initializer::normal:
      return inputs;
    case Initializer::lecun:
      return 1.0;
    case Initializer::orthogonal:
      return std::min(1.0, inputs / units);
  }
  return 1.0;
}

inline Diagnosis initialization(const DiagnosticInput& run) {
  constexpr double least = 1e-2, most = 1e2;
  double gain = 1.0;
  bool relu = false;
  double inputs = static_cast<double>(run.spec.network.inputs);
  for (std::size_t l = 0; l < hidden_layers(run.spec.network); ++l) {
    const LayerSpec& layer = run.spec.network.layers[l];
    const auto units = static_cast<double>(layer.units);
    const double of_layer = variance_gain(run.spec.initializer, inputs, units);
    inputs = units;
    if (layer.norm != Norm::none && of_layer > 0.0) continue;  // which sets it to 1
    gain *= is_like_relu(layer.activation) ? of_layer / 2.0 : of_layer;
    relu = relu || is_like_relu(layer.activation);
  }
  Diagnosis result{.rule = Rule::initialization,
                   .measured = gain,
                   .threshold = gain > most ? most : least,
                   .reason = "The initial weights keep a signal's variance through the layers.",
                   .suggestion = {},
                   .section = "26"};
  if (gain == 0.0) {
    result.level = Level::warning;
    result.reason = "With weights of zero all units of a layer stay alike for ever.";
  } else if (gain < least) {
    result.level = Level::advice;
    result.reason = "The initial weights let the signal fade from layer to layer.";
  } else if (gain > most) {
    result.level = Level::advice;
    result.reason = "The initial weights let the signal grow from layer to layer.";
  }
  if (result.level != Level::ok) result.suggestion = relu ? "initializer=he" : "initializer=xavier";
  return result;
}

// The same hidden layers, each with a norm.
inline std::string normed_network(const NetworkSpec& network) {
  std::string text = "network=";
  for (std::size_t l = 0; l < hidden_layers(network); ++l) {
    const LayerSpec& layer = network.layers[l];
    if (l > 0) text += ',';
    text += std::to_string(layer.units) + ':' + std::string(name(layer.activation)) + ":layerNorm";
    if (layer.dropout > 0.0) text += ":dropout" + to_text(layer.dropout);
  }
  return text;
}

inline Diagnosis depth(const DiagnosticInput& run) {
  constexpr std::size_t deep = 5;
  std::size_t longest = 0, row = 0;
  for (std::size_t l = 0; l < hidden_layers(run.spec.network); ++l) {
    const LayerSpec& layer = run.spec.network.layers[l];
    row = layer.norm == Norm::none && !layer.residual ? row + 1 : 0;
    longest = std::max(longest, row);
  }
  Diagnosis result{.rule = Rule::depth,
                   .measured = static_cast<double>(longest),
                   .threshold = static_cast<double>(deep),
                   .reason = "No long row of layers without norm or residual connection.",
                   .suggestion = {},
                   .section = "26"};
  if (longest >= deep) {
    result.level = Level::advice;
    result.reason = "So deep a network trains better with norms or residual connections.";
    result.suggestion = normed_network(run.spec.network);
  }
  return result;
}

inline Diagnosis batch_size(const DiagnosticInput& run, const Trend& trend) {
  constexpr std::size_t small = 8, usual = 32;
  constexpr double gap = 1.2;
  const std::size_t batch = std::min(run.spec.rules.batch_size, std::max<std::size_t>(run.samples, 1));
  Diagnosis result{.rule = Rule::batch_size,
                   .measured = static_cast<double>(batch),
                   .threshold = static_cast<double>(small),
                   .reason = "The batch size shows neither in noise nor in the test loss.",
                   .suggestion = {},
                   .section = "26"};
  if (batch < small && trend.oscillates()) {
    result.level = Level::advice;
    result.reason = "The gradient of so small a batch is noisy, and the loss jumps.";
    result.suggestion = set("batchSize", usual);
  } else if (batch > usual && 4 * batch > run.samples && trend.last > 0.0 &&
             run.test_loss > gap * trend.last) {
    result.level = Level::advice;
    result.threshold = static_cast<double>(run.samples) / 4.0;
    result.reason =
        "Very large batches may find minima that do worse on new samples, and the test loss is higher.";
    result.suggestion = set("batchSize", usual);
  }
  return result;
}

}  // namespace downhill
