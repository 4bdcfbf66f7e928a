// Views of feature-major matrices: one row a unit (or feature), one column a sample.
#pragma once

#include <bit>
#include <cstddef>

namespace downhill {

// Every row starts on a 64-byte line and is padded to whole lines. A line is also the unit of the fixed order
// of summation (docs/design.md, "Reproducible sums"): 16 floats or 8 doubles, whatever the width of the
// machine.
inline constexpr std::size_t line_bytes = 64;

template <class T>
inline constexpr std::size_t line = line_bytes / sizeof(T);

template <class T>
constexpr std::size_t padded(std::size_t count) noexcept {
  return (count + line<T> - 1) / line<T> * line<T>;
}

// Samples of narrow layers lie one after the other instead, as rows of this many numbers (narrow.hpp).
inline constexpr std::size_t narrow_width = 8;

// A window on numbers that live elsewhere. Element (r, c) is data[r * stride + c]; stride >= padded(cols).
// Kernels read and write whole vectors, so columns from `cols` up to the end of its last vector hold finite
// numbers of no meaning; those of a delta are zeros, so that they add nothing to a gradient.
template <class T>
struct Matrix {
  T* data = nullptr;
  std::size_t rows = 0;
  std::size_t cols = 0;
  std::size_t stride = 0;

  T* row(std::size_t r) const noexcept { return data + r * stride; }
  T& operator()(std::size_t r, std::size_t c) const noexcept { return data[r * stride + c]; }

  // The first `count` columns.
  Matrix first(std::size_t count) const noexcept { return {data, rows, count, stride}; }

  // `count` rows from `begin` on.
  Matrix some_rows(std::size_t begin, std::size_t count) const noexcept {
    return {row(begin), count, cols, stride};
  }

  // Copied whole: member by member, the compiler would store in one width and load again in another, which
  // stalls, in every call of a kernel.
  operator Matrix<const T>() const noexcept { return std::bit_cast<Matrix<const T>>(*this); }
};

// A single sample may lie densely, unit beside unit (stride 1), so that lanes run across units; its padding
// is behind the last unit, and it has at least a line of it.
template <class T>
constexpr bool is_dense(const Matrix<T>& matrix) noexcept {
  return matrix.stride == 1;
}

template <class T>
using ConstMatrix = Matrix<const T>;

}  // namespace downhill
