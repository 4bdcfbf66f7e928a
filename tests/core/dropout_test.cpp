// Inverted dropout: which activations are dropped, what is left of the others, and on what the mask depends.
#include "engines.hpp"
#include "networks.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

constexpr std::size_t units = 40, sample_count = 250;  // 10,000 draws
constexpr double share = 0.25;
const NetworkSpec dropping{2,
                           {{.units = units, .activation = Activation::tanh, .dropout = share},
                            {.units = units, .activation = Activation::tanh, .dropout = share},
                            {.units = 1, .activation = Activation::linear}}};

class DropoutPass {
 public:
  DropoutPass()
      : network_(dropping),
        tape_(network_, sample_count),
        theta_(random_theta(dropping, 1)),
        data_(random_samples(dropping, Loss::squared_error, sample_count, 2)) {
    tape_->load(scalar_engine().kernels<double>(), data_.inputs.data(), data_.targets.data(), sample_count);
  }
  // The masked layers after a forward pass.
  const LayerTape<double>& layer(std::size_t l, std::uint64_t seed, std::uint64_t part) {
    Backprop<double> pass{network_, scalar_engine().kernels<double>(), Loss::squared_error, theta_.data(),
                          *tape_};
    pass.training = {true, seed, part};
    pass.forward();
    return tape_->layers[l];
  }
  std::vector<double> mask(std::size_t l, std::uint64_t seed, std::uint64_t part) {
    const Matrix<double>& mask = layer(l, seed, part).mask;
    std::vector<double> numbers;
    for (std::size_t u = 0; u < units; ++u)
      numbers.insert(numbers.end(), mask.row(u), mask.row(u) + sample_count);
    return numbers;
  }

 private:
  Network network_;
  OwnTape<double> tape_;
  std::vector<double> theta_;
  Samples<double> data_;
};

// What is kept is divided by the share that is kept, so that the sum over many units stays what it was.
TEST(Dropout, DropsItsShareAndKeepsTheMean) {
  DropoutPass pass;
  std::size_t dropped = 0;
  const LayerTape<double>& layer = pass.layer(0, 3, 4);
  for (std::size_t u = 0; u < units; ++u) {
    for (std::size_t s = 0; s < sample_count; ++s) {
      if (layer.mask(u, s) == 0.0) {
        ++dropped;
      } else {
        ASSERT_EQ(layer.mask(u, s), 1.0 / (1.0 - share));
      }
      ASSERT_EQ(layer.out(u, s), layer.a(u, s) * layer.mask(u, s));
    }
  }
  const double draws = units * sample_count;
  EXPECT_NEAR(static_cast<double>(dropped) / draws, share, 4.0 * std::sqrt(share * (1.0 - share) / draws));
}

TEST(Dropout, MaskDependsOnSeedPartAndLayerAlone) {
  DropoutPass pass;
  const std::vector<double> mask = pass.mask(0, 3, 4);
  EXPECT_NE(mask, pass.mask(1, 3, 4));
  EXPECT_NE(mask, pass.mask(0, 4, 4));
  EXPECT_NE(mask, pass.mask(0, 3, 5));
  EXPECT_EQ(mask, pass.mask(0, 3, 4));
}

}  // namespace
}  // namespace downhill::testing
