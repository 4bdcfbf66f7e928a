// Numbers to text and back, the same on every platform, and JSON strings.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace downhill {

// The shortest digits that give the same number again. (std::to_chars does it faster, with 10 kB of tables.)
inline std::string to_text(double number) {
  std::array<char, 32> digits = {};
  constexpr double exact = 9007199254740992.0;  // 2^53: whole numbers below are written as such
  if (number > -exact && number < exact && number == static_cast<double>(static_cast<long long>(number))) {
    return std::to_string(static_cast<long long>(number));
  }
  for (int precision = 1; precision <= 17; ++precision) {
    std::snprintf(digits.data(), digits.size(), "%.*g", precision, number);
    if (std::strtod(digits.data(), nullptr) == number) break;
  }
  std::string text = digits.data();
  const std::size_t exponent = text.find('e');  // 1e-08 is written 1e-8
  if (exponent != std::string::npos && text[exponent + 2] == '0') text.erase(exponent + 2, 1);
  return text;
}

// A decimal number that fills the whole text; no NaN, no infinity, no blanks. (std::from_chars is not yet in
// every standard library for floating point.)
inline std::optional<double> to_number(std::string_view text) {
  if (text.empty() || text.size() > 64) return {};
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return {};
  const std::string terminated(text);
  char* end = nullptr;
  const double number = std::strtod(terminated.c_str(), &end);
  if (end != terminated.c_str() + terminated.size()) return {};
  return number;
}

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

}  // namespace downhill
