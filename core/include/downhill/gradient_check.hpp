// Is the gradient right? Backpropagation against central differences, every parameter (paper, section 24).
#pragma once

#include <downhill/engine.hpp>
#include <downhill/loss.hpp>
#include <downhill/metrics.hpp>
#include <downhill/network.hpp>
#include <downhill/regularizer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace downhill {

// Mistakes that are easily made; planted on request, so that one can see the check find them.
enum class Fault : std::uint8_t {
  none,
  no_derivative,       // delta = W^T delta, phi' forgotten
  transposed_weights,  // W taken for its transpose on the way back
  no_bias,             // dJ/db forgotten
  wrong_pairing,       // the output error of another pair of loss and activation
};

inline constexpr std::array<std::string_view, 5> fault_names = {"none", "noDerivative", "transposedWeights",
                                                                "noBias", "wrongPairing"};

constexpr std::string_view name(Fault fault) noexcept {
  return fault_names[static_cast<std::size_t>(fault)];
}

struct GradientCheckOptions {
  double epsilon = 6e-6;  // > 0
  bool fused = true;      // see Backprop
  Regularization regularization;
  std::uint64_t dropout_seed = 1;  // one mask for all passes
  Fault fault = Fault::none;
};

struct GradientCheck {
  std::vector<double> analytic;   // dJ/dtheta_j by backpropagation
  std::vector<double> numerical;  // [J(theta_j + h) - J(theta_j - h)] / 2h
  std::vector<bool> skipped;      // a kink (ReLU at 0) lies between theta_j - h and theta_j + h
  std::size_t skipped_count = 0;
  std::vector<double> errors;  // relative, as below; 0 where skipped
  // Largest |analytic - numerical| / max(|analytic|, |numerical|, largest |analytic| / 100) of those not
  // skipped: the last term keeps rounding noise in gradients that are next to nothing from counting as an
  // error.
  double worst_error = 0.0;
  std::size_t worst_parameter = 0;
};

// J is the mean loss over `samples` plus the penalty, in a training pass (batch statistics, dropout by its
// seed); h is epsilon * max(1, |theta_j|). Costs two forward passes a parameter. `theta` is not changed.
// Refuses the same arguments as a training run would, and an epsilon that is not positive.
Status check_gradient(const NetworkSpec& spec, Loss loss, std::span<const double> theta,
                      const SampleSet<double>& samples, const Engine& engine, GradientCheck& result,
                      const GradientCheckOptions& options = {});

// One epsilon of a sweep: the error falls with epsilon (truncation) until rounding makes it rise again.
struct EpsilonError {
  double epsilon;
  double in_float, in_double;  // worst errors when J is computed in that type
};

// The worst error for each epsilon. Costs two forward passes a parameter, an epsilon and a type.
Status sweep_epsilon(const NetworkSpec& spec, Loss loss, std::span<const double> theta,
                     const SampleSet<double>& samples, const Engine& engine, std::span<const double> epsilons,
                     std::vector<EpsilonError>& result, const GradientCheckOptions& options = {});

}  // namespace downhill
