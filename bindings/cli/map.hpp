// The output map of a run on points: what the network answers over the plane, and the points.
#pragma once

#include "image.hpp"

#include <downhill/playground.hpp>

#include <string>

namespace downhill::cli {

// `side` pixels, with the points on it if asked. Throws Failure.
Image map_image(Playground& playground, std::size_t side, bool with_points);
// With axes, and points as shapes.
std::string map_svg(Playground& playground);
// A letter a class, for terminals without colours; points of the data as digits.
std::string map_text(Playground& playground, std::size_t columns, std::size_t rows);

}  // namespace downhill::cli
