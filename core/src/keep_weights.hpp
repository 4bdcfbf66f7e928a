// From one network into another of about the same shape.
#pragma once

#include <downhill/network.hpp>

#include <algorithm>
#include <cstddef>
#include <span>

namespace downhill {

// Copies what both layers have: the first units, and of each its first inputs.
inline void keep_layer(const LayerLayout& from, std::span<const float> old, const LayerLayout& to,
                       std::span<float> theta) noexcept {
  const std::size_t units = std::min(from.units(), to.units()), inputs = std::min(from.inputs, to.inputs);
  for (std::size_t u = 0; u < units; ++u) {
    std::ranges::copy(old.subspan(from.weights + u * from.inputs, inputs),
                      theta.begin() + static_cast<std::ptrdiff_t>(to.weights + u * to.inputs));
  }
  const auto keep = [&](std::size_t source, std::size_t target) {
    std::ranges::copy(old.subspan(source, units), theta.begin() + static_cast<std::ptrdiff_t>(target));
  };
  keep(from.biases, to.biases);
  if (from.spec.norm != Norm::none && to.spec.norm != Norm::none) {
    keep(from.gain, to.gain);
    keep(from.shift, to.shift);
  }
}

// False, and nothing done, where the numbers of layers differ.
inline bool keep_weights(const Network& from, std::span<const float> old, const Network& to,
                         std::span<float> theta) noexcept {
  if (from.depth() != to.depth()) return false;
  for (std::size_t l = 0; l < from.depth(); ++l) keep_layer(from.layer(l), old, to.layer(l), theta);
  return true;
}

}  // namespace downhill
