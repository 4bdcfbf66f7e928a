// What a kernel needs to take samples through a narrow network (narrow.hpp).
#pragma once

#include <downhill/activation.hpp>
#include <downhill/loss.hpp>
#include <downhill/matrix.hpp>

#include <cstddef>
#include <cstdint>

namespace downhill {

// More samples than four for each slot of a line fill the lanes as well by themselves.
template <class T>
inline constexpr std::size_t narrow_samples = 4 * line<T>;
// Rows that a pass has room for: the kernels' last tile may reach behind the samples.
template <class T>
inline constexpr std::size_t narrow_rows = narrow_samples<T> + line<T>;

// A layer and the numbers that a pass leaves in it.
template <class T>
struct NarrowLayer {
  std::size_t inputs, units;
  std::size_t weights, biases;  // where they begin in theta
  Activation phi;
  // Of a hidden layer the samples' rows of narrow_width numbers as one long row, since activations go number
  // by number; of the output layer columns, since few outputs fill no lanes. A batch across the lanes
  // (narrow_columns.hpp) has columns in the room of both. Dense columns where batches are of a single sample.
  // Kept as kernels want them: made on the spot, views would stall.
  Matrix<T> z, a, delta;
};

template <class T>
struct NarrowPath {
  const NarrowLayer<T>* layers;
  std::size_t depth;
  Loss loss;
  bool proper;  // computed as a proper pair (loss.hpp)
  // Room of the pass: inputs and the output's error signals as narrow_rows rows, targets as columns, losses.
  T *x, *error;
  Matrix<T> y;
  T* losses;
};

// The samples of a batch: rows order[0], order[1], ... of the sample-major data.
template <class T>
struct NarrowBatch {
  const T *inputs, *targets;
  const std::uint32_t* order;
  std::size_t count;  // 1 to narrow_samples
};

}  // namespace downhill
