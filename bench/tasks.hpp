// Downhill's own tasks: the real Trainer with its shuffling, loss and metrics, as its users get it, and the
// kernels under it.
#pragma once

#include "core/peak.hpp"
#include "core/runs.hpp"
#include "harness.hpp"
#include "numbers.hpp"
#include "table.hpp"

#include <downhill/playground.hpp>
#include <downhill/trainer.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <span>

namespace downhill::bench {

// An epoch; and metrics over all samples sixty times a second, as the page shows them, but not more often
// than every tenth epoch.
class DownhillTraining : public Training {
 public:
  DownhillTraining(const Workload& chosen, const Engine& engine) : Training(chosen) {
    const SampleSet<float> samples{set.inputs.data(), set.targets.data(), set.count};
    check(trainer_.build(spec_of(work), samples, {}, engine));
  }
  void run() override {
    check(trainer_.step(trainer_.steps_per_epoch()));
    if (++epochs_ % 10 != 0) return;
    if (const double now = cpu_seconds(); now - shown_ > 1.0 / 60.0) {
      metrics_ = trainer_.train_metrics();
      shown_ = now;
    }
  }
  double loss() override { return trainer_.train_metrics().loss; }

 private:
  static void check(const Status& status) {
    if (status.ok()) return;
    std::fprintf(stderr, "%s\n", status.message.c_str());
    std::exit(1);
  }
  Trainer<float> trainer_;
  Metrics metrics_;
  double shown_ = 0.0;
  std::size_t epochs_ = 0;
};

// Every neuron of 2-8-8-1 at every point of the grid, kept as one plane each.
inline std::unique_ptr<Task> grid(const Engine& engine) {
  const Workload& work = *find_workload("W1");
  auto network = std::make_shared<Network>(spec_of(work).network);
  auto theta = uniform_numbers(network->parameter_count(), -1.0F, 1.0F);
  auto memory = std::make_shared<Arena>();
  auto tape = std::make_shared<Tape<float>>();
  std::span<float> planes;
  constexpr std::size_t piece = 256;
  constexpr std::size_t stride =
      grid_points + line<float>;  // powers of two apart they would share cache lines
  const Status status = memory->lay_out(default_memory_limit, [&](Cursor& cursor) {
    cursor.take(planes, 17 * stride);
    tape->plan(cursor, *network, piece, TapeUse::evaluation);
  });
  if (!status.ok()) return nullptr;
  tape->set_samples(piece);
  return repeated(1.0, [=, memory = memory, &engine, x = grid_inputs()]() mutable {
    const Backprop<float> pass{*network, engine.kernels<float>(), Loss::squared_error, theta.data(), *tape};
    for (std::size_t first = 0; first < grid_points; first += piece) {
      tape->x.data = x.data() + first;
      tape->x.stride = grid_points;
      tape->put_out(planes.data() + first, stride);
      pass.forward();
    }
  });
}

// The same as the page draws it: 256 x 256 for the output, 40 x 40 for every neuron, coloured.
inline std::unique_ptr<Task> coloured(const Engine& engine) {
  auto playground = std::make_shared<Playground>();
  playground->trainer().set_engine(engine);
  return repeated(1.0, [=] {
    if (!playground->render({grid_side, 40, false}).ok()) std::abort();
  });
}

using Table = KernelTable<float>;

inline void add_products(std::vector<Entry>& entries, const std::string& peer, const Engine& engine) {
  const Table& kernels = engine.kernels<float>();
  for (const ProductShape& shape : product_shapes) {
    const auto add = [&](const char* what, auto product) {
      entries.push_back({peer, std::string(what) + "/" + std::string(shape.name), [=, &kernels] {
                           auto x = std::make_shared<Numbers>(shape.depth, shape.cols);
                           auto z = std::make_shared<Numbers>(shape.rows, shape.cols);
                           return repeated(
                               shape.flops(),
                               [=, &kernels, W = uniform_numbers(shape.rows * shape.depth, -1.0F, 1.0F),
                                b = std::vector<float>(shape.rows)]() mutable {
                                 product(kernels, W.data(), b.data(), x->view, z->view);
                               });
                         }});
    };
    add("W5",
        [](const Table& k, float* W, float* b, Matrix<float> x, Matrix<float> z) { k.affine(W, b, x, z); });
    add("W5t", [](const Table& k, float* W, float*, Matrix<float> x, Matrix<float> z) {
      k.transposed_product(W, z, x);
    });
    add("W5g", [](const Table& k, float* W, float* b, Matrix<float> x, Matrix<float> z) {
      k.gradients(z, x, 1.0F, false, W, b);
    });
  }
}

inline void add_engine(std::vector<Entry>& entries, const std::string& peer, const Engine& engine) {
  for (const Workload& work : workloads()) {
    entries.push_back(
        {peer, std::string(work.name), [&] { return std::make_unique<DownhillTraining>(work, engine); }});
  }
  entries.push_back({peer, "W4", [&] { return grid(engine); }});
  entries.push_back({peer, "W4c", [&] { return coloured(engine); }});
  add_products(entries, peer, engine);
  const auto add_function = [&](const char* what, auto function) {
    entries.push_back({peer, what, [=, &engine] {
                         const auto numbers = std::make_shared<Numbers>(2, function_count);
                         std::ranges::copy(uniform_numbers(function_count, -4.0F, 4.0F),
                                           numbers->view.row(0));
                         return repeated(function_count, [=, kernel = engine.maths<float>().*function] {
                           kernel(numbers->view.row(0), numbers->view.row(1), function_count);
                         });
                       }});
  };
  if (has_peak_loop(engine)) {
    entries.push_back({peer, "peak", [&] {
                         const PeakLoop loop = peak_loop(engine);
                         return repeated(loop.flops, loop.run);
                       }});
  }
  add_function("exp", &MathsTable<float>::exp);
  add_function("tanh", &MathsTable<float>::tanh);
}

}  // namespace downhill::bench
