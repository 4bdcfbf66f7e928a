// The writers of export_model(), and what they share.
#pragma once

#include <downhill/portable.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace downhill {

// As many as the first layer has inputs; 0 and 1 where nothing is standardised.
inline std::vector<float> means_of(const PortableNetwork& network) {
  std::vector<float> means(network.layers.front().inputs, 0.0F);
  for (std::size_t j = 0; j < network.scale.size(); ++j) means[j] = static_cast<float>(network.scale[j].mean);
  return means;
}

inline std::vector<float> deviations_of(const PortableNetwork& network) {
  std::vector<float> deviations(network.layers.front().inputs, 1.0F);
  for (std::size_t j = 0; j < network.scale.size(); ++j)
    deviations[j] = static_cast<float>(network.scale[j].deviation);
  return deviations;
}

// One unit's batch norm folded into its weights and bias: with the statistics at rest it is one more affine
// map, and two in a row are one.
struct NormAtRest {
  double gain, shift, mean, variance, epsilon;
};
void fold_norm(PortableLayer& layer, std::size_t unit, const NormAtRest& norm);

// One function a format, a file each.
std::string to_onnx(const PortableNetwork& network);
std::string to_safetensors(const PortableNetwork& network);
std::string to_npz(const PortableNetwork& network);
std::string to_c(const PortableNetwork& network);
std::string to_json(const PortableNetwork& network);
std::string to_javascript(const PortableNetwork& network);
std::string to_numpy(const PortableNetwork& network);
std::string to_pytorch(const PortableNetwork& network);

}  // namespace downhill
