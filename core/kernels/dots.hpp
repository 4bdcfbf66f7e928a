// The gradients of a layer as dot products over the samples, which lie across the lanes: any layer's, where
// neither Outer nor DotsByLine serves.
#pragma once

#include "fold.hpp"
#include "lanes_xsimd.hpp"
#include "mode.hpp"
#include "outer_panels.hpp"

#include <downhill/matrix.hpp>

#include <array>
#include <cstddef>
#include <type_traits>

namespace downhill::kernels {

template <class T, class Arch, class Mode>
class Dots {
  using V = xsimd::batch<T, Arch>;
  using Q = Quarter<V>;
  using S = UpTo256Bits<V>;  // four doubles, where a line has two such vectors
  using Panels = OuterPanels<T, Arch, Mode>;

 public:
  // As KernelTable::gradients, without db.
  static void weights(ConstMatrix<T> delta, ConstMatrix<T> x, T scale, bool accumulate, T* dW) noexcept {
    const Sums sums{delta.cols};
    const std::size_t weights = delta.rows * x.rows;
    std::size_t u = 0;
    if constexpr (small_code) {
      if (Panels::serves(delta, x)) {
        u = Panels::weights(delta, x, scale, accumulate, dW);
      }
    } else if (x.rows % Q::size == 0) {
      for (; u + 2 <= delta.rows; u += 2) {
        TwoUnits two{delta.row(u), delta.row(u + 1), x.data, x.stride};
        T* to = dW + u * x.rows;
        for (const T* end = to + x.rows; to != end; to += Q::size, two.x += Q::size * x.stride) {
          const auto both = fold_both(sums.template folded<0, 1>(two));
          put(both.first, scale, accumulate, to, Q::size);
          put(both.last, scale, accumulate, to + x.rows, Q::size);
        }
      }
    }
    std::size_t i = 0;
    for (std::size_t first = u * x.rows; first < weights; first += Q::size) {
      Pairs pairs;
      const std::size_t count = weights - first < Q::size ? weights - first : Q::size;
      for (std::size_t j = 0; j < Q::size; ++j) {
        pairs.delta[j] = delta.row(u);
        pairs.x[j] = x.row(i);
        if (j + 1 < count && ++i == x.rows) i = 0, ++u;
      }
      if (++i == x.rows) i = 0, ++u;
      put(fold_each(sums.template folded<0, 1>(pairs)), scale, accumulate, dW + first, count);
    }
  }

  // The same of db.
  static void biases(ConstMatrix<T> delta, T scale, bool accumulate, T* db) noexcept {
    const Sums sums{delta.cols};
    for (std::size_t first = 0; first < delta.rows; first += Q::size) {
      Biases four;
      const std::size_t count = delta.rows - first < Q::size ? delta.rows - first : Q::size;
      for (std::size_t j = 0; j < Q::size; ++j) four.delta[j] = delta.row(first + (j < count ? j : 0));
      put(fold_each(sums.template folded<0, 1>(four)), scale, accumulate, db + first, count);
    }
  }

 private:
  // What is summed over the samples, Q::size sums at a time or twice as many. The terms of samples s to
  // s + S::size are added to the sums, or are what these begin with.
  struct TwoUnits {  // deltas of two units times neighbouring inputs, which are loaded once
    static constexpr std::size_t count = 2 * Q::size;
    const T *delta, *next, *x;
    std::size_t x_stride;
    template <bool begin>
    DOWNHILL_INLINE void add(std::size_t s, std::array<S, count>& sums) const noexcept {
      const S d = S::load_unaligned(delta + s), e = S::load_unaligned(next + s);
      for (std::size_t j = 0; j < Q::size; ++j) {
        const S input = S::load_unaligned(x + j * x_stride + s);
        sums[j] = begin ? d * input : madd<Mode>(d, input, sums[j]);
        sums[Q::size + j] = begin ? e * input : madd<Mode>(e, input, sums[Q::size + j]);
      }
    }
  };
  struct Pairs {  // any units, any inputs
    static constexpr std::size_t count = Q::size;
    std::array<const T*, Q::size> delta, x;
    template <bool begin>
    DOWNHILL_INLINE void add(std::size_t s, std::array<S, Q::size>& sums) const noexcept {
      for (std::size_t j = 0; j < Q::size; ++j) {
        const S d = S::load_unaligned(delta[j] + s), input = S::load_unaligned(x[j] + s);
        sums[j] = begin ? d * input : madd<Mode>(d, input, sums[j]);
      }
    }
  };
  struct Biases {  // delta alone
    static constexpr std::size_t count = Q::size;
    std::array<const T*, Q::size> delta;
    template <bool begin>
    DOWNHILL_INLINE void add(std::size_t s, std::array<S, Q::size>& sums) const noexcept {
      for (std::size_t j = 0; j < Q::size; ++j) {
        const S d = S::load_unaligned(delta[j] + s);
        sums[j] = begin ? d : sums[j] + d;
      }
    }
  };

  // Sums begin with a product, where there is one, not with 0 and an addition. Not with SSE2, whose
  // multiplication overwrites a factor that had to be kept.
  static constexpr bool begins_with_product = !std::is_same_v<Arch, xsimd::sse2>;

  struct Sums {
    std::size_t samples;
    static constexpr std::size_t vectors_per_line = line<T> / S::size;

    // Sums over the samples in vectors `vector`, `vector + step`, ... of every line, folded as the reference
    // folds its slots: the upper half onto the lower half. A sum that began with its first product, not with
    // 0, may be -0.
    template <std::size_t vector, std::size_t step, class Terms>
    DOWNHILL_INLINE std::array<S, Terms::count> folded(const Terms& terms) const noexcept {
      if constexpr (small_code && step == 1) {  // one loop for all vectors
        std::array<S, Terms::count> slots[vectors_per_line], result;
        std::size_t used = 0;
        for (; used < vectors_per_line && used * S::size < samples; ++used) slots[used] = sum_of(used, terms);
        for (std::size_t j = 0; j < Terms::count; ++j)
          result[j] = fold_slots<vectors_per_line, false, Terms::count>(&slots[0][j], used);
        return result;
      } else if constexpr (step < vectors_per_line) {
        auto lower = folded<vector, 2 * step>(terms);
        if (begins_with_product && (vector + step) * S::size >= samples) return lower;
        const auto upper = folded<vector + step, 2 * step>(terms);
        for (std::size_t j = 0; j < Terms::count; ++j) lower[j] += upper[j];
        return lower;
      } else {
        return sum_of(vector, terms);
      }
    }

    template <class Terms>
    DOWNHILL_INLINE std::array<S, Terms::count> sum_of(std::size_t vector,
                                                       const Terms& terms) const noexcept {
      std::array<S, Terms::count> sums;
      std::size_t s = vector * S::size;
      if constexpr (begins_with_product) {
        terms.template add<true>(s, sums);
        s += line<T>;
      } else {
        sums.fill(S(T(0)));
      }
      for (; s < samples; s += line<T>) terms.template add<false>(s, sums);
      return sums;
    }
  };

  DOWNHILL_INLINE static void put(Q sums, T scale, bool accumulate, T* to, std::size_t count) noexcept {
    Q gradient = (sums + Q(T(0))) * Q(scale);
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
