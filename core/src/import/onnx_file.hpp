// ONNX files as lists of nodes and tensors (github.com/onnx/onnx, onnx.proto). Only here and in what includes
// it may something throw: protozero does where a file is damaged.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace downhill::onnx {

// What is wrong, as a sentence.
struct Refusal {
  std::string what;
};

struct Tensor {
  std::vector<std::size_t> shape;
  std::vector<float> numbers;          // of FLOAT and DOUBLE
  std::vector<std::int64_t> integers;  // of INT64
};

struct Attribute {
  float number = 0.0F;
  std::int64_t integer = 0;
  Tensor tensor;
};

struct Node {
  std::string op, name;
  std::vector<std::string> inputs, outputs;
  std::map<std::string, Attribute, std::less<>> attributes;

  // An attribute, or what the operator takes without it.
  double number(std::string_view attribute, double usual) const {
    const auto found = attributes.find(attribute);
    return found == attributes.end() ? usual : static_cast<double>(found->second.number);
  }
  std::int64_t whole(std::string_view attribute, std::int64_t usual) const {
    const auto found = attributes.find(attribute);
    return found == attributes.end() ? usual : found->second.integer;
  }
};

struct File {
  std::vector<Node> nodes;
  std::map<std::string, Tensor, std::less<>> constants;
  std::string input, output;  // of the graph, constants not counted
  std::string settings;       // from the metadata of export_model()
};

// Throws Refusal, or what protozero throws.
File read(std::string_view bytes);

}  // namespace downhill::onnx
