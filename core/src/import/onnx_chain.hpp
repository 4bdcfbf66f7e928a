// From a graph of operators to a chain of layers: every value that a node makes is known for what it is.
#pragma once

#include "../export/portable.hpp"
#include "onnx_file.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace downhill::onnx {

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

// Reads the nodes in their order; throws a Refusal of what is no chain of dense layers.
class Chain {
 public:
  explicit Chain(const File& file) : file_(file) { values_[file.input] = {}; }

  PortableNetwork read();

 private:
  [[noreturn]] static void refuse(const Node& node, const std::string& why);

  // Null where there is none.
  const Tensor* constant(const std::string& name) const;
  const Value* value(const Node& node, std::size_t input) const;
  static constexpr std::size_t any_sides = ~std::size_t{0};
  const Tensor& need_constant(const Node& node, std::size_t input, std::size_t sides = any_sides) const;
  void make(const Node& node, Value value);

  void read_node(const Node& node);

  // Layers (onnx_layers.cpp)
  void finish_layer(const Value& end, const std::string& what);
  void begin_layer(const Node& node, const Value& from);
  void read_linear(const Node& node);
  const Tensor& need_bias(const Node& node, std::size_t input) const;
  static void add_bias(const Node& node, const Tensor& bias, PortableLayer& layer);
  PortableLayer& bare_layer(const Node& node, const Value* from);
  void read_batch_norm(const Node& node);
  void read_layer_norm(const Node& node);

  // Functions of one and of two values (onnx_functions.cpp)
  void read_function(const Node& node);
  void read_pair(const Node& node);
  void read_two_values(const Node& node, const Value& a, const Value& b);
  std::size_t fed_by_of(const Value& end) const;
  void read_two_features(const Node& node, Feature a, Feature b);
  void make_feature(const Node& node, std::optional<Feature> feature);
  void read_with_constant(const Node& node, const Value& from, const Tensor& second, bool value_first);

  // Inputs
  void read_column(const Node& node);
  void read_columns(const Node& node);
  void read_scale(const Node& node, const Tensor& numbers);

  const File& file_;
  PortableNetwork network_;
  std::map<std::string, Value, std::less<>> values_;
  std::map<std::string, Tensor, std::less<>> made_;  // by Constant nodes
  std::vector<std::size_t> fed_by_;                  // the value that each layer reads
  std::size_t ids_ = 0;
  bool scaled_ = false;
};

}  // namespace downhill::onnx
