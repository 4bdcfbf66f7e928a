// A network as other programs see it: what export_model() writes in each of its formats.
#pragma once

#include <downhill/feature.hpp>
#include <downhill/network.hpp>
#include <downhill/playground.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace downhill {

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
  std::string settings;  // as in a link
  FeatureSet features;
  Standardisation scale;  // empty: the features are used as they are
  std::vector<PortableLayer> layers;
  std::vector<std::string> classes;  // names, if they have some

  std::size_t outputs() const noexcept { return layers.back().units; }
};

PortableNetwork portable(const Playground& playground);

// As many as there are features; 0 and 1 where nothing is standardised.
inline std::vector<float> means_of(const PortableNetwork& network) {
  std::vector<float> means(network.features.size(), 0.0F);
  for (std::size_t j = 0; j < network.scale.size(); ++j) means[j] = static_cast<float>(network.scale[j].mean);
  return means;
}

inline std::vector<float> deviations_of(const PortableNetwork& network) {
  std::vector<float> deviations(network.features.size(), 1.0F);
  for (std::size_t j = 0; j < network.scale.size(); ++j)
    deviations[j] = static_cast<float>(network.scale[j].deviation);
  return deviations;
}

// One function a format, a file each.
std::string to_onnx(const PortableNetwork& network);
std::string to_safetensors(const PortableNetwork& network);
std::string to_npz(const PortableNetwork& network);
std::string to_c(const PortableNetwork& network);
std::string to_javascript(const PortableNetwork& network);
std::string to_numpy(const PortableNetwork& network);
std::string to_pytorch(const PortableNetwork& network);

}  // namespace downhill
