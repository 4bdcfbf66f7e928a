#include "shapes.hpp"

#include "exact_maths.hpp"

#include <algorithm>
#include <array>
#include <numbers>

namespace downhill {
namespace {

constexpr double radius = 5.0;  // of the shapes, inside the domain
constexpr double pi = std::numbers::pi;

Point polar(double r, double angle, std::uint32_t label) noexcept {
  return {r * sine(angle), r * cosine(angle), label};
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

Point spiral(std::uint32_t label, double along) noexcept {
  return polar(along * radius, 1.75 * along * 2.0 * pi + (label == 1 ? 0.0 : pi), label);
}

// Each moon is the other one turned by half a turn about the origin; together they are as wide as the other
// shapes.
Point moons(std::uint32_t label, double along) noexcept {
  constexpr double r = radius / 1.5;
  const Point arc = polar(r, (along - 0.5) * pi, label);
  const double side = label == 1 ? 1.0 : -1.0;
  return {side * (arc.x1 - 0.5 * r), side * (arc.x2 - 0.25 * r), label};
}

Point rings(std::size_t classes, std::uint32_t label, Random& random) noexcept {
  constexpr double gap = 0.15;  // on each side of a ring, relative to its width
  const double width = radius / static_cast<double>(classes);
  const double r = width * (label + random.uniform(gap, 1.0 - gap));
  return polar(r, random.uniform(0.0, 2.0 * pi), label);
}

Point checkerboard(std::uint32_t label, Random& random) noexcept {
  constexpr double side = radius / 2.0;
  constexpr double gap = 0.05 * side;
  const std::uint32_t column = random.below(4);
  const std::uint32_t row = 2 * random.below(2) + (column + label) % 2;
  const double x1 = column * side - radius + random.uniform(gap, side - gap);
  const double x2 = row * side - radius + random.uniform(gap, side - gap);
  return {x1, x2, label};
}

Point pinwheel(std::size_t classes, std::uint32_t label, Random& random) noexcept {
  constexpr double bend = 0.3;   // radians a unit of distance
  constexpr double width = 0.2;  // standard deviation across the arm
  const double r = random.uniform(0.3 * radius, radius);
  const double angle = 2.0 * pi * label / static_cast<double>(classes) + bend * r;
  const double across = width * random.normal();
  const Point out = polar(1.0, angle, label);
  return {r * out.x1 + across * out.x2, r * out.x2 - across * out.x1, label};
}

double bumps(double x1, double x2) noexcept {
  constexpr double width =
      1.2;  // standard deviation of a bump, small enough for their sum to stay in [-1, 1]
  double sum = 0.0;
  for (int column = -1; column <= 1; ++column) {
    for (int row = -1; row <= 1; row += 2) {
      const double d1 = x1 - 4.0 * column;
      const double d2 = x2 - 2.5 * row;
      const double bump = exponential((d1 * d1 + d2 * d2) / (-2.0 * width * width));
      sum += (column == 0) == (row == 1) ? -bump : bump;
    }
  }
  return sum;
}

Point measurement(const DatasetSpec& spec, Random& random) noexcept {
  const double x1 = random.uniform(-radius, radius);
  const double x2 = random.uniform(-radius, radius);
  const double target = spec.kind == DatasetKind::plane ? (x1 + x2) / (2.0 * radius) : bumps(x1, x2);
  return {x1, x2, 0, std::clamp(target + spec.noise * random.normal(), -1.0, 1.0)};
}

}  // namespace

// The clouds already have a width, which noise adds to; the other shapes are blurred.
Point draw_point(const DatasetSpec& spec, std::uint32_t label, double along, Random& random) noexcept {
  const double width = 0.7 + 2.6 * spec.noise;
  Point point = {};
  switch (spec.kind) {
    case DatasetKind::gauss: {
      const double centre = label == 1 ? 2.0 : -2.0;
      return cloud(centre, centre, width, label, random);
    }
    case DatasetKind::blobs: {
      const Point centre = polar(3.3, 2.0 * pi * label / static_cast<double>(spec.classes), label);
      return cloud(centre.x1, centre.x2, width, label, random);
    }
    case DatasetKind::plane:
    case DatasetKind::multi_gauss:
      return measurement(spec, random);
    case DatasetKind::circle:
      point = circle(label, random);
      break;
    case DatasetKind::xor_:
      point = exclusive_or(label, random);
      break;
    case DatasetKind::spiral:
      point = spiral(label, along);
      break;
    case DatasetKind::moons:
      point = moons(label, along);
      break;
    case DatasetKind::rings:
      point = rings(spec.classes, label, random);
      break;
    case DatasetKind::checkerboard:
      point = checkerboard(label, random);
      break;
    case DatasetKind::pinwheel:
      point = pinwheel(spec.classes, label, random);
      break;
    case DatasetKind::custom:
      break;
  }
  point.x1 += spec.noise * 2.0 * random.normal();
  point.x2 += spec.noise * 2.0 * random.normal();
  return point;
}

}  // namespace downhill
