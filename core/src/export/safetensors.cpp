// safetensors: the length of a JSON header, the header, then the numbers without a gap
// (github.com/huggingface/safetensors, format).
#include "../text.hpp"
#include "bytes.hpp"
#include "portable.hpp"

#include <string>

namespace downhill {
namespace {

class Writer {
 public:
  void add(const std::string& name, const std::string& shape, std::span<const float> numbers) {
    const std::size_t begin = data_.size();
    put_floats(data_, numbers);
    header_ +=
        ", " + json_field(name, "{\"dtype\": \"F32\", \"shape\": [" + shape + "], \"data_offsets\": [" +
                                    std::to_string(begin) + ", " + std::to_string(data_.size()) + "]}");
  }

  std::string finish(const std::string& metadata) const {
    std::string header = "{" + json_field("__metadata__", "{" + metadata + "}") + header_ + "}";
    header.append((8 - header.size() % 8) % 8, ' ');
    std::string file;
    put_little(file, static_cast<std::uint64_t>(header.size()));
    return file + header + data_;
  }

 private:
  std::string header_, data_;
};

}  // namespace

std::string to_safetensors(const PortableNetwork& network) {
  Writer writer;
  std::string activations, residuals;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const PortableLayer& layer = network.layers[l];
    const std::string name = "layers." + std::to_string(l);
    const std::string units = std::to_string(layer.units);
    writer.add(name + ".weight", units + ", " + std::to_string(layer.inputs), layer.weights);
    writer.add(name + ".bias", units, layer.biases);
    if (layer.layer_norm) {
      writer.add(name + ".norm.weight", units, layer.gain);
      writer.add(name + ".norm.bias", units, layer.shift);
    }
    activations += (l > 0 ? "," : "") + std::string(downhill::name(layer.activation));
    residuals += (l > 0 ? "," : "") + std::string(layer.residual ? "1" : "0");
  }
  const auto numbers = [](const std::vector<float>& list) {
    std::string text;
    for (const float number : list) text += (text.empty() ? "" : ",") + exact_text(number);
    return text;
  };
  const std::string scale = network.scale.empty()
                                ? ""
                                : ", " + json_field("means", json_string(numbers(means_of(network)))) + ", " +
                                      json_field("deviations", json_string(numbers(deviations_of(network))));
  // The metadata of this format are texts.
  return writer.finish(json_field("format", json_string("pt")) + ", " +
                       json_field("settings", json_string(network.settings)) + ", " +
                       json_field("features", json_string(to_text(network.features))) + ", " +
                       json_field("activations", json_string(activations)) + ", " +
                       json_field("residuals", json_string(residuals)) + scale);
}

}  // namespace downhill
