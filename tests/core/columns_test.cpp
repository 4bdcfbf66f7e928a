// Samples, which lie as rows, as the columns of a matrix: every engine, shapes around a vector and a line.
#include "engines.hpp"
#include "numbers.hpp"
#include "table.hpp"

#include <downhill/engine.hpp>

#include <cmath>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

class Columns : public EveryEngine {
 protected:
  static constexpr std::size_t rows = 40;

  // Exactly as many numbers as there are, so that a sanitizer sees a read behind them.
  template <class T>
  static std::unique_ptr<T[]> samples(std::size_t features) {
    std::unique_ptr<T[]> numbers(new T[rows * features]);
    for (std::size_t k = 0; k < rows * features; ++k)
      numbers[k] = static_cast<T>(k / features * 100 + k % features + 1);
    return numbers;
  }

  // 39, 26, 13, 0, 27, ...: every row, also the last one.
  static std::vector<std::uint32_t> order(std::size_t count) {
    std::vector<std::uint32_t> order(count);
    for (std::size_t s = 0; s < count; ++s) order[s] = static_cast<std::uint32_t>((39 + 27 * s) % rows);
    return order;
  }

  template <class T>
  void put(std::size_t features, std::size_t count, bool ordered) const {
    SCOPED_TRACE(::testing::Message() << features << " features, " << count << " samples, order " << ordered);
    const auto numbers = samples<T>(features);
    const std::vector<std::uint32_t> order = this->order(count);
    const OwnMatrix<T> whole(features + 1, count, T(-1));  // a row more than is asked for
    const Matrix<T> to = whole.view().some_rows(0, features);
    GetParam().template kernels<T>().columns(numbers.get(), ordered ? order.data() : nullptr, to);
    for (std::size_t r = 0; r < features; ++r) {
      for (std::size_t s = 0; s < count; ++s)
        ASSERT_EQ(to(r, s), static_cast<T>((ordered ? order[s] : s) * 100 + r + 1)) << r << ", " << s;
      for (std::size_t s = count; s < to.stride; ++s)
        ASSERT_TRUE(std::abs(to(r, s)) <= T(100 * rows)) << "padding of row " << r;
    }
    for (std::size_t s = 0; s < to.stride; ++s)
      ASSERT_EQ(whole.view()(features, s), T(-1)) << "behind the last row";
  }

  template <class T>
  void all() const {
    for (const std::size_t features : {1U, 2U, 3U, 4U, 7U, 8U, 9U, 15U, 16U, 17U, 33U, 50U}) {
      for (std::size_t count = 1; count <= 2 * line<T> + 1; ++count) {
        for (const bool ordered : {false, true}) put<T>(features, count, ordered);
      }
    }
  }

  // A single sample lies densely.
  template <class T>
  void dense_column(std::size_t features) const {
    const auto numbers = samples<T>(features);
    const OwnMatrix<T> empty(features, 1, T(-1));
    const DenseColumn<T> to(empty);
    const std::uint32_t last = rows - 1;
    GetParam().template kernels<T>().columns(numbers.get(), &last, to.view());
    for (std::size_t r = 0; r < features; ++r) ASSERT_EQ(to.view()(r, 0), static_cast<T>(last * 100 + r + 1));
  }
};

TEST_P(Columns, HoldOneSampleEachInFloat) {
  all<float>();
}

TEST_P(Columns, HoldOneSampleEachInDouble) {
  all<double>();
}

TEST_P(Columns, HoldASampleThatLiesDensely) {
  for (const std::size_t features : {1U, 2U, 8U, 17U}) {
    dense_column<float>(features);
    dense_column<double>(features);
  }
}

DOWNHILL_ON_EVERY_ENGINE(Columns);

}  // namespace
}  // namespace downhill::testing
