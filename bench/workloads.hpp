// The workloads that Downhill's benchmarks and its peers are timed on, and their data. Needs nothing but the
// standard library, so that a peer's program stays its own.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <new>
#include <random>
#include <string_view>
#include <vector>

namespace downhill::bench {

enum class Rule : std::uint8_t { sgd, momentum, adam };

// Training of a fully connected network. Two outputs of a kind: tanh throughout with 1/2 (a - y)^2, or ReLU
// below a softmax with cross-entropy.
struct Workload {
  std::string_view name;
  std::vector<std::size_t> widths;  // inputs, hidden layers, outputs
  bool softmax = false;
  std::size_t samples = 0, batch = 0;
  Rule rule = Rule::sgd;
  float rate = 0.0F;
  double bound = 0.0;  // the mean loss below which training must come, or it is none

  std::size_t inputs() const { return widths.front(); }
  std::size_t outputs() const { return widths.back(); }
  // 2 FLOP a weight for the forward pass and for its gradient, and for the inputs of all layers but the
  // first.
  double flops_per_sample() const {
    double weights = 0.0;
    for (std::size_t l = 1; l < widths.size(); ++l) weights += static_cast<double>(widths[l - 1] * widths[l]);
    return 6.0 * weights - 2.0 * static_cast<double>(widths[0] * widths[1]);
  }
};

inline constexpr float momentum_beta = 0.9F, adam_beta1 = 0.9F, adam_beta2 = 0.999F, adam_epsilon = 1e-8F;

inline const std::vector<Workload>& workloads() {
  static const std::vector<Workload> all = {
      {"W1", {2, 8, 8, 1}, false, 500, 10, Rule::sgd, 0.1F, 0.15},
      {"W1b", {2, 8, 8, 1}, false, 500, 500, Rule::sgd, 0.5F, 0.15},
      {"W1c", {2, 8, 8, 1}, false, 500, 32, Rule::adam, 0.01F, 0.15},
      {"W1s", {2, 8, 8, 1}, false, 500, 1, Rule::sgd, 0.03F, 0.15},
      {"W2", {2, 64, 64, 64, 3}, true, 2000, 32, Rule::adam, 0.001F, 0.4},
      {"W3", {784, 256, 128, 10}, true, 10000, 64, Rule::momentum, 0.01F, 1.0},
  };
  return all;
}

inline const Workload* find_workload(std::string_view name) {
  for (const Workload& work : workloads()) {
    if (work.name == name) return &work;
  }
  return nullptr;
}

// Sample-major inputs and targets. A tenth of the labels is wrong, so that no loss vanishes however long a
// benchmark trains.
struct Samples {
  std::size_t count, inputs_each, targets_each;
  std::vector<float> inputs, targets;
  std::vector<std::size_t> labels;  // 0 or 1 where there is one output
};

// One output: inside (+1) or outside (-1) of a circle. Two inputs: sectors of the plane that turn with the
// radius. Else: a random prototype a class, with noise.
inline Samples make_samples(const Workload& work) {
  const std::size_t inputs = work.inputs(), outputs = work.outputs(), n = work.samples;
  Samples set{n, inputs, outputs, std::vector<float>(n * inputs), std::vector<float>(n * outputs), {}};
  std::mt19937 random(1);
  std::uniform_real_distribution<float> uniform(-1.0F, 1.0F);
  const std::size_t classes = outputs == 1 ? 2 : outputs;
  std::vector<float> prototypes(classes * inputs);
  for (float& value : prototypes) value = uniform(random);
  for (std::size_t s = 0; s < n; ++s) {
    float* x = set.inputs.data() + s * inputs;
    std::size_t label = random() % classes;
    for (std::size_t i = 0; i < inputs; ++i) x[i] = uniform(random);
    if (inputs > 2) {
      for (std::size_t i = 0; i < inputs; ++i) x[i] = 0.5F * (x[i] + prototypes[label * inputs + i]);
    } else if (outputs == 1) {
      label = x[0] * x[0] + x[1] * x[1] < 0.6F ? 1 : 0;
    } else {
      const float turn = std::atan2(x[1], x[0]) / 6.2831853F + std::hypot(x[0], x[1]) + 1.0F;
      label = static_cast<std::size_t>(turn * static_cast<float>(classes)) % classes;
    }
    if (random() % 10 == 0) label = random() % classes;
    set.labels.push_back(label);
    if (outputs == 1)
      set.targets[s] = label == 1 ? 1.0F : -1.0F;
    else
      set.targets[s * outputs + label] = 1.0F;
  }
  return set;
}

// Matrix products C = A B with A [rows][depth] and B [depth][cols]: a layer of `rows` units and `depth`
// inputs on `cols` samples.
struct ProductShape {
  std::string_view name;
  std::size_t rows, cols, depth;
  double flops() const { return 2.0 * static_cast<double>(rows) * static_cast<double>(cols * depth); }
};

inline constexpr std::array<ProductShape, 2> product_shapes = {
    {{"256x256x256", 256, 256, 256}, {"256x64x784", 256, 64, 784}}};

// Numbers that begin on a line of the cache, as every library lays out its own.
template <class T>
struct OnLines {
  using value_type = T;
  static constexpr std::align_val_t line{64};
  T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), line)); }
  void deallocate(T* numbers, std::size_t) noexcept { ::operator delete(numbers, line); }
  bool operator==(const OnLines&) const = default;
};
using Floats = std::vector<float, OnLines<float>>;

inline Floats uniform_numbers(std::size_t count, float low, float high, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> uniform(low, high);
  Floats numbers(count);
  for (float& number : numbers) number = uniform(random);
  return numbers;
}

}  // namespace downhill::bench
