// The engine that settings ask for.
#pragma once

#include <downhill/settings.hpp>

namespace downhill {

inline const Engine& engine_for(const Settings& settings) noexcept {
  return settings.engine == EngineChoice::scalar ? scalar_engine() : best_engine(settings.mode);
}

}  // namespace downhill
