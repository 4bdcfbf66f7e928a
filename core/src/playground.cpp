#include <downhill/playground.hpp>

#include <utility>

namespace downhill {
namespace {

// What an output should be for a point of another class: -1 where it can be, but cross-entropies need
// probabilities.
float target_off(const TrainerSpec& spec) noexcept {
  const Activation output = spec.network.layers.back().activation;
  const bool signed_output = output == Activation::tanh || output == Activation::linear;
  return signed_output && spec.loss == Loss::squared_error ? -1.0F : 0.0F;
}

const Engine& engine_for(const Settings& settings) noexcept {
  return settings.engine == EngineChoice::scalar ? scalar_engine() : best_engine(settings.mode);
}

}  // namespace

Playground::Playground(std::size_t memory_limit)
    : memory_limit_(default_memory_limit), run_(std::make_unique<Run>()) {
  // There is always a run: the first one may be larger than the limit.
  (void)build(Settings{});
  memory_limit_ = memory_limit;
}

Status Playground::configure(std::string_view query) {
  Settings settings;
  Status status = apply_query(settings, query);
  if (!status.ok()) return status;
  status.add(build(settings));
  return status;
}

Status Playground::change(std::string_view key, std::string_view text, bool& rebuilt) {
  rebuilt = false;
  Settings settings = run_->settings;
  Status status = set(settings, key, text);
  const SettingSpec* spec = find_setting(key);
  if (!spec || !status.ok() || status.code == Code::unknown) return status;  // nothing has changed
  if (!spec->live) {
    const Status built = build(settings);
    rebuilt = built.ok();
    status.add(built);
    return status;
  }
  Trainer<float>& trainer = run_->trainer;
  status.add(trainer.set_rules(trainer_spec(settings, run_->dataset.classes).rules));
  if (!status.ok()) return status;
  trainer.set_engine(engine_for(settings));
  run_->settings = std::move(settings);
  return status;
}

Status Playground::build(const Settings& settings) {
  auto next = std::make_unique<Run>();
  next->settings = settings;
  const DatasetSpec data{settings.dataset, settings.samples, settings.noise / 100.0,
                         settings.train_ratio / 100.0, settings.seed};
  if (Status status = make_dataset(data, next->dataset); !status.ok()) return status;

  const TrainerSpec spec = trainer_spec(settings, next->dataset.classes);
  const LayerSpec& output = spec.network.layers.back();
  if (Status status = load(*next, output.units, target_off(spec)); !status.ok()) {
    return status;
  }
  const std::size_t train = next->dataset.train_count;
  const SampleSet<float> train_set{next->inputs.data(), next->targets.data(), train};
  const SampleSet<float> test_set{next->inputs.data() + 2 * train,
                                  next->targets.data() + output.units * train, next->dataset.test_count()};
  Status status = next->trainer.build(spec, train_set, test_set, engine_for(settings), memory_limit_);
  if (status.ok()) run_ = std::move(next);
  return status;
}

// Inputs, targets and the points for drawing; `off` is the target of an output whose class it is not.
Status Playground::load(Run& run, std::size_t outputs, float off) const {
  const std::vector<Point>& points = run.dataset.points;
  Status status = run.memory.lay_out(memory_limit_, [&](Cursor& cursor) {
    cursor.take(run.inputs, 2 * points.size());
    cursor.take(run.targets, outputs * points.size());
    cursor.take(run.points, 3 * points.size());
  });
  if (!status.ok()) return status;
  for (std::size_t j = 0; j < points.size(); ++j) {
    const Point& point = points[j];
    run.inputs[2 * j] = run.points[3 * j] = static_cast<float>(point.x1);
    run.inputs[2 * j + 1] = run.points[3 * j + 1] = static_cast<float>(point.x2);
    run.points[3 * j + 2] = static_cast<float>(point.label);
    for (std::size_t k = 0; k < outputs; ++k) {
      const std::size_t own = outputs == 1 ? 1 : k;
      run.targets[outputs * j + k] = point.label == own ? 1.0F : off;
    }
  }
  return status;
}

Status Playground::render(const GridSpec& spec) {
  Grid& grid = run_->grid;
  const GridSpec& built = grid.spec();
  if (!run_->grid_built || built.map_size != spec.map_size || built.tile_size != spec.tile_size) {
    if (Status status = grid.build(run_->trainer.network(), spec, memory_limit_); !status.ok()) return status;
    run_->grid_built = true;
  }
  grid.render(run_->trainer.scratch_pass(), colours_, spec.discretize);
  return {};
}

}  // namespace downhill
