// The gradient of a wide layer's weights, delta x^T, with inputs across the lanes: a strip of them is
// transposed once for all units, and then nothing is summed horizontally.
#pragma once

#include "fold.hpp"
#include "lanes_xsimd.hpp"
#include "mode.hpp"
#include "tiles.hpp"

#include <downhill/matrix.hpp>

#include <array>
#include <cstddef>

namespace downhill::kernels {

template <class T, class Arch, class Mode>
class Outer {
  using V = xsimd::batch<T, Arch>;
  using Q = Quarter<V>;
  static constexpr std::size_t lanes = V::size;
  // A tile of sums: rows x vectors, what the registers hold.
  static constexpr std::size_t tile_rows = sizeof(V) == 64 ? 8 : Mode::fixed_order ? 6 : 4;
  static constexpr std::size_t tile_vectors = 2;

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

  template <std::size_t C>
  DOWNHILL_INLINE static void strip(ConstMatrix<T> x, ConstMatrix<T> delta, const Target& target,
                                    std::size_t i, T* panel) noexcept {
    transpose<C * lanes>(x, i, panel);
    in_tiles<tile_rows>(delta.rows, [&]<std::size_t R>(std::size_t u)
                                        DOWNHILL_INLINE_LAMBDA { tile<R, C>(delta, panel, u, i, target); });
  }

  // panel[s][j] = x[first + j][s] for j < width; zeros where there is no such row.
  template <std::size_t width>
  static void transpose(ConstMatrix<T> x, std::size_t first, T* panel) noexcept {
    using B = UpTo256Bits<V>;
    for (std::size_t j = 0; j < width; j += B::size) {
      for (std::size_t s = 0; s < x.cols; s += B::size) {
        std::array<B, B::size> block;
        for (std::size_t k = 0; k < B::size; ++k) {
          const std::size_t row = first + j + k;
          block[k] = row < x.rows ? B::load_unaligned(x.row(row) + s) : B(T(0));
        }
        xsimd::transpose(block.data(), block.data() + B::size);
        for (std::size_t k = 0; k < B::size; ++k) block[k].store_unaligned(panel + (s + k) * width + j);
      }
    }
  }

  // In fixed order each slot of a line is summed by itself, and the upper half of the slots is folded onto
  // the lower half.
  template <std::size_t R, std::size_t C>
  DOWNHILL_INLINE static void tile(ConstMatrix<T> delta, const T* panel, std::size_t u, std::size_t i,
                                   const Target& target) noexcept {
    V gradient[R * C];
    if constexpr (Mode::fixed_order) {
      constexpr std::size_t slots = line<T>;
      V sums[slots][R * C];
      const std::size_t used = delta.cols < slots ? delta.cols : slots;
      for (std::size_t first = 0; first < used; ++first)
        sum<R, C, slots>(delta.row(u), delta.stride, panel, first, delta.cols, sums[first]);
      for (std::size_t n = 0; n < R * C; ++n) {
        gradient[n] = used == slots ? fold_slots<slots, true, R * C>(&sums[0][n], used)
                                    : fold_slots<slots, false, R * C>(&sums[0][n], used);
      }
    } else {
      sum<R, C, 1>(delta.row(u), delta.stride, panel, 0, delta.cols, gradient);
    }
    put<R, C>(gradient, target, u, i);
  }

  // The sum over samples first, first + step, ..., of which there is one at least.
  template <std::size_t R, std::size_t C, std::size_t step>
  DOWNHILL_INLINE static void sum(const T* delta, std::size_t stride, const T* panel, std::size_t first,
                                  std::size_t samples, V* to) noexcept {
    V sums[R][C];
    const auto add = [&](std::size_t s, bool begin) DOWNHILL_INLINE_LAMBDA {
      V x[C];
      for (std::size_t c = 0; c < C; ++c) x[c] = V::load_unaligned(panel + (s * C + c) * lanes);
      for (std::size_t j = 0; j < R; ++j) {
        for (std::size_t c = 0; c < C; ++c) {
          const V factor = factor_of_one<Mode, V>(delta + j * stride + s);
          sums[j][c] = begin ? factor * x[c] : madd<Mode>(factor, x[c], sums[j][c]);
        }
      }
    };
    add(first, true);
    for (std::size_t s = first + step; s < samples; s += step) add(s, false);
    for (std::size_t j = 0; j < R; ++j) {
      for (std::size_t c = 0; c < C; ++c) to[j * C + c] = sums[j][c];
    }
  }

  template <std::size_t R, std::size_t C>
  DOWNHILL_INLINE static void put(const V* sums, const Target& target, std::size_t u,
                                  std::size_t i) noexcept {
    T* const to = target.dW + u * target.inputs + i;
    const V factor(target.scale), zero(T(0));  // a sum that began with its first product may be -0
    if (i + C * lanes <= target.inputs && !target.accumulate) {
      for (std::size_t n = 0; n < R * C; ++n)
        ((sums[n] + zero) * factor).store_unaligned(to + n / C * target.inputs + n % C * lanes);
      return;
    }
    for (std::size_t n = 0; n < R * C; ++n) {
      const std::size_t begin = i + n % C * lanes;
      if (begin < target.inputs)
        put((sums[n] + zero) * factor, to + n / C * target.inputs + n % C * lanes, target.inputs - begin,
            target.accumulate);
    }
  }

  // The first `count` numbers, or all of them.
  DOWNHILL_INLINE static void put(V gradient, T* to, std::size_t count, bool accumulate) noexcept {
    if (count >= lanes) {
      if (accumulate) gradient = V::load_unaligned(to) + gradient;
      gradient.store_unaligned(to);
      return;
    }
    alignas(line_bytes) T values[lanes];
    gradient.store_aligned(values);
    for (std::size_t j = 0; j < count; ++j) to[j] = accumulate ? to[j] + values[j] : values[j];
  }
};

}  // namespace downhill::kernels
