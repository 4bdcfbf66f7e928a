// Which engines this binary holds and which of them this processor can run. Built with the baseline's flags;
// the only file that asks the processor.
#include "table.hpp"

#include <downhill/engine.hpp>

#include <algorithm>
#include <array>

#include <xsimd/xsimd.hpp>

namespace downhill {
namespace kernels {

extern const KernelTable<float> scalar_float;

#define DOWNHILL_ENGINE(id, engine_name, engine_mode, arch, doubles) \
  extern const KernelTable<float> id##_float;
#include "engines.inc"
#undef DOWNHILL_ENGINE

}  // namespace kernels

std::span<const Engine> engines() noexcept {
  static const auto all = [] {
    [[maybe_unused]] const auto processor = xsimd::available_architectures();
    return std::to_array<Engine>({
#if !defined(DOWNHILL_WITHOUT_SCALAR)
      {"scalar", NumericMode::reproducible, 1, true, &kernels::scalar_float},
#endif
#define DOWNHILL_ENGINE(id, engine_name, engine_mode, arch, doubles)                        \
  {engine_name, NumericMode::engine_mode, kernels::id##_float.lanes, processor.has(arch{}), \
   &kernels::id##_float},
#include "engines.inc"
#undef DOWNHILL_ENGINE
    });
  }();
  return all;
}

const Engine& best_engine(NumericMode mode) noexcept {
  static const auto best = [] {
    std::array<const Engine*, 2> found = {};
    for (const Engine& engine : engines()) {
      if (engine.available) found[static_cast<std::size_t>(engine.mode)] = &engine;
    }
    auto& [reproducible, fast] = found;
    if (!fast) fast = reproducible;
    return found;
  }();
  return *best[static_cast<std::size_t>(mode)];
}

const Engine& scalar_engine() noexcept {
  return engines().front();
}

const Engine* find_engine(std::string_view name, NumericMode mode) noexcept {
  const auto all = engines();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Engine& engine) {
    return engine.name == name && engine.mode == mode;
  });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace downhill
