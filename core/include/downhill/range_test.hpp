// The learning-rate range test: which rates a run could use (paper, section 16).
#pragma once

#include <downhill/trainer.hpp>

#include <cstddef>
#include <vector>

namespace downhill {

struct RangeTestOptions {
  double low = 1e-5;        // > 0
  double high = 10.0;       // > low
  std::size_t steps = 100;  // 10 ... 10,000
  double smoothing = 0.9;   // how much of the average a new loss leaves as it was: 0 ... 1, 1 excluded
};

struct RangeTestPoint {
  double eta;
  double loss;    // of the batch, before the step with that rate
  double smooth;  // running average of the losses so far
};

struct RangeTest {
  std::vector<RangeTestPoint> points;  // rates ascending; ends where the test did
  // Where the smooth loss had risen to four times its least, or was no longer finite; 0 if it never did. At
  // that point the test ends.
  double diverged_at = 0.0;
  // The rate at which the smooth loss falls fastest over log eta, but at most a tenth of diverged_at; 0 if it
  // fell nowhere.
  double suggested = 0.0;
};

// Trains a copy of the run while the rate grows from low to high, by the same factor every step. L. N. Smith,
// "Cyclical Learning Rates for Training Neural Networks", 2017; the rule of four and the suggestion are those
// of fast.ai's lr_find. The copy keeps the rules, but for schedule and early stopping, which would get in the
// way. Refuses options out of range, and memory for the copy beyond `memory_limit`.
template <class T>
Status test_range(const Trainer<T>& run, const RangeTestOptions& options, RangeTest& result,
                  std::size_t memory_limit = default_memory_limit);

}  // namespace downhill
