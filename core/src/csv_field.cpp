#include "csv_field.hpp"

#include "bounds.hpp"
#include "text.hpp"
#include "utf8.hpp"

#include <downhill/csv.hpp>

#include <algorithm>
#include <cmath>

namespace downhill {

std::string shown(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::string result = "'";
  for (std::size_t count = 0; !text.empty(); ++count) {
    if (count == longest) return result + "…'";
    const Character character = first_character(text);
    result += printable(character.code) ? text.substr(0, character.bytes) : "?";
    text.remove_prefix(std::max<std::size_t>(1, character.bytes));
  }
  return result + "'";
}

Check check_utf8(std::string_view line) {
  for (std::size_t at = 0; at < line.size();) {
    const Character character = first_character(line.substr(at));
    if (character.bytes == 0) return Fault{at, "this is not UTF-8; save the text as UTF-8."};
    at += character.bytes;
  }
  return {};
}

Check read_field(std::string_view line, char separator, std::size_t& at, Field& field) {
  const auto skip_blanks = [&] {
    while (at < line.size() && line[at] != separator && csv_blanks.find(line[at]) != csv_blanks.npos) ++at;
  };
  skip_blanks();
  field.at = at;
  field.text.clear();
  if (at == line.size() || line[at] != '"') {
    const std::size_t end = std::min(line.find(separator, at), line.size());
    const std::string_view text = line.substr(at, end - at);
    field.text = text.substr(0, text.find_last_not_of(csv_blanks) + 1);
    at = end;
    return {};
  }
  for (bool closed = false; !closed; ++at) {
    const std::size_t quote = line.find('"', at + 1);
    if (quote == line.npos) return Fault{field.at, "the quote is not closed on its line."};
    field.text += line.substr(at + 1, quote - at - 1);
    at = quote;
    closed = at + 1 == line.size() || line[at + 1] != '"';
    if (!closed) field.text += '"';  // two quotes stand for one
  }
  skip_blanks();
  if (at == line.size() || line[at] == separator) return {};
  const std::size_t end = std::min(line.find(separator, at), line.size());
  return Fault{at, shown(line.substr(at, end - at)) + " follows the closing quote; put a separator between."};
}

Check read_number(const Field& field, double& number) {
  if (field.text.empty()) return Fault{field.at, "a number is missing."};
  const auto read = to_number(field.text);
  if (!read) {
    const bool comma = field.text.find(',') != std::string::npos;
    return Fault{field.at, shown(field.text) + " is not a number" + (comma ? "; use a decimal point." : ".")};
  }
  number = *read;
  if (std::abs(number) <= Point::max_size) return {};
  return Fault{field.at, not_between(shown(field.text), -Point::max_size, Point::max_size) + "."};
}

bool is_not_finite(std::string_view text) {
  std::string lower;
  for (const char c : text.substr(0, 16)) {
    if (c != '+' && c != '-') lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return lower == "nan" || lower == "inf" || lower == "infinity";
}

Check read_name(const Field& field, std::string& name) {
  name = field.text;
  if (name.empty()) return Fault{field.at, "a label is missing."};
  if (is_not_finite(name)) return Fault{field.at, shown(name) + " is not a class."};
  if (to_number(name)) {
    double number = 0.0;
    if (Check fault = read_number(field, number)) return fault;
    if (number != std::nearbyint(number)) {
      return Fault{field.at,
                   shown(name) + " is not a class; use whole numbers or names, or learn a regression."};
    }
    name = to_text(number);
    return {};
  }
  if (character_count(name) > CsvTable::max_name) {
    return Fault{field.at,
                 shown(name) + " is longer than " + std::to_string(CsvTable::max_name) + " characters."};
  }
  for (std::string_view rest = name; !rest.empty();) {
    const Character character = first_character(rest);
    if (!printable(character.code)) return Fault{field.at, shown(name) + " has an unprintable character."};
    rest.remove_prefix(character.bytes);
  }
  return {};
}

}  // namespace downhill
