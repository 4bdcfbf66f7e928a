// What the peers' programs have in common: a list of tasks, and the timing of one of them.
//
//   program --list                       prints a line "<peer> <task>" for each
//   program <peer> <task> <seconds>      prints one line of JSON: seconds an item and, of a training, its
//   loss
//
// Time is the processor time of the process (all run one thread), so that a busy machine disturbs it less.
#pragma once

#include "../../workloads.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

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

inline double cpu_seconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Trains until the loss is below its bound, which also warms up; false if it does not get there.
inline bool trains(Task& task, double& before, double& after) {
  before = task.loss();
  after = before;
  if (task.bound == 0.0) {
    for (int round = 0; round < 3; ++round) task.run();
    return true;
  }
  for (int epoch = 1; epoch <= 20000; ++epoch) {
    task.run();
    if (epoch % std::max(1, epoch / 8) != 0) continue;
    after = task.loss();
    if (after < task.bound) return true;
  }
  return false;
}

inline int run_peer(int count, char** arguments, const std::vector<Entry>& entries) {
  if (count == 2 && std::strcmp(arguments[1], "--list") == 0) {
    for (const Entry& entry : entries) std::printf("%s %s\n", entry.peer.c_str(), entry.task.c_str());
    return 0;
  }
  if (count != 4) return std::fprintf(stderr, "use: --list, or <peer> <task> <seconds>\n"), 2;
  for (const Entry& entry : entries) {
    if (entry.peer != arguments[1] || entry.task != arguments[2]) continue;
    const auto task = entry.make();
    double before = 0.0, after = 0.0;
    if (!trains(*task, before, after)) {
      std::fprintf(stderr, "%s does not learn %s: loss %g, then %g, not below %g\n", arguments[1],
                   arguments[2], before, after, task->bound);
      return 1;
    }
    // The best of three thirds: what the machine takes away for others only ever adds.
    const double third = std::atof(arguments[3]) / 3.0;
    double best = 1e300;
    for (int part = 0; part < 3; ++part) {
      double items = 0.0;
      const double begun = cpu_seconds();
      double now = begun;
      for (std::size_t runs = 1; now - begun < third; runs *= 2) {
        for (std::size_t k = 0; k < runs; ++k) task->run();
        items += static_cast<double>(runs) * task->items();
        now = cpu_seconds();
      }
      best = std::min(best, (now - begun) / items);
    }
    std::printf("{\"peer\":\"%s\",\"task\":\"%s\",\"seconds\":%.6g,\"lossBefore\":%.4g,\"lossAfter\":%.4g}\n",
                arguments[1], arguments[2], best, before, after);
    return 0;
  }
  return std::fprintf(stderr, "there is no %s %s here\n", arguments[1], arguments[2]), 2;
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
