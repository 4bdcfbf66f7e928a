// What the writers of source code share.
#pragma once

#include "../decimal.hpp"
#include "portable.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace downhill {

// "open a, b, c close", every number a real one from which the same float comes back; `tail` follows each
// (C's "f").
inline std::string number_list(std::span<const float> numbers, std::string_view open, std::string_view close,
                               std::string_view tail = "") {
  std::string text(open);
  for (std::size_t j = 0; j < numbers.size(); ++j) {
    std::string number = exact_text(numbers[j]);
    const bool whole = number.find_first_of(".e") == std::string::npos;
    if (whole) number += ".0";
    text += (j > 0 ? ", " : "") + number + std::string(tail);
  }
  return text + std::string(close);
}

// The formula of a feature, in a language that calls its functions `maths` + name.
inline std::string feature_formula(Feature feature, const std::string& maths, std::string_view suffix) {
  std::string a = "x1";
  std::string b = "x2";
  const auto call = [&](std::string_view name, const std::string& argument) {
    return maths + std::string(name) + std::string(suffix) + "(" + argument + ")";
  };
  switch (feature) {
    case Feature::x1:
      return a;
    case Feature::x2:
      return b;
    case Feature::x1_squared:
      return a + " * " + a;
    case Feature::x2_squared:
      return b + " * " + b;
    case Feature::x1_x2:
      return a + " * " + b;
    case Feature::sin_x1:
      return call("sin", a);
    case Feature::sin_x2:
      return call("sin", b);
    case Feature::cos_x1:
      return call("cos", a);
    case Feature::cos_x2:
      return call("cos", b);
    case Feature::radius:
      break;
  }
  return call("sqrt", a + " * " + a + " + " + b + " * " + b);
}

// "formula, formula, ..." of all of them.
inline std::string feature_formulas(const PortableNetwork& network, const std::string& maths,
                                    std::string_view suffix = "") {
  std::string text;
  for (const Feature feature : network.features)
    text += (text.empty() ? "" : ", ") + feature_formula(feature, maths, suffix);
  return text;
}

// "[row], [row], ...", a row a unit.
inline std::string weight_rows(const PortableLayer& layer) {
  std::string rows;
  for (std::size_t j = 0; j < layer.units; ++j) {
    const std::span<const float> row = std::span(layer.weights).subspan(j * layer.inputs, layer.inputs);
    rows += (j > 0 ? ", " : "") + number_list(row, "[", "]");
  }
  return rows;
}

// A comment must end where it is meant to: settings hold nothing but words, and this makes sure.
inline std::string comment_text(std::string_view text) {
  std::string result;
  for (const char c : text) result += c > ' ' && c < '\x7F' && c != '*' && c != '\\' && c != '"' ? c : '_';
  return result;
}

}  // namespace downhill
