#include "../json_reader.hpp"
#include "../text.hpp"
#include "tensor.hpp"

#include <downhill/model_import.hpp>

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

namespace downhill {
namespace {

using json::Document;
using json::Kind;

struct Tensor {
  std::string name;
  std::vector<std::size_t> shape;
  std::vector<float> numbers;
};

// A linear layer's names without .weight and .bias, in order: numbers in them count as numbers.
bool comes_before(std::string_view a, std::string_view b) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  while (!a.empty() && !b.empty()) {
    if (digit(a.front()) && digit(b.front())) {
      std::size_t first = 0, second = 0;
      const char* rest_a = std::from_chars(a.data(), a.data() + a.size(), first).ptr;
      const char* rest_b = std::from_chars(b.data(), b.data() + b.size(), second).ptr;
      if (first != second) return first < second;
      a.remove_prefix(static_cast<std::size_t>(rest_a - a.data()));
      b.remove_prefix(static_cast<std::size_t>(rest_b - b.data()));
      continue;
    }
    if (a.front() != b.front()) return a.front() < b.front();
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  return a.size() < b.size();
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

class File {
 public:
  explicit File(std::string_view bytes) : bytes_(bytes) {}

  Status read(const ImportOptions& options, PortableNetwork& network) {
    Status status = read_header();
    if (status.ok()) status = read_tensors();
    PortableNetwork next;
    if (status.ok()) status = read_layers(next);
    if (status.ok()) status = read_metadata(next);
    if (status.ok()) status = read_activations(options, next);
    if (!status.ok()) return status;
    Answers answers;
    if (status = answers.build(next); status.ok()) network = std::move(next);
    return status;
  }

 private:
  Status read_header() {
    if (bytes_.size() > max_import_bytes)
      return refused("The file has " + std::to_string(bytes_.size()) + " bytes, the limit is " +
                     std::to_string(max_import_bytes) + ".");
    if (bytes_.size() < 8) return refused("The file is too short for safetensors.");
    const auto length = get_little<std::uint64_t>(bytes_, 0);
    if (length > bytes_.size() - 8)
      return refused("The file's header should have " + std::to_string(length) +
                     " bytes, and the file ends after " + std::to_string(bytes_.size() - 8) +
                     ": it is cut off, or no safetensors.");
    const std::string_view text = bytes_.substr(8, static_cast<std::size_t>(length));
    data_ = bytes_.substr(8 + text.size());
    if (Status status = header_.parse(text); !status.ok()) return status;
    if (header_.kind(header_.root()) == Kind::object) return {};
    return refused("The file's header is no object: it is no safetensors.");
  }

  Status read_tensors() {
    const auto root = header_.root();
    for (auto key = header_.first(root); key != header_.end(root); key = header_.next(header_.next(key))) {
      const auto value = header_.next(key);
      Tensor tensor{.name = header_.string(key), .shape = {}, .numbers = {}};
      if (tensor.name == "__metadata__") continue;
      if (Status status = read_tensor(value, tensor); !status.ok()) return status;
      tensors_.push_back(std::move(tensor));
    }
    std::ranges::sort(tensors_,
                      [](const Tensor& a, const Tensor& b) { return comes_before(a.name, b.name); });
    return {};
  }

  Status whole_numbers(Document::Index list, const std::string& where,
                       std::vector<std::size_t>& numbers) const {
    for (auto item = header_.first(list); item != header_.end(list); item = header_.next(item)) {
      const std::string_view text = header_.text(item);
      std::size_t number = 0;
      const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (header_.kind(item) != Kind::number || error != std::errc{} || stop != text.data() + text.size())
        return refused(where + " has a size that is no whole number.");
      numbers.push_back(number);
    }
    return {};
  }

  Status read_tensor(Document::Index value, Tensor& tensor) const {
    const std::string where = "The tensor " + quoted(tensor.name);
    if (header_.kind(value) != Kind::object) return refused(where + " is no object.");
    const auto type = header_.member(value, "dtype");
    const auto shape = header_.member(value, "shape");
    const auto offsets = header_.member(value, "data_offsets");
    if (!type || !shape || !offsets || header_.kind(*type) != Kind::string ||
        header_.kind(*shape) != Kind::array || header_.kind(*offsets) != Kind::array)
      return refused(where + " lacks dtype, shape or data_offsets.");
    const std::string format = header_.string(*type);
    if (format != "F32" && format != "F64")
      return refused(where + " is of type " + quoted(format) + "; save it as F32 or F64.");
    std::vector<std::size_t> place;
    Status status = whole_numbers(*shape, where, tensor.shape);
    if (status.ok()) status = whole_numbers(*offsets, where, place);
    if (!status.ok()) return status;
    const std::size_t size = format == "F32" ? 4 : 8;
    std::size_t count = 1;
    for (const std::size_t side : tensor.shape) {
      if (side > data_.size()) return refused(where + " is larger than the file.");
      count = side == 0 ? 0 : count > data_.size() / side ? data_.size() : count * side;
    }
    if (place.size() != 2 || place[0] > place[1] || place[1] > data_.size() ||
        place[1] - place[0] != size * count)
      return refused(where + " is not where its data_offsets say: the file is cut off or damaged.");
    const std::string_view raw = data_.substr(place[0], place[1] - place[0]);
    tensor.numbers = size == 4 ? get_floats(raw) : get_doubles(raw);
    return {};
  }

  const Tensor* find(const std::string& name) const {
    const auto found = std::ranges::find(tensors_, name, &Tensor::name);
    return found == tensors_.end() ? nullptr : &*found;
  }

  // Of the tensors that make a layer; each is taken once.
  Status take(const std::string& name, std::size_t count, std::vector<float>& numbers) {
    const Tensor* tensor = find(name);
    if (!tensor) return refused("The tensor " + quoted(name) + " is missing.");
    if (tensor->shape.size() != 1 || tensor->numbers.size() != count)
      return refused("The tensor " + quoted(name) + " is no list of " + std::to_string(count) + " numbers.");
    numbers = tensor->numbers;
    ++taken_;
    return {};
  }

  Status read_layers(PortableNetwork& network) {
    constexpr std::string_view end = ".weight";
    for (const Tensor& tensor : tensors_) {
      if (tensor.shape.size() != 2) continue;
      if (!tensor.name.ends_with(end))
        return refused("The tensor " + quoted(tensor.name) + " is no NAME.weight of a linear layer.");
      const std::string name = tensor.name.substr(0, tensor.name.size() - end.size());
      PortableLayer layer;
      layer.units = tensor.shape[0];
      layer.inputs = tensor.shape[1];
      layer.weights = tensor.numbers;
      ++taken_;
      Status status;
      if (find(name + ".bias"))
        status = take(name + ".bias", layer.units, layer.biases);
      else
        layer.biases.assign(layer.units, 0.0F);
      layer.layer_norm = find(name + ".norm.weight") != nullptr;
      if (status.ok() && layer.layer_norm) status = take(name + ".norm.weight", layer.units, layer.gain);
      if (status.ok() && layer.layer_norm) status = take(name + ".norm.bias", layer.units, layer.shift);
      if (!status.ok()) return status;
      network.layers.push_back(std::move(layer));
    }
    if (network.layers.empty())
      return refused("The file holds no matrix NAME.weight: there is no linear layer.");
    if (taken_ == tensors_.size()) return {};
    return refused("The file holds tensors that belong to no linear layer, such as " + quoted(strange()) +
                   "; only dense networks can be read.");
  }

  std::string strange() const {
    for (const Tensor& tensor : tensors_) {
      const bool bias = tensor.name.ends_with(".bias");
      if (tensor.shape.size() > 2 || (tensor.shape.size() < 2 && !bias)) return tensor.name;
    }
    return tensors_.front().name;
  }

  std::string metadata(std::string_view key) const {
    const auto all = header_.member(header_.root(), "__metadata__");
    if (!all || header_.kind(*all) != Kind::object) return {};
    const auto value = header_.member(*all, key);
    return value && header_.kind(*value) == Kind::string ? header_.string(*value) : std::string();
  }

  Status read_metadata(PortableNetwork& network) const {
    network.settings = metadata("settings");
    if (const std::string text = metadata("features"); !text.empty()) {
      if (Status status = read_features(text, network.features); !status.ok()) return status;
      if (network.features.size() != network.layers.front().inputs)
        return refused("The file names " + std::to_string(network.features.size()) + " features for " +
                       std::to_string(network.layers.front().inputs) + " inputs.");
    }
    const std::string means = metadata("means"), deviations = metadata("deviations");
    const auto first = split(means, ','), second = split(deviations, ',');
    if (first.size() != second.size()) return refused("The file has other means than deviations.");
    for (std::size_t j = 0; j < first.size(); ++j) {
      const auto mean = to_number(first[j]), deviation = to_number(second[j]);
      if (!mean || !deviation)
        return refused("The file's means or deviations hold something that is no number.");
      network.scale.push_back({*mean, *deviation});
    }
    return {};
  }

  Status read_activations(const ImportOptions& options, PortableNetwork& network) const {
    const std::string names_text = metadata("activations"), residuals_text = metadata("residuals");
    const auto names = split(names_text, ','), residuals = split(residuals_text, ',');
    const std::size_t depth = network.layers.size();
    if ((!names.empty() && names.size() != depth) || (!residuals.empty() && residuals.size() != depth))
      return refused("The file names activations of another number of layers than it holds.");
    for (std::size_t l = 0; l < depth; ++l) {
      PortableLayer& layer = network.layers[l];
      layer.activation = l + 1 < depth ? Activation::relu : Activation::linear;
      if (!names.empty()) {
        const auto found = find_activation(names[l]);
        if (!found) return refused("The activation " + quoted(names[l]) + " is unknown.");
        layer.activation = *found;
      }
      layer.activation = (l + 1 < depth ? options.hidden : options.output).value_or(layer.activation);
      layer.residual = !residuals.empty() && residuals[l] == "1";
    }
    return {};
  }

  std::string_view bytes_, data_;
  Document header_;
  std::vector<Tensor> tensors_;
  std::size_t taken_ = 0;
};

}  // namespace

Status read_safetensors(std::string_view bytes, const ImportOptions& options, PortableNetwork& network) {
  return File(bytes).read(options, network);
}

}  // namespace downhill
