// Rows of narrow_width numbers, the units of a narrow layer across the lanes.
#pragma once

#include "fold.hpp"
#include "lanes_xsimd.hpp"
#include "vectors.hpp"

#include <downhill/matrix.hpp>

#include <cstddef>
#include <type_traits>

namespace downhill::kernels {

template <class T, class Arch>
struct Rows {
  using Whole = xsimd::batch<T, Arch>;
  using V = std::conditional_t<(Whole::size > narrow_width), Half<Whole>, Whole>;
  static constexpr std::size_t vectors = narrow_width / V::size;

  struct Row {
    V at[vectors];
  };

  struct Pair {
    V first, second;
  };

  DOWNHILL_INLINE static Row load(const T* x) noexcept {
    Row row;
    for (std::size_t c = 0; c < vectors; ++c) row.at[c] = V::load_unaligned(x + c * V::size);
    return row;
  }

  // The same where nothing may be read behind the first `count`; zeros for the rest.
  DOWNHILL_INLINE static Row load_first(const T* x, std::size_t count) noexcept {
    if (count == narrow_width) return load(x);
    if constexpr (loads_first_lanes<V>) {
      Row row;
      for (std::size_t c = 0; c < vectors; ++c, x += V::size) {
        const std::size_t n = count < V::size ? count : V::size;
        row.at[c] = load_first_lanes<V>(x, n);
        count -= n;
      }
      return row;
    } else {
      alignas(line_bytes) T part[narrow_width] = {};
      return load(Vectors<T, Arch>::copy_end(x, part, count));
    }
  }

  DOWNHILL_INLINE static Row zeros() noexcept {
    Row row;
    for (V& v : row.at) v = V(T(0));
    return row;
  }

  DOWNHILL_INLINE static void store(const Row& row, T* y) noexcept {
    for (std::size_t c = 0; c < vectors; ++c) row.at[c].store_unaligned(y + c * V::size);
  }

  // Stores what lies before `last`.
  DOWNHILL_INLINE static void put(const Row& row, T* to, const T* last) noexcept {
    for (std::size_t c = 0; c < vectors; ++c) put(row.at[c], to + c * V::size, last);
  }

  DOWNHILL_INLINE static void put(V v, T* to, const T* last) noexcept {
    if (to + V::size <= last) return v.store_unaligned(to);
    if (to >= last) return;
    alignas(line_bytes) T numbers[V::size];
    v.store_aligned(numbers);
    Vectors<T, Arch>::template store_pieces<V::size / 2>(numbers, to, static_cast<std::size_t>(last - to));
  }

  // The same of two columns of as many rows as a vector has lanes, as they lie in a matrix of two.
  DOWNHILL_INLINE static void put_pair(const Pair& columns, T* to, const T* last) noexcept {
    const Pair rows = zipped(columns);
    put(rows.first, to, last);
    put(rows.second, to + V::size, last);
  }

  // to[k][r] = from[r][k]: a square of numbers, read whole.
  DOWNHILL_INLINE static void transposed(const T* from, std::size_t stride, V* to) noexcept {
    for (std::size_t k = 0; k < V::size; ++k) to[k] = V::load_unaligned(from + k * stride);
    xsimd::transpose(to, to + V::size);
  }

  // The two columns of a matrix, read as it lies. Zipping the halves of 2^n numbers n times changes nothing,
  // so all but one of these undo the last.
  DOWNHILL_INLINE static Pair unzipped(const T* x) noexcept {
    Pair pair{V::load_unaligned(x), V::load_unaligned(x + V::size)};
    for (std::size_t n = V::size; n > 1; n /= 2) pair = zipped(pair);
    return pair;
  }

  DOWNHILL_INLINE static Pair zipped(const Pair& pair) noexcept {
    return {xsimd::zip_lo(pair.first, pair.second), xsimd::zip_hi(pair.first, pair.second)};
  }

  // body(vector, vector, ...) of rows that lie at `from`, `x`, ...; `row` is what lies at `from`. Where a row
  // is one vector it stays in its register.
  template <class Body, class... Read>
  DOWNHILL_INLINE static void map(T* to, Body&& body, [[maybe_unused]] const Row& row, const T* from,
                                  const Read*... x) noexcept {
    if constexpr (vectors == 1) {
      V(body(row.at[0], V::load_unaligned(x)...)).store_unaligned(to);
    } else {
      for (std::size_t c = 0; c < narrow_width; c += V::size)
        V(body(V::load_unaligned(from + c), V::load_unaligned(x + c)...)).store_unaligned(to + c);
    }
  }
};

}  // namespace downhill::kernels
