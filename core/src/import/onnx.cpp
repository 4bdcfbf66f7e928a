#include "../text.hpp"
#include "onnx_chain.hpp"

#include <downhill/model_import.hpp>

#include <algorithm>
#include <utility>

#include <protozero/exception.hpp>

namespace downhill::onnx {

PortableNetwork Chain::read() {
  network_.settings = file_.settings;
  for (const Node& node : file_.nodes) read_node(node);
  const auto output = values_.find(file_.output);
  if (output == values_.end())
    throw Refusal{"The graph's output " + quoted(file_.output) + " is made by no node."};
  finish_layer(output->second, "the graph's output");
  return std::move(network_);
}

void Chain::refuse(const Node& node, const std::string& why) {
  throw Refusal{"The node " + quoted(node.name.empty() ? node.outputs.front() : node.name) + " (" +
                quoted(node.op) + ") " + why + "; only dense networks can be read."};
}

const Tensor* Chain::constant(const std::string& name) const {
  const auto found = file_.constants.find(name);
  if (found != file_.constants.end()) return &found->second;
  const auto made = made_.find(name);
  return made == made_.end() ? nullptr : &made->second;
}

const Value* Chain::value(const Node& node, std::size_t input) const {
  if (input >= node.inputs.size()) return nullptr;
  const auto found = values_.find(node.inputs[input]);
  return found == values_.end() ? nullptr : &found->second;
}

const Tensor& Chain::need_constant(const Node& node, std::size_t input, std::size_t sides) const {
  const Tensor* tensor = input < node.inputs.size() ? constant(node.inputs[input]) : nullptr;
  if (!tensor || (sides != any_sides && tensor->shape.size() != sides) ||
      (tensor->numbers.empty() && tensor->integers.empty()))
    refuse(node, "needs a constant of numbers as input " + std::to_string(input + 1));
  return *tensor;
}

void Chain::make(const Node& node, Value value) {
  value.id = ++ids_;
  values_.insert_or_assign(node.outputs.front(), value);
}

void Chain::read_node(const Node& node) {
  const std::string& op = node.op;
  if (op == "Constant") {
    const auto found = node.attributes.find("value");
    if (found == node.attributes.end()) refuse(node, "has no value");
    made_.insert_or_assign(node.outputs.front(), found->second.tensor);
  } else if (op == "Identity" || op == "Dropout" || op == "Flatten") {
    const Value* from = value(node, 0);
    if (!from) refuse(node, "reads something unknown");
    values_.insert_or_assign(node.outputs.front(), Value(*from));
  } else if (op == "Gemm" || op == "MatMul") {
    read_linear(node);
  } else if (op == "BatchNormalization") {
    read_batch_norm(node);
  } else if (op == "LayerNormalization") {
    read_layer_norm(node);
  } else if (op == "Gather") {
    read_column(node);
  } else if (op == "Concat") {
    read_columns(node);
  } else if (node.inputs.size() == 1) {
    read_function(node);
  } else if (node.inputs.size() == 2) {
    read_pair(node);
  } else {
    refuse(node, "is not known here");
  }
}

// ---- Inputs

void Chain::read_column(const Node& node) {
  const Value* from = value(node, 0);
  const Tensor& index = need_constant(node, 1);
  if (!from || from->kind != Kind::points || node.whole("axis", 0) != 1 || index.integers.size() != 1 ||
      index.integers[0] < 0 || index.integers[0] > 1)
    refuse(node, "takes no column of two inputs");
  make(node, {.kind = Kind::feature, .feature = index.integers[0] == 0 ? Feature::x1 : Feature::x2});
}

void Chain::read_columns(const Node& node) {
  if (!network_.features.empty()) refuse(node, "is a second list of features");
  for (std::size_t input = 0; input < node.inputs.size(); ++input) {
    const Value* column = value(node, input);
    if (!column || column->kind != Kind::feature) refuse(node, "joins something else than features");
    if (std::ranges::find(network_.features, column->feature) != network_.features.end())
      refuse(node, "has a feature twice");
    network_.features.push_back(column->feature);
  }
  make(node, {.kind = Kind::inputs});
}

// (inputs - mean) / deviation, in this order, once.
void Chain::read_scale(const Node& node, const Tensor& numbers) {
  Standardisation& scale = network_.scale;
  const bool means = node.op == "Sub";
  if (means == !scale.empty() || scaled_ || (!means && scale.size() != numbers.numbers.size()))
    refuse(node, "standardises the inputs in a way that is not known here");
  if (means) scale.resize(numbers.numbers.size());
  for (std::size_t j = 0; j < scale.size(); ++j)
    (means ? scale[j].mean : scale[j].deviation) = static_cast<double>(numbers.numbers[j]);
  scaled_ = !means;
  make(node, {.kind = Kind::inputs});
}

}  // namespace downhill::onnx

namespace downhill {

Status read_onnx(std::string_view bytes, PortableNetwork& network) {
  if (bytes.size() > max_import_bytes)
    return refused("The file has " + std::to_string(bytes.size()) + " bytes, the limit is " +
                   std::to_string(max_import_bytes) + ".");
  try {
    const onnx::File file = onnx::read(bytes);
    PortableNetwork next = onnx::Chain(file).read();
    Answers answers;
    if (Status status = answers.build(next); !status.ok()) return status;
    network = std::move(next);
    return {};
  } catch (const onnx::Refusal& refusal) {
    return refused(refusal.what);
  } catch (const protozero::exception&) {
    return refused("The file is cut off or damaged, or it is no ONNX.");
  }
}

}  // namespace downhill
