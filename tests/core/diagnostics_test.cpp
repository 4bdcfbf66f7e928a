#include <downhill/diagnostics.hpp>
#include <downhill/settings.hpp>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace downhill {

inline void PrintTo(Level level, std::ostream* out) {
  *out << name(level);
}

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

LayerSpec hidden(Activation phi) {
  return {.units = 8, .activation = phi};
}

// A run of which there is nothing to say.
DiagnosticInput good_run() {
  DiagnosticInput run;
  run.spec.network = {2, {hidden(Activation::relu), {.units = 1, .activation = Activation::sigmoid}}};
  run.spec.initializer = Initializer::he;
  run.spec.rules.batch_size = 10;
  run.samples = 250;
  run.initial_loss = 0.7;
  run.train_losses = {0.60, 0.55, 0.51, 0.47, 0.43, 0.40, 0.37, 0.34, 0.32, 0.30, 0.28};
  run.test_loss = 0.3;
  run.gradient_norms = {0.2, 0.3};
  run.saturation = {0.1, 0.0};
  run.gradient_error = 1e-8;
  return run;
}

Diagnosis diagnosis(const DiagnosticInput& run, Rule rule) {
  return diagnose(run)[static_cast<std::size_t>(rule)];
}

// The level, and that the finding is whole: an advice has a measured value, its threshold, a reason and a
// section.
Level level(const DiagnosticInput& run, Rule rule) {
  const Diagnosis result = diagnosis(run, rule);
  EXPECT_EQ(result.rule, rule);
  EXPECT_TRUE(result.reason.ends_with('.'));
  EXPECT_FALSE(result.section.empty());
  if (result.level == Level::ok) {
    EXPECT_EQ(result.suggestion, "");
  }
  if (!result.suggestion.empty()) {  // a setting that there is, with a value that it takes
    const std::size_t equals = result.suggestion.find('=');
    Settings settings;
    const Status status =
        set(settings, result.suggestion.substr(0, equals), result.suggestion.substr(equals + 1));
    EXPECT_EQ(status.code, Code::ok) << status.message;
  }
  return result.level;
}

std::string suggestion(const DiagnosticInput& run, Rule rule) {
  return diagnosis(run, rule).suggestion;
}

TEST(Diagnostics, OneForEveryRuleInOrderAndAllWell) {
  const std::vector<Diagnosis> all = diagnose(good_run());
  ASSERT_EQ(all.size(), rule_names.size());
  for (std::size_t r = 0; r < all.size(); ++r) {
    EXPECT_EQ(all[r].rule, static_cast<Rule>(r));
    EXPECT_EQ(all[r].level, Level::ok) << rule_names[r] << ": " << all[r].reason;
    EXPECT_EQ(all[r].suggestion, "");
  }
}

TEST(Diagnostics, WhatIsNotKnownIsWell) {
  DiagnosticInput run;
  run.spec = good_run().spec;
  for (const Diagnosis& result : diagnose(run)) {
    EXPECT_EQ(result.level, Level::ok) << name(result.rule) << ": " << result.reason;
  }
  EXPECT_TRUE(diagnose({}).empty());  // not even a network
}

TEST(Diagnostics, MiniBatches) {
  struct Case {
    std::size_t batch, samples;
    Level expected;
  };
  for (const auto& [batch, samples, expected] : std::initializer_list<Case>{{1, 250, Level::advice},
                                                                            {2, 250, Level::ok},
                                                                            {249, 250, Level::ok},
                                                                            {250, 250, Level::advice},
                                                                            {1000, 250, Level::advice},
                                                                            {99, 99, Level::ok},
                                                                            {100, 100, Level::advice}}) {
    DiagnosticInput run = good_run();
    run.spec.rules.batch_size = batch;
    run.samples = samples;
    EXPECT_EQ(level(run, Rule::mini_batches), expected) << batch << " of " << samples;
    EXPECT_EQ(diagnosis(run, Rule::mini_batches).measured, static_cast<double>(batch));
    EXPECT_EQ(suggestion(run, Rule::mini_batches), expected == Level::ok ? "" : "batchSize=32");
  }
}

TEST(Diagnostics, OutputAndLossFitTheTask) {
  using enum Activation;
  using enum Loss;
  struct Case {
    Task task;
    Activation output;
    Loss loss;
    Level expected;
    const char* suggestion;
  };
  for (const Case& c : std::initializer_list<Case>{
           {Task::two_classes, sigmoid, binary_cross_entropy, Level::ok, ""},
           {Task::two_classes, softmax, cross_entropy, Level::ok, ""},
           {Task::two_classes, Activation::tanh, squared_error, Level::advice, "loss=auto"},
           {Task::two_classes, sigmoid, squared_error, Level::advice, "loss=auto"},
           {Task::two_classes, linear, squared_error, Level::advice, "loss=auto"},
           {Task::two_classes, linear, binary_cross_entropy, Level::warning, "loss=auto"},
           {Task::two_classes, Activation::tanh, cross_entropy, Level::warning, "loss=auto"},
           {Task::classes, softmax, cross_entropy, Level::ok, ""},
           {Task::classes, sigmoid, binary_cross_entropy, Level::advice, "loss=crossEntropy"},
           {Task::classes, softmax, squared_error, Level::advice, "loss=auto"},
           {Task::regression, linear, squared_error, Level::ok, ""},
           {Task::regression, sigmoid, squared_error, Level::warning, "output=linear"},
           {Task::regression, sigmoid, binary_cross_entropy, Level::warning, "loss=squaredError"}}) {
    SCOPED_TRACE(std::string(name(c.output)) + " " + std::string(name(c.loss)));
    DiagnosticInput run = good_run();
    run.task = c.task;
    run.spec.network.layers.back().activation = c.output;
    run.spec.loss = c.loss;
    EXPECT_EQ(level(run, Rule::output_and_loss), c.expected);
    EXPECT_EQ(suggestion(run, Rule::output_and_loss), c.suggestion);
  }
}

TEST(Diagnostics, Activations) {
  const auto with = [](std::vector<Activation> phis, std::vector<double> saturation = {}) {
    DiagnosticInput run = good_run();
    run.spec.network.layers.pop_back();
    run.spec.network.layers.clear();
    for (const Activation phi : phis) run.spec.network.layers.push_back(hidden(phi));
    run.spec.network.layers.push_back({.units = 1, .activation = Activation::sigmoid});
    run.saturation = std::move(saturation);
    return run;
  };
  using enum Activation;
  EXPECT_EQ(level(with({sigmoid, Activation::tanh}), Rule::activations), Level::ok);  // shallow
  EXPECT_EQ(level(with({sigmoid, sigmoid, sigmoid}), Rule::activations), Level::advice);
  EXPECT_EQ(suggestion(with({sigmoid, sigmoid, sigmoid}), Rule::activations), "activation=relu");
  EXPECT_EQ(level(with({relu, sigmoid, gelu, sigmoid, relu}), Rule::activations), Level::ok);
  EXPECT_EQ(level(with({sigmoid}, {0.5}), Rule::activations), Level::ok);
  EXPECT_EQ(level(with({sigmoid}, {0.6}), Rule::activations), Level::warning);
  EXPECT_EQ(diagnosis(with({relu, sigmoid}, {0.9, 0.7}), Rule::activations).measured,
            0.7);  // ReLU is off, not saturated
  DiagnosticInput normed = with({sigmoid, sigmoid, sigmoid});
  normed.spec.network.layers[1].norm = Norm::layer;
  EXPECT_EQ(level(normed, Rule::activations), Level::ok);
}

TEST(Diagnostics, LearningRate) {
  const auto with = [](std::vector<double> losses) {
    DiagnosticInput run = good_run();
    run.spec.rules.optimizer.eta = 0.5;
    run.train_losses = std::move(losses);
    return run;
  };
  const DiagnosticInput grows = with({0.5, 0.4, 0.9, 1.7});
  EXPECT_EQ(level(grows, Rule::learning_rate), Level::warning);
  EXPECT_EQ(suggestion(grows, Rule::learning_rate), "learningRate=0.05");
  EXPECT_DOUBLE_EQ(diagnosis(grows, Rule::learning_rate).measured, 1.7 / 0.4);
  EXPECT_EQ(level(with({0.5, 0.4, 0.4, 1.5}), Rule::learning_rate), Level::ok);
  EXPECT_EQ(level(with({0.002, 0.001, 0.004, 0.009}), Rule::learning_rate), Level::ok);  // low all the same
  EXPECT_EQ(level(with({0.5, nan}), Rule::learning_rate), Level::warning);
  EXPECT_EQ(level(with({0.5, INFINITY, 0.4}), Rule::learning_rate), Level::warning);
  DiagnosticInput diverged = good_run();
  diverged.diverged = true;
  EXPECT_EQ(level(diverged, Rule::learning_rate), Level::warning);

  const DiagnosticInput jumps = with({0.5, 0.6, 0.4, 0.6, 0.45, 0.55, 0.4, 0.6, 0.5, 0.55, 0.4});
  EXPECT_EQ(level(jumps, Rule::learning_rate), Level::advice);
  EXPECT_EQ(suggestion(jumps, Rule::learning_rate), "learningRate=0.25");
  EXPECT_EQ(diagnosis(jumps, Rule::learning_rate).threshold, 0.05);

  const std::vector<double> still(11, 0.5), low(11, 0.05), short_history(10, 0.5);
  EXPECT_EQ(level(with(still), Rule::learning_rate), Level::advice);
  EXPECT_EQ(suggestion(with(still), Rule::learning_rate), "learningRate=1");
  EXPECT_EQ(level(with(low), Rule::learning_rate), Level::ok);
  EXPECT_EQ(level(with(short_history), Rule::learning_rate), Level::ok);
  // Only the window counts.
  std::vector<double> long_ago = good_run().train_losses;
  long_ago.insert(long_ago.begin(), {nan, 0.001});
  EXPECT_EQ(level(with(long_ago), Rule::learning_rate), Level::ok);
}

TEST(Diagnostics, Momentum) {
  DiagnosticInput run = good_run();
  run.train_losses = {0.500, 0.497, 0.494, 0.491, 0.488, 0.485,
                      0.482, 0.479, 0.476, 0.473, 0.470};  // 6 % in 10 epochs
  EXPECT_EQ(level(run, Rule::momentum), Level::advice);
  EXPECT_EQ(suggestion(run, Rule::momentum), "optimizer=momentum");
  EXPECT_NEAR(diagnosis(run, Rule::momentum).measured, 0.06, 1e-12);
  EXPECT_EQ(level(run, Rule::learning_rate), Level::ok);
  DiagnosticInput other = run;
  other.spec.rules.optimizer.kind = OptimizerKind::adam;
  EXPECT_EQ(level(other, Rule::momentum), Level::ok);
  other = run;
  other.initial_loss = 5.0;  // this is low already
  EXPECT_EQ(level(other, Rule::momentum), Level::ok);
  other = run;
  other.train_losses.pop_back();  // too early to say
  EXPECT_EQ(level(other, Rule::momentum), Level::ok);
}

TEST(Diagnostics, GradientNorms) {
  struct Case {
    std::vector<double> norms;
    Level expected;
    const char* suggestion;
  };
  for (const Case& c :
       std::initializer_list<Case>{{{1e-2, 1.0}, Level::ok, ""},
                                   {{1e-4, 1e-3, 1.0}, Level::advice, "activation=relu"},
                                   {{1e-6, 1e-3, 1.0}, Level::warning, "activation=relu"},
                                   {{1.0, 1e-6}, Level::ok, ""},  // the last layer's is small: solved
                                   {{99.0, 1.0}, Level::ok, ""},
                                   {{101.0, 1.0}, Level::advice, "clipping=norm"},
                                   {{1.0, 1e5}, Level::warning, "clipping=norm"},
                                   {{1.0, INFINITY}, Level::warning, "clipping=norm"},
                                   {{nan, 1.0}, Level::warning, "clipping=norm"},
                                   {{1.0, nan, 2.0}, Level::warning, "clipping=norm"},
                                   {{0.0, 0.0}, Level::warning, "activation=relu"}}) {
    DiagnosticInput run = good_run();
    run.spec.network.layers.front().activation = Activation::sigmoid;
    run.gradient_norms = c.norms;
    EXPECT_EQ(level(run, Rule::gradient_norms), c.expected) << c.norms[0] << " " << c.norms[1];
    EXPECT_EQ(suggestion(run, Rule::gradient_norms), c.suggestion);
  }
  // ReLUs through which nothing comes are dead; more of them is no remedy.
  DiagnosticInput dead = good_run();
  dead.gradient_norms = {0.0, 1.0};
  EXPECT_EQ(suggestion(dead, Rule::gradient_norms), "activation=leakyRelu");
  DiagnosticInput run = good_run();
  run.spec.rules.clipping = {ClippingKind::norm, 0.5};
  run.clipped_share = 0.5;
  EXPECT_EQ(level(run, Rule::gradient_norms), Level::ok);
  run.clipped_share = 0.9;
  EXPECT_EQ(level(run, Rule::gradient_norms), Level::advice);
  EXPECT_EQ(suggestion(run, Rule::gradient_norms), "clipThreshold=1");
  // A gradient that is zero where the loss is low has done its work.
  DiagnosticInput done = good_run();
  done.gradient_norms = {0.0, 0.0};
  done.train_losses = {1e-9};
  EXPECT_EQ(level(done, Rule::gradient_norms), Level::ok);
}

TEST(Diagnostics, GradientCheckPassed) {
  struct Case {
    double error;
    Level expected;
  };
  for (const auto& [error, expected] : std::initializer_list<Case>{{0.0, Level::ok},
                                                                   {9e-7, Level::ok},
                                                                   {2e-6, Level::advice},
                                                                   {2e-4, Level::warning},
                                                                   {nan, Level::warning}}) {
    DiagnosticInput run = good_run();
    run.gradient_error = error;
    EXPECT_EQ(level(run, Rule::gradient_check), expected) << error;
  }
  DiagnosticInput unchecked = good_run();
  unchecked.gradient_error.reset();
  EXPECT_EQ(level(unchecked, Rule::gradient_check), Level::ok);
  EXPECT_NE(diagnosis(unchecked, Rule::gradient_check).reason,
            diagnosis(good_run(), Rule::gradient_check).reason);
}

TEST(Diagnostics, Initialization) {
  const auto with = [](Initializer initializer, Activation phi, std::size_t layers) {
    DiagnosticInput run = good_run();
    run.spec.initializer = initializer;
    run.spec.network = {8, std::vector<LayerSpec>(layers, hidden(phi))};
    run.spec.network.layers.push_back({.units = 1, .activation = Activation::sigmoid});
    return run;
  };
  using enum Initializer;
  EXPECT_EQ(level(with(zeros, Activation::tanh, 1), Rule::initialization), Level::warning);
  EXPECT_EQ(suggestion(with(zeros, Activation::tanh, 1), Rule::initialization), "initializer=xavier");
  EXPECT_EQ(level(with(zeros, Activation::tanh, 0), Rule::initialization),
            Level::ok);  // a single layer has no twins
  EXPECT_EQ(level(with(normal, Activation::tanh, 3), Rule::initialization), Level::advice);  // 8^3
  EXPECT_DOUBLE_EQ(diagnosis(with(normal, Activation::tanh, 3), Rule::initialization).measured, 512.0);
  EXPECT_EQ(diagnosis(with(normal, Activation::tanh, 3), Rule::initialization).threshold, 100.0);
  EXPECT_EQ(level(with(xavier, Activation::relu, 6), Rule::initialization), Level::ok);
  EXPECT_EQ(level(with(xavier, Activation::relu, 7), Rule::initialization), Level::advice);  // 2^-7
  EXPECT_EQ(suggestion(with(xavier, Activation::relu, 7), Rule::initialization), "initializer=he");
  for (const std::size_t layers : {1U, 4U, 20U}) {
    EXPECT_EQ(level(with(he, Activation::relu, layers), Rule::initialization), Level::ok);
    EXPECT_EQ(level(with(xavier, Activation::tanh, layers), Rule::initialization), Level::ok);
    EXPECT_EQ(level(with(lecun, Activation::tanh, layers), Rule::initialization), Level::ok);
    EXPECT_EQ(level(with(orthogonal, Activation::tanh, layers), Rule::initialization), Level::ok);
  }
  DiagnosticInput normed = with(normal, Activation::tanh, 3);
  for (std::size_t l = 0; l < 3; ++l) normed.spec.network.layers[l].norm = Norm::batch;
  EXPECT_EQ(level(normed, Rule::initialization), Level::ok);
  normed.spec.initializer = zeros;  // a norm cannot tell twins apart either
  EXPECT_EQ(level(normed, Rule::initialization), Level::warning);
}

TEST(Diagnostics, Depth) {
  DiagnosticInput run = good_run();
  run.spec.network.layers.insert(run.spec.network.layers.begin(), 3, hidden(Activation::relu));
  EXPECT_EQ(level(run, Rule::depth), Level::ok);
  run.spec.network.layers.insert(run.spec.network.layers.begin(), 1,
                                 {.units = 4, .activation = Activation::tanh, .dropout = 0.25});
  EXPECT_EQ(level(run, Rule::depth), Level::advice);
  EXPECT_EQ(suggestion(run, Rule::depth),
            "network=4:tanh:layerNorm:dropout0.25,8:relu:layerNorm,8:relu:layerNorm,8:relu:layerNorm,8:relu:"
            "layerNorm");
  run.spec.network.layers[2].residual = true;  // breaks the row
  EXPECT_EQ(level(run, Rule::depth), Level::ok);
}

TEST(Diagnostics, BatchSize) {
  DiagnosticInput run = good_run();
  run.train_losses = {0.5, 0.6, 0.4, 0.6, 0.45, 0.55, 0.4, 0.6, 0.5, 0.55, 0.4};
  run.spec.rules.batch_size = 4;
  EXPECT_EQ(level(run, Rule::batch_size), Level::advice);
  run.spec.rules.batch_size = 8;
  EXPECT_EQ(level(run, Rule::batch_size), Level::ok);
  run = good_run();
  run.spec.rules.batch_size = 4;
  EXPECT_EQ(level(run, Rule::batch_size), Level::ok);  // no noise to see
  run.spec.rules.batch_size = 100;
  EXPECT_EQ(level(run, Rule::batch_size), Level::ok);  // no gap
  run.test_loss = 0.35;                                // against 0.28
  EXPECT_EQ(level(run, Rule::batch_size), Level::advice);
  EXPECT_EQ(suggestion(run, Rule::batch_size), "batchSize=32");
  run.spec.rules.batch_size = 60;
  EXPECT_EQ(level(run, Rule::batch_size), Level::ok);
}

}  // namespace
}  // namespace downhill
