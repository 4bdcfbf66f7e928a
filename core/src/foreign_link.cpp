#include "foreign_link.hpp"

#include "setting_values.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace downhill {
namespace {

// Its keys that our settings do not have, beside its switches of features: of training, and of its page.
constexpr std::array<std::string_view, 7> training_keys = {
    "networkShape", "percTrainData", "regularizationRate", "regularization", "regDataset",
    "problem",      "initZero"};
constexpr std::array<std::string_view, 4> page_keys = {"showTestData", "hideText", "tutorial",
                                                       "collectStats"};

bool is_page_key(std::string_view key) {
  return key.ends_with("_hide") || std::ranges::find(page_keys, key) != page_keys.end();
}

// The features by its names: "x", "xSquared", "sinX" ...
std::optional<Feature> feature_of(std::string_view key) {
  const auto feature = find_feature(key);
  if (feature && names(*feature).alias == key) return feature;
  return {};
}

// What its links say, with its own defaults for what they leave out.
struct Foreign {
  std::string problem = "classification", dataset = "circle", regression_dataset = "reg-plane";
  std::string regularization = "none", rate = "0";
  std::array<bool, feature_names.size()> features = {true, true};

  // Whether the pair is one of these.
  bool take(const std::string& key, const std::string& value) {
    if (const auto feature = feature_of(key)) {
      features[static_cast<std::size_t>(*feature)] = value == "true";
      return true;
    }
    const std::pair<std::string_view, std::string*> places[] = {{"problem", &problem},
                                                                {"dataset", &dataset},
                                                                {"regDataset", &regression_dataset},
                                                                {"regularization", &regularization},
                                                                {"regularizationRate", &rate}};
    for (const auto& [name, place] : places) {
      if (name != key) continue;
      *place = value;
      return true;
    }
    return false;
  }
};

FeatureSet chosen(const Foreign& foreign) {
  FeatureSet features;
  for (std::size_t k = 0; k < foreign.features.size(); ++k) {
    if (foreign.features[k]) features.push_back(static_cast<Feature>(k));
  }
  return features;
}

// Its seeds are digits such as 0.49285; ours are whole numbers.
std::string whole_seed(std::string_view text) {
  const double seed = to_number(text).value_or(0.0);
  if (seed == std::nearbyint(seed)) return std::string(text);
  return to_text(std::nearbyint(std::abs(seed - std::trunc(seed)) * 1e5));
}

Status set_data(Settings& settings, const Foreign& foreign) {
  const bool regression = foreign.problem == "regression";
  std::string dataset = regression ? foreign.regression_dataset : foreign.dataset;
  if (dataset == "reg-plane") dataset = "plane";
  if (dataset == "reg-gauss") dataset = "multi-gauss";
  settings.samples = regression ? 1200 : 500;
  return set(settings, "dataset", dataset);
}

// Its L2 is λ/2 w² and, like its L1, leaves biases alone.
Status set_penalty(Settings& settings, const Foreign& foreign) {
  settings.penalize_biases = Switch::off;
  if (foreign.regularization == "L1") return set(settings, "l1", foreign.rate);
  if (foreign.regularization != "L2") return {};
  const auto rate = to_number(foreign.rate);
  return set(settings, "l2", rate ? to_text(0.5 * *rate) : foreign.rate);
}

}  // namespace

bool is_foreign_link(QueryPairs pairs) {
  return std::ranges::any_of(pairs, [](const auto& pair) {
    return is_page_key(pair.first) || feature_of(pair.first) ||
           std::ranges::find(training_keys, pair.first) != training_keys.end();
  });
}

Status apply_foreign_link(Settings& settings, QueryPairs pairs) {
  settings = {};
  settings.network = {{4, {}}, {2, {}}};
  settings.learning_rate = 0.03;
  settings.loss = LossChoice::squared_error;
  settings.initializer = Initializer::uniform;
  Foreign foreign;
  Status status;
  for (const auto& [key, value] : pairs) {
    if (is_page_key(key) || key == "discretize" || foreign.take(key, value)) continue;
    if (key == "initZero") {
      if (value == "true") settings.initializer = Initializer::zeros;
    } else if (key == "networkShape") {
      status.add(set(settings, "network", value));
    } else if (key == "percTrainData") {
      status.add(set(settings, "trainRatio", value));
    } else {
      status.add(set(settings, key, key == "seed" ? whole_seed(value) : value));
    }
  }
  if (FeatureSet features = chosen(foreign); !features.empty()) settings.features = std::move(features);
  status.add(drop_impossible_residuals(settings));  // of the features before
  status.add(set_data(settings, foreign));
  status.add(set_penalty(settings, foreign));
  return status;
}

}  // namespace downhill
