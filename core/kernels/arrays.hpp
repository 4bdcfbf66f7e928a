// Kernels over plain arrays of any length and alignment: the update rules, clipping, penalties, sums and
// elementary functions.
#pragma once

#include "maths.hpp"
#include "update_rules.hpp"
#include "vectors.hpp"

#include <array>
#include <cstddef>

namespace downhill::kernels {

template <class T, class Arch, class Mode, class Vector = xsimd::batch<T, Arch>>
class Arrays : Vectors<T, Arch, Vector> {
  using Base = Vectors<T, Arch, Vector>;
  using Base::for_each;
  using Base::line_sum;
  using Base::load;
  using typename Base::V;
  template <std::size_t reads, std::size_t writes>
  using Streams = typename Base::template Streams<reads, writes>;
  template <std::size_t count>
  using Vs = std::array<V, count>;

 public:
  static bool update(UpdateRule rule, const UpdateStep<T>& factors, const T* g, const T* theta, T* next,
                     T* first, T* second, std::size_t count) noexcept {
    if constexpr (V::size > narrow_width) {
      if (count <= few && !(estimates_roots && uses_second(rule)))
        return Arrays<T, Arch, Mode, Half<V>>::update(rule, factors, g, theta, next, first, second, count);
    }
    return with_rule(rule, [=, &factors]<UpdateRule r>() {
      constexpr std::size_t states = uses_first(r) + uses_second(r);
      Streams<2 + states, 1 + states> at{{g, theta}, {next}};
      if constexpr (uses_first(r)) at.from[2] = at.to[1] = first;
      if constexpr (uses_second(r)) at.from[1 + states] = at.to[states] = second;
      Update<r, states> body{in_lanes<V>(factors)};
      for_each(count, at, body);
      return body.all_finite();
    });
  }

  static void add_penalty_gradient(const T* theta, T l1, T l2, T* g, std::size_t count) noexcept {
    for_each(count, Streams<2, 1>{{theta, g}, {g}}, [=](const Vs<2>& in) DOWNHILL_INLINE_LAMBDA {
      return Vs<1>{with_penalty_gradient<Mode>(in[1], in[0], V(l1), V(l2 + l2))};
    });
  }

  static void scale(T* x, T factor, std::size_t count) noexcept {
    for_each(count, Streams<1, 1>{{x}, {x}},
             [=](const Vs<1>& in) DOWNHILL_INLINE_LAMBDA { return Vs<1>{in[0] * V(factor)}; });
  }

  static std::size_t clamp(T* x, T bound, std::size_t count) noexcept {
    Clamp body{V(bound)};
    for_each(count, Streams<1, 1>{{x}, {x}}, body);
    return body.moved;
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
    for_each(count, Streams<1, 0>{{x}, {}}, all);
    return all.yes();
  }

  template <V function(V)>
  static void map(const T* x, T* y, std::size_t count) noexcept {
    for_each(count, Streams<1, 1>{{x}, {y}},
             [](const Vs<1>& in) DOWNHILL_INLINE_LAMBDA { return Vs<1>{function(in[0])}; });
  }

 private:
  // Whether all numbers are finite: 0 times them is 0, and NaN stays.
  struct Finite {
    V zeros = V(T(0));
    DOWNHILL_INLINE void add(V v) noexcept { zeros = madd<Mode>(v, V(T(0)), zeros); }
    DOWNHILL_INLINE bool yes() const noexcept { return xsimd::all(zeros == V(T(0))); }
    DOWNHILL_INLINE Vs<0> operator()(const Vs<1>& in) noexcept {
      add(in[0]);
      return {};
    }
  };

  // So small a network may be narrow (narrow.hpp), its gradient just stored by half vectors: for a whole one
  // it would have to wait. That is still less than roots of halves take, where there are estimates of whole
  // ones.
  static constexpr std::size_t few = 256;
  static constexpr bool estimates_roots = !Mode::fixed_order && requires(V v) {
    Lanes<V>::estimated_root(v);
  };

  // From gradient, theta and states to theta and states.
  template <UpdateRule r, std::size_t states>
  struct Update {
    UpdateStep<V> step;
    // Apart, so that neither waits for the other. Of a first state that is not finite theta is not, either.
    Finite theta = {}, second_state = {};

    DOWNHILL_INLINE Vs<1 + states> operator()(const Vs<2 + states>& in) noexcept {
      V first = in[uses_first(r) ? 2 : 0];
      V second = in[1 + states];
      Vs<1 + states> out;
      out[0] = updated<r, Mode>(step, in[0], in[1], first, second);
      if constexpr (uses_first(r)) out[1] = first;
      if constexpr (uses_second(r)) out[states] = second;
      theta.add(out[0]);
      if constexpr (uses_second(r)) second_state.add(second);
      return out;
    }

    DOWNHILL_INLINE bool all_finite() const noexcept { return theta.yes() && second_state.yes(); }
  };

  struct Clamp {
    V bound;
    std::size_t moved = 0;

    DOWNHILL_INLINE Vs<1> operator()(const Vs<1>& in) noexcept {
      const auto above = in[0] > bound, below = in[0] < -bound;
      moved += static_cast<std::size_t>(xsimd::count(above | below));
      return {xsimd::select(above, bound, xsimd::select(below, -bound, in[0]))};
    }
  };
};

}  // namespace downhill::kernels
