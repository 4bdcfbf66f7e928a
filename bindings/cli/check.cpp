// downhill check: is the gradient right? Backpropagation against central differences, in double.
#include "commands.hpp"
#include "failure.hpp"
#include "options.hpp"
#include "run.hpp"

#include <downhill/gradient_check.hpp>
#include <downhill/objective.hpp>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

namespace downhill::cli {
namespace {

struct Check {
  explicit Check(CLI::App& command) : data(command), settings(command) {
    command.add_option("--run", path, "check at the weights of a saved run")->type_name("FILE");
    command.add_option("--rows", samples, "the first so many of the training set")
        ->capture_default_str()
        ->check(CLI::Range(1, 100000))
        ->type_name("N");
    command.add_option("--difference", options.epsilon, "how far the differences reach to each side")
        ->capture_default_str()
        ->type_name("X");
    command.add_option("--tolerance", tolerance, "largest relative error that passes")
        ->capture_default_str()
        ->type_name("X");
    std::string faults;
    for (const std::string_view name : fault_names)
      faults += (faults.empty() ? "" : ", ") + std::string(name);
    command.add_option("--fault", fault, "plant a mistake, to see it found: " + faults)->type_name("NAME");
  }

  void run() {
    const auto found = std::ranges::find(fault_names, fault);
    if (found == fault_names.end())
      throw Failure{"--fault: '" + fault + "' is none; see downhill check --help."};
    if (!path.empty() && settings.given())
      throw Failure{"--run: a saved run brings its own settings; give no others."};
    const auto checked = path.empty() ? begin_run(settings.settings(), data) : resume_run(path, data);
    Trainer<float>& trainer = checked->trainer();
    const TrainerSpec& spec = trainer.spec();
    options.fused = spec.fused;
    options.regularization = spec.rules.regularization;
    options.dropout_seed = spec.seed;
    options.fault = static_cast<Fault>(found - fault_names.begin());
    const SampleSet<float>& all = trainer.train_set();
    const std::size_t count = std::min(static_cast<std::size_t>(samples), all.count);
    const auto theta = in_double(std::span<const float>(trainer.theta()));
    const auto inputs = in_double(std::span(all.inputs, count * trainer.network().inputs()));
    const auto targets = in_double(std::span(all.targets, count * trainer.network().outputs()));
    GradientCheck result;
    need(check_gradient(spec.network, spec.loss, theta, {inputs.data(), targets.data(), count},
                        trainer.engine(), result, options));
    print(trainer.network(), result, count);
    if (!(result.worst_error <= tolerance)) throw Failure{"the gradient is wrong.", check_failed};
  }

 private:
  static void print(const Network& network, const GradientCheck& result, std::size_t count) {
    std::printf("%zu parameters, %zu samples, %zu skipped at kinks\n\n  %-8s %10s %12s\n",
                result.analytic.size(), count, result.skipped_count, "layer", "parameters", "worst error");
    for (std::size_t l = 0; l < network.depth(); ++l) {
      const std::size_t begin = network.layer(l).weights;
      const std::size_t end = l + 1 < network.depth() ? network.layer(l + 1).weights : result.analytic.size();
      const auto first = result.errors.begin();
      const double worst = *std::max_element(first + static_cast<std::ptrdiff_t>(begin),
                                             first + static_cast<std::ptrdiff_t>(end));
      std::printf("  %-8zu %10zu %12.3g\n", l + 1, end - begin, worst);
    }
    std::printf(
        "\nworst relative error %.3g, of parameter %zu: %.9g by backpropagation, %.9g by differences\n",
        result.worst_error, result.worst_parameter, result.analytic[result.worst_parameter],
        result.numerical[result.worst_parameter]);
  }

  DataOptions data;
  SettingOptions settings;
  std::string path, fault = "none";
  int samples = 20;
  double tolerance = 1e-5;
  GradientCheckOptions options;
};

}  // namespace

void add_check(CLI::App& app) {
  add_command<Check>(app, "check", "compare the gradient with central differences");
}

}  // namespace downhill::cli
