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
  // Sample s is summed up in slot s % slots, and slots are folded at the end.
  static constexpr std::size_t slots = Mode::fixed_order ? line<T> : 1;
  // A tile of sums: rows x vectors, what the registers hold; 32 of them also hold the slots that wait.
  static constexpr bool slots_in_registers = sizeof(V) == 64;
  static constexpr std::size_t tile_rows = slots_in_registers ? (slots > 1 ? 4 : 8) : slots > 1 ? 6 : 4;
  static constexpr std::size_t tile_vectors = slots_in_registers && slots > 1 ? 1 : 2;

 public:
  // Worth its transposed copy in wide layers, and where a broadcast costs no more than a load.
  static bool serves(ConstMatrix<T> delta, ConstMatrix<T> x) noexcept {
    return sizeof(V) > sizeof(Q) && delta.rows >= 16 && x.rows >= 16 && x.cols <= most_transposed;
  }

  // As KernelTable::gradients, without db.
  static void weights(ConstMatrix<T> delta, ConstMatrix<T> x, T scale, bool accumulate, T* dW) noexcept {
    if constexpr (sizeof(V) > sizeof(Q)) {
      alignas(line_bytes) T panel[most_transposed * lanes * tile_vectors];
      const Target target{dW, x.rows, scale, accumulate};
      std::size_t i = 0;
      if constexpr (tile_vectors > 1) {
        for (; i + lanes < x.rows; i += lanes * tile_vectors) strip<tile_vectors>(x, delta, target, i, panel);
      }
      for (; i < x.rows; i += lanes) strip<1>(x, delta, target, i, panel);
    }
  }

 private:
  struct Target {
    T* dW;
    std::size_t inputs;
    T scale;
    bool accumulate;
  };

  template <std::size_t C>
  DOWNHILL_INLINE static void strip(ConstMatrix<T> x, ConstMatrix<T> delta, const Target& target,
                                    std::size_t i, T* panel) noexcept {
    transpose_strip<UpTo256Bits<V>, C * lanes>(x, i, panel);
    in_tiles<tile_rows>(delta.rows, [&]<std::size_t R>(std::size_t u)
                                        DOWNHILL_INLINE_LAMBDA { tile<R, C>(delta, panel, u, i, target); });
  }

  template <std::size_t R, std::size_t C>
  DOWNHILL_INLINE static void tile(ConstMatrix<T> delta, const T* panel, std::size_t u, std::size_t i,
                                   const Target& target) noexcept {
    const Products<R, C> products{delta.row(u), delta.stride, panel, delta.cols};
    if constexpr (slots == 1) {
      std::array<V, R * C> sums;
      products.sum_slot(0, sums);
      put<R, C>(sums, target, u, i);
    } else if constexpr (slots_in_registers) {
      put<R, C>(products.folded(), target, u, i);
    } else {
      std::array<V, R * C> slot[slots], gradient;
      const std::size_t used = delta.cols < slots ? delta.cols : slots;
      for (std::size_t first = 0; first < used; ++first) products.sum_slot(first, slot[first]);
      for (std::size_t n = 0; n < R * C; ++n) {
        gradient[n] = used == slots ? fold_slots<slots, true, R * C>(&slot[0][n], used)
                                    : fold_slots<slots, false, R * C>(&slot[0][n], used);
      }
      put<R, C>(gradient, target, u, i);
    }
  }

  // Sums over samples of R rows of delta, a `stride` apart, times C vectors of inputs.
  template <std::size_t R, std::size_t C>
  struct Products {
    using Sums = std::array<V, R * C>;
    const T* delta;
    std::size_t stride;
    const T* panel;
    std::size_t samples;

    // The sum of slots first, first + step, ..., of which the first has a sample: the upper half folded onto
    // the lower half.
    template <std::size_t first = 0, std::size_t step = 1>
    DOWNHILL_INLINE Sums folded() const noexcept {
      if constexpr (step == slots) {
        Sums sums;
        sum_slot(first, sums);
        return sums;
      } else {
        Sums lower = folded<first, 2 * step>();
        if (first + step >= samples) return lower;
        const Sums upper = folded<first + step, 2 * step>();
        for (std::size_t n = 0; n < R * C; ++n) lower[n] += upper[n];
        return lower;
      }
    }

    // Not returned: the compiler would hand a tile's sums on in memory.
    DOWNHILL_INLINE void sum_slot(std::size_t slot, Sums& sums) const noexcept {
      add<true>(slot, sums);
      for (std::size_t s = slot + slots; s < samples; s += slots) add<false>(s, sums);
    }

    template <bool begin>
    DOWNHILL_INLINE void add(std::size_t s, Sums& sums) const noexcept {
      V x[C];
      for (std::size_t c = 0; c < C; ++c) x[c] = V::load_unaligned(panel + (s * C + c) * lanes);
      for (std::size_t j = 0; j < R; ++j) {
        for (std::size_t c = 0; c < C; ++c) {
          const V factor(delta[j * stride + s]);  // of a single vector an operand in memory
          V& sum = sums[j * C + c];
          sum = begin ? factor * x[c] : madd<Mode>(factor, x[c], sum);
        }
      }
    }
  };

  template <std::size_t R, std::size_t C>
  DOWNHILL_INLINE static void put(const std::array<V, R * C>& sums, const Target& target, std::size_t u,
                                  std::size_t i) noexcept {
    T* const to = target.dW + u * target.inputs + i;
    const V scale(target.scale), zero(T(0));  // a sum that began with its first product may be -0
    const auto mean = [&](std::size_t n) DOWNHILL_INLINE_LAMBDA { return V((sums[n] + zero) * scale); };
    if (i + C * lanes <= target.inputs && !target.accumulate) {
      for (std::size_t n = 0; n < R * C; ++n)
        mean(n).store_unaligned(to + n / C * target.inputs + n % C * lanes);
      return;
    }
    alignas(line_bytes) T means[R * C * lanes];
    for (std::size_t n = 0; n < R * C; ++n) mean(n).store_aligned(means + n * lanes);
    put_part(means, R, C * lanes, target.accumulate, to, target.inputs, i);
  }

  // Rows of `width` numbers, of which those behind the last input are left out. Apart: else the compiler
  // keeps the sums of every tile in memory.
  [[gnu::noinline]] static void put_part(const T* means, std::size_t rows, std::size_t width, bool accumulate,
                                         T* to, std::size_t inputs, std::size_t i) noexcept {
    const std::size_t count = inputs - i < width ? inputs - i : width;
    for (; rows > 0; --rows, means += width, to += inputs) {
      std::size_t k = 0;
      for (; k + lanes <= count; k += lanes) {
        V v = V::load_aligned(means + k);
        if (accumulate) v = V::load_unaligned(to + k) + v;
        v.store_unaligned(to + k);
      }
      DOWNHILL_SCALAR for (; k < count; ++k) to[k] = accumulate ? to[k] + means[k] : means[k];
    }
  }
};

}  // namespace downhill::kernels
