// The gradient of a wide layer's weights, delta x^T, with inputs across the lanes: a strip of them is
// transposed once for all units, and then nothing is summed horizontally.
#pragma once

#include "fold.hpp"
#include "lanes_xsimd.hpp"
#include "mode.hpp"

#include <downhill/matrix.hpp>

#include <array>
#include <cstddef>

namespace downhill::kernels {

template <class T, class Arch, class Mode>
class Outer {
  using V = xsimd::batch<T, Arch>;
  using Q = Quarter<V>;
  static constexpr std::size_t lanes = V::size;
  // A tile of sums: rows x vectors. The fixed order keeps several tiles under way, so its tiles are smaller.
  static constexpr std::size_t tile_rows = sizeof(V) == 64 && !Mode::fixed_order ? 8 : 4;
  static constexpr std::size_t tile_vectors = Mode::fixed_order && sizeof(V) == 64 ? 1 : 2;

 public:
  // Worth its transposed copy in wide layers, and where a broadcast costs no more than a load.
  static bool serves(ConstMatrix<T> delta, ConstMatrix<T> x) noexcept {
    return sizeof(V) > sizeof(Q) && delta.rows >= 16 && x.rows >= 16 && x.cols <= most_samples;
  }

  // As KernelTable::gradients, without db.
  static void weights(ConstMatrix<T> delta, ConstMatrix<T> x, T scale, bool accumulate, T* dW) noexcept {
    if constexpr (sizeof(V) > sizeof(Q)) {
      alignas(line_bytes) T panel[most_samples * lanes * tile_vectors];
      const Target target{dW, x.rows, scale, accumulate};
      std::size_t i = 0;
      if constexpr (tile_vectors > 1) {
        for (; i + lanes < x.rows; i += lanes * tile_vectors) strip<tile_vectors>(x, delta, target, i, panel);
      }
      for (; i < x.rows; i += lanes) strip<1>(x, delta, target, i, panel);
    }
  }

 private:
  static constexpr std::size_t most_samples = 256;

  struct Target {
    T* dW;
    std::size_t inputs;
    T scale;
    bool accumulate;
  };

  template <std::size_t R, std::size_t C>
  struct Tile {
    V at[R][C];
  };

  template <std::size_t C>
  DOWNHILL_INLINE static void strip(ConstMatrix<T> x, ConstMatrix<T> delta, const Target& target,
                                    std::size_t i, T* panel) noexcept {
    transpose<C * lanes>(x, i, panel);
    std::size_t u = 0;
    for (; u + tile_rows <= delta.rows; u += tile_rows) tile<tile_rows, C>(delta, panel, u, i, target);
    for (; u < delta.rows; ++u) tile<1, C>(delta, panel, u, i, target);
  }

  // panel[s][j] = x[first + j][s] for j < width; zeros where there is no such row.
  template <std::size_t width>
  static void transpose(ConstMatrix<T> x, std::size_t first, T* panel) noexcept {
    for (std::size_t j = 0; j < width; j += Q::size) {
      for (std::size_t s = 0; s < x.cols; s += Q::size) {
        std::array<Q, Q::size> block;
        for (std::size_t k = 0; k < Q::size; ++k) {
          const std::size_t row = first + j + k;
          block[k] = row < x.rows ? Q::load_unaligned(x.row(row) + s) : Q(T(0));
        }
        xsimd::transpose(block.data(), block.data() + Q::size);
        for (std::size_t k = 0; k < Q::size; ++k) block[k].store_unaligned(panel + (s + k) * width + j);
      }
    }
  }

  template <std::size_t R, std::size_t C>
  DOWNHILL_INLINE static void tile(ConstMatrix<T> delta, const T* panel, std::size_t u, std::size_t i,
                                   const Target& target) noexcept {
    const Tile<R, C> sums = summed<R, C, 0, 1>(delta.row(u), delta.stride, panel, delta.cols);
    for (std::size_t j = 0; j < R; ++j) {
      for (std::size_t c = 0; c < C && i + c * lanes < target.inputs; ++c) {
        put(sums.at[j][c], target, u + j, i + c * lanes);
      }
    }
  }

  // Sums over samples first, first + step, ... In fixed order each slot of a line is summed by itself and the
  // upper half of the slots is folded onto the lower half; a slot without samples is 0 and adds nothing.
  template <std::size_t R, std::size_t C, std::size_t first, std::size_t step>
  DOWNHILL_INLINE static Tile<R, C> summed(const T* delta, std::size_t stride, const T* panel,
                                           std::size_t samples) noexcept {
    if constexpr (Mode::fixed_order && step < line<T>) {
      Tile<R, C> lower = summed<R, C, first, 2 * step>(delta, stride, panel, samples);
      if (first + step < samples) {
        const Tile<R, C> upper = summed<R, C, first + step, 2 * step>(delta, stride, panel, samples);
        for (std::size_t j = 0; j < R; ++j) {
          for (std::size_t c = 0; c < C; ++c) lower.at[j][c] += upper.at[j][c];
        }
      }
      return lower;
    } else {
      Tile<R, C> sums;
      for (std::size_t j = 0; j < R; ++j) {
        for (std::size_t c = 0; c < C; ++c) sums.at[j][c] = V(T(0));
      }
      for (std::size_t s = first; s < samples; s += step) {
        V xs[C];
        for (std::size_t c = 0; c < C; ++c) xs[c] = V::load_unaligned(panel + (s * C + c) * lanes);
        for (std::size_t j = 0; j < R; ++j) {
          const V factor(delta[j * stride + s]);
          for (std::size_t c = 0; c < C; ++c) sums.at[j][c] = madd<Mode>(factor, xs[c], sums.at[j][c]);
        }
      }
      return sums;
    }
  }

  DOWNHILL_INLINE static void put(V sum, const Target& target, std::size_t u, std::size_t i) noexcept {
    T* to = target.dW + u * target.inputs + i;
    V gradient = sum * V(target.scale);
    if (i + lanes <= target.inputs) {
      if (target.accumulate) gradient = V::load_unaligned(to) + gradient;
      gradient.store_unaligned(to);
      return;
    }
    alignas(line_bytes) T values[lanes];
    gradient.store_aligned(values);
    for (std::size_t j = 0; i + j < target.inputs; ++j) {
      to[j] = target.accumulate ? to[j] + values[j] : values[j];
    }
  }
};

}  // namespace downhill::kernels
