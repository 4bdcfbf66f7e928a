// The matrix products of a dense layer, tiled for the registers: W x + b, W^T delta and delta x^T.
#pragma once

#include "column.hpp"
#include "dots.hpp"
#include "dots_by_line.hpp"
#include "lanes_xsimd.hpp"
#include "mode.hpp"
#include "outer.hpp"
#include "packed.hpp"
#include "tiles.hpp"

#include <downhill/matrix.hpp>

#include <cstddef>
#include <type_traits>

namespace downhill::kernels {

// Samples lie across the lanes. Every sum over inputs or units runs in ascending order within its lane, so
// its bits do not depend on the tile or on the width.
template <class T, class Arch, class Mode>
class Dense {
  using V = xsimd::batch<T, Arch>;
  static constexpr std::size_t lanes = V::size;
  // Accumulators of a tile: rows x vectors, what the register file of 16 (32 on AVX-512 and NEON) holds.
  static constexpr std::size_t tile_rows = sizeof(V) >= 32 ? 6 : 4;
  static constexpr std::size_t tile_vectors = sizeof(V) == 64 ? 4 : 2;
  // Rows of a tile whose factors lie in registers, and not in memory as those of factor_of_one: with none,
  // Zen 5 waits for loads (82 % of its peak; with two 95 %, with all 97 %); Zen 4 waits for each of them.
  static constexpr std::size_t rows_in_register = 2;
  // Rows of which strips stay in the first cache as they lie.
  static constexpr std::size_t most_near = 64;
  // Terms that are summed up at a time: the stack has room for a strip of as many. Of fewer, where the rows
  // of W that they lie in are each on a page of its own.
  static constexpr std::size_t most_packed = 1024, most_pages = 64;
  static constexpr std::size_t page = 4096 / sizeof(T);

 public:
  static void affine(const T* W, const T* b, ConstMatrix<T> x, Matrix<T> z) noexcept {
    if (is_dense(x)) return Single::affine(W, b, x.data, x.rows, z.data, z.rows);
    product({W, x.rows, 1}, {b, 1}, x, z);
  }

  static void transposed_product(const T* W, ConstMatrix<T> delta, Matrix<T> back) noexcept {
    if (is_dense(delta)) return Single::transposed_product(W, delta.data, delta.rows, back.data, back.rows);
    static constexpr T zero[1] = {};
    product({W, 1, back.rows}, {zero, 0}, delta, back);
  }

  static void gradients(ConstMatrix<T> delta, ConstMatrix<T> x, T scale, bool accumulate, T* dW,
                        T* db) noexcept {
    if (is_dense(x)) {
      Single::weights(delta.data, delta.rows, x.data, x.rows, scale, accumulate, dW);
      return Single::biases(delta.data, delta.rows, scale, accumulate, db);
    }
    if (Wide::serves(delta, x)) {
      Wide::weights(delta, x, scale, accumulate, dW);
    } else {
      AnyLayer::weights(delta, x, scale, accumulate, dW);
    }
    AnyLayer::biases(delta, scale, accumulate, db);
  }

 private:
  using Single = Column<T, Arch, Mode>;
  using Copies = Packed<T, Arch, Mode>;
  using Wide = Outer<T, Arch, Mode>;
  using ByLine = DotsByLine<T, Arch, Mode>;
  using AnyLayer = std::conditional_t<ByLine::serves, ByLine, Dots<T, Arch, Mode>>;

  static void product(Factor<T> A, Start<T> start, ConstMatrix<T> x, Matrix<T> out) noexcept {
    const std::size_t vectors = (out.cols + lanes - 1) / lanes;
    const bool copies_pay = out.rows >= most_near / 2;
    // Natively, fused 128 bits are NEON's, where copies are not measured.
    if constexpr (sizeof(V) == 16 && (small_code || Mode::fixed_order)) {
      const bool packs = copies_pay && x.rows >= most_near && Copies::serves(out);
      const std::size_t v = packs ? Copies::product(A, start, x, out) : 0;
      return strips_from<tile_rows>(A, start, x, out, v, vectors);
    }
    if constexpr (sizeof(V) <= 32) {
      if (copies_pay && x.rows > most_near && (x.rows <= most_packed || is_far(A))) {
        const std::size_t v = vectors / tile_vectors * tile_vectors;
        packed(A, start, x, out, v);
        return strips_from<tile_rows>(A, start, x, out, v, vectors);
      }
      // Fused, a sum is one operation a term, and eight of them under way are enough.
      if (sizeof(V) == 32 && !Mode::fixed_order && x.rows <= most_near)
        return strips_from<4>(A, start, x, out, 0, vectors);
    }
    strips_from<tile_rows>(A, start, x, out, 0, vectors);
  }

  // All vectors from v on, in tiles of at most R rows.
  template <std::size_t R>
  static void strips_from(Factor<T> A, Start<T> start, ConstMatrix<T> x, Matrix<T> out, std::size_t v,
                          std::size_t vectors) noexcept {
    const auto by = [&]<std::size_t C, std::size_t rows = R>() DOWNHILL_INLINE_LAMBDA {
      v = strips<rows, C>(A, start, x.data + v * lanes, x.stride, x.rows, out, v, vectors);
    };
    if constexpr (!small_code) {  // else a row by itself pays like four
      if (out.rows == 1) {
        by.template operator()<8>();
        if constexpr (tile_vectors < 4) by.template operator()<4>();
      }
    }
    by.template operator()<tile_vectors>();
    if constexpr (tile_vectors == 4) {  // what is left of a batch, in tiles that wait no longer
      by.template operator()<2, 8>();
      by.template operator()<1, 8>();
    } else {
      by.template operator()<1>();
    }
  }

  // Whether sums go by parts; never where code has to be small.
  static constexpr bool is_far(const Factor<T>& A) noexcept { return !small_code && 2 * A.sum_step > page; }

  // The first `vectors`, by packed strips.
  static void packed(Factor<T> A, Start<T> start, ConstMatrix<T> x, Matrix<T> out,
                     std::size_t vectors) noexcept {
    std::size_t terms = is_far(A) ? most_pages : x.rows;
    packed_strips<false>(A, start, x.data, x.stride, terms, out, vectors);
    for (std::size_t k = terms; k < x.rows; k += terms) {
      A.data += terms * A.sum_step;
      if (terms > x.rows - k) terms = x.rows - k;
      packed_strips<true>(A, start, x.row(k), x.stride, terms, out, vectors);
    }
  }

  // Columns of a strip of x moved together: in their rows, a power of two apart, they would drive each other
  // out of the first cache.
  template <bool goes_on>
  static void packed_strips(Factor<T> A, Start<T> start, const T* x, std::size_t stride, std::size_t depth,
                            Matrix<T> out, std::size_t vectors) noexcept {
    constexpr std::size_t width = tile_vectors * lanes;
    alignas(line_bytes) T panel[most_packed * width];
    for (std::size_t v = 0; v < vectors; v += tile_vectors, x += width) {
      copy_strip<V, width>(x, stride, depth, panel);
      strips<tile_rows, tile_vectors, goes_on>(A, start, panel, width, depth, out, v, v + tile_vectors);
    }
  }

  // C vectors at a time of every row of `out` from vector v on; x, of `depth` rows, begins where v is. Sums
  // begin anew or go on from what is there. Returns how many vectors are done. For all rows of a strip of x,
  // which stays in the first cache; in WebAssembly, where what comes here is narrow, for all strips of a tile
  // of rows, whose biases and places V8 else works out for every strip (W1b and W4 6 %).
  template <std::size_t most_rows, std::size_t C, bool goes_on = false>
  static std::size_t strips(Factor<T> A, Start<T> start, const T* x, std::size_t stride, std::size_t depth,
                            Matrix<T> out, std::size_t v, std::size_t vectors) noexcept {
    if constexpr (small_code) {
      const std::size_t end = vectors - (vectors - v) % C;
      in_tiles<most_rows>(out.rows, [&]<std::size_t R>(std::size_t r) DOWNHILL_INLINE_LAMBDA {
        const T* strip = x;
        for (std::size_t s = v; s < end; s += C, strip += C * lanes)
          tile<R, C, goes_on>(A, start, strip, stride, depth, out, r, s * lanes);
      });
      return end;
    }
    for (; v + C <= vectors; v += C, x += C * lanes) {
      const auto body = [&]<std::size_t R>(std::size_t r) DOWNHILL_INLINE_LAMBDA {
        tile<R, C, goes_on>(A, start, x, stride, depth, out, r, v * lanes);
      };
      if constexpr (C > tile_vectors) {
        body.template operator()<1>(0);
      } else {
        in_tiles<most_rows>(out.rows, body);
      }
    }
    return v;
  }

  template <std::size_t R, std::size_t C, bool goes_on>
  DOWNHILL_INLINE static void tile(Factor<T> A, Start<T> start, const T* x, std::size_t stride,
                                   std::size_t depth, Matrix<T> out, std::size_t r, std::size_t s) noexcept {
    V sums[R][C];
    for (std::size_t j = 0; j < R; ++j) {
      for (std::size_t c = 0; c < C; ++c) {
        sums[j][c] =
            goes_on ? V::load_unaligned(out.row(r + j) + s + c * lanes) : V(start.data[(r + j) * start.step]);
      }
    }
    const T* a = A.data + r * A.row_step;
    for (std::size_t k = 0; k < depth; ++k, a += A.sum_step, x += stride) {
      V xs[C];
      for (std::size_t c = 0; c < C; ++c) xs[c] = V::load_unaligned(x + c * lanes);
      constexpr std::size_t in_register = R < rows_in_register ? R : rows_in_register;
      for (std::size_t j = 0; j < in_register; ++j) {
        const V factor(a[j * A.row_step]);
        for (std::size_t c = 0; c < C; ++c) sums[j][c] = madd<Mode>(factor, xs[c], sums[j][c]);
      }
      for (std::size_t j = in_register; j < R; ++j) {
        const T* const factor = a + j * A.row_step;
        for (std::size_t c = 0; c < C; ++c)
          sums[j][c] = madd<Mode>(factor_of_one<Mode, V>(factor), xs[c], sums[j][c]);
      }
    }
    for (std::size_t j = 0; j < R; ++j) {
      for (std::size_t c = 0; c < C; ++c) sums[j][c].store_unaligned(out.row(r + j) + s + c * lanes);
    }
  }
};

}  // namespace downhill::kernels
