// From an imported network to a run that can go on learning.
#include "../text.hpp"

#include <downhill/model_import.hpp>

#include <algorithm>
#include <utility>

namespace downhill {
namespace {

std::string layer_number(std::size_t l) {
  return "Layer " + std::to_string(l + 1);
}

Status hidden_layers(const PortableNetwork& network, std::vector<HiddenLayer>& hidden) {
  const std::size_t depth = network.layers.size() - 1;
  if (depth > Settings::max_layers)
    return refused("The network has " + std::to_string(depth) + " hidden layers; the settings have at most " +
                   std::to_string(Settings::max_layers) + ".");
  for (std::size_t l = 0; l < depth; ++l) {
    const PortableLayer& layer = network.layers[l];
    if (layer.units > Settings::max_units)
      return refused(layer_number(l) + " has " + std::to_string(layer.units) +
                     " units; the settings have at most " + std::to_string(Settings::max_units) + ".");
    hidden.push_back({.units = layer.units,
                      .activation = layer.activation,
                      .norm = layer.layer_norm ? Norm::layer : Norm::none,
                      .residual = layer.residual});
  }
  return {};
}

// Loss, output and a dataset with as many classes as the network has outputs.
Status choose_problem(const PortableNetwork& network, bool own_data, Settings& settings) {
  const PortableLayer& last = network.layers.back();
  const std::size_t outputs = network.outputs();
  if (last.residual || last.layer_norm)
    return refused("The output layer has a norm or a residual connection.");
  settings.output = OutputChoice::automatic;
  settings.loss = LossChoice::automatic;
  if (last.activation == Activation::softmax) {
    if (outputs < 2 || outputs > Dataset::max_classes)
      return refused("The network has " + std::to_string(outputs) + " outputs; points have at most " +
                     std::to_string(Dataset::max_classes) + " classes.");
    settings.loss = outputs == 2 ? LossChoice::cross_entropy : LossChoice::automatic;
    if (!own_data) settings.dataset = outputs == 2 ? DatasetKind::circle : DatasetKind::blobs;
    settings.classes = outputs;
    return {};
  }
  if (outputs != 1)
    return refused("The network has " + std::to_string(outputs) + " outputs without softmax.");
  if (last.activation == Activation::tanh) {
    settings.loss = LossChoice::squared_error;
    return {};
  }
  if (last.activation == Activation::linear && !own_data) settings.dataset = DatasetKind::plane;
  if (last.activation == Activation::sigmoid || last.activation == Activation::linear) return {};
  return refused("The output is " + std::string(name(last.activation)) +
                 "; runs have tanh, sigmoid, softmax or a linear one.");
}

bool same_scale(const Standardisation& a, const Standardisation& b) {
  return std::ranges::equal(a, b, [](const Scale& x, const Scale& y) {
    return static_cast<float>(x.mean) == static_cast<float>(y.mean) &&
           static_cast<float>(x.deviation) == static_cast<float>(y.deviation);
  });
}

bool same_shape(const NetworkSpec& a, const NetworkSpec& b) {
  return a.inputs == b.inputs && std::ranges::equal(a.layers, b.layers, [](LayerSpec x, LayerSpec y) {
           x.dropout = y.dropout = 0.0;  // has no part in the answer
           return x == y;
         });
}

// A run of these settings that takes the network as it is, if there is one.
bool fits(const Playground& playground, const PortableNetwork& network) {
  return playground.inputs().features == network.features &&
         same_scale(playground.inputs().standardisation, network.scale) &&
         same_shape(playground.trainer().spec().network, network_spec(network));
}

void take_over(Playground& playground, const PortableNetwork& network) {
  std::ranges::copy(parameters(network), playground.trainer().theta().begin());
  playground.trainer().weights_changed();
}

}  // namespace

Status import_run(PortableNetwork network, std::string_view query, Playground& playground) {
  if (network.inputs() != 2)
    return refused("The network has " + std::to_string(network.inputs()) +
                   " inputs; points of the plane have 2.");
  if (!network.plane()) network.features = {Feature::x1, Feature::x2};
  Settings settings;
  const std::string_view wanted = query.empty() ? std::string_view(network.settings) : query;
  Status status = apply_query(settings, wanted);
  if (!status.ok()) return status;
  if (settings.dataset == DatasetKind::custom)
    settings.dataset = DatasetKind::spiral;  // its points are not in the file
  Playground fresh;
  if (fresh.configure(to_query(settings)).ok() && fits(fresh, network)) {
    take_over(fresh, network);
    playground = std::move(fresh);
    return {};
  }
  fold_scale(network);
  settings.features = network.features;
  settings.standardize = Switch::off;
  settings.network.clear();
  if (status = hidden_layers(network, settings.network); !status.ok()) return status;
  if (status = choose_problem(network, !wanted.empty(), settings); !status.ok()) return status;
  if (status = fresh.configure(to_query(settings)); !status.ok()) return status;
  if (!fits(fresh, network))
    return refused("A network with this output cannot learn the dataset " +
                   std::string(name(settings.dataset)) + "; choose another with --dataset.");
  take_over(fresh, network);
  playground = std::move(fresh);
  return {};
}

Status import_table(const PortableNetwork& network, TableModel& model) {
  if (network.plane()) return refused("The network makes features of points; it is no network for a table.");
  const PortableLayer& last = network.layers.back();
  const std::size_t outputs = network.outputs();
  TableModel next;
  for (std::size_t k = 0; k < network.inputs(); ++k)
    next.schema.columns.push_back({"x" + std::to_string(k + 1)});
  next.schema.target = "y";
  next.schema.regression = outputs == 1 && last.activation == Activation::linear;
  if (!next.schema.regression) {
    next.schema.classes = network.classes;
    const std::size_t classes = std::max<std::size_t>(2, outputs);
    for (std::size_t k = 0; next.schema.classes.empty() || next.schema.classes.size() < classes; ++k)
      next.schema.classes.push_back(std::to_string(k));
  }
  next.scale = network.scale.empty() ? Standardisation(network.inputs()) : network.scale;
  TrainerSpec spec;
  spec.network = network_spec(network);
  spec.loss = last.activation == Activation::softmax   ? Loss::cross_entropy
              : last.activation == Activation::sigmoid ? Loss::binary_cross_entropy
                                                       : Loss::squared_error;
  // A run needs a sample to begin with; this one is never learnt.
  const std::vector<float> inputs(network.inputs()), targets(outputs);
  const SampleSet<float> one{inputs.data(), targets.data(), 1};
  Trainer<float> trainer;
  if (Status status = trainer.build(spec, one, {}, best_engine(NumericMode::reproducible)); !status.ok())
    return status;
  std::ranges::copy(parameters(network), trainer.theta().begin());
  trainer.weights_changed();
  next.model = model_of(trainer);
  model = std::move(next);
  return {};
}

}  // namespace downhill
