#include "table.hpp"

#include <downhill/clipping.hpp>

#include <cmath>

namespace downhill {

template <class T>
ClippingResult clip(const Clipping& clipping, const KernelTable<T>& kernels, std::span<T> gradient) noexcept {
  ClippingResult result;
  if (!clipping.on()) return result;
  result.norm_before =
      std::sqrt(static_cast<double>(kernels.sum_of_squares(gradient.data(), gradient.size())));
  const double c = clipping.threshold;
  if (clipping.kind == ClippingKind::value) {
    result.elements = kernels.clamp(gradient.data(), static_cast<T>(c), gradient.size());
    result.clipped = result.elements > 0;
  } else if (result.norm_before > c) {
    kernels.scale(gradient.data(), static_cast<T>(c / result.norm_before), gradient.size());
    result.clipped = true;
  }
  return result;
}

template ClippingResult clip(const Clipping&, const KernelTable<float>&, std::span<float>) noexcept;
template ClippingResult clip(const Clipping&, const KernelTable<double>&, std::span<double>) noexcept;

}  // namespace downhill
