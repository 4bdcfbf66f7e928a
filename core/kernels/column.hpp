// The matrix products of a dense layer for a single sample that lies densely (matrix.hpp): units or inputs
// across the lanes. In reproducible mode sums run in the same order as with samples across the lanes, so the
// bits are the same.
#pragma once

#include "chains.hpp"
#include "fold.hpp"
#include "lanes_xsimd.hpp"
#include "mode.hpp"
#include "vectors.hpp"

#include <array>
#include <cstddef>

namespace downhill::kernels {

template <class T, class Arch, class Mode>
class Column : Vectors<T, Arch> {
  using Base = Vectors<T, Arch>;
  using Base::for_each;
  using Base::walk;
  using typename Base::V;
  using Q = Quarter<V>;

 public:
  static void affine(const T* W, const T* b, const T* x, std::size_t inputs, T* z,
                     std::size_t units) noexcept {
    with_chains<Mode>(inputs, [&]<std::size_t count>() DOWNHILL_INLINE_LAMBDA {
      std::size_t u = 0;
      if constexpr (sizeof(V) > sizeof(Q)) {
        for (; u + 2 * Q::size <= units; u += 2 * Q::size)
          rows<2, count>(W + u * inputs, b + u, x, inputs, z + u);
      }
      for (; u + Q::size <= units; u += Q::size) rows<1, count>(W + u * inputs, b + u, x, inputs, z + u);
      for (; u < units; ++u) {
        Chains<Mode, T, count> sum(b[u]);
        in_turns<count>(inputs, [&](std::size_t i, std::size_t place)
                                    DOWNHILL_INLINE_LAMBDA { sum.add(place, W[u * inputs + i], x[i]); });
        z[u] = sum.total();
      }
    });
  }

  static void transposed_product(const T* W, const T* delta, std::size_t units, T* back,
                                 std::size_t inputs) noexcept {
    with_chains<Mode>(units, [&]<std::size_t count>() DOWNHILL_INLINE_LAMBDA {
      walk(inputs, [&]<class B>(std::size_t i) {
        Chains<Mode, B, count> sum;
        in_turns<count>(units, [&](std::size_t u, std::size_t place) DOWNHILL_INLINE_LAMBDA {
          sum.add(place, load_as<B>(W + u * inputs + i), B(delta[u]));
        });
        store_as(sum.total(), back + i);
      });
    });
  }

  // A sum over samples begins at 0, also that of one sample: it turns -0 into 0.
  static void weights(const T* delta, std::size_t units, const T* x, std::size_t inputs, T scale,
                      bool accumulate, T* dW) noexcept {
    for (std::size_t u = 0; u < units; ++u, dW += inputs) {
      if constexpr (sizeof(V) ==
                    sizeof(Q)) {  // smaller, and no slower: there is no narrower vector to go on with
        const V d(delta[u]);
        for_each(inputs, typename Base::template Streams<2, 1>{{x, accumulate ? dW : x}, {dW}},
                 [=](const std::array<V, 2>& in) DOWNHILL_INLINE_LAMBDA {
                   const V gradient = madd<Mode>(d, in[0], V(T(0))) * V(scale);
                   return std::array<V, 1>{accumulate ? in[1] + gradient : gradient};
                 });
      } else {
        walk(inputs, [&]<class B>(std::size_t i) {
          B gradient = madd<Mode>(B(delta[u]), load_as<B>(x + i), B(T(0))) * B(scale);
          if (accumulate) gradient = load_as<B>(dW + i) + gradient;
          store_as(gradient, dW + i);
        });
      }
    }
  }

  // Biases are weights of an input that is 1.
  static void biases(const T* delta, std::size_t units, T scale, bool accumulate, T* db) noexcept {
    const T one(1);
    weights(&one, 1, delta, units, scale, accumulate, db);
  }

 private:
  // Blocks of C x Q::size units, transposed as they are read; narrow machines are as quick number by number.
  template <std::size_t C, std::size_t count>
  DOWNHILL_INLINE static void rows(const T* W, const T* b, const T* x, std::size_t inputs, T* z) noexcept {
    Chains<Mode, Q, count> sums[C];
    for (std::size_t c = 0; c < C; ++c) sums[c] = Chains<Mode, Q, count>(Q::load_unaligned(b + c * Q::size));
    std::size_t i = 0;
    for (; sizeof(V) > sizeof(Q) && i + Q::size <= inputs; i += Q::size) {
      std::array<Q, Q::size> block[C];
      for (std::size_t c = 0; c < C; ++c) {
        for (std::size_t j = 0; j < Q::size; ++j) {
          block[c][j] = Q::load_unaligned(W + (c * Q::size + j) * inputs + i);
        }
        xsimd::transpose(block[c].data(), block[c].data() + Q::size);
      }
      for (std::size_t j = 0; j < Q::size; ++j) {
        const std::size_t k = Q::size % count == 0 ? j : i + j;
        for (std::size_t c = 0; c < C; ++c) sums[c].add(k, block[c][j], Q(x[i + j]));
      }
    }
    for (; i < inputs; ++i) {
      for (std::size_t c = 0; c < C; ++c) {
        std::array<T, Q::size> column;
        for (std::size_t j = 0; j < Q::size; ++j) column[j] = W[(c * Q::size + j) * inputs + i];
        sums[c].add(i, Q::load_unaligned(column.data()), Q(x[i]));
      }
    }
    for (std::size_t c = 0; c < C; ++c) sums[c].total().store_unaligned(z + c * Q::size);
  }
};

}  // namespace downhill::kernels
