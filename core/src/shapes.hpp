// How a point of each shape is drawn.
#pragma once

#include <downhill/dataset.hpp>
#include <downhill/random.hpp>

#include <cstdint>

namespace downhill {

// `classes` of the spec is the number itself, not 0; `along` runs from 0 to 1 over the points of a class, for
// shapes that are lines.
Point draw_point(const DatasetSpec& spec, std::uint32_t label, double along, Random& random) noexcept;

}  // namespace downhill
