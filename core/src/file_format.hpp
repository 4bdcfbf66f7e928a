// How a file of ours says what it is.
#pragma once

#include "json_reader.hpp"

#include <string>
#include <string_view>

namespace downhill {

// Refuses what is not of that format, version 1; `what` is its name in the message.
inline Status check_format(const json::Document& document, std::string_view format, const std::string& what) {
  const auto root = document.root();
  if (document.kind(root) != json::Kind::object) return refused("The file holds no run.");
  const auto kind = document.member(root, "format");
  if (!kind || document.kind(*kind) != json::Kind::string || document.string(*kind) != format)
    return refused("The file is no " + what + ": it lacks \"format\": \"" + std::string(format) + "\".");
  const auto version = document.member(root, "version");
  if (version && document.text(*version) == "1") return {};
  return refused("The run was saved by another version of Downhill, which this one cannot read.");
}

}  // namespace downhill
