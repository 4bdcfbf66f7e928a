// What a training step costs: counted from the shapes, and measured phase by phase (paper, sections 6, 15 and
// 25).
#pragma once

#include <downhill/trainer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace downhill {

// FLOPs: one for each addition, subtraction, multiplication, division and square root. With p inputs and n
// units a sample costs a dense layer
//   forward    2 n p        z = b + W a: n p products and as many sums
//   backward   2 n p - p    W^T delta: n p products, p (n - 1) sums; none in the first layer, nobody asks for
//   dL/dx gradients  2 n p + n    delta a^T added to dW, delta added to db
// so backward and gradients together are two forward passes, less the first layer's share of one. What goes
// over single elements is counted apart, for its cost depends on the function:
//   activation   n forward (phi), n backward (phi' and the product)
//   norm         n forward (normalise, gain and shift), n backward, n in the gradients (gain and shift)
//   dropout      n forward (draw and multiply), n backward (multiply)
//   residual     n forward (add), n backward (add), but none in the first layer
// and at the output n for the loss and n for its gradient. (The short cut of a proper pair saves the n of
// psi'.)
struct LayerCost {
  // FLOPs of a sample.
  std::uint64_t forward = 0, backward = 0, gradients = 0;
  // Element operations of a sample.
  std::uint64_t forward_elements = 0, backward_elements = 0, gradient_elements = 0;
  // FLOPs of a step: the optimizer's for each parameter (update_flops below).
  std::uint64_t update = 0;
  std::uint64_t parameters = 0;

  bool operator==(const LayerCost&) const = default;
};

struct Cost {
  std::vector<LayerCost> layers;
  LayerCost total;  // over the layers

  // A step: forward, backward and gradients of every sample of the batch; and the update.
  std::uint64_t flops_per_sample = 0;
  std::uint64_t flops_per_step = 0;
  std::uint64_t elements_per_step = 0;
  // (backward + gradients) / forward: the small constant of section 15.
  double backward_to_forward = 0.0;
  // The gradient of one sample by central differences: 2 m forwards, in FLOPs.
  double finite_differences = 0.0;

  std::uint64_t parameter_bytes = 0;   // theta; the gradient takes as much again
  std::uint64_t optimizer_bytes = 0;   // its two arrays, and theta before the last step
  std::uint64_t activation_bytes = 0;  // the tape: samples, and all that forward and backward passes write
};

// FLOPs for each parameter and step, as the rules stand in optimizer.hpp: 2 for SGD, 4 for momentum, 6 for
// Nesterov, 7 for AdaGrad, 9 for RMSProp (11 with momentum), 13 for Adam, 14 for AdamW.
std::uint64_t update_flops(const OptimizerSettings& optimizer) noexcept;

// `number_bytes` is 4 or 8. Bytes of activations are those of `batch` samples, unpadded, at most 256 at a
// time without batch norm, as the run works them off.
Cost cost_of(const Network& network, const OptimizerSettings& optimizer, std::size_t batch,
             std::size_t number_bytes);

// Seconds since any moment; never falls. The core has no clock of its own.
using Clock = double (*)();

struct PhaseTimes {
  std::array<double, phase_names.size()> seconds = {};  // by Phase, over all steps
  std::array<std::uint64_t, phase_names.size()> calls = {};
  std::size_t steps = 0;

  double seconds_of(Phase phase) const noexcept { return seconds[static_cast<std::size_t>(phase)]; }
  // The three that section 15 compares: what the paper calls backward is output error, backward and
  // gradients; the update has clipping and penalty with it. Loading a batch is none of them.
  double forward() const noexcept { return seconds_of(Phase::forward); }
  double backward() const noexcept {
    return seconds_of(Phase::output_error) + seconds_of(Phase::backward) + seconds_of(Phase::gradients);
  }
  double update() const noexcept {
    return seconds_of(Phase::clip) + seconds_of(Phase::penalty) + seconds_of(Phase::update);
  }
  // As multiples of forward; 0 if the clock is too coarse to see that.
  double backward_to_forward() const noexcept { return forward() > 0.0 ? backward() / forward() : 0.0; }
  double update_to_forward() const noexcept { return forward() > 0.0 ? update() / forward() : 0.0; }
};

// Times `steps` steps of a copy of the run, phase by phase, after one that warms up. Early stopping is off in
// the copy. Refuses 0 steps, no clock, and memory for the copy beyond `memory_limit`; if training diverges,
// says so.
template <class T>
Status measure_phases(const Trainer<T>& run, std::size_t steps, Clock now, PhaseTimes& times,
                      std::size_t memory_limit = default_memory_limit);

}  // namespace downhill
