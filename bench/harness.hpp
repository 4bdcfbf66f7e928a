// What all that is timed has in common: a list of tasks, and the timing of one of them.
#pragma once

#include "workloads.hpp"

#include <algorithm>
#include <ctime>
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#ifdef __EMSCRIPTEN__
#include <emscripten/emscripten.h>
#endif

namespace downhill::bench {

struct Task {
  virtual ~Task() = default;
  virtual void run() = 0;                // an epoch, a product, a picture ...
  virtual double items() const = 0;      // ... of so many samples, FLOPs, pictures
  virtual double loss() { return 0.0; }  // of a training: its mean loss now
  double bound = 0.0;                    // of a training: what the loss must fall below; 0 for other tasks
};

using Maker = std::function<std::unique_ptr<Task>()>;

struct Entry {
  std::string peer, task;
  Maker make;
};

// The processor time of the process (all run one thread), so that a busy machine disturbs it less; browsers
// tell only what passed.
inline double cpu_seconds() {
#ifdef __EMSCRIPTEN__
  return emscripten_get_now() / 1000.0;
#else
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
#endif
}

// A browser compiles again, and better, what runs often; it takes that long to notice and to be done.
#ifdef __EMSCRIPTEN__
inline constexpr double warm_up_seconds = 0.4;
#else
inline constexpr double warm_up_seconds = 0.01;
#endif

// Trains until the loss is below its bound, then warms up; false if it does not get there.
inline bool trains(Task& task, double& before, double& after) {
  before = task.loss();
  after = before;
  if (task.bound == 0.0) return true;
  for (int epoch = 1; epoch <= 20000; ++epoch) {
    task.run();
    if (epoch % std::max(1, epoch / 8) != 0) continue;
    after = task.loss();
    if (after < task.bound) return true;
  }
  return false;
}

struct Timing {
  bool ok = false;       // whether a training came below its bound
  double seconds = 0.0;  // an item
  double loss_before = 0.0, loss_after = 0.0;
};

// The best of three thirds: what the machine takes away for others only ever adds.
inline Timing time_task(Task& task, double seconds) {
  Timing timing;
  timing.ok = trains(task, timing.loss_before, timing.loss_after);
  if (!timing.ok) return timing;
  timing.seconds = 1e300;
  for (const double begun = cpu_seconds(); cpu_seconds() - begun < warm_up_seconds;) task.run();
  for (int part = 0; part < 3; ++part) {
    double items = 0.0;
    const double begun = cpu_seconds();
    double now = begun;
    for (std::size_t runs = 1; now - begun < seconds / 3.0; runs *= 2) {
      for (std::size_t k = 0; k < runs; ++k) task.run();
      items += static_cast<double>(runs) * task.items();
      now = cpu_seconds();
    }
    timing.seconds = std::min(timing.seconds, (now - begun) / items);
  }
  return timing;
}

// A training run over one workload.
struct Training : Task {
  explicit Training(const Workload& chosen) : work(chosen), set(make_samples(chosen)) { bound = work.bound; }
  double items() const override { return static_cast<double>(work.samples); }
  const Workload& work;
  Samples set;
};

// The order of an epoch's samples, as nearly everybody draws it.
class Order {
 public:
  explicit Order(std::size_t count) : indices_(count) { std::iota(indices_.begin(), indices_.end(), 0U); }
  const std::vector<std::uint32_t>& next() {
    std::shuffle(indices_.begin(), indices_.end(), random_);
    return indices_;
  }

 private:
  std::vector<std::uint32_t> indices_;
  std::mt19937 random_{7};
};

template <class Run>
struct Repeated : Task {
  Repeated(double items_each, Run what) : each(items_each), body(std::move(what)) {}
  void run() override { body(); }
  double items() const override { return each; }
  double each;
  Run body;
};

// Makes a task out of a function; `items` is what one call of it gets done.
template <class Run>
std::unique_ptr<Task> repeated(double items, Run run) {
  return std::make_unique<Repeated<Run>>(items, std::move(run));
}

// Points of the grid that W4 evaluates, feature-major: x1, then x2.
inline constexpr std::size_t grid_side = 256;
inline constexpr std::size_t grid_points = grid_side * grid_side;

inline std::vector<float> grid_inputs() {
  std::vector<float> x(2 * grid_points);
  for (std::size_t p = 0; p < grid_points; ++p) {
    x[p] = (static_cast<float>(p % grid_side) + 0.5F) / 128.0F - 1.0F;
    x[grid_points + p] = 1.0F - (static_cast<float>(p / grid_side) + 0.5F) / 128.0F;
  }
  return x;
}

// Elementwise functions are timed over so many numbers, which stay in the cache.
inline constexpr std::size_t function_count = 4096;

}  // namespace downhill::bench
