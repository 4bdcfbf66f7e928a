// Formats by the suffixes of files.
#pragma once

#include "failure.hpp"

#include <downhill/model_export.hpp>

#include <optional>
#include <string>

namespace downhill::cli {

// ".onnx .safetensors ..."
inline std::string known_suffixes() {
  std::string text;
  for (const ModelFormatName& format : model_formats)
    text += (text.empty() ? "" : " ") + std::string(format.suffix);
  return text;
}

// The format whose suffix is the longest that the name ends with.
inline ModelFormat format_of(const std::string& path) {
  std::optional<ModelFormat> found;
  for (std::size_t k = 0; k < model_formats.size(); ++k) {
    const auto format = static_cast<ModelFormat>(k);
    if (!path.ends_with(names(format).suffix)) continue;
    if (!found || names(format).suffix.size() > names(*found).suffix.size()) found = format;
  }
  if (found) return *found;
  throw Failure{"the name '" + path + "' ends with no known suffix; use one of " + known_suffixes() + "."};
}

}  // namespace downhill::cli
