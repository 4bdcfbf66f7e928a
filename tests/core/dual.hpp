// Forward-mode dual numbers with libm: an oracle that shares nothing with the library.
#pragma once

#include <downhill/activation.hpp>

#include <cmath>

namespace downhill::testing {

// A value and its derivative by one chosen parameter.
struct Dual {
  double v = 0.0, d = 0.0;
};

inline Dual operator+(Dual x, Dual y) {
  return {x.v + y.v, x.d + y.d};
}
inline Dual operator-(Dual x, Dual y) {
  return {x.v - y.v, x.d - y.d};
}
inline Dual operator*(Dual x, Dual y) {
  return {x.v * y.v, x.d * y.v + x.v * y.d};
}
inline Dual operator/(Dual x, Dual y) {
  return {x.v / y.v, (x.d * y.v - x.v * y.d) / (y.v * y.v)};
}
inline Dual exp(Dual x) {
  return {std::exp(x.v), x.d * std::exp(x.v)};
}
inline Dual log(Dual x) {
  return {std::log(x.v), x.d / x.v};
}
inline Dual sqrt(Dual x) {
  return {std::sqrt(x.v), x.d / (2.0 * std::sqrt(x.v))};
}

inline Dual apply(Activation phi, Dual z) {
  const Dual one{1.0};
  switch (phi) {
    case Activation::tanh:
      return {std::tanh(z.v), z.d / (std::cosh(z.v) * std::cosh(z.v))};
    case Activation::sigmoid:
      return one / (one + exp(Dual{} - z));
    case Activation::relu:
      return z.v > 0.0 ? z : Dual{};
    case Activation::leaky_relu:
      return z.v > 0.0 ? z : Dual{0.01} * z;
    case Activation::elu:
      return z.v > 0.0 ? z : Dual{std::expm1(z.v), z.d * std::exp(z.v)};
    case Activation::gelu: {
      const double density = std::exp(-0.5 * z.v * z.v) / std::sqrt(2.0 * std::acos(-1.0));
      return z * Dual{0.5 * std::erfc(-z.v / std::sqrt(2.0)), z.d * density};
    }
    case Activation::silu:
      return z / (one + exp(Dual{} - z));
    case Activation::softplus:
      return log(one + exp(z));
    case Activation::sine:
      return {std::sin(z.v), z.d * std::cos(z.v)};
    case Activation::linear:
    case Activation::softmax:
      break;
  }
  return z;
}

}  // namespace downhill::testing
