// Activation functions (paper, sections 5 and 21).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace downhill {

enum class Activation : std::uint8_t {
  tanh,        // tanh z,               phi' = 1 - a^2
  sigmoid,     // s(z) = 1/(1 + e^-z),  phi' = a (1 - a)
  relu,        // max(0, z),            phi' = 1 for z > 0, else 0
  linear,      // z,                    phi' = 1
  leaky_relu,  // z or z / 100,         phi' = 1 for z > 0, else 1/100
  elu,         // z or e^z - 1,         phi' = 1 for z > 0, else e^z
  gelu,        // z P(X < z),           phi' = P(X < z) + z p(z) for a standard normal X with density p
  silu,        // z s(z),               phi' = s(z) + z s(z) (1 - s(z))
  softplus,    // log(1 + e^z),         phi' = s(z)
  sine,        // sin z,                phi' = cos z
  softmax,     // e^z_k / sum e^z_j over the units of one sample; output layers only (section 9.2)
};

inline constexpr std::array<std::string_view, 11> activation_names = {
    "tanh", "sigmoid", "relu", "linear", "leakyRelu", "elu", "gelu", "silu", "softplus", "sine", "softmax"};

constexpr std::string_view name(Activation activation) noexcept {
  return activation_names[static_cast<std::size_t>(activation)];
}

constexpr std::optional<Activation> find_activation(std::string_view text) noexcept {
  for (std::size_t k = 0; k < activation_names.size(); ++k) {
    if (activation_names[k] == text) return static_cast<Activation>(k);
  }
  return std::nullopt;
}

// Whether phi' jumps at z = 0, where differences do not approach it.
constexpr bool has_kink(Activation activation) noexcept {
  return activation == Activation::relu || activation == Activation::leaky_relu;
}

// Whether phi'(z) follows from phi(z) alone: by a formula, or since phi(z) > 0 where z > 0 and nowhere else.
// Those come first in the enum.
constexpr bool has_slope_in_output(Activation activation) noexcept {
  return activation <= Activation::elu;
}

}  // namespace downhill
