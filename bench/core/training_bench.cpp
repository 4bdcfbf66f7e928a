// Whole epochs as the user gets them: shuffling, loss, backpropagation and update.
#include "engines.hpp"

#include <downhill/random.hpp>
#include <downhill/trainer.hpp>

#include <memory>
#include <vector>

namespace downhill::bench {
namespace {

struct Workload {
  const char* name;
  NetworkSpec network;
  Loss loss;
  std::size_t samples, batch;
};

std::vector<Workload> workloads() {
  using enum Activation;
  const NetworkSpec small{2, {{8, tanh}, {8, tanh}, {1, sigmoid}}};
  const NetworkSpec middle{2, {{64, relu}, {64, relu}, {64, relu}, {3, softmax}}};
  const NetworkSpec wide{784, {{256, relu}, {128, relu}, {10, softmax}}};
  return {{"W1_2-8-8-1_batch10", small, Loss::binary_cross_entropy, 500, 10},
          {"W1b_2-8-8-1_batch500", small, Loss::binary_cross_entropy, 500, 500},
          {"W1s_2-8-8-1_batch1", small, Loss::binary_cross_entropy, 500, 1},
          {"W2_2-64-64-64-3_batch32", middle, Loss::cross_entropy, 2000, 32},
          {"W3_784-256-128-10_batch64", wide, Loss::cross_entropy, 2048, 64}};
}

// Random inputs, and targets of one class or one of many.
struct Samples {
  Samples(const Workload& work, std::size_t outputs)
      : inputs(work.samples * work.network.inputs), targets(work.samples * outputs) {
    Random random(1, Stream::data);
    for (float& input : inputs) input = static_cast<float>(random.uniform(-1.0, 1.0));
    for (std::size_t s = 0; s < work.samples; ++s) {
      const std::uint32_t label = random.below(outputs == 1 ? 2U : static_cast<std::uint32_t>(outputs));
      if (outputs == 1)
        targets[s] = static_cast<float>(label);
      else
        targets[s * outputs + label] = 1.0F;
    }
  }
  std::vector<float> inputs, targets;
};

void train(benchmark::State& state, const Workload& work, const Engine& engine) {
  const Samples samples(work, work.network.layers.back().units);
  TrainerSpec spec;
  spec.network = work.network;
  spec.loss = work.loss;
  spec.rules.batch_size = work.batch;
  spec.rules.optimizer.eta = 0.01;
  Trainer<float> trainer;
  const SampleSet<float> set{samples.inputs.data(), samples.targets.data(), work.samples};
  if (const Status status = trainer.build(spec, set, {}, engine); !status.ok()) {
    state.SkipWithError(status.message.c_str());
    return;
  }
  for (auto _ : state) {
    if (const Status status = trainer.step(trainer.steps_per_epoch()); !status.ok()) {
      state.SkipWithError(status.message.c_str());
      return;
    }
  }
  const auto trained = static_cast<double>(work.samples) * static_cast<double>(state.iterations());
  state.counters["samples/s"] = benchmark::Counter(trained, benchmark::Counter::kIsRate);
  state.counters["s/sample"] =
      benchmark::Counter(trained, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

[[maybe_unused]] const bool registered = [] {
  for (const Workload& work : workloads()) {
    on_every_engine(work.name,
                    [work](benchmark::State& state, const Engine& engine) { train(state, work, engine); });
  }
  return true;
}();

}  // namespace
}  // namespace downhill::bench
