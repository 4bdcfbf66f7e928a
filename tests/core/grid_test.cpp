// The pictures: every pixel is the network at its centre, in the documented order and colours.
#include "engines.hpp"
#include "networks.hpp"

#include <downhill/dataset.hpp>
#include <downhill/grid.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

constexpr std::size_t limit = std::size_t{1} << 26U;

// A network with its grid.
class Drawn {
 public:
  Drawn(const NetworkSpec& spec, Loss loss, const GridSpec& grid_spec, const Engine& engine,
        std::vector<float> theta)
      : network(spec),
        theta_(std::move(theta)),
        tape_(network, 100, TapeUse::evaluation),
        pass{network, engine.kernels<float>(), loss, theta_.data(), *tape_} {
    const Status status = grid.build(network, grid_spec, limit);
    EXPECT_TRUE(status.ok()) << status.message;
    grid.render(pass, InputMap(), ColourMap(), grid_spec.discretize);
  }
  Drawn(const NetworkSpec& spec, Loss loss, const GridSpec& grid_spec, const Engine& engine = scalar_engine())
      : Drawn(spec, loss, grid_spec, engine, random_float_theta(spec)) {}
  Drawn(const Drawn&) = delete;
  Drawn& operator=(const Drawn&) = delete;

  Rgba map_pixel(std::size_t index) const { return pixel(grid.map_pixels(), index); }
  Rgba tile_pixel(std::size_t tile, std::size_t index) const {
    return pixel(grid.tile_pixels(), tile * grid.spec().tile_size * grid.spec().tile_size + index);
  }

  // Every layer's activations at one point, one below the other, inputs first.
  std::vector<float> at(double x1, double x2) {
    const float x[] = {static_cast<float>(x1), static_cast<float>(x2)};
    const std::vector<float> y(network.outputs());
    tape_->load(pass.kernels, x, y.data(), 1);
    pass.forward();
    std::vector<float> values = {x[0], x[1]};
    for (const LayerTape<float>& layer : tape_->layers) {
      for (std::size_t u = 0; u < layer.a.rows; ++u) values.push_back(layer.a(u, 0));
    }
    return values;
  }

  Network network;
  Grid grid;

 private:
  static std::vector<float> random_float_theta(const NetworkSpec& spec) {
    const std::vector<double> theta = random_theta(spec, 3);
    return {theta.begin(), theta.end()};
  }
  static Rgba pixel(std::span<const std::uint8_t> pixels, std::size_t index) {
    return {pixels[4 * index], pixels[4 * index + 1], pixels[4 * index + 2], pixels[4 * index + 3]};
  }

  std::vector<float> theta_;
  OwnTape<float> tape_;

 public:
  Backprop<float> pass;
};

double centre1(std::size_t index, std::size_t size) {
  return -domain + (static_cast<double>(index % size) + 0.5) * 2.0 * domain / static_cast<double>(size);
}
double centre2(std::size_t index, std::size_t size) {
  return domain - (static_cast<double>(index / size) + 0.5) * 2.0 * domain / static_cast<double>(size);
}

const NetworkSpec two_classes{2, {{4, Activation::tanh}, {3, Activation::relu}, {1, Activation::sigmoid}}};
const NetworkSpec three_classes{2, {{4, Activation::sigmoid}, {3, Activation::softmax}}};

class GridEngines : public EveryEngine {};

TEST_P(GridEngines, ValuesAreThoseOfTheNetworkAtThePixelCentres) {
  for (const std::size_t size : {1U, 2U, 5U, 10U, 33U}) {
    Drawn two(two_classes, Loss::binary_cross_entropy, {size, 4, false}, GetParam());
    Drawn three(three_classes, Loss::cross_entropy, {size, 4, false}, GetParam());
    const std::size_t plane = size * size;
    ASSERT_EQ(two.grid.map_values().size(), plane);
    ASSERT_EQ(three.grid.map_values().size(), 3 * plane);
    for (std::size_t p = 0; p < plane; ++p) {
      const double x1 = centre1(p, size), x2 = centre2(p, size);
      ASSERT_NEAR(two.grid.map_values()[p], 2.0F * two.at(x1, x2).back() - 1.0F, 1e-5) << size << ": " << p;
      const std::vector<float> values = three.at(x1, x2);
      for (std::size_t k = 0; k < 3; ++k) {
        ASSERT_NEAR(three.grid.map_values()[k * plane + p], values[6 + k], 1e-5) << size << ": " << p;
      }
    }
  }
}

TEST_P(GridEngines, PicturesAreTheSameOnEveryReproducibleEngine) {
  if (!reproducible()) GTEST_SKIP() << "fast mode";
  const Drawn reference(two_classes, Loss::binary_cross_entropy, {37, 9, false});
  const Drawn tested(two_classes, Loss::binary_cross_entropy, {37, 9, false}, GetParam());
  EXPECT_TRUE(std::ranges::equal(reference.grid.map_pixels(), tested.grid.map_pixels()));
  EXPECT_TRUE(std::ranges::equal(reference.grid.tile_pixels(), tested.grid.tile_pixels()));
}

DOWNHILL_ON_EVERY_ENGINE(GridEngines);

// a = x1 + 100 x2 tells where every pixel lies.
TEST(Grid, RowZeroIsTheTopAndColumnZeroTheLeft) {
  const Drawn drawn({2, {{1, Activation::linear}}}, Loss::squared_error, {4, 4, false}, scalar_engine(),
                    {1.0F, 100.0F, 0.0F});
  EXPECT_NEAR(drawn.grid.map_values()[0], -4.5 + 450.0, 1e-3);
  EXPECT_NEAR(drawn.grid.map_values()[1], -1.5 + 450.0, 1e-3);
  EXPECT_NEAR(drawn.grid.map_values()[3], 4.5 + 450.0, 1e-3);
  EXPECT_NEAR(drawn.grid.map_values()[4], -4.5 + 150.0, 1e-3);
  EXPECT_NEAR(drawn.grid.map_values()[15], 4.5 - 450.0, 1e-3);
}

TEST(Grid, ColoursFollowTheValues) {
  const ColourMap colours;
  const Drawn drawn(two_classes, Loss::binary_cross_entropy, {20, 4, false});
  for (std::size_t p = 0; p < 400; ++p)
    ASSERT_EQ(drawn.map_pixel(p), colours.diverging(drawn.grid.map_values()[p]));
}

TEST(Grid, ClassesAreColouredByTheLargestOutput) {
  const ColourMap colours;
  for (const bool discretize : {false, true}) {
    const Drawn drawn(three_classes, Loss::cross_entropy, {20, 4, discretize});
    std::vector<std::size_t> seen(3);
    for (std::size_t p = 0; p < 400; ++p) {
      const auto value = [&](std::size_t k) { return drawn.grid.map_values()[k * 400 + p]; };
      std::size_t winner = 0;
      for (std::size_t k = 1; k < 3; ++k) winner = value(k) > value(winner) ? k : winner;
      const float strength = discretize ? 1.0F : (value(winner) - 1.0F / 3.0F) / (1.0F - 1.0F / 3.0F);
      ASSERT_EQ(drawn.map_pixel(p), colours.of_class(winner, strength)) << p;
      ++seen[winner];
    }
    EXPECT_GE(std::ranges::count_if(seen, [](std::size_t n) { return n > 0; }), 2);
  }
}

TEST(Grid, DiscretizeShowsTheDecisionAlone) {
  const ColourMap colours;
  const Drawn drawn({2, {{1, Activation::sigmoid}}}, Loss::binary_cross_entropy, {20, 4, true},
                    scalar_engine(), {1.0F, 0.3F, 0.5F});
  std::size_t positive = 0;
  for (std::size_t p = 0; p < 400; ++p) {
    const bool yes = drawn.grid.map_values()[p] > 0.0F;
    ASSERT_EQ(drawn.map_pixel(p), colours.diverging(yes ? 1.0F : -1.0F));
    positive += yes ? 1 : 0;
  }
  EXPECT_TRUE(positive > 0 && positive < 400);
}

TEST(Grid, TilesAreTheInputsThenEveryUnitOfEveryLayer) {
  constexpr std::size_t size = 6, plane = size * size;
  const ColourMap colours;
  const NetworkSpec spec{
      2,
      {{3, Activation::tanh}, {2, Activation::sigmoid}, {2, Activation::linear}, {3, Activation::softmax}}};
  Drawn drawn(spec, Loss::cross_entropy, {8, size, false});
  ASSERT_EQ(drawn.grid.tile_pixels().size(), 12 * plane * 4);
  const Activation kinds[] = {Activation::linear,  Activation::linear,  Activation::tanh,
                              Activation::tanh,    Activation::tanh,    Activation::sigmoid,
                              Activation::sigmoid, Activation::linear,  Activation::linear,
                              Activation::softmax, Activation::softmax, Activation::softmax};
  std::vector<std::vector<float>> values;
  for (std::size_t p = 0; p < plane; ++p) values.push_back(drawn.at(centre1(p, size), centre2(p, size)));
  for (std::size_t tile = 0; tile < 12; ++tile) {
    float largest = 0.0F;
    for (const auto& at : values) largest = std::max(largest, std::abs(at[tile]));
    for (std::size_t p = 0; p < plane; ++p) {
      const float value = values[p][tile];
      const Rgba expected = kinds[tile] == Activation::softmax   ? colours.of_class(tile - 9, value)
                            : kinds[tile] == Activation::linear  ? colours.diverging(value / largest)
                            : kinds[tile] == Activation::sigmoid ? colours.diverging(2.0F * value - 1.0F)
                                                                 : colours.diverging(value);
      const Rgba actual = drawn.tile_pixel(tile, p);
      for (std::size_t c = 0; c < 4; ++c)
        ASSERT_NEAR(actual[c], expected[c], 1) << "tile " << tile << ", pixel " << p;
    }
  }
}

TEST(Grid, AUnitThatIsZeroEverywhereIsTheMiddle) {
  const Drawn drawn({2, {{1, Activation::relu}, {1, Activation::tanh}}}, Loss::squared_error, {4, 4, false},
                    scalar_engine(), {0.0F, 0.0F, -1.0F, 1.0F, 0.0F});
  for (std::size_t p = 0; p < 16; ++p) EXPECT_EQ(drawn.tile_pixel(2, p), ColourMap().diverging(0.0F));
}

TEST(Grid, RefusesSizesOutOfRangeAndKeepsItsPictures) {
  const Network network(two_classes);
  Drawn drawn(two_classes, Loss::binary_cross_entropy, {20, 4, false});
  const std::vector<std::uint8_t> before(drawn.grid.map_pixels().begin(), drawn.grid.map_pixels().end());
  Grid& grid = drawn.grid;
  const auto unchanged = [&] {
    EXPECT_EQ(grid.spec().map_size, 20U);
    EXPECT_TRUE(std::ranges::equal(grid.map_pixels(), before));
    EXPECT_EQ(grid.tile_pixels().size(), 10U * 16U * 4U);
    EXPECT_EQ(grid.map_values().size(), 400U);
  };
  EXPECT_TRUE(refuses(grid.build(network, {0, 4, false}, limit), {"mapSize", "0", "512"}));
  EXPECT_TRUE(refuses(grid.build(network, {513, 4, false}, limit), {"mapSize", "513", "512"}));
  EXPECT_TRUE(refuses(grid.build(network, {20, 0, false}, limit), {"tileSize", "0", "96"}));
  EXPECT_TRUE(refuses(grid.build(network, {20, 97, false}, limit), {"tileSize", "97", "96"}));
  unchanged();
  EXPECT_TRUE(refuses(grid.build(network, {512, 96, false}, 100'000), {"memory", "100000"}));
  unchanged();
  ASSERT_FALSE(HasFailure());
  grid.render(drawn.pass, InputMap(), ColourMap(), false);
  unchanged();
  EXPECT_TRUE(grid.build(network, {512, 96, false}, limit).ok());
  EXPECT_EQ(grid.map_values().size(), 512U * 512U);
}

}  // namespace
}  // namespace downhill::testing
