#include "bounds.hpp"
#include "shapes.hpp"
#include "split.hpp"
#include "text.hpp"

#include <downhill/dataset.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

namespace downhill {
namespace {

Status check_train_ratio(double ratio) {
  if (ratio > 0.0 && ratio < 1.0) return {};
  return refused(not_between("trainRatio: " + to_text(ratio), 0.0, 1.0) + ".");
}

Status check_count(const char* name, std::size_t points) {
  return check_bounds(name, static_cast<double>(points), 2.0, DatasetSpec::max_samples);
}

Status check_spec(const DatasetSpec& spec) {
  if (Status status = check_count("samples", spec.samples); !status.ok()) return status;
  if (Status status = check_bounds("noise", spec.noise, 0.0, 0.5); !status.ok()) return status;
  if (Status status = check_bounds("balance", spec.balance, 0.01, 0.99); !status.ok()) return status;
  return check_train_ratio(spec.train_ratio);
}

Status check_classes(const DatasetSpec& spec) {
  if (spec.kind == DatasetKind::custom)
    return refused("dataset: custom points come from outside, they cannot be made.");
  const auto [usual, least, most] = class_range(spec.kind);
  if (spec.classes >= least && spec.classes <= most) return {};
  const std::string asked = "classes: " + std::to_string(spec.classes);
  const std::string kind(name(spec.kind));
  if (is_regression(spec.kind))
    return refused(asked + " make no sense for " + kind + ", a regression; use 0.");
  if (least == most)
    return refused(asked + " cannot be had, " + kind + " has " + std::to_string(most) + "; use 0.");
  return refused(not_between(asked, static_cast<double>(least), static_cast<double>(most)) + ".");
}

struct Share {
  double wanted = 0.0;  // points, with a fraction
  std::size_t count = 0;
};

// The points of each class, by largest remainders.
std::vector<Share> share_out(const DatasetSpec& spec) {
  const std::size_t classes = spec.classes;
  const double balance = is_regression(spec.kind) ? 0.5 : spec.balance;
  const double last = std::max(1.0, static_cast<double>(classes - 1));
  std::vector<Share> shares(classes);
  std::size_t left = spec.samples;
  for (std::size_t k = 0; k < classes; ++k) {
    const double weight = (1.0 - balance) + (2.0 * balance - 1.0) * (static_cast<double>(k) / last);
    const double sum_of_weights = 0.5 * static_cast<double>(classes);
    shares[k].wanted = static_cast<double>(spec.samples) * weight / sum_of_weights;
    shares[k].count = static_cast<std::size_t>(shares[k].wanted);
    left -= shares[k].count;
  }
  const auto remainder = [](const Share& share) { return share.wanted - static_cast<double>(share.count); };
  for (; left > 0; --left) ++std::ranges::max_element(shares, {}, remainder)->count;
  for (Share& share : shares) {
    if (share.count > 0 || spec.samples < classes) continue;
    --std::ranges::max_element(shares, {}, &Share::count)->count;
    share.count = 1;
  }
  return shares;
}

std::vector<Point> draw_points(const DatasetSpec& spec) {
  const std::vector<Share> shares = share_out(spec);
  std::vector<Point> points;
  points.reserve(spec.samples);
  Random random(spec.seed, Stream::data);
  for (std::size_t turn = 0; points.size() < spec.samples; ++turn) {
    for (std::size_t k = 0; k < spec.classes; ++k) {
      if (turn >= shares[k].count) continue;
      const double along = std::min(1.0, (static_cast<double>(turn) + 0.5) / shares[k].wanted);
      points.push_back(draw_point(spec, static_cast<std::uint32_t>(k), along, random));
    }
  }
  return points;
}

// Mixes the points and puts the share for training first.
void mix(std::span<const Point> points, double train_ratio, std::uint64_t seed, Dataset& dataset) {
  const Split split = split_rows(points.size(), train_ratio, seed);
  dataset.points.resize(points.size());
  for (std::size_t j = 0; j < points.size(); ++j) dataset.points[j] = points[split.order[j]];
  dataset.train_count = split.train;
}

Status check_point(const Point& point, std::size_t number, bool regression) {
  const std::string where = "point " + std::to_string(number) + ": ";
  const auto check = [&](const char* what, double value) -> Status {
    if (std::abs(value) <= Point::max_size) return {};
    return refused(
        not_between(where + what + " is " + to_text(value) + ", which", -Point::max_size, Point::max_size) +
        ".");
  };
  if (Status status = check("x1", point.x1); !status.ok()) return status;
  if (Status status = check("x2", point.x2); !status.ok()) return status;
  if (regression) return check("its target", point.target);
  if (point.label < Dataset::max_classes) return {};
  return refused(not_between(where + "label " + std::to_string(point.label), 0.0, Dataset::max_classes - 1) +
                 ".");
}

// Sets `classes` to 1 + the largest label, at least 2.
Status count_classes(std::span<const Point> points, std::size_t& classes) {
  std::array<std::size_t, Dataset::max_classes> counts = {};
  classes = 2;
  for (const Point& point : points) {
    ++counts[point.label];
    classes = std::max<std::size_t>(classes, point.label + 1);
  }
  for (std::size_t k = 0; k < classes; ++k) {
    if (counts[k] > 0) continue;
    return refused("class " + std::to_string(k) +
                   ": none of the points has this label; use every number from 0 to " +
                   std::to_string(classes - 1) + ".");
  }
  return {};
}

}  // namespace

Status make_dataset(const DatasetSpec& asked, Dataset& dataset) {
  DatasetSpec spec = asked;
  if (spec.classes == 0) spec.classes = class_range(spec.kind).usual;
  if (Status status = check_spec(spec); !status.ok()) return status;
  if (Status status = check_classes(spec); !status.ok()) return status;
  mix(draw_points(spec), spec.train_ratio, spec.seed, dataset);
  dataset.classes = spec.classes;
  dataset.regression = is_regression(spec.kind);
  dataset.class_names.clear();
  return {};
}

Status make_dataset(std::span<const Point> points, const PointsSpec& spec, Dataset& dataset) {
  if (Status status = check_count("points", points.size()); !status.ok()) return status;
  if (Status status = check_train_ratio(spec.train_ratio); !status.ok()) return status;
  for (std::size_t j = 0; j < points.size(); ++j) {
    if (Status status = check_point(points[j], j + 1, spec.regression); !status.ok()) return status;
  }
  Dataset next;
  next.classes = 1;
  next.regression = spec.regression;
  if (!spec.regression) {
    if (Status status = count_classes(points, next.classes); !status.ok()) return status;
    if (!spec.class_names.empty() && spec.class_names.size() != next.classes) {
      return refused("class names: " + std::to_string(spec.class_names.size()) + " for " +
                     std::to_string(next.classes) + " classes; give one each, or none.");
    }
    next.class_names = spec.class_names;
  }
  mix(points, spec.train_ratio, spec.seed, next);
  for (Point& point : next.points) {
    if (spec.regression) {
      point.label = 0;
    } else {
      point.target = 0.0;
    }
  }
  dataset = std::move(next);
  return {};
}

}  // namespace downhill
