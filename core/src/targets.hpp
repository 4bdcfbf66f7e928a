// What the outputs should be for a point.
#pragma once

#include <downhill/dataset.hpp>
#include <downhill/trainer.hpp>

#include <cstddef>
#include <span>

namespace downhill {

// What an output should be for a point of another class: -1 where it can be, but cross-entropies need
// probabilities.
inline double target_off(const TrainerSpec& spec) noexcept {
  const Activation output = spec.network.layers.back().activation;
  const bool signed_output = output == Activation::tanh || output == Activation::linear;
  return signed_output && spec.loss == Loss::squared_error ? -1.0 : 0.0;
}

template <class T>
void fill_targets(const TrainerSpec& spec, bool regression, const Point& point,
                  std::span<T> targets) noexcept {
  const double off = target_off(spec);
  for (std::size_t k = 0; k < targets.size(); ++k) {
    const std::size_t own = targets.size() == 1 ? 1 : k;
    targets[k] = static_cast<T>(regression ? point.target : point.label == own ? 1.0 : off);
  }
}

}  // namespace downhill
