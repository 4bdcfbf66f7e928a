// Walking over matrices and arrays a vector at a time, and summing in the fixed order.
#pragma once

#include "fold.hpp"
#include "lanes_xsimd.hpp"

#include <downhill/matrix.hpp>

#include <array>
#include <cstddef>
#include <cstring>
#include <type_traits>

namespace downhill::kernels {

// B is a vector or a single number.
template <class B>
DOWNHILL_INLINE B load_as(const ValueOf<B>* x) noexcept {
  if constexpr (std::is_floating_point_v<B>) {
    return *x;
  } else {
    return B::load_unaligned(x);
  }
}

template <class B>
DOWNHILL_INLINE void store_as(B value, ValueOf<B>* y) noexcept {
  if constexpr (std::is_floating_point_v<B>) {
    *y = value;
  } else {
    value.store_unaligned(y);
  }
}

// Vector: all that Arch has, or half of it.
template <class T, class Arch, class Vector = xsimd::batch<T, Arch>>
struct Vectors {
  using V = Vector;
  static constexpr std::size_t lanes = V::size;

  // ---- Matrices: whole vectors, the last one reaching into the padding

  DOWNHILL_INLINE static V at(ConstMatrix<T> m, std::size_t r, std::size_t s) noexcept {
    return V::load_unaligned(m.row(r) + s);
  }

  // Where no vector is left out between the rows of `to`, nor between those of what is read beside it, they
  // are one long row; so is a dense column.
  template <class... Read>
  DOWNHILL_INLINE static Matrix<T> one_row(Matrix<T> to, const Read&... read) noexcept {
    if (to.stride - to.cols >= lanes || ((read.stride != to.stride) || ...)) return to;
    return {to.data, 1, to.rows * to.stride, to.rows * to.stride};
  }

  // Stores body(row, first column) for every vector of `to`.
  template <class Body>
  DOWNHILL_INLINE static void fill(Matrix<T> to, Body&& body) noexcept {
    for (std::size_t r = 0; r < to.rows; ++r) {
      for (std::size_t s = 0; s < to.cols; s += lanes) V(body(r, s)).store_unaligned(to.row(r) + s);
    }
  }

  // What a column keeps of a vector at row r: all of it, or its first number where the rows lie densely.
  DOWNHILL_INLINE static void store_column(V v, Matrix<T> to, std::size_t r, std::size_t s) noexcept {
    if (is_dense(to)) {
      to.data[r] = v.get(0);
    } else {
      v.store_unaligned(to.row(r) + s);
    }
  }

  static void clear_padding(Matrix<T> m) noexcept {
    if (is_dense(m)) return;  // nothing sums over its one sample's neighbours
    const std::size_t end = (m.cols + lanes - 1) / lanes * lanes;
    for (std::size_t r = 0; r < m.rows; ++r) {
      for (std::size_t s = m.cols; s < end; ++s) m(r, s) = T(0);
    }
  }

  // ---- Arrays of any length

  // Arrays of equal length that are read and written in step; one may be among both.
  template <std::size_t reads, std::size_t writes>
  struct Streams {
    std::array<const T*, reads> from;
    std::array<T*, writes> to;
  };

  // Stores body(vectors of `from`) to `to`, vector by vector, behind the end with zeros for numbers.
  template <std::size_t reads, std::size_t writes, class Body>
  DOWNHILL_INLINE static void for_each(std::size_t count, Streams<reads, writes> at, Body&& body) noexcept {
    const std::size_t left = count % lanes;
    const std::size_t whole = count - left;
    if constexpr (small_code) {
      // What is left is copied and goes through the same code: a second one costs bytes, and with calls in
      // the loop V8 would load every constant anew for every vector.
      T inputs[reads][lanes] = {};
      T outputs[writes + 1][lanes];
      const std::array<T*, writes> to = at.to;
      std::size_t end = whole, to_copy = left;
      for (;;) {
        for (std::size_t j = 0; j < end; j += lanes) step(at, j, body);
        if (to_copy == 0) break;
        for (std::size_t k = 0; k < reads; ++k) at.from[k] = copy_end(at.from[k] + whole, inputs[k], left);
        for (std::size_t k = 0; k < writes; ++k) at.to[k] = outputs[k];
        end = lanes;
        to_copy = 0;
      }
      for (std::size_t k = 0; k < writes; ++k) copy_end(outputs[k], to[k] + whole, left);
    } else {
      for (std::size_t j = 0; j < whole; j += lanes) step(at, j, body);
      if (left == 0) return;
      std::array<V, reads> in;
      for (std::size_t k = 0; k < reads; ++k) in[k] = load_end(at.from[k] + whole, left);
      const std::array<V, writes> out = body(in);
      for (std::size_t k = 0; k < writes; ++k) store_end(out[k], at.to[k] + whole, left);
    }
  }

  // Calls body.operator()<B>(first) for as many vectors B of the widest kind as fit, and for narrower ones
  // and single numbers behind them.
  template <class Body>
  DOWNHILL_INLINE static void walk(std::size_t count, Body&& body) noexcept {
    std::size_t j = 0;
    for (; j + lanes <= count; j += lanes) body.template operator()<V>(j);
    if constexpr (sizeof(V) > sizeof(Half<V>)) {
      if (j + Half<V>::size <= count) body.template operator()<Half<V>>(j), j += Half<V>::size;
    }
    if constexpr (sizeof(Half<V>) > sizeof(Quarter<V>)) {
      if (j + Quarter<V>::size <= count) body.template operator()<Quarter<V>>(j), j += Quarter<V>::size;
    }
    // Counted so that the compiler sees how few they are.
    for (std::size_t left = count % Quarter<V>::size; left > 0; --left, ++j) body.template operator()<T>(j);
  }

  DOWNHILL_INLINE_NATIVELY static T* copy_end(const T* x, T* y, std::size_t n) noexcept {
    DOWNHILL_SCALAR for (std::size_t j = 0; j < n; ++j) y[j] = x[j];
    return y;
  }

  template <std::size_t reads, std::size_t writes, class Body>
  DOWNHILL_INLINE static void step(const Streams<reads, writes>& at, std::size_t j, Body& body) noexcept {
    std::array<V, reads> in;
    for (std::size_t k = 0; k < reads; ++k) in[k] = V::load_unaligned(at.from[k] + j);
    const std::array<V, writes> out = body(in);
    for (std::size_t k = 0; k < writes; ++k) out[k].store_unaligned(at.to[k] + j);
  }

  // The first n numbers, zeros behind them.
  DOWNHILL_INLINE static V load(const T* x, std::size_t n) noexcept {
    return n >= lanes ? V::load_unaligned(x) : load_end(x, n);
  }

  DOWNHILL_INLINE_NATIVELY static V load_end(const T* x, std::size_t n) noexcept {
    if constexpr (loads_first_lanes<V>) return load_first_lanes<V>(x, n);
    std::array<T, lanes> part = {};
    for (std::size_t j = 0; j < n; ++j) part[j] = x[j];
    return V::load_unaligned(part.data());
  }

  DOWNHILL_INLINE static void store_end(V v, T* y, std::size_t n) noexcept {
    std::array<T, lanes> part;
    v.store_unaligned(part.data());
    store_pieces<lanes / 2>(part.data(), y, n);
  }

  // x[j] for j < n to y, in moves of `piece` numbers, half as many, and so on.
  template <std::size_t piece>
  DOWNHILL_INLINE static void store_pieces(const T* x, T* y, std::size_t n) noexcept {
    if constexpr (piece > 0) {
      const std::size_t moved = n & piece;
      if (moved) std::memcpy(y, x, piece * sizeof(T));
      store_pieces<piece / 2>(x + moved, y + moved, n);
    }
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
