// downhill bench: how fast this machine trains. The engines take turns, so that what else the machine does
// hits all alike.
#include "commands.hpp"
#include "failure.hpp"
#include "options.hpp"
#include "run.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace downhill::cli {
namespace {

struct Bench {
  explicit Bench(CLI::App& command) : data(command), settings(command) {
    command.add_option("--seconds", seconds, "how long for each engine")
        ->capture_default_str()
        ->check(CLI::Range(0.01, 3600.0))
        ->type_name("X");
    command.add_flag("--json", json, "one JSON object an engine");
  }

  void run() {
    struct Lane {
      const Engine* engine;
      std::unique_ptr<Run> run;
      double best = 0.0;  // seconds a step
    };
    std::vector<Lane> lanes;
    const Settings wanted = settings.settings();
    for (const Engine& engine : engines()) {
      if (!engine.available) continue;
      lanes.push_back({&engine, begin_run(wanted, data)});
      lanes.back().run->trainer().set_engine(engine);
    }
    const std::size_t steps = steps_a_round(lanes.front().run->trainer());
    for (std::size_t round = 0; round < rounds; ++round) {
      for (Lane& lane : lanes) {
        const double time = seconds_for(lane.run->trainer(), steps) / static_cast<double>(steps);
        lane.best = lane.best > 0.0 ? std::min(lane.best, time) : time;
      }
    }
    if (!json)
      std::printf("%-8s %-13s %14s %14s %10s\n", "engine", "mode", "steps/s", "epochs/s", "to scalar");
    for (const Lane& lane : lanes) {
      const double rate = 1.0 / lane.best;
      const auto per_epoch = static_cast<double>(lane.run->trainer().steps_per_epoch());
      std::printf(
          json
              ? "{\"engine\": \"%s\", \"mode\": \"%s\", \"stepsPerSecond\": %.6g, \"epochsPerSecond\": %.6g, "
                "\"toScalar\": %.4g}\n"
              : "%-8s %-13s %14.0f %14.1f %9.2fx\n",
          std::string(lane.engine->name).c_str(), std::string(name(lane.engine->mode)).c_str(), rate,
          rate / per_epoch, lanes.front().best / lane.best);
    }
  }

 private:
  static constexpr std::size_t rounds = 20;

  static double seconds_for(Trainer<float>& trainer, std::size_t steps) {
    trainer.reset();
    const auto begun = std::chrono::steady_clock::now();
    need(trainer.step(steps));
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  }

  // As many as take the asked time in all rounds.
  std::size_t steps_a_round(Trainer<float>& trainer) const {
    std::size_t steps = 1;
    double took = seconds_for(trainer, steps);
    for (; took < 0.002 && steps < (std::size_t{1} << 40U); took = seconds_for(trainer, steps)) steps *= 2;
    const double wanted = seconds / static_cast<double>(rounds) / took * static_cast<double>(steps);
    return std::max<std::size_t>(1, static_cast<std::size_t>(wanted));
  }

  DataOptions data;
  SettingOptions settings;
  double seconds = 1.0;
  bool json = false;
};

}  // namespace

void add_bench(CLI::App& app) {
  add_command<Bench>(app, "bench", "how fast each engine of this processor trains")
      ->footer(
          "The best of twenty rounds, in which the engines take turns. npm run bench measures kernels and "
          "phases, too.");
}

}  // namespace downhill::cli
