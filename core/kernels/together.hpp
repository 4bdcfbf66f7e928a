// Several vectors that a formula works on in turns, operation by operation, so that none waits for its own
// last result: for WebAssembly, whose compilers write one expression after the other and leave that order to
// the processor. (Natively, a compiler that unrolls a loop schedules it too.)
#pragma once

#include "lanes.hpp"

#include <array>
#include <cstddef>

namespace downhill::kernels {

template <class V, std::size_t count>
struct Together {
  using Value = ValueOf<V>;

  std::array<V, count> at;
  std::size_t not_zero = 0;  // of keep_order; 0 of a constant

  Together() = default;
  DOWNHILL_INLINE explicit Together(Value constant) { at.fill(V(constant)); }

  // From count vectors one after the other, and to them.
  DOWNHILL_INLINE Together(const Value* x, std::size_t not_0) : not_zero(not_0) {
    for (std::size_t i = 0; i < count; ++i) at[i] = V::load_unaligned(x + i * V::size);
  }
  DOWNHILL_INLINE void store(Value* y) const {
    for (std::size_t i = 0; i < count; ++i) at[i].store_unaligned(y + i * V::size);
  }

  // f of the vectors i of all operands, of which one is no constant, for every i.
  template <class F, class... Operands>
  DOWNHILL_INLINE static Together each(const F& f, const Operands&... x) {
    Together result;
    result.not_zero = (x.not_zero | ...);
    for (std::size_t i = 0; i < count; ++i) result.at[i] = f(x.at[i]...);
    keep_order(result.not_zero);
    return result;
  }

  friend DOWNHILL_INLINE Together operator+(const Together& x, const Together& y) {
    return each([](V a, V b) DOWNHILL_INLINE_LAMBDA { return V(a + b); }, x, y);
  }
  friend DOWNHILL_INLINE Together operator*(const Together& x, const Together& y) {
    return each([](V a, V b) DOWNHILL_INLINE_LAMBDA { return V(a * b); }, x, y);
  }
  DOWNHILL_INLINE Together operator-() const {
    Together result;
    result.not_zero = not_zero;
    for (std::size_t i = 0; i < count; ++i) result.at[i] = -at[i];
    return result;
  }
};

// What the float tanh asks for.
template <class V, std::size_t count>
struct Lanes<Together<V, count>> {
  using T = Together<V, count>;
  using Value = ValueOf<V>;

  DOWNHILL_INLINE static T at_most(const T& x, const T& bound) {
    return T::each([](V a, V b) DOWNHILL_INLINE_LAMBDA { return Lanes<V>::at_most(a, b); }, x, bound);
  }
  DOWNHILL_INLINE static T at_least(const T& x, const T& bound) {
    return T::each([](V a, V b) DOWNHILL_INLINE_LAMBDA { return Lanes<V>::at_least(a, b); }, x, bound);
  }
  DOWNHILL_INLINE static T divide(const T& x, const T& y) {
    return T::each([](V a, V b) DOWNHILL_INLINE_LAMBDA { return Lanes<V>::divide(a, b); }, x, y);
  }
  DOWNHILL_INLINE static T fused_madd(const T& x, const T& y, const T& z) {
    return T::each([](V a, V b, V c) DOWNHILL_INLINE_LAMBDA { return Lanes<V>::fused_madd(a, b, c); }, x, y,
                   z);
  }
  // Loaded where it is used: registers are for the vectors.
  DOWNHILL_INLINE static T stored(const Value& number) {
    const Value* from = &number;
#if defined(__wasm__)
    asm("" : "+r"(from));
#endif
    return T(*from);
  }
};

}  // namespace downhill::kernels
