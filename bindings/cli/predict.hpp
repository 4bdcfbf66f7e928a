// Answers of a network to points of a table.
#pragma once

#include <downhill/playground.hpp>
#include <downhill/status.hpp>

#include <string_view>

namespace downhill::cli {

// `points` has x1,x2 a line; blank lines and lines that begin with # are passed over. Prints the point and
// the network's outputs, a line each. Refuses a line that is no point, with its number, and then prints
// nothing.
Status predict(Playground& playground, std::string_view points, bool json);

}  // namespace downhill::cli
