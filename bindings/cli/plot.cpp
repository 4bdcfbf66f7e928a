// downhill plot: the map of a run, or the curve of a training, as a file or on the terminal.
#include "chart.hpp"
#include "commands.hpp"
#include "curve.hpp"
#include "failure.hpp"
#include "files.hpp"
#include "map.hpp"
#include "run.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace downhill::cli {
namespace {

struct Plot {
  explicit Plot(CLI::App& command) {
    command
        .add_option("input", input,
                    "a run, a model with two inputs, or what train --json or --curve wrote (.jsonl .csv)")
        ->required()
        ->type_name("FILE");
    command
        .add_option("-o,--output", output, "a map as .png or .svg, a curve as .svg; without, on the terminal")
        ->type_name("FILE");
    command.add_option("--size", size, "side of a map's PNG, in pixels")
        ->capture_default_str()
        ->check(CLI::Range(16, 512))
        ->type_name("N");
    command.add_flag("--no-points", without_points, "the map alone");
  }

  void run() const {
    if (input.ends_with(".jsonl") || input.ends_with(".csv")) return curve();
    map();
  }

 private:
  void curve() const {
    const auto reports = read_curve(read_file(input));
    if (output.empty()) {
      std::fputs(curve_text(reports, 64, 16).c_str(), stdout);
    } else if (output.ends_with(".svg")) {
      write_file(output, curve_svg(reports));
    } else {
      throw Failure{"the name '" + output + "' does not end with .svg."};
    }
  }

  void map() const {
    if (!output.empty() && !output.ends_with(".svg") && !output.ends_with(".png"))
      throw Failure{"the name '" + output + "' ends neither with .png nor with .svg."};
    Subject subject = open_subject(input);
    Playground imported;
    Playground* playground = subject.run ? subject.run->playground() : &imported;
    if (!subject.run) need(import_run(subject.network, "", imported), input + ": ");
    if (output.ends_with(".svg")) {
      write_file(output, map_svg(*playground));
    } else if (output.ends_with(".png")) {
      write_file(output, png(map_image(*playground, static_cast<std::size_t>(size), !without_points)));
    } else if (is_terminal_out() && !std::getenv("NO_COLOR")) {  // NOLINT(concurrency-mt-unsafe): one thread
      std::fputs(half_blocks(map_image(*playground, 64, !without_points)).c_str(), stdout);
    } else {
      std::fputs(map_text(*playground, 64, 32).c_str(), stdout);
    }
  }

  std::string input, output;
  int size = 512;
  bool without_points = false;
};

}  // namespace

void add_plot(CLI::App& app) {
  add_command<Plot>(app, "plot", "draw what a network answers, or how it learnt");
}

}  // namespace downhill::cli
