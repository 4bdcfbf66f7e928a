// ONNX: a graph of standard operators (github.com/onnx/onnx, IR version 8, opset 17). Protocol Buffers need
// so little here that they are written by hand: the library's headers throw, and this core has no exceptions.
#include "bytes.hpp"
#include "portable.hpp"

#include <bit>
#include <string>
#include <string_view>
#include <vector>

namespace downhill {
namespace {

class Message {
 public:
  Message& integer(unsigned field, std::uint64_t value) {
    varint(field << 3U);
    varint(value);
    return *this;
  }
  Message& text(unsigned field, std::string_view value) {
    varint((field << 3U) | 2U);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  Message& message(unsigned field, const Message& value) { return text(field, value.bytes_); }
  Message& number(unsigned field, float value) {
    varint((field << 3U) | 5U);
    put_little(bytes_, std::bit_cast<std::uint32_t>(value));
    return *this;
  }
  const std::string& bytes() const noexcept { return bytes_; }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 0x80U; value >>= 7U) bytes_ += static_cast<char>((value & 0x7FU) | 0x80U);
    bytes_ += static_cast<char>(value);
  }

  std::string bytes_;
};

enum DataType : std::uint8_t { float32 = 1, int64 = 7 };
enum AttributeType : std::uint8_t { float_attribute = 1, int_attribute = 2 };

class Graph {
 public:
  // A node with one result, whose name it returns.
  std::string node(std::string_view op, const std::vector<std::string>& inputs,
                   const std::vector<Message>& attributes = {}) {
    std::string result = "v" + std::to_string(++nodes_);
    named(op, inputs, result, attributes);
    return result;
  }

  void named(std::string_view op, const std::vector<std::string>& inputs, const std::string& result,
             const std::vector<Message>& attributes = {}) {
    Message node;
    for (const std::string& input : inputs) node.text(1, input);
    node.text(2, result).text(3, result).text(4, op);
    for (const Message& attribute : attributes) node.message(5, attribute);
    graph_.message(1, node);
  }

  std::string tensor(const std::string& name, const std::vector<std::size_t>& shape,
                     std::span<const float> numbers) {
    std::string raw;
    put_floats(raw, numbers);
    return constant(name, shape, float32, raw);
  }

  std::string index(const std::string& name, std::int64_t value) {
    std::string raw;
    put_little(raw, static_cast<std::uint64_t>(value));
    return constant(name, {1}, int64, raw);
  }

  std::string scalar(float value) { return tensor("c" + std::to_string(++constants_), {1}, {{value}}); }

  std::string finish(const PortableNetwork& network) {
    graph_.text(2, "downhill");
    graph_.message(11, value_info("points", network.inputs()))
        .message(12, value_info("outputs", network.outputs()));
    const auto property = [](std::string_view key, std::string_view value) {
      return Message().text(1, key).text(2, value);
    };
    return Message()
        .integer(1, 8)
        .text(2, "downhill")
        .message(7, graph_)
        .message(8, Message().text(1, "").integer(2, 17))
        .message(14, property("settings", network.settings))
        .bytes();
  }

 private:
  std::string constant(const std::string& name, const std::vector<std::size_t>& shape, DataType type,
                       const std::string& raw) {
    Message tensor;
    for (const std::size_t size : shape) tensor.integer(1, size);
    tensor.integer(2, type).text(8, name).text(9, raw);
    graph_.message(5, tensor);
    return name;
  }

  // [n][columns] of floats.
  static Message value_info(std::string_view name, std::size_t columns) {
    const Message shape =
        Message().message(1, Message().text(2, "n")).message(1, Message().integer(1, columns));
    const Message tensor = Message().integer(1, float32).message(2, shape);
    return Message().text(1, name).message(2, Message().message(1, tensor));
  }

  Message graph_;
  std::size_t nodes_ = 0, constants_ = 0;
};

Message attribute(std::string_view name, float value) {
  return Message().text(1, name).number(2, value).integer(20, float_attribute);
}

Message attribute(std::string_view name, std::uint64_t value) {
  return Message().text(1, name).integer(3, value).integer(20, int_attribute);
}

std::string feature_node(Graph& graph, Feature feature, const std::string& x1, const std::string& x2) {
  const auto square = [&](const std::string& x) { return graph.node("Mul", {x, x}); };
  switch (feature) {
    case Feature::x1:
      return x1;
    case Feature::x2:
      return x2;
    case Feature::x1_squared:
      return square(x1);
    case Feature::x2_squared:
      return square(x2);
    case Feature::x1_x2:
      return graph.node("Mul", {x1, x2});
    case Feature::sin_x1:
      return graph.node("Sin", {x1});
    case Feature::sin_x2:
      return graph.node("Sin", {x2});
    case Feature::cos_x1:
      return graph.node("Cos", {x1});
    case Feature::cos_x2:
      return graph.node("Cos", {x2});
    case Feature::radius:
      break;
  }
  return graph.node("Sqrt", {graph.node("Add", {square(x1), square(x2)})});
}

std::string features(Graph& graph, const FeatureSet& features) {
  const auto column = [&](std::int64_t at) {
    const std::string index = graph.index("column" + std::to_string(at), at);
    return graph.node("Gather", {"points", index}, {attribute("axis", std::uint64_t{1})});
  };
  const std::string x1 = column(0);
  const std::string x2 = column(1);
  std::vector<std::string> columns;
  columns.reserve(features.size());
  for (const Feature feature : features) columns.push_back(feature_node(graph, feature, x1, x2));
  return graph.node("Concat", columns, {attribute("axis", std::uint64_t{1})});
}

std::string inputs(Graph& graph, const PortableNetwork& network) {
  std::string all = network.plane() ? features(graph, network.features) : "points";
  if (network.scale.empty()) return all;
  const std::size_t count = network.scale.size();
  all = graph.node("Sub", {all, graph.tensor("mean", {1, count}, means_of(network))});
  return graph.node("Div", {all, graph.tensor("deviation", {1, count}, deviations_of(network))});
}

std::string activation(Graph& graph, Activation phi, const std::string& z) {
  switch (phi) {
    case Activation::tanh:
      return graph.node("Tanh", {z});
    case Activation::sigmoid:
      return graph.node("Sigmoid", {z});
    case Activation::relu:
      return graph.node("Relu", {z});
    case Activation::linear:
      return z;
    case Activation::leaky_relu:
      return graph.node("LeakyRelu", {z}, {attribute("alpha", 0.01F)});
    case Activation::elu:
      return graph.node("Elu", {z}, {attribute("alpha", 1.0F)});
    case Activation::gelu: {
      const std::string erf = graph.node("Erf", {graph.node("Mul", {z, graph.scalar(0.70710678F)})});
      const std::string both = graph.node("Mul", {z, graph.node("Add", {erf, graph.scalar(1.0F)})});
      return graph.node("Mul", {both, graph.scalar(0.5F)});
    }
    case Activation::silu:
      return graph.node("Mul", {z, graph.node("Sigmoid", {z})});
    case Activation::softplus:
      return graph.node("Softplus", {z});
    case Activation::sine:
      return graph.node("Sin", {z});
    case Activation::softmax:
      break;
  }
  return graph.node("Softmax", {z}, {attribute("axis", std::uint64_t{1})});
}

}  // namespace

std::string to_onnx(const PortableNetwork& network) {
  Graph graph;
  std::string a = inputs(graph, network);
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const PortableLayer& layer = network.layers[l];
    const std::string name = "layers." + std::to_string(l);
    const std::string w = graph.tensor(name + ".weight", {layer.units, layer.inputs}, layer.weights);
    const std::string b = graph.tensor(name + ".bias", {layer.units}, layer.biases);
    std::string z = graph.node("Gemm", {a, w, b}, {attribute("transB", std::uint64_t{1})});
    if (layer.layer_norm) {
      z = graph.node(
          "LayerNormalization",
          {z, graph.tensor(name + ".norm.weight", {layer.units}, layer.gain),
           graph.tensor(name + ".norm.bias", {layer.units}, layer.shift)},
          {attribute("epsilon", static_cast<float>(norm_epsilon)), attribute("axis", std::uint64_t{1})});
    }
    std::string out = activation(graph, layer.activation, z);
    if (layer.residual) out = graph.node("Add", {out, a});
    a = out;
  }
  graph.named("Identity", {a}, "outputs");
  return graph.finish(network);
}

}  // namespace downhill
