#include "exact_maths.hpp"

#include "maths.hpp"

namespace downhill {

using kernels::Reproducible;

double sine(double x) noexcept {
  return kernels::sin<Reproducible>(x);
}
double cosine(double x) noexcept {
  return kernels::cos<Reproducible>(x);
}
double exponential(double x) noexcept {
  return kernels::exp<Reproducible>(x);
}
double logarithm(double x) noexcept {
  return kernels::log<Reproducible>(x);
}

}  // namespace downhill
