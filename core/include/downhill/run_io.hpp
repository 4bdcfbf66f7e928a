// A run as the file that the playground saves and opens: settings, points from outside, weights, and where
// the training is.
#pragma once

#include <downhill/playground.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace downhill {

// Points from outside, as they came.
struct RunPoints {
  std::string csv;
  bool regression = false;
};

// {"format": "downhill-run", "version": 1, "query", "points", "view", "step", "parameters", "frozen",
// "snapshot"}. The snapshot lets another program go on to the same bits; without it, as the page writes, the
// weights come back and the optimizer begins anew.
std::string write_run(const Playground& playground, const std::optional<RunPoints>& points);

// Refuses what is no such text, and then leaves both as they were. The message says where.
Status read_run(std::string_view text, Playground& playground, std::optional<RunPoints>& points);

}  // namespace downhill
