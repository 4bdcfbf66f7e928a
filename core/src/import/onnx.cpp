// From a graph of operators to a chain of layers: every value that a node makes is known for what it is.
#include "../export/portable.hpp"
#include "../text.hpp"
#include "onnx_file.hpp"
#include "onnx_operators.hpp"

#include <downhill/model_import.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <protozero/exception.hpp>

namespace downhill {
namespace {

using onnx::activation_of;
using onnx::function_of;
using onnx::near;
using onnx::Node;
using onnx::product_of;
using onnx::Refusal;
using onnx::Tensor;

struct Value {
  enum class Kind : std::uint8_t {
    points,        // the graph's input
    feature,       // a column made of it
    square_sum,    // x1^2 + x2^2
    inputs,        // all columns, on the way to the first layer
    linear,        // z of a layer, or its norm
    activated,     // phi of it, maybe with the layer's input added
    scaled,        // z / sqrt 2, on the way to GELU
    erf,           // erf of that
    erf_plus_one,  // and 1
    doubled,       // 2 GELU
    half,          // z / 2
  };
  Kind kind = Kind::points;
  std::size_t layer = 0;
  Activation activation = Activation::linear;
  bool residual = false;
  Feature feature = Feature::x1;
  std::size_t id = 0;  // the same for a value and what only passes it on
};

using Kind = Value::Kind;

class Chain {
 public:
  explicit Chain(const onnx::File& file) : file_(file) { values_[file.input] = {}; }

  PortableNetwork read() {
    network_.settings = file_.settings;
    for (const Node& node : file_.nodes) read_node(node);
    const auto output = values_.find(file_.output);
    if (output == values_.end())
      throw Refusal{"The graph's output " + quoted(file_.output) + " is made by no node."};
    finish_layer(output->second, "the graph's output");
    return std::move(network_);
  }

 private:
  [[noreturn]] static void refuse(const Node& node, const std::string& why) {
    throw Refusal{"The node " + quoted(node.name.empty() ? node.outputs.front() : node.name) + " (" +
                  quoted(node.op) + ") " + why + "; only dense networks can be read."};
  }

  const Tensor* constant(const std::string& name) const {
    const auto found = file_.constants.find(name);
    if (found != file_.constants.end()) return &found->second;
    const auto made = made_.find(name);
    return made == made_.end() ? nullptr : &made->second;
  }

  const Value* value(const Node& node, std::size_t input) const {
    if (input >= node.inputs.size()) return nullptr;
    const auto found = values_.find(node.inputs[input]);
    return found == values_.end() ? nullptr : &found->second;
  }

  static constexpr std::size_t any_sides = ~std::size_t{0};

  const Tensor& need_constant(const Node& node, std::size_t input, std::size_t sides = any_sides) const {
    const Tensor* tensor = input < node.inputs.size() ? constant(node.inputs[input]) : nullptr;
    if (!tensor || (sides != any_sides && tensor->shape.size() != sides) ||
        (tensor->numbers.empty() && tensor->integers.empty()))
      refuse(node, "needs a constant of numbers as input " + std::to_string(input + 1));
    return *tensor;
  }

  static std::optional<double> scalar(const Tensor* tensor) {
    if (!tensor || tensor->numbers.size() != 1) return std::nullopt;
    return tensor->numbers.front();
  }

  void make(const Node& node, Value value) {
    value.id = ++ids_;
    values_.insert_or_assign(node.outputs.front(), value);
  }

  void read_node(const Node& node) {
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

  // ---- Layers

  // What feeds the next layer is the end of the one before.
  void finish_layer(const Value& end, const std::string& what) {
    std::vector<PortableLayer>& layers = network_.layers;
    const bool made = end.kind == Kind::linear || end.kind == Kind::activated;
    if (layers.empty() || !made || end.layer + 1 != layers.size())
      throw Refusal{"What " + what +
                    " reads is not the end of the layer before; only chains of layers can be read."};
    layers.back().activation = end.kind == Kind::linear ? Activation::linear : end.activation;
    layers.back().residual = end.residual;
  }

  void begin_layer(const Node& node, const Value& from) {
    if (network_.layers.empty()) {
      if (from.kind != Kind::points && from.kind != Kind::inputs)
        refuse(node, "does not read the graph's input");
    } else {
      finish_layer(from, quoted(node.op));
    }
    fed_by_.push_back(from.id);
  }

  void read_linear(const Node& node) {
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

  const Tensor& need_bias(const Node& node, std::size_t input) const {
    const Tensor* bias = constant(node.inputs[input]);
    if (!bias || bias->numbers.empty()) refuse(node, "adds a bias that is no constant");
    return *bias;
  }

  static void add_bias(const Node& node, const Tensor& bias, PortableLayer& layer) {
    if (bias.numbers.size() != layer.units && bias.numbers.size() != 1)
      refuse(node, "adds a bias of another size");
    for (std::size_t j = 0; j < layer.units; ++j)
      layer.biases[j] += bias.numbers[bias.numbers.size() == 1 ? 0 : j];
  }

  // Of the newest layer, before phi and norm.
  PortableLayer& bare_layer(const Node& node, const Value* from) {
    if (!from || from->kind != Kind::linear || from->layer + 1 != network_.layers.size() ||
        network_.layers.back().layer_norm)
      refuse(node, "does not follow a linear layer");
    return network_.layers.back();
  }

  void read_batch_norm(const Node& node) {
    PortableLayer& layer = bare_layer(node, value(node, 0));
    const double epsilon = node.number("epsilon", 1e-5);
    std::vector<const Tensor*> parts;
    for (std::size_t input = 1; input <= 4; ++input) {
      parts.push_back(&need_constant(node, input, 1));
      if (parts.back()->numbers.size() != layer.units) refuse(node, "has another number of units");
    }
    for (std::size_t j = 0; j < layer.units; ++j) {
      const auto part = [&](std::size_t k) { return static_cast<double>(parts[k]->numbers[j]); };
      fold_norm(
          layer, j,
          {.gain = part(0), .shift = part(1), .mean = part(2), .variance = part(3), .epsilon = epsilon});
    }
    make(node, *value(node, 0));
  }

  void read_layer_norm(const Node& node) {
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

  // ---- Functions of one value

  void read_function(const Node& node) {
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

  void make_feature(const Node& node, std::optional<Feature> feature) {
    if (!feature) refuse(node, "makes a feature that is not known here");
    make(node, {.kind = Kind::feature, .feature = *feature});
  }

  // ---- Functions of two

  void read_pair(const Node& node) {
    const Value* a = value(node, 0);
    const Value* b = value(node, 1);
    if (a && b) return read_two_values(node, *a, *b);
    const Tensor* second = constant(node.inputs[a ? 1 : 0]);
    if (!(a || b) || !second) refuse(node, "reads something unknown");
    read_with_constant(node, a ? *a : *b, *second, a != nullptr);
  }

  void read_two_values(const Node& node, const Value& a, const Value& b) {
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
      if (both(Kind::linear, Kind::erf_plus_one))
        return make(node, {.kind = Kind::doubled, .layer = a.layer});
      if (both(Kind::half, Kind::erf_plus_one)) return make(node, gelu(a.layer));
    }
    refuse(node, "joins two values in a way that is not known here");
  }

  static Value gelu(std::size_t layer) {
    return {.kind = Kind::activated, .layer = layer, .activation = Activation::gelu};
  }

  // What a layer reads, if `end` is the end of one.
  std::size_t fed_by_of(const Value& end) const {
    const bool made = end.kind == Kind::linear || end.kind == Kind::activated;
    return made ? fed_by_[end.layer] : static_cast<std::size_t>(-1);
  }

  void read_two_features(const Node& node, Feature a, Feature b) {
    if (a > b) std::swap(a, b);
    if (node.op == "Add" && a == Feature::x1_squared && b == Feature::x2_squared)
      return make(node, {.kind = Kind::square_sum});
    make_feature(node, node.op == "Mul" ? product_of(a, b) : std::nullopt);
  }

  void read_with_constant(const Node& node, const Value& from, const Tensor& second, bool value_first) {
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
    if (before_layers && value_first && (node.op == "Sub" || node.op == "Div"))
      return read_scale(node, second);
    refuse(node, "is not known here");
  }

  // ---- Inputs

  void read_column(const Node& node) {
    const Value* from = value(node, 0);
    const Tensor& index = need_constant(node, 1);
    if (!from || from->kind != Kind::points || node.whole("axis", 0) != 1 || index.integers.size() != 1 ||
        index.integers[0] < 0 || index.integers[0] > 1)
      refuse(node, "takes no column of two inputs");
    make(node, {.kind = Kind::feature, .feature = index.integers[0] == 0 ? Feature::x1 : Feature::x2});
  }

  void read_columns(const Node& node) {
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
  void read_scale(const Node& node, const Tensor& numbers) {
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

  const onnx::File& file_;
  PortableNetwork network_;
  std::map<std::string, Value, std::less<>> values_;
  std::map<std::string, Tensor, std::less<>> made_;  // by Constant nodes
  std::vector<std::size_t> fed_by_;                  // the value that each layer reads
  std::size_t ids_ = 0;
  bool scaled_ = false;
};

}  // namespace

Status read_onnx(std::string_view bytes, PortableNetwork& network) {
  if (bytes.size() > max_import_bytes)
    return refused("The file has " + std::to_string(bytes.size()) + " bytes, the limit is " +
                   std::to_string(max_import_bytes) + ".");
  try {
    const onnx::File file = onnx::read(bytes);
    PortableNetwork next = Chain(file).read();
    Answers answers;
    if (Status status = answers.build(next); !status.ok()) return status;
    network = std::move(next);
    return {};
  } catch (const Refusal& refusal) {
    return refused(refusal.what);
  } catch (const protozero::exception&) {
    return refused("The file is cut off or damaged, or it is no ONNX.");
  }
}

}  // namespace downhill
