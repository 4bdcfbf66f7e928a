// Points as text: what is read, what is refused and with which words, and that it comes back as it was.
#include <downhill/csv.hpp>
#include <downhill/random.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

CsvTable parse(std::string_view text, bool regression = false) {
  CsvTable table;
  const Status status = parse_csv(text, regression, table);
  EXPECT_TRUE(status.ok()) << status.message << "\nin\n" << text;
  return table;
}

std::string refusal(std::string_view text, bool regression = false) {
  CsvTable table;
  table.points.resize(3);
  table.class_names = {"as before"};
  const Status status = parse_csv(text, regression, table);
  EXPECT_EQ(status.code, Code::refused) << text;
  EXPECT_EQ(table.points.size(), 3U);
  EXPECT_EQ(table.class_names, std::vector<std::string>{"as before"});
  return status.message;
}

std::string to_string(const CsvTable& table) {
  return to_csv({.points = table.points, .regression = table.regression, .class_names = table.class_names});
}

bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

void expect_same(const std::vector<Point>& a, const std::vector<Point>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t j = 0; j < a.size(); ++j) {
    ASSERT_TRUE(same_bits(a[j].x1, b[j].x1) && same_bits(a[j].x2, b[j].x2)) << j;
    ASSERT_TRUE(same_bits(a[j].target, b[j].target)) << j;
    ASSERT_EQ(a[j].label, b[j].label) << j;
  }
}

TEST(CsvReads, EveryWayToWriteTheSamePoints) {
  const std::string plain = "x1,x2,label\n1.5,-2,0\n0.25,3000,1\n";
  for (const std::string_view text : {
           "1.5,-2,0\n0.25,3000,1\n",                        // no names of columns
           "1.5,-2,0\n0.25,3000,1",                          // no last line end
           "x1,x2,label\r\n1.5,-2,0\r\n0.25,3000,1\r\n",     // Windows
           "1.5,-2,0\r0.25,3000,1",                          // CR alone
           "\xEF\xBB\xBFx,y,class\n1.5,-2,0\n0.25,3000,1",   // byte order mark
           "x1;x2;label\n1.5;-2;0\n0.25;3000;1\n",           // semicolons
           "x1\tx2\tlabel\n1.5\t-2\t0\n0.25\t3000\t1\n",     // tabs
           "\"x;1\",\"x;2\",label\n1.5,-2,0\n.25,3e3,+1\n",  // separators within quotes
           "\n# a comment; with; semicolons\n 1.5 , -2.0 ,\t0\n\n  # more\n0.25,3E+3,1.0\n \t\n",
           "\"1.5\",\"-2\" , \"0\"\n\"0.25\",\"3000\",1\n",
       }) {
    EXPECT_EQ(to_string(parse(text)), plain) << text;
  }
}

TEST(CsvReads, LabelsAsClasses) {
  const auto classes = [](std::string_view text) {
    const CsvTable table = parse(text);
    std::string result;
    for (const Point& point : table.points) result += std::to_string(point.label);
    for (const std::string& name : table.class_names) result += '|' + name;
    return result;
  };
  EXPECT_EQ(classes("0,0,1\n0,0,0\n0,0,2"), "102");
  EXPECT_EQ(classes("0,0,1\n0,0,-1\n0,0,1.0"), "101|-1|1");
  EXPECT_EQ(classes("0,0,10\n0,0,9"), "10|9|10");
  EXPECT_EQ(classes("0,0,setosa\n0,0,\"iris, blue\"\n0,0,setosa"), "101|iris, blue|setosa");
  EXPECT_EQ(classes("0,0,grün\n0,0,\"a \"\"b\"\"\""), "10|a \"b\"|grün");
  EXPECT_EQ(classes("0,0,a\n0,0,1"), "10|1|a");
  EXPECT_EQ(classes("0,0,\" a\"\n0,0,a\n"), "01| a|a");
}

TEST(CsvReads, ClassesThatDoNotDependOnTheOrderOfRows) {
  const CsvTable there = parse("1,0,b\n2,0,a\n3,0,c\n");
  const CsvTable back = parse("3,0,c\n2,0,a\n1,0,b\n");
  EXPECT_EQ(there.class_names, back.class_names);
  EXPECT_EQ(there.points[0].label, back.points[2].label);
}

TEST(CsvReads, TargetsOfARegression) {
  const CsvTable table = parse("x,y,z\n1,2,0.125\n3,4,-1e3", true);
  EXPECT_TRUE(table.regression);
  EXPECT_TRUE(table.class_names.empty());
  EXPECT_EQ(table.points[0].target, 0.125);
  EXPECT_EQ(table.points[1].target, -1000.0);
  EXPECT_EQ(table.points[1].label, 0U);
  EXPECT_EQ(parse("1,2,3\n1,2,3", true).points.size(), 2U);  // all alike is no error here
}

struct Bad {
  std::string_view text, message;
};

TEST(CsvRefuses, WithLineColumnAndWhatStandsThere) {
  const Bad table[] = {
      {"1,2,0\n1,abc,1", "line 2, column 3: 'abc' is not a number."},
      {"x1,x2,label\n\n# note\n1.0,2.0,0\n1.0,2.0,1\n\n1.25,-3.50,  ,\n",
       "line 7, column 15: '' is a fourth field; write x1,x2,label."},
      {"abc,2,0\n1,2,1", "line 1, column 1: 'abc' is not a number."},
      {"nan,nan,0\n1,2,1", "line 1, column 1: 'nan' is not a number."},
      {"1,2,0\n1,Inf,1", "line 2, column 3: 'Inf' is not a number."},
      {"1,2,0\n1e999,2,1", "line 2, column 1: '1e999' is not between -1000000 and 1000000."},
      {"1,2,0\n1,-1000001,1", "line 2, column 3: '-1000001' is not between -1000000 and 1000000."},
      {"1,2,0\n1,0x10,1", "line 2, column 3: '0x10' is not a number."},
      {"1;2;0\n1,5;2;1", "line 2, column 1: '1,5' is not a number; use a decimal point."},
      {"1,2,0\n1,,1", "line 2, column 3: a number is missing."},
      {"1,2,0\n1,2,", "line 2, column 5: a label is missing."},
      {"1,2,0\n1,2,\"\"", "line 2, column 5: a label is missing."},
      {"1,2,0\n1,2", "line 2, column 4: the line ends after 2 fields; write x1,x2,label."},
      {"1 2 0\n1 2 1",
       "line 1, column 6: the line ends after 1 field; write x1,x2,label.\n1 more line is wrong."},
      {"1,2,0\n1,2,1, x", "line 2, column 8: 'x' is a fourth field; write x1,x2,label."},
      {"1,2,0\n1,\"2,1", "line 2, column 3: the quote is not closed on its line."},
      {"1,2,a\n1,2,\"b\"c", "line 2, column 8: 'c' follows the closing quote; put a separator between."},
      {"1,2,0\n1,2,0.5",
       "line 2, column 5: '0.5' is not a class; use whole numbers or names, or learn a regression."},
      {"1,2,0\n1,2,NaN", "line 2, column 5: 'NaN' is not a class."},
      {"1,2,0\n1,2,-inf", "line 2, column 5: '-inf' is not a class."},
      {"1,2,0\n1,2,10000000", "line 2, column 5: '10000000' is not between -1000000 and 1000000."},
      {"1,2,a\n1,2,b\x01", "line 2, column 5: 'b?' has an unprintable character."},
      {"1,2,a\n1,2,b\u202Ec", "line 2, column 5: 'b?c' has an unprintable character."},
      {"1,2,äöü\n1,2,äöü,x",
       "line 2, column 9: 'x' is a fourth field; write x1,x2,label."},  // characters, not bytes
      {"1,2,a\n1,\xFF,b", "line 2, column 3: this is not UTF-8; save the text as UTF-8."},
      {"1,2,a\n1,2,\xC3", "line 2, column 5: this is not UTF-8; save the text as UTF-8."},
      {"1,2,a\n1,2,\xED\xA0\x80", "line 2, column 5: this is not UTF-8; save the text as UTF-8."},
      {"1,2,a\n1,2,b\n1,2,c\n1,2,d\n1,2,e\n1,2,f\n1,2,g",
       "line 7, column 5: 'g' is one class too many; 6 are the most."},
      {"1,2,0\n1,z,1\n2,z,1\n1,2,1\n3,z,1",
       "line 2, column 3: 'z' is not a number.\n2 more lines are wrong."},
      {"", "csv: there are no points; give lines of x1,x2,label."},
      {"x1,x2,label\n", "csv: there are no points; give lines of x1,x2,label."},
      {"1,2,0", "csv: there is only one point; give at least 2."},
      {"1,2,a\n3,4,a", "csv: all points are of class 'a'; give at least 2 classes."},
  };
  for (const Bad& bad : table) EXPECT_EQ(refusal(bad.text), bad.message) << bad.text;
}

TEST(CsvRefuses, InARegressionToo) {
  EXPECT_EQ(refusal("1,2,3\n1,2,a", true), "line 2, column 5: 'a' is not a number.");
  EXPECT_EQ(refusal("1,2,3\n1,2", true),
            "line 2, column 4: the line ends after 2 fields; write x1,x2,target.");
  EXPECT_EQ(refusal("1,2,3", true), "csv: there is only one point; give at least 2.");
}

TEST(CsvRefuses, LongTextsInShort) {
  EXPECT_EQ(refusal("1,2,a\n1," + std::string(1000, '7') + ",b"),
            "line 2, column 3: '" + std::string(40, '7') + "…' is not a number.");
  std::string name;
  for (int j = 0; j < 64; ++j) name += "ä";
  EXPECT_EQ(parse("1,2,a\n1,2," + name).class_names[1], name);
  EXPECT_EQ(refusal("1,2,a\n1,2," + name + "ä"),
            "line 2, column 5: '" + name.substr(0, 80) + "…' is longer than 64 characters.");
}

TEST(CsvLimits, OfPointsAndBytes) {
  std::string text = "x1,x2,label\n";
  for (int j = 0; j < 100'000; ++j) text += j % 2 == 0 ? "1.25,-2.5,0\n" : "3.5,0.125,1\n";
  EXPECT_EQ(parse(text).points.size(), 100'000U);
  EXPECT_EQ(refusal(text + "0,0,0\n0,0,0\n"),
            "line 100002, column 1: these are more than 100000 points; leave some out.");
  text += "# " + std::string(CsvTable::max_bytes - text.size() - 2, '-');
  EXPECT_EQ(parse(text).points.size(), 100'000U);
  EXPECT_EQ(refusal(text + "-"),
            "csv: the text has 2000001 bytes, the limit is 2000000; leave rows out or write fewer digits.");
}

TEST(CsvWrites, WhatItReads) {
  for (std::size_t k = 0; k < static_cast<std::size_t>(DatasetKind::custom); ++k) {
    Dataset dataset;
    ASSERT_TRUE(
        make_dataset({.kind = static_cast<DatasetKind>(k), .samples = 200, .noise = 0.2}, dataset).ok());
    const CsvTable table = parse(to_csv(dataset), dataset.regression);
    expect_same(table.points, dataset.points);
    EXPECT_EQ(table.class_names, dataset.class_names);
  }
}

TEST(CsvWrites, RandomTablesWhichComeBackToTheBit) {
  const std::vector<std::string> pool = {"a",     "b, c", "\"quoted\"", " blank ", "x;y",
                                         "größe", "#1",   "7",          "-2",      "z\"z"};
  Random random(1, Stream::data);
  for (int round = 0; round < 300; ++round) {
    const bool regression = random.below(3) == 0;
    const std::size_t classes = 2 + random.below(5);
    Dataset dataset{.regression = regression};
    // Names in their order, as parse_csv keeps them; or none.
    if (!regression && random.below(2) == 0) {
      std::vector<std::string> names = pool;
      while (names.size() > classes) {
        names.erase(names.begin() +
                    static_cast<std::ptrdiff_t>(random.below(static_cast<std::uint32_t>(names.size()))));
      }
      std::ranges::sort(names);
      if (names != std::vector<std::string>{"-2", "7"}) dataset.class_names = names;
    }
    const std::size_t count = classes + random.below(20);
    for (std::size_t j = 0; j < count; ++j) {
      const double scale =
          std::bit_cast<double>(std::uint64_t{random.below(1040)} << 52U);  // 2^-1023 ... 2^16
      Point point = {random.uniform(-scale, scale), random.normal(), 0};
      if (random.below(8) == 0) point.x2 = -0.0;
      if (regression) {
        point.target = random.uniform(-1.0, 1.0);
      } else {
        point.label =
            static_cast<std::uint32_t>(j < classes ? j : random.below(static_cast<std::uint32_t>(classes)));
      }
      dataset.points.push_back(point);
    }
    const CsvTable table = parse(to_csv(dataset), regression);
    expect_same(table.points, dataset.points);
    EXPECT_EQ(table.class_names, dataset.class_names);
  }
}

// Whatever comes, the answer is points in bounds or a refusal that changes nothing and points into the text.
void expect_sane(std::string_view text) {
  for (const bool regression : {false, true}) {
    CsvTable table;
    const Status status = parse_csv(text, regression, table);
    if (!status.ok()) {
      ASSERT_TRUE(table.points.empty());
      ASSERT_TRUE(status.message.starts_with("line ") || status.message.starts_with("csv: "))
          << status.message;
      ASSERT_LT(status.message.size(), 400U);
      continue;
    }
    ASSERT_GE(table.points.size(), 2U);
    Dataset dataset;
    const Status made =
        make_dataset(table.points, {.regression = regression, .class_names = table.class_names}, dataset);
    ASSERT_TRUE(made.ok()) << made.message;
    expect_same(parse(to_csv(dataset), regression).points, dataset.points);
  }
}

TEST(CsvFuzz, RandomBytesAndTruncationsAreAnsweredInWords) {
  const std::string good =
      "\xEF\xBB\xBFx1,x2,\"la\"\"bel\"\r\n# c\n1.5,\"-2e-3\",grün\n 0.25 ,3000,\"b, c\"\n\n4,5,b\n";
  for (std::size_t length = 0; length <= good.size(); ++length) {
    expect_sane(std::string_view(good).substr(0, length));
    expect_sane(std::string_view(good).substr(length));
  }
  constexpr std::string_view likely = "0123456789.-+eE,;\t\"\r\n# abnNiIfF\xC3\xBC\xEF\xBB\xBF";
  Random random(2, Stream::data);
  for (int round = 0; round < 20'000; ++round) {
    std::string text = round % 3 == 0 ? good : "";
    const std::size_t changes = random.below(round % 3 == 0 ? 6 : 60);
    for (std::size_t j = 0; j < changes; ++j) {
      const char byte = round % 2 == 0 ? static_cast<char>(random.below(256))
                                       : likely[random.below(static_cast<std::uint32_t>(likely.size()))];
      const std::size_t at = random.below(static_cast<std::uint32_t>(text.size() + 1));
      if (at < text.size() && random.below(2) == 0) {
        text[at] = byte;
      } else {
        text.insert(at, 1, byte);
      }
    }
    expect_sane(text);
    if (HasFatalFailure()) FAIL() << text;
  }
}

}  // namespace
}  // namespace downhill::testing
