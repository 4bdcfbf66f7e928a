// Loss functions of one sample (paper, sections 1 and 9).
#pragma once

#include <downhill/activation.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace downhill {

enum class Loss : std::uint8_t {
  squared_error,         // 1/2 sum_k (a_k - y_k)^2
  binary_cross_entropy,  // -sum_k [y_k log a_k + (1 - y_k) log(1 - a_k)]; y in [0, 1]
  cross_entropy,         // -sum_k y_k log a_k; y is a distribution over the outputs
};

inline constexpr std::array<std::string_view, 3> loss_names = {"squaredError", "binaryCrossEntropy",
                                                               "crossEntropy"};

constexpr std::string_view name(Loss loss) noexcept {
  return loss_names[static_cast<std::size_t>(loss)];
}

// The pairs whose error signal is delta = a - y, which are computed from z and stay exact where a rounds to 0
// or 1 (sections 9.1 and 9.2). Every other pair goes through dL/da and psi'(z), and is as unstable as section
// 26 warns: a cross-entropy of an activation that leaves (0, 1) is NaN.
constexpr bool is_proper_pair(Loss loss, Activation output) noexcept {
  switch (loss) {
    case Loss::squared_error:
      return output == Activation::linear;
    case Loss::binary_cross_entropy:
      return output == Activation::sigmoid;
    case Loss::cross_entropy:
      return output == Activation::softmax;
  }
  return false;
}

}  // namespace downhill
