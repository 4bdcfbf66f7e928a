// Rows of narrow_width numbers, the units of a narrow layer across the lanes.
#pragma once

#include "fold.hpp"
#include "lanes_xsimd.hpp"

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

  DOWNHILL_INLINE static Row load(const T* x) noexcept {
    Row row;
    for (std::size_t c = 0; c < vectors; ++c) row.at[c] = V::load_unaligned(x + c * V::size);
    return row;
  }

  DOWNHILL_INLINE static Row zeros() noexcept {
    Row row;
    for (V& v : row.at) v = V(T(0));
    return row;
  }

  DOWNHILL_INLINE static void store(const Row& row, T* y) noexcept {
    for (std::size_t c = 0; c < vectors; ++c) row.at[c].store_unaligned(y + c * V::size);
  }

  // body(vector, vector, ...) of rows that lie at `x`, ...
  template <class Body, class... Read>
  DOWNHILL_INLINE static void map(T* to, Body&& body, const Read*... x) noexcept {
    for (std::size_t c = 0; c < narrow_width; c += V::size) {
      V(body(V::load_unaligned(x + c)...)).store_unaligned(to + c);
    }
  }
};

}  // namespace downhill::kernels
