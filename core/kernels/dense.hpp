// The matrix products of a dense layer, tiled for the registers: W x + b, W^T delta and delta x^T.
#pragma once

#include "fold.hpp"
#include "lanes_xsimd.hpp"
#include "mode.hpp"

#include <downhill/matrix.hpp>

#include <array>
#include <cstddef>

namespace downhill::kernels {

// Samples lie across the lanes. Every sum over inputs or units runs in ascending order within its lane, so
// its bits do not depend on the tile or on the width.
template <class T, class Arch, class Mode>
class Dense {
  using V = xsimd::batch<T, Arch>;
  static constexpr std::size_t lanes = V::size;
  // Accumulators of a tile: rows x vectors, what the register file of 16 (32 on AVX-512 and NEON) holds.
  static constexpr std::size_t tile_rows = 4;
  static constexpr std::size_t tile_vectors = sizeof(V) == 64 ? 4 : 2;

  // A(r, k) = data[r * row_step + k * sum_step]: W as it lies, or transposed.
  struct Factor {
    const T* data;
    std::size_t row_step, sum_step;
  };

 public:
  static void affine(const T* W, const T* b, ConstMatrix<T> x, Matrix<T> z) noexcept {
    product({W, x.rows, 1}, b, x, z);
  }

  static void transposed_product(const T* W, ConstMatrix<T> delta, Matrix<T> back) noexcept {
    product({W, 1, back.rows}, nullptr, delta, back);
  }

  static void gradients(ConstMatrix<T> delta, ConstMatrix<T> x, T scale, bool accumulate, T* dW,
                        T* db) noexcept {
    const Sums sums{delta, x};
    const std::size_t weights = delta.rows * x.rows;
    std::size_t u = 0, i = 0;
    for (std::size_t first = 0; first < weights; first += Q::size) {
      if (i + Q::size <= x.rows) {
        put(sums.template folded<0, 1>(OneUnit{delta.row(u), x.row(i), x.stride}), scale, accumulate,
            dW + first, Q::size);
        i += Q::size;
      } else {
        Pairs pairs;
        const std::size_t count = weights - first < Q::size ? weights - first : Q::size;
        for (std::size_t j = 0; j < Q::size; ++j) {
          pairs.delta[j] = delta.row(u);
          pairs.x[j] = x.row(i);
          if (j + 1 < count && ++i == x.rows) i = 0, ++u;
        }
        ++i;
        put(sums.template folded<0, 1>(pairs), scale, accumulate, dW + first, count);
      }
      if (i == x.rows) i = 0, ++u;
    }
    for (std::size_t first = 0; first < delta.rows; first += Q::size) {
      Biases biases;
      const std::size_t count = delta.rows - first < Q::size ? delta.rows - first : Q::size;
      for (std::size_t j = 0; j < Q::size; ++j) biases.delta[j] = delta.row(first + (j < count ? j : 0));
      put(sums.template folded<0, 1>(biases), scale, accumulate, db + first, count);
    }
  }

 private:
  using Q = Quarter<V>;

  static void product(Factor A, const T* start, ConstMatrix<T> x, Matrix<T> out) noexcept {
    const std::size_t vectors = (out.cols + lanes - 1) / lanes;
    std::size_t v = 0;
    for (; v + tile_vectors <= vectors; v += tile_vectors) strip<tile_vectors>(A, start, x, out, v * lanes);
    for (; v < vectors; ++v) strip<1>(A, start, x, out, v * lanes);
  }

  template <std::size_t C>
  static void strip(Factor A, const T* start, ConstMatrix<T> x, Matrix<T> out, std::size_t s) noexcept {
    std::size_t r = 0;
    for (; r + tile_rows <= out.rows; r += tile_rows) tile<tile_rows, C>(A, start, x, out, r, s);
    for (; r < out.rows; ++r) tile<1, C>(A, start, x, out, r, s);
  }

  template <std::size_t R, std::size_t C>
  DOWNHILL_INLINE static void tile(Factor A, const T* start, ConstMatrix<T> x, Matrix<T> out, std::size_t r,
                                   std::size_t s) noexcept {
    V sums[R][C];
    for (std::size_t j = 0; j < R; ++j) {
      for (std::size_t c = 0; c < C; ++c) sums[j][c] = V(start ? start[r + j] : T(0));
    }
    const T* a = A.data + r * A.row_step;
    const T* column = x.data + s;
    for (std::size_t k = 0; k < x.rows; ++k, a += A.sum_step, column += x.stride) {
      V xs[C];
      for (std::size_t c = 0; c < C; ++c) xs[c] = V::load_unaligned(column + c * lanes);
      for (std::size_t j = 0; j < R; ++j) {
        const V factor(a[j * A.row_step]);
        for (std::size_t c = 0; c < C; ++c) sums[j][c] = madd<Mode>(factor, xs[c], sums[j][c]);
      }
    }
    for (std::size_t j = 0; j < R; ++j) {
      for (std::size_t c = 0; c < C; ++c) sums[j][c].store_unaligned(out.row(r + j) + s + c * lanes);
    }
  }

  // What is summed over the samples, Q::size sums at a time.
  struct OneUnit {  // delta of one unit times neighbouring inputs
    const T *delta, *x;
    std::size_t x_stride;
    DOWNHILL_INLINE void add(std::size_t s, std::array<V, Q::size>& sums) const noexcept {
      const V d = V::load_unaligned(delta + s);
      for (std::size_t j = 0; j < Q::size; ++j) {
        sums[j] = madd<Mode>(d, V::load_unaligned(x + j * x_stride + s), sums[j]);
      }
    }
  };
  struct Pairs {  // any units, any inputs
    std::array<const T*, Q::size> delta, x;
    DOWNHILL_INLINE void add(std::size_t s, std::array<V, Q::size>& sums) const noexcept {
      for (std::size_t j = 0; j < Q::size; ++j) {
        sums[j] = madd<Mode>(V::load_unaligned(delta[j] + s), V::load_unaligned(x[j] + s), sums[j]);
      }
    }
  };
  struct Biases {  // delta alone
    std::array<const T*, Q::size> delta;
    DOWNHILL_INLINE void add(std::size_t s, std::array<V, Q::size>& sums) const noexcept {
      for (std::size_t j = 0; j < Q::size; ++j) sums[j] += V::load_unaligned(delta[j] + s);
    }
  };

  struct Sums {
    ConstMatrix<T> delta, x;
    static constexpr std::size_t vectors_per_line = line<T> / lanes;

    // Sums over the samples in vectors `vector`, `vector + step`, ... of every line, folded as the reference
    // folds its slots: the upper half onto the lower half.
    template <std::size_t vector, std::size_t step, class Terms>
    DOWNHILL_INLINE std::array<V, Q::size> folded(const Terms& terms) const noexcept {
      if constexpr (step < vectors_per_line) {
        auto lower = folded<vector, 2 * step>(terms);
        const auto upper = folded<vector + step, 2 * step>(terms);
        for (std::size_t j = 0; j < Q::size; ++j) lower[j] += upper[j];
        return lower;
      } else {
        std::array<V, Q::size> sums;
        sums.fill(V(T(0)));
        for (std::size_t s = vector * lanes; s < delta.cols; s += line<T>) terms.add(s, sums);
        return sums;
      }
    }
  };

  DOWNHILL_INLINE static void put(const std::array<V, Q::size>& sums, T scale, bool accumulate, T* to,
                                  std::size_t count) noexcept {
    Q gradient = fold_each(sums) * Q(scale);
    if (count == Q::size) {
      if (accumulate) gradient = Q::load_unaligned(to) + gradient;
      gradient.store_unaligned(to);
      return;
    }
    std::array<T, Q::size> values;
    gradient.store_unaligned(values.data());
    for (std::size_t j = 0; j < count; ++j) to[j] = accumulate ? to[j] + values[j] : values[j];
  }
};

}  // namespace downhill::kernels
