// Axes and SVG, for curves, maps and landscapes.
#pragma once

#include "image.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace downhill::cli {

// Round numbers within [low, high], about `count` of them.
std::vector<double> ticks(double low, double high, std::size_t count);

// As few digits as tell it from its neighbours.
std::string short_number(double number);

// Text where SVG wants text.
std::string escaped(std::string_view text);

// Where data lie in a picture.
struct Frame {
  double left = 0.0, top = 0.0, width = 1.0, height = 1.0;  // in the picture
  double x_low = 0.0, x_high = 1.0, y_low = 0.0, y_high = 1.0;

  double x(double value) const noexcept { return left + width * (value - x_low) / (x_high - x_low); }
  double y(double value) const noexcept { return top + height * (y_high - value) / (y_high - y_low); }
};

// The start of a picture, its description for those who do not see it, and the end.
std::string svg_begin(double width, double height, const std::string& title);
std::string svg_end();
// A box with ticks and numbers, and names at the axes.
std::string svg_axes(const Frame& frame, const std::string& x_name, const std::string& y_name);

// A square picture about 0, from -reach to reach: its frame, and the whole of it with `over` drawn on the
// pixels.
Frame square_frame(double reach);
std::string svg_square(const Frame& frame, const std::string& title, const Image& image,
                       const std::string& over, const std::string& x_name, const std::string& y_name);

}  // namespace downhill::cli
