#include "../csv_field.hpp"
#include "../text.hpp"
#include "cells.hpp"

#include <downhill/table.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace downhill {
namespace {

std::string column_name(const Cells& cells, std::size_t column) {
  return cells.names.empty() ? "x" + std::to_string(column + 1) : cells.names[column];
}

// By name, or by number from 1 on.
std::optional<std::size_t> find_column(const Cells& cells, const std::string& wanted) {
  for (std::size_t k = 0; k < cells.columns; ++k) {
    if (column_name(cells, k) == wanted) return k;
  }
  const auto number = to_number(wanted);
  if (!number || *number < 1.0 || *number > static_cast<double>(cells.columns) ||
      *number != std::floor(*number))
    return std::nullopt;
  return static_cast<std::size_t>(*number) - 1;
}

Status no_column(const std::string& wanted) {
  return refused("table: there is no column " + shown(wanted) + ".");
}

std::string where(const Cells& cells, std::size_t row, std::size_t column) {
  return "line " + std::to_string(cells.lines[row]) + ", column " + shown(column_name(cells, column)) + ": ";
}

Status check_number(const std::string& text, const std::string& place, double& number) {
  if (text.empty()) return refused(place + "the field is empty; fill it in, or leave the row out.");
  const auto read = to_number(text);
  if (!read) return refused(place + shown(text) + " is not a number.");
  if (!(std::abs(*read) <= Table::max_size))
    return refused(place + shown(text) + " is beyond " + to_text(Table::max_size) + ".");
  number = *read;
  return {};
}

bool all_numbers(const std::vector<std::string>& texts) {
  return std::ranges::all_of(texts, [](const std::string& text) { return to_number(text).has_value(); });
}

// The different texts of a column, at most one more than `most`, by value if all are numbers, else by name.
std::vector<std::string> texts_of(const Cells& cells, std::size_t column, std::size_t most) {
  std::vector<std::string> texts;
  for (std::size_t row = 0; row < cells.rows() && texts.size() <= most; ++row) {
    const std::string& text = cells.at(row, column);
    const auto place = std::ranges::lower_bound(texts, text);
    if (place == texts.end() || *place != text) texts.insert(place, text);
  }
  if (all_numbers(texts)) {
    std::ranges::sort(
        texts, [](const std::string& a, const std::string& b) { return *to_number(a) < *to_number(b); });
  }
  return texts;
}

// Where one of its fields is a word, nothing in it is a number.
Status learn_column(const Cells& cells, std::size_t column, Column& result) {
  result.name = column_name(cells, column);
  bool words = false;
  for (std::size_t row = 0; row < cells.rows(); ++row) {
    const std::string& text = cells.at(row, column);
    if (text.empty() || is_not_finite(text))
      return refused(where(cells, row, column) +
                     (text.empty() ? "the field is empty" : shown(text) + " is no number") +
                     "; fill it in, or leave the row out.");
    words = words || !to_number(text);
  }
  if (!words) return {};
  result.words = texts_of(cells, column, Table::max_words);
  std::ranges::sort(result.words);
  if (result.words.size() <= Table::max_words) return {};
  return refused("table: column " + shown(result.name) + " holds more than " +
                 std::to_string(Table::max_words) + " different words; leave it out.");
}

// Few whole numbers are classes; many, or broken ones, are numbers to learn.
bool looks_like_regression(const std::vector<std::string>& texts) {
  constexpr std::size_t most_numbered_classes = 20;
  if (!all_numbers(texts)) return false;
  return texts.size() > most_numbered_classes || std::ranges::any_of(texts, [](const std::string& text) {
           return *to_number(text) != std::nearbyint(*to_number(text));
         });
}

Status learn_target(const Cells& cells, std::size_t column, const TableRequest& request,
                    TableSchema& schema) {
  schema.target = column_name(cells, column);
  for (std::size_t row = 0; row < cells.rows(); ++row) {
    if (cells.at(row, column).empty())
      return refused(where(cells, row, column) + "the field is empty; fill it in, or leave the row out.");
  }
  const std::vector<std::string> texts = texts_of(cells, column, Table::max_classes);
  schema.regression = request.regression.value_or(looks_like_regression(texts));
  if (schema.regression) return {};
  if (texts.size() > Table::max_classes)
    return refused("table: the target " + shown(schema.target) + " has more than " +
                   std::to_string(Table::max_classes) + " classes; learn a regression.");
  if (texts.size() < 2)
    return refused("table: all rows are of class " + shown(texts.front()) + "; give at least 2 classes.");
  schema.classes = texts;
  return {};
}

// Which column of the text each of the schema's is.
struct Places {
  std::vector<std::size_t> columns;
  std::optional<std::size_t> target;
};

Status encode_word(const Column& column, const std::string& text, const std::string& place, double* inputs) {
  const auto found = std::ranges::lower_bound(column.words, text);
  if (found == column.words.end() || *found != text)
    return refused(place + shown(text) + " is a word that the network does not know.");
  inputs[found - column.words.begin()] = 1.0;
  return {};
}

Status encode_row(const Cells& cells, std::size_t row, const Places& places, Table& table) {
  double* inputs = table.inputs.data() + row * table.schema.inputs();
  for (std::size_t k = 0; k < places.columns.size(); ++k) {
    const Column& column = table.schema.columns[k];
    const std::string& text = cells.at(row, places.columns[k]);
    const std::string place = where(cells, row, places.columns[k]);
    Status status =
        column.words.empty() ? check_number(text, place, *inputs) : encode_word(column, text, place, inputs);
    if (!status.ok()) return status;
    inputs += column.width();
  }
  if (!places.target) return {};
  const std::string& text = cells.at(row, *places.target);
  const std::string place = where(cells, row, *places.target);
  if (table.schema.regression) return check_number(text, place, table.targets[row]);
  const auto found = std::ranges::find(table.schema.classes, text);
  if (found == table.schema.classes.end())
    return refused(place + shown(text) + " is a class that is not known.");
  table.labels[row] = static_cast<std::uint32_t>(found - table.schema.classes.begin());
  return {};
}

Status encode(const Cells& cells, const Places& places, Table& table) {
  table.rows = cells.rows();
  table.inputs.assign(table.rows * table.schema.inputs(), 0.0);
  if (places.target && table.schema.regression) table.targets.assign(table.rows, 0.0);
  if (places.target && !table.schema.regression) table.labels.assign(table.rows, 0);
  for (std::size_t row = 0; row < table.rows; ++row) {
    if (Status status = encode_row(cells, row, places, table); !status.ok()) return status;
  }
  return {};
}

Status find_places(const Cells& cells, const TableSchema& schema, bool with_target, Places& places) {
  if (!cells.names.empty()) {
    for (const Column& column : schema.columns) {
      const auto found = std::ranges::find(cells.names, column.name);
      if (found == cells.names.end()) return no_column(column.name);
      places.columns.push_back(static_cast<std::size_t>(found - cells.names.begin()));
    }
    const auto target = std::ranges::find(cells.names, schema.target);
    if (target != cells.names.end()) places.target = static_cast<std::size_t>(target - cells.names.begin());
    if (with_target && !places.target) return no_column(schema.target);
    if (!with_target) places.target.reset();
    return {};
  }
  const std::size_t inputs = schema.columns.size();
  if (cells.columns != inputs + 1 && (with_target || cells.columns != inputs))
    return refused("table: the rows have " + std::to_string(cells.columns) +
                   " fields, and the network wants " + std::to_string(inputs) +
                   (with_target ? " and a target." : "."));
  places.columns.resize(inputs);
  std::iota(places.columns.begin(), places.columns.end(), std::size_t{0});
  if (with_target) places.target = inputs;
  return {};
}

}  // namespace

std::size_t TableSchema::inputs() const noexcept {
  std::size_t count = 0;
  for (const Column& column : columns) count += column.width();
  return count;
}

Status parse_table(std::string_view text, const TableRequest& request, Table& table) {
  Cells cells;
  if (Status status = read_cells(text, cells); !status.ok()) return status;
  if (cells.rows() < 2) return refused("table: there is only one row; give at least 2.");
  const auto target = request.target.empty() ? cells.columns - 1 : find_column(cells, request.target);
  if (!target) return no_column(request.target);
  std::vector<bool> left_out(cells.columns, false);
  left_out[*target] = true;
  for (const std::string& name : request.without) {
    const auto column = find_column(cells, name);
    if (!column) return no_column(name);
    left_out[*column] = true;
  }
  Table next;
  Places places{.columns = {}, .target = target};
  for (std::size_t k = 0; k < cells.columns; ++k) {
    if (left_out[k]) continue;
    Column column;
    if (Status status = learn_column(cells, k, column); !status.ok()) return status;
    next.schema.columns.push_back(std::move(column));
    places.columns.push_back(k);
  }
  if (places.columns.empty()) return refused("table: there is no column to learn from beside the target.");
  Status status = learn_target(cells, *target, request, next.schema);
  if (status.ok()) status = encode(cells, places, next);
  if (status.ok()) table = std::move(next);
  return status;
}

Status parse_table(std::string_view text, const TableSchema& schema, bool with_target, Table& table) {
  Cells cells;
  if (Status status = read_cells(text, cells); !status.ok()) return status;
  Table next;
  next.schema = schema;
  Places places;
  Status status = find_places(cells, schema, with_target, places);
  if (status.ok()) status = encode(cells, places, next);
  if (status.ok()) table = std::move(next);
  return status;
}

}  // namespace downhill
