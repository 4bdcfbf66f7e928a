// The classic worked example of a 2-2-2 network, to all its printed digits. Its author leaves the biases
// alone; here they are trained, and compared with the formulas worked out by hand.
#include "engines.hpp"
#include "networks.hpp"

#include <downhill/engine.hpp>
#include <downhill/optimizer.hpp>

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

// Equal to `digits` printed digits after the point.
void expect_printed(double expected, double actual, int digits, const char* what) {
  EXPECT_NEAR(expected, actual, 0.5 * std::pow(10.0, -digits)) << what;
}

class WorkedExample : public EveryEngine {
 protected:
  const NetworkSpec spec_{2, {{2, Activation::sigmoid}, {2, Activation::sigmoid}}};
  const Network network_{spec_};
  const std::vector<double> x_ = {0.05, 0.10}, y_ = {0.01, 0.99};
  //                                w1    w2    w3    w4    b1    b1    w5    w6    w7    w8    b2    b2
  const std::vector<double> start_ = {0.15, 0.20, 0.25, 0.30, 0.35, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60, 0.60};
  const double eta_ = 0.5;
};

TEST_P(WorkedExample, OutputsErrorAndOneStep) {
  Arena memory;
  Tape<double> tape;
  Optimizer<double> optimizer;
  std::span<double> theta, gradient;
  ASSERT_TRUE(memory
                  .lay_out(1U << 20U,
                           [&](Cursor& cursor) {
                             cursor.take(theta, start_.size());
                             cursor.take(gradient, start_.size());
                             optimizer.plan(cursor, start_.size());
                             tape.plan(cursor, network_, 1, true);
                           })
                  .ok());
  std::ranges::copy(start_, theta.begin());
  optimizer.reset(theta);

  const auto& kernels = GetParam().kernels<double>();
  const Backprop<double> pass{network_, kernels, Loss::squared_error, theta.data(), tape};
  tape.load(x_.data(), y_.data(), 1);
  pass.forward();
  pass.losses();
  const Matrix<double>& hidden = tape.layers[0].a;
  const Matrix<double>& output = tape.layers[1].a;
  expect_printed(0.593269992, hidden(0, 0), 9, "h1");
  expect_printed(0.596884378, hidden(1, 0), 9, "h2");
  expect_printed(0.75136507, output(0, 0), 8, "o1");
  expect_printed(0.772928465, output(1, 0), 9, "o2");
  expect_printed(0.298371109, tape.losses[0], 9, "total error");

  pass.backward();
  pass.gradients(1.0, false, gradient.data());
  ASSERT_TRUE(optimizer.step(kernels, {}, eta_, gradient, theta));
  expect_printed(0.149780716, theta[0], 9, "w1");
  expect_printed(0.19956143, theta[1], 8, "w2");
  expect_printed(0.24975114, theta[2], 8, "w3");
  expect_printed(0.29950229, theta[3], 8, "w4");
  expect_printed(0.35891648, theta[6], 8, "w5");
  expect_printed(0.408666186, theta[7], 9, "w6");
  expect_printed(0.511301270, theta[8], 9, "w7");
  expect_printed(0.561370121, theta[9], 9, "w8");

  // By hand: delta_o = (o - y) o (1 - o), delta_h = (sum_o w delta_o) h (1 - h), b := b - eta delta.
  const double h1 = 1.0 / (1.0 + std::exp(-(0.15 * 0.05 + 0.20 * 0.10 + 0.35)));
  const double h2 = 1.0 / (1.0 + std::exp(-(0.25 * 0.05 + 0.30 * 0.10 + 0.35)));
  const double o1 = 1.0 / (1.0 + std::exp(-(0.40 * h1 + 0.45 * h2 + 0.60)));
  const double o2 = 1.0 / (1.0 + std::exp(-(0.50 * h1 + 0.55 * h2 + 0.60)));
  const double delta_o1 = (o1 - 0.01) * o1 * (1.0 - o1);
  const double delta_o2 = (o2 - 0.99) * o2 * (1.0 - o2);
  const double delta_h1 = (0.40 * delta_o1 + 0.50 * delta_o2) * h1 * (1.0 - h1);
  const double delta_h2 = (0.45 * delta_o1 + 0.55 * delta_o2) * h2 * (1.0 - h2);
  EXPECT_NEAR(tape.layers[1].delta(0, 0), delta_o1, 1e-15);
  EXPECT_NEAR(tape.layers[1].delta(1, 0), delta_o2, 1e-15);
  EXPECT_NEAR(theta[4], 0.35 - eta_ * delta_h1, 1e-15);
  EXPECT_NEAR(theta[5], 0.35 - eta_ * delta_h2, 1e-15);
  EXPECT_NEAR(theta[10], 0.60 - eta_ * delta_o1, 1e-15);
  EXPECT_NEAR(theta[11], 0.60 - eta_ * delta_o2, 1e-15);
  EXPECT_TRUE(std::ranges::equal(optimizer.before(), start_));
}

DOWNHILL_ON_EVERY_ENGINE(WorkedExample);

}  // namespace
}  // namespace downhill::testing
