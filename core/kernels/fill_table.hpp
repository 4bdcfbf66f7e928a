// One table of kernels for an element type, an architecture and a numeric mode.
#pragma once

#include "arrays.hpp"
#include "dense.hpp"
#include "elementwise.hpp"
#include "table.hpp"

namespace downhill::kernels {

template <class T, class Arch, class Mode>
constexpr KernelTable<T> fill_table() noexcept {
  static_assert(Arch::supported(), "the compiler's flags do not match the architecture");
  using V = xsimd::batch<T, Arch>;
  using Layer = Dense<T, Arch, Mode>;
  using Element = Elementwise<T, Arch, Mode>;
  using Array = Arrays<T, Arch, Mode>;
  return {
      .affine = Layer::affine,
      .activate = Element::activate,
      .loss = Element::loss,
      .output_delta = Element::output_delta,
      .transposed_product = Layer::transposed_product,
      .times_derivative = Element::times_derivative,
      .gradients = Layer::gradients,
      .sgd = Array::sgd,
      .sum = Array::sum,
      .all_finite = Array::all_finite,
      .exp = Array::template map<exp<Mode, V>>,
      .log = Array::template map<log<Mode, V>>,
      .tanh = Array::template map<tanh<Mode, V>>,
      .sigmoid = Array::template map<sigmoid<Mode, V>>,
      .softplus = Array::template map<softplus<Mode, V>>,
  };
}

}  // namespace downhill::kernels
