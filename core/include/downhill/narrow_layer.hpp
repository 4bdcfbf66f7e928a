// What a kernel needs to take a single sample through a narrow network (narrow.hpp).
#pragma once

#include <downhill/activation.hpp>
#include <downhill/loss.hpp>

#include <cstddef>

namespace downhill {

// A layer and the numbers that the sample leaves in it.
template <class T>
struct NarrowLayer {
  std::size_t inputs, units;
  std::size_t weights, biases;  // where they begin in theta
  Activation phi;
  T *z, *a, *delta;  // of the units; a line (matrix.hpp) each, and what stands behind them has no meaning
};

template <class T>
struct NarrowPath {
  const NarrowLayer<T>* layers;
  std::size_t depth;
  Loss loss;
  bool proper;  // computed as a proper pair (loss.hpp)
};

}  // namespace downhill
