// Dots where a vector holds a line of samples: eight sums at a time, of eight inputs of a unit or, where
// there are but one or two inputs, of eight units.
#pragma once

#include "eight_sums.hpp"
#include "rows.hpp"

#include <downhill/matrix.hpp>

#include <cstddef>

namespace downhill::kernels {

template <class T, class Arch, class Mode>
class DotsByLine : Rows<T, Arch> {
  using Base = Rows<T, Arch>;
  using Sums = EightSums<T, Arch, Mode>;
  using Eight = Half<xsimd::batch<T, Arch>>;
  static constexpr std::size_t most = Sums::most;

 public:
  static constexpr bool serves = Sums::serve;

  // As KernelTable::gradients, without db.
  static void weights(ConstMatrix<T> delta, ConstMatrix<T> x, T scale, bool accumulate, T* dW) noexcept {
    const std::size_t units = delta.rows, inputs = x.rows, samples = delta.cols;
    if (inputs > 2) {
      for (std::size_t u = 0; u < units; ++u, dW += inputs)
        row(x, delta.row(u), samples, scale, accumulate, dW);
      return;
    }
    if (inputs == 1) return row(delta, x.data, samples, scale, accumulate, dW);
    T* const last = dW + 2 * units;
    by_eights(units, [&](std::size_t u, std::size_t count) DOWNHILL_INLINE_LAMBDA {
      const auto of_input = [&](std::size_t i) DOWNHILL_INLINE_LAMBDA {
        return Sums::folded(Terms<T, false>{delta.row(u), delta.stride, count, x.row(i)}, samples, scale);
      };
      const auto pairs = Base::zipped({of_input(0), of_input(1)});
      put(pairs.first, accumulate, dW + 2 * u, last);
      put(pairs.second, accumulate, dW + 2 * u + most, last);
    });
  }

  // The same of db.
  static void biases(ConstMatrix<T> delta, T scale, bool accumulate, T* db) noexcept {
    row<true>(delta, nullptr, delta.cols, scale, accumulate, db);
  }

 private:
  // to[k] of many[k][s] one[s], or of many[k][s] alone.
  template <bool alone = false>
  DOWNHILL_INLINE static void row(ConstMatrix<T> many, const T* one, std::size_t samples, T scale,
                                  bool accumulate, T* to) noexcept {
    by_eights(many.rows, [&](std::size_t k, std::size_t count) DOWNHILL_INLINE_LAMBDA {
      const Terms<T, alone> terms{many.row(k), many.stride, count, one};
      put(Sums::folded(terms, samples, scale), accumulate, to + k, to + many.rows);
    });
  }

  // body(first, 8), where the compiler knows that they are eight, and body(first, count) for what is left.
  template <class Body>
  DOWNHILL_INLINE static void by_eights(std::size_t count, Body&& body) noexcept {
    std::size_t k = 0;
    for (; k + most <= count; k += most) body(k, most);
    if (k < count) body(k, count - k);
  }

  // What lies before `last`.
  DOWNHILL_INLINE static void put(Eight sums, bool accumulate, T* to, const T* last) noexcept {
    if (to >= last) return;
    if (accumulate) {
      const auto left = static_cast<std::size_t>(last - to);
      sums = load_first_lanes<Eight>(to, left < most ? left : most) + sums;
    }
    Base::put(sums, to, last);
  }
};

}  // namespace downhill::kernels
