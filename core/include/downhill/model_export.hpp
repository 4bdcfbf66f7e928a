// A trained network for other programs: as a file of a standard, or as source code that needs nothing else.
#pragma once

#include <downhill/portable.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace downhill {

enum class ModelFormat : std::uint8_t {
  onnx,         // opset 17: points [n][inputs] to outputs [n][k]
  safetensors,  // layers.<l>.weight and .bias, the rest in the metadata
  npz,          // the same arrays for NumPy
  json,         // layers, features and scale by name (core/src/export/json.cpp)
  c,            // a header of C99
  javascript,   // a module
  numpy,        // Python with NumPy
  pytorch,      // Python with PyTorch
};

struct ModelFormatName {
  std::string_view key;
  std::string_view suffix;  // of the file
  std::string_view label;
};

inline constexpr std::array<ModelFormatName, 8> model_formats = {{
    {"onnx", ".onnx", "ONNX"},
    {"safetensors", ".safetensors", "safetensors"},
    {"npz", ".npz", "NumPy arrays"},
    {"network", ".network.json", "JSON"},
    {"c", ".h", "C header"},
    {"javascript", ".mjs", "JavaScript"},
    {"numpy", ".py", "NumPy code"},
    {"pytorch", ".torch.py", "PyTorch code"},
}};

constexpr const ModelFormatName& names(ModelFormat format) noexcept {
  return model_formats[static_cast<std::size_t>(format)];
}

// By key.
std::optional<ModelFormat> find_model_format(std::string_view key) noexcept;

// The network as it answers now, from (x1, x2) or the inputs of a table on: features and standardisation are
// part of it, dropout is off, batch norms are folded into weights and biases. Classes answer with
// probabilities, one of two with that of the second. Numbers are written so that every float comes back as it
// was; other programs add in another order, so answers agree to about 1e-6. The bytes of the file.
std::string export_model(const Playground& playground, ModelFormat format);
std::string export_model(const PortableNetwork& network, ModelFormat format);

}  // namespace downhill
