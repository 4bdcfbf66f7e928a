// The command line: the same settings, the same bits as the playground.
#include "options.hpp"

#include <downhill/playground.hpp>

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <span>
#include <string>

namespace downhill::cli {
namespace {

constexpr int usage_error = 2;
constexpr int diverged = 3;

int print(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  return 0;
}

int complain(const Status& status) {
  std::fprintf(stderr, "downhill: %s\n", status.message.c_str());
  return usage_error;
}

int list_engines() {
  for (const Engine& engine : engines()) {
    std::printf("%-8s %-13s %2zu floats  %s\n", std::string(engine.name).c_str(),
                std::string(name(engine.mode)).c_str(), engine.lanes,
                engine.available ? "available" : "not on this processor");
  }
  return 0;
}

void report(Trainer<float>& trainer, bool json) {
  const Metrics train = trainer.train_metrics();
  const Metrics test = trainer.test_metrics();
  const char* format = json ? "{\"epoch\": %" PRIu64 ", \"step\": %" PRIu64
                              ", \"trainLoss\": %.9g, \"testLoss\": %.9g, \"trainAccuracy\": %.9g, "
                              "\"testAccuracy\": %.9g, \"stateHash\": \"%016" PRIx64 "\"}\n"
                            : "%8" PRIu64 " %10" PRIu64 "   %10.6f %10.6f   %7.4f %7.4f   %016" PRIx64 "\n";
  std::printf(format, trainer.epochs(), trainer.steps(), train.loss, test.loss, train.accuracy, test.accuracy,
              trainer.state_hash());
}

int train(const Options& options) {
  Playground playground;
  if (const Status status = playground.configure(to_query(options.settings)); !status.ok())
    return complain(status);
  Trainer<float>& trainer = playground.trainer();
  if (!options.kernels.empty()) {
    const Engine* engine = find_engine(options.kernels, options.settings.mode);
    if (!engine || !engine->available) {
      return complain(refused("--kernels: no engine '" + options.kernels + "' in " +
                              std::string(name(options.settings.mode)) + " mode here; see --list-engines."));
    }
    trainer.set_engine(*engine);
  }
  if (!options.json) {
    std::printf("#%s  (%s, %s)\n", to_query(options.settings).c_str(),
                std::string(trainer.engine().name).c_str(), std::string(name(trainer.engine().mode)).c_str());
    std::printf("%8s %10s   %10s %10s   %7s %7s   %s\n", "epoch", "step", "train loss", "test loss", "train",
                "test", "state");
  }
  report(trainer, options.json);
  for (std::size_t epoch = 0; epoch < options.epochs;) {
    const std::size_t epochs = std::min(options.report, options.epochs - epoch);
    const Status status = trainer.step(epochs * trainer.steps_per_epoch());
    report(trainer, options.json);
    if (!status.ok()) {
      complain(status);
      return diverged;
    }
    epoch += epochs;
  }
  return 0;
}

int run(std::span<const char* const> arguments) {
  Options options;
  const Status status = parse(arguments, options);
  if (!status.ok()) return complain(status);
  if (!status.message.empty()) complain(status);
  switch (options.task) {
    case Task::help:
      return print(help());
    case Task::version:
      return print("downhill " DOWNHILL_VERSION "\n");
    case Task::list_settings:
      return print(settings_table_json() + "\n");
    case Task::list_engines:
      return list_engines();
    case Task::train:
      break;
  }
  return train(options);
}

}  // namespace
}  // namespace downhill::cli

int main(int count, char** arguments) {
  return downhill::cli::run({arguments + 1, static_cast<std::size_t>(std::max(count - 1, 0))});
}
