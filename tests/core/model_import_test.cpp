// Networks that come from files. What other programs write is tested where they run: tests/cli/exchange.mjs.
#include "export/portable.hpp"

#include <downhill/model_export.hpp>
#include <downhill/model_import.hpp>

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

constexpr const char* blocks =
    "dataset=blobs&classes=4&features=x1,x2,sinX1,radius,x1Squared,x1x2,cosX2&standardize=on"
    "&network=5:layerNorm,5:residual:relu,4:gelu,4:silu:residual,3:softplus,3:elu,3:sine";

Playground trained_by_link(const char* query) {
  Playground playground;
  EXPECT_TRUE(playground.configure(query).ok());
  EXPECT_TRUE(playground.step(30).ok());
  return playground;
}

std::vector<float> answers_of(const PortableNetwork& network, const std::vector<double>& rows) {
  Answers answers;
  const Status status = answers.build(network);
  EXPECT_TRUE(status.ok()) << status.message;
  return answers(rows);
}

void expect_near(const std::vector<float>& expected, const std::vector<float>& told, float bound) {
  ASSERT_EQ(expected.size(), told.size());
  for (std::size_t k = 0; k < expected.size(); ++k) EXPECT_NEAR(expected[k], told[k], bound) << k;
}

const std::vector<double> points = {1.5, -2.0, 0.0, 0.0, -4.0, 3.25, 5.5, 5.5};

TEST(Answers, AreThoseOfThePlaygroundToTheBit) {
  Playground playground = trained_by_link(blocks);
  const std::vector<float> told = answers_of(portable(playground), points);
  for (std::size_t j = 0; j < points.size() / 2; ++j) {
    const auto own = playground.probe(points[2 * j], points[2 * j + 1]).last(4);
    for (std::size_t k = 0; k < 4; ++k) EXPECT_EQ(told[4 * j + k], own[k]);
  }
}

TEST(Answers, AreThoseOfThePlaygroundWhereBatchNormsAreFolded) {
  Playground playground =
      trained_by_link("dataset=circle&network=4:batchNorm,3:batchNorm:relu&learningRate=0.3");
  const std::vector<float> told = answers_of(portable(playground), points);
  for (std::size_t j = 0; j < points.size() / 2; ++j)
    EXPECT_NEAR(told[j], playground.probe(points[2 * j], points[2 * j + 1]).back(), 2e-6F);
}

TEST(Answers, ManyRowsAnswerAsOneDoes) {
  const PortableNetwork network = portable(trained_by_link("dataset=xor&network=3"));
  std::vector<double> rows;
  for (int k = 0; k < 600; ++k) rows.insert(rows.end(), {0.01 * k, -0.02 * k});
  const std::vector<float> all = answers_of(network, rows);
  for (const std::size_t k : {std::size_t{0}, std::size_t{255}, std::size_t{256}, std::size_t{599}})
    EXPECT_EQ(all[k], answers_of(network, {rows[2 * k], rows[2 * k + 1]})[0]);
}

TEST(Answers, RefuseNetworksWhosePartsDoNotFit) {
  const PortableNetwork good = portable(trained_by_link("dataset=xor&network=3"));
  Answers answers;
  const auto refuses = [&](auto change) {
    PortableNetwork network = good;
    change(network);
    return answers.build(network).code == Code::refused;
  };
  EXPECT_TRUE(refuses([](PortableNetwork& network) { network.layers.clear(); }));
  EXPECT_TRUE(refuses([](PortableNetwork& network) { network.layers[1].inputs = 4; }));
  EXPECT_TRUE(refuses([](PortableNetwork& network) { network.layers[0].biases.pop_back(); }));
  EXPECT_TRUE(refuses([](PortableNetwork& network) { network.layers[0].weights[0] = NAN; }));
  EXPECT_TRUE(refuses([](PortableNetwork& network) { network.layers[0].layer_norm = true; }));
  EXPECT_TRUE(refuses([](PortableNetwork& network) { network.layers[0].activation = Activation::softmax; }));
  EXPECT_TRUE(refuses([](PortableNetwork& network) { network.layers[0].residual = true; }));
  EXPECT_TRUE(refuses([](PortableNetwork& network) { network.scale = {{0.0, 1.0}}; }));
  EXPECT_TRUE(refuses([](PortableNetwork& network) { network.scale = {{0.0, 1.0}, {0.0, 0.0}}; }));
  EXPECT_TRUE(refuses([](PortableNetwork& network) { network.scale = {{0.0, 1.0}, {1e300, 1.0}}; }));
  EXPECT_FALSE(refuses([](PortableNetwork&) {}));
}

TEST(FoldNorm, IsTheAffineMapOfANormAtRest) {
  PortableLayer layer;
  layer.inputs = 2;
  layer.units = 2;
  layer.weights = {1.0F, 2.0F, 3.0F, 4.0F};
  layer.biases = {5.0F, 6.0F};
  fold_norm(layer, 1, {.gain = 2.0, .shift = 0.5, .mean = 3.0, .variance = 0.1875, .epsilon = 0.0625});
  EXPECT_EQ(layer.weights, (std::vector<float>{1.0F, 2.0F, 12.0F, 16.0F}));  // 2 / sqrt(0.25) = 4
  EXPECT_EQ(layer.biases, (std::vector<float>{5.0F, 12.5F}));                // 4 (6 - 3) + 0.5
}

TEST(FoldScale, ChangesNoAnswer) {
  PortableNetwork network = portable(trained_by_link(blocks));
  const std::vector<float> before = answers_of(network, points);
  fold_scale(network);
  EXPECT_TRUE(network.scale.empty());
  expect_near(before, answers_of(network, points), 2e-6F);
}

TEST(Import, SafetensorsOfOursComeBack) {
  const PortableNetwork network = portable(trained_by_link(blocks));
  PortableNetwork back;
  ASSERT_TRUE(read_safetensors(export_model(network, ModelFormat::safetensors), {}, back).ok());
  EXPECT_EQ(back.features, network.features);
  EXPECT_EQ(parameters(back), parameters(network));
  expect_near(answers_of(network, points), answers_of(back, points), 1e-6F);
}

TEST(Import, TensorsBehindTheEndAreToldAsSuch) {
  const std::string good =
      export_model(portable(trained_by_link("dataset=xor&network=3")), ModelFormat::safetensors);
  PortableNetwork network;
  const Status status = read_safetensors(std::string_view(good).substr(0, good.size() - 4), {}, network);
  EXPECT_EQ(status.code, Code::refused);
  EXPECT_NE(status.message.find("cut off or damaged"), std::string::npos) << status.message;
}

TEST(Import, RunsHaveAtMostSoManyUnits) {
  PortableNetwork network = portable(trained_by_link("dataset=xor&network=3"));
  const std::size_t units = Settings::max_units + 1;
  PortableLayer &first = network.layers[0], &last = network.layers[1];
  first.units = last.inputs = units;
  first.weights.resize(2 * units);
  first.biases.resize(units);
  last.weights.resize(units);
  Playground playground;
  const Status status = import_run(network, "", playground);
  EXPECT_EQ(status.code, Code::refused);
  EXPECT_NE(status.message.find("Layer 1 has 65 units; the settings have at most 64"), std::string::npos)
      << status.message;
}

TEST(Import, JsonOfOursComesBack) {
  for (const char* query :
       {blocks, "dataset=xor&network=3", "dataset=plane&network=2", "network=4:batchNorm"}) {
    const PortableNetwork network = portable(trained_by_link(query));
    const std::string text = export_model(network, ModelFormat::json);
    PortableNetwork back;
    const Status status = read_network(text, back);
    ASSERT_TRUE(status.ok()) << status.message;
    EXPECT_EQ(back.features, network.features);
    EXPECT_EQ(back.settings, network.settings);
    EXPECT_EQ(back.classes, network.classes);
    EXPECT_EQ(parameters(back), parameters(network));
    EXPECT_EQ(export_model(back, ModelFormat::json), text);
    expect_near(answers_of(network, points), answers_of(back, points), 1e-6F);
  }
}

TEST(Import, DamagedJsonIsRefusedWithItsPlace) {
  const std::string good =
      export_model(portable(trained_by_link("dataset=xor&network=3")), ModelFormat::json);
  const auto told = [&](std::string_view find, std::string_view replace) {
    std::string text = good;
    const std::size_t at = text.find(find);
    EXPECT_NE(at, std::string::npos) << find;
    text.replace(at, find.size(), replace);
    PortableNetwork network;
    const Status status = read_network(text, network);
    EXPECT_EQ(status.code, Code::refused) << find;
    EXPECT_TRUE(network.layers.empty());
    return status.message;
  };
  const auto expect = [&](std::string_view find, std::string_view replace, std::string_view reason) {
    const std::string message = told(find, replace);
    EXPECT_NE(message.find(reason), std::string::npos) << message;
  };
  expect("downhill-network", "downhill-run", "downhill-network");
  expect("\"version\": 1", "\"version\": 2", "another version");
  expect("\"features\": ", "\"feature\": ", "features");
  expect("\"units\": 3", "\"units\": 3.5", "units is not a whole number");
  expect("\"units\": 3", "\"units\": \"3\"", "units is not a number");
  expect("\"units\": 3", "\"units\": 4", "do not fit its shape");
  expect("\"tanh\"", "\"tann\"", "'tann' is unknown");
  expect("\"residual\": false", "\"residual\": true", "residual");
  expect("\"weights\": [", "\"weights\": [null, ", "this is no number");
  expect("\"means\": []", "\"means\": [1]", "other means than deviations");
  expect("\"classes\": []", "\"classes\": [1]", "a class has no name");
  expect("\"layers\": [", "\"layers\": [[], ", "a layer is no object");
  expect("}]}", "}]", "");
}

#ifndef __EMSCRIPTEN__
TEST(Import, OnnxOfOursComesBack) {
  for (const char* query :
       {blocks, "dataset=plane&network=&activation=linear", "network=4:batchNorm:sigmoid,4:leakyRelu"}) {
    const PortableNetwork network = portable(trained_by_link(query));
    PortableNetwork back;
    const Status status = read_onnx(export_model(network, ModelFormat::onnx), back);
    ASSERT_TRUE(status.ok()) << status.message;
    EXPECT_EQ(back.features, network.features);
    EXPECT_EQ(parameters(back), parameters(network));
    expect_near(answers_of(network, points), answers_of(back, points), 1e-6F);
  }
}

TEST(Import, OnnxWithAnUnknownOperatorNamesIt) {
  std::string file = export_model(trained_by_link("dataset=xor&network=3"), ModelFormat::onnx);
  file.replace(file.find("Tanh"), 4, "Tank");
  PortableNetwork network;
  const Status status = read_onnx(file, network);
  EXPECT_EQ(status.code, Code::refused);
  EXPECT_NE(status.message.find("'Tank'"), std::string::npos) << status.message;
  EXPECT_TRUE(network.layers.empty());
}

TEST(Import, OnnxCutOffAnywhereIsRefused) {
  const std::string file = export_model(trained_by_link(blocks), ModelFormat::onnx);
  PortableNetwork network;
  // The last field is metadata; a file that ends before it is whole.
  const std::size_t whole = file.rfind("settings") - 4;
  for (std::size_t length = 0; length + 40 < whole; length += 7)
    EXPECT_EQ(read_onnx(std::string_view(file).substr(0, length), network).code, Code::refused) << length;
}
#endif

TEST(Import, MakesARunThatGoesOn) {
  const Playground from = trained_by_link(blocks);
  Playground run;
  ASSERT_TRUE(import_run(portable(from), "", run).ok());
  EXPECT_EQ(to_query(run.settings()), to_query(from.settings()));
  EXPECT_TRUE(std::ranges::equal(run.trainer().theta(), from.trainer().theta()));
  EXPECT_TRUE(run.step(1).ok());
}

TEST(Import, MakesARunOfANetworkWithoutSettings) {
  PortableNetwork network = portable(trained_by_link(blocks));
  network.settings.clear();
  const std::vector<float> before = answers_of(network, points);
  Playground run;
  ASSERT_TRUE(import_run(network, "", run).ok());
  EXPECT_EQ(run.dataset().classes, 4U);
  expect_near(before, answers_of(portable(run), points), 2e-6F);
  for (const char* query :
       {"dataset=xor&network=4", "dataset=xor&network=4&loss=squaredError", "dataset=plane"}) {
    network = portable(trained_by_link(query));
    network.settings.clear();
    ASSERT_TRUE(import_run(network, "", run).ok()) << query;
    EXPECT_EQ(answers_of(network, points), answers_of(portable(run), points)) << query;
  }
}

TEST(Import, RefusesWhatSettingsCannotSay) {
  const PortableNetwork good = portable(trained_by_link("dataset=xor&network=4"));
  Playground run = trained_by_link("dataset=moons&network=3");
  const std::uint64_t before = run.trainer().state_hash();
  const auto refuses = [&](auto change, const char* query = "") {
    PortableNetwork network = good;
    network.settings.clear();
    change(network);
    const bool refused = import_run(network, query, run).code == Code::refused;
    return refused && run.trainer().state_hash() == before;
  };
  EXPECT_TRUE(refuses([](PortableNetwork& network) { network.layers.back().activation = Activation::relu; }));
  EXPECT_TRUE(refuses([](PortableNetwork& network) {
    network.features.clear();
    network.layers.front().inputs = 3;
    network.layers.front().weights.resize(12);
  }));
  EXPECT_TRUE(refuses([](PortableNetwork&) {}, "dataset=plane")) << "sigmoid cannot learn numbers";
}

TEST(Import, MakesARunOnATable) {
  PortableNetwork network;
  network.layers = {{.inputs = 3,
                     .units = 2,
                     .activation = Activation::relu,
                     .weights = {1, 2, 3, 4, 5, 6},
                     .biases = {0, 1},
                     .gain = {},
                     .shift = {}},
                    {.inputs = 2,
                     .units = 3,
                     .activation = Activation::softmax,
                     .weights = {1, 0, 0, 1, 1, 1},
                     .biases = {0, 0, 0},
                     .gain = {},
                     .shift = {}}};
  TableModel model;
  ASSERT_TRUE(import_table(network, model).ok());
  EXPECT_EQ(model.schema.classes, (std::vector<std::string>{"0", "1", "2"}));
  const std::vector<double> row = {0.1, -0.2, 0.3};
  EXPECT_EQ(answers_of(network, row), answers_of(portable(model), row));
  TableModel back;
  EXPECT_TRUE(read_table_model(write_table_model(model), back).ok());
}

}  // namespace
}  // namespace downhill::testing
