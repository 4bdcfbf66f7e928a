// Activations, features and sums, some of which are written as several nodes.
#include "onnx_chain.hpp"
#include "onnx_operators.hpp"

#include <cmath>
#include <utility>

namespace downhill::onnx {
namespace {

std::optional<double> scalar(const Tensor* tensor) {
  if (!tensor || tensor->numbers.size() != 1) return std::nullopt;
  return tensor->numbers.front();
}

Value gelu(std::size_t layer) {
  return {.kind = Kind::activated, .layer = layer, .activation = Activation::gelu};
}

}  // namespace

// ---- Of one value

void Chain::read_function(const Node& node) {
  const Value* from = value(node, 0);
  if (!from) refuse(node, "reads something unknown");
  if (from->kind == Kind::feature) return make_feature(node, function_of(node.op, from->feature));
  if (from->kind == Kind::square_sum && node.op == "Sqrt")
    return make(node, {.kind = Kind::feature, .feature = Feature::radius});
  if (from->kind == Kind::scaled && node.op == "Erf")
    return make(node, {.kind = Kind::erf, .layer = from->layer});
  const auto activation = activation_of(node);
  if (!activation || from->kind != Kind::linear) refuse(node, "is not known here");
  make(node, {.kind = Kind::activated, .layer = from->layer, .activation = *activation});
}

void Chain::make_feature(const Node& node, std::optional<Feature> feature) {
  if (!feature) refuse(node, "makes a feature that is not known here");
  make(node, {.kind = Kind::feature, .feature = *feature});
}

// ---- Of two

void Chain::read_pair(const Node& node) {
  const Value* a = value(node, 0);
  const Value* b = value(node, 1);
  if (a && b) return read_two_values(node, *a, *b);
  const Tensor* second = constant(node.inputs[a ? 1 : 0]);
  if (!(a || b) || !second) refuse(node, "reads something unknown");
  read_with_constant(node, a ? *a : *b, *second, a != nullptr);
}

void Chain::read_two_values(const Node& node, const Value& a, const Value& b) {
  if (a.kind == Kind::feature && b.kind == Kind::feature)
    return read_two_features(node, a.feature, b.feature);
  const auto both = [&](Kind one, Kind other) {
    return a.layer == b.layer && ((a.kind == one && b.kind == other) || (a.kind == other && b.kind == one));
  };
  if (node.op == "Add") {
    const Value& end = a.id == fed_by_of(b) ? b : a;
    const Value& other = &end == &b ? a : b;
    if (other.id == fed_by_of(end) && !end.residual) {
      Value sum = end;
      sum.activation = end.kind == Kind::linear ? Activation::linear : end.activation;
      sum.kind = Kind::activated;
      sum.residual = true;
      return make(node, sum);
    }
  }
  if (node.op == "Mul") {
    if (both(Kind::linear, Kind::activated)) {  // z s(z)
      const Value& phi = a.kind == Kind::activated ? a : b;
      if (phi.activation == Activation::sigmoid && !phi.residual)
        return make(node, {.kind = Kind::activated, .layer = a.layer, .activation = Activation::silu});
    }
    if (both(Kind::linear, Kind::erf_plus_one)) return make(node, {.kind = Kind::doubled, .layer = a.layer});
    if (both(Kind::half, Kind::erf_plus_one)) return make(node, gelu(a.layer));
  }
  refuse(node, "joins two values in a way that is not known here");
}

// What a layer reads, if `end` is the end of one.
std::size_t Chain::fed_by_of(const Value& end) const {
  const bool made = end.kind == Kind::linear || end.kind == Kind::activated;
  return made ? fed_by_[end.layer] : static_cast<std::size_t>(-1);
}

void Chain::read_two_features(const Node& node, Feature a, Feature b) {
  if (a > b) std::swap(a, b);
  if (node.op == "Add" && a == Feature::x1_squared && b == Feature::x2_squared)
    return make(node, {.kind = Kind::square_sum});
  make_feature(node, node.op == "Mul" ? product_of(a, b) : std::nullopt);
}

void Chain::read_with_constant(const Node& node, const Value& from, const Tensor& second, bool value_first) {
  const auto number = scalar(&second);
  const Value next{.kind = from.kind, .layer = from.layer};
  const auto step = [&](Kind kind) {
    Value made = next;
    made.kind = kind;
    make(node, made);
  };
  if (from.kind == Kind::linear && number) {
    if (node.op == "Mul" && near(*number, 0.5)) return step(Kind::half);
    if (node.op == "Mul" && near(*number, std::sqrt(0.5))) return step(Kind::scaled);
    if (node.op == "Div" && value_first && near(*number, std::sqrt(2.0))) return step(Kind::scaled);
  }
  if (from.kind == Kind::erf && node.op == "Add" && number && near(*number, 1.0))
    return step(Kind::erf_plus_one);
  if (from.kind == Kind::doubled && node.op == "Mul" && number && near(*number, 0.5))
    return make(node, gelu(from.layer));
  if (from.kind == Kind::linear && node.op == "Add") {
    add_bias(node, second, bare_layer(node, &from));
    return make(node, from);
  }
  const bool before_layers = from.kind == Kind::points || from.kind == Kind::inputs;
  if (before_layers && value_first && (node.op == "Sub" || node.op == "Div")) return read_scale(node, second);
  refuse(node, "is not known here");
}

}  // namespace downhill::onnx
