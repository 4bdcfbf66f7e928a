// The formulas of activations and losses, each written once, over V = a number or a vector of numbers.
#pragma once

#include <downhill/activation.hpp>
#include <downhill/loss.hpp>

#include "lanes.hpp"
#include "maths.hpp"
#include "mode.hpp"

namespace downhill::kernels {

// phi(z) for the activations that work element by element (paper, sections 5 and 21).
template <Activation phi, class Mode, class V>
DOWNHILL_INLINE V activation_of(V z) noexcept {
  if constexpr (phi == Activation::tanh) return tanh<Mode>(z);
  if constexpr (phi == Activation::sigmoid) return sigmoid<Mode>(z);
  if constexpr (phi == Activation::relu) return Lanes<V>::select(z > V(0), z, V(0));
  if constexpr (phi == Activation::linear) return z;
}

// phi'(z), from a = phi(z) where that is cheaper.
template <Activation phi, class Mode, class V>
DOWNHILL_INLINE V derivative_of(V z, V a) noexcept {
  if constexpr (phi == Activation::tanh) return madd<Mode>(-a, a, V(1));
  if constexpr (phi == Activation::sigmoid) return madd<Mode>(-a, a, a);
  if constexpr (phi == Activation::relu) return Lanes<V>::select(z > V(0), V(1), V(0));
  if constexpr (phi == Activation::linear) return V(1);
}

// 1/2 (a - y)^2, added to `sum`.
template <class Mode, class V>
DOWNHILL_INLINE V add_squared_error(V a, V y, V sum) noexcept {
  const V error = a - y;
  return madd<Mode>(error * V(0.5), error, sum);
}

// -[y log s(z) + (1 - y) log(1 - s(z))] for the sigmoid s. With t = log(1 + e^-|z|), -log s(z) = max(-z, 0) + t and
// -log(1 - s(z)) = max(z, 0) + t: nothing overflows and nothing cancels.
template <class Mode, class V>
DOWNHILL_INLINE V binary_cross_entropy(V z, V y) noexcept {
  const V toward_one = Lanes<V>::select(z < V(0), -z, V(0));
  const V toward_zero = Lanes<V>::select(z > V(0), z, V(0));
  const V t = log1p<Mode>(exp<Mode>(-(toward_one + toward_zero)));
  return madd<Mode>(y, toward_one, madd<Mode>(V(1) - y, toward_zero, t));
}

// Calls `body` with the element-wise activation as a template argument, so that the choice is made once a call.
template <class Body>
DOWNHILL_INLINE void with_activation(Activation phi, Body&& body) noexcept {
  switch (phi) {
    case Activation::tanh: return body.template operator()<Activation::tanh>();
    case Activation::sigmoid: return body.template operator()<Activation::sigmoid>();
    case Activation::relu: return body.template operator()<Activation::relu>();
    case Activation::linear: return body.template operator()<Activation::linear>();
    case Activation::softmax: return;  // couples the units of a column; see softmax()
  }
}

}  // namespace downhill::kernels
