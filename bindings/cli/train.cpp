// downhill train: from data or a saved run to a trained network, its curve and its file.
#include "commands.hpp"
#include "curve.hpp"
#include "failure.hpp"
#include "files.hpp"
#include "formats.hpp"
#include "interrupt.hpp"
#include "options.hpp"
#include "progress.hpp"
#include "run.hpp"

#include <downhill/team.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace downhill::cli {
namespace {

struct Train {
  explicit Train(CLI::App& command) : data(command), settings(command) {
    command.add_option("--epochs", epochs, "how long to train; 0 only looks")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str()
        ->type_name("N");
    command.add_option("--report", report, "a line every so many epochs")
        ->capture_default_str()
        ->check(CLI::PositiveNumber)
        ->type_name("N");
    command.add_option("--resume", resume, "go on with a run that was saved, here or in the playground")
        ->type_name("FILE");
    command.add_option("--save", save, "the run, when training ends, diverges or is interrupted")
        ->type_name("FILE");
    command
        .add_option("--export", model,
                    "the network for other programs; the suffix says how: " + known_suffixes())
        ->type_name("FILE");
    command.add_option("--curve", curve, "loss and accuracy of every report, as .svg or .csv")
        ->type_name("FILE");
    command.add_option("--kernels", kernels, "compute with this engine; downhill info names them")
        ->type_name("NAME");
    command
        .add_option("--threads", threads,
                    "share out steps that are large enough; in reproducible mode the weights are the same "
                    "with any number")
        ->check(CLI::Range(std::size_t{1}, Team::most))
        ->capture_default_str()
        ->type_name("N");
    command.add_flag("--json", json, "one JSON object a line");
    command.add_flag("--quiet", quiet, "no lines at all");
  }

  void run() {
    check_files();
    training = begin();
    choose_engine();
    team.emplace(threads);
    training->trainer().set_team(&*team);
    catch_interrupts();
    const int code = train();
    bar.clear();
    leave();
    if (code != 0) throw Failure{"", code};
  }

 private:
  // Before hours of training, not after.
  void check_files() const {
    if (!model.empty()) (void)format_of(model);
    if (!curve.empty() && !curve.ends_with(".svg") && !curve.ends_with(".csv"))
      throw Failure{"--curve: the name '" + curve + "' ends neither with .svg nor with .csv."};
  }

  std::unique_ptr<Run> begin() const {
    if (resume.empty()) return begin_run(settings.settings(), data);
    if (settings.given()) throw Failure{"--resume: a saved run brings its own settings; give no others."};
    return resume_run(resume, data);
  }

  void choose_engine() const {
    if (kernels.empty()) return;
    const NumericMode mode = training->settings().mode;
    const Engine* engine = find_engine(kernels, mode);
    if (!engine || !engine->available)
      throw Failure{"--kernels: no engine '" + kernels + "' in " + std::string(name(mode)) +
                    " mode here; see downhill info."};
    training->trainer().set_engine(*engine);
  }

  void note(Lines lines) {
    reports.push_back(report_of(training->trainer(), training->regression()));
    print(reports.back(), lines);
  }

  int train() {
    Trainer<float>& trainer = training->trainer();
    const bool terminal = is_terminal_out();
    const Lines lines = quiet ? Lines::none : json ? Lines::json : Lines::plain;
    const Lines between = lines == Lines::plain && terminal ? Lines::none : lines;
    bar = ProgressBar(!json && !quiet);
    if (lines == Lines::plain)
      std::printf("#%s  (%s, %s)\n", to_query(training->settings()).c_str(),
                  std::string(trainer.engine().name).c_str(),
                  std::string(name(trainer.engine().mode)).c_str());
    print_head(lines, training->regression());
    note(lines);
    for (std::size_t epoch = 0; epoch < epochs;) {
      const std::size_t next = std::min(epoch + report, epochs);
      const Status status = train_to(epoch, next);
      epoch = next;
      const bool last = epoch == epochs || !status.ok() || interrupt_asked();
      if (last) bar.clear();
      note(last ? lines : between);
      if (!status.ok()) return stopped(status);
      if (interrupt_asked()) return interrupted_here();
    }
    return 0;
  }

  // In slices of some milliseconds, so that Ctrl-C is heard and the bar moves.
  Status train_to(std::size_t epoch, std::size_t end) {
    using Clock = std::chrono::steady_clock;
    Trainer<float>& trainer = training->trainer();
    const std::size_t per_epoch = trainer.steps_per_epoch();
    for (std::size_t left = (end - epoch) * per_epoch; left > 0 && !interrupt_asked();) {
      const auto begun = Clock::now();
      const std::size_t steps = std::min(left, slice);
      if (Status status = trainer.step(steps); !status.ok()) return status;
      left -= steps;
      const auto took = Clock::now() - begun;
      if (steps == slice && took < std::chrono::milliseconds(5)) slice *= 2;
      if (took > std::chrono::milliseconds(30) && slice > 1) slice /= 2;
      bar.show(trainer, end - (left + per_epoch - 1) / per_epoch, epochs);
    }
    return {};
  }

  static int stopped(const Status& status) {
    warn(status.message);
    return status.code == Code::diverged ? diverged : 0;
  }

  int interrupted_here() {
    if (save.empty()) save = "downhill-interrupted.json";
    warn("interrupted; the run is in '" + save + "', and goes on with --resume.");
    return interrupted;
  }

  void leave() const {
    if (!save.empty()) write_file(save, training->text());
    if (!model.empty()) write_file(model, export_model(training->network(), format_of(model)));
    if (curve.empty()) return;
    write_file(curve, curve.ends_with(".csv") ? curve_csv(reports) : curve_svg(reports));
  }

  DataOptions data;
  SettingOptions settings;
  std::size_t epochs = 100, report = 10, threads = 1;
  std::string resume, save, model, curve, kernels;
  bool json = false, quiet = false;

  std::optional<Team> team;  // outlives the training
  std::unique_ptr<Run> training;
  std::vector<Report> reports;
  ProgressBar bar{false};
  std::size_t slice = 64;  // steps
};

}  // namespace

void add_train(CLI::App& app) {
  add_command<Train>(app, "train", "train a network")
      ->footer(
          "A CSV file of two numbers and a class or number is learnt as points of the plane, as the "
          "playground does; any\n"
          "other as a table, whose columns are standardised, words included, one input a word.");
}

}  // namespace downhill::cli
