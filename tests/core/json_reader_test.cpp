#include "json_reader.hpp"

#include <gtest/gtest.h>

namespace downhill::json {
namespace {

TEST(Json, ReadsEveryKindOfValue) {
  Document document;
  const Status status = document.parse(
      " {\"a\" : [1, -0.5e+3, true, null], \"\\u0062\": {}, \"c\":\"x\\n\\u00e9\\ud83d\\ude00\"}\n");
  ASSERT_TRUE(status.ok()) << status.message;
  const auto root = document.root();
  ASSERT_EQ(document.kind(root), Kind::object);
  EXPECT_EQ(document.size(root), 3U);
  auto key = document.first(root);
  EXPECT_EQ(document.string(key), "a");
  auto value = document.next(key);
  EXPECT_EQ(document.size(value), 4U);
  auto element = document.first(value);
  EXPECT_EQ(document.text(element), "1");
  element = document.next(element);
  EXPECT_EQ(document.kind(element), Kind::number);
  EXPECT_EQ(document.text(element), "-0.5e+3");
  element = document.next(element);
  EXPECT_EQ(document.kind(element), Kind::boolean);
  element = document.next(element);
  EXPECT_EQ(document.kind(element), Kind::null);
  EXPECT_EQ(document.next(element), document.end(value));
  key = document.next(value);
  EXPECT_EQ(document.string(key), "b");
  key = document.next(document.next(key));
  EXPECT_EQ(document.string(document.next(key)), "x\n\xC3\xA9\xF0\x9F\x98\x80");
  EXPECT_EQ(document.next(document.next(key)), document.end(root));
}

struct Bad {
  const char* text;
  const char* place;
  const char* reason;
};

TEST(Json, RefusesEverythingElseAndSaysWhere) {
  for (const auto& [text, place, reason] : std::initializer_list<Bad>{
           {"", "line 1, column 1", "ends"},
           {"[1,\n 2,\n x]", "line 3, column 2", "no value"},
           {"[1 2]", "line 1, column 4", "comma"},
           {"[1,]", "column 4", "no value"},
           {"[1", "column 3", "comma or ]"},
           {"{\"a\":1,}", "column 8", "key"},
           {"{\"a\" 1}", "column 6", "colon"},
           {"{a:1}", "column 2", "key"},
           {"{\"a\":1", "column 7", "comma or }"},
           {"{\"a\":1,\n\"\\u0061\":2}", "line 2, column 2", "second time"},
           {"\"abc", "column 1", "does not end"},
           {"\"a\tb\"", "column 3", "control character"},
           {"\"\\x\"", "column 2", "escape"},
           {"\"\\u12g4\"", "column 2", "escape"},
           {"\"\\ud83d\"", "column 2", "escape"},
           {"\"\\ude00\"", "column 2", "escape"},
           {"\"\\ud83d\\u0041\"", "column 2", "escape"},
           {"01", "column 2", "follow"},
           {"-", "column 1", "no value"},
           {"+1", "column 1", "no value"},
           {".5", "column 1", "no value"},
           {"1.", "column 1", "no value"},
           {"1e", "column 1", "no value"},
           {"0x10", "column 2", "follow"},
           {"NaN", "column 1", "no value"},
           {"Infinity", "column 1", "no value"},
           {"nul", "column 1", "no value"},
           {"truefalse", "column 5", "follow"},
           {"{} []", "column 4", "follow"},
           {"// comment\n1", "column 1", "no value"},
       }) {
    SCOPED_TRACE(text);
    Document document;
    const Status status = document.parse(text);
    EXPECT_EQ(status.code, Code::refused);
    EXPECT_NE(status.message.find(place), std::string::npos) << status.message;
    EXPECT_NE(status.message.find(reason), std::string::npos) << status.message;
  }
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

TEST(Json, HasBounds) {
  Document document;
  EXPECT_TRUE(document.parse(nested(max_depth)).ok());
  EXPECT_FALSE(document.parse(nested(max_depth + 1)).ok());
  EXPECT_FALSE(document.parse(std::string(1'000'000, '[')).ok());
  EXPECT_TRUE(document.parse('1' + std::string(max_bytes - 1, ' ')).ok());
  EXPECT_FALSE(document.parse('1' + std::string(max_bytes, ' ')).ok());

  const auto list = [](std::size_t count) {
    std::string text = "[0";
    for (std::size_t j = 1; j < count; ++j) text += ",0";
    return text + ']';
  };
  EXPECT_TRUE(document.parse(list(max_values - 1)).ok());  // the list itself is one
  EXPECT_FALSE(document.parse(list(max_values)).ok());

  const auto object = [](std::size_t count) {
    std::string text = "{";
    for (std::size_t j = 0; j < count; ++j) text += (j > 0 ? ",\"" : "\"") + std::to_string(j) + "\":0";
    return text + '}';
  };
  EXPECT_TRUE(document.parse(object(max_members)).ok());
  EXPECT_FALSE(document.parse(object(max_members + 1)).ok());
}

TEST(Json, ZeroBytesAreNoBlanks) {
  Document document;
  EXPECT_FALSE(document.parse(std::string_view("1\0", 2)).ok());
  EXPECT_FALSE(document.parse(std::string_view("\"\0\"", 3)).ok());
}

}  // namespace
}  // namespace downhill::json
