#include "engine_for.hpp"
#include "keep_weights.hpp"
#include "targets.hpp"
#include "text.hpp"

#include <downhill/playground.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

namespace downhill {
namespace {

// Tells which axes were moved, and how.
Status told(const Fit& fit) {
  constexpr std::array<const char*, 3> axis_names = {"x1", "x2", "the target"};
  std::string text;
  for (std::size_t k = 0; k < axis_names.size(); ++k) {
    if (!fit.axes[k].moved()) continue;
    if (!text.empty()) text += ", ";
    text += std::string(axis_names[k]) + " is " + to_text(fit.axes[k].scale) + " · original + " +
            to_text(fit.axes[k].offset);
  }
  if (text.empty()) return {};
  return {Code::clamped, "points: moved into the square that is drawn: " + text + "."};
}

}  // namespace

Playground::Playground(std::size_t memory_limit)
    : memory_limit_(default_memory_limit), run_(std::make_unique<Run>()) {
  // There is always a run: the first one may be larger than the limit.
  (void)build(Settings{}, Weights::initial, custom_);
  memory_limit_ = memory_limit;
}

Status Playground::configure(std::string_view query, Weights weights) {
  Settings settings;
  Status status = apply_query(settings, query);
  if (!status.ok()) return status;
  status.add(build(settings, weights, custom_));
  return status;
}

Status Playground::change(std::string_view key, std::string_view text, bool& rebuilt, Weights weights) {
  rebuilt = false;
  Settings settings = run_->settings;
  Status status = set(settings, key, text);
  const SettingSpec* spec = find_setting(key);
  if (!spec || !status.ok() || status.code == Code::unknown) return status;  // nothing has changed
  if (!spec->live) {
    const Status built = build(settings, weights, custom_);
    rebuilt = built.ok();
    status.add(built);
    return status;
  }
  Trainer<float>& trainer = run_->trainer;
  TrainingRules rules = trainer_spec(settings, run_->dataset).rules;
  rules.frozen = trainer.spec().rules.frozen;
  // What is refused must leave the steps that can be made again.
  status.add(check(rules));
  if (!status.ok()) return status;
  run_->timeline.note_change(trainer);
  status.add(trainer.set_rules(rules));
  if (!status.ok()) return status;
  trainer.set_engine(engine_for(settings));
  run_->settings = std::move(settings);
  return status;
}

Status Playground::load_points(std::string_view csv, bool regression, Weights weights) {
  std::optional<CsvTable> custom(std::in_place);
  if (Status status = parse_csv(csv, regression, *custom); !status.ok()) return status;
  Status status = told(fit_to_domain(custom->points, regression));
  Settings settings = run_->settings;
  settings.dataset = DatasetKind::custom;
  status.add(build(settings, weights, custom));
  if (status.ok()) custom_ = std::move(custom);
  return status;
}

Status Playground::branch_off(const Playground& base, std::string_view query) {
  Settings settings = base.run_->settings;
  Status status = apply_query(settings, query);
  if (!status.ok()) return status;
  status.add(build(settings, Weights::initial, base.custom_));
  if (!status.ok()) return status;
  custom_ = base.custom_;
  colours_ = base.colours_;
  return status;
}

Status Playground::make_data(const Settings& settings, const std::optional<CsvTable>& custom,
                             Run& run) const {
  if (settings.dataset == DatasetKind::custom) {
    if (!custom) return refused("dataset: there are no points of your own yet; draw some, or load a file.");
    const PointsSpec spec{custom->regression, settings.train_ratio / 100.0, settings.seed,
                          custom->class_names};
    if (Status status = make_dataset(custom->points, spec, run.dataset); !status.ok()) return status;
  } else if (Status status = make_dataset(dataset_spec(settings), run.dataset); !status.ok()) {
    return status;
  }
  run.input_map.features = settings.features;
  if (settings.standardize == Switch::on) {
    run.input_map.standardisation =
        standardise(settings.features, std::span(run.dataset.points).first(run.dataset.train_count));
  }
  return {};
}

Status Playground::build(const Settings& settings, Weights weights, const std::optional<CsvTable>& custom) {
  auto next = std::make_unique<Run>();
  next->settings = settings;
  if (Status status = make_data(settings, custom, *next); !status.ok()) return status;

  const TrainerSpec spec = trainer_spec(settings, next->dataset);
  const std::size_t outputs = spec.network.layers.back().units, inputs = spec.network.inputs;
  if (Status status = load(*next, spec); !status.ok()) return status;
  const std::size_t train = next->dataset.train_count;
  const SampleSet<float> train_set{next->inputs.data(), next->targets.data(), train};
  const SampleSet<float> test_set{next->inputs.data() + inputs * train,
                                  next->targets.data() + outputs * train, next->dataset.test_count()};
  Trainer<float>& trainer = next->trainer;
  Status status = trainer.build(spec, train_set, test_set, engine_for(settings), memory_limit_);
  if (!status.ok()) return status;
  if (weights == Weights::kept) {
    const Trainer<float>& old = run_->trainer;
    if (keep_weights(old.network(), old.theta(), trainer.network(), trainer.theta()))
      trainer.weights_changed();
  }
  next->timeline.note(trainer);
  run_ = std::move(next);
  return status;
}

// Inputs, targets and the points for drawing.
Status Playground::load(Run& run, const TrainerSpec& spec) const {
  const std::vector<Point>& points = run.dataset.points;
  const std::size_t inputs = run.input_map.features.size(), outputs = spec.network.layers.back().units;
  std::size_t units = outputs;
  for (const HiddenLayer& layer : run.settings.network) units += layer.units;
  Status status = run.memory.lay_out(memory_limit_, [&](Cursor& cursor) {
    cursor.take(run.inputs, inputs * points.size());
    cursor.take(run.targets, outputs * points.size());
    cursor.take(run.points, 3 * points.size());
    cursor.take(run.probe, inputs + units);
  });
  if (!status.ok()) return status;
  make_inputs(run.input_map.features, run.input_map.standardisation, points, run.inputs);
  for (std::size_t j = 0; j < points.size(); ++j) {
    const Point& point = points[j];
    run.points[3 * j] = static_cast<float>(point.x1);
    run.points[3 * j + 1] = static_cast<float>(point.x2);
    run.points[3 * j + 2] = static_cast<float>(run.dataset.regression ? point.target : point.label);
    fill_targets(spec, run.dataset.regression, point, run.targets.subspan(outputs * j, outputs));
  }
  return status;
}

Status Playground::step(std::size_t count) {
  Status status = run_->trainer.step(count);
  run_->timeline.note(run_->trainer);
  return status;
}

void Playground::reset() noexcept {
  run_->trainer.reset();
  run_->timeline.clear();
  run_->timeline.note(run_->trainer);
}

Status Playground::go_to(std::uint64_t step) {
  Status status = run_->timeline.go_to(run_->trainer, step);
  if (status.ok()) adopt_rules(run_->settings, run_->trainer.spec().rules);
  return status;
}

Status Playground::check_place(std::size_t place) const {
  if (place < run_->trainer.theta().size()) return {};
  return refused("parameter: there is no number " + std::to_string(place) + ".");
}

Status Playground::set_parameter(std::size_t place, double value) {
  if (Status status = check_place(place); !status.ok()) return status;
  Trainer<float>& trainer = run_->trainer;
  const auto number = static_cast<float>(value);
  if (!std::isfinite(number)) return refused("parameter: " + to_text(value) + " is not a finite number.");
  trainer.theta()[place] = number;
  trainer.weights_changed();
  run_->timeline.note_change(trainer);
  return {};
}

Status Playground::freeze(std::size_t place, bool frozen) {
  if (Status status = check_place(place); !status.ok()) return status;
  Trainer<float>& trainer = run_->trainer;
  TrainingRules rules = trainer.spec().rules;
  const auto number = static_cast<std::uint32_t>(place);
  std::erase(rules.frozen, number);
  if (frozen) rules.frozen.insert(std::ranges::lower_bound(rules.frozen, number), number);
  run_->timeline.note_change(trainer);
  return trainer.set_rules(rules);
}

std::span<const float> Playground::last_update() {
  const Trainer<float>& trainer = run_->trainer;
  run_->update.resize(trainer.theta().size());
  std::ranges::transform(trainer.theta(), trainer.optimizer().before(), run_->update.begin(), std::minus<>());
  return run_->update;
}

std::span<const float> Playground::probe(double x1, double x2) {
  const InputMap& map = run_->input_map;
  const Backprop<float> pass = run_->trainer.scratch_pass();
  Tape<float>& tape = pass.tape;
  tape.set_samples(1);
  fill_inputs<float>(map.features, map.standardisation, {&x1, 1}, {&x2, 1}, tape.x);
  pass.forward();
  std::size_t at = 0;
  for (std::size_t i = 0; i < map.features.size(); ++i) run_->probe[at++] = tape.x(i, 0);
  for (const LayerTape<float>& layer : tape.layers) {
    for (std::size_t u = 0; u < layer.out.rows; ++u) run_->probe[at++] = layer.out(u, 0);
  }
  return run_->probe;
}

Status Playground::render(const GridSpec& spec) {
  Grid& grid = run_->grid;
  const GridSpec& built = grid.spec();
  if (!run_->grid_built || built.map_size != spec.map_size || built.tile_size != spec.tile_size) {
    if (Status status = grid.build(run_->trainer.network(), spec, memory_limit_); !status.ok()) return status;
    run_->grid_built = true;
  }
  grid.render(run_->trainer.scratch_pass(), run_->input_map, colours_, spec.discretize);
  return {};
}

}  // namespace downhill
