// Pieces of messages and of JSON.
#pragma once

#include "decimal.hpp"

#include <string>
#include <string_view>

namespace downhill {

// Foreign text in a message: short, and printable.
inline std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::string result = "'";
  for (const char c : text.substr(0, longest)) result += c >= ' ' && c < '\x7F' ? c : '?';
  return result + (text.size() > longest ? "…'" : "'");
}

inline std::string json_string(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

inline std::string json_field(std::string_view key, const std::string& json) {
  return json_string(key) + ": " + json;
}

// "[a, b, ...]" of what `one` makes of each item.
template <class Items, class One>
std::string json_list(const Items& items, One one) {
  std::string result;
  for (const auto& item : items) result += (result.empty() ? "" : ", ") + one(item);
  return "[" + result + "]";
}

}  // namespace downhill
