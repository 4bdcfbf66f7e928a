// downhill race: several optimizers on the same problem, from the same weights.
#include "commands.hpp"
#include "failure.hpp"
#include "options.hpp"
#include "run.hpp"

#include <downhill/race.hpp>

#include <cstdio>
#include <string>
#include <vector>

namespace downhill::cli {
namespace {

struct RaceCommand {
  explicit RaceCommand(CLI::App& command) : data(command), settings(command) {
    command
        .add_option("--lane", lanes,
                    "what one lane has otherwise, as optimizer=adam&learningRate=0.01; again for each")
        ->required()
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->expected(1, static_cast<int>(Race<float>::max_lanes))
        ->type_name("SETTINGS");
    command.add_option("--epochs", epochs, "how long to train")
        ->capture_default_str()
        ->check(CLI::NonNegativeNumber)
        ->type_name("N");
    command.add_flag("--json", json, "one JSON object a lane");
  }

  void run() {
    const Settings base = settings.settings();
    const auto first = begin_run(base, data);
    Trainer<float>& trainer = first->trainer();
    std::vector<RaceLane> field;
    for (const std::string& lane : lanes) field.push_back(lane_of(base, *first, lane));
    Race<float> race;
    need(race.build(trainer.spec(), field, trainer.train_set(), trainer.test_set(), trainer.engine()));
    race.step_epochs(epochs);
    print(race.results());
  }

 private:
  // Rules and initializer may differ; what makes another problem may not.
  static RaceLane lane_of(const Settings& base, const Run& first, const std::string& text) {
    Settings changed = base;
    const Status status = apply_query(changed, text);
    if (!status.message.empty()) throw Failure{"--lane '" + text + "': " + status.message};
    Settings same = changed;
    const Dataset shape{.classes = first.class_names().empty() ? std::size_t{2} : first.class_names().size(),
                        .regression = first.regression()};
    RaceLane lane{.rules = trainer_spec(changed, shape).rules, .initializer = changed.initializer};
    adopt_rules(same, trainer_spec(base, shape).rules);
    same.initializer = base.initializer;
    if (to_query(same) != to_query(base))
      throw Failure{"--lane '" + text +
                    "': lanes may differ in optimizer, rates, batches, penalties, clipping and "
                    "initializer only."};
    return lane;
  }

  void print(const std::vector<RaceResult>& results) const {
    if (!json)
      std::printf("%10s %10s %8s %8s %10s  %s\n", "loss", "test loss", "train", "test", "steps", "lane");
    for (std::size_t k = 0; k < results.size(); ++k) {
      const RaceResult& result = results[k];
      const char* end = result.diverged ? "diverged" : result.stopped ? "stopped" : "";
      std::printf(json ? "{\"loss\": %.9g, \"testLoss\": %.9g, \"accuracy\": %.9g, \"testAccuracy\": %.9g, "
                         "\"steps\": %llu, "
                         "\"lane\": \"%s\", \"end\": \"%s\"}\n"
                       : "%10.6f %10.6f %8.4f %8.4f %10llu  %s  %s\n",
                  result.loss, result.test_loss, result.accuracy, result.test_accuracy,
                  static_cast<unsigned long long>(result.steps), lanes[k].c_str(), end);
    }
  }

  DataOptions data;
  SettingOptions settings;
  std::vector<std::string> lanes;
  std::size_t epochs = 100;
  bool json = false;
};

}  // namespace

void add_race(CLI::App& app) {
  add_command<RaceCommand>(app, "race", "train with several optimizers, side by side");
}

}  // namespace downhill::cli
