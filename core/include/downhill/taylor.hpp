// What the gradient promises a step, and what the step brings: J(theta + d) = J(theta) + gradient . d + ...
// (paper, section 3.1). J is the objective's: J_reg where that is penalised, in prediction and in truth.
#pragma once

#include <downhill/objective.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace downhill {

struct TaylorStep {
  double before = 0.0;     // J(theta)
  double after = 0.0;      // J(theta + delta)
  double predicted = 0.0;  // gradient . delta
  bool penalised = false;  // whether J is J_reg

  double actual() const noexcept { return after - before; }
  // actual / predicted, which goes to 1 as steps grow small; 1 if neither changes.
  double ratio() const noexcept { return actual() == predicted ? 1.0 : actual() / predicted; }
};

// Of the step from theta to theta + delta, over the samples that are selected.
Status taylor_step(Objective& objective, std::span<const double> theta, std::span<const double> delta,
                   TaylorStep& result);

// Of the plain step delta = -eta gradient; eta > 0.
Status taylor_gradient_step(Objective& objective, std::span<const double> theta, double eta,
                            TaylorStep& result);

struct TaylorOfStep {
  TaylorStep full;   // over all samples
  TaylorStep batch;  // over the step's own batch, whose J it was that the step went down
};

// Of a step that was made, from theta `before` to theta `after` (Optimizer::before() and Trainer::theta()),
// on the samples `batch` (Trainer::batch() as it was ahead of the step). Leaves all samples selected.
Status taylor_of_step(Objective& objective, std::span<const double> before, std::span<const double> after,
                      std::span<const std::uint32_t> batch, TaylorOfStep& result);

// J(theta - t gradient) over t: the straight way down as far as gradient descent believes in it. t = eta is
// where one plain step with that learning rate arrives.
struct GradientSlice {
  double start = 0.0;  // J(theta)
  double slope = 0.0;  // -||gradient||^2, the derivative at t = 0
  bool penalised = false;
  std::vector<double> values;  // J for every t

  double tangent(double t) const noexcept { return start + slope * t; }
};

// `t` may be negative and in any order; values are NaN or Inf where the loss overflows.
Status slice_along_gradient(Objective& objective, std::span<const double> theta, std::span<const double> t,
                            GradientSlice& result);

}  // namespace downhill
