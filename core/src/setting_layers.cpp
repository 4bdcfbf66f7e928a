#include "bounds.hpp"
#include "setting_values.hpp"
#include "text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace downhill {
namespace {

constexpr std::string_view dropout_prefix = "dropout";
constexpr std::string_view residual_word = "residual";
constexpr double most_dropout = 0.9;

std::optional<Activation> hidden_activation(std::string_view text) {
  const auto found = find_activation(text);
  return found == Activation::softmax ? std::nullopt : found;
}

// One word after the units; false if it means nothing.
bool read_word(std::string_view word, HiddenLayer& layer, Status& status) {
  if (const auto activation = hidden_activation(word)) {
    if (layer.activation) return false;
    layer.activation = activation;
  } else if (word == "batchNorm") {
    layer.norm = Norm::batch;
  } else if (word == "layerNorm") {
    layer.norm = Norm::layer;
  } else if (word == residual_word) {
    layer.residual = true;
  } else if (word.starts_with(dropout_prefix)) {
    const auto share = to_number(word.substr(dropout_prefix.size()));
    if (!share) return false;
    layer.dropout = std::clamp(*share, 0.0, most_dropout);
    if (layer.dropout != *share) {
      status.add({Code::clamped, not_between("network: dropout " + to_text(*share), 0.0, most_dropout) +
                                     "; using " + to_text(layer.dropout) + "."});
    }
  } else {
    return false;
  }
  return true;
}

// Units and words; false if the text is no layer.
bool read_layer(std::string_view text, HiddenLayer& layer, Status& status) {
  std::size_t words = text.find(':');
  const auto units = to_number(text.substr(0, words));
  if (!units || *units != std::nearbyint(*units)) return false;
  const double used = std::clamp(*units, 1.0, static_cast<double>(Settings::max_units));
  if (used != *units) {
    status.add({Code::clamped, "network: " + to_text(*units) + " units are not between 1 and " +
                                   std::to_string(Settings::max_units) + "; using " + to_text(used) + "."});
  }
  layer.units = static_cast<std::size_t>(used);
  while (words != std::string_view::npos) {
    const std::size_t end = text.find(':', words + 1);
    if (!read_word(text.substr(words + 1, end - words - 1), layer, status)) return false;
    words = end;
  }
  return true;
}

}  // namespace

Status drop_impossible_residuals(Settings& settings) {
  Status status;
  std::size_t below = settings.features.size();
  for (HiddenLayer& layer : settings.network) {
    if (layer.residual && layer.units != below) {
      layer.residual = false;
      status.add({Code::clamped, "network: a residual connection from " + std::to_string(below) + " to " +
                                     std::to_string(layer.units) +
                                     " units is left out; it needs equal widths."});
    }
    below = layer.units;
  }
  return status;
}

std::string block_words(Norm norm, double dropout, bool residual) {
  std::string words;
  const auto add = [&](std::string_view word) {
    if (!words.empty()) words += ':';
    words += word;
  };
  if (norm == Norm::batch) add("batchNorm");
  if (norm == Norm::layer) add("layerNorm");
  if (dropout > 0.0) add(std::string(dropout_prefix) + to_text(dropout));
  if (residual) add(residual_word);
  return words;
}

std::string read_layers(const Settings& settings) {
  std::string result;
  for (const HiddenLayer& layer : settings.network) {
    if (!result.empty()) result += ',';
    result += std::to_string(layer.units);
    if (layer.activation) result += ':' + std::string(name(*layer.activation));
    const std::string words = block_words(layer.norm, layer.dropout, layer.residual);
    if (!words.empty()) result += ':' + words;
  }
  return result;
}

Status write_layers(Settings& settings, const SettingSpec& spec, std::string_view text) {
  std::vector<HiddenLayer> layers;
  Status status;
  for (std::string_view rest = text; !rest.empty();) {
    if (layers.size() == Settings::max_layers) {
      const std::string most = std::to_string(Settings::max_layers);
      status.add(
          {Code::clamped, "network: more than " + most + " hidden layers; using the first " + most + "."});
      break;
    }
    const std::size_t comma = rest.find(',');
    const std::string_view part = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    HiddenLayer layer;
    if (!read_layer(part, layer, status)) {
      return ignored(spec, settings, part, "a layer such as 8 or 8:relu:layerNorm:dropout0.2:residual");
    }
    layers.push_back(layer);
  }
  settings.network = std::move(layers);
  status.add(drop_impossible_residuals(settings));
  return status;
}

}  // namespace downhill
