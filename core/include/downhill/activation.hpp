// Activation functions (paper, sections 5 and 21).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace downhill {

enum class Activation : std::uint8_t {
  tanh,     // tanh z,           phi' = 1 - a^2
  sigmoid,  // 1 / (1 + e^-z),   phi' = a (1 - a)
  relu,     // max(0, z),        phi' = 1 for z > 0, else 0
  linear,   // z,                phi' = 1
  softmax,  // e^z_k / sum e^z_j over the units of one sample; output layers only (section 9.2)
};

inline constexpr std::array<std::string_view, 5> activation_names = {"tanh", "sigmoid", "relu", "linear",
                                                                     "softmax"};

constexpr std::string_view name(Activation activation) noexcept {
  return activation_names[static_cast<std::size_t>(activation)];
}

}  // namespace downhill
