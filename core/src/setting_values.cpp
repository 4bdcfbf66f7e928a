// How the values of the settings table are read and written, by type.
#include "setting_values.hpp"

#include "text.hpp"

#include <algorithm>
#include <cmath>

namespace downhill {
namespace {

Status write_number(Settings& settings, const SettingSpec& spec, std::string_view text) {
  const auto number = to_number(text);
  if (!number) return ignored(spec, settings, text, "a number");
  const double whole = spec.type == SettingType::integer ? std::nearbyint(*number) : *number;
  const double used = std::clamp(whole, spec.min, spec.max);
  spec.put(settings, used);
  if (used == *number) return {};
  const std::string why = used == whole      ? "is not a whole number"
                          : whole < spec.min ? "is below " + to_text(spec.min)
                                             : "is above " + to_text(spec.max);
  return {Code::clamped,
          std::string(spec.key) + ": " + quoted(text) + " " + why + "; using " + to_text(used) + "."};
}

Status write_choice(Settings& settings, const SettingSpec& spec, std::string_view text) {
  std::string names;
  for (std::size_t index = 0; index < spec.choices.size(); ++index) {
    if (spec.choices[index].value == text) {
      spec.put(settings, static_cast<double>(index));
      return {};
    }
    if (!names.empty()) names += ", ";
    names += spec.choices[index].value;
  }
  return ignored(spec, settings, text, "one of " + names);
}

Status write_features(Settings& settings, const SettingSpec& spec, std::string_view text) {
  const Status status = read_features(text, settings.features);
  if (!status.ok())
    return ignored(spec, settings, text, "a list of features such as x1,x2,x1x2,sinX1, each once");
  return drop_impossible_residuals(settings);
}

}  // namespace

Status ignored(const SettingSpec& spec, const Settings& settings, std::string_view text,
               const std::string& wanted) {
  return {Code::unknown, std::string(spec.key) + ": " + quoted(text) + " is not " + wanted + "; keeping " +
                             spec.read(settings) + "."};
}

std::string SettingSpec::read(const Settings& settings) const {
  switch (type) {
    case SettingType::choice:
      return std::string(choices[static_cast<std::size_t>(get(settings))].value);
    case SettingType::layers:
      return read_layers(settings);
    case SettingType::features:
      return to_text(settings.features);
    case SettingType::number:
    case SettingType::integer:
      break;
  }
  return to_text(get(settings));
}

Status SettingSpec::write(Settings& settings, std::string_view text) const {
  switch (type) {
    case SettingType::choice:
      return write_choice(settings, *this, text);
    case SettingType::layers:
      return write_layers(settings, *this, text);
    case SettingType::features:
      return write_features(settings, *this, text);
    case SettingType::number:
    case SettingType::integer:
      break;
  }
  return write_number(settings, *this, text);
}

}  // namespace downhill
