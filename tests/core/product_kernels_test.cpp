// The products of dense layers.
#include "kernels.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

class ProductKernels : public AgainstReference {
 protected:
  template <class T>
  void dense(std::size_t inputs, std::size_t units, std::size_t samples) const {
    SCOPED_TRACE(::testing::Message() << inputs << " -> " << units << ", " << samples << " samples");
    const std::vector<T> W = uniform<T>(units * inputs, 1), b = uniform<T>(units, 2);
    const OwnMatrix<T> x(inputs, samples, 3, -2, 2);
    const OwnMatrix<T> delta(units, samples, 4, -1, 1);
    const double depth = static_cast<double>(inputs + units + samples);

    OwnMatrix<T> z(units, samples), expected_z(units, samples);
    tested<T>().affine(W.data(), b.data(), x, z.view());
    reference<T>().affine(W.data(), b.data(), x, expected_z.view());
    expect_equal<T>(expected_z, z, "affine", depth);

    OwnMatrix<T> back(inputs, samples, T(7)), expected_back(inputs, samples);
    tested<T>().transposed_product(W.data(), delta, back.view());
    reference<T>().transposed_product(W.data(), delta, expected_back.view());
    expect_equal<T>(expected_back, back, "transposed_product", depth);

    for (const bool accumulate : {false, true}) {
      std::vector<T> dW = uniform<T>(units * inputs, 5), db = uniform<T>(units, 6);
      std::vector<T> expected_dW = dW, expected_db = db;
      const T scale = T(1) / static_cast<T>(samples);
      tested<T>().gradients(delta, x, scale, accumulate, dW.data(), db.data());
      reference<T>().gradients(delta, x, scale, accumulate, expected_dW.data(), expected_db.data());
      expect_equal(expected_dW, dW, "dW", 4.0);
      expect_equal(expected_db, db, "db", 4.0);
    }
  }

  // A sample that lies densely against the same sample in padded rows.
  template <class T>
  void dense_column(std::size_t inputs, std::size_t units) const {
    SCOPED_TRACE(::testing::Message() << inputs << " -> " << units << ", one dense sample");
    const std::vector<T> W = uniform<T>(units * inputs, 1), b = uniform<T>(units, 2);
    const OwnMatrix<T> x(inputs, 1, 3, -2, 2), delta(units, 1, 4, -1, 1);
    const DenseColumn<T> dense_x(x), dense_delta(delta);
    const double depth = static_cast<double>(inputs + units);
    OwnMatrix<T> z(units, 1), back(inputs, 1);
    const DenseColumn<T> dense_z(z), dense_back(back);
    reference<T>().affine(W.data(), b.data(), x, z.view());
    tested<T>().affine(W.data(), b.data(), dense_x, dense_z.view());
    expect_equal<T>(z, dense_z, "affine", depth);
    reference<T>().transposed_product(W.data(), delta, back.view());
    tested<T>().transposed_product(W.data(), dense_delta, dense_back.view());
    expect_equal<T>(back, dense_back, "transposed_product", depth);
    for (const bool accumulate : {false, true}) {
      std::vector<T> dW = uniform<T>(units * inputs, 5), db = uniform<T>(units, 6);
      std::vector<T> expected_dW = dW, expected_db = db;
      reference<T>().gradients(delta, x, T(0.7), accumulate, expected_dW.data(), expected_db.data());
      tested<T>().gradients(dense_delta, dense_x, T(0.7), accumulate, dW.data(), db.data());
      expect_equal(expected_dW, dW, "dW", 4.0);
      expect_equal(expected_db, db, "db", 4.0);
    }
  }
};

TEST_P(ProductKernels, DenseLayerProducts) {
  for (const std::size_t inputs : {1U, 2U, 3U, 5U, 8U, 17U}) {
    for (const std::size_t units : {1U, 3U, 4U, 8U, 13U}) {
      for (const std::size_t samples : sample_counts<float>()) {
        dense<float>(inputs, units, samples);
        if (HasFatalFailure()) return;
      }
      for (const std::size_t samples : sample_counts<double>()) {
        dense<double>(inputs, units, samples);
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST_P(ProductKernels, ProductsOfWideLayers) {
  // Enough terms for high tiles, and rows for several, one and none of them, or for a packed strip.
  for (const std::size_t few : {5U, 6U, 11U, 12U, 19U, 40U}) {
    dense<float>(70, few, 33);
    dense<float>(few, 70, 33);
    dense<double>(70, few, 17);
    dense<double>(few, 70, 17);
    if (HasFatalFailure()) return;
  }
  // Rows of W on pages of their own, more of them than are summed up at a time.
  dense<float>(530, 130, 33);
  dense<double>(270, 130, 17);
  // As many terms as leave fewer for the last part of a sum.
  dense<float>(259, 35, 33);
  dense<float>(35, 259, 33);
  // More units, and more samples, than are taken at a time.
  dense<float>(24, 261, 33);
  dense<double>(24, 261, 17);
  dense<float>(130, 35, 150);
  dense<double>(130, 35, 75);
  if (HasFatalFailure()) return;
  for (const std::size_t inputs : {16U, 31U, 50U}) {
    for (const std::size_t units : {16U, 27U}) {
      for (const std::size_t samples : {1U, 9U, 16U, 25U, 32U, 64U, 255U, 256U, 257U}) {
        dense<float>(inputs, units, samples);
        dense<double>(inputs, units, samples);
        if (HasFatalFailure()) return;
      }
    }
  }
}

// 0 times -1 is -0, but a sum begins at 0, and 0 + -0 is 0.
TEST_P(ProductKernels, GradientsHaveNoMinusZero) {
  for (const std::size_t inputs : {20U, 24U}) {
    for (const std::size_t units : {3U, 20U}) {
      for (const std::size_t samples : {5U, 32U, 40U, 64U}) {
        const OwnMatrix<float> x(inputs, samples, 1, -2, -1), delta(units, samples);
        std::vector<float> dW(units * inputs, 7.0F), db(units, 7.0F);
        tested<float>().gradients(delta, x, 0.5F, false, dW.data(), db.data());
        for (const float g : dW)
          ASSERT_TRUE(same(g, 0.0F)) << inputs << " by " << units << ", " << samples << " samples";
        for (const float g : db) ASSERT_TRUE(same(g, 0.0F));
      }
    }
  }
}

TEST_P(ProductKernels, OfASampleThatLiesDensely) {
  for (const std::size_t inputs : {1U, 2U, 3U, 5U, 8U, 17U, 39U}) {
    for (const std::size_t units : {1U, 2U, 3U, 4U, 7U, 8U, 13U, 16U, 39U}) {
      dense_column<float>(inputs, units);
      dense_column<double>(inputs, units);
      if (HasFatalFailure()) return;
    }
  }
}

// 0 times a negative input is -0, but a sum begins at 0, and 0 + -0 is 0: also for one sample that lies
// densely.
TEST_P(ProductKernels, AGradientOfZeroIsPositive) {
  constexpr std::size_t inputs = 9, units = 5;
  const std::vector<float> x(inputs + line<float>, -1.0F), delta(units + line<float>);
  std::vector<float> dW(inputs * units), db(units);
  tested<float>().gradients({delta.data(), units, 1, 1}, {x.data(), inputs, 1, 1}, 1.0F, false, dW.data(),
                            db.data());
  for (const float slope : dW) ASSERT_FALSE(std::signbit(slope));
}

DOWNHILL_ON_EVERY_ENGINE(ProductKernels);

}  // namespace
}  // namespace downhill::testing
