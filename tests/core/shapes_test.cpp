// The toy problems beyond the first five: geometry, counts, noise, targets, bits.
#include "networks.hpp"

#include <downhill/dataset.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

constexpr double pi = std::numbers::pi;

Dataset make(const DatasetSpec& spec) {
  Dataset dataset;
  const Status status = make_dataset(spec, dataset);
  EXPECT_TRUE(status.ok()) << status.message;
  return dataset;
}

std::string refusal(const DatasetSpec& spec) {
  Dataset dataset = make({.samples = 10});
  const Status status = make_dataset(spec, dataset);
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(dataset.points.size(), 10U);
  return status.message;
}

std::vector<std::size_t> counts(const Dataset& dataset) {
  std::vector<std::size_t> result(dataset.classes);
  for (const Point& point : dataset.points) ++result[point.label];
  return result;
}

std::uint64_t hash_of(const Dataset& dataset) {
  Hash hash;
  for (const Point& point : dataset.points) {
    hash.add(point.x1).add(point.x2).add(point.target).add(std::uint64_t{point.label});
  }
  return hash.add(std::uint64_t{dataset.train_count}).value();
}

std::vector<std::tuple<double, double, std::uint32_t, double>> sorted(const Dataset& dataset) {
  std::vector<std::tuple<double, double, std::uint32_t, double>> points;
  for (const Point& p : dataset.points) points.emplace_back(p.x1, p.x2, p.label, p.target);
  std::ranges::sort(points);
  return points;
}

double radius(const Point& point) {
  return std::hypot(point.x1, point.x2);
}
double bearing(const Point& point) {
  return std::atan2(point.x1, point.x2);
}  // from x2 upwards, clockwise

constexpr DatasetKind new_kinds[] = {DatasetKind::moons,    DatasetKind::rings, DatasetKind::checkerboard,
                                     DatasetKind::pinwheel, DatasetKind::plane, DatasetKind::multi_gauss};

class NewShape : public ::testing::TestWithParam<DatasetKind> {};

INSTANTIATE_TEST_SUITE_P(Kinds, NewShape, ::testing::ValuesIn(new_kinds), [](const auto& kind) {
  return kind.param == DatasetKind::multi_gauss ? "multi_gauss" : std::string(name(kind.param));
});

TEST_P(NewShape, FillsThePictureAndHasEveryClassAlike) {
  const Dataset dataset = make({.kind = GetParam(), .samples = 1003});
  ASSERT_EQ(dataset.points.size(), 1003U);
  EXPECT_EQ(dataset.classes, class_range(GetParam()).usual);
  EXPECT_EQ(dataset.regression, is_regression(GetParam()));
  double reach = 0.0;
  for (const Point& point : dataset.points) {
    ASSERT_LT(point.label, dataset.classes);
    reach = std::max({reach, std::abs(point.x1), std::abs(point.x2)});
  }
  EXPECT_GT(reach, 4.5);
  EXPECT_LT(reach, domain);
  const std::vector<std::size_t> sizes = counts(dataset);
  const auto [fewest, most] = std::ranges::minmax(sizes);
  EXPECT_LE(most - fewest, 1U);
}

TEST_P(NewShape, KeepsItsPlaceUnderNoise) {
  const Dataset calm = make({.kind = GetParam(), .samples = 4000});
  const Dataset noisy = make({.kind = GetParam(), .samples = 4000, .noise = 0.2});
  double squares = 0.0, targets = 0.0;
  for (std::size_t j = 0; j < 4000; ++j) {
    const Point& a = calm.points[j];
    const Point& b = noisy.points[j];
    ASSERT_EQ(a.label, b.label);
    squares += (std::pow(a.x1 - b.x1, 2) + std::pow(a.x2 - b.x2, 2)) / 8000.0;
    targets += std::pow(a.target - b.target, 2) / 4000.0;
  }
  EXPECT_NEAR(std::sqrt(squares), is_regression(GetParam()) ? 0.0 : 0.4, 0.02);
  EXPECT_NEAR(std::sqrt(targets), is_regression(GetParam()) ? 0.2 : 0.0, 0.02);
}

TEST_P(NewShape, SplitDoesNotChangeThePoints) {
  const DatasetSpec spec{.kind = GetParam(), .samples = 100, .noise = 0.1};
  DatasetSpec other = spec;
  other.train_ratio = 0.9;
  EXPECT_EQ(make(other).train_count, 90U);
  EXPECT_EQ(sorted(make(spec)), sorted(make(other)));
  other.seed = 2;
  EXPECT_NE(sorted(make(spec)), sorted(make(other)));
}

TEST(Shape, MoonsAreHalfCirclesTurnedIntoEachOther) {
  const Dataset dataset = make({.kind = DatasetKind::moons, .samples = 200});
  constexpr double r = 5.0 / 1.5;
  for (const Point& p : dataset.points) {
    const double side = p.label == 1 ? 1.0 : -1.0;
    const Point centred{side * p.x1 + 0.5 * r, side * p.x2 + 0.25 * r, p.label};
    ASSERT_NEAR(radius(centred), r, 1e-9);
    ASSERT_GT(centred.x2, 0.0);
  }
}

TEST(Shape, RingsLieInBandsOfTheirOwn) {
  for (std::size_t classes = 2; classes <= Dataset::max_classes; ++classes) {
    const double width = 5.0 / static_cast<double>(classes);
    for (const Point& p : make({.kind = DatasetKind::rings, .classes = classes}).points) {
      ASSERT_GE(radius(p), width * (p.label + 0.15) - 1e-9);
      ASSERT_LE(radius(p), width * (p.label + 0.85) + 1e-9);
    }
  }
}

TEST(Shape, CheckerboardIsTheColourOfTheSquare) {
  std::array<int, 16> squares = {};
  for (const Point& p : make({.kind = DatasetKind::checkerboard, .samples = 8000}).points) {
    const double column = std::floor((p.x1 + 5.0) / 2.5);
    const double row = std::floor((p.x2 + 5.0) / 2.5);
    ASSERT_EQ(static_cast<std::uint32_t>(column + row) % 2, p.label);
    ++squares[static_cast<std::size_t>(4 * row + column)];
  }
  for (const int count : squares) EXPECT_NEAR(count, 500, 100);
}

TEST(Shape, PinwheelArmsBendByTheirRadius) {
  for (std::size_t classes = 2; classes <= Dataset::max_classes; ++classes) {
    const double spacing = 2.0 * pi / static_cast<double>(classes);
    std::size_t strays = 0;
    for (const Point& p : make({.kind = DatasetKind::pinwheel, .samples = 600, .classes = classes}).points) {
      const double off = std::remainder(bearing(p) - 0.3 * radius(p) - spacing * p.label, 2.0 * pi);
      strays += std::abs(off) < 0.5 * spacing ? 0U : 1U;
    }
    EXPECT_LE(strays, 2U) << classes;
  }
}

TEST(Shape, BlobsStandInACircle) {
  for (std::size_t classes = 2; classes <= Dataset::max_classes; ++classes) {
    const Dataset dataset = make({.kind = DatasetKind::blobs, .samples = 1000 * classes, .classes = classes});
    EXPECT_EQ(dataset.classes, classes);
    std::vector<Point> means(classes, Point{0.0, 0.0, 0});
    for (const Point& p : dataset.points) {
      means[p.label].x1 += p.x1 / 1000.0;
      means[p.label].x2 += p.x2 / 1000.0;
    }
    for (std::size_t k = 0; k < classes; ++k) {
      const double angle = 2.0 * pi * static_cast<double>(k) / static_cast<double>(classes);
      EXPECT_NEAR(means[k].x1, 3.3 * std::sin(angle), 0.1);
      EXPECT_NEAR(means[k].x2, 3.3 * std::cos(angle), 0.1);
    }
  }
}

TEST(Regression, PlaneGrowsWithTheSum) {
  for (const Point& p : make({.kind = DatasetKind::plane}).points) {
    ASSERT_NEAR(p.target, (p.x1 + p.x2) / 10.0, 1e-15);
    ASSERT_EQ(p.label, 0U);
  }
}

TEST(Regression, MultiGaussIsASumOfSixBumps) {
  double least = 1.0, greatest = -1.0;
  for (const Point& p : make({.kind = DatasetKind::multi_gauss, .samples = 2000}).points) {
    double sum = 0.0;
    for (const auto& [c1, c2, sign] : {std::tuple{-4.0, 2.5, 1},
                                       {0.0, 2.5, -1},
                                       {4.0, 2.5, 1},
                                       {-4.0, -2.5, -1},
                                       {0.0, -2.5, 1},
                                       {4.0, -2.5, -1}}) {
      sum += sign * std::exp(-(std::pow(p.x1 - c1, 2) + std::pow(p.x2 - c2, 2)) / (2.0 * 1.2 * 1.2));
    }
    ASSERT_NEAR(p.target, sum, 1e-12);
    least = std::min(least, p.target);
    greatest = std::max(greatest, p.target);
  }
  EXPECT_LT(least, -0.95);
  EXPECT_GT(greatest, 0.95);
}

TEST(Regression, TargetsStayInTheirRange) {
  for (const DatasetKind kind : {DatasetKind::plane, DatasetKind::multi_gauss}) {
    for (const Point& p : make({.kind = kind, .samples = 5000, .noise = 0.5}).points) {
      ASSERT_LE(std::abs(p.target), 1.0);
    }
  }
}

TEST(Balance, CountsAreExact) {
  using Counts = std::vector<std::size_t>;
  const auto of = [](DatasetKind kind, std::size_t samples, std::size_t classes, double balance) {
    return counts(make({.kind = kind, .samples = samples, .classes = classes, .balance = balance}));
  };
  EXPECT_EQ(of(DatasetKind::circle, 10, 0, 0.3), (Counts{7, 3}));
  EXPECT_EQ(of(DatasetKind::circle, 10, 2, 0.9), (Counts{1, 9}));
  EXPECT_EQ(of(DatasetKind::moons, 500, 0, 0.25), (Counts{375, 125}));
  EXPECT_EQ(of(DatasetKind::spiral, 7, 0, 0.5), (Counts{4, 3}));
  EXPECT_EQ(of(DatasetKind::blobs, 300, 3, 0.8), (Counts{40, 100, 160}));
  EXPECT_EQ(of(DatasetKind::blobs, 300, 6, 0.1), (Counts{90, 74, 58, 42, 26, 10}));
  EXPECT_EQ(of(DatasetKind::rings, 10, 4, 0.5), (Counts{3, 3, 2, 2}));
  // No class is empty.
  EXPECT_EQ(of(DatasetKind::xor_, 10, 0, 0.01), (Counts{9, 1}));
  EXPECT_EQ(of(DatasetKind::blobs, 6, 6, 0.99), (Counts{1, 1, 1, 1, 1, 1}));
}

TEST(Balance, AddsUpForEveryNumberOfPoints) {
  for (std::size_t classes = 2; classes <= Dataset::max_classes; ++classes) {
    for (const double balance : {0.01, 0.1, 0.37, 0.5, 0.8, 0.99}) {
      for (std::size_t samples = 2; samples < 120; ++samples) {
        const Dataset dataset =
            make({.kind = DatasetKind::pinwheel, .samples = samples, .classes = classes, .balance = balance});
        const std::vector<std::size_t> sizes = counts(dataset);
        ASSERT_EQ(std::accumulate(sizes.begin(), sizes.end(), std::size_t{0}), samples);
        ASSERT_TRUE(samples < classes || *std::ranges::min_element(sizes) > 0);
      }
    }
  }
}

TEST(ShapeBits, AreTheSameEverywhere) {
  struct Pinned {
    DatasetKind kind;
    std::uint64_t usual, other;
  };
  constexpr Pinned pinned[] = {
      {DatasetKind::moons, 0x2DA0DC00EA36FDCFULL, 0x646F6CD6535D2AE5ULL},
      {DatasetKind::rings, 0xBD5E2E2062FEB3F0ULL, 0xB2DA57AB96DD3A00ULL},
      {DatasetKind::checkerboard, 0x680B2C2AE4A3A8C6ULL, 0xC4886B4F33B90445ULL},
      {DatasetKind::pinwheel, 0x8E5EB56C1A0C6633ULL, 0x65ACA521526F4D94ULL},
      {DatasetKind::plane, 0x20C2D3F05C9A4BDAULL, 0x033AA50576031565ULL},
      {DatasetKind::multi_gauss, 0x9DC6D2D41A2ECD37ULL, 0xC7B50673D7FF9CF3ULL},
  };
  for (const Pinned& pin : pinned) {
    EXPECT_EQ(hash_of(make({.kind = pin.kind})), pin.usual) << name(pin.kind);
    EXPECT_EQ(hash_of(make({.kind = pin.kind,
                            .samples = 333,
                            .noise = 0.25,
                            .train_ratio = 0.7,
                            .seed = 42,
                            .classes = class_range(pin.kind).most,
                            .balance = 0.3})),
              pin.other)
        << name(pin.kind);
  }
}

TEST(ShapeRefuses, WhatAKindCannotHave) {
  EXPECT_EQ(refusal({.kind = DatasetKind::circle, .classes = 3}),
            "classes: 3 cannot be had, circle has 2; use 0.");
  EXPECT_EQ(refusal({.kind = DatasetKind::blobs, .classes = 7}), "classes: 7 is not between 2 and 6.");
  EXPECT_EQ(refusal({.kind = DatasetKind::rings, .classes = 1}), "classes: 1 is not between 2 and 6.");
  EXPECT_EQ(refusal({.kind = DatasetKind::plane, .classes = 2}),
            "classes: 2 make no sense for plane, a regression; use 0.");
  EXPECT_EQ(refusal({.balance = 0.0}), "balance: 0 is not between 0.01 and 0.99.");
  EXPECT_EQ(refusal({.balance = std::numeric_limits<double>::quiet_NaN()}).substr(0, 8), "balance:");
}

}  // namespace
}  // namespace downhill::testing
