// Mean and deviation of a column of numbers, for its standardisation.
#pragma once

#include <downhill/feature.hpp>

#include <cmath>
#include <cstddef>

namespace downhill {

// Of get(0) ... get(count - 1), summed in this order. What is constant gets deviation 1.
template <class Get>
Scale scale_over(std::size_t count, Get get) {
  const auto total = static_cast<double>(count);
  double sum = 0.0;
  for (std::size_t j = 0; j < count; ++j) sum += get(j);
  Scale scale;
  scale.mean = sum / total;
  double squares = 0.0;
  for (std::size_t j = 0; j < count; ++j) {
    const double distance = get(j) - scale.mean;
    squares += distance * distance;
  }
  const double deviation = std::sqrt(squares / total);
  // The mean of equal numbers is rounded; that error is no deviation.
  if (deviation > 1e-12 * std::abs(scale.mean)) scale.deviation = deviation;
  return scale;
}

}  // namespace downhill
