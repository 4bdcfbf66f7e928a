// The command line: the same settings, the same bits as the playground.
#include "files.hpp"
#include "options.hpp"
#include "predict.hpp"

#include <downhill/model_export.hpp>
#include <downhill/playground.hpp>
#include <downhill/run_io.hpp>

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

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

// The format whose suffix is the longest that the name ends with.
std::optional<ModelFormat> format_of(std::string_view path) {
  std::optional<ModelFormat> found;
  for (std::size_t k = 0; k < model_formats.size(); ++k) {
    const auto format = static_cast<ModelFormat>(k);
    if (!path.ends_with(names(format).suffix)) continue;
    if (!found || names(format).suffix.size() > names(*found).suffix.size()) found = format;
  }
  return found;
}

// A run as the options want it, ready to train.
Status prepare(const Options& options, Playground& playground, std::optional<RunPoints>& points) {
  if (!options.model.empty() && !format_of(options.model))
    return refused("--export: the name '" + options.model + "' ends with no known suffix; see --help.");
  std::string text;
  if (!options.open.empty()) {
    const Status status = read_file(options.open, text);
    return status.ok() ? read_run(text, playground, points) : status;
  }
  if (options.points.empty()) return playground.configure(to_query(options.settings));
  if (Status status = read_file(options.points, text); !status.ok()) return status;
  Settings settings = options.settings;
  settings.dataset = DatasetKind::custom;
  Status status = playground.load_points(text, options.regression);
  if (status.ok()) status.add(playground.configure(to_query(settings)));
  points = RunPoints{std::move(text), options.regression};
  return status;
}

// What is to be left behind. The first file that fails ends it.
Status leave(const Options& options, Playground& playground, const std::optional<RunPoints>& points) {
  Status status;
  if (!options.save.empty()) status = write_file(options.save, write_run(playground, points));
  if (status.ok() && !options.model.empty())
    status = write_file(options.model, export_model(playground, *format_of(options.model)));
  std::string text;
  if (status.ok() && !options.predict.empty()) {
    status = read_file(options.predict, text);
    if (status.ok()) status = predict(playground, text, options.json);
  }
  return status;
}

int train(const Options& options) {
  Playground playground;
  std::optional<RunPoints> points;
  const Status prepared = prepare(options, playground, points);
  if (!prepared.ok()) return complain(prepared);
  if (!prepared.message.empty()) complain(prepared);
  Trainer<float>& trainer = playground.trainer();
  if (!options.kernels.empty()) {
    const NumericMode mode = playground.settings().mode;
    const Engine* engine = find_engine(options.kernels, mode);
    if (!engine || !engine->available) {
      return complain(refused("--kernels: no engine '" + options.kernels + "' in " + std::string(name(mode)) +
                              " mode here; see --list-engines."));
    }
    trainer.set_engine(*engine);
  }
  if (!options.json) {
    std::printf("#%s  (%s, %s)\n", to_query(playground.settings()).c_str(),
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
      if (const Status left = leave(options, playground, points); !left.ok()) complain(left);
      return diverged;
    }
    epoch += epochs;
  }
  const Status left = leave(options, playground, points);
  return left.ok() ? 0 : complain(left);
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
