#include "cells.hpp"

#include "../csv_lines.hpp"
#include "../text.hpp"

#include <downhill/table.hpp>

#include <algorithm>
#include <utility>

namespace downhill {
namespace {

class Reader {
 public:
  Status read(std::string_view text, Cells& cells) {
    if (text.size() > Table::max_bytes)
      return refused("table: the text has " + std::to_string(text.size()) + " bytes, the limit is " +
                     std::to_string(Table::max_bytes) + ".");
    Status status;
    for_each_line(text, [&](std::string_view line, std::size_t number) {
      if (!says_nothing(line)) status = read_line(line, number);
      return status.ok();
    });
    if (!status.ok()) return status;
    if (!faults_.none()) return refused(faults_.told(' '));
    take_names();
    std::vector<std::string> sorted = cells_.names;
    std::ranges::sort(sorted);
    if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end())
      return refused("table: two columns are called " + shown(*twice) + "; name each once.");
    if (cells_.rows() == 0) return refused("table: there are no rows.");
    cells = std::move(cells_);
    return {};
  }

 private:
  Status read_line(std::string_view line, std::size_t number) {
    if (separator_ == 0) {
      separator_ = find_separator(line);
      cells_.columns = count_fields(line, separator_);
      if (cells_.columns > Table::max_columns)
        return refused("table: " + std::to_string(cells_.columns) + " columns are more than " +
                       std::to_string(Table::max_columns) + ".");
    }
    if (cells_.rows() > Table::max_rows)
      return refused("table: there are more than " + std::to_string(Table::max_rows) +
                     " rows; leave some out.");
    const std::size_t before = cells_.fields.size();
    if (const Check fault = read_fields(line)) {
      cells_.fields.resize(before);
      faults_.note(line, number, *fault);
      return {};
    }
    cells_.lines.push_back(number);
    return {};
  }

  Check read_fields(std::string_view line) {
    if (Check fault = check_utf8(line)) return fault;
    std::size_t at = 0;
    Field field;
    for (std::size_t k = 0; k < cells_.columns; ++k) {
      if (k > 0 && at++ == line.size())
        return Fault{line.size(), "the line ends after " + std::to_string(k) + " of " +
                                      std::to_string(cells_.columns) + " fields."};
      if (Check fault = read_field(line, separator_, at, field)) return fault;
      cells_.fields.push_back(std::move(field.text));
    }
    if (at == line.size()) return {};
    return Fault{at, "the line has more than " + std::to_string(cells_.columns) + " fields."};
  }

  static char find_separator(std::string_view line) {
    char best = ',';
    for (const char separator : {';', '\t', '|'}) {
      if (count_fields(line, separator) > count_fields(line, best)) best = separator;
    }
    return best;
  }

  // The first line names the columns where none of its fields is a number and one below is.
  void take_names() {
    const auto number = [this](std::size_t row, std::size_t column) {
      return to_number(cells_.at(row, column)).has_value();
    };
    if (cells_.rows() < 2) return;
    bool below = false;
    for (std::size_t k = 0; k < cells_.columns; ++k) {
      if (number(0, k) || cells_.at(0, k).empty()) return;
      below = below || number(1, k);
    }
    if (!below) return;
    const auto end = cells_.fields.begin() + static_cast<std::ptrdiff_t>(cells_.columns);
    cells_.names.assign(cells_.fields.begin(), end);
    cells_.fields.erase(cells_.fields.begin(), end);
    cells_.lines.erase(cells_.lines.begin());
  }

  Cells cells_;
  char separator_ = 0;
  LineFaults faults_;
};

}  // namespace

Status read_cells(std::string_view text, Cells& cells) {
  return Reader().read(text, cells);
}

}  // namespace downhill
