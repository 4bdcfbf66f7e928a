// The runs whose bits are pinned: one for every dataset and optimizer. All else that a run may have (layers,
// loss, batch size, schedule, ...) is drawn from the run's number, so that the table goes through it, too.
#pragma once

#include "dataset_runs.hpp"

#include <downhill/random.hpp>
#include <downhill/settings.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace downhill::testing {

inline constexpr std::size_t pinned_epochs = 1000;

// All that are made; custom points come from outside.
inline constexpr auto made_datasets = static_cast<std::size_t>(DatasetKind::custom);

// Rates at which none of the runs diverges.
inline constexpr std::array<double, optimizer_names.size()> calm_rates = {0.05,  0.01, 0.01, 0.03,
                                                                          0.003, 0.01, 0.01};

// How many there are to draw from. A choice that is added later comes behind these and leaves the runs alone.
struct Drawn {
  static constexpr std::size_t activations = 10, norms = 3, features = 10, initializers = 7, schedules = 5,
                               clippings = 3;
};

// A run's number, which stays when datasets and optimizers are added.
inline std::uint64_t run_number(DatasetKind dataset, OptimizerKind optimizer) noexcept {
  return 100 * (1 + static_cast<std::uint64_t>(dataset)) + static_cast<std::uint64_t>(optimizer);
}

class Draw {
 public:
  explicit Draw(std::uint64_t number) noexcept : random_(number, Stream::data) {}
  std::size_t below(std::size_t bound) noexcept { return random_.below(static_cast<std::uint32_t>(bound)); }
  bool coin() noexcept { return below(2) == 1; }
  template <class Value, std::size_t count>
  Value one_of(const Value (&values)[count]) noexcept {
    return values[below(count)];
  }
  template <class Choice>
  Choice choice(std::size_t count) noexcept {
    return static_cast<Choice>(below(count));
  }

 private:
  Random random_;
};

inline LayerSpec pinned_layer(Draw& draw, std::size_t below) {
  LayerSpec layer;
  layer.units = 2 + draw.below(7);
  layer.activation = draw.choice<Activation>(Drawn::activations);
  layer.norm = draw.choice<Norm>(Drawn::norms);
  if (draw.below(3) == 0) layer.dropout = 0.1;
  if (draw.below(3) == 0) {
    layer.units = below;
    layer.residual = true;
  }
  return layer;
}

// The output of a task with one of the losses that go with it.
inline void draw_output(Draw& draw, std::size_t classes, bool regression, TrainerSpec& spec) {
  Activation output = classes > 2 ? Activation::softmax : Activation::sigmoid;
  spec.loss = classes > 2 ? Loss::cross_entropy : Loss::binary_cross_entropy;
  if (regression || draw.below(3) == 0) {
    spec.loss = Loss::squared_error;
    output = regression ? Activation::linear : Activation::tanh;
  }
  spec.fused = draw.coin();
  spec.network.layers.push_back({.units = 1, .activation = output});
}

inline TrainingRules pinned_rules(Draw& draw, OptimizerKind optimizer) {
  TrainingRules rules;
  rules.batch_size = draw.one_of<std::size_t>({5, 8, 10, 16, 33, 64});
  rules.optimizer.kind = optimizer;
  rules.optimizer.eta = calm_rates[static_cast<std::size_t>(optimizer)];
  rules.optimizer.rmsprop_beta = draw.coin() ? 0.5 : 0.0;
  rules.schedule.kind = draw.choice<ScheduleKind>(Drawn::schedules);
  rules.schedule.gamma = rules.schedule.kind == ScheduleKind::exponential ? 0.999 : 0.7;
  rules.schedule.period = 300.0;
  rules.schedule.growth = 1.5;
  rules.schedule.warm_up = draw.coin() ? 20.0 : 0.0;
  rules.clipping.kind = draw.choice<ClippingKind>(Drawn::clippings);
  rules.clipping.threshold = 0.2;
  rules.regularization.l1 = draw.coin() ? 1e-4 : 0.0;
  rules.regularization.l2 = draw.coin() ? 1e-3 : 0.0;
  rules.regularization.weights_only = draw.coin();
  rules.early_stopping.patience = draw.coin() ? 2 * pinned_epochs : 0;  // looks every epoch, never stops
  return rules;
}

inline DatasetRunSpec pinned_run(DatasetKind dataset, OptimizerKind optimizer) {
  Draw draw(run_number(dataset, optimizer));
  const ClassRange range = class_range(dataset);
  DatasetRunSpec run;
  run.data = {.kind = dataset,
              .samples = 60,
              .noise = 0.05 * static_cast<double>(draw.below(4)),
              .train_ratio = 2.0 / 3.0,
              .seed = draw.below(1000),
              .classes = range.least + draw.below(range.most - range.least + 1),
              .balance = draw.coin() ? 0.5 : 0.4};
  if (draw.coin()) run.features.push_back(static_cast<Feature>(2 + draw.below(Drawn::features - 2)));
  run.standardised = draw.coin();
  run.trainer.seed = draw.below(1000);
  run.trainer.initializer = draw.choice<Initializer>(Drawn::initializers);
  std::size_t below = run.features.size();
  for (std::size_t layers = 1 + draw.below(3); layers > 0; --layers) {
    run.trainer.network.layers.push_back(pinned_layer(draw, below));
    below = run.trainer.network.layers.back().units;
  }
  draw_output(draw, run.data.classes, is_regression(dataset), run.trainer);
  run.trainer.rules = pinned_rules(draw, optimizer);
  return run;
}

// The same for links: what settings can say.
inline std::string pinned_link(DatasetKind dataset, OptimizerKind optimizer) {
  Draw draw(10'000 + run_number(dataset, optimizer));
  std::string link = "dataset=" + std::string(name(dataset)) + "&optimizer=" + std::string(name(optimizer));
  const auto add = [&](const char* key, const std::string& value) {
    link += '&' + std::string(key) + '=' + value;
  };
  const auto add_one_of = [&](const char* key, std::initializer_list<const char*> values) {
    add(key, *(values.begin() + draw.below(values.size())));
  };
  add("samples", "60");
  add("trainRatio", "70");
  add_one_of("noise", {"0", "5", "10", "20"});
  add("seed", std::to_string(draw.below(1000)));
  add_one_of("network", {"4", "6:relu,4", "5:batchNorm,5:layerNorm:residual", "8:gelu:dropout0.1",
                         "3,3:silu:residual,3:elu", "2:sine:residual,7:softplus:batchNorm", ""});
  add_one_of("activation", {"tanh", "sigmoid", "relu", "leakyRelu"});
  add_one_of("initializer", {"uniform", "xavier", "he", "normal", "lecun", "orthogonal"});
  // A cross-entropy takes its short cut here: the long way ends where an output rounds to 0 or 1.
  add_one_of("loss", {"auto", "auto", "squaredError&fused=on", "squaredError&fused=off"});
  add("learningRate", std::to_string(calm_rates[static_cast<std::size_t>(optimizer)]).substr(0, 5));
  add_one_of("batchSize", {"5", "8", "10", "16", "33", "64"});
  add_one_of("schedule", {"constant", "step", "exponential", "cosine", "cosineRestarts"});
  add("gamma", "0.99");
  add("period", "300");
  add_one_of("warmUp", {"0", "20"});
  add_one_of("clipping", {"none", "norm", "value"});
  add("clipThreshold", "0.2");
  add_one_of("l1", {"0", "0.0001"});
  add_one_of("l2", {"0", "0.001"});
  add_one_of("penalizeBiases", {"on", "off"});
  add_one_of("features", {"x1,x2", "x1,x2", "x1Squared,x1x2", "sinX1,radius"});
  add_one_of("standardize", {"on", "off"});
  if (class_range(dataset).most > 2) add_one_of("classes", {"2", "4", "6"});
  if (!is_regression(dataset)) add_one_of("balance", {"50", "40"});
  return link;
}

inline std::vector<std::string> pinned_links() {
  std::vector<std::string> links;
  for (std::size_t d = 0; d < made_datasets; ++d) {
    for (std::size_t o = 0; o < optimizer_names.size(); ++o) {
      links.push_back(pinned_link(static_cast<DatasetKind>(d), static_cast<OptimizerKind>(o)));
    }
  }
  return links;
}

}  // namespace downhill::testing
