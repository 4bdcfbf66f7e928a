// Penalties with numbers that can be added up in the head.
#include "engines.hpp"
#include "networks.hpp"

#include <downhill/regularizer.hpp>

#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

class Penalty : public EveryEngine {};

// theta is w11, w12, b of one unit with two inputs.
TEST_P(Penalty, CountsBiasesUnlessAskedNotTo) {
  const Network network({2, {{1, Activation::linear}}});
  const auto& kernels = GetParam().kernels<double>();
  const std::vector<double> theta = {2.0, -1.0, 4.0};
  struct Expected {
    Regularization rule;
    double penalty;
    std::vector<double> gradient;
  };
  for (const auto& [rule, expected, slopes] :
       {Expected{{.l1 = 0.5}, 3.5, {1.5, 0.5, 1.5}}, Expected{{.l2 = 0.25}, 5.25, {2.0, 0.5, 3.0}},
        Expected{{.l1 = 0.5, .l2 = 0.25, .weights_only = true}, 2.75, {2.5, 0.0, 1.0}}}) {
    EXPECT_EQ(penalty<double>(rule, network, kernels, theta), expected);
    std::vector<double> gradient = {1.0, 1.0, 1.0};
    add_penalty_gradient<double>(rule, network, kernels, theta, gradient);
    EXPECT_EQ(gradient, slopes);
  }
}

DOWNHILL_ON_EVERY_ENGINE(Penalty);

}  // namespace
}  // namespace downhill::testing
