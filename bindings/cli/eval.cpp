// downhill eval: how good a network is, on its own rows or on others.
#include "commands.hpp"
#include "failure.hpp"
#include "files.hpp"
#include "run.hpp"
#include "text.hpp"

#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace downhill::cli {
namespace {

struct Scores {
  Metrics metrics;
  std::size_t rows = 0;
  bool regression = false;
  std::vector<std::uint32_t> counts;  // confusion, [class][taken for]
  std::size_t classes = 0;
};

Scores score(Trainer<float>& trainer, const SampleSet<float>& set, bool regression) {
  Scores scores{.metrics = evaluate(trainer.scratch_pass(), set),
                .rows = set.count,
                .regression = regression,
                .counts = {}};
  if (regression) return scores;
  scores.classes = confusion_classes(trainer.network().outputs());
  scores.counts.resize(scores.classes * scores.classes);
  confusion(trainer.scratch_pass(), set, scores.counts);
  return scores;
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, std::isfinite(value) ? "%.6g" : "null", value);
  return text;
}

struct Eval {
  explicit Eval(CLI::App& command) {
    command.add_option("run", path, "a saved run")->required()->type_name("RUN");
    command.add_option("data", data, "CSV of a table's rows; for a run on points, its own are there")
        ->type_name("FILE");
    command.add_flag("--json", json, "as JSON");
  }

  void run() {
    Subject subject = open_subject(path);
    if (subject.run) {
      if (!data.empty()) throw Failure{"a run on points is evaluated on its own points; give no others."};
      Trainer<float>& trainer = subject.run->trainer();
      const bool regression = subject.run->regression();
      const auto names = subject.run->class_names();
      print("training", score(trainer, trainer.train_set(), regression), names);
      print("test", score(trainer, trainer.test_set(), regression), names);
      return;
    }
    if (!subject.table)
      throw Failure{"'" + path +
                    "' does not say what it was trained for; downhill import makes a run of it."};
    table(*subject.table);
  }

 private:
  void table(const TableModel& model) const {
    if (data.empty()) throw Failure{"a run on a table needs rows: downhill eval RUN FILE."};
    Table rows;
    need(parse_table(read_file(data), model.schema, true, rows), data + ": ");
    const ModelSamples<float> samples = samples_of(model, rows);
    const NetworkSpec& network = model.model.spec.network;
    const SampleSet<float> set = samples.test(network);
    Trainer<float> trainer;
    need(downhill::resume(model.model, set, {}, best_engine(NumericMode::reproducible), trainer));
    print("rows", score(trainer, set, model.schema.regression), model.schema.classes);
  }

  void print(const char* what, const Scores& scores, const std::vector<std::string>& names) const {
    if (json)
      print_json(what, scores, names);
    else
      print_text(what, scores, names);
  }

  static std::string class_name(std::size_t k, const std::vector<std::string>& names) {
    return k < names.size() ? names[k] : std::to_string(k);
  }

  static void print_json(const char* what, const Scores& scores, const std::vector<std::string>& names) {
    std::printf("{\"on\": \"%s\", \"rows\": %zu, \"loss\": %s, ", what, scores.rows,
                number(scores.metrics.loss).c_str());
    if (scores.regression) {
      std::printf("\"rSquared\": %s}\n", number(scores.metrics.r_squared).c_str());
      return;
    }
    std::printf("\"accuracy\": %s, \"confusion\": [", number(scores.metrics.accuracy).c_str());
    for (std::size_t k = 0; k < scores.counts.size(); ++k)
      std::printf("%s%u%s", k % scores.classes == 0 ? (k > 0 ? ", [" : "[") : ", ", scores.counts[k],
                  k % scores.classes + 1 == scores.classes ? "]" : "");
    std::fputs("], \"classes\": [", stdout);
    for (std::size_t k = 0; k < scores.classes; ++k) {
      const ClassScore of = class_score(scores.counts, scores.classes, k);
      std::printf("%s{\"class\": %s, \"samples\": %u, \"precision\": %s, \"recall\": %s, \"f1\": %s}",
                  k > 0 ? ", " : "", json_string(class_name(k, names)).c_str(), of.samples,
                  number(of.precision).c_str(), number(of.recall).c_str(), number(of.f1).c_str());
    }
    std::puts("]}");
  }

  static void print_text(const char* what, const Scores& scores, const std::vector<std::string>& names) {
    std::printf("%s: %zu rows, loss %s, ", what, scores.rows, number(scores.metrics.loss).c_str());
    if (scores.regression) {
      std::printf("R² %s\n", number(scores.metrics.r_squared).c_str());
      return;
    }
    std::printf("accuracy %s\n\n  %-20s %8s %9s %9s %9s   taken for\n",
                number(scores.metrics.accuracy).c_str(), "class", "rows", "precision", "recall", "F1");
    for (std::size_t k = 0; k < scores.classes; ++k) {
      const ClassScore of = class_score(scores.counts, scores.classes, k);
      std::printf("  %-20s %8u %9s %9s %9s  ", class_name(k, names).c_str(), of.samples,
                  number(of.precision).c_str(), number(of.recall).c_str(), number(of.f1).c_str());
      for (std::size_t j = 0; j < scores.classes; ++j)
        std::printf(" %u", scores.counts[k * scores.classes + j]);
      std::puts("");
    }
    std::puts("");
  }

  std::string path, data;
  bool json = false;
};

}  // namespace

void add_eval(CLI::App& app) {
  add_command<Eval>(app, "eval", "loss, accuracy, confusion, F1 or R² of a run");
}

}  // namespace downhill::cli
