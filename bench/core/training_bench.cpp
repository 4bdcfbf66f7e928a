// Whole epochs as the user gets them, shuffling and loss included; what their phases cost; and how the cost
// grows with width, batch and depth.
#include "engines.hpp"
#include "runs.hpp"

#include <downhill/team.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace downhill::bench {
namespace {

void skip(benchmark::State& state, const Status& status) {
  state.SkipWithError(status.message.c_str());
}

void count(benchmark::State& state, const Engine& engine, const Workload& work, std::size_t samples) {
  using benchmark::Counter;
  const auto each = static_cast<double>(samples);
  state.counters["samples/s"] = Counter(each, Counter::kIsIterationInvariantRate);
  state.counters["s/sample"] = Counter(each, Counter::kIsIterationInvariantRate | Counter::kInvert);
  count_flops(state, engine, each * work.flops_per_sample());
}

void train(benchmark::State& state, const Workload& work, const Engine& engine, std::size_t threads = 1) {
  Team team(threads);
  Run run(work, engine);
  if (!run.status.ok()) return skip(state, run.status);
  run.trainer.set_team(&team);
  for (auto _ : state) {
    if (const Status status = run.trainer.step(run.trainer.steps_per_epoch()); !status.ok()) {
      return skip(state, status);
    }
  }
  count(state, engine, work, work.samples);
}

// What a step is made of, each part by itself and again and again on the same batch.
class Parts {
 public:
  Parts(const Workload& work, const Engine& engine)
      : set_(make_samples(work)),
        spec_(spec_of(work)),
        network_(spec_.network),
        kernels_(engine.kernels<float>()) {
    status_ = memory_.lay_out(default_memory_limit, [&](Cursor& cursor) {
      for (auto* numbers : {&theta_, &gradient_}) cursor.take(*numbers, network_.parameter_count());
      optimizer_.plan(cursor, network_.parameter_count());
      tape_.plan(cursor, network_, work.batch, TapeUse::training);
    });
    if (!status_.ok()) return;
    for (std::size_t k = 0; k < work.batch; ++k)
      order_.push_back(static_cast<std::uint32_t>(7 * k % set_.count));
    initialize<float>(network_, spec_.initializer, 1, theta_);
    optimizer_.reset(theta_);
    load();
    forward();
    backward();
  }
  const Status& status() const { return status_; }

  void load() {
    tape_.load(kernels_, set_.inputs.data(), set_.targets.data(), std::span<const std::uint32_t>(order_));
  }
  void forward() {
    pass().forward();
    pass().losses();
  }
  void backward() {
    pass().backward();
    pass().gradients(1.0F / static_cast<float>(order_.size()), false, gradient_.data());
  }
  void update() { optimizer_.step(kernels_, spec_.rules.optimizer, 1e-9, gradient_, theta_); }

 private:
  Backprop<float> pass() { return {network_, kernels_, spec_.loss, theta_.data(), tape_}; }

  Samples set_;
  TrainerSpec spec_;
  Network network_;
  const KernelTable<float>& kernels_;
  Arena memory_;
  std::span<float> theta_, gradient_;
  Optimizer<float> optimizer_;
  Tape<float> tape_;
  std::vector<std::uint32_t> order_;
  Status status_;
};

struct Part {
  const char* name;
  void (Parts::*run)();
};

constexpr Part parts[] = {{"load", &Parts::load},
                          {"forward", &Parts::forward},
                          {"backward", &Parts::backward},
                          {"update", &Parts::update}};

void phase(benchmark::State& state, const Workload& work, const Engine& engine, const Part& part) {
  Parts all(work, engine);
  if (!all.status().ok()) return skip(state, all.status());
  for (auto _ : state) {
    (all.*part.run)();
    benchmark::ClobberMemory();
  }
}

// 2-w-w-1, 2-8-8-1 in batches of b, and d hidden layers of 8.
void register_costs() {
  const Workload& small = *find_workload("W1");
  const auto add = [](const std::string& what, const Workload& work) {
    on_best_engines("cost/" + what,
                    [work](benchmark::State& state, const Engine& engine) { train(state, work, engine); });
  };
  for (const std::size_t width : {2U, 4U, 8U, 16U, 32U, 64U, 128U, 256U}) {
    Workload work = small;
    work.widths = {2, width, width, 1};
    work.rate = 0.01F;
    add("width:" + std::to_string(width), work);
  }
  for (const std::size_t batch : {1U, 2U, 5U, 10U, 16U, 32U, 64U, 128U, 256U, 500U}) {
    Workload work = small;
    work.batch = batch;
    add("batch:" + std::to_string(batch), work);
  }
  for (const std::size_t depth : {1U, 2U, 3U, 4U, 6U, 8U}) {
    Workload work = small;
    work.widths.assign(depth + 2, 8);
    work.widths.front() = 2;
    work.widths.back() = 1;
    add("depth:" + std::to_string(depth), work);
  }
}

// The same by a team of 1, 2, 4 ... threads, up to what the machine has, in real time.
void register_teams() {
  const std::size_t most = std::max(1U, std::thread::hardware_concurrency());
  for (const char* name : {"W1b", "W2", "W3"}) {
    for (std::size_t threads = 1; threads <= most; threads *= 2) {
      for (const NumericMode mode : {NumericMode::reproducible, NumericMode::fast}) {
        on_engine(std::string("threads/") + name + "/" + std::to_string(threads), best_engine(mode),
                  [name, threads](benchmark::State& state, const Engine& engine) {
                    train(state, *find_workload(name), engine, threads);
                  })
            ->UseRealTime();
      }
    }
  }
}

[[maybe_unused]] const bool registered = [] {
  for (const Workload& work : workloads()) {
    on_every_engine(std::string(work.name),
                    [work](benchmark::State& state, const Engine& engine) { train(state, work, engine); });
  }
  for (const char* name : {"W1", "W2", "W3"}) {
    for (const Part& part : parts) {
      on_best_engines(std::string("phase/") + name + "/" + part.name,
                      [name, part](benchmark::State& state, const Engine& engine) {
                        phase(state, *find_workload(name), engine, part);
                      });
    }
  }
  register_costs();
  register_teams();
  return true;
}();

}  // namespace
}  // namespace downhill::bench
