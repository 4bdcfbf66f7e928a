// The one table of training settings: what the address bar, the command line, files and controls all go by.
#pragma once

#include <downhill/dataset.hpp>
#include <downhill/engine.hpp>
#include <downhill/feature.hpp>
#include <downhill/initializer.hpp>
#include <downhill/network.hpp>
#include <downhill/status.hpp>
#include <downhill/trainer.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace downhill {

enum class LossChoice : std::uint8_t {
  automatic,  // binary cross-entropy for two classes, cross-entropy for more, squared error for regression
  squared_error,
  binary_cross_entropy,
  cross_entropy,
};

enum class EngineChoice : std::uint8_t { simd, scalar };

enum class OutputChoice : std::uint8_t {
  // tanh for squared error (linear in regression), sigmoid for binary cross-entropy, softmax for
  // cross-entropy
  automatic,
  tanh,
  sigmoid,
  linear,
  softmax,
};

enum class Switch : std::uint8_t { off, on };

struct HiddenLayer {
  std::size_t units = 1;
  std::optional<Activation> activation;  // the common one unless given
  Norm norm = Norm::none;
  double dropout = 0.0;
  bool residual = false;
};

// Everything that decides a run; equal settings, equal runs. Values in the units of the table.
struct Settings {
  DatasetKind dataset = DatasetKind::spiral;
  std::size_t samples = 500;
  double noise = 0.0;         // percent
  double train_ratio = 50.0;  // percent
  std::size_t classes = 3;    // of the datasets that leave a choice
  double balance = 50.0;      // percent; see DatasetSpec
  std::uint32_t seed = 1;
  FeatureSet features = {Feature::x1, Feature::x2};
  Switch standardize = Switch::off;
  std::vector<HiddenLayer> network = {{8, {}}, {8, {}}};
  Activation activation = Activation::tanh;
  Initializer initializer = Initializer::xavier;
  LossChoice loss = LossChoice::automatic;
  OutputChoice output = OutputChoice::automatic;
  Switch fused = Switch::on;
  double learning_rate = 0.1;
  std::size_t batch_size = 10;
  OptimizerKind optimizer = OptimizerKind::sgd;
  double momentum = 0.9;
  double rmsprop_momentum = 0.0;
  double rho = 0.99;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double decay = 0.01;
  ScheduleKind schedule = ScheduleKind::constant;
  double gamma = 0.5;
  double period = 100.0;
  double growth = 1.0;
  double lowest_rate = 0.0;
  double warm_up = 0.0;
  ClippingKind clipping = ClippingKind::none;
  double clip_threshold = 1.0;
  double l1 = 0.0;
  double l2 = 0.0;
  Switch penalize_biases = Switch::on;
  std::size_t patience = 0;
  double min_improvement = 0.0;
  NumericMode mode = NumericMode::reproducible;
  EngineChoice engine = EngineChoice::simd;

  static constexpr std::size_t max_layers = 8;
  static constexpr std::size_t max_units = 64;
};

enum class SettingType : std::uint8_t { choice, number, integer, layers, features };

struct SettingChoice {
  std::string_view value, label;
};

// One row of the table.
struct SettingSpec {
  std::string_view key = {}, label = {}, group = {};
  SettingType type = SettingType::number;
  bool live = false;             // takes effect in a running training; others build the run anew
  std::string_view help = {};    // one line
  std::string_view symbol = {};  // the paper's, if it has one
  std::string_view when = {};    // what makes it matter, as "key=value|value"; always if empty
  std::span<const SettingChoice> choices = {};  // of a choice or of features
  double min = 0.0, max = 0.0, step = 0.0;
  bool logarithmic = false;

  // The value as a number: of a choice its place in `choices`. Layers have none.
  double (*get)(const Settings& settings) = nullptr;
  void (*put)(Settings& settings, double value) = nullptr;

  std::string read(const Settings& settings) const;
  // Clamps into the range; leaves the setting alone if the text makes no sense. Says so either way.
  Status write(Settings& settings, std::string_view text) const;
};

// What stands behind units and activation in the text of a layer, such as "layerNorm:dropout0.2:residual".
std::string block_words(Norm norm, double dropout, bool residual);

// In the order of the canonical query.
std::span<const SettingSpec> settings_table();
// The same rows without label, group, help, symbol and when, which only people read: whoever calls nothing
// else does not link those texts.
std::span<const SettingSpec> setting_rules();

// The points that the settings ask for. Classes and balance are left out where the dataset has no use for
// them.
DatasetSpec dataset_spec(const Settings& settings);

// The run that the settings ask for, on that data. Regression takes the squared error and never softmax,
// whatever the settings say.
TrainerSpec trainer_spec(const Settings& settings, const Dataset& dataset);

// The other way round: settings as the rules have them, for a run that went back to rules of before. `frozen`
// has no setting.
void adopt_rules(Settings& settings, const TrainingRules& rules) noexcept;

// The rule of that key, or null.
const SettingSpec* find_setting(std::string_view key);

// Sets one value from text.
Status set(Settings& settings, std::string_view key, std::string_view text);

// Sets what a query such as "dataset=xor&network=4,2" names, and tells of everything that it could not use as
// given. A link of TensorFlow Playground is understood as it meant it: its defaults, squared error and
// weights from U(-1/2, 1/2); what only concerns its page is passed over.
Status apply_query(Settings& settings, std::string_view query);

// The shortest query that gives these settings: what differs from the defaults.
std::string to_query(const Settings& settings);

// {"key": "value", ...} with every key.
std::string to_json(const Settings& settings);

// The table itself, for other languages (docs/bindings.md).
std::string settings_table_json();

}  // namespace downhill
