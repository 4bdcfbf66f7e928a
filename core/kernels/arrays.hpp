// Kernels over plain arrays of any length and alignment: the update rule, sums and elementary functions.
#pragma once

#include <array>
#include <cstddef>

#include <downhill/matrix.hpp>

#include "fold.hpp"
#include "lanes_xsimd.hpp"
#include "maths.hpp"

namespace downhill::kernels {

template <class T, class Arch, class Mode>
class Arrays {
  using V = xsimd::batch<T, Arch>;
  static constexpr std::size_t lanes = V::size;

 public:
  static bool sgd(T eta, const T* g, T* theta, T* before, std::size_t count) noexcept {
    const V minus_eta(-eta);
    auto finite = V(T(0)) == V(T(0));
    for_each_vector(count, [&](std::size_t j, std::size_t n) {
      const V old = load(theta + j, n);
      const V updated = madd<Mode>(minus_eta, load(g + j, n), old);
      store(old, before + j, n);
      store(updated, theta + j, n);
      finite = finite & is_finite(updated);
    });
    return xsimd::all(finite);
  }

  static bool all_finite(const T* x, std::size_t count) noexcept {
    auto finite = V(T(0)) == V(T(0));
    for_each_vector(count, [&](std::size_t j, std::size_t n) {
      finite = finite & is_finite(load(x + j, n));
    });
    return xsimd::all(finite);
  }

  // The fixed order of summation: one accumulator for each lane of a line, then halves are folded.
  static T sum(const T* x, std::size_t count) noexcept {
    constexpr std::size_t vectors = line<T> / lanes;
    std::array<V, vectors> sums;
    sums.fill(V(T(0)));
    for (std::size_t first = 0; first < count; first += line<T>) {
      for (std::size_t v = 0; v < vectors && first + v * lanes < count; ++v) {
        const std::size_t j = first + v * lanes;
        sums[v] += load(x + j, count - j);
      }
    }
    for (std::size_t half = vectors / 2; half > 0; half /= 2) {
      for (std::size_t v = 0; v < half; ++v) sums[v] += sums[v + half];
    }
    std::array<V, Quarter<V>::size> each;
    each.fill(sums[0]);
    return fold_each(each).get(0);
  }

  template <V function(V)>
  static void map(const T* x, T* y, std::size_t count) noexcept {
    for_each_vector(count, [&](std::size_t j, std::size_t n) {
      store(function(load(x + j, n)), y + j, n);
    });
  }

 private:
  // Calls body(first, n) for every vector; n < lanes only in the last.
  template <class Body>
  DOWNHILL_INLINE static void for_each_vector(std::size_t count, Body&& body) noexcept {
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

  DOWNHILL_INLINE static auto is_finite(V v) noexcept { return (v - v) == V(T(0)); }
};

}  // namespace downhill::kernels
