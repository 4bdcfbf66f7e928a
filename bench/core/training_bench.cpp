// Whole epochs as the user gets them, shuffling and loss included; what their phases cost; and how the cost
// grows with width, batch and depth.
#include "engines.hpp"
#include "runs.hpp"

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

void train(benchmark::State& state, const Workload& work, const Engine& engine) {
  Run run(work, engine);
  if (!run.status.ok()) return skip(state, run.status);
  for (auto _ : state) {
    if (const Status status = run.trainer.step(run.trainer.steps_per_epoch()); !status.ok()) {
      return skip(state, status);
    }
  }
  count(state, engine, work, work.samples);
}

// One step a time, of which only the phases from `first` to `last` are timed.
void phases(benchmark::State& state, const Workload& work, const Engine& engine, Phase first, Phase last) {
  Run run(work, engine);
  if (!run.status.ok()) return skip(state, run.status);
  Trainer<float>& trainer = run.trainer;
  const auto until = [&](auto reached) {
    do {
      if (const Status status = trainer.advance(); !status.ok()) return skip(state, status);
    } while (!reached());
  };
  for (auto _ : state) {
    state.PauseTiming();
    if (first != Phase::load) until([&] { return trainer.next_phase() == first; });
    state.ResumeTiming();
    until([&] { return trainer.next_phase() > last || trainer.next_phase() == Phase::load; });
    state.PauseTiming();
    if (trainer.next_phase() != Phase::load) until([&] { return trainer.next_phase() == Phase::load; });
    state.ResumeTiming();
  }
}

struct Part {
  const char* name;
  Phase first, last;
};

constexpr Part parts[] = {{"load", Phase::load, Phase::load},
                          {"forward", Phase::forward, Phase::output_error},
                          {"backward", Phase::backward, Phase::gradients},
                          {"update", Phase::clip, Phase::update}};

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

[[maybe_unused]] const bool registered = [] {
  for (const Workload& work : workloads()) {
    on_every_engine(std::string(work.name),
                    [work](benchmark::State& state, const Engine& engine) { train(state, work, engine); });
  }
  for (const char* name : {"W1", "W2", "W3"}) {
    for (const Part& part : parts) {
      on_best_engines(std::string("phase/") + name + "/" + part.name,
                      [name, part](benchmark::State& state, const Engine& engine) {
                        phases(state, *find_workload(name), engine, part.first, part.last);
                      });
    }
  }
  register_costs();
  return true;
}();

}  // namespace
}  // namespace downhill::bench
