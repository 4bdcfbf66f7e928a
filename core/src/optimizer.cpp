#include <algorithm>

#include <downhill/optimizer.hpp>

#include "table.hpp"

namespace downhill {

template <class T>
void Optimizer<T>::reset(std::span<const T> theta) noexcept {
  std::ranges::copy(theta, before_.begin());
}

template <class T>
bool Optimizer<T>::step(const KernelTable<T>& kernels, const OptimizerSettings& settings,
                        std::span<const T> gradient, std::span<T> theta) noexcept {
  const bool finite = kernels.sgd(static_cast<T>(settings.eta), gradient.data(), theta.data(), before_.data(),
                                  theta.size());
  if (!finite) std::ranges::copy(before_, theta.begin());
  return finite;
}

template class Optimizer<float>;
template class Optimizer<double>;

}  // namespace downhill
