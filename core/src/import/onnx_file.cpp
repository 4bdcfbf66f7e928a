#include "onnx_file.hpp"

#include "../text.hpp"
#include "tensor.hpp"

#include <utility>

#include <protozero/pbf_reader.hpp>

namespace downhill::onnx {
namespace {

using protozero::pbf_reader;
using protozero::pbf_wire_type;
using protozero::tag_and_type;

constexpr auto varint = pbf_wire_type::varint;
constexpr auto bytes_type = pbf_wire_type::length_delimited;
constexpr auto fixed32 = pbf_wire_type::fixed32;

enum DataType : std::uint8_t { float32 = 1, int64 = 7, float64 = 11 };

std::string_view view(pbf_reader& message) {
  const protozero::data_view text = message.get_view();
  return {text.data(), text.size()};
}

std::string text(pbf_reader& message) {
  return std::string(view(message));
}

std::size_t side(std::int64_t size) {
  constexpr std::int64_t most = std::int64_t{1} << 24U;
  if (size < 0 || size > most) throw Refusal{"A tensor has a side of " + std::to_string(size) + "."};
  return static_cast<std::size_t>(size);
}

// Of the four places in which a tensor may keep its numbers, the ones that are used.
struct TensorReader {
  Tensor tensor;
  std::string name;
  int type = 0;

  void read(pbf_reader message) {
    std::string_view raw;
    while (message.next()) {
      switch (message.tag_and_type()) {
        case tag_and_type(1, varint):
          tensor.shape.push_back(side(message.get_int64()));
          break;
        case tag_and_type(1, bytes_type):
          for (const std::int64_t size : message.get_packed_int64()) tensor.shape.push_back(side(size));
          break;
        case tag_and_type(2, varint):
          type = message.get_int32();
          break;
        case tag_and_type(4, bytes_type):
          for (const float number : message.get_packed_float()) tensor.numbers.push_back(number);
          break;
        case tag_and_type(7, bytes_type):
          for (const std::int64_t number : message.get_packed_int64()) tensor.integers.push_back(number);
          break;
        case tag_and_type(8, bytes_type):
          name = text(message);
          break;
        case tag_and_type(9, bytes_type):
          raw = view(message);
          break;
        case tag_and_type(10, bytes_type):
          for (const double number : message.get_packed_double())
            tensor.numbers.push_back(static_cast<float>(number));
          break;
        case tag_and_type(14, varint):
          if (message.get_int32() != 0)
            throw Refusal{"The tensor " + quoted(name) + " is kept in another file; save the model in one."};
          break;
        default:
          message.skip();
      }
    }
    if (!raw.empty()) read_raw(raw);
    check();
  }

 private:
  void read_raw(std::string_view raw) {
    if (type == float32) tensor.numbers = get_floats(raw);
    if (type == float64) tensor.numbers = get_doubles(raw);
    for (std::size_t at = 0; type == int64 && at + 8 <= raw.size(); at += 8)
      tensor.integers.push_back(static_cast<std::int64_t>(get_little<std::uint64_t>(raw, at)));
  }

  void check() const {
    const std::size_t held = type == int64 ? tensor.integers.size() : tensor.numbers.size();
    if (type != float32 && type != float64 && type != int64) return;  // refused where it is used
    std::size_t count = 1;
    for (const std::size_t size : tensor.shape) count *= std::min<std::size_t>(size, held + 1);
    if (count != held)
      throw Refusal{"The tensor " + quoted(name) + " holds " + std::to_string(held) +
                    " numbers, which do not fit its shape."};
  }
};

Tensor read_tensor(pbf_reader message, std::string& name) {
  TensorReader reader;
  reader.read(message);
  name = std::move(reader.name);
  return std::move(reader.tensor);
}

std::pair<std::string, Attribute> read_attribute(pbf_reader message) {
  std::pair<std::string, Attribute> attribute;
  std::string unused;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case tag_and_type(1, bytes_type):
        attribute.first = text(message);
        break;
      case tag_and_type(2, fixed32):
        attribute.second.number = message.get_float();
        break;
      case tag_and_type(3, varint):
        attribute.second.integer = message.get_int64();
        break;
      case tag_and_type(5, bytes_type):
        attribute.second.tensor = read_tensor(message.get_message(), unused);
        break;
      default:
        message.skip();
    }
  }
  return attribute;
}

Node read_node(pbf_reader message) {
  Node node;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case tag_and_type(1, bytes_type):
        node.inputs.push_back(text(message));
        break;
      case tag_and_type(2, bytes_type):
        node.outputs.push_back(text(message));
        break;
      case tag_and_type(3, bytes_type):
        node.name = text(message);
        break;
      case tag_and_type(4, bytes_type):
        node.op = text(message);
        break;
      case tag_and_type(5, bytes_type):
        node.attributes.insert(read_attribute(message.get_message()));
        break;
      default:
        message.skip();
    }
  }
  if (node.outputs.empty()) throw Refusal{"A node " + quoted(node.op) + " has no output."};
  return node;
}

// Of a message, the text of its field 1.
std::string first_text(pbf_reader message) {
  std::string name;
  while (message.next()) {
    if (message.tag_and_type() == tag_and_type(1, bytes_type))
      name = text(message);
    else
      message.skip();
  }
  return name;
}

void read_graph(pbf_reader message, File& file) {
  std::vector<std::string> inputs, outputs;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case tag_and_type(1, bytes_type):
        file.nodes.push_back(read_node(message.get_message()));
        break;
      case tag_and_type(5, bytes_type): {
        std::string name;
        Tensor tensor = read_tensor(message.get_message(), name);
        file.constants.insert_or_assign(std::move(name), std::move(tensor));
        break;
      }
      case tag_and_type(11, bytes_type):
        inputs.push_back(first_text(message.get_message()));
        break;
      case tag_and_type(12, bytes_type):
        outputs.push_back(first_text(message.get_message()));
        break;
      default:
        message.skip();
    }
  }
  // Old files list their constants among the inputs.
  std::erase_if(inputs, [&file](const std::string& name) { return file.constants.contains(name); });
  if (inputs.size() != 1 || outputs.size() != 1)
    throw Refusal{"The graph has " + std::to_string(inputs.size()) + " inputs and " +
                  std::to_string(outputs.size()) + " outputs; only networks with one of each can be read."};
  file.input = inputs.front();
  file.output = outputs.front();
}

void read_property(pbf_reader message, File& file) {
  std::string key, value;
  while (message.next()) {
    switch (message.tag_and_type()) {
      case tag_and_type(1, bytes_type):
        key = text(message);
        break;
      case tag_and_type(2, bytes_type):
        value = text(message);
        break;
      default:
        message.skip();
    }
  }
  if (key == "settings") file.settings = std::move(value);
}

}  // namespace

File read(std::string_view bytes) {
  File file;
  bool has_graph = false;
  pbf_reader message(bytes.data(), bytes.size());
  while (message.next()) {
    switch (message.tag_and_type()) {
      case tag_and_type(7, bytes_type):
        read_graph(message.get_message(), file);
        has_graph = true;
        break;
      case tag_and_type(14, bytes_type):
        read_property(message.get_message(), file);
        break;
      default:
        message.skip();
    }
  }
  if (!has_graph) throw Refusal{"The file holds no graph: it is no ONNX."};
  return file;
}

}  // namespace downhill::onnx
