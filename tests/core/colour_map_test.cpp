// From numbers to colours.
#include <downhill/colour_map.hpp>

#include <cmath>
#include <cstdlib>
#include <limits>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

constexpr float inf = std::numeric_limits<float>::infinity();
constexpr float no_number = std::numeric_limits<float>::quiet_NaN();

Rgba opaque(const Rgb& colour) {
  return {colour[0], colour[1], colour[2], 255};
}

// Largest difference of two colours in any channel.
int distance(const Rgba& a, const Rgba& b) {
  int largest = 0;
  for (std::size_t c = 0; c < 4; ++c) largest = std::max(largest, std::abs(int{a[c]} - int{b[c]}));
  return largest;
}

TEST(ColourMap, HasThePalettesColoursAtTheEndsAndInTheMiddle) {
  const Palette palette;
  const ColourMap colours;
  for (const float value : {-1.0F, -1.5F, -1e30F, -inf})
    EXPECT_EQ(colours.diverging(value), opaque(palette.negative));
  for (const float value : {1.0F, 1.5F, 1e30F, inf})
    EXPECT_EQ(colours.diverging(value), opaque(palette.positive));
  EXPECT_LE(distance(colours.diverging(0.0F), opaque(palette.middle)), 1);
  EXPECT_EQ(colours.diverging(no_number), colours.diverging(0.0F));
}

TEST(ColourMap, BlendsEvenlyAndMonotonically) {
  const Palette palette;
  const ColourMap colours;
  for (std::size_t channel = 0; channel < 3; ++channel) {
    int before = palette.negative[channel];
    for (int j = -1000; j <= 1000; ++j) {
      const float value = static_cast<float>(j) / 1000.0F;
      const int colour = colours.diverging(value)[channel];
      const float end = value < 0.0F ? palette.negative[channel] : palette.positive[channel];
      const float exact = palette.middle[channel] + (end - palette.middle[channel]) * std::abs(value);
      EXPECT_NEAR(static_cast<float>(colour), exact, 1.5F) << value;
      if (j <= -4) {
        EXPECT_GE(colour, before) << value;  // towards the light middle
      } else if (j >= 4) {
        EXPECT_LE(colour, before) << value;
      }
      before = colour;
      EXPECT_EQ(colours.diverging(value)[3], 255);
    }
  }
}

TEST(ColourMap, TakesTheNearestLevel) {
  const ColourMap colours;
  for (int j = -1050; j <= 1050; ++j) {
    const float value = static_cast<float>(j) / 1000.0F;
    const float nearest = std::nearbyint(value * 128.0F) / 128.0F;
    EXPECT_EQ(colours.diverging(value), colours.diverging(nearest)) << value;
    EXPECT_EQ(colours.of_class(3, value), colours.of_class(3, std::nearbyint(value * 256.0F) / 256.0F))
        << value;
  }
  EXPECT_EQ(colours.of_class(3, no_number), colours.of_class(3, 0.5F));
  EXPECT_EQ(colours.of_class(3, -inf), colours.of_class(3, 0.0F));
}

TEST(ColourMap, GivesEveryClassItsColour) {
  const Palette palette;
  const ColourMap colours;
  for (std::size_t k = 0; k < max_classes; ++k) {
    EXPECT_EQ(colours.of_class(k, 1.0F), opaque(palette.classes[k]));
    EXPECT_EQ(colours.of_class(k, 7.0F), opaque(palette.classes[k]));
    EXPECT_EQ(colours.of_class(k, 0.0F), opaque(palette.middle));
    EXPECT_EQ(colours.of_class(k, -1.0F), opaque(palette.middle));
    for (std::size_t other = 0; other < k; ++other) {
      EXPECT_GT(distance(colours.of_class(k, 1.0F), colours.of_class(other, 1.0F)), 20);
    }
  }
}

TEST(ColourMap, TakesAnyPalette) {
  Palette palette;
  palette.negative = {0, 0, 0};
  palette.middle = {10, 20, 30};
  palette.positive = {255, 255, 255};
  palette.classes[5] = {1, 2, 3};
  const ColourMap colours(palette);
  EXPECT_EQ(colours.diverging(-1.0F), (Rgba{0, 0, 0, 255}));
  EXPECT_EQ(colours.diverging(1.0F), (Rgba{255, 255, 255, 255}));
  EXPECT_EQ(colours.of_class(5, 1.0F), (Rgba{1, 2, 3, 255}));
  EXPECT_EQ(colours.of_class(5, 0.0F), (Rgba{10, 20, 30, 255}));
}

}  // namespace
}  // namespace downhill::testing
