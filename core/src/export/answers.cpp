#include "../text.hpp"

#include <downhill/engine.hpp>
#include <downhill/portable.hpp>

#include <algorithm>
#include <cmath>

namespace downhill {
namespace {

constexpr std::size_t piece = 256;  // samples a pass

bool finite(std::span<const float> numbers) {
  return std::ranges::all_of(numbers, [](float number) { return std::isfinite(number); });
}

Status check_layer(const PortableLayer& layer, std::size_t inputs, const std::string& where) {
  if (layer.inputs != inputs)
    return refused(where + " takes " + std::to_string(layer.inputs) + " inputs and gets " +
                   std::to_string(inputs) + ".");
  const std::size_t normed = layer.layer_norm ? layer.units : 0;
  if (layer.weights.size() != layer.units * layer.inputs || layer.biases.size() != layer.units ||
      layer.gain.size() != normed || layer.shift.size() != normed)
    return refused(where + " has numbers that do not fit its shape.");
  if (!finite(layer.weights) || !finite(layer.biases) || !finite(layer.gain) || !finite(layer.shift))
    return refused(where + " has numbers that are not finite.");
  return {};
}

Status check(const PortableNetwork& network) {
  if (network.layers.empty()) return refused("The network has no layers.");
  std::size_t inputs = network.plane() ? network.features.size() : network.layers.front().inputs;
  if (!network.scale.empty() && network.scale.size() != inputs)
    return refused("The network standardises " + std::to_string(network.scale.size()) + " of " +
                   std::to_string(inputs) + " inputs.");
  for (const Scale& scale : network.scale) {
    // Files keep them as floats.
    const auto mean = static_cast<float>(scale.mean), deviation = static_cast<float>(scale.deviation);
    if (std::isfinite(mean) && std::isfinite(deviation) && deviation > 0.0F) continue;
    return refused("The network standardises with " + to_text(scale.mean) + " and " +
                   to_text(scale.deviation) + ".");
  }
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const std::string where = "Layer " + std::to_string(l + 1);
    if (Status status = check_layer(network.layers[l], inputs, where); !status.ok()) return status;
    inputs = network.layers[l].units;
  }
  return check(network_spec(network));
}

}  // namespace

NetworkSpec network_spec(const PortableNetwork& network) {
  NetworkSpec spec{.inputs = network.layers.front().inputs, .layers = {}};
  for (const PortableLayer& layer : network.layers) {
    spec.layers.push_back({.units = layer.units,
                           .activation = layer.activation,
                           .norm = layer.layer_norm ? Norm::layer : Norm::none,
                           .residual = layer.residual});
  }
  return spec;
}

std::vector<float> parameters(const PortableNetwork& network) {
  const Network shape(network_spec(network));
  std::vector<float> theta(shape.parameter_count());
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const PortableLayer& layer = network.layers[l];
    const LayerLayout& at = shape.layer(l);
    const auto place = [&theta](const std::vector<float>& numbers, std::size_t begin) {
      std::ranges::copy(numbers, theta.begin() + static_cast<std::ptrdiff_t>(begin));
    };
    place(layer.weights, at.weights);
    place(layer.biases, at.biases);
    if (!layer.layer_norm) continue;
    place(layer.gain, at.gain);
    place(layer.shift, at.shift);
  }
  return theta;
}

void fold_scale(PortableNetwork& network) {
  if (network.scale.empty()) return;
  PortableLayer& first = network.layers.front();
  for (std::size_t j = 0; j < first.units; ++j) {
    auto bias = static_cast<double>(first.biases[j]);
    for (std::size_t k = 0; k < first.inputs; ++k) {
      float& weight = first.weights[j * first.inputs + k];
      const double folded = static_cast<double>(weight) / network.scale[k].deviation;
      weight = static_cast<float>(folded);
      bias -= folded * network.scale[k].mean;
    }
    first.biases[j] = static_cast<float>(bias);
  }
  network.scale.clear();
}

Status Answers::build(const PortableNetwork& network) {
  if (Status status = check(network); !status.ok()) return status;
  Network shape(network_spec(network));
  Tape<float> tape;
  Arena memory;
  const auto plan = [&](Cursor& cursor) { tape.plan(cursor, shape, piece, TapeUse::evaluation); };
  if (Status status = memory.lay_out(std::size_t{1} << 30U, plan); !status.ok()) return status;
  network_ = std::move(shape);
  features_ = network.features;
  scale_ = network.scale;
  inputs_ = network.inputs();
  theta_ = parameters(network);
  inputs_scaled_.assign(piece * network_.inputs(), 0.0F);
  no_targets_.assign(piece * network_.outputs(), 0.0F);
  memory_ = std::move(memory);
  tape_ = std::move(tape);
  return {};
}

void Answers::scale_inputs(std::span<const double> rows, std::size_t first, std::size_t count) {
  const std::size_t width = network_.inputs();
  for (std::size_t j = 0; j < count; ++j) {
    const std::span<const double> row = rows.subspan((first + j) * inputs_, inputs_);
    const std::span<float> inputs = std::span(inputs_scaled_).subspan(j * width, width);
    if (!features_.empty()) {
      const Point point{row[0], row[1], 0};
      make_inputs<float>(features_, scale_, {&point, 1}, inputs);
      continue;
    }
    for (std::size_t k = 0; k < width; ++k) {
      const Scale scale = scale_.empty() ? Scale{} : scale_[k];
      inputs[k] = static_cast<float>((row[k] - scale.mean) / scale.deviation);
    }
  }
}

std::vector<float> Answers::operator()(std::span<const double> rows) {
  const std::size_t count = rows.size() / inputs_;
  const std::size_t outputs = network_.outputs();
  std::vector<float> answers(count * outputs);
  const Engine& engine = best_engine(NumericMode::reproducible);
  const Backprop<float> pass{network_, engine.kernels<float>(), Loss::squared_error, theta_.data(), tape_};
  for (std::size_t first = 0; first < count; first += piece) {
    const std::size_t samples = std::min(piece, count - first);
    scale_inputs(rows, first, samples);
    tape_.load(pass.kernels, inputs_scaled_.data(), no_targets_.data(), samples);
    pass.forward();
    const Matrix<float>& out = tape_.layers.back().out;
    for (std::size_t j = 0; j < samples; ++j) {
      for (std::size_t k = 0; k < outputs; ++k) answers[(first + j) * outputs + k] = out(k, j);
    }
  }
  return answers;
}

}  // namespace downhill
