#include "run.hpp"

#include "failure.hpp"
#include "files.hpp"

#include <downhill/model_export.hpp>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

namespace downhill::cli {
namespace {

class PlaygroundRun final : public Run {
 public:
  Playground held;
  std::optional<RunPoints> points;

  Trainer<float>& trainer() override { return held.trainer(); }
  const Settings& settings() const override { return held.settings(); }
  std::string text() const override { return write_run(held, points); }
  PortableNetwork network() const override { return portable(held); }
  std::vector<std::string> class_names() const override { return held.dataset().class_names; }
  bool regression() const override { return held.dataset().regression; }
  Playground* playground() override { return &held; }
};

class TableTraining final : public Run {
 public:
  TableRun held;

  Trainer<float>& trainer() override { return held.trainer(); }
  const Settings& settings() const override { return held.settings(); }
  std::string text() const override { return write_table_model(held.model()); }
  PortableNetwork network() const override { return portable(held.model()); }
  std::vector<std::string> class_names() const override { return held.schema().classes; }
  bool regression() const override { return held.schema().regression; }
};

bool is_table_file(std::string_view text) {
  return text.substr(0, 200).find("\"downhill-table\"") != std::string_view::npos;
}

std::optional<DatasetKind> dataset_of(const std::string& name) {
  const auto found = std::ranges::find(dataset_names, name);
  if (found == dataset_names.end() || name == downhill::name(DatasetKind::custom)) return std::nullopt;
  return static_cast<DatasetKind>(found - dataset_names.begin());
}

TableRequest request_of(const DataOptions& data) {
  TableRequest request{.target = data.target, .regression = {}, .without = data.without};
  if (data.regression) request.regression = true;
  if (data.classes) request.regression = false;
  return request;
}

// Two numbers and what to learn are a point in the plane.
bool is_plane(const Table& table) {
  const TableSchema& schema = table.schema;
  return schema.columns.size() == 2 && schema.inputs() == 2 && schema.columns[0].words.empty() &&
         schema.columns[1].words.empty() && table.rows <= DatasetSpec::max_samples &&
         schema.classes.size() <= Dataset::max_classes;
}

std::unique_ptr<Run> plane_run(const Settings& settings, std::string text, bool regression) {
  auto run = std::make_unique<PlaygroundRun>();
  Settings with_points = settings;
  with_points.dataset = DatasetKind::custom;
  need(run->held.load_points(text, regression));
  need(run->held.configure(to_query(with_points)));
  run->points = RunPoints{std::move(text), regression};
  return run;
}

// The rows of --test, if there are some.
std::optional<Table> test_rows(const DataOptions& data, const TableSchema& schema) {
  if (data.test.empty()) return std::nullopt;
  std::optional<Table> test(std::in_place);
  need(parse_table(read_file(data.test), schema, true, *test), data.test + ": ");
  return test;
}

std::unique_ptr<Run> file_run(const Settings& settings, const DataOptions& data) {
  std::string text = read_file(data.data);
  Table table;
  need(parse_table(text, request_of(data), table), data.data == "-" ? "" : data.data + ": ");
  const bool as_table = data.table || !data.test.empty() || !data.target.empty() || !data.without.empty();
  if (!as_table && is_plane(table)) return plane_run(settings, std::move(text), table.schema.regression);
  auto run = std::make_unique<TableTraining>();
  const std::optional<Table> test = test_rows(data, table.schema);
  need(run->held.build(settings, table, test ? &*test : nullptr));
  return run;
}

}  // namespace

std::unique_ptr<Run> begin_run(const Settings& settings, const DataOptions& data) {
  const auto dataset = dataset_of(data.data);
  if (!data.data.empty() && !dataset) {
    if (data.data != "-" && !std::filesystem::exists(data.data))
      throw Failure{"'" + data.data + "' is neither a dataset nor a file that is there."};
    return file_run(settings, data);
  }
  if (!data.test.empty() || !data.target.empty() || !data.without.empty() || data.regression)
    throw Failure{"--test, --target, --without and --regression are for files."};
  auto run = std::make_unique<PlaygroundRun>();
  Settings all = settings;
  if (dataset) all.dataset = *dataset;
  need(run->held.configure(to_query(all)));
  return run;
}

std::unique_ptr<Run> resume_run(const std::string& path, const DataOptions& data) {
  const std::string text = read_file(path);
  if (!is_table_file(text)) {
    if (data.given()) throw Failure{"--resume: a run on points brings them along; give no others."};
    auto run = std::make_unique<PlaygroundRun>();
    need(read_run(text, run->held, run->points), path + ": ");
    return run;
  }
  TableModel model;
  need(read_table_model(text, model), path + ": ");
  if (data.data.empty())
    throw Failure{"--resume: a run on a table needs its file again, to go on with its rows."};
  Table table;
  need(parse_table(read_file(data.data), model.schema, true, table), data.data + ": ");
  auto run = std::make_unique<TableTraining>();
  const std::optional<Table> test = test_rows(data, model.schema);
  need(run->held.resume(model, table, test ? &*test : nullptr));
  return run;
}

Subject open_subject(const std::string& path, const ImportOptions& options) {
  const std::string text = read_file(path);
  const std::string where = path + ": ";
  Subject subject;
  subject.path = path;
  if (path.ends_with(".onnx")) {
    need(read_onnx(text, subject.network), where);
  } else if (path.ends_with(".safetensors")) {
    need(read_safetensors(text, options, subject.network), where);
  } else if (path.ends_with(names(ModelFormat::json).suffix)) {
    need(read_network(text, subject.network), where);
  } else if (is_table_file(text)) {
    subject.table.emplace();
    need(read_table_model(text, *subject.table), where);
    subject.network = portable(*subject.table);
  } else {
    auto run = std::make_unique<PlaygroundRun>();
    need(read_run(text, run->held, run->points), where);
    subject.network = run->network();
    subject.run = std::move(run);
  }
  return subject;
}

std::vector<double> read_rows(const Subject& subject, const std::string& text) {
  TableSchema schema;
  if (subject.table) {
    schema = subject.table->schema;
  } else {
    for (std::size_t k = 0; k < subject.network.inputs(); ++k)
      schema.columns.push_back({"x" + std::to_string(k + 1)});
  }
  Table table;
  need(parse_table(text, schema, false, table));
  return std::move(table.inputs);
}

}  // namespace downhill::cli
