// Networks, samples and gradients for tests: small things made from a seed.
#pragma once

#include "numbers.hpp"
#include "statuses.hpp"

#include <downhill/backprop.hpp>
#include <downhill/metrics.hpp>
#include <downhill/network.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {

template <class T>
struct Samples {
  std::vector<T> inputs, targets;
  std::size_t count = 0;

  SampleSet<T> view() const { return {inputs.data(), targets.data(), count}; }

  template <class U>
  Samples<U> as() const {
    return {{inputs.begin(), inputs.end()}, {targets.begin(), targets.end()}, count};
  }
};

// Every loss with every output activation that it goes with.
inline const std::vector<std::pair<Loss, Activation>>& pairings() {
  static const std::vector<std::pair<Loss, Activation>> all = {
      {Loss::squared_error, Activation::tanh},           {Loss::squared_error, Activation::sigmoid},
      {Loss::squared_error, Activation::relu},           {Loss::squared_error, Activation::linear},
      {Loss::binary_cross_entropy, Activation::sigmoid}, {Loss::cross_entropy, Activation::softmax}};
  return all;
}

// Inputs in [-2, 2); targets of the kind that the loss wants: probabilities, distributions, or numbers in [0,
// 1).
inline Samples<double> random_samples(const NetworkSpec& spec, Loss loss, std::size_t count,
                                      std::uint64_t seed) {
  const std::size_t outputs = spec.layers.back().units;
  Samples<double> samples{uniform<double>(count * spec.inputs, seed),
                          uniform<double>(count * outputs, seed + 1000, 0.0, 1.0), count};
  if (loss != Loss::cross_entropy) return samples;
  for (std::size_t s = 0; s < count; ++s) {
    double total = 0.0;
    for (std::size_t k = 0; k < outputs; ++k) total += samples.targets[s * outputs + k];
    for (std::size_t k = 0; k < outputs; ++k) samples.targets[s * outputs + k] /= total;
  }
  return samples;
}

// Weights of a size that keeps z of order 1 whatever the width; biases that are not zero, and that keep most
// ReLUs alive.
inline std::vector<double> random_theta(const NetworkSpec& spec, std::uint64_t seed) {
  const Network network(spec);
  std::vector<double> theta = uniform<double>(network.parameter_count(), seed, -1.0, 1.0);
  for (const LayerLayout& layer : network.layers()) {
    const double scale = 1.2 / std::sqrt(static_cast<double>(layer.inputs));
    for (std::size_t j = layer.weights; j < layer.biases; ++j) theta[j] *= scale;
    for (std::size_t j = layer.biases; j < layer.biases + layer.units(); ++j) {
      theta[j] = layer.spec.activation == Activation::relu ? 0.5 + std::abs(theta[j]) : 0.5 * theta[j];
    }
  }
  return theta;
}

// A tape with memory of its own.
template <class T>
class OwnTape {
 public:
  OwnTape(const Network& network, std::size_t samples, TapeUse use = TapeUse::inspection) {
    const Status status = memory_.lay_out(std::size_t{1} << 26U,
                                          [&](Cursor& cursor) { tape_.plan(cursor, network, samples, use); });
    EXPECT_TRUE(status.ok()) << status.message;
  }
  Tape<T>& operator*() { return tape_; }
  Tape<T>* operator->() { return &tape_; }

 private:
  Arena memory_;
  Tape<T> tape_;
};

// The gradient of the mean loss.
template <class T>
std::vector<T> backprop_gradient(const NetworkSpec& spec, Loss loss, const std::vector<T>& theta,
                                 const SampleSet<T>& samples, const Engine& engine) {
  const Network network(spec);
  OwnTape<T> tape(network, samples.count);
  tape->load(engine.kernels<T>(), samples.inputs, samples.targets, samples.count);
  const Backprop<T> pass{network, engine.kernels<T>(), loss, theta.data(), *tape};
  std::vector<T> gradient(network.parameter_count());
  pass.forward();
  pass.backward();
  pass.gradients(T(1) / static_cast<T>(samples.count), false, gradient.data());
  return gradient;
}

// Largest difference, relative to the largest number expected.
template <class A, class B>
double relative_error(const std::vector<A>& expected, const std::vector<B>& actual) {
  double largest = 0.0, error = 0.0;
  for (std::size_t j = 0; j < expected.size(); ++j) {
    const auto wanted = static_cast<double>(expected[j]);
    largest = std::max(largest, std::abs(wanted));
    const double difference = std::abs(wanted - static_cast<double>(actual[j]));
    if (!(difference <= error)) error = difference;
  }
  return error == 0.0 ? 0.0 : error / largest;
}

// FNV-1a over the bits of numbers.
class Hash {
 public:
  template <class T>
  Hash& add(T value) {
    const auto bits = std::bit_cast<Bits<T>>(value);
    for (std::size_t byte = 0; byte < sizeof(T); ++byte) {
      value_ = (value_ ^ ((static_cast<std::uint64_t>(bits) >> (8 * byte)) & 0xFFU)) * 0x100000001B3ULL;
    }
    return *this;
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xCBF29CE484222325ULL;
};

}  // namespace downhill::testing
