#include "directions.hpp"
#include "eigen.hpp"
#include "text.hpp"

#include <downhill/landscape.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace downhill {
namespace {

Vector filter_normalised(const Network& network, ConstVector theta, const Vector& random) {
  Vector direction(theta.size());
  for (const LayerLayout& layer : network.layers()) {
    for (std::size_t unit = 0; unit < layer.units(); ++unit) {
      const std::size_t row = layer.weights + unit * layer.inputs;
      const std::span<double> filter = std::span(direction).subspan(row, layer.inputs);
      std::ranges::copy(ConstVector(random).subspan(row, layer.inputs), filter.begin());
      scale(filter, length(theta.subspan(row, layer.inputs)) / length(filter));
    }
  }
  return direction;
}

// ---- Principal components of a path

// Points of a path, less their mean.
std::vector<Vector> centred(ConstVector path, std::size_t snapshots) {
  const std::size_t parameters = path.size() / snapshots;
  Vector mean(parameters);
  for (std::size_t i = 0; i < snapshots; ++i) mean = sum(mean, 1.0, path.subspan(i * parameters, parameters));
  scale(mean, 1.0 / static_cast<double>(snapshots));
  std::vector<Vector> points;
  for (std::size_t i = 0; i < snapshots; ++i) {
    points.push_back(sum(path.subspan(i * parameters, parameters), -1.0, mean));
  }
  return points;
}

// A direction of length 1 at right angles to x: of the axes, the one that x has the least of, without x.
Vector right_angled(const Vector& x) {
  const auto smaller = [](double p, double q) { return std::abs(p) < std::abs(q); };
  const auto axis = static_cast<std::size_t>(std::ranges::min_element(x, smaller) - x.begin());
  Vector y(x.size());
  y[axis] = 1.0;
  y = sum(y, -x[axis], x);
  scale(y, 1.0 / length(y));
  return y;
}

struct Component {
  Vector direction;
  double variance = 0.0;
};

// The two largest. The points are few and long, so their inner products (the Gram matrix) stand for the
// covariance: it has the same eigenvalues, and sum_i v_i point_i is the eigenvector for its v.
std::array<Component, 2> principal_components(const std::vector<Vector>& points) {
  const std::size_t n = points.size();
  Vector gram(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) gram[i * n + j] = gram[j * n + i] = dot(points[i], points[j]);
  }
  const Eigen eigen = symmetric_eigen(std::move(gram), n);
  std::vector<std::size_t> by_size(n);
  for (std::size_t k = 0; k < n; ++k) by_size[k] = k;
  std::ranges::sort(by_size, [&](std::size_t p, std::size_t q) { return eigen.values[p] > eigen.values[q]; });
  std::array<Component, 2> result;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const std::size_t k = by_size[axis];
    Component& component = result[axis];
    component.variance = std::max(eigen.values[k], 0.0);
    component.direction.resize(points.front().size());
    for (std::size_t i = 0; i < n; ++i) {
      component.direction = sum(component.direction, eigen.vectors[i * n + k], points[i]);
    }
    // An eigenvector's sign is anybody's choice: ours has the path come from the negative side.
    const double size = length(component.direction);
    const double sign = dot(component.direction, points.front()) > 0.0 ? -1.0 : 1.0;
    if (size > 0.0) scale(component.direction, sign / size);
  }
  return result;
}

}  // namespace

// ---- Planes

std::vector<double> Plane::at(double s, double t) const {
  return sum(sum(origin, s, x), t, y);
}

double Plane::cosine() const noexcept {
  return cosine_between(x, y);
}

Status random_plane(const Network& network, std::span<const double> theta, std::uint64_t seed,
                    Plane& result) {
  if (Status status = check_vector("theta", theta, network.parameter_count()); !status.ok()) return status;
  result.origin.assign(theta.begin(), theta.end());
  result.x = filter_normalised(network, theta, random_direction(theta.size(), seed, 0));
  result.y = filter_normalised(network, theta, random_direction(theta.size(), seed, 1));
  return {};
}

Status weight_plane(const Network& network, std::span<const double> theta, std::size_t first,
                    std::size_t second, Plane& result) {
  const std::size_t parameters = network.parameter_count();
  if (Status status = check_vector("theta", theta, parameters); !status.ok()) return status;
  for (const auto& [name, index] : {std::pair("first", first), std::pair("second", second)}) {
    if (index >= parameters) {
      return refused(std::string(name) + ": there is no parameter " + std::to_string(index) +
                     "; the last is " + std::to_string(parameters - 1) + ".");
    }
  }
  if (first == second) return refused("second: it is the first one again; choose two different parameters.");
  result.origin.assign(theta.begin(), theta.end());
  result.x.assign(parameters, 0.0);
  result.y.assign(parameters, 0.0);
  result.x[first] = result.y[second] = 1.0;
  return {};
}

Status trajectory_plane(const Network& network, std::span<const double> path, std::size_t snapshots,
                        TrajectoryPlane& result) {
  if (snapshots < 2 || snapshots > most_snapshots) {
    return refused("snapshots: " + std::to_string(snapshots) + " is not in 2 ... " +
                   std::to_string(most_snapshots) + ".");
  }
  const std::size_t parameters = network.parameter_count();
  if (path.size() != snapshots * parameters) {
    return refused("path: it has " + std::to_string(path.size()) + " numbers; " + std::to_string(snapshots) +
                   " snapshots of " + std::to_string(parameters) + " parameters have " +
                   std::to_string(snapshots * parameters) + ".");
  }
  if (!all_finite(path)) return refused("path: NaN or Inf among its numbers; give finite ones.");
  const std::vector<Vector> points = centred(path, snapshots);
  double variance = 0.0;
  for (const Vector& point : points) variance += dot(point, point);
  std::array<Component, 2> components = principal_components(points);
  if (!(components[0].variance > 0.0)) return refused("path: it never moves; take snapshots between steps.");
  if (!std::isfinite(variance))
    return refused("path: its numbers are too large to square; take earlier snapshots.");
  // What is left of a line is rounding.
  if (components[1].variance <= 1e-12 * components[0].variance)
    components[1] = {right_angled(components[0].direction)};

  result.explained = {components[0].variance / variance, components[1].variance / variance};
  result.plane = {Vector(path.end() - static_cast<std::ptrdiff_t>(parameters), path.end()),
                  std::move(components[0].direction), std::move(components[1].direction)};
  result.path.clear();
  for (const Vector& point : points) {
    const Vector from_last = sum(point, -1.0, points.back());
    result.path.push_back({dot(from_last, result.plane.x), dot(from_last, result.plane.y)});
  }
  return {};
}

// ---- The grid

Status Landscape::begin(Plane plane, const Window& window, std::size_t side) {
  if (side < least_side || side > most_side) {
    return refused("side: " + std::to_string(side) + " is not in " + std::to_string(least_side) + " ... " +
                   std::to_string(most_side) + ".");
  }
  for (const auto& [low, high] :
       {std::pair(window.x_low, window.x_high), std::pair(window.y_low, window.y_high)}) {
    if (low < high && std::isfinite(high - low)) continue;
    return refused("window: " + to_text(low) + " ... " + to_text(high) +
                   " is no range; low must be below high, and both finite.");
  }
  for (const auto& [name, part] :
       {std::pair("origin", &plane.origin), std::pair("x", &plane.x), std::pair("y", &plane.y)}) {
    if (plane.origin.empty()) return refused("plane: its origin is empty; make one through theta.");
    if (Status status = check_vector(name, *part, plane.origin.size()); !status.ok()) return status;
  }
  plane_ = std::move(plane);
  window_ = window;
  side_ = side;
  values_.assign(side * side, std::numeric_limits<double>::quiet_NaN());
  return {};
}

double Landscape::s_of(std::size_t column) const noexcept {
  const double part = static_cast<double>(column) / static_cast<double>(side_ - 1);
  return window_.x_low + (window_.x_high - window_.x_low) * part;
}

double Landscape::t_of(std::size_t row) const noexcept {
  const double part = static_cast<double>(row) / static_cast<double>(side_ - 1);
  return window_.y_low + (window_.y_high - window_.y_low) * part;
}

Status Landscape::evaluate_rows(Objective& objective, std::size_t first, std::size_t count) {
  if (side_ == 0) return refused("landscape: it has no plane yet; begin it first.");
  if (first >= side_) {
    return refused("first: there is no row " + std::to_string(first) + "; the last is " +
                   std::to_string(side_ - 1) + ".");
  }
  const std::size_t end = first + std::min(count, side_ - first);
  for (std::size_t row = first; row < end; ++row) {
    for (std::size_t column = 0; column < side_; ++column) {
      double& J = values_[row * side_ + column];
      if (Status status = objective.value(plane_.at(s_of(column), t_of(row)), J); !status.ok()) return status;
    }
  }
  return {};
}

}  // namespace downhill
