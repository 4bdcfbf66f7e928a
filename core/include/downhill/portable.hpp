// A trained network without the run around it: what is exported, imported, and asked for answers.
#pragma once

#include <downhill/arena.hpp>
#include <downhill/backprop.hpp>
#include <downhill/feature.hpp>
#include <downhill/network.hpp>
#include <downhill/status.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace downhill {

class Playground;

// z = W a + b -> layer norm -> phi -> + a (residual); what is left of a block once it no longer learns.
struct PortableLayer {
  std::size_t inputs = 0;
  std::size_t units = 0;
  Activation activation = Activation::linear;
  bool residual = false;
  bool layer_norm = false;     // then gain and shift
  std::vector<float> weights;  // [units][inputs], batch norm folded in
  std::vector<float> biases;   // [units], likewise
  std::vector<float> gain, shift;
};

struct PortableNetwork {
  std::string settings;   // as in a link; empty: of another program
  FeatureSet features;    // of a point in the plane; empty: the first layer takes the inputs themselves
  Standardisation scale;  // of features or inputs; empty: they are used as they are
  std::vector<PortableLayer> layers;
  std::vector<std::string> classes;  // names, if they have some

  bool plane() const noexcept { return !features.empty(); }
  // Numbers that an answer asks for.
  std::size_t inputs() const noexcept { return plane() ? 2 : layers.front().inputs; }
  std::size_t outputs() const noexcept { return layers.back().units; }
};

// A playground's network as it answers now.
PortableNetwork portable(const Playground& playground);

// A network's layers at theta: dropout off, batch norms folded into weights and biases.
std::vector<PortableLayer> portable_layers(const Network& network, std::span<const float> theta,
                                           std::span<const float> statistics);

// The network's form, and its numbers in the order of Network.
NetworkSpec network_spec(const PortableNetwork& network);
std::vector<float> parameters(const PortableNetwork& network);

// The scale of features or inputs moved into the first layer; answers stay the same but for rounding.
void fold_scale(PortableNetwork& network);

// Computes what a network answers, with the kernels that train.
class Answers {
 public:
  // Refuses a network without layers, whose parts do not fit together, or whose numbers are not finite.
  Status build(const PortableNetwork& network);

  std::size_t inputs() const noexcept { return inputs_; }
  std::size_t outputs() const noexcept { return network_.outputs(); }
  // `rows` is [n][inputs()]; the result is [n][outputs()].
  std::vector<float> operator()(std::span<const double> rows);

 private:
  void scale_inputs(std::span<const double> rows, std::size_t first, std::size_t count);

  Network network_;
  FeatureSet features_;
  Standardisation scale_;
  std::size_t inputs_ = 0;
  std::vector<float> theta_, inputs_scaled_, no_targets_;
  Arena memory_;
  Tape<float> tape_;
};

}  // namespace downhill
