// Input features: values, names, standardisation, and the two ways to make inputs.
#include "networks.hpp"
#include "numbers.hpp"

#include <downhill/feature.hpp>

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

FeatureSet all_features() {
  FeatureSet features;
  for (std::size_t k = 0; k < feature_names.size(); ++k) features.push_back(static_cast<Feature>(k));
  return features;
}

Dataset make(const DatasetSpec& spec) {
  Dataset dataset;
  EXPECT_TRUE(make_dataset(spec, dataset).ok());
  return dataset;
}

std::span<const Point> training(const Dataset& dataset) {
  return std::span(dataset.points).first(dataset.train_count);
}

TEST(Feature, HasTheValueOfItsFormula) {
  const auto check = [](Feature feature, double expected) {
    EXPECT_NEAR(feature_value(feature, 3.0, -4.0), expected, 1e-15) << names(feature).key;
  };
  check(Feature::x1, 3.0);
  check(Feature::x2, -4.0);
  check(Feature::x1_squared, 9.0);
  check(Feature::x2_squared, 16.0);
  check(Feature::x1_x2, -12.0);
  check(Feature::sin_x1, 0.14112000805986722);
  check(Feature::sin_x2, 0.75680249530792825);
  check(Feature::cos_x1, -0.98999249660044546);
  check(Feature::cos_x2, -0.65364362086361191);
  check(Feature::radius, 5.0);
}

TEST(Feature, HasTheSameBitsEverywhere) {
  Hash hash;
  for (const Point& point : make({.noise = 0.3}).points) {
    for (const Feature feature : all_features()) hash.add(feature_value(feature, point.x1, point.x2));
  }
  EXPECT_EQ(hash.value(), 0x884419DEDFFDC8E4ULL);
}

TEST(Feature, IsFiniteWhereverAPointMayBe) {
  for (const double x : {-Point::max_size, Point::max_size}) {
    for (const Feature feature : all_features()) {
      EXPECT_TRUE(std::isfinite(static_cast<float>(feature_value(feature, x, x)))) << names(feature).key;
    }
  }
}

TEST(FeatureNames, AreFoundByKeyAndByTensorFlowPlaygroundsKey) {
  for (const Feature feature : all_features()) EXPECT_EQ(find_feature(names(feature).key), feature);
  for (const auto& [alias, feature] : {std::pair{"x", Feature::x1},
                                       {"y", Feature::x2},
                                       {"xTimesY", Feature::x1_x2},
                                       {"xSquared", Feature::x1_squared},
                                       {"ySquared", Feature::x2_squared},
                                       {"sinX", Feature::sin_x1},
                                       {"sinY", Feature::sin_x2},
                                       {"cosX", Feature::cos_x1},
                                       {"cosY", Feature::cos_x2}}) {
    EXPECT_EQ(find_feature(alias), feature) << alias;
  }
  EXPECT_FALSE(find_feature(""));
  EXPECT_FALSE(find_feature("X1"));
}

TEST(FeatureList, IsReadInOrderAndWrittenBack) {
  FeatureSet features;
  ASSERT_TRUE(read_features("sinX1,x,x1x2", features).ok());
  EXPECT_EQ(features, (FeatureSet{Feature::sin_x1, Feature::x1, Feature::x1_x2}));
  EXPECT_EQ(to_text(features), "sinX1,x1,x1x2");
  ASSERT_TRUE(read_features(to_text(all_features()), features).ok());
  EXPECT_EQ(features, all_features());
}

TEST(FeatureList, IsRefusedWithItsReason) {
  FeatureSet features{Feature::x2};
  const auto refusal = [&](std::string_view text) { return read_features(text, features).message; };
  EXPECT_EQ(refusal(""), "features: '' is unknown; use a list such as x1,x2,x1x2,sinX1.");
  EXPECT_EQ(refusal("x1,"), "features: '' is unknown; use a list such as x1,x2,x1x2,sinX1.");
  EXPECT_EQ(refusal("x1,x3"), "features: 'x3' is unknown; use a list such as x1,x2,x1x2,sinX1.");
  EXPECT_EQ(refusal("x1,x2,x"), "features: 'x' is there twice; name each once.");
  EXPECT_EQ(features, FeatureSet{Feature::x2});
}

TEST(Inputs, AreTheFeaturesOfEachPoint) {
  const std::vector<Point> points = {{1.0, 2.0, 0}, {0.1, -3.0, 1}};
  const FeatureSet features{Feature::x2, Feature::x1_x2, Feature::x1};
  std::vector<float> inputs(6);
  make_inputs<float>(features, {}, points, inputs);
  EXPECT_EQ(inputs, (std::vector<float>{2.0F, 2.0F, 1.0F, -3.0F, static_cast<float>(0.1 * -3.0), 0.1F}));
}

TEST(Standardisation, GivesMeanZeroAndVarianceOneOverTheTrainingPoints) {
  const FeatureSet features = all_features();
  const Dataset dataset = make({.kind = DatasetKind::pinwheel, .samples = 400, .train_ratio = 0.6});
  const Standardisation scales = standardise(features, training(dataset));
  std::vector<double> inputs(dataset.points.size() * features.size());
  make_inputs<double>(features, scales, dataset.points, inputs);
  const auto count = static_cast<double>(dataset.train_count);
  for (std::size_t k = 0; k < features.size(); ++k) {
    double mean = 0.0, variance = 0.0;
    for (std::size_t j = 0; j < dataset.train_count; ++j) mean += inputs[j * features.size() + k] / count;
    for (std::size_t j = 0; j < dataset.train_count; ++j) {
      variance += std::pow(inputs[j * features.size() + k] - mean, 2) / count;
    }
    EXPECT_NEAR(mean, 0.0, 1e-13) << names(features[k]).key;
    EXPECT_NEAR(variance, 1.0, 1e-12) << names(features[k]).key;
  }
}

TEST(Standardisation, DoesNotLookAtTheTestPoints) {
  Dataset dataset = make({.samples = 100});
  const FeatureSet features{Feature::x1, Feature::x2_squared};
  const Standardisation before = standardise(features, training(dataset));
  for (std::size_t j = dataset.train_count; j < dataset.points.size(); ++j) dataset.points[j].x1 += 1000.0;
  const Standardisation after = standardise(features, training(dataset));
  std::vector<double> inputs(dataset.points.size() * 2);
  make_inputs<double>(features, after, dataset.points, inputs);
  for (std::size_t k = 0; k < 2; ++k) {
    EXPECT_EQ(before[k].mean, after[k].mean);
    EXPECT_EQ(before[k].deviation, after[k].deviation);
  }
  const std::size_t last = dataset.points.size() - 1;
  EXPECT_NEAR(inputs[last * 2], (dataset.points[last].x1 - before[0].mean) / before[0].deviation, 1e-10);
}

TEST(Standardisation, OfAConstantFeatureOnlyMovesIt) {
  std::vector<Point> points(1000, Point{0.1, 0.0, 0});
  for (std::size_t j = 0; j < points.size(); ++j) points[j].x2 = static_cast<double>(j);
  const Standardisation scales = standardise(FeatureSet{Feature::x1, Feature::sin_x1, Feature::x2}, points);
  EXPECT_NEAR(scales[0].mean, 0.1, 1e-14);
  EXPECT_EQ(scales[0].deviation, 1.0);
  EXPECT_EQ(scales[1].deviation, 1.0);
  EXPECT_NEAR(scales[2].mean, 499.5, 1e-12);
  EXPECT_NEAR(scales[2].deviation, std::sqrt((1e6 - 1.0) / 12.0), 1e-9);
}

TEST(Standardisation, OfNoPointsChangesNothing) {
  const Standardisation scales = standardise(FeatureSet{Feature::x1}, {});
  ASSERT_EQ(scales.size(), 1U);
  EXPECT_EQ(scales[0].mean, 0.0);
  EXPECT_EQ(scales[0].deviation, 1.0);
}

template <class T>
class PictureInputs : public ::testing::Test {};
using Numbers = ::testing::Types<float, double>;
TYPED_TEST_SUITE(PictureInputs, Numbers);

// What the picture shows at a training point is what the network was trained on, to the bit.
TYPED_TEST(PictureInputs, AreThoseOfThePoints) {
  using T = TypeParam;
  const FeatureSet features = all_features();
  const Dataset dataset = make({.samples = 77, .noise = 0.4});
  std::vector<double> x1, x2;
  for (const Point& point : dataset.points) {
    x1.push_back(point.x1);
    x2.push_back(point.x2);
  }
  for (const Standardisation& scales : {Standardisation(), standardise(features, training(dataset))}) {
    std::vector<T> inputs(77 * features.size());
    make_inputs<T>(features, scales, dataset.points, inputs);
    const OwnMatrix<T> rows(features.size(), 77, T(-1));
    fill_inputs<T>(features, scales, x1, x2, rows.view());
    for (std::size_t k = 0; k < features.size(); ++k) {
      for (std::size_t j = 0; j < 77; ++j) {
        ASSERT_TRUE(same(rows.view()(k, j), inputs[j * features.size() + k]))
            << names(features[k]).key << ", " << j;
      }
      for (std::size_t j = 77; j < rows.view().stride; ++j) ASSERT_EQ(rows.view()(k, j), T(-1));
    }
  }
}

}  // namespace
}  // namespace downhill::testing
