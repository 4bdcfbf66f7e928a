// The products of a narrow layer, of at most narrow_width inputs and units: W x + b, W^T delta and delta x^T
// of samples that lie as rows, with units or inputs across the lanes. What stands behind the last input or
// unit of a row has no meaning; whole rows are read and written.
#pragma once

#include "lanes_xsimd.hpp"
#include "mode.hpp"
#include "rows.hpp"

#include <downhill/narrow_layer.hpp>

#include <cstddef>

namespace downhill::kernels {

template <class T, class Arch, class Mode>
struct NarrowProducts : Rows<T, Arch> {
  using Base = Rows<T, Arch>;
  using Base::load;
  using Base::put;
  using Base::put_pair;
  using Base::transposed;
  using Base::unzipped;
  using Base::vectors;
  using Base::zeros;
  using typename Base::Pair;
  using typename Base::Row;
  using typename Base::V;
  using Layer = NarrowLayer<T>;
  static constexpr std::size_t width = narrow_width;
  // Samples or units that are worked on together, as many as the registers hold.
  static constexpr std::size_t tile_samples = 5;
  static constexpr std::size_t tile_units = vectors == 1 ? 4 : 2;

  // z[s] = W x[s] + b
  DOWNHILL_INLINE static void affine(const T* W, const T* b, const Layer& at, const T* x, std::size_t samples,
                                     T* z) noexcept {
    alignas(line_bytes) T columns[width * width];
    if (at.inputs == 2) {
      for (std::size_t u = 0; u < at.units; u += V::size) {
        const Pair pair = unzipped(W + 2 * u);
        pair.first.store_unaligned(columns + u);
        pair.second.store_unaligned(columns + width + u);
      }
    } else {
      transpose(W, at.units, at.inputs, columns);
    }
    product(x, at.inputs, columns, width, load(b), samples, z, AsItIs{});
  }

  // A finish that changes nothing.
  struct AsItIs {
    DOWNHILL_INLINE V operator()(V v, std::size_t, std::size_t) const noexcept { return v; }
  };

  // back[s] = W^T delta[s]; number n + k and those behind it become finish(vector, n, k). k is known to the
  // compiler, which makes it part of an address.
  template <class Finish>
  DOWNHILL_INLINE static void transposed_product(const T* W, const Layer& at, const T* delta,
                                                 std::size_t samples, T* back, Finish&& finish) noexcept {
    product(delta, at.units, W, at.inputs, zeros(), samples, back, finish);
  }

  // z(u, s) = W x[s] + b, with samples across the lanes.
  DOWNHILL_INLINE static void affine_columns(const T* W, const T* b, const Layer& at, const T* x,
                                             const Matrix<T>& z) noexcept {
    for (std::size_t s = 0; s < z.cols; s += V::size, x += V::size * width) {
      V columns[width];
      for (std::size_t c = 0; c < vectors; ++c) transposed(x + c * V::size, width, columns + c * V::size);
      const T* row = W;
      for (std::size_t u = 0; u < at.units; ++u, row += at.inputs) {
        V sum(b[u]);
        for (std::size_t i = 0; i < width; ++i) {
          if (i < at.inputs) sum = madd<Mode>(V(row[i]), columns[i], sum);
        }
        sum.store_unaligned(z.row(u) + s);
      }
    }
  }

  // dW[u][i] = scale times the sum of delta[s][u] x[s][i]; nothing behind `last`.
  DOWNHILL_INLINE static void weights(const Layer& at, const T* delta, const T* x, std::size_t samples,
                                      T scale, T* dW, const T* last) noexcept {
    if (at.inputs != 2) return outer(delta, at.units, x, samples, scale, dW, at.inputs, last);
    // Units fill the lanes that the plane's two inputs do not.
    alignas(line_bytes) T sums[tile_units * width];
    outer(x, 2, delta, samples, scale, sums, width, sums + tile_units * width);
    for (std::size_t u = 0; u < at.units; u += V::size)
      put_pair({V::load_unaligned(sums + u), V::load_unaligned(sums + width + u)}, dW + 2 * u, last);
  }

  // db[u] = scale times the sum of delta[s][u].
  DOWNHILL_INLINE_NATIVELY static void biases(const T* delta, std::size_t samples, T scale, T* db,
                                              const T* last) noexcept {
    put_tile(summed(Alone{delta}, samples), scale, db, width, last);
  }

 private:
  template <std::size_t R>
  struct Tile {
    Row row[R];
  };

  // columns[i][u] = W[u][i], read in whole blocks, which reach behind the last row and column.
  DOWNHILL_INLINE_NATIVELY static void transpose(const T* W, std::size_t units, std::size_t inputs,
                                                 T* columns) noexcept {
    for (std::size_t u = 0; u < units; u += V::size) {
      for (std::size_t i = 0; i < inputs; i += V::size) {
        V square[V::size];
        transposed(W + u * inputs + i, inputs, square);
        for (std::size_t k = 0; k < V::size; ++k) square[k].store_unaligned(columns + (i + k) * width + u);
      }
    }
  }

  // ---- y[s] = finish(start + sum over k of x[s][k] rows[k]), up to the end of a tile

  template <class Finish>
  DOWNHILL_INLINE_NATIVELY static void product(const T* x, std::size_t depth, const T* rows,
                                               std::size_t stride, const Row& start, std::size_t samples,
                                               T* y, Finish&& finish) noexcept {
    for (std::size_t s = 0; s < samples; s += tile_samples)
      tile<tile_samples>(x + s * width, depth, rows, stride, start, y, s * width, finish);
  }

  template <std::size_t R, class Finish>
  DOWNHILL_INLINE static void tile(const T* x, std::size_t depth, const T* rows, std::size_t stride,
                                   const Row& start, T* y, std::size_t first, Finish& finish) noexcept {
    Tile<R> sums;
    for (Row& row : sums.row) row = start;
    for (std::size_t k = 0; k < depth; ++k, rows += stride) {
      const Row row = load(rows);
      const T* const factors = x + k;
      for (std::size_t r = 0; r < R; ++r) {
        const V factor(factors[r * width]);
        for (std::size_t c = 0; c < vectors; ++c)
          sums.row[r].at[c] = madd<Mode>(factor, row.at[c], sums.row[r].at[c]);
      }
    }
    y += first;
    for (std::size_t r = 0; r < R; ++r) {
      for (std::size_t c = 0; c < vectors; ++c) {
        const std::size_t k = r * width + c * V::size;
        V(finish(sums.row[r].at[c], first, k)).store_unaligned(y + k);
      }
    }
  }

  // ---- to[k] = scale times the sum over s of factors[s][k] rows[s], for k < count and up to the end of a
  // tile: whole rows, `stride` apart, of which the next overwrites what does not belong to the last

  DOWNHILL_INLINE_NATIVELY static void outer(const T* factors, std::size_t count, const T* rows,
                                             std::size_t samples, T scale, T* to, std::size_t stride,
                                             const T* last) noexcept {
    for (std::size_t k = 0; k < count; k += tile_units, factors += tile_units, to += tile_units * stride) {
      // Else comparisons with the one and addresses from the other are made once for all tiles, and kept in
      // memory.
      if constexpr (small_code) {
        forget_value(samples);
        forget_value(rows);
      }
      if constexpr (tile_units > 2) {
        if (count - k == 1)
          return put_tile(summed(Products<1>{factors, rows}, samples), scale, to, stride, last);
        if (count - k == 2)
          return put_tile(summed(Products<2>{factors, rows}, samples), scale, to, stride, last);
      }
      put_tile(summed(Products<tile_units>{factors, rows}, samples), scale, to, stride, last);
    }
  }

  // What is summed up over the samples. The terms of the one whose row begins at number n are added to the
  // sums, or are what these begin with.
  template <std::size_t R>
  struct Products {
    static constexpr std::size_t count = R;
    // In WebAssembly R addresses, not one and R distances, each of which V8 would add to it.
    static constexpr std::size_t addresses = small_code ? R : 1;
    const T* factors[addresses];
    const T* rows;
    DOWNHILL_INLINE Products(const T* first_factor, const T* first_row) noexcept : rows(first_row) {
      for (std::size_t a = 0; a < addresses; ++a) {
        factors[a] = first_factor + a;
        if constexpr (small_code) forget_value(factors[a]);
      }
    }
    DOWNHILL_INLINE void skip(std::size_t samples) noexcept {
      for (const T*& factor : factors) factor += samples * width;
      rows += samples * width;
    }
    template <bool begin>
    DOWNHILL_INLINE void add(std::size_t n, Tile<R>& sums) const noexcept {
      const Row row = load(rows + n);
      for (std::size_t r = 0; r < R; ++r) {
        const V factor(factors[r % addresses][n + r / addresses]);
        for (std::size_t c = 0; c < vectors; ++c) {
          V& sum = sums.row[r].at[c];
          sum = begin ? factor * row.at[c] : madd<Mode>(factor, row.at[c], sum);
        }
      }
    }
  };
  struct Alone {
    static constexpr std::size_t count = 1;
    const T* rows;
    DOWNHILL_INLINE void skip(std::size_t samples) noexcept { rows += samples * width; }
    template <bool begin>
    DOWNHILL_INLINE void add(std::size_t n, Tile<1>& sums) const noexcept {
      const Row row = load(rows + n);
      for (std::size_t c = 0; c < vectors; ++c) {
        V& sum = sums.row[0].at[c];
        sum = begin ? row.at[c] : sum + row.at[c];
      }
    }
  };

  // A sum that began with its first product, not with 0, may be -0.
  template <std::size_t R>
  DOWNHILL_INLINE static void put_tile(const Tile<R>& tile, T scale, T* to, std::size_t stride,
                                       const T* last) noexcept {
    for (std::size_t r = 0; r < R; ++r) {
      Row row = tile.row[r];
      for (V& v : row.at) v = (v + V(T(0))) * V(scale);
      put(row, to + r * stride, last);
    }
  }

  // Each slot of a line sums up samples of its own, then the upper half of the slots is folded onto the lower
  // half. One without a sample would add 0 and is left out; where most have one, that is not asked for each.
  // Only slots of more than a line of samples have loops, which those of others would have to jump over (W1
  // 9 % in V8), and in WebAssembly, where every byte is downloaded, those of a few samples.
  template <class Terms>
  DOWNHILL_INLINE static Tile<Terms::count> summed(const Terms& terms, std::size_t samples) noexcept {
    constexpr std::size_t half = line<T> / 2;
    if constexpr (small_code) {
      std::size_t n = samples;
      forget_value(n);  // else what is known of it tells that keep_order never loops
      return samples >= half && samples <= line<T> ? slots<half, false>(terms, n) : slots<1, true>(terms, n);
    }
    if (samples > line<T>) return slots<line<T>, true>(terms, samples);
    if (samples >= half) return slots<half, false>(terms, samples);
    return slots<1, false>(terms, samples);
  }

  // Slots first, first + step, ..., of which the first `used` have a sample, and may have more than one where
  // `more` says so.
  template <std::size_t used, bool more, std::size_t first = 0, std::size_t step = 1, class Terms>
  DOWNHILL_INLINE static Tile<Terms::count> slots(const Terms& terms, std::size_t samples) noexcept {
    if constexpr (step < line<T>) {
      Tile<Terms::count> lower = slots<used, more, first, 2 * step>(terms, samples);
      if (first + step < used || first + step < samples) {
        const auto upper = slots<used, more, first + step, 2 * step>(terms, samples);
        for (std::size_t r = 0; r < Terms::count; ++r) {
          for (std::size_t c = 0; c < vectors; ++c) lower.row[r].at[c] += upper.row[r].at[c];
        }
        if constexpr (used > 1) keep_order(samples);
      }
      return lower;
    } else {
      Tile<Terms::count> sums;
      terms.template add<true>(first * width, sums);
      if constexpr (used > 1) keep_order(samples);
      if constexpr (more) {
        Terms rest = terms;  // its pointers alone count, else the code would be 0.8 kB larger
        const T* const end = terms.rows + samples * width;
        for (rest.skip(first + line<T>); rest.rows < end; rest.skip(line<T>))
          rest.template add<false>(0, sums);
      }
      return sums;
    }
  }
};

}  // namespace downhill::kernels
