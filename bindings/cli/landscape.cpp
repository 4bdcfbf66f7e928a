// downhill landscape: the loss over a plane through the weights of a run.
#include "chart.hpp"
#include "commands.hpp"
#include "failure.hpp"
#include "files.hpp"
#include "image.hpp"
#include "run.hpp"

#include <downhill/landscape.hpp>
#include <downhill/objective.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>

namespace downhill::cli {
namespace {

// From the lowest to the highest loss by their logarithms: 0 to 1.
class Shades {
 public:
  explicit Shades(std::span<const double> values) {
    for (const double value : values) {
      if (!std::isfinite(value) || value <= 0.0) continue;
      low_ = std::min(low_, std::log(value));
      high_ = std::max(high_, std::log(value));
    }
  }
  double operator()(double value) const {
    if (!std::isfinite(value)) return 1.0;
    if (!(value > 0.0) || !(high_ > low_)) return 0.0;
    return (std::log(value) - low_) / (high_ - low_);
  }

 private:
  double low_ = INFINITY, high_ = -INFINITY;
};

struct Landscapes {
  explicit Landscapes(CLI::App& command) {
    command.add_option("run", path, "a saved run on points")->required()->type_name("RUN");
    command.add_option("-o,--output", output, "as .csv (s, t, loss), .png or .svg; without, on the terminal")
        ->type_name("FILE");
    command.add_option("--side", side, "points a side; odd has the run in the middle")
        ->capture_default_str()
        ->check(CLI::Range(static_cast<int>(Landscape::least_side), static_cast<int>(Landscape::most_side)))
        ->type_name("N");
    command.add_option("--span", span, "how far to go, in lengths of the weights")
        ->capture_default_str()
        ->check(CLI::Range(1e-6, 1e3))
        ->type_name("X");
    command.add_option("--seed", seed, "of the two random directions")
        ->capture_default_str()
        ->check(CLI::NonNegativeNumber)
        ->type_name("N");
  }

  void run() {
    if (!output.empty() && !output.ends_with(".csv") && !output.ends_with(".png") &&
        !output.ends_with(".svg"))
      throw Failure{"the name '" + output + "' ends neither with .csv, .png nor .svg."};
    const Subject subject = open_subject(path);
    if (!subject.run) throw Failure{"'" + path + "' holds no points; a landscape needs a run on points."};
    const Trainer<float>& trainer = subject.run->trainer();
    Objective objective;
    need(objective.build(trainer));
    Plane plane;
    need(random_plane(trainer.network(), in_double(trainer.theta()), seed, plane));
    Landscape landscape;
    need(landscape.begin(std::move(plane), {-span, span, -span, span}, static_cast<std::size_t>(side)));
    need(landscape.evaluate_rows(objective, 0, landscape.side()));
    leave(landscape);
  }

 private:
  void leave(const Landscape& landscape) const {
    if (output.ends_with(".csv")) return write_file(output, csv(landscape));
    if (output.ends_with(".png")) return write_file(output, png(image(landscape)));
    if (output.ends_with(".svg")) return write_file(output, svg(landscape));
    std::fputs(text(landscape).c_str(), stdout);
  }

  static std::string csv(const Landscape& landscape) {
    std::string text = "s,t,loss\n";
    std::array<char, 96> line;
    for (std::size_t row = 0; row < landscape.side(); ++row) {
      for (std::size_t column = 0; column < landscape.side(); ++column) {
        std::snprintf(line.data(), line.size(), "%.9g,%.9g,%.9g\n", landscape.s_of(column),
                      landscape.t_of(row), landscape.values()[row * landscape.side() + column]);
        text += line.data();
      }
    }
    return text;
  }

  static Image image(const Landscape& landscape) {
    const std::size_t side = landscape.side();
    const ColourMap colours;
    const Shades shade(landscape.values());
    Image image{side, side, std::vector<std::uint8_t>(4 * side * side)};
    for (std::size_t row = 0; row < side; ++row) {
      for (std::size_t column = 0; column < side; ++column) {
        const double value = landscape.values()[(side - 1 - row) * side + column];  // t grows upwards
        const Rgba colour = colours.diverging(static_cast<float>(1.0 - 2.0 * shade(value)));
        std::ranges::copy(colour, image.at(column, row));
      }
    }
    return image;
  }

  std::string svg(const Landscape& landscape) const {
    const auto [low, high] = std::ranges::minmax(landscape.values());
    return svg_square(square_frame(span),
                      "The loss about the weights of the run, from " + short_number(low) + " (blue) to " +
                          short_number(high) + " (orange)",
                      image(landscape), "", "direction 1", "direction 2");
  }

  static std::string text(const Landscape& landscape) {
    constexpr std::string_view shades = " .:-=+*#%@";
    const Shades shade(landscape.values());
    std::string text;
    for (std::size_t row = landscape.side(); row-- > 0;) {
      for (std::size_t column = 0; column < landscape.side(); ++column) {
        const double part = shade(landscape.values()[row * landscape.side() + column]);
        text.append(2, shades[std::min(shades.size() - 1,
                                       static_cast<std::size_t>(part * static_cast<double>(shades.size())))]);
      }
      text += '\n';
    }
    const auto [low, high] = std::ranges::minmax(landscape.values());
    return text + "loss from " + short_number(low) + " (blank) to " + short_number(high) + " (@)\n";
  }

  std::string path, output;
  int side = 41;
  double span = 1.0;
  std::uint64_t seed = 1;
};

}  // namespace

void add_landscape(CLI::App& app) {
  add_command<Landscapes>(app, "landscape", "the loss over a plane through the weights of a run");
}

}  // namespace downhill::cli
