#include "../engine_for.hpp"
#include "../scale.hpp"
#include "../split.hpp"
#include "../targets.hpp"
#include "../text.hpp"

#include <downhill/table_run.hpp>

#include <numeric>
#include <utility>

namespace downhill {
namespace {

float scaled(double number, const Scale& scale) noexcept {
  return static_cast<float>((number - scale.mean) / scale.deviation);
}

// Inputs and targets of some rows.
void add_rows(const TableModel& model, const Table& table, std::span<const std::uint32_t> rows,
              std::vector<float>& inputs, std::vector<float>& targets) {
  const std::size_t width = table.schema.inputs();
  const std::size_t outputs = model.model.spec.network.layers.back().units;
  std::vector<float> wanted(outputs);
  for (const std::uint32_t row : rows) {
    for (std::size_t k = 0; k < width; ++k)
      inputs.push_back(scaled(table.inputs[row * width + k], model.scale[k]));
    const bool regression = table.schema.regression;
    Point point = {};
    if (regression) point.target = static_cast<double>(scaled(table.targets[row], model.target));
    if (!regression) point.label = table.labels[row];
    fill_targets<float>(model.model.spec, regression, point, wanted);
    targets.insert(targets.end(), wanted.begin(), wanted.end());
  }
}

std::vector<std::uint32_t> all_rows(const Table& table) {
  std::vector<std::uint32_t> rows(table.rows);
  std::iota(rows.begin(), rows.end(), 0U);
  return rows;
}

}  // namespace

PortableNetwork portable(const TableModel& model) {
  const TrainerState<float>& state = model.model.state;
  PortableNetwork network{
      .settings = to_query(model.settings),
      .features = {},
      .scale = model.scale,
      .layers = portable_layers(Network(model.model.spec.network), state.theta, state.statistics),
      .classes = model.schema.classes};
  if (!model.schema.regression) return network;
  // The output is linear: its scale is that of the last weights.
  PortableLayer& last = network.layers.back();
  for (float& weight : last.weights)
    weight = static_cast<float>(static_cast<double>(weight) * model.target.deviation);
  for (float& bias : last.biases)
    bias = static_cast<float>(static_cast<double>(bias) * model.target.deviation + model.target.mean);
  return network;
}

Status TableRun::prepare(const Settings& settings, const Table& table, const Table* test) {
  if (table.rows < 2) return refused("table: there are fewer than 2 rows.");
  if (test && test->schema != table.schema) return refused("table: the test rows are of another kind.");
  settings_ = settings;
  schema_ = table.schema;
  const Dataset shape{.classes = schema_.regression ? 1 : schema_.classes.size(),
                      .regression = schema_.regression};
  spec_ = trainer_spec(settings, shape);
  spec_.network.inputs = schema_.inputs();
  const bool linear = spec_.network.layers.back().activation == Activation::linear;
  if (schema_.regression && !linear)
    return refused("output: the regression of a table needs a linear output.");
  return {};
}

void TableRun::split(const Table& table, const Table* test) {
  const Split mixed = test ? Split{all_rows(table), table.rows}
                           : split_rows(table.rows, settings_.train_ratio / 100.0, settings_.seed);
  const std::span<const std::uint32_t> rows(mixed.order);
  const auto training = rows.first(mixed.train);
  if (scale_.empty()) {
    const std::size_t width = schema_.inputs();
    for (std::size_t k = 0; k < width; ++k)
      scale_.push_back(
          scale_over(mixed.train, [&](std::size_t j) { return table.inputs[training[j] * width + k]; }));
    if (schema_.regression)
      target_ = scale_over(mixed.train, [&](std::size_t j) { return table.targets[training[j]]; });
  }
  TableModel model;
  model.scale = scale_;
  model.target = target_;
  model.model.spec = spec_;
  samples_ = {};
  add_rows(model, table, training, samples_.train_inputs, samples_.train_targets);
  if (test)
    add_rows(model, *test, all_rows(*test), samples_.test_inputs, samples_.test_targets);
  else
    add_rows(model, table, rows.subspan(mixed.train), samples_.test_inputs, samples_.test_targets);
}

Status TableRun::build(const Settings& settings, const Table& table, const Table* test) {
  TableRun next;
  if (Status status = next.prepare(settings, table, test); !status.ok()) return status;
  next.split(table, test);
  const NetworkSpec& network = next.spec_.network;
  Status status = next.trainer_.build(next.spec_, next.samples_.train(network), next.samples_.test(network),
                                      engine_for(settings));
  if (status.ok()) *this = std::move(next);
  return status;
}

Status TableRun::resume(const TableModel& model, const Table& table, const Table* test) {
  TableRun next;
  if (table.schema != model.schema)
    return refused("table: the rows are not of the kind that the run was trained on.");
  if (Status status = next.prepare(model.settings, table, test); !status.ok()) return status;
  next.scale_ = model.scale;
  next.target_ = model.target;
  next.spec_ = model.model.spec;
  next.split(table, test);
  const NetworkSpec& network = next.spec_.network;
  Status status = downhill::resume(model.model, next.samples_.train(network), next.samples_.test(network),
                                   engine_for(model.settings), next.trainer_);
  if (status.ok()) *this = std::move(next);
  return status;
}

TableModel TableRun::model() const {
  return {.settings = settings_,
          .schema = schema_,
          .scale = scale_,
          .target = target_,
          .model = model_of(trainer_)};
}

ModelSamples<float> samples_of(const TableModel& model, const Table& table) {
  ModelSamples<float> samples;
  add_rows(model, table, all_rows(table), samples.test_inputs, samples.test_targets);
  return samples;
}

}  // namespace downhill
