// Points from outside are moved into the square that is drawn.
#include <downhill/dataset.hpp>

#include <vector>

#include <gtest/gtest.h>

namespace downhill {
namespace {

TEST(Fit, LeavesAloneWhatIsInTheSquare) {
  std::vector<Point> points = {{-6.0, 0.1, 0, 1.0}, {6.0, 0.2, 1, -1.0}};
  const Fit fit = fit_to_domain(points, true);
  for (const Fit::Axis& axis : fit.axes) EXPECT_FALSE(axis.moved());
  EXPECT_EQ(points[0].x1, -6.0);
  EXPECT_EQ(points[1].target, -1.0);
}

TEST(Fit, StretchesAnAxisThatGoesBeyond) {
  std::vector<Point> points = {{0.0, 1.0, 0, 20.0}, {50.0, 2.0, 0, 40.0}, {100.0, 3.0, 0, 30.0}};
  const Fit fit = fit_to_domain(points, true);
  EXPECT_DOUBLE_EQ(points[0].x1, -5.0);
  EXPECT_DOUBLE_EQ(points[1].x1, 0.0);
  EXPECT_DOUBLE_EQ(points[2].x1, 5.0);
  EXPECT_EQ(points[2].x2, 3.0) << "that axis fits";
  EXPECT_DOUBLE_EQ(points[0].target, -1.0);
  EXPECT_DOUBLE_EQ(points[2].target, 0.0);
  EXPECT_DOUBLE_EQ(fit.axes[0].offset + fit.axes[0].scale * 100.0, 5.0);
  EXPECT_FALSE(fit.axes[1].moved());
}

TEST(Fit, AnAxisOfEqualNumbersGoesToTheMiddle) {
  std::vector<Point> points = {{1e6, 0.0, 0}, {1e6, 1.0, 1}};
  const Fit fit = fit_to_domain(points, false);
  EXPECT_EQ(points[0].x1, 0.0);
  EXPECT_TRUE(fit.axes[0].moved());
  EXPECT_FALSE(fit.axes[2].moved());
  EXPECT_FALSE(fit_to_domain({}, false).axes[0].moved());
}

}  // namespace
}  // namespace downhill
