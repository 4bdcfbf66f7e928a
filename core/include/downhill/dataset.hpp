// Labelled points in the plane, made from a seed: the toy problems.
#pragma once

#include <downhill/status.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace downhill {

enum class DatasetKind : std::uint8_t {
  circle,  // a disc inside a ring
  xor_,    // class by the sign of x1 x2
  gauss,   // two normal clouds
  spiral,  // two arms
  blobs,   // three normal clouds
};

inline constexpr std::array<std::string_view, 5> dataset_names = {"circle", "xor", "gauss", "spiral",
                                                                  "blobs"};

constexpr std::string_view name(DatasetKind kind) noexcept {
  return dataset_names[static_cast<std::size_t>(kind)];
}

// All points lie about the origin; pictures show this square.
inline constexpr double domain = 6.0;

struct Point {
  double x1, x2;
  std::uint32_t label;  // 0 ... classes - 1
};

struct Dataset {
  std::size_t classes = 2;
  std::size_t train_count = 0;  // the first points are for training, the others for testing
  std::vector<Point> points;

  std::size_t test_count() const noexcept { return points.size() - train_count; }
};

struct DatasetSpec {
  DatasetKind kind = DatasetKind::circle;
  std::size_t samples = 500;  // 2 ... max_samples
  double noise = 0.0;         // 0 ... 0.5; how far points stray, relative to the shape
  double train_ratio = 0.5;   // share of the points used for training, 0 ... 1, both ends excluded
  std::uint64_t seed = 1;

  static constexpr std::size_t max_samples = 100'000;
};

// Classes take turns, so their counts differ by one at most; the split is a random draw of its own stream.
// The same spec gives the same bits on every platform.
Status make_dataset(const DatasetSpec& spec, Dataset& dataset);

}  // namespace downhill
