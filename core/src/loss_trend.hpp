// How the loss of a run went over its last epochs.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace downhill {

struct Trend {
  bool full = false;  // long enough to speak of improvement
  bool finite = true;
  double last = 0.0;
  double over_least = 1.0;   // last / least
  double improvement = 0.0;  // (first - last) / first
  double rises = 0.0;        // share of the changes that are
  double swing = 0.0;        // mean |change| / mean loss
  bool high = false;         // still above a tenth of the initial loss

  bool oscillates() const noexcept { return high && rises >= 0.4 && swing > 0.05; }
};

inline Trend trend_of(std::span<const double> all, double initial_loss) {
  constexpr std::size_t window = 11, fewest = 4;
  constexpr double low = 0.1;  // share of the initial loss, below which a run may rest
  const std::size_t count = std::min(window, all.size());
  const std::span<const double> losses = all.last(count);
  Trend trend;
  trend.finite = std::ranges::all_of(losses, [](double loss) { return std::isfinite(loss); });
  if (!trend.finite || count == 0) return trend;
  trend.full = count == window;
  trend.last = losses.back();
  trend.high = trend.last > low * initial_loss;
  if (count < fewest) return trend;
  const double least = *std::ranges::min_element(losses);
  double sum = losses[0], changes = 0.0;
  for (std::size_t j = 1; j < count; ++j) {
    const double change = losses[j] - losses[j - 1];
    sum += losses[j];
    changes += std::abs(change);
    trend.rises += change > 0.0 ? 1.0 : 0.0;
  }
  const auto steps = static_cast<double>(count - 1);
  trend.rises /= steps;
  if (sum > 0.0) trend.swing = changes / steps / (sum / static_cast<double>(count));
  if (least > 0.0) trend.over_least = trend.last / least;
  if (losses[0] > 0.0) trend.improvement = (losses[0] - trend.last) / losses[0];
  return trend;
}

}  // namespace downhill
