// The one block of memory: aligned, zeroed, never overlapping, and kept when a new layout is refused.
#include "networks.hpp"

#include <downhill/arena.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

template <class T>
std::uintptr_t address(const T* pointer) {
  return reinterpret_cast<std::uintptr_t>(pointer);
}

TEST(Arena, SlicesAreAlignedZeroedAndApart) {
  Arena arena;
  std::span<float> a;
  std::span<double> b, none;
  std::span<std::uint8_t> c;
  Matrix<float> m;
  Matrix<double> d;
  ASSERT_TRUE(arena
                  .lay_out(1U << 20U,
                           [&](Cursor& cursor) {
                             cursor.take(a, 1);
                             cursor.take(b, 9);
                             cursor.take(none, 0);
                             cursor.take(c, 65);
                             cursor.take(m, 3, 17);
                             cursor.take(d, 2, 1);
                           })
                  .ok());
  EXPECT_EQ(a.size(), 1U);
  EXPECT_EQ(b.size(), 9U);
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(c.size(), 65U);
  EXPECT_EQ(m.rows, 3U);
  EXPECT_EQ(m.cols, 17U);
  EXPECT_EQ(m.stride, 32U);
  EXPECT_EQ(d.stride, 8U);
  EXPECT_EQ(arena.bytes(), 64U + 128U + 0U + 128U + 3U * 128U + 2U * 64U);

  struct Range {
    std::uintptr_t first, last;
  };
  const std::vector<Range> ranges = {{address(a.data()), address(a.data() + a.size())},
                                     {address(b.data()), address(b.data() + b.size())},
                                     {address(c.data()), address(c.data() + c.size())},
                                     {address(m.data), address(m.data + 3 * m.stride)},
                                     {address(d.data), address(d.data + 2 * d.stride)}};
  for (std::size_t j = 0; j < ranges.size(); ++j) {
    EXPECT_EQ(ranges[j].first % line_bytes, 0U) << "slice " << j;
    EXPECT_GE(ranges[j].first, j == 0 ? 0 : ranges[j - 1].last) << "slice " << j;
  }
  EXPECT_TRUE(std::ranges::all_of(a, [](float x) { return x == 0.0F; }));
  EXPECT_TRUE(std::ranges::all_of(b, [](double x) { return x == 0.0; }));
  EXPECT_TRUE(std::ranges::all_of(c, [](std::uint8_t x) { return x == 0; }));
  EXPECT_TRUE(std::all_of(m.data, m.data + 96, [](float x) { return x == 0.0F; }));
}

TEST(Arena, ANewLayoutStartsFromZero) {
  Arena arena;
  std::span<float> numbers;
  const auto plan = [&](Cursor& cursor) { cursor.take(numbers, 1000); };
  for (int round = 0; round < 5; ++round) {
    ASSERT_TRUE(arena.lay_out(1U << 20U, plan).ok());
    for (const float number : numbers) ASSERT_EQ(number, 0.0F);
    std::ranges::fill(numbers, 7.0F);
  }
}

TEST(Arena, RefusesBeyondItsCapAndKeepsTheOldBlock) {
  Arena arena;
  std::span<float> old, wanted;
  ASSERT_TRUE(arena.lay_out(4096, [&](Cursor& cursor) { cursor.take(old, 1024); }).ok());
  std::ranges::fill(old, 3.0F);
  const Status status = arena.lay_out(4096, [&](Cursor& cursor) { cursor.take(wanted, 1025); });
  EXPECT_TRUE(refuses(status, {"memory", "4160", "4096"}));
  EXPECT_TRUE(wanted.empty());
  EXPECT_EQ(arena.bytes(), 4096U);
  for (const float number : old) ASSERT_EQ(number, 3.0F);
}

TEST(Matrix, RowsArePaddedToWholeLines) {
  EXPECT_EQ(padded<float>(0), 0U);
  EXPECT_EQ(padded<float>(1), 16U);
  EXPECT_EQ(padded<float>(16), 16U);
  EXPECT_EQ(padded<float>(17), 32U);
  EXPECT_EQ(padded<double>(9), 16U);
  OwnMatrix<float> own(3, 5, 1, 0, 1);
  const Matrix<float> m = own.view();
  EXPECT_EQ(m.row(2), m.data + 2 * m.stride);
  EXPECT_EQ(&m(1, 4), m.data + m.stride + 4);
  const Matrix<float> first = m.first(2);
  EXPECT_EQ(first.cols, 2U);
  EXPECT_EQ(first.stride, m.stride);
  EXPECT_EQ(first.data, m.data);
}

}  // namespace
}  // namespace downhill::testing
