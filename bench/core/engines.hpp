// One benchmark for every engine in the binary; those that the processor lacks report so and are skipped.
#pragma once

#include <downhill/engine.hpp>

#include <string>

#include <benchmark/benchmark.h>

namespace downhill::bench {

template <class Function>
void on_every_engine(const std::string& what, Function function) {
  for (const Engine& engine : engines()) {
    const std::string id = what + "/" + std::string(engine.name) + "/" + std::string(name(engine.mode));
    benchmark::RegisterBenchmark(id.c_str(), [function, &engine](benchmark::State& state) {
      if (!engine.available) {
        state.SkipWithError("this processor lacks the instructions");
        return;
      }
      function(state, engine);
    });
  }
}

}  // namespace downhill::bench
