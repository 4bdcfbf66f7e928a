// Is the gradient right? Backpropagation against central differences, every parameter (paper, section 24).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include <downhill/engine.hpp>
#include <downhill/loss.hpp>
#include <downhill/metrics.hpp>
#include <downhill/network.hpp>

namespace downhill {

struct GradientCheck {
  std::vector<double> analytic;   // dJ/dtheta_j by backpropagation
  std::vector<double> numerical;  // [J(theta_j + h) - J(theta_j - h)] / 2h
  std::vector<bool> skipped;      // a kink (ReLU at 0) lies between theta_j - h and theta_j + h
  std::size_t skipped_count = 0;
  // Largest |analytic - numerical| / max(|analytic|, |numerical|, largest |analytic| / 100) of those not skipped: the
  // last term keeps rounding noise in gradients that are next to nothing from counting as an error.
  double worst_error = 0.0;
  std::size_t worst_parameter = 0;
};

// J is the mean loss over `samples`; h is epsilon * max(1, |theta_j|). Costs two forward passes a parameter. `theta`
// is not changed. Refuses the same arguments as a training run would, and an epsilon that is not positive.
Status check_gradient(const NetworkSpec& spec, Loss loss, std::span<const double> theta,
                      const SampleSet<double>& samples, const Engine& engine, GradientCheck& result,
                      double epsilon = 6e-6);

}  // namespace downhill
