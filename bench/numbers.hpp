// A matrix of numbers for kernels to work on.
#pragma once

#include "workloads.hpp"

#include <downhill/matrix.hpp>

#include <cstddef>

namespace downhill::bench {

// Feature-major numbers between -1 and 1, padded as the arena pads them.
struct Numbers {
  Numbers(std::size_t rows, std::size_t cols)
      : values(uniform_numbers(rows * padded<float>(cols), -1.0F, 1.0F)),
        view{values.data(), rows, cols, padded<float>(cols)} {}
  Floats values;
  Matrix<float> view;
};

}  // namespace downhill::bench
