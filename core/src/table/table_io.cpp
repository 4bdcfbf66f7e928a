// The file of a run on a table.
#include "../file_format.hpp"
#include "../json_reader.hpp"
#include "../text.hpp"

#include <downhill/table_run.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace downhill {
namespace {

using json::Document;
using json::Kind;

constexpr std::string_view format = "downhill-table";

std::string texts_json(const std::vector<std::string>& texts) {
  return json_list(texts, [](const std::string& text) { return json_string(text); });
}

std::string scale_json(const Scale& scale) {
  return "[" + exact_text(scale.mean) + ", " + exact_text(scale.deviation) + "]";
}

class Reader {
 public:
  Status read(std::string_view text, TableModel& result) {
    Status status = document_.parse(text);
    if (!status.ok()) return status;
    status = check_format(document_, format, "run on a table");
    if (status.ok()) status = settings(result.settings);
    if (status.ok()) status = schema(result.schema);
    if (status.ok()) status = scales(result);
    if (status.ok()) status = model(result);
    return status;
  }

 private:
  using Index = Document::Index;
  Index root() const { return document_.root(); }

  Status need(std::string_view key, Kind kind, Index& value) const {
    const auto found = document_.member(root(), key);
    if (!found) return refused("The run has no " + std::string(key) + ".");
    if (document_.kind(*found) != kind)
      return document_.refuse(*found, std::string(key) + " is not " + std::string(json::name(kind)));
    value = *found;
    return {};
  }

  Status settings(Settings& settings) const {
    Index query = 0;
    Status status = need("query", Kind::string, query);
    return status.ok() ? apply_query(settings, document_.string(query)) : status;
  }

  Status texts(Index list, const std::string& what, std::vector<std::string>& texts) const {
    if (document_.kind(list) != Kind::array) return document_.refuse(list, what + " are no list");
    for (Index item = document_.first(list); item != document_.end(list); item = document_.next(item)) {
      if (document_.kind(item) != Kind::string)
        return document_.refuse(item, what + " hold something that is no text");
      texts.push_back(document_.string(item));
    }
    return {};
  }

  Status column(Index object, Column& column) const {
    if (document_.kind(object) != Kind::object) return document_.refuse(object, "a column is no object");
    const auto name = document_.member(object, "name"), words = document_.member(object, "words");
    if (!name || document_.kind(*name) != Kind::string || !words)
      return document_.refuse(object, "a column lacks name or words");
    column.name = document_.string(*name);
    if (Status status = texts(*words, "words", column.words); !status.ok()) return status;
    if (std::ranges::is_sorted(column.words)) return {};
    return document_.refuse(*words, "words are not in order");
  }

  Status schema(TableSchema& schema) const {
    Index columns = 0, target = 0, classes = 0, regression = 0;
    Status status = need("columns", Kind::array, columns);
    if (status.ok()) status = need("target", Kind::string, target);
    if (status.ok()) status = need("regression", Kind::boolean, regression);
    if (status.ok()) status = need("classes", Kind::array, classes);
    if (status.ok()) status = texts(classes, "classes", schema.classes);
    if (!status.ok()) return status;
    schema.target = document_.string(target);
    schema.regression = document_.text(regression) == "true";
    for (Index item = document_.first(columns); item != document_.end(columns); item = document_.next(item)) {
      schema.columns.emplace_back();
      if (status = column(item, schema.columns.back()); !status.ok()) return status;
    }
    return status;
  }

  Status scale(Index list, Scale& scale) const {
    std::vector<double> numbers;
    if (document_.kind(list) == Kind::array) {
      for (Index item = document_.first(list); item != document_.end(list); item = document_.next(item)) {
        if (document_.kind(item) == Kind::number) numbers.push_back(parse_decimal(document_.text(item)));
      }
    }
    if (numbers.size() != 2 || document_.size(list) != 2 || !std::isfinite(numbers[0]) ||
        !std::isfinite(numbers[1]) || !(numbers[1] > 0.0))
      return document_.refuse(list, "a scale is not a mean and a deviation above 0");
    scale = {numbers[0], numbers[1]};
    return {};
  }

  Status scales(TableModel& result) const {
    Index list = 0, target = 0;
    Status status = need("scale", Kind::array, list);
    if (status.ok()) status = need("targetScale", Kind::array, target);
    if (status.ok()) status = scale(target, result.target);
    if (!status.ok()) return status;
    for (Index item = document_.first(list); item != document_.end(list); item = document_.next(item)) {
      result.scale.emplace_back();
      if (status = scale(item, result.scale.back()); !status.ok()) return status;
    }
    return status;
  }

  Status model(TableModel& result) const {
    Index object = 0;
    Status status = need("model", Kind::object, object);
    if (status.ok()) status = read_model(document_.text(object), result.model);
    if (!status.ok()) return status;
    const NetworkSpec& network = result.model.spec.network;
    const TableSchema& schema = result.schema;
    const std::size_t outputs = network.layers.back().units;
    const bool fits = schema.regression
                          ? outputs == 1 && network.layers.back().activation == Activation::linear
                          : schema.classes.size() >= 2 && (outputs == schema.classes.size() ||
                                                           (outputs == 1 && schema.classes.size() == 2));
    if (network.inputs != schema.inputs() || network.inputs != result.scale.size() || !fits)
      return refused("The run's network does not fit its columns and classes.");
    // Scales may carry numbers beyond what a float holds.
    Answers answers;
    return answers.build(portable(result));
  }

  Document document_;
};

}  // namespace

std::string write_table_model(const TableModel& model) {
  const std::string columns = json_list(model.schema.columns, [](const Column& column) {
    return "{" + json_field("name", json_string(column.name)) + ", " +
           json_field("words", texts_json(column.words)) + "}";
  });
  return "{" + json_field("format", json_string(format)) + ", " + json_field("version", "1") + ",\n " +
         json_field("query", json_string(to_query(model.settings))) + ",\n " +
         json_field("columns", columns) + ",\n " + json_field("target", json_string(model.schema.target)) +
         ", " + json_field("regression", model.schema.regression ? "true" : "false") + ", " +
         json_field("classes", texts_json(model.schema.classes)) + ",\n " +
         json_field("scale", json_list(model.scale, scale_json)) + ", " +
         json_field("targetScale", scale_json(model.target)) + ",\n " +
         json_field("model", write_model(model.model)) + "}\n";
}

Status read_table_model(std::string_view text, TableModel& result) {
  TableModel next;
  Status status = Reader().read(text, next);
  if (status.ok()) result = std::move(next);
  return status;
}

}  // namespace downhill
