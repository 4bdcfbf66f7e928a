#include "map.hpp"

#include "chart.hpp"
#include "failure.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace downhill::cli {
namespace {

const Palette palette;

std::array<std::uint8_t, 3> colour_of(const Dataset& dataset, const Point& point) {
  if (dataset.regression) {
    const Rgba colour = ColourMap(palette).diverging(static_cast<float>(point.target));
    return {colour[0], colour[1], colour[2]};
  }
  if (dataset.classes == 2) return point.label == 1 ? palette.positive : palette.negative;
  return palette.classes[point.label];
}

std::string hex(const std::array<std::uint8_t, 3>& colour) {
  std::array<char, 8> text;
  std::snprintf(text.data(), text.size(), "#%02x%02x%02x", colour[0], colour[1], colour[2]);
  return text.data();
}

}  // namespace

Image map_image(Playground& playground, std::size_t side, bool with_points) {
  need(playground.render({.map_size = side, .tile_size = 1}));
  const auto pixels = playground.grid().map_pixels();
  Image image{side, side, {pixels.begin(), pixels.end()}};
  if (!with_points) return image;
  const double scale = static_cast<double>(side) / (2.0 * domain);
  const double radius = std::max(1.5, static_cast<double>(side) / 128.0);
  constexpr std::array<std::uint8_t, 3> rim = {255, 255, 255};
  for (const Point& point : playground.dataset().points) {
    const double x = (point.x1 + domain) * scale, y = (domain - point.x2) * scale;
    draw_disc(image, x, y, radius + 1.0, rim);
    draw_disc(image, x, y, radius, colour_of(playground.dataset(), point));
  }
  return image;
}

std::string map_svg(Playground& playground) {
  const Frame frame = square_frame(domain);
  const Metrics train = playground.trainer().train_metrics();
  const std::string title = "What the network answers over the plane, after " +
                            std::to_string(playground.trainer().epochs()) + " epochs; training loss " +
                            short_number(train.loss);
  std::string points;
  const Dataset& dataset = playground.dataset();
  for (std::size_t k = 0; k < dataset.points.size(); ++k) {
    const Point& point = dataset.points[k];
    const bool test = k >= dataset.train_count;
    points += "<circle cx=\"" + short_number(frame.x(point.x1)) + "\" cy=\"" +
              short_number(frame.y(point.x2)) + "\" r=\"3\" fill=\"" + hex(colour_of(dataset, point)) +
              "\" stroke=\"" + (test ? "#222" : "#fff") + "\"/>\n";
  }
  return svg_square(frame, title, map_image(playground, 256, false), points, "x1", "x2");
}

std::string map_text(Playground& playground, std::size_t columns, std::size_t rows) {
  constexpr std::string_view letters = ".:o+*#";
  std::vector<std::string> lines(rows, std::string(columns, ' '));
  const std::size_t outputs = playground.trainer().network().outputs();
  const Activation activation = playground.trainer().network().output_activation();
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      const double x1 =
          (static_cast<double>(column) + 0.5) / static_cast<double>(columns) * 2.0 * domain - domain;
      const double x2 = domain - (static_cast<double>(row) + 0.5) / static_cast<double>(rows) * 2.0 * domain;
      const auto answer = playground.probe(x1, x2).last(outputs);
      const std::size_t found = class_of(answer, activation);
      lines[row][column] = letters[outputs > 1 ? found : 2 * found];
    }
  }
  for (const Point& point : playground.dataset().points) {
    const double column = (point.x1 + domain) / (2.0 * domain) * static_cast<double>(columns);
    const double row = (domain - point.x2) / (2.0 * domain) * static_cast<double>(rows);
    if (column < 0.0 || row < 0.0 || column >= static_cast<double>(columns) ||
        row >= static_cast<double>(rows))
      continue;
    const bool above = playground.dataset().regression ? point.target > 0.0 : point.label > 0;
    const std::size_t digit = playground.dataset().regression ? (above ? 1 : 0) : point.label;
    lines[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] = static_cast<char>('0' + digit);
  }
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

}  // namespace downhill::cli
