// Advice on a run: the best practices of section 27, and of section 26 what they leave out, as rules with
// thresholds.
#pragma once

#include <downhill/trainer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace downhill {

// Each with what is measured, the threshold, and why that one.
enum class Rule : std::uint8_t {
  // ---- Section 27, bullet by bullet
  // Batch size; more than 1 and less than the whole set. One sample a step leaves vector lanes idle; the
  // whole set makes one
  // update an epoch, which matters from 100 samples on.
  mini_batches,
  // 1 for loss and output that fit the task, threshold 1. A loss of another task is a warning, a pair that
  // saturates
  // (section 9) an advice.
  output_and_loss,
  // Number of hidden layers that saturate (sigmoid, tanh) and have no norm; up to 2. Three sigmoids leave of
  // a gradient at
  // most 4^-3, 2 %. Or the share of their units that is saturated, where more than half is: a warning.
  activations,
  // Divergence: a loss that is not finite, or its share of the least one in the window, above 4 (as in the
  // range test): a
  // warning. Oscillation: mean change of the loss between epochs as share of the mean loss, above 5 %, where
  // 40 % or more of
  // the changes are rises. Plateau: improvement over the window below 1 %. All but the first only while the
  // loss is above a
  // tenth of the initial one, below which a run may rest.
  learning_rate,
  // Improvement of plain SGD over the window; at least 10 % unless the loss is below a tenth of the initial
  // one.
  momentum,
  // Vanishing: ||dJ/dW1|| as share of the largest layer's, 1e-3, below 1e-5 a warning: float has 7 digits,
  // and such a layer
  // stands still. Exploding: the largest norm, 100, above 1e4 a warning: of normal inputs and losses it is
  // about 1. Clipped
  // share of the steps, a half: then c has become the learning rate.
  gradient_norms,
  // Largest relative error of the gradient check; central differences in double leave 1e-6 or less of a right
  // gradient, and
  // a wrong one is beyond 1e-4.
  gradient_check,

  // ---- Section 26
  // By what factor the layers' weights change the variance of a signal: the product of p Var(w) over the
  // hidden layers,
  // halved for ReLU and its like (He et al., 2015); 1e-2 to 1e2. Zeros are a warning.
  initialization,
  // Hidden layers in a row without norm or residual connection; 5.
  depth,
  // Batch size; at least 8 where the loss oscillates, at most a quarter of the set where the test loss is 1.2
  // times the
  // training loss (Keskar et al., 2017).
  batch_size,
};

inline constexpr std::array<std::string_view, 10> rule_names = {
    "miniBatches",   "outputAndLoss", "activations",    "learningRate", "momentum",
    "gradientNorms", "gradientCheck", "initialization", "depth",        "batchSize"};

constexpr std::string_view name(Rule rule) noexcept {
  return rule_names[static_cast<std::size_t>(rule)];
}

enum class Level : std::uint8_t { ok, advice, warning };

inline constexpr std::array<std::string_view, 3> level_names = {"ok", "advice", "warning"};

constexpr std::string_view name(Level level) noexcept {
  return level_names[static_cast<std::size_t>(level)];
}

enum class Task : std::uint8_t { two_classes, classes, regression };

// What is known of a run. What is not known may be left out: its rules are then ok.
struct DiagnosticInput {
  TrainerSpec spec;
  Task task = Task::two_classes;
  std::size_t samples = 0;  // of the training set

  double initial_loss = 0.0;         // at step 0
  std::vector<double> train_losses;  // after the last epochs, oldest first; the last 11 count: the window
  double test_loss = 0.0;            // now; 0 without a test set
  bool diverged = false;

  std::vector<double> gradient_norms;    // ||dJ/dW|| of each layer
  std::vector<double> saturation;        // of each layer: share of units and samples on a flat part of phi
  double clipped_share = 0.0;            // of the steps
  std::optional<double> gradient_error;  // GradientCheck::worst_error
};

struct Diagnosis {
  Rule rule = Rule::mini_batches;
  Level level = Level::ok;
  double measured = 0.0, threshold = 0.0;
  std::string_view reason;   // one sentence
  std::string suggestion;    // a setting, "key=value"; empty when all is well or no setting helps
  std::string_view section;  // of the paper
};

// One diagnosis for each rule, in their order.
std::vector<Diagnosis> diagnose(const DiagnosticInput& run);

}  // namespace downhill
