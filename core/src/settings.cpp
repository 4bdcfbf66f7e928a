#include "foreign_link.hpp"
#include "text.hpp"

#include <downhill/settings.hpp>

#include <string>
#include <utility>
#include <vector>

namespace downhill {
namespace {

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Undoes the escapes of a URL; what is not an escape stays as it is.
std::string decode(std::string_view text) {
  std::string result;
  for (std::size_t j = 0; j < text.size(); ++j) {
    if (text[j] == '%' && j + 2 < text.size() && hex_digit(text[j + 1]) >= 0 && hex_digit(text[j + 2]) >= 0) {
      result += static_cast<char>(hex_digit(text[j + 1]) * 16 + hex_digit(text[j + 2]));
      j += 2;
    } else {
      result += text[j];
    }
  }
  return result;
}

const char* type_name(SettingType type) noexcept {
  switch (type) {
    case SettingType::choice:
      return "choice";
    case SettingType::number:
      return "number";
    case SettingType::integer:
      return "integer";
    case SettingType::layers:
      return "layers";
    case SettingType::features:
      return "features";
  }
  return "";
}

std::string spec_json(const SettingSpec& spec) {
  std::string json =
      "{" + json_field("key", json_string(spec.key)) + ", " + json_field("label", json_string(spec.label)) +
      ", " + json_field("group", json_string(spec.group)) + ", " +
      json_field("type", json_string(type_name(spec.type))) + ", " +
      json_field("default", json_string(spec.read(Settings{}))) + ", " +
      json_field("live", spec.live ? "true" : "false") + ", " + json_field("help", json_string(spec.help)) +
      ", " + json_field("symbol", json_string(spec.symbol)) + ", " +
      json_field("when", json_string(spec.when));
  switch (spec.type) {
    case SettingType::choice:
    case SettingType::features:
      json += ", " + json_field("choices", json_list(spec.choices, [](const SettingChoice& choice) {
                                  return "{" + json_field("value", json_string(choice.value)) + ", " +
                                         json_field("label", json_string(choice.label)) + "}";
                                }));
      break;
    case SettingType::number:
    case SettingType::integer:
      json += ", " + json_field("min", to_text(spec.min)) + ", " + json_field("max", to_text(spec.max)) +
              ", " + json_field("step", to_text(spec.step)) + ", " +
              json_field("scale", spec.logarithmic ? "\"log\"" : "\"linear\"");
      break;
    case SettingType::layers:
      json += ", " + json_field("maxLayers", std::to_string(Settings::max_layers)) + ", " +
              json_field("maxUnits", std::to_string(Settings::max_units));
      break;
  }
  return json + "}";
}

}  // namespace

const SettingSpec* find_setting(std::string_view key) {
  for (const SettingSpec& spec : setting_rules()) {
    if (spec.key == key) return &spec;
  }
  return nullptr;
}

Status set(Settings& settings, std::string_view key, std::string_view text) {
  const SettingSpec* spec = find_setting(key);
  if (!spec) return {Code::unknown, quoted(key) + " is not a setting; ignored."};
  return spec->write(settings, text);
}

Status apply_query(Settings& settings, std::string_view query) {
  constexpr std::size_t longest = 16'384;
  if (query.size() > longest) {
    return refused("settings: " + std::to_string(query.size()) + " characters are more than " +
                   std::to_string(longest) + "; nothing was changed.");
  }
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    const std::string key = decode(pair.substr(0, equals));
    if (key == "v") continue;  // the version of the query; there is one so far
    pairs.emplace_back(key, equals == std::string_view::npos ? "" : decode(pair.substr(equals + 1)));
  }
  if (is_foreign_link(pairs)) return apply_foreign_link(settings, pairs);
  Status status;
  for (const auto& [key, value] : pairs) status.add(set(settings, key, value));
  return status;
}

std::string to_query(const Settings& settings) {
  const Settings defaults;
  std::string query;
  for (const SettingSpec& spec : setting_rules()) {
    const std::string value = spec.read(settings);
    if (value == spec.read(defaults)) continue;
    if (!query.empty()) query += '&';
    query += std::string(spec.key) + "=" + value;
  }
  return query;
}

std::string to_json(const Settings& settings) {
  std::string json;
  for (const SettingSpec& spec : setting_rules()) {
    json += (json.empty() ? "" : ", ") + json_field(spec.key, json_string(spec.read(settings)));
  }
  return "{" + json + "}";
}

std::string settings_table_json() {
  return "{\"version\": 1, \"settings\": " + json_list(settings_table(), spec_json) + "}";
}

}  // namespace downhill
