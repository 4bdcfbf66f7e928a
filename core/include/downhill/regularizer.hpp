// Penalties on large parameters: J_reg = J + lambda R(theta) (paper, sections 1 and 23).
#pragma once

#include <downhill/engine.hpp>
#include <downhill/network.hpp>

#include <span>

namespace downhill {

// J_reg = J + l1 sum |theta_j| + l2 sum theta_j^2. The gradient of the second is 2 l2 theta, as the paper has
// it; libraries that call theta's factor "weight decay" mean 2 l2.
struct Regularization {
  double l1 = 0.0;  // >= 0
  double l2 = 0.0;  // >= 0
  // The paper penalises all of theta; many libraries spare biases, and gain and shift of norms.
  bool weights_only = false;

  bool on() const noexcept { return l1 != 0.0 || l2 != 0.0; }
};

// lambda R(theta).
template <class T>
double penalty(const Regularization& regularization, const Network& network, const KernelTable<T>& kernels,
               std::span<const T> theta) noexcept;

// gradient += its gradient.
template <class T>
void add_penalty_gradient(const Regularization& regularization, const Network& network,
                          const KernelTable<T>& kernels, std::span<const T> theta,
                          std::span<T> gradient) noexcept;

}  // namespace downhill
