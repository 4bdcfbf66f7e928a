#include "maths.hpp"

#include <downhill/dataset.hpp>
#include <downhill/random.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>

namespace downhill {
namespace {

using kernels::Reproducible;

constexpr double radius = 5.0;  // of the shapes, inside the domain
constexpr double pi = std::numbers::pi;

std::size_t class_count(DatasetKind kind) noexcept {
  return kind == DatasetKind::blobs ? 3 : 2;
}

Point polar(double r, double angle, std::uint32_t label) noexcept {
  return {r * kernels::sin<Reproducible>(angle), r * kernels::cos<Reproducible>(angle), label};
}

Point circle(std::uint32_t label, Random& random) noexcept {
  const double r = label == 1 ? random.uniform(0.0, 0.5 * radius) : random.uniform(0.7 * radius, radius);
  return polar(r, random.uniform(0.0, 2.0 * pi), label);
}

Point exclusive_or(std::uint32_t label, Random& random) noexcept {
  constexpr double gap = 0.3;  // keeps the four squares apart
  const double x1 = random.uniform(gap, radius);
  const double x2 = random.uniform(gap, radius);
  const double side = random.below(2) == 0 ? 1.0 : -1.0;
  return {side * x1, label == 1 ? side * x2 : -side * x2, label};
}

Point cloud(double centre1, double centre2, double deviation, std::uint32_t label, Random& random) noexcept {
  const double x1 = centre1 + deviation * random.normal();
  const double x2 = centre2 + deviation * random.normal();
  return {x1, x2, label};
}

// `along` runs from 0 to 1 along the arm.
Point spiral(std::uint32_t label, double along) noexcept {
  return polar(along * radius, 1.75 * along * 2.0 * pi + (label == 1 ? 0.0 : pi), label);
}

// The clouds already have a width, which noise adds to; the other shapes are blurred.
Point draw(const DatasetSpec& spec, std::uint32_t label, double along, Random& random) noexcept {
  const double width = 0.7 + 2.6 * spec.noise;
  Point point = {};
  switch (spec.kind) {
    case DatasetKind::gauss: {
      const double centre = label == 1 ? 2.0 : -2.0;
      return cloud(centre, centre, width, label, random);
    }
    case DatasetKind::blobs: {
      const Point centre = polar(3.3, 2.0 * pi * label / 3.0, label);
      return cloud(centre.x1, centre.x2, width, label, random);
    }
    case DatasetKind::circle:
      point = circle(label, random);
      break;
    case DatasetKind::xor_:
      point = exclusive_or(label, random);
      break;
    case DatasetKind::spiral:
      point = spiral(label, along);
      break;
  }
  point.x1 += spec.noise * 2.0 * random.normal();
  point.x2 += spec.noise * 2.0 * random.normal();
  return point;
}

}  // namespace

Status make_dataset(const DatasetSpec& spec, Dataset& dataset) {
  if (spec.samples < 2 || spec.samples > DatasetSpec::max_samples) {
    return refused("samples: " + std::to_string(spec.samples) + " is not between 2 and " +
                   std::to_string(DatasetSpec::max_samples) + ".");
  }
  if (!(spec.noise >= 0.0 && spec.noise <= 0.5)) {
    return refused("noise: " + std::to_string(spec.noise) + " is not between 0 and 0.5.");
  }
  if (!(spec.train_ratio > 0.0 && spec.train_ratio < 1.0)) {
    return refused("trainRatio: " + std::to_string(spec.train_ratio) + " is not between 0 and 1.");
  }
  const std::size_t classes = class_count(spec.kind);
  std::vector<Point> drawn(spec.samples);
  Random random(spec.seed, Stream::data);
  for (std::size_t j = 0; j < spec.samples; ++j) {
    const double along = (static_cast<double>(j / classes) + 0.5) /
                         (static_cast<double>(spec.samples) / static_cast<double>(classes));
    drawn[j] = draw(spec, static_cast<std::uint32_t>(j % classes), along, random);
  }

  std::vector<std::uint32_t> order(spec.samples);
  std::iota(order.begin(), order.end(), 0U);
  Random split(spec.seed, Stream::split);
  shuffle(order, split);

  dataset.classes = classes;
  dataset.points.resize(spec.samples);
  for (std::size_t j = 0; j < spec.samples; ++j) dataset.points[j] = drawn[order[j]];
  const double wanted = std::nearbyint(spec.train_ratio * static_cast<double>(spec.samples));
  dataset.train_count = std::clamp<std::size_t>(static_cast<std::size_t>(wanted), 1, spec.samples - 1);
  return {};
}

}  // namespace downhill
