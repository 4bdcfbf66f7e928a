// Walking over matrices and arrays a vector at a time, and summing in the fixed order.
#pragma once

#include "fold.hpp"
#include "lanes_xsimd.hpp"

#include <downhill/matrix.hpp>

#include <array>
#include <cstddef>

namespace downhill::kernels {

template <class T, class Arch>
struct Vectors {
  using V = xsimd::batch<T, Arch>;
  static constexpr std::size_t lanes = V::size;

  // ---- Matrices: whole vectors, the last one reaching into the padding

  DOWNHILL_INLINE static V at(ConstMatrix<T> m, std::size_t r, std::size_t s) noexcept {
    return V::load_unaligned(m.row(r) + s);
  }

  // Stores body(row, first column) for every vector of `to`.
  template <class Body>
  DOWNHILL_INLINE static void fill(Matrix<T> to, Body&& body) noexcept {
    for (std::size_t r = 0; r < to.rows; ++r) {
      for (std::size_t s = 0; s < to.cols; s += lanes) V(body(r, s)).store_unaligned(to.row(r) + s);
    }
  }

  static void clear_padding(Matrix<T> m) noexcept {
    const std::size_t end = (m.cols + lanes - 1) / lanes * lanes;
    for (std::size_t r = 0; r < m.rows; ++r) {
      for (std::size_t s = m.cols; s < end; ++s) m(r, s) = T(0);
    }
  }

  // ---- Arrays of any length

  // Calls body(first, n) for every vector; n < lanes only in the last.
  template <class Body>
  DOWNHILL_INLINE static void for_each(std::size_t count, Body&& body) noexcept {
    std::size_t j = 0;
    for (; j + lanes <= count; j += lanes) body(j, lanes);
    if (j < count) body(j, count - j);
  }

  // The first n numbers, zeros behind them.
  DOWNHILL_INLINE static V load(const T* x, std::size_t n) noexcept {
    if (n >= lanes) return V::load_unaligned(x);
    std::array<T, lanes> part = {};
    for (std::size_t j = 0; j < n; ++j) part[j] = x[j];
    return V::load_unaligned(part.data());
  }

  DOWNHILL_INLINE static void store(V v, T* y, std::size_t n) noexcept {
    if (n >= lanes) return v.store_unaligned(y);
    std::array<T, lanes> part;
    v.store_unaligned(part.data());
    for (std::size_t j = 0; j < n; ++j) y[j] = part[j];
  }

  // The sum that add(first, n, so far) builds up vector by vector, in the fixed order: one accumulator for
  // each lane of a line, then halves are folded. `add` must leave lanes from n on as they are, or add zeros
  // to them.
  template <class Add>
  DOWNHILL_INLINE static T line_sum(std::size_t count, Add&& add) noexcept {
    constexpr std::size_t vectors = line<T> / lanes;
    std::array<V, vectors> sums;
    sums.fill(V(T(0)));
    std::size_t first = 0;
    for (; first + line<T> <= count; first += line<T>) {
      for (std::size_t v = 0; v < vectors; ++v) sums[v] = add(first + v * lanes, lanes, sums[v]);
    }
    for (std::size_t v = 0; v < vectors && first + v * lanes < count; ++v) {
      const std::size_t j = first + v * lanes;
      sums[v] = add(j, count - j < lanes ? count - j : lanes, sums[v]);
    }
    for (std::size_t half = vectors / 2; half > 0; half /= 2) {
      for (std::size_t v = 0; v < half; ++v) sums[v] += sums[v + half];
    }
    std::array<V, Quarter<V>::size> each;
    each.fill(sums[0]);
    return fold_each(each).get(0);
  }
};

}  // namespace downhill::kernels
