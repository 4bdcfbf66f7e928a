// The double kernels of an engine, in a file of their own: whoever does not call this does not link them.
#include "table.hpp"

#include <downhill/engine.hpp>

namespace downhill {
namespace kernels {

extern const KernelTable<double> scalar_double;
#define DOWNHILL_ENGINE(id, engine_name, engine_mode, arch, doubles) extern const KernelTable<double> doubles;
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

}  // namespace downhill
