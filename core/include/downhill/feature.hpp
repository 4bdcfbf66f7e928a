// Input features: what a network is given of a point (x1, x2), and their standardisation.
#pragma once

#include <downhill/dataset.hpp>
#include <downhill/matrix.hpp>
#include <downhill/status.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace downhill {

enum class Feature : std::uint8_t {
  x1,
  x2,
  x1_squared,
  x2_squared,
  x1_x2,
  sin_x1,  // of radians
  sin_x2,
  cos_x1,
  cos_x2,
  radius,  // distance from the origin
};

struct FeatureName {
  std::string_view key;     // in settings
  std::string_view alias;   // TensorFlow Playground's key; empty: it has none
  std::string_view symbol;  // as in formulas
};

inline constexpr std::array<FeatureName, 10> feature_names = {{
    {"x1", "x", "x₁"},
    {"x2", "y", "x₂"},
    {"x1Squared", "xSquared", "x₁²"},
    {"x2Squared", "ySquared", "x₂²"},
    {"x1x2", "xTimesY", "x₁x₂"},
    {"sinX1", "sinX", "sin x₁"},
    {"sinX2", "sinY", "sin x₂"},
    {"cosX1", "cosX", "cos x₁"},
    {"cosX2", "cosY", "cos x₂"},
    {"radius", "", "√(x₁² + x₂²)"},
}};

constexpr const FeatureName& names(Feature feature) noexcept {
  return feature_names[static_cast<std::size_t>(feature)];
}

// By key or alias.
std::optional<Feature> find_feature(std::string_view text) noexcept;

// The inputs of a network, in order; none twice.
using FeatureSet = std::vector<Feature>;

// "x1,x2,sinX1" to features and back. Refuses an empty list, unknown names and repetitions, and then leaves
// `features` alone.
Status read_features(std::string_view text, FeatureSet& features);
std::string to_text(std::span<const Feature> features);

// The same bits on every platform. Both within +-Point::max_size, so that the result is finite as a float
// too; sine and cosine are accurate up to 1e4.
double feature_value(Feature feature, double x1, double x2) noexcept;

// Of one feature: (value - mean) / deviation is what the network gets. The default changes nothing.
struct Scale {
  double mean = 0.0;
  double deviation = 1.0;  // standard deviation, above 0
};

// One scale a feature; empty: the features are used as they are.
using Standardisation = std::vector<Scale>;

// Makes the features' mean 0 and variance 1 over these points: hand in the training points alone, for a test
// point must not leak into training. A feature that is constant gets deviation 1. Sums run in the order of
// the points.
Standardisation standardise(std::span<const Feature> features, std::span<const Point> training);

// What a network is given of a point.
struct InputMap {
  FeatureSet features = {Feature::x1, Feature::x2};
  Standardisation standardisation = {};
};

// The inputs of these points, one row a point: inputs[j * features.size() + k]. T is float or double; values
// are made in double and rounded once.
template <class T>
void make_inputs(std::span<const Feature> features, const Standardisation& standardisation,
                 std::span<const Point> points, std::span<T> inputs) noexcept;

// The same values for any points (x1[j], x2[j]), one row a feature: rows(k, j). `rows` has at least as many
// rows as there are features and columns as points; padding is left alone. The fast way, for pictures.
template <class T>
void fill_inputs(std::span<const Feature> features, const Standardisation& standardisation,
                 std::span<const double> x1, std::span<const double> x2, const Matrix<T>& rows) noexcept;

}  // namespace downhill
