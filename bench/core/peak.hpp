// What the machine can do at most: multiply-adds a second with an engine's vectors, all in registers.
#pragma once

#include <downhill/engine.hpp>

namespace downhill::bench {

// A loop of nothing but multiply-adds, and how many FLOPs a call of it makes; null where there is none.
struct PeakLoop {
  void (*run)();
  double flops;
};
PeakLoop peak_loop(const Engine& engine);

// FLOP/s, a multiply-add counted as two: fused for fast engines, a multiplication and an addition for
// reproducible ones. Measured once a process for each engine; 0 where there is no loop for it.
double peak_flops(const Engine& engine);

}  // namespace downhill::bench
