// Loss functions of one sample (paper, sections 1 and 9).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include <downhill/activation.hpp>
#include <downhill/status.hpp>

namespace downhill {

enum class Loss : std::uint8_t {
  squared_error,         // 1/2 sum_k (a_k - y_k)^2
  binary_cross_entropy,  // -sum_k [y_k log a_k + (1 - y_k) log(1 - a_k)], computed from z; y in [0, 1]
  cross_entropy,         // -sum_k y_k log a_k, computed from z; y is a distribution over the outputs
};

inline constexpr std::array<std::string_view, 3> loss_names = {"squaredError", "binaryCrossEntropy",
                                                               "crossEntropy"};

constexpr std::string_view name(Loss loss) noexcept { return loss_names[static_cast<std::size_t>(loss)]; }

// The cross-entropies are computed together with the output activation that makes delta = a - y (sections 9.1 and
// 9.2): binary with sigmoid, categorical with softmax. Squared error goes with any activation but softmax.
Status check_pairing(Loss loss, Activation output);

}  // namespace downhill
