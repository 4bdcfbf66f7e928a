// The shape of a layered network and where its parameters lie in the vector theta (paper, section 5).
#pragma once

#include <cstddef>
#include <vector>

#include <downhill/activation.hpp>
#include <downhill/status.hpp>

namespace downhill {

// One block: z = W a + b, a = phi(z).
struct LayerSpec {
  std::size_t units = 1;
  Activation activation = Activation::tanh;

  bool operator==(const LayerSpec&) const = default;
};

// `layers` are the hidden layers and, last, the output layer.
struct NetworkSpec {
  std::size_t inputs = 2;
  std::vector<LayerSpec> layers;
};

// Refuses a network without inputs or layers, a layer without units, and softmax below the output.
Status check(const NetworkSpec& spec);

// A layer with its place in theta: W is row-major [units][inputs] at `weights`, b is [units] at `biases`.
struct LayerLayout {
  std::size_t inputs;
  std::size_t units;
  Activation activation;
  std::size_t weights;
  std::size_t biases;
};

// Holds no numbers: those are in flat vectors of parameter_count() elements (theta, its gradient, optimizer state).
class Network {
 public:
  Network() = default;
  // `spec` must have passed check().
  explicit Network(const NetworkSpec& spec);

  std::size_t inputs() const noexcept { return layers_.front().inputs; }
  std::size_t outputs() const noexcept { return layers_.back().units; }
  // Number of layers, the output layer included; the paper's L.
  std::size_t depth() const noexcept { return layers_.size(); }
  const LayerLayout& layer(std::size_t index) const noexcept { return layers_[index]; }
  const std::vector<LayerLayout>& layers() const noexcept { return layers_; }
  // The paper's m.
  std::size_t parameter_count() const noexcept { return parameter_count_; }

 private:
  std::vector<LayerLayout> layers_;
  std::size_t parameter_count_ = 0;
};

}  // namespace downhill
