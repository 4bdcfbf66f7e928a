// CSV as rows of fields, whatever they mean.
#pragma once

#include <downhill/status.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace downhill {

struct Cells {
  std::vector<std::string> names;  // of the columns; empty: there is no line of names
  std::size_t columns = 0;
  std::vector<std::string> fields;  // [rows][columns]
  std::vector<std::size_t> lines;   // [rows], the line that each row stands in

  std::size_t rows() const noexcept { return lines.size(); }
  const std::string& at(std::size_t row, std::size_t column) const noexcept {
    return fields[row * columns + column];
  }
};

// Every row as wide as the first. See parse_table().
Status read_cells(std::string_view text, Cells& cells);

}  // namespace downhill
