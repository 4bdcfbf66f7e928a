// Helpers of the scalar reference.
#pragma once

#include "mode.hpp"

#include <downhill/matrix.hpp>

#include <cstddef>

namespace downhill::kernels::reference {

using Mode = Reproducible;

// The fixed order of summation: number s goes to slot s mod line, then the upper half of the slots is folded
// onto the lower half until one is left. It is what a vector machine of any width does with whole vectors.
template <class T>
class LineSum {
 public:
  void add(std::size_t s, T value) noexcept { slots_[s % line<T>] += value; }
  void add_product(std::size_t s, T a, T b) noexcept {
    T& slot = slots_[s % line<T>];
    slot = madd<Mode>(a, b, slot);
  }
  T total() noexcept {
    for (std::size_t half = line<T> / 2; half > 0; half /= 2) {
      for (std::size_t slot = 0; slot < half; ++slot) slots_[slot] += slots_[slot + half];
    }
    return slots_[0];
  }

 private:
  T slots_[line<T>] = {};
};

// The sum of body(j) over 0 <= j < count.
template <class T, class Body>
T line_sum(std::size_t count, Body&& body) noexcept {
  LineSum<T> sum;
  for (std::size_t j = 0; j < count; ++j) sum.add(j, body(j));
  return sum.total();
}

// Calls body(row, column) for every element.
template <class T, class Body>
void for_each(Matrix<T> shape, Body&& body) noexcept {
  for (std::size_t r = 0; r < shape.rows; ++r) {
    for (std::size_t s = 0; s < shape.cols; ++s) body(r, s);
  }
}

}  // namespace downhill::kernels::reference
