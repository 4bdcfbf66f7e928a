// The settings table: every row is complete, and reads and writes its own values.
#include "json.hpp"

#include <downhill/settings.hpp>

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

TEST(SettingsTable, IsSound) {
  std::set<std::string_view> names;
  for (const SettingSpec& row : settings_table()) {
    SCOPED_TRACE(row.key);
    EXPECT_TRUE(names.insert(row.key).second);
    EXPECT_EQ(find_setting(row.key), &setting_rules()[names.size() - 1]);
    EXPECT_EQ(find_setting(row.key)->key, row.key);
    for (const std::string_view text : {row.label, row.group, row.help}) {
      EXPECT_FALSE(text.empty());
      EXPECT_EQ(text.find('\n'), std::string_view::npos);
    }
    EXPECT_LE(row.help.size(), 110U);
    EXPECT_EQ(row.type == SettingType::choice || row.type == SettingType::features, !row.choices.empty());
    if (row.type == SettingType::number || row.type == SettingType::integer) {
      EXPECT_LT(row.min, row.max);
      EXPECT_TRUE(!row.logarithmic || row.min > 0.0);
      EXPECT_TRUE(row.logarithmic || row.step > 0.0);
    }
    // The default is in range and reads as it is written.
    const std::string text = row.read(Settings{});
    Settings settings;
    const Status status = row.write(settings, text);
    EXPECT_EQ(status.code, Code::ok) << status.message;
    EXPECT_EQ(to_query(settings), "");
  }
  EXPECT_EQ(find_setting("nothing"), nullptr);
  EXPECT_EQ(find_setting(""), nullptr);
}

TEST(SettingsTable, ChoicesHaveUniqueValuesThatReadBack) {
  for (const SettingSpec& row : settings_table()) {
    std::set<std::string_view> values, labels;
    for (const SettingChoice& choice : row.choices) {
      EXPECT_TRUE(values.insert(choice.value).second) << choice.value;
      EXPECT_TRUE(labels.insert(choice.label).second) << choice.label;
      Settings settings;
      ASSERT_EQ(row.write(settings, choice.value).code, Code::ok);
      EXPECT_EQ(row.read(settings), choice.value);
    }
  }
}

// URLs turn '+' into a blank, and people read these.
TEST(SettingsTable, NumbersReadAsPeopleWriteThem) {
  for (const SettingSpec& row : settings_table()) {
    if (row.type != SettingType::number && row.type != SettingType::integer) continue;
    Settings settings;
    EXPECT_EQ(row.read(settings).find('+'), std::string::npos) << row.key << " " << row.read(settings);
    ASSERT_EQ(row.write(settings, "1e9").code, row.max < 1e9 ? Code::clamped : Code::ok);
    EXPECT_EQ(row.read(settings).find('+'), std::string::npos) << row.key << " " << row.read(settings);
  }
  Settings settings;
  ASSERT_EQ(set(settings, "samples", "500").code, Code::ok);
  EXPECT_EQ(find_setting("samples")->read(settings), "500");
  EXPECT_NE(set(settings, "samples", "9999").message.find("using 5000."), std::string::npos);
}

TEST(SettingsTable, IsJson) {
  const std::string json = settings_table_json();
  EXPECT_TRUE(JsonValidator::valid(json));
  EXPECT_FALSE(JsonValidator::valid(json.substr(1)));
  EXPECT_FALSE(JsonValidator::valid(json + "}"));
  for (const SettingSpec& row : settings_table()) {
    EXPECT_NE(json.find("\"key\": \"" + std::string(row.key) + "\""), std::string::npos) << row.key;
  }
  for (const char* bad :
       {"", "{", "{]", "[1,]", "{\"a\" 1}", "01", "1.", "\"\n\"", "\"\\x\"", "tru", "[1 2]", "\"a"}) {
    EXPECT_FALSE(JsonValidator::valid(bad)) << bad;
  }
}

}  // namespace
}  // namespace downhill::testing
