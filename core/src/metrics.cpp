#include "table.hpp"

#include <downhill/metrics.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace downhill {
namespace {

template <class T>
std::size_t class_of(ConstMatrix<T> outputs, std::size_t s, T middle) noexcept {
  if (outputs.rows == 1) return outputs(0, s) > middle ? 1 : 0;
  std::size_t largest = 0;
  for (std::size_t k = 1; k < outputs.rows; ++k) {
    if (outputs(k, s) > outputs(largest, s)) largest = k;
  }
  return largest;
}

// Sums from which R^2 follows.
class Variation {
 public:
  void add(double a, double y) noexcept {
    residual_ += (a - y) * (a - y);
    sum_ += y;
    squares_ += y * y;
    ++count_;
  }
  double r_squared() const noexcept {
    const double total = squares_ - sum_ * sum_ / static_cast<double>(count_);
    return total > 0.0 ? 1.0 - residual_ / total : 0.0;
  }

 private:
  double residual_ = 0.0, sum_ = 0.0, squares_ = 0.0;
  std::size_t count_ = 0;
};

}  // namespace

template <class T>
Status check(const SampleSet<T>& set, const NetworkSpec& network, const char* which) {
  const auto all_finite = [](const T* numbers, std::size_t count) {
    return std::all_of(numbers, numbers + count, [](T number) { return std::isfinite(number); });
  };
  if (set.count > std::numeric_limits<std::uint32_t>::max()) {
    return refused(std::string(which) + "samples: " + std::to_string(set.count) + " are more than 2^32 - 1.");
  }
  if (!all_finite(set.inputs, set.count * network.inputs)) {
    return refused(std::string(which) + "inputs: NaN or Inf among them; remove those samples.");
  }
  if (!all_finite(set.targets, set.count * network.layers.back().units)) {
    return refused(std::string(which) + "targets: NaN or Inf among them; remove those samples.");
  }
  return {};
}

namespace {

// Calls body(number of samples) after the forward pass over each piece of the set; the tape holds it.
template <class T, class Body>
void sweep(const Backprop<T>& pass, const SampleSet<T>& set, Body&& body) noexcept {
  Tape<T>& tape = pass.tape;
  for (std::size_t first = 0; first < set.count; first += tape.capacity) {
    const std::size_t count = std::min(tape.capacity, set.count - first);
    tape.load(pass.kernels, set.inputs + first * tape.x.rows, set.targets + first * tape.y.rows, count);
    pass.forward();
    body(count);
  }
}

}  // namespace

template <class T>
Metrics evaluate(const Backprop<T>& pass, const SampleSet<T>& set) noexcept {
  if (set.count == 0) return {};
  Tape<T>& tape = pass.tape;
  const Matrix<T>& outputs = tape.layers.back().out;
  const auto middle = static_cast<T>(decision_middle(pass.network.output_activation()));
  double loss = 0.0;
  std::size_t right = 0;
  Variation variation;
  sweep(pass, set, [&](std::size_t count) {
    pass.losses();
    loss += static_cast<double>(pass.kernels.sum(tape.losses.data(), count));
    for (std::size_t s = 0; s < count; ++s) {
      right += class_of<T>(outputs, s, middle) == class_of<T>(tape.y, s, middle) ? 1 : 0;
      for (std::size_t k = 0; k < outputs.rows; ++k) {
        variation.add(static_cast<double>(outputs(k, s)), static_cast<double>(tape.y(k, s)));
      }
    }
  });
  const auto total = static_cast<double>(set.count);
  return {loss / total, static_cast<double>(right) / total, variation.r_squared()};
}

template <class T>
void confusion(const Backprop<T>& pass, const SampleSet<T>& set, std::span<std::uint32_t> counts) noexcept {
  std::ranges::fill(counts, 0U);
  const Tape<T>& tape = pass.tape;
  const Matrix<T>& outputs = tape.layers.back().out;
  const std::size_t classes = confusion_classes(outputs.rows);
  const auto middle = static_cast<T>(decision_middle(pass.network.output_activation()));
  sweep(pass, set, [&](std::size_t count) {
    for (std::size_t s = 0; s < count; ++s) {
      ++counts[class_of<T>(tape.y, s, middle) * classes + class_of<T>(outputs, s, middle)];
    }
  });
}

std::size_t class_of(std::span<const float> outputs, Activation activation) noexcept {
  const ConstMatrix<float> column{outputs.data(), outputs.size(), 1, 1};
  return class_of<float>(column, 0, static_cast<float>(decision_middle(activation)));
}

ClassScore class_score(std::span<const std::uint32_t> counts, std::size_t classes, std::size_t k) noexcept {
  ClassScore score;
  double taken = 0.0;
  for (std::size_t other = 0; other < classes; ++other) {
    score.samples += counts[k * classes + other];
    taken += counts[other * classes + k];
  }
  const double right = counts[k * classes + k], samples = score.samples;
  score.precision = right / taken;
  score.recall = right / samples;
  score.f1 = 2.0 * right / (samples + taken);
  return score;
}

template Status check(const SampleSet<float>&, const NetworkSpec&, const char*);
template Status check(const SampleSet<double>&, const NetworkSpec&, const char*);
template Metrics evaluate(const Backprop<float>&, const SampleSet<float>&) noexcept;
template Metrics evaluate(const Backprop<double>&, const SampleSet<double>&) noexcept;
template void confusion(const Backprop<float>&, const SampleSet<float>&, std::span<std::uint32_t>) noexcept;
template void confusion(const Backprop<double>&, const SampleSet<double>&, std::span<std::uint32_t>) noexcept;

}  // namespace downhill
