// How well the gradient of a few samples stands for that of all: the fan of mini-batch gradients about the
// full one (paper, sections 4.1 to 4.3).
#pragma once

#include <downhill/objective.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace downhill {

// The rows of an epoch in the order in which a run with that seed takes them (Trainer::batch()).
std::vector<std::uint32_t> epoch_order(std::size_t samples, std::uint64_t seed, std::uint64_t epoch);

// One mini-batch gradient g against the full gradient G.
struct BatchGradient {
  std::size_t samples = 0;
  double cosine = 0.0;      // of the angle between them; 0 where one of them is 0
  double norm_ratio = 0.0;  // ||g|| / ||G||
  // Where g ends in a plane: along G, and across it. The length across is that of the whole rest of g, so
  // that length and angle to G are true; the sign tells whether the rest points the way of the first batch's
  // or against it.
  double along = 0.0, across = 0.0;
};

// The gradient noise scale (McCandlish et al., "An Empirical Model of Large-Batch Training", 2018, appendix
// A.1): about the batch size at which a step's noise is as large as its gradient. From full batches of B of n
// samples,
//   trace = mean ||g - G||^2 / (1/B - 1/n),   square = ||G||^2 - trace / n,   scale = trace / square.
// Their estimator has ||g||^2 - ||G||^2 for ||g - G||^2. Both have the same expectation, because that of g is
// G, so both are unbiased for trace and square; this one varies less and is never negative.
struct GradientNoise {
  double trace = 0.0;  // of the covariance of single samples' gradients; 0 if B = n, where no noise is seen
  double square =
      0.0;  // squared length of the true gradient, of which G is an estimate; may come out negative
  double scale = 0.0;  // Inf if square <= 0 < trace: all that is seen is noise
};

struct GradientFan {
  double full_norm = 0.0;  // ||G||
  std::vector<BatchGradient> batches;
  GradientNoise noise;
};

// Gradients at theta of the first `count` batches of `batch_size` when `order` (rows, all different) is cut
// into batches; the last of an order may be smaller. G is the gradient over all samples of the objective.
// With batch norm a batch has its own statistics and with them another J, so that its gradients are not G in
// the mean. Leaves all samples selected.
Status gradient_fan(Objective& objective, std::span<const double> theta, std::span<const std::uint32_t> order,
                    std::size_t batch_size, std::size_t count, GradientFan& result);

}  // namespace downhill
