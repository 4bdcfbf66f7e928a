// One benchmark for every engine in the binary; those that the processor lacks report so and are skipped.
#pragma once

#include "peak.hpp"

#include <downhill/engine.hpp>

#include <string>

#include <benchmark/benchmark.h>

namespace downhill::bench {

template <class Function>
auto* on_engine(const std::string& what, const Engine& engine, Function function) {
  const std::string id = what + "/" + std::string(engine.name) + "/" + std::string(name(engine.mode));
  return benchmark::RegisterBenchmark(id.c_str(), [function, &engine](benchmark::State& state) {
    if (!engine.available) {
      state.SkipWithError("this processor lacks the instructions");
      return;
    }
    function(state, engine);
  });
}

template <class Function>
void on_every_engine(const std::string& what, Function function) {
  for (const Engine& engine : engines()) on_engine(what, engine, function);
}

// What a user gets: the best engine of each mode.
template <class Function>
void on_best_engines(const std::string& what, Function function) {
  for (const NumericMode mode : {NumericMode::reproducible, NumericMode::fast}) {
    on_engine(what, best_engine(mode), function);
  }
}

// Counters of work that is `flops` an iteration: FLOP/s, and the share of what the engine's vectors can do at
// most, measured in this process.
inline void count_flops(benchmark::State& state, const Engine& engine, double flops) {
  using benchmark::Counter;
  state.counters["FLOP/s"] = Counter(flops, Counter::kIsIterationInvariantRate);
  if (const double peak = peak_flops(engine); peak > 0.0) {
    state.counters["of_peak"] = Counter(flops / peak, Counter::kIsIterationInvariantRate);
  }
}

}  // namespace downhill::bench
