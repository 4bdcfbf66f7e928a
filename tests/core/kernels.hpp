// Every engine's kernels against the scalar reference: to the bit in reproducible mode, closely in fast mode.
#pragma once

#include "engines.hpp"
#include "numbers.hpp"
#include "table.hpp"

#include <downhill/engine.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {

class AgainstReference : public EveryEngine {
 protected:
  template <class T>
  const KernelTable<T>& tested() const {
    return GetParam().template kernels<T>();
  }
  template <class T>
  static const KernelTable<T>& reference() {
    return scalar_engine().kernels<T>();
  }

  // A few roundings apart in fast mode: `scale` is the size of the terms that were added up.
  template <class T>
  ::testing::AssertionResult agree(T expected, T actual, double scale = 1.0) const {
    if (same(expected, actual)) return ::testing::AssertionSuccess();
    const double error = std::abs(static_cast<double>(expected) - static_cast<double>(actual));
    const double bound = 64.0 * static_cast<double>(std::numeric_limits<T>::epsilon()) *
                         std::max(scale, std::abs(static_cast<double>(expected)));
    if (!reproducible() && error <= bound) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << expected << " expected, " << actual << " found";
  }

  template <class T>
  void expect_equal(ConstMatrix<T> expected, ConstMatrix<T> actual, const char* what,
                    double scale = 1.0) const {
    for (std::size_t r = 0; r < expected.rows; ++r) {
      for (std::size_t c = 0; c < expected.cols; ++c) {
        ASSERT_TRUE(agree(expected(r, c), actual(r, c), scale))
            << what << " at row " << r << ", column " << c;
      }
    }
  }

  template <class T>
  void expect_equal(const std::vector<T>& expected, const std::vector<T>& actual, const char* what,
                    double scale = 1.0) const {
    ASSERT_EQ(expected.size(), actual.size());
    for (std::size_t j = 0; j < expected.size(); ++j) {
      ASSERT_TRUE(agree(expected[j], actual[j], scale)) << what << " at " << j;
    }
  }

  // Sample counts around every multiple of a vector up to two lines, and some beyond.
  template <class T>
  static std::vector<std::size_t> sample_counts() {
    std::vector<std::size_t> counts;
    for (std::size_t n = 1; n <= 2 * line<T> + 1; ++n) counts.push_back(n);
    counts.insert(counts.end(), {100, 255, 256});
    return counts;
  }

  // A delta's padding must add nothing to a gradient.
  template <class T>
  void expect_clear_padding(const OwnMatrix<T>& delta) const {
    const Matrix<T> view = delta.view();
    const std::size_t lanes = tested<T>().lanes;
    for (std::size_t r = 0; r < view.rows; ++r) {
      for (std::size_t s = view.cols; s % lanes != 0; ++s) {
        ASSERT_EQ(view(r, s), T(0)) << "padding at row " << r << ", column " << s;
      }
    }
  }
};

}  // namespace downhill::testing
