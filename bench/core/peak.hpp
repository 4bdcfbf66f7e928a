// What the machine can do at most: multiply-adds a second with an engine's vectors, all in registers.
#pragma once

#include <downhill/engine.hpp>

namespace downhill::bench {

// Whether there is a loop for its vectors.
bool has_peak_loop(const Engine& engine);

// A loop of nothing but multiply-adds, and how many FLOPs a call of it makes.
struct PeakLoop {
  void (*run)() = nullptr;
  double flops = 0.0;
};
// The fastest of several, which are timed when it is first asked for.
PeakLoop peak_loop(const Engine& engine);

// FLOP/s, a multiply-add counted as two: fused for fast engines, a multiplication and an addition for
// reproducible ones; 0 where there is no loop for it.
double peak_flops(const Engine& engine);

}  // namespace downhill::bench
