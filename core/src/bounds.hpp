// Values outside of their bounds, and how that is said.
#pragma once

#include <downhill/status.hpp>

#include <string>
#include <string_view>

namespace downhill {

// "`what` is not between `least` and `most`".
std::string not_between(std::string_view what, double least, double most);

// Refuses a value below `least`, above `most`, or NaN.
Status check_bounds(std::string_view name, double value, double least, double most);

}  // namespace downhill
