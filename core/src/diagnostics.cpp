#include "practical_issues.hpp"

#include <downhill/diagnostics.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace downhill {
namespace {

bool saturates(Activation phi) noexcept {
  return phi == Activation::sigmoid || phi == Activation::tanh;
}

// ---- Section 27

Diagnosis mini_batches(const DiagnosticInput& run) {
  constexpr std::size_t small_set = 100, usual = 32;
  const std::size_t batch = run.spec.rules.batch_size;
  Diagnosis result{.rule = Rule::mini_batches,
                   .measured = static_cast<double>(batch),
                   .threshold = static_cast<double>(run.samples),
                   .reason = "Mini-batches make many updates an epoch and keep the vector lanes busy.",
                   .suggestion = {},
                   .section = "4.3"};
  if (batch == 1) {
    result.level = Level::advice;
    result.threshold = 2.0;
    result.reason = "A step with a single sample is noisy and leaves most vector lanes idle.";
  } else if (run.samples >= small_set && batch >= run.samples) {
    result.level = Level::advice;
    result.reason = "The whole set in every step makes only one update an epoch.";
  }
  if (result.level != Level::ok) result.suggestion = set("batchSize", usual);
  return result;
}

Diagnosis output_and_loss(const DiagnosticInput& run) {
  const Activation output = run.spec.network.layers.back().activation;
  const Loss loss = run.spec.loss;
  const bool regression = run.task == Task::regression;
  const bool proper = is_proper_pair(loss, output);
  const bool of_the_task = regression == (loss == Loss::squared_error) && proper &&
                           (run.task != Task::classes || output == Activation::softmax);
  Diagnosis result{.rule = Rule::output_and_loss,
                   .measured = of_the_task ? 1.0 : 0.0,
                   .threshold = 1.0,
                   .reason = "Output and loss fit the task, and the output error is a - y.",
                   .suggestion = {},
                   .section = "9"};
  if (of_the_task) return result;
  result.suggestion = regression ? "loss=squaredError" : "loss=auto";
  const bool bounded = output == Activation::sigmoid || output == Activation::softmax;
  if (loss != Loss::squared_error && !bounded) {
    result.level = Level::warning;
    result.reason = "A cross-entropy needs an output between 0 and 1, and this activation leaves that range.";
  } else if (regression && loss != Loss::squared_error) {
    result.level = Level::warning;
    result.reason = "A cross-entropy compares probabilities, and the targets of a regression are none.";
  } else if (regression) {
    result.level = Level::warning;
    result.reason = "The output activation bounds what a regression can predict.";
    result.suggestion = "output=linear";
  } else if (run.task == Task::classes && loss == Loss::binary_cross_entropy) {
    result.level = Level::advice;
    result.reason = "One of several classes is a distribution, which softmax with cross-entropy gives.";
    result.suggestion = "loss=crossEntropy";
  } else {
    result.level = Level::advice;
    result.reason =
        "With this pair psi' stays in the output error, and a saturated wrong output learns slowly.";
  }
  return result;
}

Diagnosis activations(const DiagnosticInput& run) {
  constexpr std::size_t shallow = 2;
  constexpr double half = 0.5;
  std::size_t count = 0;
  double most = 0.0;
  for (std::size_t l = 0; l < hidden_layers(run.spec.network); ++l) {
    const LayerSpec& layer = run.spec.network.layers[l];
    if (!saturates(layer.activation)) continue;
    if (layer.norm == Norm::none) ++count;
    if (l < run.saturation.size()) most = std::max(most, run.saturation[l]);
  }
  Diagnosis result{.rule = Rule::activations,
                   .measured = static_cast<double>(count),
                   .threshold = static_cast<double>(shallow),
                   .reason = "Few hidden layers saturate, so their small derivatives do not multiply up.",
                   .suggestion = {},
                   .section = "21"};
  if (most > half) {
    result.level = Level::warning;
    result.measured = most;
    result.threshold = half;
    result.reason =
        "Most units of a hidden layer are on the flat part of their activation and pass no gradient on.";
  } else if (count > shallow) {
    result.level = Level::advice;
    result.reason = "The small derivatives of several saturating layers multiply up to a vanishing gradient.";
  }
  if (result.level != Level::ok) result.suggestion = "activation=relu";
  return result;
}

Diagnosis learning_rate_of(const DiagnosticInput& run, const Trend& trend) {
  constexpr double divergence = 4.0, oscillation = 0.05, plateau = 0.01;
  const double eta = run.spec.rules.optimizer.eta;
  Diagnosis result{.rule = Rule::learning_rate,
                   .measured = trend.improvement,
                   .threshold = plateau,
                   .reason = "The loss falls steadily, or rests low.",
                   .suggestion = {},
                   .section = "16"};
  if (run.diverged || !trend.finite || (trend.high && trend.over_least > divergence)) {
    result.level = Level::warning;
    result.measured = trend.over_least;
    result.threshold = divergence;
    result.reason = "The loss grows: the steps overshoot the minimum farther each time.";
    result.suggestion = set("learningRate", eta / 10.0);
  } else if (trend.oscillates()) {
    result.level = Level::advice;
    result.measured = trend.swing;
    result.threshold = oscillation;
    result.reason = "The loss jumps up and down: the steps reach across the valley.";
    result.suggestion = set("learningRate", eta / 2.0);
  } else if (trend.full && trend.high && trend.improvement < plateau) {
    result.level = Level::advice;
    result.reason = "The loss stands still while it is still high: the steps may be too small.";
    result.suggestion = set("learningRate", eta * 2.0);
  } else if (!trend.full) {
    result.reason = "There are too few epochs yet for more than this: the loss does not grow.";
  }
  return result;
}

Diagnosis momentum(const DiagnosticInput& run, const Trend& trend) {
  constexpr double fast_enough = 0.1;
  Diagnosis result{.rule = Rule::momentum,
                   .measured = trend.improvement,
                   .threshold = fast_enough,
                   .reason = "Plain SGD is not slow here, or the optimizer is another one already.",
                   .suggestion = {},
                   .section = "17"};
  const bool plain = run.spec.rules.optimizer.kind == OptimizerKind::sgd;
  if (plain && trend.full && trend.high && !trend.oscillates() && !run.diverged && trend.improvement >= 0.0 &&
      trend.improvement < fast_enough) {
    result.level = Level::advice;
    result.reason =
        "Plain SGD creeps; momentum adds up steps in a lasting direction, Adam scales each parameter's.";
    result.suggestion = "optimizer=momentum";
  }
  return result;
}

Diagnosis gradient_norms(const DiagnosticInput& run, const Trend& trend) {
  constexpr double vanishing = 1e-3, vanished = 1e-5, exploding = 100.0, exploded = 1e4, often = 0.5;
  Diagnosis result{.rule = Rule::gradient_norms,
                   .measured = 1.0,
                   .threshold = vanishing,
                   .reason = "The gradients of all layers are of one order.",
                   .suggestion = {},
                   .section = "19"};
  if (run.gradient_norms.empty()) {
    result.reason = "No gradient has been measured yet.";
    return result;
  }
  double largest = 0.0;
  for (const double norm : run.gradient_norms) {
    largest = std::max(largest, std::isfinite(norm) ? norm : std::numeric_limits<double>::infinity());
  }
  const double share = largest > 0.0 ? run.gradient_norms.front() / largest : (trend.high ? 0.0 : 1.0);
  if (!(largest <= exploding)) {
    result.level = largest <= exploded ? Level::advice : Level::warning;
    result.measured = largest;
    result.threshold = exploding;
    result.reason = "A gradient explodes: its layer's next step will be out of proportion.";
    result.suggestion = "clipping=norm";
    result.section = "20";
  } else if (share < vanishing) {
    result.level = share < vanished ? Level::warning : Level::advice;
    result.measured = share;
    result.reason = "The gradient vanishes on its way back, and the first layer hardly learns.";
    // Where ReLUs are there already, they are dead.
    const bool relu = run.spec.network.layers.front().activation == Activation::relu;
    result.suggestion = relu ? "activation=leakyRelu" : "activation=relu";
  } else if (run.clipped_share > often) {
    result.level = Level::advice;
    result.measured = run.clipped_share;
    result.threshold = often;
    result.reason = "Most steps are clipped, so that the threshold has become the learning rate.";
    result.suggestion = set("clipThreshold", run.spec.rules.clipping.threshold * 2.0);
    result.section = "20";
  } else {
    result.measured = share;
  }
  return result;
}

Diagnosis gradient_check(const DiagnosticInput& run) {
  constexpr double right = 1e-6, wrong = 1e-4;
  Diagnosis result{.rule = Rule::gradient_check,
                   .measured = run.gradient_error.value_or(0.0),
                   .threshold = right,
                   .reason = "Backpropagation and central differences agree.",
                   .suggestion = {},
                   .section = "24"};
  if (!run.gradient_error) {
    result.reason = "The gradient of this network has not been checked yet.";
  } else if (!(*run.gradient_error <= wrong)) {
    result.level = Level::warning;
    result.reason = "Backpropagation and central differences disagree: the gradient is wrong.";
  } else if (*run.gradient_error > right) {
    result.level = Level::advice;
    result.reason = "Backpropagation and central differences agree only roughly; a kink may lie close by.";
  }
  return result;
}

}  // namespace

std::vector<Diagnosis> diagnose(const DiagnosticInput& run) {
  if (run.spec.network.layers.empty()) return {};
  const Trend trend = trend_of(run.train_losses, run.initial_loss);
  return {mini_batches(run),    output_and_loss(run),       activations(run),    learning_rate_of(run, trend),
          momentum(run, trend), gradient_norms(run, trend), gradient_check(run), initialization(run),
          depth(run),           batch_size(run, trend)};
}

}  // namespace downhill
