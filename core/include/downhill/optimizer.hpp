// Gradient descent: uses a gradient to move theta, and does not ask where it came from (paper, sections 3 and 28).
#pragma once

#include <cstddef>
#include <span>

#include <downhill/arena.hpp>
#include <downhill/engine.hpp>

namespace downhill {

// Hyper-parameters: plain numbers that may change between any two steps.
struct OptimizerSettings {
  double eta = 0.03;  // learning rate, > 0
};

// The state of one run.
template <class T>
class Optimizer {
 public:
  void plan(Cursor& cursor, std::size_t parameter_count) { cursor.take(before_, parameter_count); }

  // Forgets the past; theta is where a run starts.
  void reset(std::span<const T> theta) noexcept;

  // theta := theta - eta * gradient. Returns false if a parameter became NaN or Inf; theta is then as it was.
  bool step(const KernelTable<T>& kernels, const OptimizerSettings& settings, std::span<const T> gradient,
            std::span<T> theta) noexcept;

  // theta before the last step, so that the last step can be seen and taken back.
  std::span<const T> before() const noexcept { return before_; }

 private:
  std::span<T> before_;
};

extern template class Optimizer<float>;
extern template class Optimizer<double>;

}  // namespace downhill
