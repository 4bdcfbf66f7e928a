#include "exact_maths.hpp"
#include "scale.hpp"
#include "text.hpp"

#include <downhill/feature.hpp>

#include <algorithm>
#include <cmath>

namespace downhill {
namespace {

// Calls body(formula) with the feature's formula(x1, x2), so that the choice is made once and not for every
// point.
template <class Body>
void with_formula(Feature feature, Body&& body) {
  switch (feature) {
    case Feature::x1:
      return body([](double x1, double) { return x1; });
    case Feature::x2:
      return body([](double, double x2) { return x2; });
    case Feature::x1_squared:
      return body([](double x1, double) { return x1 * x1; });
    case Feature::x2_squared:
      return body([](double, double x2) { return x2 * x2; });
    case Feature::x1_x2:
      return body([](double x1, double x2) { return x1 * x2; });
    case Feature::sin_x1:
      return body([](double x1, double) { return sine(x1); });
    case Feature::sin_x2:
      return body([](double, double x2) { return sine(x2); });
    case Feature::cos_x1:
      return body([](double x1, double) { return cosine(x1); });
    case Feature::cos_x2:
      return body([](double, double x2) { return cosine(x2); });
    case Feature::radius:
      return body([](double x1, double x2) { return std::sqrt(x1 * x1 + x2 * x2); });
  }
}

// The k-th scale with a factor in place of the divisor. Points and pictures share it, so they agree to the
// bit.
struct Factor {
  double mean, factor;

  Factor(const Standardisation& standardisation, std::size_t k) noexcept : mean(0.0), factor(1.0) {
    if (standardisation.empty()) return;
    mean = standardisation[k].mean;
    factor = 1.0 / standardisation[k].deviation;
  }

  template <class T>
  T apply(double value) const noexcept {
    return static_cast<T>((value - mean) * factor);
  }
};

}  // namespace

std::optional<Feature> find_feature(std::string_view text) noexcept {
  const auto found = std::ranges::find_if(feature_names, [&](const FeatureName& feature) {
    return !text.empty() && (text == feature.key || text == feature.alias);
  });
  if (found == feature_names.end()) return {};
  return static_cast<Feature>(found - feature_names.begin());
}

Status read_features(std::string_view text, FeatureSet& features) {
  FeatureSet read;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find(',', start), text.size());
    const std::string_view part = text.substr(start, end - start);
    start = end + 1;
    const auto feature = find_feature(part);
    if (!feature)
      return refused("features: " + quoted(part) + " is unknown; use a list such as x1,x2,x1x2,sinX1.");
    if (std::ranges::find(read, *feature) != read.end()) {
      return refused("features: " + quoted(part) + " is there twice; name each once.");
    }
    read.push_back(*feature);
  }
  features = std::move(read);
  return {};
}

std::string to_text(std::span<const Feature> features) {
  std::string result;
  for (const Feature feature : features) {
    if (!result.empty()) result += ',';
    result += names(feature).key;
  }
  return result;
}

double feature_value(Feature feature, double x1, double x2) noexcept {
  double value = 0.0;
  with_formula(feature, [&](auto formula) { value = formula(x1, x2); });
  return value;
}

Standardisation standardise(std::span<const Feature> features, std::span<const Point> training) {
  Standardisation result(features.size());
  if (training.empty()) return result;
  std::ranges::transform(features, result.begin(), [&](Feature feature) {
    return scale_over(training.size(),
                      [&](std::size_t j) { return feature_value(feature, training[j].x1, training[j].x2); });
  });
  return result;
}

template <class T>
void make_inputs(std::span<const Feature> features, const Standardisation& standardisation,
                 std::span<const Point> points, std::span<T> inputs) noexcept {
  for (std::size_t k = 0; k < features.size(); ++k) {
    const Factor scale(standardisation, k);
    T* input = inputs.data() + k;
    for (const Point& point : points) {
      *input = scale.apply<T>(feature_value(features[k], point.x1, point.x2));
      input += features.size();
    }
  }
}

template <class T>
void fill_inputs(std::span<const Feature> features, const Standardisation& standardisation,
                 std::span<const double> x1, std::span<const double> x2, const Matrix<T>& rows) noexcept {
  for (std::size_t k = 0; k < features.size(); ++k) {
    const Factor scale(standardisation, k);
    with_formula(features[k], [&](auto formula) {
      T* row = rows.row(k);
      for (std::size_t j = 0; j < x1.size(); ++j) row[j] = scale.apply<T>(formula(x1[j], x2[j]));
    });
  }
}

template void make_inputs(std::span<const Feature>, const Standardisation&, std::span<const Point>,
                          std::span<float>) noexcept;
template void make_inputs(std::span<const Feature>, const Standardisation&, std::span<const Point>,
                          std::span<double>) noexcept;
template void fill_inputs(std::span<const Feature>, const Standardisation&, std::span<const double>,
                          std::span<const double>, const Matrix<float>&) noexcept;
template void fill_inputs(std::span<const Feature>, const Standardisation&, std::span<const double>,
                          std::span<const double>, const Matrix<double>&) noexcept;

}  // namespace downhill
