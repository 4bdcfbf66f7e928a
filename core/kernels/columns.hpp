// Samples, which lie as rows anywhere in memory, as the columns of a matrix.
#pragma once

#include "lanes_xsimd.hpp"
#include "rows.hpp"

#include <downhill/matrix.hpp>

#include <cstddef>
#include <cstdint>

namespace downhill::kernels {

// Of a mode, though nothing depends on it: no two engines may define the same function.
template <class T, class Arch, class Mode>
class Columns : Rows<T, Arch> {
  using Base = Rows<T, Arch>;
  using typename Base::V;

 public:
  // As KernelTable::columns.
  static void put(const T* rows, const std::uint32_t* order, Matrix<T> to) noexcept {
    const Samples samples{rows, order, to.rows};
    std::size_t whole = 0;
    if (to.rows == 1) return few<1>(samples, to);
    if (to.rows == 2) return few<2>(samples, to);
    if (!is_dense(to)) whole = to.rows / V::size * V::size;
    if (whole > 0) squares(samples, to, whole);
    for (std::size_t s = 0; s < to.cols; ++s) {
      const T* sample = samples[s];
      for (std::size_t r = whole; r < to.rows; ++r) to(r, s) = sample[r];
    }
  }

 private:
  struct Samples {
    const T* rows;
    const std::uint32_t* order;
    std::size_t width;
    DOWNHILL_INLINE std::size_t row(std::size_t s) const noexcept { return order ? order[s] : s; }
    DOWNHILL_INLINE const T* operator[](std::size_t s) const noexcept { return rows + row(s) * width; }
  };

  template <std::size_t features>
  DOWNHILL_INLINE static void few(const Samples& samples, Matrix<T> to) noexcept {
    for (std::size_t s = 0; s < to.cols; ++s) {
      const T* sample = samples.rows + samples.row(s) * features;
      for (std::size_t r = 0; r < features; ++r) to(r, s) = sample[r];
    }
  }

  // A line of samples and a line of features at a time, so that reading and writing both use what they touch.
  // Behind the last sample it comes again: what it leaves in the padding has no meaning.
  static void squares(const Samples& samples, Matrix<T> to, std::size_t features) noexcept {
    for (std::size_t begin = 0; begin < to.cols; begin += line<T>) {
      const T* sample[line<T>];
      DOWNHILL_ROLLED for (std::size_t k = 0; k < line<T>; ++k) {
        const std::size_t s = begin + k < to.cols ? begin + k : to.cols - 1;
        sample[k] = samples[s];
      }
      for (std::size_t r = 0; r < features; r += V::size) {
        if (r % line<T> == 0) {
          for (const T* row : sample) prefetch(row + r + 2 * line<T>);
        }
        DOWNHILL_ROLLED for (std::size_t k = 0; k < line<T>; k += V::size) {
          V square[V::size];
          for (std::size_t j = 0; j < V::size; ++j) square[j] = V::load_unaligned(sample[k + j] + r);
          xsimd::transpose(square, square + V::size);
          for (std::size_t j = 0; j < V::size; ++j) square[j].store_unaligned(to.row(r + j) + begin + k);
        }
      }
    }
  }

  // Samples lie anywhere in memory, and no processor guesses where.
  DOWNHILL_INLINE static void prefetch([[maybe_unused]] const T* address) noexcept {
#if defined(__GNUC__)
    __builtin_prefetch(address);
#endif
  }
};

}  // namespace downhill::kernels
