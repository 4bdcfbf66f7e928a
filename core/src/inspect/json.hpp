// Reports in JSON.
#pragma once

#include "../text.hpp"

#include <downhill/inspector.hpp>

#include <cmath>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace downhill {

inline std::string json_of(double number) {
  return std::isfinite(number) ? exact_text(number) : "null";
}
inline std::string json_of(bool yes) {
  return yes ? "true" : "false";
}
inline std::string json_of(std::string_view text) {
  return json_string(text);
}
template <class Number>
std::string json_numbers(const Number& numbers) {
  return json_list(numbers, [](auto number) { return json_of(static_cast<double>(number)); });
}

inline std::string json_object(std::initializer_list<std::pair<std::string_view, std::string>> fields) {
  std::string result;
  for (const auto& [key, json] : fields) result += (result.empty() ? "" : ", ") + json_field(key, json);
  return "{" + result + "}";
}

inline Report report(std::string json, std::vector<double> numbers = {}) {
  return {{}, std::move(json), std::move(numbers)};
}
inline Report failed(Status status) {
  return {std::move(status), "null", {}};
}

inline void append(std::vector<double>& to, const auto& numbers) {
  to.insert(to.end(), numbers.begin(), numbers.end());
}

}  // namespace downhill
