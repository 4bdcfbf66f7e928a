// The rows of the settings table, and how each type of value is read and written.
#include <algorithm>
#include <cmath>
#include <type_traits>

#include <downhill/settings.hpp>

#include "text.hpp"

namespace downhill {
namespace {

template <auto member>
using Value = std::remove_cvref_t<decltype(std::declval<Settings>().*member)>;

Status ignored(const SettingSpec& spec, const Settings& settings, std::string_view text, const std::string& wanted) {
  return {Code::unknown, std::string(spec.key) + ": " + quoted(text) + " is not " + wanted + "; keeping " +
                             spec.read(settings) + "."};
}

// ---- Numbers

template <auto member>
std::string read_number(const Settings& settings) {
  return to_text(static_cast<double>(settings.*member));
}

template <auto member>
Status write_number(Settings& settings, const SettingSpec& spec, std::string_view text) {
  const auto number = to_number(text);
  if (!number) return ignored(spec, settings, text, "a number");
  const double whole = spec.type == SettingType::integer ? std::nearbyint(*number) : *number;
  const double used = std::clamp(whole, spec.min, spec.max);
  settings.*member = static_cast<Value<member>>(used);
  if (used == *number) return {};
  const std::string why = used == whole      ? "is not a whole number"
                          : whole < spec.min ? "is below " + to_text(spec.min)
                                             : "is above " + to_text(spec.max);
  return {Code::clamped, std::string(spec.key) + ": " + quoted(text) + " " + why + "; using " + to_text(used) + "."};
}

// ---- Choices: the enumerators in the order of spec.choices

template <auto member>
std::string read_choice(const Settings& settings);

template <auto member>
Status write_choice(Settings& settings, const SettingSpec& spec, std::string_view text) {
  for (std::size_t index = 0; index < spec.choices.size(); ++index) {
    if (spec.choices[index].value != text) continue;
    settings.*member = static_cast<Value<member>>(index);
    return {};
  }
  std::string names;
  for (const SettingChoice& choice : spec.choices) {
    if (!names.empty()) names += ", ";
    names += choice.value;
  }
  return ignored(spec, settings, text, "one of " + names);
}

// ---- Layers: "8,8" or "8:relu,4"; empty for none

constexpr std::size_t hidden_activations = activation_names.size() - 1;  // all but softmax

std::string read_layers(const Settings& settings) {
  std::string result;
  for (const HiddenLayer& layer : settings.network) {
    if (!result.empty()) result += ',';
    result += std::to_string(layer.units);
    if (layer.activation) result += ':' + std::string(name(*layer.activation));
  }
  return result;
}

std::optional<Activation> hidden_activation(std::string_view text) {
  const auto end = activation_names.begin() + hidden_activations;
  const auto found = std::find(activation_names.begin(), end, text);
  if (found == end) return {};
  return static_cast<Activation>(found - activation_names.begin());
}

Status write_layers(Settings& settings, const SettingSpec& spec, std::string_view text) {
  constexpr const char* wanted = "a list of layers such as 8,8 or 8:relu,4";
  std::vector<HiddenLayer> layers;
  Status status;
  const auto clamped = [&](const std::string& what) {
    status.add({Code::clamped, std::string(spec.key) + ": " + what});
  };
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t comma = rest.find(',');
    std::string_view part = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    if (layers.size() == Settings::max_layers) {
      clamped("more than " + std::to_string(Settings::max_layers) + " hidden layers; using the first " +
              std::to_string(Settings::max_layers) + ".");
      break;
    }
    HiddenLayer layer;
    if (const std::size_t colon = part.find(':'); colon != std::string_view::npos) {
      layer.activation = hidden_activation(part.substr(colon + 1));
      if (!layer.activation) return ignored(spec, settings, text, wanted);
      part = part.substr(0, colon);
    }
    const auto units = to_number(part);
    if (!units || *units != std::nearbyint(*units)) return ignored(spec, settings, text, wanted);
    const double used = std::clamp(*units, 1.0, static_cast<double>(Settings::max_units));
    if (used != *units) {
      clamped(to_text(*units) + " units are not between 1 and " + std::to_string(Settings::max_units) + "; using " +
              to_text(used) + ".");
    }
    layer.units = static_cast<std::size_t>(used);
    layers.push_back(layer);
  }
  settings.network = std::move(layers);
  return status;
}

// ---- The rows

template <auto member>
SettingSpec number(SettingSpec spec) {
  spec.read = read_number<member>;
  spec.write = write_number<member>;
  return spec;
}

template <auto member>
SettingSpec choice(SettingSpec spec) {
  spec.type = SettingType::choice;
  spec.read = read_choice<member>;
  spec.write = write_choice<member>;
  return spec;
}

std::vector<SettingSpec> make_table() {
  return {
      choice<&Settings::dataset>({.key = "dataset",
                                  .label = "Dataset",
                                  .group = "data",
                                  .help = "The points to learn.",
                                  .choices = {{"circle", "Circle"},
                                              {"xor", "Exclusive or"},
                                              {"gauss", "Two clouds"},
                                              {"spiral", "Spiral"},
                                              {"blobs", "Three clouds"}}}),
      number<&Settings::samples>({.key = "samples",
                                  .label = "Points",
                                  .group = "data",
                                  .type = SettingType::integer,
                                  .help = "How many points are drawn, for training and testing together.",
                                  .symbol = "n",
                                  .min = 10,
                                  .max = 5000,
                                  .step = 10}),
      number<&Settings::noise>({.key = "noise",
                                .label = "Noise",
                                .group = "data",
                                .help = "How far points stray from the shape, in percent.",
                                .min = 0,
                                .max = 50,
                                .step = 5}),
      number<&Settings::train_ratio>({.key = "trainRatio",
                                      .label = "Training share",
                                      .group = "data",
                                      .help = "Percent of the points to learn from; the others only test.",
                                      .aliases = {"percTrainData"},
                                      .min = 10,
                                      .max = 90,
                                      .step = 10}),
      number<&Settings::seed>({.key = "seed",
                               .label = "Seed",
                               .group = "data",
                               .type = SettingType::integer,
                               .help = "Decides points, split, initial weights and batch order: same seed, same run.",
                               .min = 0,
                               .max = 4294967295.0,
                               .step = 1}),
      {.key = "network",
       .label = "Hidden layers",
       .group = "network",
       .type = SettingType::layers,
       .help = "Units of each hidden layer, from the input on; a layer may name its own activation.",
       .aliases = {"networkShape"},
       .min = 1,
       .max = static_cast<double>(Settings::max_units),
       .step = 1,
       .read = read_layers,
       .write = write_layers},
      choice<&Settings::activation>({.key = "activation",
                                     .label = "Activation",
                                     .group = "network",
                                     .help = "What a hidden unit makes of its weighted sum: a = φ(z).",
                                     .symbol = "φ",
                                     .choices = {{"tanh", "tanh"},
                                                 {"sigmoid", "Sigmoid"},
                                                 {"relu", "ReLU"},
                                                 {"linear", "Linear"}}}),
      choice<&Settings::initializer>({.key = "initializer",
                                      .label = "Initial weights",
                                      .group = "network",
                                      .help = "How the first weights are drawn: U(−½, ½), or fitted to the width.",
                                      .choices = {{"uniform", "Uniform"}, {"xavier", "Xavier"}, {"he", "He"}}}),
      choice<&Settings::loss>({.key = "loss",
                               .label = "Loss",
                               .group = "training",
                               .help = "What training makes small, with the output activation that goes with it.",
                               .symbol = "L",
                               .choices = {{"auto", "Automatic"},
                                           {"squaredError", "Squared error (tanh)"},
                                           {"binaryCrossEntropy", "Binary cross-entropy (sigmoid)"},
                                           {"crossEntropy", "Cross-entropy (softmax)"}}}),
      number<&Settings::learning_rate>({.key = "learningRate",
                                        .label = "Learning rate",
                                        .group = "training",
                                        .live = true,
                                        .help = "How far one update goes against the gradient: θ := θ − η∇J.",
                                        .symbol = "η",
                                        .min = 1e-5,
                                        .max = 10,
                                        .logarithmic = true}),
      number<&Settings::batch_size>({.key = "batchSize",
                                     .label = "Batch size",
                                     .group = "training",
                                     .type = SettingType::integer,
                                     .live = true,
                                     .help = "Points an update: 1 is stochastic, all of them is batch descent.",
                                     .min = 1,
                                     .max = 5000,
                                     .step = 1}),
      choice<&Settings::mode>({.key = "mode",
                               .label = "Arithmetic",
                               .group = "engine",
                               .live = true,
                               .help = "Reproducible gives the same bits on every machine; fast may fuse operations.",
                               .choices = {{"reproducible", "Reproducible"}, {"fast", "Fast"}}}),
      choice<&Settings::engine>({.key = "engine",
                                 .label = "Engine",
                                 .group = "engine",
                                 .live = true,
                                 .help = "Vector instructions, or the plain scalar reference.",
                                 .choices = {{"simd", "SIMD"}, {"scalar", "Scalar"}}}),
  };
}

template <auto member>
std::string read_choice(const Settings& settings) {
  for (const SettingSpec& spec : settings_table()) {
    if (spec.read != read_choice<member>) continue;
    return std::string(spec.choices[static_cast<std::size_t>(settings.*member)].value);
  }
  return {};
}

}  // namespace

std::span<const SettingSpec> settings_table() {
  static const std::vector<SettingSpec> table = make_table();
  return table;
}

}  // namespace downhill
