// The fields of a line of CSV, and what may be wrong in them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace downhill {

inline constexpr std::string_view csv_blanks = " \t";

// What is wrong in a line, and at which of its bytes.
struct Fault {
  std::size_t at = 0;
  std::string what;
};
using Check = std::optional<Fault>;

// Foreign text in a message: short, and printable.
std::string shown(std::string_view text);

Check check_utf8(std::string_view line);

struct Field {
  std::size_t at = 0;  // its first byte in the line
  std::string text;    // without quotes and the blanks around it
};

// Reads the field that begins at `at` and moves `at` to the separator after it, or to the end of the line,
// which is valid UTF-8.
Check read_field(std::string_view line, char separator, std::size_t& at, Field& field);

// A number within +-Point::max_size.
Check read_number(const Field& field, double& number);

// A label, as it is kept: whole numbers in one spelling.
Check read_name(const Field& field, std::string& name);

// What programs write for a number that is none; hardly the name of a class.
bool is_not_finite(std::string_view text);

}  // namespace downhill
