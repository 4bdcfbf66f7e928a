// The loss over a plane through theta (paper, section 22).
#include "../directions.hpp"
#include "json.hpp"

#include <cmath>

namespace downhill {

Report Inspector::begin_landscape(PlaneKind kind, double reach, std::size_t side, std::uint64_t first,
                                  std::size_t second, std::span<const double> path) {
  const Network& network = playground_.trainer().network();
  TrajectoryPlane result;
  Status status;
  switch (kind) {
    case PlaneKind::random:
      status = random_plane(network, theta(), first, result.plane);
      break;
    case PlaneKind::weights:
      status = weight_plane(network, theta(), static_cast<std::size_t>(first), second, result.plane);
      break;
    case PlaneKind::trajectory:
      status = trajectory_plane(network, path, path.size() / network.parameter_count(), result);
      break;
  }
  if (!status.ok()) return failed(status);
  Window window{-reach, reach, -reach, reach};
  if (kind == PlaneKind::trajectory) {  // the window holds the path, with a border of a quarter
    for (const auto& [s, t] : result.path) {
      window.x_low = std::min(window.x_low, 1.25 * s);
      window.x_high = std::max(window.x_high, 1.25 * s);
      window.y_low = std::min(window.y_low, 1.25 * t);
      window.y_high = std::max(window.y_high, 1.25 * t);
    }
  }
  const double cosine = result.plane.cosine();
  if (status = landscape_.begin(std::move(result.plane), window, side); !status.ok()) return failed(status);
  const auto pair_json = [](const std::array<double, 2>& pair) { return json_numbers(pair); };
  return report(json_object({{"cosine", json_of(cosine)},
                             {"explained", json_numbers(result.explained)},
                             {"path", json_list(result.path, pair_json)},
                             {"s", json_numbers(std::array{window.x_low, window.x_high})},
                             {"t", json_numbers(std::array{window.y_low, window.y_high})},
                             {"side", json_of(static_cast<double>(side))}}));
}

Report Inspector::landscape_rows(std::size_t first, std::size_t count) {
  if (landscape_.side() == 0) return failed(refused("landscape: none was begun."));
  Objective* J = nullptr;
  if (Status status = objective(true, J); !status.ok()) return failed(status);
  if (Status status = landscape_.evaluate_rows(*J, first, count); !status.ok()) return failed(status);
  const std::size_t side = landscape_.side();
  const std::size_t from = std::min(first, side) * side, to = std::min(first + count, side) * side;
  const std::span<const double> values = landscape_.values().subspan(from, to - from);
  return report(json_object({{"first", json_of(static_cast<double>(first))}}),
                {values.begin(), values.end()});
}

Report Inspector::locate() {
  const Plane& plane = landscape_.plane();
  std::vector<double> away = theta();
  if (landscape_.side() == 0 || plane.origin.size() != away.size()) {
    return failed(refused("landscape: none was begun for this network."));
  }
  for (std::size_t j = 0; j < away.size(); ++j) away[j] -= plane.origin[j];
  // The nearest point solves the normal equations of two axes.
  const double xx = dot(plane.x, plane.x), xy = dot(plane.x, plane.y), yy = dot(plane.y, plane.y);
  const double ax = dot(away, plane.x), ay = dot(away, plane.y), det = xx * yy - xy * xy;
  const double s = det != 0.0 ? (ax * yy - ay * xy) / det : 0.0,
               t = det != 0.0 ? (ay * xx - ax * xy) / det : 0.0;
  for (std::size_t j = 0; j < away.size(); ++j) away[j] -= s * plane.x[j] + t * plane.y[j];
  return report(
      json_object({{"s", json_of(s)}, {"t", json_of(t)}, {"away", json_of(std::sqrt(dot(away, away)))}}));
}

}  // namespace downhill
