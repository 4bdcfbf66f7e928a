// Training runs on the made datasets, with memory of their own.
#pragma once

#include <downhill/dataset.hpp>
#include <downhill/feature.hpp>
#include <downhill/trainer.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace downhill::testing {

struct DatasetRunSpec {
  DatasetSpec data;
  FeatureSet features = {Feature::x1, Feature::x2};
  bool standardised = false;
  TrainerSpec trainer;  // its inputs and outputs are made to fit the data
};

template <class T>
struct DatasetRun {
  Dataset dataset;
  std::vector<T> inputs, targets;
  Trainer<T> trainer;

  Status build(DatasetRunSpec spec, const Engine& engine) {
    if (Status status = make_dataset(spec.data, dataset); !status.ok()) return status;
    const std::vector<Point>& points = dataset.points;
    const std::span<const Point> training = std::span(points).first(dataset.train_count);
    const Standardisation scales =
        spec.standardised ? standardise(spec.features, training) : Standardisation{};
    inputs.resize(points.size() * spec.features.size());
    make_inputs<T>(spec.features, scales, points, inputs);

    LayerSpec& output = spec.trainer.network.layers.back();
    spec.trainer.network.inputs = spec.features.size();
    output.units = dataset.classes > 2 ? dataset.classes : 1;
    const bool is_signed = output.activation == Activation::tanh || output.activation == Activation::linear;
    targets.clear();
    for (const Point& point : points) {
      for (std::size_t k = 0; k < output.units; ++k) {
        const bool own = point.label == (output.units == 1 ? 1 : k);
        targets.push_back(dataset.regression ? static_cast<T>(point.target)
                                             : (own ? T(1) : T(is_signed ? -1 : 0)));
      }
    }
    return trainer.build(spec.trainer, samples(0, dataset.train_count),
                         samples(dataset.train_count, dataset.test_count()), engine);
  }

 private:
  SampleSet<T> samples(std::size_t first, std::size_t count) const {
    const std::size_t rows = dataset.points.size();
    return {inputs.data() + first * (inputs.size() / rows), targets.data() + first * (targets.size() / rows),
            count};
  }
};

}  // namespace downhill::testing
