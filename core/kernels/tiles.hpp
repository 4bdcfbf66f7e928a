// How the rows of a product are shared out among tiles for the registers.
#pragma once

#include "lanes.hpp"

#include <downhill/matrix.hpp>

#include <array>
#include <cstddef>

#include <xsimd/xsimd.hpp>

namespace downhill::kernels {

// Calls body.operator()<R>(first) for tiles of at most `most` rows: 4, 6 or 8, what the registers hold. What
// they leave is a tile too, for a row by itself takes as long as four: each of its sums waits for the last.
template <std::size_t most, class Body>
DOWNHILL_INLINE void in_tiles(std::size_t rows, Body&& body) noexcept {
  static_assert(most == 4 || most == 6 || most == 8);
  std::size_t r = 0;
  if constexpr (most == 6) {  // unless fours leave less
    for (std::size_t left = rows; left >= 6 && left != 8 && left != 9; left -= 6, r += 6)
      body.template operator()<6>(r);
  }
  if constexpr (most == 8) {
    for (; rows - r >= 8; r += 8) body.template operator()<8>(r);
  }
  for (; rows - r >= 4; r += 4) body.template operator()<4>(r);
  if constexpr (!small_code) {
    if (rows - r == 3) return body.template operator()<3>(r);
    if (rows - r == 2) return body.template operator()<2>(r);
  }
  for (; r < rows; ++r) body.template operator()<1>(r);
}

// Samples of a strip that is transposed: what the stack has room for.
inline constexpr std::size_t most_transposed = 256;

// to[s][j] = x[first + j][s] for j < width; zeros where x has no such row, unless it has them all.
template <class V, std::size_t width, bool all = false, class T>
DOWNHILL_INLINE void transpose_strip(ConstMatrix<T> x, std::size_t first, T* to) noexcept {
  for (std::size_t j = 0; j < width; j += V::size) {
    for (std::size_t s = 0; s < x.cols; s += V::size) {
      std::array<V, V::size> block;
      for (std::size_t k = 0; k < V::size; ++k) {
        const std::size_t row = first + j + k;
        block[k] = all || row < x.rows ? V::load_unaligned(x.row(row) + s) : V(T(0));
      }
      xsimd::transpose(block.data(), block.data() + V::size);
      for (std::size_t k = 0; k < V::size; ++k) block[k].store_unaligned(to + (s + k) * width + j);
    }
  }
}

// A strip of x, `width` columns of `terms` rows, `stride` apart, moved together; returns where it ends.
template <class V, std::size_t width, class T>
DOWNHILL_INLINE T* copy_strip(const T* x, std::size_t stride, std::size_t terms, T* to) noexcept {
  for (std::size_t k = 0; k < terms; ++k, to += width) {
    for (std::size_t c = 0; c < width; c += V::size)
      V::load_unaligned(x + k * stride + c).store_aligned(to + c);
  }
  return to;
}

}  // namespace downhill::kernels
