// Points in the plane to learn from: toy problems made from a seed, and points from outside.
#pragma once

#include <downhill/status.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace downhill {

enum class DatasetKind : std::uint8_t {
  circle,        // a disc inside a ring
  xor_,          // class by the sign of x1 x2
  gauss,         // two normal clouds
  spiral,        // two arms
  blobs,         // normal clouds around the origin
  moons,         // two half circles, each reaching into the other
  rings,         // one ring around the other
  checkerboard,  // 4 x 4 squares in two colours
  pinwheel,      // arms that bend the more the farther out
  plane,         // regression: grows with x1 + x2
  multi_gauss,   // regression: six bumps, up and down in turn
  custom,        // points from outside; nothing to be made
};

inline constexpr std::array<std::string_view, 12> dataset_names = {
    "circle", "xor",          "gauss",    "spiral", "blobs",       "moons",
    "rings",  "checkerboard", "pinwheel", "plane",  "multi-gauss", "custom"};

constexpr std::string_view name(DatasetKind kind) noexcept {
  return dataset_names[static_cast<std::size_t>(kind)];
}

// Whether a number is to be learnt instead of a class.
constexpr bool is_regression(DatasetKind kind) noexcept {
  return kind == DatasetKind::plane || kind == DatasetKind::multi_gauss;
}

// All made points lie about the origin; pictures show this square.
inline constexpr double domain = 6.0;

struct Point {
  double x1, x2;
  std::uint32_t label;  // 0 ... classes - 1; 0 in regression
  double target = 0.0;  // the number to learn in regression, else 0

  // The largest size of a number from outside: squares and products of such numbers are far from overflow.
  static constexpr double max_size = 1e6;
};

struct Dataset {
  std::size_t classes = 2;      // 1 in regression
  std::size_t train_count = 0;  // the first points are for training, the others for testing
  std::vector<Point> points = {};
  bool regression = false;                    // learn Point::target, not Point::label
  std::vector<std::string> class_names = {};  // one a class; empty: they go by their numbers

  static constexpr std::size_t max_classes = 6;

  std::size_t test_count() const noexcept { return points.size() - train_count; }
};

// How many classes a kind can have. Regression counts as one.
struct ClassRange {
  std::size_t usual, least, most;
};

constexpr ClassRange class_range(DatasetKind kind) noexcept {
  switch (kind) {
    case DatasetKind::blobs:
    case DatasetKind::rings:
      return {3, 2, Dataset::max_classes};
    case DatasetKind::pinwheel:
      return {5, 2, Dataset::max_classes};
    case DatasetKind::plane:
    case DatasetKind::multi_gauss:
      return {1, 1, 1};
    default:
      return {2, 2, 2};
  }
}

struct DatasetSpec {
  DatasetKind kind = DatasetKind::circle;
  std::size_t samples = 500;  // 2 ... max_samples
  // 0 ... 0.5; how far points stray, relative to the shape. Regression: the standard deviation of what is
  // added to the targets, which stay in [-1, 1].
  double noise = 0.0;
  double train_ratio = 0.5;  // share of the points used for training, 0 ... 1, both ends excluded
  std::uint64_t seed = 1;
  std::size_t classes = 0;  // within class_range(kind), or 0 for the usual number
  // 0.01 ... 0.99. The sizes of the classes go in even steps from 1 - balance for the first to balance for
  // the last: of two classes the second has this share of the points; 0.5 makes all alike. Regression does
  // without.
  double balance = 0.5;

  static constexpr std::size_t max_samples = 100'000;
};

// Counts a class are exact to one point (largest remainders); no class is empty if there are points enough.
// Classes take turns, so the order of drawing tells nothing; the split is a random draw of its own stream.
// The same spec gives the same bits on every platform. Refuses values out of range, and then leaves `dataset`
// alone.
Status make_dataset(const DatasetSpec& spec, Dataset& dataset);

// How points were moved into the pictures' square: x = offset + scale * original, for x1, x2 and the target.
struct Fit {
  struct Axis {
    double offset = 0.0, scale = 1.0;
    bool moved() const noexcept { return offset != 0.0 || scale != 1.0; }
  };
  std::array<Axis, 3> axes;
};

// Moves points from outside into the square in which pictures are drawn: an axis with a coordinate beyond
// +-domain is stretched to [-5, 5], targets beyond +-1 to [-1, 1]. Axes that fit are left alone.
Fit fit_to_domain(std::span<Point> points, bool regression);

struct PointsSpec {
  bool regression = false;
  double train_ratio = 0.5;  // as in DatasetSpec
  std::uint64_t seed = 1;    // of the split
  std::vector<std::string> class_names = {};
};

// Points from outside, drawn by hand or read from a file: 2 ... max_samples of them, all numbers within
// +-Point::max_size. Labels use every number from 0 up to at most Dataset::max_classes - 1, and at least 0
// and 1; in regression labels do not matter. Messages count points from 1. Refuses anything else, and then
// leaves `dataset` alone.
Status make_dataset(std::span<const Point> points, const PointsSpec& spec, Dataset& dataset);

}  // namespace downhill
