// landscape.hpp: planes through theta, and J upon them.
#include "sample_runs.hpp"

#include <downhill/landscape.hpp>

namespace downhill::testing {
namespace {

std::vector<double> row_of(const std::vector<double>& numbers, std::size_t first, std::size_t count) {
  const auto begin = numbers.begin() + static_cast<std::ptrdiff_t>(first);
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

Landscape evaluated(Objective& objective, const Plane& plane, const Window& window, std::size_t side) {
  Landscape landscape;
  Status status = landscape.begin(plane, window, side);
  EXPECT_TRUE(status.ok()) << status.message;
  status = landscape.evaluate_rows(objective, 0, side);
  EXPECT_TRUE(status.ok()) << status.message;
  return landscape;
}

TEST(Landscape, HasJInItsMiddle) {
  SmallRun<float> run(small_spec(), 300, 5);
  Objective objective = run.objective();
  Plane plane;
  ASSERT_TRUE(random_plane(run.trainer.network(), run.theta(), 3, plane).ok());
  const Landscape landscape = evaluated(objective, plane, {-0.3, 0.3, -0.7, 0.7}, 11);
  EXPECT_EQ(landscape.values()[5 * 11 + 5], value_of(objective, run.theta()));
  EXPECT_EQ(landscape.s_of(5), 0.0);
  EXPECT_EQ(landscape.s_of(0), -0.3);
  EXPECT_EQ(landscape.t_of(10), 0.7);
}

TEST(Landscape, OfTwoWeightsIsJWithThoseChanged) {
  SmallRun<double> run(small_spec(), 40, 5);
  Objective objective = run.objective();
  Plane plane;
  ASSERT_TRUE(weight_plane(run.trainer.network(), run.theta(), 4, 30, plane).ok());
  EXPECT_EQ(plane.cosine(), 0.0);
  const Landscape landscape = evaluated(objective, plane, {-2.0, 1.0, 0.0, 3.0}, 4);
  for (std::size_t row = 0; row < 4; ++row) {
    for (std::size_t column = 0; column < 4; ++column) {
      std::vector<double> theta = run.theta();
      theta[4] += -2.0 + static_cast<double>(column);
      theta[30] += static_cast<double>(row);
      EXPECT_EQ(landscape.values()[row * 4 + column], value_of(objective, theta));
    }
  }
}

TEST(Landscape, GrowsRowByRow) {
  SmallRun<double> run;
  Objective objective = run.objective();
  Plane plane;
  ASSERT_TRUE(random_plane(run.trainer.network(), run.theta(), 3, plane).ok());
  const Landscape whole = evaluated(objective, plane, {}, 6);
  Landscape landscape;
  ASSERT_TRUE(landscape.begin(plane, {}, 6).ok());
  ASSERT_TRUE(landscape.evaluate_rows(objective, 2, 1).ok());
  for (std::size_t i = 0; i < 36; ++i) EXPECT_EQ(std::isnan(landscape.values()[i]), i / 6 != 2);
  ASSERT_TRUE(landscape.evaluate_rows(objective, 0, 2).ok());
  ASSERT_TRUE(landscape.evaluate_rows(objective, 3, 100).ok());  // as far as there are
  EXPECT_TRUE(std::ranges::equal(landscape.values(), whole.values()));
}

TEST(Landscape, CountsThePenaltyIfAsked) {
  TrainerSpec spec = small_spec();
  spec.rules.regularization.l2 = 0.1;
  SmallRun<double> run(spec);
  Objective with = run.objective(), without = run.objective(false);
  Plane plane;
  ASSERT_TRUE(random_plane(run.trainer.network(), run.theta(), 3, plane).ok());
  const Landscape high = evaluated(with, plane, {}, 3), low = evaluated(without, plane, {}, 3);
  for (std::size_t i = 0; i < 9; ++i) {
    const std::vector<double> theta = plane.at(high.s_of(i % 3), high.t_of(i / 3));
    EXPECT_NEAR(high.values()[i] - low.values()[i], 0.1 * dot_of(theta, theta), 1e-14);
  }
}

TEST(RandomPlane, IsFilterNormalised) {
  TrainerSpec spec = small_spec();
  spec.network.layers[1].norm = Norm::layer;
  SmallRun<double> run(spec, 40, 5);
  std::vector<double> theta = run.theta();
  theta[0] = theta[1] = 0.0;  // the first unit's weights
  Plane plane, again, other;
  const Network& network = run.trainer.network();
  ASSERT_TRUE(random_plane(network, theta, 3, plane).ok());
  EXPECT_EQ(plane.origin, theta);
  for (const std::vector<double>* direction : {&plane.x, &plane.y}) {
    double rows = 0.0;
    for (const LayerLayout& layer : network.layers()) {
      for (std::size_t unit = 0; unit < layer.units(); ++unit) {
        const std::size_t first = layer.weights + unit * layer.inputs;
        const double length = norm_of(row_of(*direction, first, layer.inputs));
        EXPECT_NEAR(length, norm_of(row_of(theta, first, layer.inputs)), 1e-14);
        rows += length * length;
      }
    }
    // Biases, gains and shifts have no part in it.
    EXPECT_NEAR(dot_of(*direction, *direction), rows, 1e-12);
  }
  EXPECT_LT(std::abs(plane.cosine()), 0.9);
  ASSERT_TRUE(random_plane(network, theta, 3, again).ok());
  ASSERT_TRUE(random_plane(network, theta, 4, other).ok());
  EXPECT_EQ(plane.x, again.x);
  EXPECT_EQ(plane.y, again.y);
  EXPECT_NE(plane.x, other.x);
}

// Snapshots theta + weights[0][i] e_0 + ...
std::vector<double> path_of(const std::vector<double>& theta, const std::vector<std::vector<double>>& moves) {
  std::vector<double> path;
  for (const std::vector<double>& move : moves) {
    std::vector<double> snapshot = theta;
    for (std::size_t j = 0; j < move.size(); ++j) snapshot[j] += move[j];
    path.insert(path.end(), snapshot.begin(), snapshot.end());
  }
  return path;
}

TEST(TrajectoryPlane, OfAStraightLineExplainsItAll) {
  SmallRun<double> run;
  TrajectoryPlane result;
  const std::vector<double> path = path_of(run.theta(), {{0.0, 0.0}, {0.3, 0.4}, {0.9, 1.2}, {3.0, 4.0}});
  ASSERT_TRUE(trajectory_plane(run.trainer.network(), path, 4, result).ok());
  EXPECT_NEAR(result.explained[0], 1.0, 1e-12);
  EXPECT_NEAR(result.explained[1], 0.0, 1e-12);
  EXPECT_NEAR(norm_of(result.plane.x), 1.0, 1e-14);
  EXPECT_NEAR(norm_of(result.plane.y), 1.0, 1e-14);
  EXPECT_NEAR(result.plane.cosine(), 0.0, 1e-14);
  EXPECT_NEAR(result.plane.x[0], 0.6, 1e-12);
  EXPECT_NEAR(result.plane.x[1], 0.8, 1e-12);
  const std::vector<double> s = {-5.0, -4.5, -3.5, 0.0};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(result.path[i][0], s[i], 1e-12);
    EXPECT_NEAR(result.path[i][1], 0.0, 1e-12);
  }
}

// No axis is at right angles to this line, so the second direction must be made so.
TEST(TrajectoryPlane, OfALineThroughAllParametersHasARightAngle) {
  SmallRun<double> run;
  std::vector<double> path = run.theta();
  for (const double t : {1.0, 3.0}) {
    for (const double parameter : run.theta()) path.push_back(parameter + t);
  }
  TrajectoryPlane result;
  ASSERT_TRUE(trajectory_plane(run.trainer.network(), path, 3, result).ok());
  EXPECT_NEAR(result.plane.cosine(), 0.0, 1e-12);
}

TEST(TrajectoryPlane, FindsTheTwoDirectionsOfMostVariance) {
  SmallRun<double> run;
  TrajectoryPlane result;
  // Variances 2 a^2 along the axes 0, 1, 2: 32, 8 and 2 of 42.
  const std::vector<double> path =
      path_of(run.theta(), {{4, 0, 0}, {-4, 0, 0}, {0, 2, 0}, {0, -2, 0}, {0, 0, 1}, {0, 0, -1}, {0, 0, 0}});
  ASSERT_TRUE(trajectory_plane(run.trainer.network(), path, 7, result).ok());
  EXPECT_NEAR(result.explained[0], 32.0 / 42, 1e-12);
  EXPECT_NEAR(result.explained[1], 8.0 / 42, 1e-12);
  EXPECT_NEAR(std::abs(result.plane.x[0]), 1.0, 1e-12);
  EXPECT_NEAR(std::abs(result.plane.y[1]), 1.0, 1e-12);
  for (std::size_t j = 0; j < run.theta().size(); ++j)
    EXPECT_NEAR(result.plane.origin[j], run.theta()[j], 1e-15);
}

TEST(TrajectoryPlane, OfARunHoldsItsPath) {
  TrainerSpec spec = small_spec();
  SmallRun<float> run(spec);
  std::vector<double> path = run.theta();
  for (int i = 1; i < 30; ++i) {
    ASSERT_TRUE(run.trainer.step(3).ok());
    const std::vector<double> theta = run.theta();
    path.insert(path.end(), theta.begin(), theta.end());
  }
  TrajectoryPlane result;
  ASSERT_TRUE(trajectory_plane(run.trainer.network(), path, 30, result).ok());
  EXPECT_EQ(result.plane.origin, run.theta());
  EXPECT_EQ(result.path.back(), (std::array<double, 2>{0.0, 0.0}));
  EXPECT_LT(result.path.front()[0], 0.0);
  EXPECT_GT(result.explained[0], result.explained[1]);
  EXPECT_GT(result.explained[0] + result.explained[1], 0.8);
  EXPECT_LE(result.explained[0] + result.explained[1], 1.0 + 1e-12);
  // What the plane misses of a snapshot stands at right angles on it.
  const std::vector<double> near = result.plane.at(result.path[7][0], result.path[7][1]);
  std::vector<double> rest = row_of(path, 7 * near.size(), near.size());
  for (std::size_t j = 0; j < rest.size(); ++j) rest[j] -= near[j];
  EXPECT_NEAR(dot_of(rest, result.plane.x), 0.0, 1e-12);
  EXPECT_NEAR(dot_of(rest, result.plane.y), 0.0, 1e-12);
}

TEST(Planes, RefuseBadArguments) {
  SmallRun<double> run;
  const Network& network = run.trainer.network();
  const std::vector<double> theta = run.theta(), wrong(3);
  Plane plane;
  TrajectoryPlane trajectory;
  expect_refused(random_plane(network, wrong, 1, plane), "theta");
  expect_refused(random_plane(network, spoiled(theta), 1, plane), "theta");
  expect_refused(weight_plane(network, spoiled(theta), 0, 1, plane), "theta");
  expect_refused(weight_plane(network, theta, theta.size(), 1, plane), "first");
  expect_refused(weight_plane(network, theta, 1, theta.size(), plane), "second");
  expect_refused(weight_plane(network, theta, 1, 1, plane), "second");
  std::vector<double> path = path_of(theta, {{0.0}, {1.0}});
  expect_refused(trajectory_plane(network, path, 1, trajectory), "snapshots");
  expect_refused(trajectory_plane(network, path, 257, trajectory), "snapshots");
  expect_refused(trajectory_plane(network, path, 3, trajectory), "path");
  expect_refused(trajectory_plane(network, spoiled(path), 2, trajectory), "path");
  expect_refused(trajectory_plane(network, spoiled(path, 1e300), 2, trajectory), "path");
  expect_refused(trajectory_plane(network, path_of(theta, {{1.0}, {1.0}}), 2, trajectory), "path");
}

TEST(Landscape, RefusesBadArguments) {
  SmallRun<double> run;
  Objective objective = run.objective(), none;
  Plane plane;
  ASSERT_TRUE(weight_plane(run.trainer.network(), run.theta(), 0, 1, plane).ok());
  Landscape landscape;
  expect_refused(landscape.evaluate_rows(objective, 0, 1), "landscape");
  expect_refused(landscape.begin(plane, {}, 1), "side");
  expect_refused(landscape.begin(plane, {}, 513), "side");
  expect_refused(landscape.begin(plane, {1.0, 1.0, -1.0, 1.0}, 5), "window");
  expect_refused(landscape.begin(plane, {-1.0, 1.0, nan, 1.0}, 5), "window");
  expect_refused(landscape.begin({}, {}, 5), "plane");
  expect_refused(landscape.begin({plane.origin, plane.x, {1.0}}, {}, 5), "y");
  expect_refused(landscape.begin({plane.origin, spoiled(plane.x), plane.y}, {}, 5), "x");
  ASSERT_TRUE(landscape.begin(plane, {}, 5).ok());
  expect_refused(landscape.evaluate_rows(objective, 5, 1), "first");
  expect_refused(landscape.evaluate_rows(none, 0, 1), "objective");
}

TEST(Landscape, LeavesTheRunAlone) {
  expect_undisturbed([](auto& run) {
    Objective objective = run.objective();
    Plane plane;
    EXPECT_TRUE(random_plane(run.trainer.network(), run.theta(), 1, plane).ok());
    evaluated(objective, plane, {}, 5);
  });
}

}  // namespace
}  // namespace downhill::testing
