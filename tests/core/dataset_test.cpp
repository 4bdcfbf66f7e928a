// The toy problems: shapes, counts, and the same bits everywhere.
#include "networks.hpp"

#include <downhill/dataset.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

constexpr DatasetKind kinds[] = {DatasetKind::circle, DatasetKind::xor_, DatasetKind::gauss,
                                 DatasetKind::spiral, DatasetKind::blobs};

Dataset make(const DatasetSpec& spec) {
  Dataset dataset;
  const Status status = make_dataset(spec, dataset);
  EXPECT_TRUE(status.ok()) << status.message;
  return dataset;
}

std::uint64_t hash_of(const Dataset& dataset) {
  Hash hash;
  for (const Point& point : dataset.points) hash.add(point.x1).add(point.x2).add(point.label);
  return hash.add(static_cast<std::uint32_t>(dataset.train_count)).value();
}

double radius(const Point& point) {
  return std::hypot(point.x1, point.x2);
}

class EveryDataset : public ::testing::TestWithParam<DatasetKind> {};

TEST_P(EveryDataset, HasAsManyPointsOfEveryClass) {
  for (const std::size_t samples : {2U, 3U, 7U, 100U, 501U}) {
    const Dataset dataset = make({.kind = GetParam(), .samples = samples});
    ASSERT_EQ(dataset.points.size(), samples);
    EXPECT_EQ(dataset.classes, GetParam() == DatasetKind::blobs ? 3U : 2U);
    std::vector<std::size_t> counts(dataset.classes);
    for (const Point& point : dataset.points) {
      ASSERT_LT(point.label, dataset.classes);
      ASSERT_TRUE(std::isfinite(point.x1) && std::isfinite(point.x2));
      ++counts[point.label];
    }
    const auto [fewest, most] = std::ranges::minmax(counts);
    EXPECT_LE(most - fewest, 1U);
  }
}

TEST_P(EveryDataset, FillsThePictureAndStaysNearIt) {
  const Dataset calm = make({.kind = GetParam(), .samples = 1000});
  const Dataset noisy = make({.kind = GetParam(), .samples = 1000, .noise = 0.5});
  double reach = 0.0, moved = 0.0;
  for (const Point& point : calm.points) {
    ASSERT_LT(std::max(std::abs(point.x1), std::abs(point.x2)), domain + 1.0);
    reach = std::max({reach, std::abs(point.x1), std::abs(point.x2)});
  }
  EXPECT_GT(reach, 0.5 * domain);
  for (std::size_t j = 0; j < 1000; ++j) {
    // The same stream, so the same label in the same place.
    ASSERT_EQ(calm.points[j].label, noisy.points[j].label);
    ASSERT_LT(std::max(std::abs(noisy.points[j].x1), std::abs(noisy.points[j].x2)), 2.0 * domain);
    moved +=
        std::hypot(calm.points[j].x1 - noisy.points[j].x1, calm.points[j].x2 - noisy.points[j].x2) / 1000;
  }
  EXPECT_GT(moved, 0.5);
}

TEST_P(EveryDataset, SplitsByTheTrainRatioWithoutChangingThePoints) {
  const auto sorted = [](const Dataset& dataset) {
    std::vector<std::tuple<double, double, std::uint32_t>> points;
    for (const Point& p : dataset.points) points.emplace_back(p.x1, p.x2, p.label);
    std::ranges::sort(points);
    return points;
  };
  const Dataset half = make({.kind = GetParam(), .samples = 100});
  EXPECT_EQ(half.train_count, 50U);
  EXPECT_EQ(half.test_count(), 50U);
  for (const auto& [ratio, train] : {std::pair{0.1, 10U}, std::pair{0.9, 90U}, std::pair{0.333, 33U},
                                     std::pair{0.001, 1U}, std::pair{0.999, 99U}}) {
    const Dataset other = make({.kind = GetParam(), .samples = 100, .train_ratio = ratio});
    EXPECT_EQ(other.train_count, train) << ratio;
    EXPECT_EQ(sorted(other), sorted(half)) << ratio;
  }
  EXPECT_EQ(make({.kind = GetParam(), .samples = 2, .train_ratio = 0.9}).test_count(), 1U);
}

TEST_P(EveryDataset, DependsOnTheSeedAlone) {
  const DatasetSpec spec{.kind = GetParam(), .noise = 0.1, .seed = 5};
  EXPECT_EQ(hash_of(make(spec)), hash_of(make(spec)));
  DatasetSpec other = spec;
  other.seed = 6;
  EXPECT_NE(hash_of(make(spec)), hash_of(make(other)));
}

INSTANTIATE_TEST_SUITE_P(Kinds, EveryDataset, ::testing::ValuesIn(kinds),
                         [](const auto& kind) { return std::string(name(kind.param)); });

TEST(DatasetShape, CircleIsADiscInsideARing) {
  double inner = 0.0, outer = domain;
  for (const Point& point : make({.kind = DatasetKind::circle, .samples = 2000}).points) {
    if (point.label == 1) inner = std::max(inner, radius(point));
    if (point.label == 0) outer = std::min(outer, radius(point));
    ASSERT_LE(radius(point), 5.0 + 1e-12);
  }
  EXPECT_LE(inner, 2.5 + 1e-12);
  EXPECT_GE(outer, 3.5 - 1e-12);
}

TEST(DatasetShape, XorIsTheSignOfTheProduct) {
  std::array<int, 4> quadrants = {};
  for (const Point& point : make({.kind = DatasetKind::xor_, .samples = 2000}).points) {
    ASSERT_EQ(point.x1 * point.x2 > 0.0, point.label == 1);
    ASSERT_GE(std::min(std::abs(point.x1), std::abs(point.x2)), 0.3);
    ASSERT_LE(std::max(std::abs(point.x1), std::abs(point.x2)), 5.0);
    ++quadrants[(point.x1 > 0.0 ? 1U : 0U) + (point.x2 > 0.0 ? 2U : 0U)];
  }
  for (const int count : quadrants) EXPECT_NEAR(count, 500, 90);
}

// Mean and standard deviation of each cloud.
void expect_clouds(DatasetKind kind, const std::vector<std::array<double, 2>>& centres, double deviation) {
  const Dataset dataset = make({.kind = kind, .samples = 6000});
  for (std::size_t label = 0; label < centres.size(); ++label) {
    double n = 0.0, m1 = 0.0, m2 = 0.0, spread = 0.0;
    for (const Point& p : dataset.points) {
      if (p.label != label) continue;
      n += 1.0;
      m1 += p.x1;
      m2 += p.x2;
      spread += std::pow(p.x1 - centres[label][0], 2) + std::pow(p.x2 - centres[label][1], 2);
    }
    EXPECT_NEAR(m1 / n, centres[label][0], 0.06) << "class " << label;
    EXPECT_NEAR(m2 / n, centres[label][1], 0.06) << "class " << label;
    EXPECT_NEAR(std::sqrt(spread / n / 2.0), deviation, 0.03) << "class " << label;
  }
}

TEST(DatasetShape, GaussIsTwoClouds) {
  expect_clouds(DatasetKind::gauss, {{-2.0, -2.0}, {2.0, 2.0}}, 0.7);
}

TEST(DatasetShape, BlobsAreThreeCloudsAroundTheOrigin) {
  const double side = 3.3 * std::sqrt(3.0) / 2.0;
  expect_clouds(DatasetKind::blobs, {{0.0, 3.3}, {side, -1.65}, {-side, -1.65}}, 0.7);
}

TEST(DatasetShape, SpiralPointsLieOnTheirArm) {
  for (const Point& point : make({.kind = DatasetKind::spiral, .samples = 600}).points) {
    const double along = radius(point) / 5.0;
    ASSERT_LE(along, 1.0 + 1e-12);
    const double angle = 1.75 * along * 2.0 * std::numbers::pi + (point.label == 1 ? 0.0 : std::numbers::pi);
    ASSERT_NEAR(point.x1, radius(point) * std::sin(angle), 1e-9);
    ASSERT_NEAR(point.x2, radius(point) * std::cos(angle), 1e-9);
  }
}

TEST(DatasetBits, AreTheSameEverywhere) {
  constexpr std::uint64_t pinned[][2] = {{0xE81ECBEA9A86A65DULL, 0xA82D80BC9B73C9B3ULL},
                                         {0x3784DEB7CAFA92CDULL, 0x8B47EA05BE1DBC42ULL},
                                         {0x2DC304623578DF11ULL, 0x79A01F771822CBB9ULL},
                                         {0xE1B76B36C673C421ULL, 0x97E382CB62FCECA6ULL},
                                         {0xA2D6B4FD027FD029ULL, 0xE8376D06572C7AC2ULL}};
  for (std::size_t k = 0; k < 5; ++k) {
    EXPECT_EQ(hash_of(make({.kind = kinds[k]})), pinned[k][0]) << name(kinds[k]);
    EXPECT_EQ(
        hash_of(make({.kind = kinds[k], .samples = 333, .noise = 0.25, .train_ratio = 0.7, .seed = 42})),
        pinned[k][1])
        << name(kinds[k]);
  }
}

TEST(DatasetRefuses, BadArgumentsByNameAndLeavesTheOutputAlone) {
  const auto attempt = [](const DatasetSpec& spec) {
    Dataset dataset = make({.samples = 10});
    const std::uint64_t before = hash_of(dataset);
    Status status = make_dataset(spec, dataset);
    EXPECT_EQ(hash_of(dataset), before) << status.message;
    return status;
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(refuses(attempt({.samples = 1}), {"samples", "1 ", "2", "100000"}));
  EXPECT_TRUE(refuses(attempt({.samples = 0}), {"samples"}));
  EXPECT_TRUE(refuses(attempt({.samples = DatasetSpec::max_samples + 1}), {"samples", "100001"}));
  EXPECT_TRUE(refuses(attempt({.noise = -0.01}), {"noise", "-0.01", "0.5"}));
  EXPECT_TRUE(refuses(attempt({.noise = 0.51}), {"noise", "0.51"}));
  EXPECT_TRUE(refuses(attempt({.noise = nan}), {"noise"}));
  EXPECT_TRUE(refuses(attempt({.train_ratio = 0.0}), {"trainRatio"}));
  EXPECT_TRUE(refuses(attempt({.train_ratio = 1.0}), {"trainRatio"}));
  EXPECT_TRUE(refuses(attempt({.train_ratio = nan}), {"trainRatio"}));
}

}  // namespace
}  // namespace downhill::testing
