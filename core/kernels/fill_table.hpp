// One table of kernels for an element type, an architecture and a numeric mode.
#pragma once

#include "arrays.hpp"
#include "columns.hpp"
#include "dense.hpp"
#include "elementwise.hpp"
#include "narrow.hpp"
#include "norms.hpp"
#include "sample.hpp"
#include "table.hpp"

namespace downhill::kernels {

template <class T, class Arch, class Mode>
constexpr KernelTable<T> fill_table() noexcept {
  static_assert(Arch::supported(), "the compiler's flags do not match the architecture");
  using V = xsimd::batch<T, Arch>;
  using Product = Dense<T, Arch, Mode>;
  using Element = Elementwise<T, Arch, Mode>;
  using Norm = Norms<T, Arch, Mode>;
  using Array = Arrays<T, Arch, Mode>;
  return {
      .lanes = V::size,
      .columns = Columns<T, Arch, Mode>::put,
      .affine = Product::affine,
      .activate = Element::activate,
      .row_statistics = Norm::row_statistics,
      .batch_norm = Norm::batch_norm,
      .layer_norm = Norm::layer_norm,
      .multiply = Element::multiply,
      .add = Element::add,
      .loss = Element::loss,
      .loss_gradient = Element::loss_gradient,
      .proper_delta = Element::proper_delta,
      .transposed_product = Product::transposed_product,
      .times_derivative = Element::times_derivative,
      .batch_norm_backward = Norm::batch_norm_backward,
      .layer_norm_backward = Norm::layer_norm_backward,
      .gradients = Product::gradients,
      .norm_gradients = Norm::norm_gradients,
      .narrow_pass = Narrow<T, Arch, Mode>::pass,
      .sample_pass = Sample<T, Arch, Mode>::pass,
      .add_penalty_gradient = Array::add_penalty_gradient,
      .scale = Array::scale,
      .clamp = Array::clamp,
      .update = Array::update,
      .sum = Array::sum,
      .sum_of_squares = Array::sum_of_squares,
      .sum_of_sizes = Array::sum_of_sizes,
      .dot = Array::dot,
      .all_finite = Array::all_finite,
  };
}

template <class T, class Arch, class Mode>
constexpr MathsTable<T> fill_maths() noexcept {
  using V = xsimd::batch<T, Arch>;
  using Array = Arrays<T, Arch, Mode>;
  return {
      .exp = Array::template map<kernels::exp<Mode, V>>,
      .log = Array::template map<kernels::log<Mode, V>>,
      .tanh = Array::template map<kernels::tanh<Mode, V>>,
      .sigmoid = Array::template map<kernels::sigmoid<Mode, V>>,
      .softplus = Array::template map<kernels::softplus<Mode, V>>,
  };
}

}  // namespace downhill::kernels
