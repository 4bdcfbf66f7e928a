// How the values of the settings table are read and written, by type.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>
#include <utility>

#include <downhill/settings.hpp>

#include "text.hpp"

namespace downhill {

template <auto member>
using Value = std::remove_cvref_t<decltype(std::declval<Settings>().*member)>;

inline Status ignored(const SettingSpec& spec, const Settings& settings, std::string_view text, const std::string& wanted) {
  return {Code::unknown, std::string(spec.key) + ": " + quoted(text) + " is not " + wanted + "; keeping " +
                             spec.read(settings) + "."};
}

// ---- Numbers

template <auto member>
std::string read_number(const Settings& settings) {
  return to_text(static_cast<double>(settings.*member));
}

template <auto member>
Status write_number(Settings& settings, const SettingSpec& spec, std::string_view text) {
  const auto number = to_number(text);
  if (!number) return ignored(spec, settings, text, "a number");
  const double whole = spec.type == SettingType::integer ? std::nearbyint(*number) : *number;
  const double used = std::clamp(whole, spec.min, spec.max);
  settings.*member = static_cast<Value<member>>(used);
  if (used == *number) return {};
  const std::string why = used == whole      ? "is not a whole number"
                          : whole < spec.min ? "is below " + to_text(spec.min)
                                             : "is above " + to_text(spec.max);
  return {Code::clamped, std::string(spec.key) + ": " + quoted(text) + " " + why + "; using " + to_text(used) + "."};
}

// ---- Choices: the enumerators in the order of spec.choices

template <auto member>
std::string read_choice(const Settings& settings) {
  for (const SettingSpec& spec : settings_table()) {
    if (spec.read != read_choice<member>) continue;
    return std::string(spec.choices[static_cast<std::size_t>(settings.*member)].value);
  }
  return {};
}

template <auto member>
Status write_choice(Settings& settings, const SettingSpec& spec, std::string_view text) {
  for (std::size_t index = 0; index < spec.choices.size(); ++index) {
    if (spec.choices[index].value != text) continue;
    settings.*member = static_cast<Value<member>>(index);
    return {};
  }
  std::string names;
  for (const SettingChoice& choice : spec.choices) {
    if (!names.empty()) names += ", ";
    names += choice.value;
  }
  return ignored(spec, settings, text, "one of " + names);
}

// ---- Layers (setting_layers.cpp): "8,8" or "8:relu,4:layerNorm:dropout0.2:residual"; empty for none

std::string read_layers(const Settings& settings);
Status write_layers(Settings& settings, const SettingSpec& spec, std::string_view text);

}  // namespace downhill
