#include <algorithm>

#include <downhill/metrics.hpp>

#include "table.hpp"

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

}  // namespace

template <class T>
Metrics evaluate(const Backprop<T>& pass, const SampleSet<T>& set) noexcept {
  if (set.count == 0) return {};
  Tape<T>& tape = pass.tape;
  const auto middle = static_cast<T>(decision_middle(pass.network.layers().back().activation));
  double loss = 0.0;
  std::size_t right = 0;
  for (std::size_t first = 0; first < set.count; first += tape.capacity) {
    const std::size_t count = std::min(tape.capacity, set.count - first);
    tape.load(set.inputs + first * tape.x.rows, set.targets + first * tape.y.rows, count);
    pass.forward();
    pass.losses();
    loss += static_cast<double>(pass.kernels.sum(tape.losses.data(), count));
    for (std::size_t s = 0; s < count; ++s) {
      right += class_of<T>(tape.layers.back().a, s, middle) == class_of<T>(tape.y, s, middle) ? 1 : 0;
    }
  }
  const auto total = static_cast<double>(set.count);
  return {loss / total, static_cast<double>(right) / total};
}

template Metrics evaluate(const Backprop<float>&, const SampleSet<float>&) noexcept;
template Metrics evaluate(const Backprop<double>&, const SampleSet<double>&) noexcept;

}  // namespace downhill
