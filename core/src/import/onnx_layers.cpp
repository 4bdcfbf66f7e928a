// Layers and their norms.
#include "../text.hpp"
#include "onnx_chain.hpp"
#include "onnx_operators.hpp"

#include <utility>

namespace downhill::onnx {

// What feeds the next layer is the end of the one before.
void Chain::finish_layer(const Value& end, const std::string& what) {
  std::vector<PortableLayer>& layers = network_.layers;
  const bool made = end.kind == Kind::linear || end.kind == Kind::activated;
  if (layers.empty() || !made || end.layer + 1 != layers.size())
    throw Refusal{"What " + what +
                  " reads is not the end of the layer before; only chains of layers can be read."};
  layers.back().activation = end.kind == Kind::linear ? Activation::linear : end.activation;
  layers.back().residual = end.residual;
}

void Chain::begin_layer(const Node& node, const Value& from) {
  if (network_.layers.empty()) {
    if (from.kind != Kind::points && from.kind != Kind::inputs)
      refuse(node, "does not read the graph's input");
  } else {
    finish_layer(from, quoted(node.op));
  }
  fed_by_.push_back(from.id);
}

void Chain::read_linear(const Node& node) {
  const Value* from = value(node, 0);
  if (!from) refuse(node, "does not read the layer before");
  const Tensor& matrix = need_constant(node, 1, 2);
  const bool rows_are_units = node.op == "Gemm" && node.whole("transB", 0) != 0;
  if (node.whole("transA", 0) != 0 || node.number("alpha", 1.0) != 1.0 || node.number("beta", 1.0) != 1.0)
    refuse(node, "has a factor or a transposed input");
  if (matrix.numbers.empty()) refuse(node, "has a matrix that is not of floats");
  begin_layer(node, *from);
  PortableLayer layer;
  layer.units = matrix.shape[rows_are_units ? 0 : 1];
  layer.inputs = matrix.shape[rows_are_units ? 1 : 0];
  layer.weights.resize(layer.units * layer.inputs);
  for (std::size_t j = 0; j < layer.units; ++j) {
    for (std::size_t k = 0; k < layer.inputs; ++k)
      layer.weights[j * layer.inputs + k] =
          matrix.numbers[rows_are_units ? j * layer.inputs + k : k * layer.units + j];
  }
  layer.biases.assign(layer.units, 0.0F);
  if (node.inputs.size() > 2) add_bias(node, need_bias(node, 2), layer);
  network_.layers.push_back(std::move(layer));
  make(node, {.kind = Kind::linear, .layer = network_.layers.size() - 1});
}

const Tensor& Chain::need_bias(const Node& node, std::size_t input) const {
  const Tensor* bias = constant(node.inputs[input]);
  if (!bias || bias->numbers.empty()) refuse(node, "adds a bias that is no constant");
  return *bias;
}

void Chain::add_bias(const Node& node, const Tensor& bias, PortableLayer& layer) {
  if (bias.numbers.size() != layer.units && bias.numbers.size() != 1)
    refuse(node, "adds a bias of another size");
  for (std::size_t j = 0; j < layer.units; ++j)
    layer.biases[j] += bias.numbers[bias.numbers.size() == 1 ? 0 : j];
}

// Of the newest layer, before phi and norm.
PortableLayer& Chain::bare_layer(const Node& node, const Value* from) {
  if (!from || from->kind != Kind::linear || from->layer + 1 != network_.layers.size() ||
      network_.layers.back().layer_norm)
    refuse(node, "does not follow a linear layer");
  return network_.layers.back();
}

void Chain::read_batch_norm(const Node& node) {
  PortableLayer& layer = bare_layer(node, value(node, 0));
  const double epsilon = node.number("epsilon", 1e-5);
  std::vector<const Tensor*> parts;
  for (std::size_t input = 1; input <= 4; ++input) {
    parts.push_back(&need_constant(node, input, 1));
    if (parts.back()->numbers.size() != layer.units) refuse(node, "has another number of units");
  }
  for (std::size_t j = 0; j < layer.units; ++j) {
    const auto part = [&](std::size_t k) { return static_cast<double>(parts[k]->numbers[j]); };
    fold_norm(layer, j,
              {.gain = part(0), .shift = part(1), .mean = part(2), .variance = part(3), .epsilon = epsilon});
  }
  make(node, *value(node, 0));
}

void Chain::read_layer_norm(const Node& node) {
  PortableLayer& layer = bare_layer(node, value(node, 0));
  const std::int64_t axis = node.whole("axis", -1);
  if ((axis != -1 && axis != 1) || !near(node.number("epsilon", 1e-5), norm_epsilon))
    refuse(node, "has another axis or epsilon than 1e-5");
  layer.layer_norm = true;
  layer.gain = need_constant(node, 1, 1).numbers;
  layer.shift =
      node.inputs.size() > 2 ? need_constant(node, 2, 1).numbers : std::vector<float>(layer.units, 0.0F);
  make(node, *value(node, 0));
}

}  // namespace downhill::onnx
