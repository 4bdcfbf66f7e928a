#include "csv_lines.hpp"
#include "text.hpp"

#include <downhill/csv.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace downhill {
namespace {

// Reads line by line; what is wrong is noted, and reading goes on to count the bad lines.
class Reader {
 public:
  explicit Reader(bool regression) { table_.regression = regression; }

  void read(std::string_view text) {
    for_each_line(text, [this](std::string_view line, std::size_t number) {
      if (!says_nothing(line)) read_line(line, number);
      return !full_;
    });
  }

  Status finish(CsvTable& table) {
    if (!faults_.none()) return refused(faults_.told('\n'));
    if (table_.points.empty()) return refused("csv: there are no points; give lines of " + wanted() + ".");
    if (table_.points.size() == 1) return refused("csv: there is only one point; give at least 2.");
    if (!table_.regression) {
      if (table_.class_names.size() == 1) {
        return refused("csv: all points are of class " + shown(table_.class_names[0]) +
                       "; give at least 2 classes.");
      }
      number_classes();
    }
    table = std::move(table_);
    return {};
  }

 private:
  std::string wanted() const { return table_.regression ? "x1,x2,target" : "x1,x2,label"; }

  void read_line(std::string_view line, std::size_t number) {
    Check fault = check_utf8(line);
    const bool may_be_names = separator_ == 0;
    if (may_be_names) separator_ = find_separator(line);
    if (!fault) fault = read_fields(line);
    if (!fault && may_be_names && is_name(fields_[0].text) && is_name(fields_[1].text)) return;
    if (rows_ == DatasetSpec::max_samples) {
      full_ = true;
      fault = Fault{0, "these are more than " + std::to_string(rows_) + " points; leave some out."};
    }
    ++rows_;
    Point point = {};
    if (!fault) fault = read_point(point);
    if (fault) return faults_.note(line, number, *fault);
    table_.points.push_back(point);
  }

  // The one that makes three fields of the line.
  static char find_separator(std::string_view line) {
    for (const char separator : {';', '\t'}) {
      if (count_fields(line, separator) == 3) return separator;
    }
    return ',';
  }

  static bool is_name(std::string_view text) {
    return !text.empty() && !to_number(text) && !is_not_finite(text);
  }

  Check read_fields(std::string_view line) {
    std::size_t at = 0;
    for (std::size_t k = 0; k < fields_.size(); ++k) {
      if (k > 0 && at++ == line.size()) {
        return Fault{line.size(), "the line ends after " + std::to_string(k) +
                                      (k == 1 ? " field" : " fields") + "; write " + wanted() + "."};
      }
      if (Check fault = read_field(line, separator_, at, fields_[k])) return fault;
    }
    if (at == line.size()) return {};
    Field fourth;
    if (Check fault = read_field(line, separator_, ++at, fourth)) return fault;
    return Fault{fourth.at, shown(fourth.text) + " is a fourth field; write " + wanted() + "."};
  }

  Check read_point(Point& point) {
    if (Check fault = read_number(fields_[0], point.x1)) return fault;
    if (Check fault = read_number(fields_[1], point.x2)) return fault;
    return table_.regression ? read_number(fields_[2], point.target) : read_label(point.label);
  }

  // In order of appearance at first.
  Check read_label(std::uint32_t& label) {
    std::string name;
    if (Check fault = read_name(fields_[2], name)) return fault;
    std::vector<std::string>& names = table_.class_names;
    const auto found = std::ranges::find(names, name);
    if (found == names.end() && names.size() == Dataset::max_classes) {
      return Fault{fields_[2].at, shown(name) + " is one class too many; " +
                                      std::to_string(Dataset::max_classes) + " are the most."};
    }
    label = static_cast<std::uint32_t>(found - names.begin());
    if (found == names.end()) names.push_back(std::move(name));
    return {};
  }

  void number_classes() {
    std::vector<std::string>& names = table_.class_names;
    const bool numbers =
        std::ranges::all_of(names, [](const std::string& name) { return to_number(name).has_value(); });
    const auto before = [&](const std::string& a, const std::string& b) {
      return numbers ? *to_number(a) < *to_number(b) : a < b;
    };
    std::vector<std::string> sorted;  // there are six at most
    for (const std::string& name : names) sorted.insert(std::ranges::lower_bound(sorted, name, before), name);
    std::array<std::uint32_t, Dataset::max_classes> number = {};
    bool plain = true;
    for (std::size_t k = 0; k < names.size(); ++k) {
      number[k] = static_cast<std::uint32_t>(std::ranges::find(sorted, names[k]) - sorted.begin());
      plain = plain && sorted[k] == std::to_string(k);
    }
    for (Point& point : table_.points) point.label = number[point.label];
    names = plain ? std::vector<std::string>() : std::move(sorted);
  }

  CsvTable table_;
  char separator_ = 0;
  std::array<Field, 3> fields_;
  std::size_t rows_ = 0;
  bool full_ = false;
  LineFaults faults_;
};

std::string field_text(const std::string& name) {
  const bool plain = !name.empty() && name.find_first_of(",\"") == name.npos;
  if (plain && name.front() != ' ' && name.back() != ' ') return name;
  std::string result = "\"";
  for (const char c : name) result += c == '"' ? "\"\"" : std::string(1, c);
  return result + '"';
}

}  // namespace

Status parse_csv(std::string_view text, bool regression, CsvTable& table) {
  if (text.size() > CsvTable::max_bytes) {
    return refused("csv: the text has " + std::to_string(text.size()) + " bytes, the limit is " +
                   std::to_string(CsvTable::max_bytes) + "; leave rows out or write fewer digits.");
  }
  Reader reader(regression);
  reader.read(text);
  return reader.finish(table);
}

std::string to_csv(const Dataset& dataset) {
  std::string text = dataset.regression ? "x1,x2,target\n" : "x1,x2,label\n";
  for (const Point& point : dataset.points) {
    text += exact_text(point.x1) + ',' + exact_text(point.x2) + ',';
    if (dataset.regression) {
      text += exact_text(point.target);
    } else if (point.label < dataset.class_names.size()) {
      text += field_text(dataset.class_names[point.label]);
    } else {
      text += std::to_string(point.label);
    }
    text += '\n';
  }
  return text;
}

}  // namespace downhill
