// Tables: from text to numbers, and what is wrong in them.
#include <downhill/table.hpp>

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

constexpr const char* flowers =
    "petal;colour;stem;kind\n"
    "1.5;red;-2;rose\n"
    "# a remark\n"
    "2.5;\"blue\";3e1;aster\n"
    "\n"
    "3;red;4;rose\n";

Table parsed(std::string_view text, const TableRequest& request = {}) {
  Table table;
  const Status status = parse_table(text, request, table);
  EXPECT_TRUE(status.ok()) << status.message;
  return table;
}

std::string refusal(std::string_view text, const TableRequest& request = {}) {
  Table table;
  table.rows = 77;
  const Status status = parse_table(text, request, table);
  EXPECT_EQ(status.code, Code::refused);
  EXPECT_EQ(table.rows, 77U) << "the table is left alone";
  return status.message;
}

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Table, NumbersAreOneInputAndWordsOneEach) {
  const Table table = parsed(flowers);
  ASSERT_EQ(table.schema.columns.size(), 3U);
  EXPECT_EQ(table.schema.columns[1], (Column{"colour", {"blue", "red"}}));
  EXPECT_EQ(table.schema.inputs(), 4U);
  EXPECT_EQ(table.schema.target, "kind");
  EXPECT_EQ(table.schema.classes, (std::vector<std::string>{"aster", "rose"}));
  EXPECT_EQ(table.rows, 3U);
  EXPECT_EQ(table.inputs, (std::vector<double>{1.5, 0, 1, -2, 2.5, 1, 0, 30, 3, 0, 1, 4}));
  EXPECT_EQ(table.labels, (std::vector<std::uint32_t>{1, 0, 1}));
  EXPECT_TRUE(table.targets.empty());
}

TEST(Table, ColumnsGoByNameOrNumber) {
  for (const char* target : {"stem", "3"}) {
    const Table table = parsed(flowers, {.target = target, .regression = true, .without = {"1"}});
    EXPECT_TRUE(table.schema.regression);
    EXPECT_EQ(table.schema.columns[0].name, "colour");
    EXPECT_EQ(table.targets, (std::vector<double>{-2, 30, 4}));
    EXPECT_TRUE(table.labels.empty());
  }
  EXPECT_TRUE(holds(refusal(flowers, {.target = "5"}), "no column '5'"));
  EXPECT_TRUE(holds(refusal(flowers, {.target = "leaf"}), "no column 'leaf'"));
  EXPECT_TRUE(holds(refusal(flowers, {.without = {"1", "2", "3"}}), "no column to learn from"));
}

TEST(Table, AFewWholeNumbersAreClassesInTheirOrder) {
  const Table classes = parsed("1,10\n2,9\n3,10\n");
  EXPECT_FALSE(classes.schema.regression);
  EXPECT_EQ(classes.schema.classes, (std::vector<std::string>{"9", "10"}));
  EXPECT_TRUE(parsed("1,0.5\n2,9\n3,10\n").schema.regression);
  std::string many;
  for (int k = 0; k < 21; ++k) many += std::to_string(k) + "," + std::to_string(k) + "\n";
  EXPECT_TRUE(parsed(many).schema.regression);
  EXPECT_FALSE(parsed(many, {.regression = false}).schema.regression);
}

TEST(Table, TheFirstLineNamesColumnsOnlyWhereNumbersFollow) {
  EXPECT_EQ(parsed("a,b,c\n1,x,2\n2,y,1\n").schema.columns[0].name, "a");
  EXPECT_EQ(parsed("a,x\nb,y\na,x\n").schema.columns[0].name, "x1") << "words all the way down";
  EXPECT_EQ(parsed("1,x\n2,y\n").rows, 2U);
}

TEST(Table, AByteOrderMarkIsNoPartOfAName) {
  Table table;
  ASSERT_TRUE(parse_table("\xEF\xBB\xBF"
                          "a,b\n1,2\n3,4\n",
                          {}, table)
                  .ok());
  EXPECT_EQ(table.schema.columns.front().name, "a");
}

TEST(Table, SeparatorsInsideQuotesSeparateNothing) {
  Table table;
  ASSERT_TRUE(parse_table("\"a;b;c\",y\n1,2\n3,4\n", {}, table).ok());
  EXPECT_EQ(table.schema.columns.front().name, "a;b;c");
  EXPECT_EQ(table.schema.target, "y");
}

TEST(Table, RowsOfAKnownKindComeInAnyOrder) {
  const TableSchema schema = parsed(flowers).schema;
  Table more;
  ASSERT_TRUE(parse_table("stem,extra,petal,colour,kind\n7,9,8,red,aster\n", schema, true, more).ok());
  EXPECT_EQ(more.inputs, (std::vector<double>{8, 0, 1, 7}));
  EXPECT_EQ(more.labels, (std::vector<std::uint32_t>{0}));
  ASSERT_TRUE(parse_table("8,red,7\n", schema, false, more).ok()) << "without names, without the target";
  EXPECT_EQ(more.inputs, (std::vector<double>{8, 0, 1, 7}));
  const auto says = [&](std::string_view text, std::string_view part) {
    const Status status = parse_table(text, schema, true, more);
    return status.code == Code::refused && holds(status.message, part);
  };
  EXPECT_TRUE(says("8,green,7,rose\n", "'green' is a word"));
  EXPECT_TRUE(says("8,red,7,tulip\n", "'tulip' is a class"));
  EXPECT_TRUE(says("8,red,7\n", "3 fields"));
  EXPECT_TRUE(says("petal,colour,kind\n8,red,rose\n1,red,rose\n", "no column 'stem'"));
  EXPECT_EQ(more.rows, 1U) << "a refusal leaves the table alone";
}

TEST(Table, WhatIsWrongIsToldWithItsLine) {
  EXPECT_TRUE(holds(refusal(""), "no rows"));
  EXPECT_TRUE(holds(refusal("1,2\n"), "only one row"));
  EXPECT_TRUE(holds(refusal("a,b,a\n1,2,3\n4,5,6\n"), "two columns are called 'a'"));
  EXPECT_TRUE(holds(refusal("1,2\n3\n"), "line 2, column 2: the line ends after 1 of 2"));
  EXPECT_TRUE(holds(refusal("1,2\n3\n4,5\n6,7,8\n"), "1 more line is wrong"));
  EXPECT_TRUE(holds(refusal("1,2\n3,\"4\n"), "quote is not closed"));
  EXPECT_TRUE(holds(refusal("1,2,a\n,3,b\n"), "line 2, column 'x1': the field is empty"));
  EXPECT_TRUE(holds(refusal("1,2,a\nNaN,3,b\n"), "'NaN' is no number"));
  EXPECT_TRUE(holds(refusal("1,2,a\n1e13,3,b\n"), "beyond"));
  EXPECT_TRUE(holds(refusal("1,a\n2,a\n"), "all rows are of class 'a'"));
  EXPECT_TRUE(holds(refusal("1,a\n2,b\n", {.regression = true}), "'a' is not a number"));
  EXPECT_TRUE(holds(refusal("1,\xFF\n2,b\n"), "not UTF-8"));
  EXPECT_TRUE(holds(refusal(std::string(2 * Table::max_columns, ',') + "\n"), "columns are more than"));
  std::string words;
  for (int k = 0; k < 65; ++k) words += "w" + std::to_string(k) + "," + std::to_string(k % 2) + "\n";
  EXPECT_TRUE(holds(refusal(words), "more than 64 different words"));
}

}  // namespace
}  // namespace downhill::testing
