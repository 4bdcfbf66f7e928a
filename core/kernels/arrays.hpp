// Kernels over plain arrays of any length and alignment: the update rules, clipping, penalties, sums and
// elementary functions.
#pragma once

#include "maths.hpp"
#include "update_rules.hpp"
#include "vectors.hpp"

#include <cstddef>

namespace downhill::kernels {

template <class T, class Arch, class Mode>
class Arrays : Vectors<T, Arch> {
  using Base = Vectors<T, Arch>;
  using Base::for_each;
  using Base::lanes;
  using Base::line_sum;
  using Base::load;
  using typename Base::V;

 public:
  static bool update(UpdateRule rule, const UpdateStep<T>& factors, const T* g, T* theta, T* before, T* first,
                     T* second, std::size_t count) noexcept {
    const UpdateStep<V> step = in_lanes<V>(factors);
    return with_rule(rule, [=]<UpdateRule r>() {
      Finite all, all1, all2;  // apart, so that none waits for another
      for_each(count,
               [&, g, theta, before, first, second](std::size_t j, std::size_t n) DOWNHILL_INLINE_LAMBDA {
                 const V old = load(theta + j, n);
                 V state1 = uses_first(r) ? load(first + j, n) : V(T(0));
                 V state2 = uses_second(r) ? load(second + j, n) : V(T(0));
                 const V next = updated<r, Mode>(step, load(g + j, n), old, state1, state2);
                 Base::store(old, before + j, n);
                 Base::store(next, theta + j, n);
                 all.add(next);
                 if constexpr (uses_first(r)) {
                   Base::store(state1, first + j, n);
                   all1.add(state1);
                 }
                 if constexpr (uses_second(r)) {
                   Base::store(state2, second + j, n);
                   all2.add(state2);
                 }
               });
      return all.yes() && all1.yes() && all2.yes();
    });
  }

  static void add_penalty_gradient(const T* theta, T l1, T l2, T* g, std::size_t count) noexcept {
    for_each(count, [&](std::size_t j, std::size_t n) DOWNHILL_INLINE_LAMBDA {
      Base::store(with_penalty_gradient<Mode>(load(g + j, n), load(theta + j, n), V(l1), V(l2 + l2)), g + j,
                  n);
    });
  }

  static void scale(T* x, T factor, std::size_t count) noexcept {
    for_each(count, [&](std::size_t j, std::size_t n)
                        DOWNHILL_INLINE_LAMBDA { Base::store(load(x + j, n) * V(factor), x + j, n); });
  }

  static std::size_t clamp(T* x, T bound, std::size_t count) noexcept {
    std::size_t moved = 0;
    const V high(bound), low(-bound);
    for_each(count, [&](std::size_t j, std::size_t n) DOWNHILL_INLINE_LAMBDA {
      const V v = load(x + j, n);
      const auto above = v > high, below = v < low;
      moved += static_cast<std::size_t>(xsimd::count(above | below));
      Base::store(xsimd::select(above, high, xsimd::select(below, low, v)), x + j, n);
    });
    return moved;
  }

  static T sum(const T* x, std::size_t count) noexcept {
    return line_sum(count, [=](std::size_t j, std::size_t n, V sum) { return sum + load(x + j, n); });
  }

  static T sum_of_sizes(const T* x, std::size_t count) noexcept {
    return line_sum(count,
                    [=](std::size_t j, std::size_t n, V sum) { return sum + kernels::abs(load(x + j, n)); });
  }

  static T dot(const T* x, const T* y, std::size_t count) noexcept {
    return line_sum(count, [=](std::size_t j, std::size_t n, V sum) {
      return madd<Mode>(load(x + j, n), load(y + j, n), sum);
    });
  }

  static T sum_of_squares(const T* x, std::size_t count) noexcept { return dot(x, x, count); }

  static bool all_finite(const T* x, std::size_t count) noexcept {
    Finite all;
    for_each(count, [&](std::size_t j, std::size_t n) DOWNHILL_INLINE_LAMBDA { all.add(load(x + j, n)); });
    return all.yes();
  }

  template <V function(V)>
  static void map(const T* x, T* y, std::size_t count) noexcept {
    for_each(count, [&](std::size_t j, std::size_t n)
                        DOWNHILL_INLINE_LAMBDA { Base::store(function(load(x + j, n)), y + j, n); });
  }

 private:
  // Whether all numbers are finite: 0 times them is 0, and NaN stays.
  struct Finite {
    V zeros = V(T(0));
    DOWNHILL_INLINE void add(V v) noexcept { zeros = madd<Mode>(v, V(T(0)), zeros); }
    DOWNHILL_INLINE bool yes() const noexcept { return xsimd::all(zeros == V(T(0))); }
  };
};

}  // namespace downhill::kernels
