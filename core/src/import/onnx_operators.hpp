// What single operators of ONNX mean here.
#pragma once

#include "onnx_file.hpp"

#include <downhill/activation.hpp>
#include <downhill/feature.hpp>

#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

namespace downhill::onnx {

// Constants come as floats.
inline bool near(double a, double b) {
  return std::abs(a - b) <= 1e-6 * std::abs(b);
}

inline std::optional<Activation> activation_of(const Node& node) {
  const std::string& op = node.op;
  if (op == "Tanh") return Activation::tanh;
  if (op == "Sigmoid") return Activation::sigmoid;
  if (op == "Relu") return Activation::relu;
  if (op == "Softplus") return Activation::softplus;
  if (op == "Sin") return Activation::sine;
  if (op == "LeakyRelu" && near(node.number("alpha", 0.01), 0.01)) return Activation::leaky_relu;
  if (op == "Elu" && node.number("alpha", 1.0) == 1.0) return Activation::elu;
  if (op == "Gelu" && !node.attributes.contains("approximate")) return Activation::gelu;
  const std::int64_t axis = node.whole("axis", -1);
  if (op == "Softmax" && (axis == -1 || axis == 1)) return Activation::softmax;
  return std::nullopt;
}

// Of a column of the points.
inline std::optional<Feature> function_of(std::string_view op, Feature of) {
  if (op == "Sin" && of == Feature::x1) return Feature::sin_x1;
  if (op == "Sin" && of == Feature::x2) return Feature::sin_x2;
  if (op == "Cos" && of == Feature::x1) return Feature::cos_x1;
  if (op == "Cos" && of == Feature::x2) return Feature::cos_x2;
  return std::nullopt;
}

inline std::optional<Feature> product_of(Feature a, Feature b) {
  if (a > b) std::swap(a, b);
  if (a == Feature::x1 && b == Feature::x1) return Feature::x1_squared;
  if (a == Feature::x2 && b == Feature::x2) return Feature::x2_squared;
  if (a == Feature::x1 && b == Feature::x2) return Feature::x1_x2;
  return std::nullopt;
}

}  // namespace downhill::onnx
