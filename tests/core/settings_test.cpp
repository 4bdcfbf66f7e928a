// The settings table, and what it makes of every text that can reach it.
#include "json.hpp"
#include "networks.hpp"

#include <downhill/random.hpp>
#include <downhill/settings.hpp>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

bool is_default(const Settings& settings) {
  return to_query(settings).empty();
}

Status set_one(const char* key, std::string_view text, Settings& settings) {
  settings = {};
  return set(settings, key, text);
}

// Done, but not as given: every word is in the message.
::testing::AssertionResult tells(const Status& status, Code code, std::initializer_list<const char*> words) {
  if (status.code != code)
    return ::testing::AssertionFailure() << name(status.code) << ": " << status.message;
  for (const char* word : words) {
    if (status.message.find(word) == std::string::npos) {
      return ::testing::AssertionFailure() << "no '" << word << "' in: " << status.message;
    }
  }
  return ::testing::AssertionSuccess();
}

Settings random_settings(Random& random) {
  Settings settings;
  for (const SettingSpec& row : settings_table()) {
    std::string text;
    if (row.type == SettingType::choice) {
      text = row.choices[random.below(static_cast<std::uint32_t>(row.choices.size()))].value;
    } else if (row.type == SettingType::features) {
      for (const SettingChoice& choice : row.choices) {
        if (random.below(2) == 0) text += (text.empty() ? "" : ",") + std::string(choice.value);
      }
      if (text.empty()) text = "radius";
    } else if (row.type == SettingType::layers) {
      for (std::uint32_t l = random.below(Settings::max_layers + 1); l > 0; --l) {
        text += std::to_string(1 + random.below(Settings::max_units));
        const std::uint32_t phi = random.below(8);
        if (phi < 4) text += ":" + std::string(activation_names[phi]);
        if (l > 1) text += ',';
      }
    } else {
      double value = random.uniform(row.min, row.max);
      if (row.type == SettingType::integer) value = std::floor(value);
      char digits[40];
      (void)std::snprintf(digits, sizeof digits, "%.17g", value);
      text = digits;
    }
    const Status status = row.write(settings, text);
    EXPECT_EQ(status.code, Code::ok) << row.key << "=" << text << ": " << status.message;
  }
  return settings;
}

TEST(Settings, GoThroughAQueryUnchanged) {
  Random random(1, Stream::data);
  for (int round = 0; round < 3000; ++round) {
    const Settings settings = random_settings(random);
    const std::string query = to_query(settings), json = to_json(settings);
    EXPECT_EQ(query.find_first_of(" +#\"<>%?"), std::string::npos) << query;
    Settings again;
    const Status status = apply_query(again, query);
    ASSERT_EQ(status.code, Code::ok) << query << ": " << status.message;
    ASSERT_EQ(to_json(again), json);
    ASSERT_EQ(to_query(again), query);
    ASSERT_TRUE(JsonValidator::valid(json)) << json;
  }
}

TEST(Settings, DefaultsNeedNoQuery) {
  EXPECT_EQ(to_query({}), "");
  Settings settings;
  EXPECT_EQ(apply_query(settings, "").code, Code::ok);
  EXPECT_EQ(apply_query(settings, "v=1").code, Code::ok);
  EXPECT_EQ(apply_query(settings, "&&&").code, Code::ok);
  EXPECT_EQ(apply_query(settings, "v=1&dataset=spiral&noise=0&network=8,8").message, "");
  EXPECT_TRUE(is_default(settings));
  ASSERT_TRUE(set(settings, "noise", "-0").ok());
  EXPECT_EQ(to_query(settings), "");
}

TEST(Settings, ClampAndSaySo) {
  Settings s;
  EXPECT_TRUE(tells(set_one("noise", "75", s), Code::clamped, {"noise", "'75'", "above 50", "using 50."}));
  EXPECT_EQ(s.noise, 50.0);
  EXPECT_TRUE(tells(set_one("noise", "-1", s), Code::clamped, {"noise", "'-1'", "below 0", "using 0."}));
  EXPECT_TRUE(
      tells(set_one("learningRate", "1000", s), Code::clamped, {"learningRate", "above 10", "using 10"}));
  EXPECT_EQ(s.learning_rate, 10.0);
  EXPECT_TRUE(tells(set_one("learningRate", "0", s), Code::clamped, {"learningRate", "below 1e-5"}));
  EXPECT_TRUE(
      tells(set_one("batchSize", "2.7", s), Code::clamped, {"batchSize", "whole number", "using 3."}));
  EXPECT_EQ(s.batch_size, 3U);
  EXPECT_TRUE(tells(set_one("batchSize", "0.4", s), Code::clamped, {"batchSize", "below 1", "using 1."}));
  EXPECT_TRUE(tells(set_one("seed", "4294967296", s), Code::clamped, {"seed", "above", "using 4294967295."}));
  EXPECT_EQ(s.seed, 4294967295U);
  EXPECT_TRUE(tells(set_one("samples", "1e999", s), Code::clamped, {"samples", "above"}));
  EXPECT_EQ(s.samples, 5000U);
  EXPECT_TRUE(tells(set_one("samples", "-1e999", s), Code::clamped, {"samples", "below"}));
  EXPECT_EQ(s.samples, 10U);
  EXPECT_EQ(set_one("learningRate", "1e-3", s).code, Code::ok);
  EXPECT_EQ(s.learning_rate, 1e-3);
  EXPECT_EQ(set_one("learningRate", ".5", s).code, Code::ok);
  EXPECT_EQ(s.learning_rate, 0.5);
}

TEST(Settings, IgnoreWhatIsNoValue) {
  for (const char* text : {"", " ", "nan", "NaN", "inf", "-inf", "infinity", "0x10", "1,5", "1 ", " 1", "ten",
                           "1e", "--1", "1.2.3", "+", ".", "1e5e5", "\xE2\x88\x9E"}) {
    for (const char* key : {"noise", "learningRate", "batchSize", "samples", "seed", "trainRatio"}) {
      Settings s;
      EXPECT_TRUE(tells(set_one(key, text, s), Code::unknown, {key, "is not a number; keeping"})) << text;
      EXPECT_TRUE(is_default(s));
    }
  }
  Settings s;
  EXPECT_TRUE(tells(set_one("noise", std::string(100, '1'), s), Code::unknown, {"noise"}));
  EXPECT_TRUE(tells(set_one("dataset", "Circle", s), Code::unknown,
                    {"dataset", "'Circle'", "circle, xor", "spiral"}));
  EXPECT_TRUE(tells(set_one("activation", "softmax", s), Code::unknown, {"activation", "keeping tanh"}));
  EXPECT_TRUE(is_default(s));
}

TEST(Settings, Layers) {
  Settings s;
  ASSERT_EQ(set_one("network", "4,2:relu,64", s).code, Code::ok);
  ASSERT_EQ(s.network.size(), 3U);
  EXPECT_EQ(s.network[0].units, 4U);
  EXPECT_FALSE(s.network[0].activation.has_value());
  EXPECT_EQ(s.network[1].activation, Activation::relu);
  EXPECT_EQ(s.network[2].units, 64U);
  EXPECT_EQ(find_setting("network")->read(s), "4,2:relu,64");
  ASSERT_EQ(set_one("network", "", s).code, Code::ok);
  EXPECT_TRUE(s.network.empty());
  EXPECT_EQ(to_query(s), "network=");
  EXPECT_TRUE(tells(set_one("network", "0,65,-3", s), Code::clamped,
                    {"network: 0 units", "network: 65 units", "network: -3 units", "using 64", "using 1"}));
  EXPECT_EQ(find_setting("network")->read(s), "1,64,1");
  EXPECT_TRUE(tells(set_one("network", "1,1,1,1,1,1,1,1,1,1", s), Code::clamped, {"network", "more than 8"}));
  EXPECT_EQ(s.network.size(), 8U);
  for (const char* bad : {"a", "4,x", ",", "4,,4", ",4", "4:", ":relu", "4:softmax", "4:nosuch", "4.5",
                          "4:relu:tanh", "4 4", "nan", "[4]"}) {
    EXPECT_TRUE(
        tells(set_one("network", bad, s), Code::unknown, {"network", "is not a layer", "keeping 8,8"}))
        << bad;
    EXPECT_TRUE(is_default(s));
  }
  EXPECT_TRUE(tells(set_one("network", "8:relu,8:leaky-relu:batchNorm,4", s), Code::unknown,
                    {"network: '8:leaky-relu:batchNorm' is not a layer such as 8 or 8:relu"}));
}

TEST(Settings, UnknownKeysAreIgnoredByName) {
  Settings settings;
  const Status status = apply_query(settings, "__proto__=1&constructor=x&=5&=&Dataset=xor&show=true&noise=7");
  EXPECT_TRUE(tells(status, Code::unknown, {"'__proto__'", "'constructor'", "'Dataset'", "'show'", "''"}));
  EXPECT_EQ(to_query(settings), "noise=7");
}

TEST(Settings, PercentEscapes) {
  Settings settings;
  EXPECT_EQ(apply_query(settings, "net%77ork=4%2C2%3arelu&%64ataset=%78or").code, Code::ok);
  EXPECT_EQ(find_setting("network")->read(settings), "4,2:relu");
  EXPECT_EQ(settings.dataset, DatasetKind::xor_);
  for (const char* bad : {"dataset=%", "dataset=%7", "dataset=%zz", "dataset=circle%", "dataset=circle%00",
                          "%=1", "dataset=%26noise=5"}) {
    Settings s;
    EXPECT_EQ(apply_query(s, bad).code, Code::unknown) << bad;
    EXPECT_TRUE(is_default(s)) << bad;
  }
}

TEST(Settings, AnEscapeCutOffByTheEndIsNotReadBeyondIt) {
  Settings settings;
  const std::string_view whole = "dataset=circl%65";
  ASSERT_EQ(apply_query(settings, whole).code, Code::ok);
  EXPECT_EQ(settings.dataset, DatasetKind::circle);
  for (const std::size_t cut : {1U, 2U}) {
    settings = {};
    EXPECT_EQ(apply_query(settings, whole.substr(0, whole.size() - cut)).code, Code::unknown);
    EXPECT_TRUE(is_default(settings));
  }
}

TEST(Settings, AHugeQueryIsRefusedWhole) {
  Settings settings;
  EXPECT_TRUE(
      refuses(apply_query(settings, "noise=5&" + std::string(20'000, 'x')), {"settings", "20008", "16384"}));
  EXPECT_TRUE(is_default(settings));
}

TEST(Settings, MessagesArePrintableAndShort) {
  const std::string nasty = "<b>\x01\x7F\n\xC3\xA9\xFF" + std::string(500, 'A');
  for (const SettingSpec& row : settings_table()) {
    Settings settings;
    const Status status = row.write(settings, nasty);
    EXPECT_EQ(status.code, Code::unknown);
    EXPECT_LT(status.message.size(), 250U);
    EXPECT_EQ(status.message.find_first_of("\n\x01\x7F\xC3\xFF"), std::string::npos) << status.message;
  }
}

TEST(Settings, RandomBytesDoNoHarm) {
  Random random(2, Stream::data);
  const std::string alphabet = "&=%,:.-+e0123456789networkdatasetnoiserelu";
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::uint32_t n = random.below(60); n > 0; --n) {
      text += random.below(4) == 0 ? static_cast<char>(random.below(256))
                                   : alphabet[random.below(static_cast<std::uint32_t>(alphabet.size()))];
    }
    if (random.below(2) == 0) text = "network=" + text;
    Settings settings;
    const Status status = apply_query(settings, text);
    ASSERT_TRUE(status.ok());
    ASSERT_LE(settings.network.size(), Settings::max_layers);
    for (const SettingSpec& row : settings_table()) {
      Settings again;
      const std::string value = row.read(settings);
      ASSERT_EQ(row.write(again, value).code, Code::ok) << row.key << "=" << value << " from " << text;
    }
  }
}

}  // namespace
}  // namespace downhill::testing
