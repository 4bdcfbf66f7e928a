// What few programs ask of an engine, in a file of its own: whoever does not call these does not link it.
#include "table.hpp"

#include <downhill/engine.hpp>

namespace downhill {
namespace kernels {

extern const KernelTable<double> scalar_double;
extern const MathsTable<float> scalar_float_maths;
extern const MathsTable<double> scalar_double_maths;
#define DOWNHILL_ENGINE(id, engine_name, engine_mode, arch, doubles) \
  extern const KernelTable<double> doubles;                          \
  extern const MathsTable<float> id##_float_maths;                   \
  extern const MathsTable<double> doubles##_maths;
#include "engines.inc"
#undef DOWNHILL_ENGINE

}  // namespace kernels

template <>
const KernelTable<double>& Engine::kernels<double>() const noexcept {
#define DOWNHILL_ENGINE(id, engine_name, engine_mode, arch, doubles) \
  if (name == (engine_name) && mode == NumericMode::engine_mode) return kernels::doubles;
#include "engines.inc"
#undef DOWNHILL_ENGINE
  return kernels::scalar_double;
}

template <>
const MathsTable<float>& Engine::maths<float>() const noexcept {
#define DOWNHILL_ENGINE(id, engine_name, engine_mode, arch, doubles) \
  if (name == (engine_name) && mode == NumericMode::engine_mode) return kernels::id##_float_maths;
#include "engines.inc"
#undef DOWNHILL_ENGINE
  return kernels::scalar_float_maths;
}

template <>
const MathsTable<double>& Engine::maths<double>() const noexcept {
#define DOWNHILL_ENGINE(id, engine_name, engine_mode, arch, doubles) \
  if (name == (engine_name) && mode == NumericMode::engine_mode) return kernels::doubles##_maths;
#include "engines.inc"
#undef DOWNHILL_ENGINE
  return kernels::scalar_double_maths;
}

}  // namespace downhill
