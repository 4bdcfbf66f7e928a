// Loss, accuracy and R^2 of a network whose outputs are known: a = x.
#include "engines.hpp"
#include "networks.hpp"

#include <downhill/metrics.hpp>

#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

Metrics metrics_of(const std::vector<double>& outputs, const std::vector<double>& targets) {
  const Network network({1, {{1, Activation::linear}}});
  OwnTape<double> tape(network, 2, TapeUse::evaluation);  // smaller than the sets: worked off in pieces
  const std::vector<double> theta = {1.0, 0.0};
  const Backprop<double> pass{network, scalar_engine().kernels<double>(), Loss::squared_error, theta.data(),
                              *tape};
  return evaluate<double>(pass, {outputs.data(), targets.data(), outputs.size()});
}

TEST(Metrics, AreWhatTheirFormulasSay) {
  const Metrics metrics = metrics_of({1.0, 2.0, 3.0}, {1.0, 2.0, 4.0});
  EXPECT_DOUBLE_EQ(metrics.loss, 0.5 / 3.0);
  EXPECT_EQ(metrics.accuracy, 1.0);
  EXPECT_DOUBLE_EQ(metrics.r_squared, 1.0 - 1.0 / (14.0 / 3.0));
  EXPECT_DOUBLE_EQ(metrics_of({-1.0, 2.0, -3.0, 4.0}, {-1.0, 1.0, 1.0, 1.0}).accuracy, 0.75);
}

TEST(Metrics, RSquaredIsZeroForTheMeanAndForTargetsThatDoNotVary) {
  EXPECT_NEAR(metrics_of({3.0, 3.0, 3.0}, {1.0, 3.0, 5.0}).r_squared, 0.0, 1e-15);
  EXPECT_EQ(metrics_of({1.0, 2.0}, {3.0, 3.0}).r_squared, 0.0);
}

}  // namespace
}  // namespace downhill::testing
