// Test data with memory: numbers from the library's own generator, in buffers with room to be misaligned.
#pragma once

#include <downhill/matrix.hpp>
#include <downhill/random.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>
#include <vector>

namespace downhill::testing {

template <class T>
using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;

// Equal to the bit, but that any NaN equals any NaN (sign and payload are the machine's).
template <class T>
bool same(T a, T b) {
  return (a != a && b != b) || std::bit_cast<Bits<T>>(a) == std::bit_cast<Bits<T>>(b);
}

template <class T>
std::vector<T> uniform(std::size_t count, std::uint64_t seed, double low = -2.0, double high = 2.0) {
  Random random(seed, Stream::data);
  std::vector<T> numbers(count);
  for (T& number : numbers) number = static_cast<T>(random.uniform(low, high));
  return numbers;
}

// A feature-major matrix that owns its rows; padding starts as `padding`.
template <class T>
class OwnMatrix {
 public:
  OwnMatrix(std::size_t rows, std::size_t cols, T padding = T(0))
      : numbers_((rows * padded<T>(cols) + line<T>), padding) {
    const auto address = reinterpret_cast<std::uintptr_t>(numbers_.data());
    const std::size_t skip = (line_bytes - address % line_bytes) % line_bytes / sizeof(T);
    view_ = {numbers_.data() + skip, rows, cols, padded<T>(cols)};
  }
  OwnMatrix(std::size_t rows, std::size_t cols, std::uint64_t seed, double low, double high)
      : OwnMatrix(rows, cols) {
    const std::vector<T> numbers = uniform<T>(rows * cols, seed, low, high);
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t c = 0; c < cols; ++c) view_(r, c) = numbers[r * cols + c];
    }
  }
  OwnMatrix(const OwnMatrix&) = delete;
  OwnMatrix& operator=(const OwnMatrix&) = delete;

  Matrix<T> view() const { return view_; }
  operator ConstMatrix<T>() const { return view_; }

 private:
  std::vector<T> numbers_;
  Matrix<T> view_;
};

// The one sample of a matrix, lying densely: unit beside unit.
template <class T>
class DenseColumn {
 public:
  explicit DenseColumn(const OwnMatrix<T>& from) : numbers_(padded<T>(from.view().rows) + line<T>) {
    view_ = {numbers_.data(), from.view().rows, 1, 1};
    for (std::size_t r = 0; r < view_.rows; ++r) view_(r, 0) = from.view()(r, 0);
  }
  DenseColumn(const DenseColumn&) = delete;
  DenseColumn& operator=(const DenseColumn&) = delete;

  Matrix<T> view() const { return view_; }
  operator ConstMatrix<T>() const { return view_; }

 private:
  std::vector<T> numbers_;
  Matrix<T> view_;
};

template <class T>
bool same_numbers(const std::vector<T>& a, const std::vector<T>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t j = 0; j < a.size(); ++j) {
    if (!same(a[j], b[j])) return false;
  }
  return true;
}

}  // namespace downhill::testing
