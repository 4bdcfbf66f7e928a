// The benchmark's interface to JavaScript: which tasks there are, and the timing of one.
#include "../tasks.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <emscripten/bind.h>

namespace em = emscripten;

namespace {

using downhill::bench::Entry;

struct Timed {
  bool ok;
  double seconds, lossBefore, lossAfter, flops;
};

// The engines of this binary: plain loops, and its vectors.
const std::vector<Entry>& tasks() {
  static const std::vector<Entry> all = [] {
    std::vector<Entry> entries;
    for (const downhill::Engine& engine : downhill::engines()) {
      downhill::bench::add_engine(entries, std::string(engine.name), engine);
    }
    return entries;
  }();
  return all;
}

// FLOPs of an item, where they are what counts.
double flops_of(std::string_view task) {
  if (const auto* work = downhill::bench::find_workload(task)) return work->flops_per_sample();
  return task.starts_with("W5") || task == "peak" ? 1.0 : 0.0;
}

std::string list() {
  std::string lines;
  for (const Entry& entry : tasks()) lines += entry.peer + " " + entry.task + "\n";
  return lines;
}

Timed time_one(const std::string& engine, const std::string& task, double seconds) {
  for (const Entry& entry : tasks()) {
    if (entry.peer != engine || entry.task != task) continue;
    const auto made = entry.make();
    const auto timing = downhill::bench::time_task(*made, seconds);
    return {timing.ok, timing.seconds, timing.loss_before, timing.loss_after, flops_of(task)};
  }
  return {};
}

// The loss of a workload after so many epochs: the same bits on every engine that is reproducible.
double loss_after(const std::string& engine, const std::string& task, double epochs) {
  for (const Entry& entry : tasks()) {
    if (entry.peer != engine || entry.task != task) continue;
    const auto made = entry.make();
    for (double epoch = 0.0; epoch < epochs; ++epoch) made->run();
    return made->loss();
  }
  return 0.0;
}

// For other libraries on the same page: a workload and its samples.
std::string workload(const std::string& task) {
  const auto* work = downhill::bench::find_workload(task);
  if (!work) return "null";
  std::string widths;
  for (const std::size_t width : work->widths) widths += (widths.empty() ? "" : ",") + std::to_string(width);
  return "{\"widths\":[" + widths + "],\"softmax\":" + (work->softmax ? "true" : "false") +
         ",\"samples\":" + std::to_string(work->samples) + ",\"batch\":" + std::to_string(work->batch) +
         ",\"rule\":" + std::to_string(static_cast<int>(work->rule)) +
         ",\"rate\":" + std::to_string(work->rate) + ",\"bound\":" + std::to_string(work->bound) + "}";
}

std::vector<float> numbers;

// The samples' inputs or targets, row by row; valid until the next call.
em::val samples(const std::string& task, bool targets) {
  const auto set = downhill::bench::make_samples(*downhill::bench::find_workload(task));
  numbers = targets ? set.targets : set.inputs;
  return em::val(em::typed_memory_view(numbers.size(), numbers.data()));
}

}  // namespace

EMSCRIPTEN_BINDINGS(downhill_bench) {
  em::value_object<Timed>("Timed")
      .field("ok", &Timed::ok)
      .field("seconds", &Timed::seconds)
      .field("lossBefore", &Timed::lossBefore)
      .field("lossAfter", &Timed::lossAfter)
      .field("flops", &Timed::flops);
  em::function("list()", &list);
  em::function("time(engine, task, seconds)", &time_one);
  em::function("workload(task)", &workload);
  em::function("samples(task, targets)", &samples);
  em::function("lossAfter(engine, task, epochs)", &loss_after);
}
