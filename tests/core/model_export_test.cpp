// What leaves for other programs, and what comes back. That they answer as we do is tested where they run:
// tests/cli/run.mjs.
#include <downhill/model_export.hpp>
#include <downhill/run_io.hpp>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

constexpr const char* everything =
    "dataset=blobs&classes=3&features=x1,x2,sinX1,radius&standardize=on&network=5:layerNorm,5:residual,4:"
    "gelu";

Playground trained(const char* query, std::size_t steps = 40) {
  Playground playground;
  EXPECT_TRUE(playground.configure(query).ok());
  EXPECT_TRUE(playground.step(steps).ok());
  return playground;
}

std::size_t little(const std::string& bytes, std::size_t at, std::size_t count) {
  std::uint64_t number = 0;
  for (std::size_t j = 0; j < count; ++j)
    number |= std::uint64_t{static_cast<unsigned char>(bytes[at + j])} << (8 * j);
  return static_cast<std::size_t>(number);
}

TEST(ModelExport, FormatsAreFoundByTheirKeys) {
  for (std::size_t j = 0; j < model_formats.size(); ++j) {
    const auto found = find_model_format(model_formats[j].key);
    ASSERT_TRUE(found);
    EXPECT_EQ(static_cast<std::size_t>(*found), j);
    EXPECT_FALSE(export_model(trained(everything), *found).empty());
  }
  EXPECT_FALSE(find_model_format("keras"));
}

TEST(ModelExport, SafetensorsHoldEveryWeightWithoutAGap) {
  const Playground playground = trained("dataset=xor&network=3");
  const std::string file = export_model(playground, ModelFormat::safetensors);
  const std::size_t header = little(file, 0, 8);
  EXPECT_EQ(header % 8, 0U);
  const std::string text = file.substr(8, header);
  EXPECT_NE(
      text.find("\"layers.0.weight\": {\"dtype\": \"F32\", \"shape\": [3, 2], \"data_offsets\": [0, 24]}"),
      std::string::npos);
  EXPECT_NE(text.find("\"layers.1.bias\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [48, 52]}"),
            std::string::npos);
  const auto theta = playground.trainer().theta();
  ASSERT_EQ(file.size(), 8 + header + 4 * theta.size());
  EXPECT_EQ(std::memcmp(file.data() + 8 + header, theta.data(), 24), 0);
}

TEST(ModelExport, BatchNormsAreFoldedIn) {
  const std::string file = export_model(trained("network=4:batchNorm"), ModelFormat::safetensors);
  EXPECT_EQ(file.find("norm"), std::string::npos);
  EXPECT_NE(export_model(trained("network=4:layerNorm"), ModelFormat::safetensors).find("layers.0.norm.bias"),
            std::string::npos);
}

TEST(ModelExport, NumpyArchivesPointToTheirFiles) {
  const std::string file = export_model(trained("dataset=xor&network=3"), ModelFormat::npz);
  const std::size_t end = file.size() - 22;
  ASSERT_EQ(file.substr(end, 4), "PK\x05\x06");
  EXPECT_EQ(little(file, end + 10, 2), 4U);
  const std::size_t directory = little(file, end + 16, 4);
  ASSERT_EQ(file.substr(directory, 4), "PK\x01\x02");
  const std::size_t size = little(file, directory + 24, 4);
  const std::size_t place = little(file, directory + 42, 4);
  EXPECT_EQ(file.substr(place, 4), "PK\x03\x04");
  const std::size_t content = place + 30 + little(file, place + 26, 2);
  EXPECT_EQ(file.substr(content + 1, 5), "NUMPY");
  EXPECT_EQ((10 + little(file, content + 8, 2)) % 64, 0U);
  EXPECT_EQ(size, 10 + little(file, content + 8, 2) + 6 * 4);
}

TEST(RunFile, GoesOnToTheSameBits) {
  for (const char* query : {"dataset=circle&optimizer=adam&network=4,3&batchSize=7", everything}) {
    Playground run = trained(query);
    ASSERT_TRUE(run.freeze(1, true).ok());
    ASSERT_TRUE(run.step(10).ok());
    std::optional<RunPoints> points;
    const std::string text = write_run(run, points);
    Playground copy;
    ASSERT_TRUE(read_run(text, copy, points).ok());
    EXPECT_EQ(copy.trainer().state_hash(), run.trainer().state_hash());
    ASSERT_TRUE(run.step(33).ok());
    ASSERT_TRUE(copy.step(33).ok());
    EXPECT_EQ(copy.trainer().state_hash(), run.trainer().state_hash());
    EXPECT_EQ(copy.trainer().spec().rules.frozen, run.trainer().spec().rules.frozen);
  }
}

TEST(RunFile, BringsPointsAndTheirNamesBack) {
  Playground run;
  std::optional<RunPoints> points = RunPoints{"x1,x2,label\n1,1,\"a \"\"b\"\"\"\n-1,-1,c\n2,1,c\n", false};
  ASSERT_TRUE(run.load_points(points->csv, false).ok());
  const std::string text = write_run(run, points);
  Playground copy;
  std::optional<RunPoints> again;
  ASSERT_TRUE(read_run(text, copy, again).ok());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->csv, points->csv);
  EXPECT_EQ(copy.dataset().class_names, run.dataset().class_names);
  EXPECT_EQ(copy.trainer().state_hash(), run.trainer().state_hash());
}

TEST(RunFile, TakesWeightsFromAPageWithoutASnapshot) {
  Playground run = trained("dataset=xor&network=2");
  ASSERT_TRUE(run.freeze(3, true).ok());
  std::string text = write_run(run, std::nullopt);
  text = text.substr(0, text.find(",\n \"snapshot\"")) + "}";
  Playground copy;
  std::optional<RunPoints> points;
  ASSERT_TRUE(read_run(text, copy, points).ok());
  for (std::size_t j = 0; j < run.trainer().theta().size(); ++j)
    EXPECT_EQ(copy.trainer().theta()[j], run.trainer().theta()[j]);
  EXPECT_EQ(copy.trainer().spec().rules.frozen, std::vector<std::uint32_t>{3});
}

TEST(RunFile, RefusesWhatIsNoneAndChangesNothing) {
  const std::string good = write_run(trained("dataset=xor&network=2"), std::nullopt);
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  Playground playground;
  const std::uint64_t before = playground.trainer().state_hash();
  std::optional<RunPoints> points;
  for (const std::string& bad :
       {std::string(), std::string("{}"), std::string("[1]"), good.substr(0, good.size() / 2),
        replaced("downhill-run", "downhill-rum"), replaced("\"version\": 1", "\"version\": 2"),
        replaced("\"query\"", "\"quary\""), replaced("\"parameters\": [", "\"parameters\": [1, "),
        replaced("\"snapshot\": [", "\"snapshot\": [7, "), replaced("\"frozen\": []", "\"frozen\": [99]"),
        replaced("\"frozen\": []", "\"frozen\": {}"),
        replaced("\"points\": null", "\"points\": {\"csv\": 1}"),
        replaced("\"points\": null", "\"points\": {\"csv\": \"1,2\"}")}) {
    const Status status = read_run(bad, playground, points);
    EXPECT_EQ(status.code, Code::refused) << bad.substr(0, 60);
    EXPECT_FALSE(status.message.empty());
    EXPECT_EQ(playground.trainer().state_hash(), before);
  }
}

}  // namespace
}  // namespace downhill::testing
