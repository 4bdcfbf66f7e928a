// How good a network is on a set of samples.
#pragma once

#include <downhill/backprop.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace downhill {

// Samples as a user has them: one row a sample, without padding. The memory is the caller's.
template <class T>
struct SampleSet {
  const T* inputs = nullptr;   // [count][network.inputs()]
  const T* targets = nullptr;  // [count][network.outputs()]
  std::size_t count = 0;
};

// Refuses NaN and Inf, and more samples than an order can count; `which` begins the message, such as
// "training ".
template <class T>
Status check(const SampleSet<T>& set, const NetworkSpec& network, const char* which);

struct Metrics {
  double loss = 0.0;       // mean over the samples, without penalty (section 1); 0 for an empty set
  double accuracy = 0.0;   // share of samples in the right class: 0 ... 1
  double r_squared = 0.0;  // 1 - sum (a - y)^2 / sum (y - mean y)^2 over all outputs; 0 where y does not vary
};

// Exact, at the parameters in `pass`, whose tape serves as scratch. The class of a single output is the side
// of the middle it lies on (1/2 for sigmoid, else 0); that of several outputs is the largest.
template <class T>
Metrics evaluate(const Backprop<T>& pass, const SampleSet<T>& set) noexcept;

// How many samples of class y were taken for class a: counts[y * classes + a], all classes of the targets.
// Classes as above. `counts` has classes^2 places; classes is 2 for a single output, else the number of
// outputs.
template <class T>
void confusion(const Backprop<T>& pass, const SampleSet<T>& set, std::span<std::uint32_t> counts) noexcept;

// The class that an answer, one number an output, stands for; as above.
std::size_t class_of(std::span<const float> outputs, Activation activation) noexcept;

constexpr std::size_t confusion_classes(std::size_t outputs) noexcept {
  return outputs == 1 ? 2 : outputs;
}

// What a confusion says of one class. What would be 0 / 0 is NaN.
struct ClassScore {
  double precision = 0.0;  // of the samples taken for this class, the share that is of it
  double recall = 0.0;     // of the samples of this class, the share taken for it
  double f1 = 0.0;         // the harmonic mean of the two
  std::uint32_t samples = 0;
};

// Of class `k`; `counts` as above.
ClassScore class_score(std::span<const std::uint32_t> counts, std::size_t classes, std::size_t k) noexcept;

// The middle between the two classes for a single output of that activation.
constexpr double decision_middle(Activation output) noexcept {
  return output == Activation::sigmoid ? 0.5 : 0.0;
}

}  // namespace downhill
