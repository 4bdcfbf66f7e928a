// Tables of any number of columns: read from CSV, and made into numbers that a network can learn from.
#pragma once

#include <downhill/status.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace downhill {

// A column of numbers is one input; a column of words is one for each word, 1 where it stands and 0
// elsewhere.
struct Column {
  std::string name;
  std::vector<std::string> words = {};  // sorted; empty: it holds numbers

  std::size_t width() const noexcept { return words.empty() ? 1 : words.size(); }
  bool operator==(const Column&) const = default;
};

// How rows become inputs, and what is learnt of them.
struct TableSchema {
  std::vector<Column> columns;  // without the target
  std::string target;           // its column's name
  bool regression = false;      // the target is a number
  std::vector<std::string> classes =
      {};  // else its values, in order: by value if all are numbers, else by name

  std::size_t inputs() const noexcept;
  bool operator==(const TableSchema&) const = default;
};

struct Table {
  TableSchema schema;
  std::size_t rows = 0;
  std::vector<double> inputs;         // [rows][schema.inputs()]
  std::vector<std::uint32_t> labels;  // [rows], in regression empty
  std::vector<double> targets;        // [rows], in classification empty

  static constexpr std::size_t max_bytes = std::size_t{256} << 20U;
  static constexpr std::size_t max_rows = 5'000'000;
  static constexpr std::size_t max_columns = 4096;
  static constexpr std::size_t max_words = 64;  // different ones in a column
  static constexpr std::size_t max_classes = 256;
  static constexpr double max_size = 1e12;  // of a number
};

// What to learn from a table. Columns go by their names, or by their numbers from 1 on.
struct TableRequest {
  std::string target = {};                // empty: the last column
  std::optional<bool> regression = {};    // else: a target with words or at most 20 whole numbers is a class
  std::vector<std::string> without = {};  // columns to leave out
};

// Reads UTF-8 text, lines ended by LF, CRLF or CR; blank lines and lines that begin with # are skipped.
// Fields are separated by whichever of , ; tab | makes the most of the first line, may be quoted, and may
// have blanks around them. The first line names the columns if none of its fields is a number and one below
// is, else columns are called x1, x2, ... A column without words holds numbers with a decimal point within
// +-max_size. Refuses, and then leaves `table` alone: a wrong line, with its number and how many more are
// wrong; an empty field; a column of more than max_words words; fewer than two rows or classes; more than the
// limits.
Status parse_table(std::string_view text, const TableRequest& request, Table& table);

// More rows of a known kind, to test or to answer. With a line of names columns may come in any order and
// others are passed over; without one they stand as in the schema. Where `with_target` is false the target
// may be missing. Refuses as above, and a word or class that the schema does not have.
Status parse_table(std::string_view text, const TableSchema& schema, bool with_target, Table& table);

}  // namespace downhill
