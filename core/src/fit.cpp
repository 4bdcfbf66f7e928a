#include <downhill/dataset.hpp>

#include <algorithm>
#include <cmath>

namespace downhill {
namespace {

// Stretches one coordinate of all points to [-room, room] if one of them lies beyond +-most.
Fit::Axis fit_axis(std::span<Point> points, double Point::*coordinate, double most, double room) {
  const auto [least, largest] = std::ranges::minmax_element(points, {}, coordinate);
  const double low = *least.*coordinate, high = *largest.*coordinate;
  if (low >= -most && high <= most) return {};
  Fit::Axis axis;
  if (high > low) axis.scale = 2.0 * room / (high - low);
  axis.offset = -axis.scale * (0.5 * (low + high));
  for (Point& point : points) {
    point.*coordinate = std::clamp(axis.offset + axis.scale * (point.*coordinate), -room, room);
  }
  return axis;
}

}  // namespace

Fit fit_to_domain(std::span<Point> points, bool regression) {
  constexpr double room = 5.0;
  Fit fit;
  if (points.empty()) return fit;
  fit.axes[0] = fit_axis(points, &Point::x1, domain, room);
  fit.axes[1] = fit_axis(points, &Point::x2, domain, room);
  if (regression) fit.axes[2] = fit_axis(points, &Point::target, 1.0, 1.0);
  return fit;
}

}  // namespace downhill
