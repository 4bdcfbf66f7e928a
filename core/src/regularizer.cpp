#include "table.hpp"

#include <downhill/regularizer.hpp>

namespace downhill {
namespace {

// Calls body(first, count) for every stretch of theta that is penalised.
template <class Body>
void for_each_stretch(const Regularization& regularization, const Network& network, Body&& body) noexcept {
  if (!regularization.weights_only) return body(0, network.parameter_count());
  for (const LayerLayout& layer : network.layers()) body(layer.weights, layer.weight_count());
}

}  // namespace

template <class T>
double penalty(const Regularization& regularization, const Network& network, const KernelTable<T>& kernels,
               std::span<const T> theta) noexcept {
  double sum = 0.0;
  if (!regularization.on()) return sum;
  for_each_stretch(regularization, network, [&](std::size_t first, std::size_t count) {
    sum += regularization.l1 * static_cast<double>(kernels.sum_of_sizes(theta.data() + first, count));
    sum += regularization.l2 * static_cast<double>(kernels.sum_of_squares(theta.data() + first, count));
  });
  return sum;
}

template <class T>
void add_penalty_gradient(const Regularization& regularization, const Network& network,
                          const KernelTable<T>& kernels, std::span<const T> theta,
                          std::span<T> gradient) noexcept {
  if (!regularization.on()) return;
  for_each_stretch(regularization, network, [&](std::size_t first, std::size_t count) {
    kernels.add_penalty_gradient(theta.data() + first, static_cast<T>(regularization.l1),
                                 static_cast<T>(regularization.l2), gradient.data() + first, count);
  });
}

template double penalty(const Regularization&, const Network&, const KernelTable<float>&,
                        std::span<const float>) noexcept;
template double penalty(const Regularization&, const Network&, const KernelTable<double>&,
                        std::span<const double>) noexcept;
template void add_penalty_gradient(const Regularization&, const Network&, const KernelTable<float>&,
                                   std::span<const float>, std::span<float>) noexcept;
template void add_penalty_gradient(const Regularization&, const Network&, const KernelTable<double>&,
                                   std::span<const double>, std::span<double>) noexcept;

}  // namespace downhill
