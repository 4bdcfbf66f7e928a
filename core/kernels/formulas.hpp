// The formulas of activations and losses, each written once, over V = a number or a vector of numbers.
#pragma once

#include "lanes.hpp"
#include "maths.hpp"
#include "mode.hpp"

#include <downhill/activation.hpp>
#include <downhill/loss.hpp>

namespace downhill::kernels {

template <class V>
DOWNHILL_INLINE V constant(double value) noexcept {
  return V(static_cast<ValueOf<V>>(value));
}

template <class V>
DOWNHILL_INLINE V positive_or(V z, V yes, V no) noexcept {
  return Lanes<V>::select(z > V(0), yes, no);
}

// P(X < z) for a standard normal X.
template <class Mode, class V>
DOWNHILL_INLINE V normal_probability(V z) noexcept {
  return madd<Mode>(V(0.5), erf<Mode>(z * constant<V>(0.70710678118654752440)), V(0.5));
}

// phi(z) for the activations that work element by element (paper, sections 5 and 21).
template <Activation phi, class Mode, class V>
DOWNHILL_INLINE V activation_of(V z) noexcept {
  using enum Activation;
  if constexpr (phi == Activation::tanh) return kernels::tanh<Mode>(z);
  if constexpr (phi == Activation::sigmoid) return kernels::sigmoid<Mode>(z);
  if constexpr (phi == relu) return positive_or(z, z, V(0));
  if constexpr (phi == linear) return z;
  if constexpr (phi == leaky_relu) return positive_or(z, z, z * constant<V>(0.01));
  if constexpr (phi == elu) {  // e^z - 1 = 2 t / (1 - t), t = tanh(z / 2), keeps its digits near 0
    const V t = kernels::tanh<Mode>(positive_or(z, V(0), z) * V(0.5));
    return positive_or(z, z, Lanes<V>::divide(t + t, V(1) - t));
  }
  if constexpr (phi == gelu) return z * normal_probability<Mode>(z);
  if constexpr (phi == silu) return z * kernels::sigmoid<Mode>(z);
  if constexpr (phi == Activation::softplus) return kernels::softplus<Mode>(z);
  if constexpr (phi == sine) return kernels::sin<Mode>(z);
}

// phi'(z), from a = phi(z) where that is cheaper.
template <Activation phi, class Mode, class V>
DOWNHILL_INLINE V derivative_of(V z, V a) noexcept {
  using enum Activation;
  if constexpr (phi == Activation::tanh) return madd<Mode>(-a, a, V(1));
  if constexpr (phi == Activation::sigmoid) return madd<Mode>(-a, a, a);
  if constexpr (phi == relu) return positive_or(z, V(1), V(0));
  if constexpr (phi == linear) return V(1);
  if constexpr (phi == leaky_relu) return positive_or(z, V(1), constant<V>(0.01));
  if constexpr (phi == elu) return positive_or(z, V(1), a + V(1));
  if constexpr (phi == gelu) {
    const V density = kernels::exp<Mode>(z * z * V(-0.5)) * constant<V>(0.39894228040143267794);
    return madd<Mode>(z, density, normal_probability<Mode>(z));
  }
  if constexpr (phi == silu) {
    const V s = kernels::sigmoid<Mode>(z);
    return madd<Mode>(a, V(1) - s, s);
  }
  if constexpr (phi == Activation::softplus) return kernels::sigmoid<Mode>(z);
  if constexpr (phi == sine) return kernels::cos<Mode>(z);
}

// 1/2 (a - y)^2.
template <class V>
DOWNHILL_INLINE V squared_error(V a, V y) noexcept {
  const V error = a - y;
  return error * V(0.5) * error;
}

// -[y log a + (1 - y) log(1 - a)] for a = s(z), from z. With t = log(1 + e^-|z|), -log s(z) = max(-z, 0) + t
// and -log(1 - s(z)) = max(z, 0) + t: nothing overflows and nothing cancels.
template <class Mode, class V>
DOWNHILL_INLINE V binary_cross_entropy_of_sigmoid(V z, V y) noexcept {
  const V toward_zero = positive_or(z, z, V(0));
  const V toward_one = toward_zero - z;
  const V t = log1p<Mode>(kernels::exp<Mode>(-abs(z)));
  return madd<Mode>(y, toward_one, madd<Mode>(V(1) - y, toward_zero, t));
}

// The cross-entropies from a alone. A term whose y is 0 is 0, also where its logarithm is not finite.
template <class Mode, class V>
DOWNHILL_INLINE V cross_entropy_term(V a, V y) noexcept {
  return Lanes<V>::select(y == V(0), V(0), -y * kernels::log<Mode>(a));
}

template <class Mode, class V>
DOWNHILL_INLINE V binary_cross_entropy(V a, V y) noexcept {
  return cross_entropy_term<Mode>(a, y) + cross_entropy_term<Mode>(V(1) - a, V(1) - y);
}

// What one output adds to the loss; from z where a proper pair that works output by output is cut short.
template <class Mode, class V>
DOWNHILL_INLINE V loss_of_output(Loss kind, bool proper, V z, V a, V y) noexcept {
  switch (kind) {
    case Loss::squared_error:
      return squared_error(a, y);
    case Loss::binary_cross_entropy:
      return proper ? binary_cross_entropy_of_sigmoid<Mode>(z, y) : binary_cross_entropy<Mode>(a, y);
    case Loss::cross_entropy:
      return cross_entropy_term<Mode>(a, y);
  }
  return V(0);
}

// dL/da of one output (section 9).
template <Loss loss, class Mode, class V>
DOWNHILL_INLINE V loss_slope(V a, V y) noexcept {
  if constexpr (loss == Loss::squared_error) return a - y;
  if constexpr (loss == Loss::binary_cross_entropy) return Lanes<V>::divide(a - y, a * (V(1) - a));
  if constexpr (loss == Loss::cross_entropy)
    return Lanes<V>::select(y == V(0), V(0), Lanes<V>::divide(-y, a));
}

// Calls `body` with the element-wise activation as a template argument, so that the choice is made once a
// call.
template <class Body>
DOWNHILL_INLINE void with_activation(Activation phi, Body&& body) noexcept {
  using enum Activation;
  switch (phi) {
    case Activation::tanh:
      return body.template operator()<Activation::tanh>();
    case Activation::sigmoid:
      return body.template operator()<Activation::sigmoid>();
    case relu:
      return body.template operator()<relu>();
    case linear:
      return body.template operator()<linear>();
    case leaky_relu:
      return body.template operator()<leaky_relu>();
    case elu:
      return body.template operator()<elu>();
    case gelu:
      return body.template operator()<gelu>();
    case silu:
      return body.template operator()<silu>();
    case Activation::softplus:
      return body.template operator()<Activation::softplus>();
    case sine:
      return body.template operator()<sine>();
    case softmax:
      return;  // couples the units of a column
  }
}

// Whether the paths of narrow networks have the activation's code in their own loops. Where code has to be
// small, activations of many instructions have not, nor what is rarely chosen.
constexpr bool stays_in_place(Activation phi) noexcept {
  using enum Activation;
  if constexpr (!small_code) {
    return phi != softmax;
  } else {
    return phi == Activation::tanh || phi == Activation::sigmoid || phi == relu || phi == linear;
  }
}

// The same for those; calls `otherwise` for the rest.
template <class Body, class Otherwise>
DOWNHILL_INLINE void with_activation_in_place(Activation phi, Body&& body, Otherwise&& otherwise) noexcept {
  if (!stays_in_place(phi)) return otherwise();
  with_activation(phi, [&]<Activation f>() {
    if constexpr (stays_in_place(f)) body.template operator()<f>();
  });
}

template <class Body>
DOWNHILL_INLINE void with_loss(Loss loss, Body&& body) noexcept {
  switch (loss) {
    case Loss::squared_error:
      return body.template operator()<Loss::squared_error>();
    case Loss::binary_cross_entropy:
      return body.template operator()<Loss::binary_cross_entropy>();
    case Loss::cross_entropy:
      return body.template operator()<Loss::cross_entropy>();
  }
}

}  // namespace downhill::kernels
