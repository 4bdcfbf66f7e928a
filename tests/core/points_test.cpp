// Points from outside: kept, split, or refused by name and number.
#include <downhill/dataset.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

using Row = std::tuple<double, double, std::uint32_t, double>;

std::vector<Row> order(const Dataset& dataset) {
  std::vector<Row> rows;
  for (const Point& p : dataset.points) rows.emplace_back(p.x1, p.x2, p.label, p.target);
  return rows;
}

std::vector<Row> sorted(const Dataset& dataset) {
  std::vector<Row> rows = order(dataset);
  std::ranges::sort(rows);
  return rows;
}

std::string points_refusal(const std::vector<Point>& points, const PointsSpec& spec = {}) {
  Dataset dataset;
  EXPECT_TRUE(make_dataset({.samples = 10}, dataset).ok());
  const Status status = make_dataset(points, spec, dataset);
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(dataset.points.size(), 10U);
  return status.message;
}

TEST(ForeignPoints, AreSplitAndKept) {
  std::vector<Point> points;
  for (int j = 0; j < 20; ++j) points.push_back({0.5 * j, -1.0 * j, static_cast<std::uint32_t>(j % 4), 7.0});
  Dataset dataset;
  ASSERT_TRUE(make_dataset(points, {.train_ratio = 0.75, .class_names = {"a", "b", "c", "d"}}, dataset).ok());
  EXPECT_EQ(dataset.classes, 4U);
  EXPECT_EQ(dataset.train_count, 15U);
  EXPECT_EQ(dataset.class_names[3], "d");
  EXPECT_FALSE(dataset.regression);
  for (Point& point : points) point.target = 0.0;  // of no use to a classification
  EXPECT_EQ(sorted(dataset), sorted({.points = points}));

  // Its own points may be split anew.
  const Dataset before = dataset;
  ASSERT_TRUE(make_dataset(dataset.points, {.seed = 2}, dataset).ok());
  EXPECT_EQ(sorted(dataset), sorted(before));
  EXPECT_NE(order(dataset), order(before));
  EXPECT_TRUE(dataset.class_names.empty());
}

TEST(ForeignPoints, MayBeARegression) {
  Dataset dataset;
  ASSERT_TRUE(
      make_dataset(std::vector<Point>{{1, 2, 9, 300.0}, {3, 4, 8, -5.0}}, {.regression = true}, dataset)
          .ok());
  EXPECT_TRUE(dataset.regression);
  EXPECT_EQ(dataset.classes, 1U);
  EXPECT_EQ(dataset.points[0].label + dataset.points[1].label, 0U);
  EXPECT_EQ(dataset.points[0].target + dataset.points[1].target, 295.0);
}

TEST(ForeignPoints, AreRefusedByNameAndNumber) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(points_refusal({}), "points: 0 is not between 2 and 100000.");
  EXPECT_EQ(points_refusal({{0, 0, 0}}), "points: 1 is not between 2 and 100000.");
  EXPECT_EQ(points_refusal(std::vector<Point>(100'001)), "points: 100001 is not between 2 and 100000.");
  EXPECT_EQ(points_refusal({{0, 0, 0}, {0, nan, 1}}),
            "point 2: x2 is nan, which is not between -1000000 and 1000000.");
  EXPECT_EQ(points_refusal({{1e300, 0, 0}, {0, 0, 1}}),
            "point 1: x1 is 1e+300, which is not between -1000000 and 1000000.");
  EXPECT_EQ(points_refusal({{0, 0, 0}, {0, 0, 6}}), "point 2: label 6 is not between 0 and 5.");
  EXPECT_EQ(points_refusal({{0, 0, 0}, {0, 0, 3}, {0, 0, 1}}),
            "class 2: none of the points has this label; use every number from 0 to 3.");
  EXPECT_EQ(points_refusal({{0, 0, 0}, {0, 0, 0}}),
            "class 1: none of the points has this label; use every number from 0 to 1.");
  EXPECT_EQ(points_refusal({{0, 0, 0}, {0, 0, 0, nan}}, {.regression = true}),
            "point 2: its target is nan, which is not between -1000000 and 1000000.");
  EXPECT_EQ(points_refusal({{0, 0, 0}, {0, 0, 1}}, {.train_ratio = 1.0}),
            "trainRatio: 1 is not between 0 and 1.");
  EXPECT_EQ(points_refusal({{0, 0, 0}, {0, 0, 1}}, {.class_names = {"a"}}),
            "class names: 1 for 2 classes; give one each, or none.");
}

}  // namespace
}  // namespace downhill::testing
