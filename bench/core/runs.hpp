// Training runs of the workloads, as the benchmarks of whole epochs, phases and costs need them.
#pragma once

#include "../workloads.hpp"

#include <downhill/trainer.hpp>

namespace downhill::bench {

inline TrainerSpec spec_of(const Workload& work) {
  TrainerSpec spec;
  spec.network.inputs = work.inputs();
  const std::size_t depth = work.widths.size() - 1;
  for (std::size_t l = 1; l <= depth; ++l) {
    const bool output = l == depth;
    spec.network.layers.push_back({work.widths[l], !work.softmax ? Activation::tanh
                                                   : output      ? Activation::softmax
                                                                 : Activation::relu});
  }
  spec.loss = work.softmax ? Loss::cross_entropy : Loss::squared_error;
  spec.initializer = work.softmax ? Initializer::he : Initializer::xavier;
  spec.rules.batch_size = work.batch;
  OptimizerSettings& optimizer = spec.rules.optimizer;
  optimizer.kind = work.rule == Rule::adam       ? OptimizerKind::adam
                   : work.rule == Rule::momentum ? OptimizerKind::momentum
                                                 : OptimizerKind::sgd;
  optimizer.eta = static_cast<double>(work.rate);
  return spec;
}

// A run with its data.
struct Run {
  Run(const Workload& chosen, const Engine& engine) : work(chosen), set(make_samples(chosen)) {
    status = trainer.build(spec_of(work), {set.inputs.data(), set.targets.data(), set.count}, {}, engine);
  }
  Workload work;
  Samples set;
  Trainer<float> trainer;
  Status status;
};

}  // namespace downhill::bench
