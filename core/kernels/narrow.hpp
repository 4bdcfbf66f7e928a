// The products of a narrow layer, of at most narrow_width inputs and units, with units across the lanes: a
// batch of any size leaves no lane idle, and the sum over samples needs no fold. Every sum runs in the order
// of Dense, so the bits are the same.
#pragma once

#include "lanes_xsimd.hpp"
#include "mode.hpp"
#include "rows.hpp"
#include "table.hpp"

#include <array>
#include <cstddef>

namespace downhill::kernels {

template <class T, class Arch, class Mode>
class Narrow : Rows<T, Arch> {
  using Base = Rows<T, Arch>;
  using Base::load;
  using Base::store;
  using Base::vectors;
  using Base::zeros;
  using typename Base::Row;
  using typename Base::V;
  static constexpr std::size_t width = narrow_width;
  // Samples or units that are worked on together, as many as the registers hold.
  static constexpr std::size_t tile_samples = vectors == 1 ? 5 : 4;
  static constexpr std::size_t tile_units = vectors == 1 ? 4 : 2;

 public:
  static void affine(const T* W, const T* b, NarrowShape shape, const T* x, T* z) noexcept {
    alignas(line_bytes) T columns[width * width] = {};
    transpose(W, shape.inputs, shape.units, shape.inputs, columns, width);
    product(x, shape.inputs, columns, width, load(b), shape.samples, z);
  }

  static void transposed_product(const T* W, NarrowShape shape, const T* delta, T* back) noexcept {
    product(delta, shape.units, W, shape.inputs, zeros(), shape.samples, back);
  }

  static void columns(const T* rows, Matrix<T> to) noexcept {
    transpose(rows, width, to.cols, to.rows, to.data, to.stride);
  }

  static void gradients(NarrowShape shape, const T* delta, const T* x, T scale, T* dW, T* db) noexcept {
    const auto [inputs, units, samples] = shape;
    alignas(line_bytes) T sums[width * width];
    if (inputs == width && units % tile_units == 0) {
      outer({delta, width, 1}, units, x, samples, scale, dW);
    } else if (2 * inputs >= units) {
      outer({delta, width, 1}, units, x, samples, scale, sums);
      for (std::size_t u = 0; u < units; ++u) copy(sums + u * width, inputs, dW + u * inputs);
    } else {  // units fill more lanes than inputs do
      outer({x, width, 1}, inputs, delta, samples, scale, sums);
      for (std::size_t u = 0; u < units; ++u) {
        for (std::size_t i = 0; i < inputs; ++i) dW[u * inputs + i] = sums[i * width + u];
      }
    }
    static constexpr T one(1);  // biases are weights of an input that is 1
    outer({&one, 0, 0}, 1, delta, samples, scale, sums);
    copy(sums, units, db);
  }

 private:
  template <std::size_t R>
  struct Tile {
    Row row[R];
  };

  // Factor k of sample s: data[s * sample_step + k * step].
  struct Factors {
    const T* data;
    std::size_t sample_step, step;
  };

  DOWNHILL_INLINE static void copy(const T* from, std::size_t count, T* to) noexcept {
    for (std::size_t j = 0; j < count; ++j) to[j] = from[j];
  }

  // to[j][r] = from[r][j] for j < cols, read in whole blocks, which reach behind the last row and column.
  DOWNHILL_INLINE_NATIVELY static void transpose(const T* from, std::size_t stride, std::size_t rows,
                                                 std::size_t cols, T* to, std::size_t to_stride) noexcept {
    for (std::size_t r = 0; r < rows; r += V::size) {
      for (std::size_t j = 0; j < cols; j += V::size) {
        std::array<V, V::size> block;
        for (std::size_t k = 0; k < V::size; ++k) block[k] = V::load_unaligned(from + (r + k) * stride + j);
        xsimd::transpose(block.data(), block.data() + V::size);
        for (std::size_t k = 0; k < V::size && j + k < cols; ++k)
          block[k].store_unaligned(to + (j + k) * to_stride + r);
      }
    }
  }

  // ---- y[s] = start + sum over k of x[s][k] rows[k]

  // Where tiles fill a line, the last one may reach behind the samples.
  static constexpr std::size_t whole_tiles(std::size_t samples) noexcept {
    return line<T> % tile_samples == 0 ? (samples + tile_samples - 1) / tile_samples * tile_samples : samples;
  }

  DOWNHILL_INLINE_NATIVELY static void product(const T* x, std::size_t depth, const T* rows,
                                               std::size_t stride, const Row& start, std::size_t samples,
                                               T* y) noexcept {
    std::size_t s = 0;
    for (; s + tile_samples <= whole_tiles(samples); s += tile_samples)
      tile<tile_samples>(x + s * width, depth, rows, stride, start, y + s * width);
    if constexpr (line<T> % tile_samples > 0) {
      for (; s < samples; ++s) tile<1>(x + s * width, depth, rows, stride, start, y + s * width);
    }
  }

  template <std::size_t R>
  DOWNHILL_INLINE static void tile(const T* x, std::size_t depth, const T* rows, std::size_t stride,
                                   const Row& start, T* y) noexcept {
    Tile<R> sums;
    for (Row& row : sums.row) row = start;
    for (std::size_t k = 0; k < depth; ++k, rows += stride) {
      const Row row = load(rows);
      for (std::size_t r = 0; r < R; ++r) {
        const V factor(x[r * width + k]);
        for (std::size_t c = 0; c < vectors; ++c)
          sums.row[r].at[c] = madd<Mode>(factor, row.at[c], sums.row[r].at[c]);
      }
    }
    for (std::size_t r = 0; r < R; ++r) store(sums.row[r], y + r * width);
  }

  // ---- sums[k] = scale times the sum over s of factor k of s times rows[s], for k < count and up to the end
  // of a tile

  DOWNHILL_INLINE_NATIVELY static void outer(Factors factors, std::size_t count, const T* rows,
                                             std::size_t samples, T scale, T* sums) noexcept {
    for (std::size_t k = 0; k < count; k += tile_units, factors.data += tile_units * factors.step) {
      if constexpr (tile_units > 2) {
        if (count == 1) return put(summed<1, 0, 1>(factors, rows, samples), scale, sums);
      }
      put(summed<tile_units, 0, 1>(factors, rows, samples), scale, sums + k * width);
    }
  }

  // A sum that began with its first product, not with 0, may be -0.
  template <std::size_t R>
  DOWNHILL_INLINE static void put(const Tile<R>& tile, T scale, T* sums) noexcept {
    for (std::size_t r = 0; r < R; ++r) {
      for (std::size_t c = 0; c < vectors; ++c) {
        const V sum = (tile.row[r].at[c] + V(T(0))) * V(scale);
        sum.store_unaligned(sums + r * width + c * V::size);
      }
    }
  }

  // Samples first, first + step, ...: the upper half of a line's slots is folded onto the lower half. A slot
  // holds one sample; one without would add 0 and is left out.
  template <std::size_t R, std::size_t first, std::size_t step>
  DOWNHILL_INLINE static Tile<R> summed(Factors factors, const T* rows, std::size_t samples) noexcept {
    if constexpr (step < line<T>) {
      Tile<R> lower = summed<R, first, 2 * step>(factors, rows, samples);
      if (first + step < samples) {
        const Tile<R> upper = summed<R, first + step, 2 * step>(factors, rows, samples);
        for (std::size_t r = 0; r < R; ++r) {
          for (std::size_t c = 0; c < vectors; ++c) lower.row[r].at[c] += upper.row[r].at[c];
        }
      }
      return lower;
    } else {
      Tile<R> sums;
      const Row row = load(rows + first * width);
      for (std::size_t r = 0; r < R; ++r) {
        const V factor(factors.data[first * factors.sample_step + r * factors.step]);
        for (std::size_t c = 0; c < vectors; ++c) sums.row[r].at[c] = factor * row.at[c];
      }
      return sums;
    }
  }
};

}  // namespace downhill::kernels
