// One step of an optimizer as its kernel sees it.
#pragma once

#include <cstdint>

namespace downhill {

// What a kernel does with one number; rmsprop with momentum is a rule of its own.
enum class UpdateRule : std::uint8_t { sgd, momentum, nesterov, adagrad, rmsprop, rmsprop_momentum, adam };

// The factors of one step, worked out once for all parameters.
template <class T>
struct UpdateStep {
  T eta = 0;
  T keep = 1;            // theta is multiplied by this first
  T beta = 0;            // of the first state
  T one_minus_beta = 0;  // Adam's 1 - beta1
  T rho = 0;             // of the second state
  T one_minus_rho = 0;
  T epsilon = 0;
  T inverse_root = 1;  // Adam's 1 / sqrt(1 - beta2^t)
};

}  // namespace downhill
