// The shape of a layered network and where its parameters lie in the vector theta (paper, section 5).
#pragma once

#include <downhill/activation.hpp>
#include <downhill/status.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace downhill {

enum class Norm : std::uint8_t {
  none,
  batch,  // over the samples of a batch, for each unit; Ioffe and Szegedy, 2015
  layer,  // over the units of a layer, for each sample; Ba, Kiros and Hinton, 2016
};

inline constexpr std::array<std::string_view, 3> norm_names = {"none", "batch", "layer"};

constexpr std::string_view name(Norm norm) noexcept {
  return norm_names[static_cast<std::size_t>(norm)];
}

// Below the root of every norm.
inline constexpr double norm_epsilon = 1e-5;

// One block, in this order, every part but the first two optional:
// z = W a + b -> u = gain * normalised z + shift -> phi(u) -> dropout -> + a (residual).
struct LayerSpec {
  std::size_t units = 1;
  Activation activation = Activation::tanh;
  Norm norm = Norm::none;
  double dropout = 0.0;   // probability of a unit to be left out in a training step, 0 ... 1, 1 excluded
  bool residual = false;  // adds the block's input to its output; needs as many units as inputs

  bool operator==(const LayerSpec&) const = default;
};

// `layers` are the hidden layers and, last, the output layer.
struct NetworkSpec {
  std::size_t inputs = 2;
  std::vector<LayerSpec> layers;
};

// Refuses a network without inputs or layers, a layer without units, softmax below the output, dropout out of
// range or at the output, and a residual connection between unequal widths.
Status check(const NetworkSpec& spec);

// A layer with its place in theta: W is row-major [units][inputs] at `weights`, b is [units] at `biases`;
// with a norm, gain and shift are [units] each. With batch norm, running mean and variance are [units] each
// in the statistics.
struct LayerLayout {
  std::size_t inputs;
  LayerSpec spec;
  std::size_t weights = 0;
  std::size_t biases = 0;
  std::size_t gain = 0;
  std::size_t shift = 0;
  std::size_t running_mean = 0;
  std::size_t running_variance = 0;

  std::size_t units() const noexcept { return spec.units; }
  std::size_t weight_count() const noexcept { return spec.units * inputs; }
};

// Holds no numbers: those are in flat vectors of parameter_count() elements (theta, its gradient, optimizer
// state), and of statistic_count() elements (what batch norms remember, which is not trained).
class Network {
 public:
  Network() = default;
  // `spec` must have passed check().
  explicit Network(const NetworkSpec& spec);

  std::size_t inputs() const noexcept { return layers_.front().inputs; }
  std::size_t outputs() const noexcept { return layers_.back().units(); }
  Activation output_activation() const noexcept { return layers_.back().spec.activation; }
  // Number of layers, the output layer included; the paper's L.
  std::size_t depth() const noexcept { return layers_.size(); }
  const LayerLayout& layer(std::size_t index) const noexcept { return layers_[index]; }
  const std::vector<LayerLayout>& layers() const noexcept { return layers_; }
  // The paper's m.
  std::size_t parameter_count() const noexcept { return parameter_count_; }
  std::size_t statistic_count() const noexcept { return statistic_count_; }
  bool has_batch_norm() const noexcept { return statistic_count_ > 0; }

 private:
  std::vector<LayerLayout> layers_;
  std::size_t parameter_count_ = 0;
  std::size_t statistic_count_ = 0;
};

}  // namespace downhill
