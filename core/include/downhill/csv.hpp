// Points as text: x1,x2,label or x1,x2,target, a line each.
#pragma once

#include <downhill/dataset.hpp>
#include <downhill/status.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace downhill {

struct CsvTable {
  bool regression = false;  // the third column is the target
  std::vector<Point> points;
  std::vector<std::string> class_names;  // as in Dataset

  static constexpr std::size_t max_bytes = 2'000'000;
  static constexpr std::size_t max_name = 64;  // characters of a class's name
};

// Reads UTF-8 text, lines ended by LF, CRLF or CR. Fields are separated by commas, semicolons or tabs (the
// first line decides), may stand in double quotes, and may have blanks around them. Blank lines and lines
// that begin with # are skipped, and so is a first line of column names. Numbers have a decimal point and are
// within +-Point::max_size. Labels are whole numbers or names, and classes are numbered in their order: by
// value if all are numbers, else by name. That way neither the order of the rows nor a new split changes
// them. Names are kept unless they are just 0, 1, 2 ... Refuses, and then leaves `table` alone: anything
// wrong in a line, with the number of its line and column (characters from 1) and how many more lines are
// wrong; more than max_bytes, DatasetSpec::max_samples points or Dataset::max_classes; fewer than two points
// or classes.
Status parse_csv(std::string_view text, bool regression, CsvTable& table);

// With a line of column names. parse_csv gives the same points again, to the bit.
std::string to_csv(const Dataset& dataset);

}  // namespace downhill
