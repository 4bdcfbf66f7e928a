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
  constexpr std::string_view hex = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x20U) {
      result += {'\\', 'u', '0', '0', hex[code >> 4U], hex[code & 0xFU]};
      continue;
    }
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
