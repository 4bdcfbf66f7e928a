#include "portable.hpp"

#include <downhill/model_export.hpp>
#include <downhill/playground.hpp>

#include <algorithm>
#include <cmath>
#include <span>

namespace downhill {
namespace {

std::vector<float> part(std::span<const float> numbers, std::size_t begin, std::size_t count) {
  const auto slice = numbers.subspan(begin, count);
  return {slice.begin(), slice.end()};
}

PortableLayer portable_layer(const LayerLayout& at, std::span<const float> theta,
                             std::span<const float> statistics) {
  PortableLayer layer{.inputs = at.inputs,
                      .units = at.units(),
                      .activation = at.spec.activation,
                      .residual = at.spec.residual,
                      .layer_norm = at.spec.norm == Norm::layer,
                      .weights = part(theta, at.weights, at.weight_count()),
                      .biases = part(theta, at.biases, at.units()),
                      .gain = {},
                      .shift = {}};
  for (std::size_t j = 0; at.spec.norm == Norm::batch && j < layer.units; ++j) {
    const auto number = [j](std::span<const float> numbers, std::size_t begin) {
      return static_cast<double>(numbers[begin + j]);
    };
    fold_norm(layer, j,
              {.gain = number(theta, at.gain),
               .shift = number(theta, at.shift),
               .mean = number(statistics, at.running_mean),
               .variance = number(statistics, at.running_variance),
               .epsilon = norm_epsilon});
  }
  if (layer.layer_norm) {
    layer.gain = part(theta, at.gain, at.units());
    layer.shift = part(theta, at.shift, at.units());
  }
  return layer;
}

}  // namespace

void fold_norm(PortableLayer& layer, std::size_t unit, const NormAtRest& norm) {
  const double factor = norm.gain / std::sqrt(norm.variance + norm.epsilon);
  for (std::size_t k = 0; k < layer.inputs; ++k) {
    float& weight = layer.weights[unit * layer.inputs + k];
    weight = static_cast<float>(factor * static_cast<double>(weight));
  }
  float& bias = layer.biases[unit];
  bias = static_cast<float>(factor * (static_cast<double>(bias) - norm.mean) + norm.shift);
}

std::vector<PortableLayer> portable_layers(const Network& network, std::span<const float> theta,
                                           std::span<const float> statistics) {
  std::vector<PortableLayer> layers;
  for (const LayerLayout& at : network.layers()) layers.push_back(portable_layer(at, theta, statistics));
  return layers;
}

PortableNetwork portable(const Playground& playground) {
  const Trainer<float>& trainer = playground.trainer();
  return {.settings = to_query(playground.settings()),
          .features = playground.inputs().features,
          .scale = playground.inputs().standardisation,
          .layers = portable_layers(trainer.network(), trainer.theta(), trainer.statistics()),
          .classes = playground.dataset().class_names};
}

std::optional<ModelFormat> find_model_format(std::string_view key) noexcept {
  const auto found = std::ranges::find(model_formats, key, &ModelFormatName::key);
  if (found == model_formats.end()) return std::nullopt;
  return static_cast<ModelFormat>(found - model_formats.begin());
}

std::string export_model(const Playground& playground, ModelFormat format) {
  return export_model(portable(playground), format);
}

std::string export_model(const PortableNetwork& network, ModelFormat format) {
  switch (format) {
    case ModelFormat::onnx:
      return to_onnx(network);
    case ModelFormat::safetensors:
      return to_safetensors(network);
    case ModelFormat::npz:
      return to_npz(network);
    case ModelFormat::json:
      return to_json(network);
    case ModelFormat::c:
      return to_c(network);
    case ModelFormat::javascript:
      return to_javascript(network);
    case ModelFormat::numpy:
      return to_numpy(network);
    case ModelFormat::pytorch:
      break;
  }
  return to_pytorch(network);
}

}  // namespace downhill
