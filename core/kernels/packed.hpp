// A matrix product from copies of both factors, in the order in which tiles read them: for vectors of 128
// bits, where a tile is small, so that what it costs to find its numbers counts.
#pragma once

#include "lanes_xsimd.hpp"
#include "mode.hpp"
#include "tiles.hpp"

#include <downhill/matrix.hpp>

#include <cstddef>

namespace downhill::kernels {

// A(r, k) = data[r * row_step + k * sum_step]: W as it lies, or transposed.
template <class T>
struct Factor {
  const T* data;
  std::size_t row_step, sum_step;
};

// What the sum of row r begins with: data[r * step].
template <class T>
struct Start {
  const T* data;
  std::size_t step;
};

// Rows of A are copied with every number in all lanes, since a load that spreads one out takes an instruction
// more; columns of x since in their rows, a power of two apart, they would drive each other out of the first
// cache.
template <class T, class Arch, class Mode>
class Packed {
  using V = xsimd::batch<T, Arch>;
  static constexpr std::size_t lanes = V::size;
  static constexpr std::size_t tile_rows = 4, tile_vectors = 2, width = tile_vectors * lanes;
  // What is copied at a time: 32 kB of x and 8 kB of A.
  static constexpr std::size_t most_terms = 128, most_strips = 8;

 public:
  // Whether copies of A are used often enough.
  static bool serves(Matrix<T> out) noexcept { return out.cols >= 4 * width; }

  // The first columns of `out`, as many as make whole strips; returns how many vectors they are.
  static std::size_t product(Factor<T> A, Start<T> start, ConstMatrix<T> x, Matrix<T> out) noexcept {
    const std::size_t columns = out.cols / width * width;
    for (std::size_t r = 0; r < out.rows; ++r) {
      const V first(start.data[r * start.step]);
      for (std::size_t s = 0; s < columns; s += lanes) first.store_unaligned(out.row(r) + s);
    }
    const std::size_t parts = (x.rows + most_terms - 1) / most_terms;
    std::size_t terms = (x.rows + parts - 1) / parts;
    for (std::size_t k = 0; k < x.rows; k += terms, A.data += terms * A.sum_step) {
      if (terms > x.rows - k) terms = x.rows - k;
      for (std::size_t s = 0, end; s < columns; s = end) {
        end = columns - s > most_strips * width ? s + most_strips * width : columns;
        add_part(A, x.row(k), x.stride, terms, out, s, end);
      }
    }
    return columns / lanes;
  }

 private:
  // The products of `terms` columns of A and rows of x, `stride` apart, to columns s to `end` of `out`.
  static void add_part(Factor<T> A, const T* x, std::size_t stride, std::size_t terms, Matrix<T> out,
                       std::size_t s, std::size_t end) noexcept {
    alignas(line_bytes) T strips[most_strips * most_terms * width], factors[most_terms * tile_rows * lanes];
    T* to = strips;
    for (std::size_t column = s; column < end; column += width)
      to = copy_strip<V, width>(x + column, stride, terms, to);
    in_tiles<tile_rows>(out.rows, [&]<std::size_t R>(std::size_t r) DOWNHILL_INLINE_LAMBDA {
      Spread<R> spread{A.data + r * A.row_step, A.row_step, A.sum_step, factors};
      const T* strip = strips;
      add_tile<R>(spread, strip, terms, out.row(r) + s, out.stride);
      for (std::size_t column = s + width; column < end; column += width) {
        strip += terms * width;
        Copied<R> copied{factors};
        add_tile<R>(copied, strip, terms, out.row(r) + column, out.stride);
      }
    });
  }

  // Where a tile of R rows finds a number of A: (*this)(k, j) is A(row j, term k) in all lanes.
  template <std::size_t R>
  struct Copied {
    const T* a;
    DOWNHILL_INLINE V operator()(std::size_t k, std::size_t j) const noexcept {
      return V::load_aligned(a + (k * R + j) * lanes);
    }
    DOWNHILL_INLINE void skip(std::size_t k) noexcept {
      a += k * R * lanes;
      forget_value(a);
    }
  };
  // In A itself. Leaves the copy behind: stores that take as long as the tile's arithmetic, beside it.
  template <std::size_t R>
  struct Spread {
    const T* a;
    std::size_t row_step, sum_step;
    T* copy;
    DOWNHILL_INLINE V operator()(std::size_t k, std::size_t j) const noexcept {
      const V factor(a[k * sum_step + j * row_step]);
      factor.store_aligned(copy + (k * R + j) * lanes);
      return factor;
    }
    DOWNHILL_INLINE void skip(std::size_t k) noexcept {
      a += k * sum_step;
      copy += k * R * lanes;
    }
  };

  template <std::size_t R, class Factors>
  DOWNHILL_INLINE static void add_tile(Factors& factors, const T* x, std::size_t terms, T* out,
                                       std::size_t stride) noexcept {
    constexpr std::size_t C = tile_vectors;
    V sums[R][C];
    for (std::size_t j = 0; j < R; ++j) {
      for (std::size_t c = 0; c < C; ++c) sums[j][c] = V::load_unaligned(out + j * stride + c * lanes);
    }
    const auto add = [&](std::size_t k) DOWNHILL_INLINE_LAMBDA {
      V xs[C];
      for (std::size_t c = 0; c < C; ++c) xs[c] = V::load_aligned(x + (k * C + c) * lanes);
      for (std::size_t j = 0; j < R; ++j) {
        const V factor = factors(k, j);
        for (std::size_t c = 0; c < C; ++c) sums[j][c] = madd<Mode>(factor, xs[c], sums[j][c]);
      }
    };
    const T *const end = x + terms * width, *const last = end - width;
    do {
      // A branch between them, else the compiler mixes the loads of both terms, and registers do not suffice.
      add(0);
      if (x == last) break;
      add(1);
      x += 2 * width;
      factors.skip(2);
      forget_value(x);  // here as in Copied one address, not one of each number
    } while (x != end);
    for (std::size_t j = 0; j < R; ++j) {
      for (std::size_t c = 0; c < C; ++c) sums[j][c].store_unaligned(out + j * stride + c * lanes);
    }
  }
};

}  // namespace downhill::kernels
