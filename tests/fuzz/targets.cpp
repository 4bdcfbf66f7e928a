#include "targets.hpp"

#include <downhill/csv.hpp>
#include <downhill/model_export.hpp>
#include <downhill/model_import.hpp>
#include <downhill/model_io.hpp>
#include <downhill/run_io.hpp>
#include <downhill/settings.hpp>
#include <downhill/table_run.hpp>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

namespace downhill::fuzz {
namespace {

bool same(const Point& a, const Point& b) {
  return a.x1 == b.x1 && a.x2 == b.x2 && a.label == b.label && a.target == b.target;
}

// A reader that refuses says why.
void expect_reason(const Status& status) {
  expect(!status.message.empty(), "a refusal has a message");
}

// What was read can be asked, exported and read again.
void expect_usable(const PortableNetwork& network) {
  Answers answers;
  expect(answers.build(network).ok(), "what was read can be asked");
  const std::vector<double> row(network.inputs(), 0.5);
  expect(answers(row).size() == network.outputs(), "it answers with all outputs");
  PortableNetwork again;
  const std::string file = export_model(network, ModelFormat::safetensors);
  const Status status = read_safetensors(file, {}, again);
  // The reader's own limits on headers may be passed by what another format holds.
  if (network.layers.size() <= Settings::max_layers)
    expect(status.ok() && again.layers.size() == network.layers.size(), "what was written is read");
  TableModel model;
  Playground playground;
  (void)import_run(network, "", playground);
  if (!network.plane()) (void)import_table(network, model);
}

}  // namespace

void expect(bool kept, const char* promise) {
  if (kept) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

void csv(std::string_view input) {
  for (const bool regression : {false, true}) {
    CsvTable table;
    if (const Status status = parse_csv(input, regression, table); !status.ok()) {
      expect_reason(status);
      expect(table.points.empty(), "a refusal leaves the table alone");
      continue;
    }
    Dataset dataset;
    const PointsSpec spec{.regression = regression, .class_names = table.class_names};
    expect(make_dataset(table.points, spec, dataset).ok(), "what was read makes a dataset");
    CsvTable again;
    expect(parse_csv(to_csv(dataset), regression, again).ok(), "what was written is read");
    expect(again.class_names == dataset.class_names, "the classes come back");
    expect(again.points.size() == dataset.points.size(), "all points come back");
    for (std::size_t k = 0; k < again.points.size(); ++k)
      expect(same(again.points[k], dataset.points[k]), "every point comes back");
  }
}

void link(std::string_view input) {
  Settings settings;
  if (const Status status = apply_query(settings, input); !status.ok()) expect_reason(status);
  const std::string query = to_query(settings);
  Settings again;
  const Status status = apply_query(again, query);
  expect(status.ok() && status.message.empty(), "a canonical query is taken as it is");
  expect(to_query(again) == query, "a canonical query stays the same");
  expect(to_json(again) == to_json(settings), "the settings come back");
}

void model(std::string_view input) {
  Model<float> model;
  if (const Status status = read_model(input, model); !status.ok()) return expect_reason(status);
  if (!model.samples) return;
  const Engine& engine = best_engine(NumericMode::reproducible);
  Trainer<float> run;
  const auto resumed = [&](const Model<float>& from) {
    const NetworkSpec& network = from.spec.network;
    return resume(from, from.samples->train(network), from.samples->test(network), engine, run,
                  std::size_t{1} << 24U);
  };
  if (const Status status = resumed(model); !status.ok()) return expect_reason(status);
  const std::string text = write_model(run, true);
  Model<float> again;
  expect(read_model(text, again).ok(), "what was written is read");
  Trainer<float> second;
  const NetworkSpec& network = again.spec.network;
  expect(resume(again, again.samples->train(network), again.samples->test(network), engine, second).ok(),
         "what was read goes on");
  expect(write_model(second, true) == text, "the run comes back");
}

void run(std::string_view input) {
  Playground playground;
  std::optional<RunPoints> points;
  const std::uint64_t before = playground.trainer().state_hash();
  if (const Status status = read_run(input, playground, points); !status.ok()) {
    expect_reason(status);
    expect(playground.trainer().state_hash() == before, "a refusal leaves the run alone");
    return;
  }
  const std::string text = write_run(playground, points);
  Playground second;
  std::optional<RunPoints> same_points;
  expect(read_run(text, second, same_points).ok(), "what was written is read");
  expect(write_run(second, same_points) == text, "the run comes back");
}

void safetensors(std::string_view input) {
  PortableNetwork network;
  if (const Status status = read_safetensors(input, {}, network); !status.ok()) {
    expect_reason(status);
    expect(network.layers.empty(), "a refusal leaves the network alone");
    return;
  }
  expect_usable(network);
}

void network(std::string_view input) {
  PortableNetwork network;
  if (const Status status = read_network(input, network); !status.ok()) {
    expect_reason(status);
    expect(network.layers.empty(), "a refusal leaves the network alone");
    return;
  }
  expect_usable(network);
  PortableNetwork again;
  const std::string text = export_model(network, ModelFormat::json);
  expect(read_network(text, again).ok(), "what was written is read");
  expect(export_model(again, ModelFormat::json) == text, "the network comes back");
}

void onnx(std::string_view input) {
#ifdef __EMSCRIPTEN__
  (void)input;
#else
  PortableNetwork network;
  if (const Status status = read_onnx(input, network); !status.ok()) {
    expect_reason(status);
    expect(network.layers.empty(), "a refusal leaves the network alone");
    return;
  }
  expect_usable(network);
#endif
}

void table(std::string_view input) {
  Table read;
  if (const Status status = parse_table(input, {}, read); !status.ok()) {
    expect_reason(status);
    expect(read.rows == 0, "a refusal leaves the table alone");
    return;
  }
  expect(read.inputs.size() == read.rows * read.schema.inputs(), "every row has its inputs");
  Table again;
  expect(parse_table(input, read.schema, true, again).ok(), "the same text fits its own schema");
  expect(again.inputs == read.inputs && again.labels == read.labels && again.targets == read.targets,
         "and gives the same rows");
  if (read.inputs.size() > 2000) return;
  TableRun run;
  Settings settings;
  settings.network = {{2, {}}};
  if (const Status status = run.build(settings, read); !status.ok()) return expect_reason(status);
  (void)run.trainer().step(2);
  TableModel model;
  const std::string text = write_table_model(run.model());
  expect(read_table_model(text, model).ok(), "the run is read again");
  expect(write_table_model(model) == text, "the run comes back");
}

void table_model(std::string_view input) {
  TableModel model;
  if (const Status status = read_table_model(input, model); !status.ok()) return expect_reason(status);
  const std::string text = write_table_model(model);
  TableModel again;
  expect(read_table_model(text, again).ok(), "what was written is read");
  expect(write_table_model(again) == text, "the run comes back");
  expect_usable(portable(model));
}

}  // namespace downhill::fuzz
