// Vectors shaped like theta, for the functions of analysis. Sums run in ascending order: the same bits
// everywhere.
#pragma once

#include <downhill/random.hpp>
#include <downhill/status.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace downhill {

using Vector = std::vector<double>;
using ConstVector = std::span<const double>;

inline double dot(ConstVector x, ConstVector y) noexcept {
  double sum = 0.0;
  for (std::size_t j = 0; j < x.size(); ++j) sum += x[j] * y[j];
  return sum;
}

inline double length(ConstVector x) noexcept {
  return std::sqrt(dot(x, x));
}

// Of the angle between them; 0 where one of them has no direction.
inline double cosine_between(ConstVector x, ConstVector y) noexcept {
  const double lengths = length(x) * length(y);
  return lengths > 0.0 ? std::clamp(dot(x, y) / lengths, -1.0, 1.0) : 0.0;
}

// x + factor * y.
inline Vector sum(ConstVector x, double factor, ConstVector y) {
  Vector result(x.begin(), x.end());
  for (std::size_t j = 0; j < x.size(); ++j) result[j] += factor * y[j];
  return result;
}

inline void scale(std::span<double> x, double factor) noexcept {
  for (double& number : x) number *= factor;
}

inline bool all_finite(ConstVector x) noexcept {
  return std::ranges::all_of(x, [](double number) { return std::isfinite(number); });
}

// Standard normal. `direction` numbers those of one seed; initial weights, from the same stream, use parts
// below 2^32.
inline Vector random_direction(std::size_t count, std::uint64_t seed, std::uint64_t direction) {
  Random random(seed, Stream::init, (std::uint64_t{1} << 32U) + direction);
  Vector result(count);
  for (double& number : result) number = random.normal();
  return result;
}

inline Status check_vector(const char* what, ConstVector numbers, std::size_t parameters) {
  if (numbers.size() != parameters) {
    return refused(std::string(what) + ": it has " + std::to_string(numbers.size()) +
                   " numbers, the network has " + std::to_string(parameters) + " parameters.");
  }
  if (!all_finite(numbers))
    return refused(std::string(what) + ": NaN or Inf among its numbers; give finite ones.");
  return {};
}

}  // namespace downhill
