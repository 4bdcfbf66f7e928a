// What core/src/export/json.cpp writes.
#include "../file_format.hpp"
#include "../json_reader.hpp"
#include "../text.hpp"

#include <downhill/model_import.hpp>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace downhill {
namespace {

using json::Document;
using json::Kind;

class Reader {
 public:
  Status read(std::string_view text, PortableNetwork& network) {
    if (Status status = document_.parse(text); !status.ok()) return status;
    if (Status status = check_format(document_, "downhill-network", "network of Downhill"); !status.ok())
      return status;
    PortableNetwork next;
    Status status = read_head(next);
    if (status.ok()) status = read_layers(next.layers);
    Answers answers;
    if (status.ok()) status = answers.build(next);
    if (status.ok()) network = std::move(next);
    return status;
  }

 private:
  using Index = Document::Index;

  Status member(Index object, std::string_view key, Kind kind, Index& value) const {
    const auto found = document_.member(object, key);
    if (!found) return document_.refuse(object, "\"" + std::string(key) + "\" is missing");
    value = *found;
    if (document_.kind(value) == kind) return {};
    return document_.refuse(value, std::string(key) + " is not " + std::string(name(kind)));
  }

  Status text(Index object, std::string_view key, std::string& result) const {
    Index value = 0;
    Status status = member(object, key, Kind::string, value);
    if (status.ok()) result = document_.string(value);
    return status;
  }

  Status number(Index value, double& result) const {
    const auto read = document_.kind(value) == Kind::number ? to_number(document_.text(value)) : std::nullopt;
    if (!read) return document_.refuse(value, "this is no number");
    result = *read;
    return {};
  }

  Status size(Index object, std::string_view key, std::size_t& result) const {
    Index value = 0;
    double read = 0.0;
    Status status = member(object, key, Kind::number, value);
    if (status.ok()) status = number(value, read);
    if (!status.ok()) return status;
    if (!(read >= 1.0 && read <= 1e6) || read != std::floor(read))
      return document_.refuse(value, std::string(key) + " is not a whole number from 1 to 1000000");
    result = static_cast<std::size_t>(read);
    return status;
  }

  Status numbers(Index object, std::string_view key, std::vector<float>& result) const {
    Index list = 0;
    if (Status status = member(object, key, Kind::array, list); !status.ok()) return status;
    for (Index item = document_.first(list); item != document_.end(list); item = document_.next(item)) {
      double read = 0.0;
      if (Status status = number(item, read); !status.ok()) return status;
      result.push_back(static_cast<float>(read));
    }
    return {};
  }

  Status read_head(PortableNetwork& network) const {
    const Index root = document_.root();
    std::string features;
    std::vector<float> means, deviations;
    Status status = text(root, "settings", network.settings);
    if (status.ok()) status = text(root, "features", features);
    if (status.ok() && !features.empty()) status = read_features(features, network.features);
    if (status.ok()) status = numbers(root, "means", means);
    if (status.ok()) status = numbers(root, "deviations", deviations);
    Index classes = 0;
    if (status.ok()) status = member(root, "classes", Kind::array, classes);
    if (!status.ok()) return status;
    if (means.size() != deviations.size())
      return document_.refuse(root, "it has other means than deviations");
    for (std::size_t j = 0; j < means.size(); ++j)
      network.scale.push_back({static_cast<double>(means[j]), static_cast<double>(deviations[j])});
    for (Index item = document_.first(classes); item != document_.end(classes); item = document_.next(item)) {
      if (document_.kind(item) != Kind::string) return document_.refuse(item, "a class has no name");
      network.classes.push_back(document_.string(item));
    }
    return {};
  }

  Status read_layers(std::vector<PortableLayer>& layers) const {
    Index list = 0;
    if (Status status = member(document_.root(), "layers", Kind::array, list); !status.ok()) return status;
    for (Index item = document_.first(list); item != document_.end(list); item = document_.next(item)) {
      if (document_.kind(item) != Kind::object) return document_.refuse(item, "a layer is no object");
      PortableLayer layer;
      if (Status status = read_layer(item, layer); !status.ok()) return status;
      layers.push_back(std::move(layer));
    }
    return {};
  }

  Status read_layer(Index object, PortableLayer& layer) const {
    std::string activation;
    Index residual = 0;
    Status status = size(object, "inputs", layer.inputs);
    if (status.ok()) status = size(object, "units", layer.units);
    if (status.ok()) status = text(object, "activation", activation);
    if (status.ok()) status = member(object, "residual", Kind::boolean, residual);
    if (status.ok()) status = numbers(object, "weights", layer.weights);
    if (status.ok()) status = numbers(object, "biases", layer.biases);
    if (status.ok()) status = numbers(object, "gain", layer.gain);
    if (status.ok()) status = numbers(object, "shift", layer.shift);
    if (!status.ok()) return status;
    const auto phi = find_activation(activation);
    if (!phi) return document_.refuse(object, "the activation " + quoted(activation) + " is unknown");
    layer.activation = *phi;
    layer.residual = document_.text(residual) == "true";
    layer.layer_norm = !layer.gain.empty();
    return {};
  }

  Document document_;
};

}  // namespace

Status read_network(std::string_view text, PortableNetwork& network) {
  return Reader().read(text, network);
}

}  // namespace downhill
