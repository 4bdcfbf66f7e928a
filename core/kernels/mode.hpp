// The two numeric modes (docs/design.md): a policy type, never an #ifdef in the maths.
#pragma once

#include "lanes.hpp"

namespace downhill::kernels {

// Every operation is one IEEE operation and is rounded once, so scalar code and every SIMD width give the
// same bits. The translation unit must be compiled with -ffp-contract=off, or the compiler fuses behind our
// back.
struct Reproducible {
  static constexpr bool fixed_order = true;  // of sums over samples
  template <class V>
  DOWNHILL_INLINE static V madd(V a, V b, V c) {
    return a * b + c;
  }
  template <class V>
  DOWNHILL_INLINE static V square_root(V x) {
    return Lanes<V>::square_root(x);
  }
};

// a * b + c with one rounding where the machine has it, which is faster and a little more exact, and roots
// that may be an ULP off: not the same bits everywhere.
struct Fast {
  static constexpr bool fixed_order = false;
  template <class V>
  DOWNHILL_INLINE static V madd(V a, V b, V c) {
    return Lanes<V>::fused_madd(a, b, c);
  }
  template <class V>
  DOWNHILL_INLINE static V square_root(V x) {
    if constexpr (requires { Lanes<V>::estimated_root(x); }) {
      return Lanes<V>::estimated_root(x);
    } else {
      return Lanes<V>::square_root(x);
    }
  }
};

template <class Mode, class V>
DOWNHILL_INLINE V madd(V a, V b, V c) {
  return Mode::madd(a, b, c);
}

}  // namespace downhill::kernels
