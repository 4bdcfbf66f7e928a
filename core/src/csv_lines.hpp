// CSV by the line: how a text is cut, which separator a line has, and what to say of all lines that are
// wrong.
#pragma once

#include "csv_field.hpp"
#include "utf8.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace downhill {

// Calls read(line, number) for every line, numbered from 1 on, until it returns false.
template <class Read>
void for_each_line(std::string_view text, Read read) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // byte order mark
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    if (!read(text.substr(0, end), number)) return;
    text.remove_prefix(end);
    text.remove_prefix(text.starts_with("\r\n") ? 2 : std::min<std::size_t>(1, text.size()));
  }
}

// Blank, or a remark.
inline bool says_nothing(std::string_view line) {
  const std::size_t first = line.find_first_not_of(csv_blanks);
  return first == line.npos || line[first] == '#';
}

inline std::size_t count_fields(std::string_view line, char separator) {
  std::size_t count = 1;
  bool inside = false;
  for (const char c : line) {
    inside ^= c == '"';
    count += !inside && c == separator ? 1U : 0U;
  }
  return count;
}

// The first fault with its place, and how many lines have one.
class LineFaults {
 public:
  void note(std::string_view line, std::size_t number, const Fault& fault) {
    if (++lines_ > 1) return;
    first_ = "line " + std::to_string(number) + ", column " +
             std::to_string(character_count(line.substr(0, fault.at)) + 1) + ": " + fault.what;
  }

  bool none() const noexcept { return lines_ == 0; }

  std::string told(char between) const {
    if (lines_ == 1) return first_;
    return first_ + between + std::to_string(lines_ - 1) +
           (lines_ == 2 ? " more line is wrong." : " more lines are wrong.");
  }

 private:
  std::size_t lines_ = 0;
  std::string first_;
};

}  // namespace downhill
