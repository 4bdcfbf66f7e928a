// Numbers as text: shortest, exact, and deaf to the host's locale.
#include "decimal.hpp"

#include <downhill/random.hpp>

#include <bit>
#include <clocale>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include <gtest/gtest.h>

namespace downhill {
namespace {

TEST(Decimal, WritesTheShortestDigits) {
  EXPECT_EQ(to_text(0.0), "0");
  EXPECT_EQ(to_text(-0.0), "0");
  EXPECT_EQ(to_text(0.1), "0.1");
  EXPECT_EQ(to_text(-12.5), "-12.5");
  EXPECT_EQ(to_text(1e-4), "0.0001");
  EXPECT_EQ(to_text(1e-5), "1e-5");
  EXPECT_EQ(to_text(1.25e-8), "1.25e-8");
  EXPECT_EQ(to_text(5000), "5000");
  EXPECT_EQ(to_text(4294967295.0), "4294967295");
  EXPECT_EQ(to_text(1e16), "10000000000000000");
  EXPECT_EQ(to_text(1e17), "1e+17");
  EXPECT_EQ(to_text(1.0 / 3.0), "0.3333333333333333");
  EXPECT_EQ(to_text(5e-324), "5e-324");
  EXPECT_EQ(to_text(std::numeric_limits<double>::infinity()), "inf");
  EXPECT_EQ(exact_text(-0.0), "-0");
  EXPECT_EQ(exact_text(0.1F), "0.1");
  EXPECT_EQ(exact_text(16384.0625F), "16384.063") << "half up, for it reads back";
  EXPECT_EQ(exact_text(std::numeric_limits<float>::max()), "3.4028235e+38");
}

TEST(Decimal, ReadsWhatIsANumberFromEndToEnd) {
  EXPECT_EQ(to_number("0.25"), 0.25);
  EXPECT_EQ(to_number("+3"), 3.0);
  EXPECT_EQ(to_number(".5"), 0.5);
  EXPECT_EQ(to_number("5."), 5.0);
  EXPECT_EQ(to_number("-1.5E+3"), -1500.0);
  EXPECT_EQ(to_number("9007199254740993"), 9007199254740992.0) << "ties to even";
  EXPECT_EQ(to_number("1e400"), std::numeric_limits<double>::infinity());
  EXPECT_EQ(to_number("-1e400"), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(to_number("1e-400"), 0.0);
  for (const char* text : {"", "x", "1x", "1,5", "--1", "+-1", "-+1", "1e", "e5", ".", "1.2.3", "0x10", "nan",
                           "inf", "1 ", " 1", "-", "+"}) {
    EXPECT_FALSE(to_number(text)) << text;
  }
  EXPECT_FALSE(to_number(std::string(65, '1')));
}

TEST(Decimal, EveryBitPatternComesBack) {
  Random random(7, Stream::data);
  const auto bits = [&] { return (std::uint64_t{random.bits()} << 32U) | random.bits(); };
  for (int j = 0; j < 20'000; ++j) {
    const auto number = std::bit_cast<double>(bits());
    if (!std::isfinite(number)) continue;
    const std::string text = exact_text(number);
    ASSERT_EQ(std::bit_cast<std::uint64_t>(parse_decimal(text)), std::bit_cast<std::uint64_t>(number))
        << text;
  }
  for (int j = 0; j < 20'000; ++j) {
    const auto number = std::bit_cast<float>(random.bits());
    if (!std::isfinite(number)) continue;
    const std::string text = exact_text(number);
    ASSERT_LE(text.size(), 18U);
    ASSERT_EQ(std::bit_cast<std::uint32_t>(static_cast<float>(parse_decimal(text))),
              std::bit_cast<std::uint32_t>(number))
        << text;
  }
}

// Needs a locale with a decimal comma, which not every machine has.
TEST(Decimal, IsDeafToTheLocale) {
  const std::string before = std::setlocale(LC_NUMERIC, nullptr);
  const char* found = nullptr;
  for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8"}) {
    if (!found) found = std::setlocale(LC_NUMERIC, name);
  }
  const std::string text = to_text(0.5);
  const auto number = to_number("0.5");
  std::setlocale(LC_NUMERIC, before.c_str());
  EXPECT_EQ(text, "0.5");
  EXPECT_EQ(number, 0.5);
  if (!found) GTEST_SKIP() << "no locale with a decimal comma here";
}

}  // namespace
}  // namespace downhill
