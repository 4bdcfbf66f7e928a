// Links of TensorFlow Playground.
#pragma once

#include <downhill/settings.hpp>

#include <span>
#include <string>
#include <utility>

namespace downhill {

using QueryPairs = std::span<const std::pair<std::string, std::string>>;

// Whether one of its own keys is among them.
bool is_foreign_link(QueryPairs pairs);

// Settings as its page would begin with them, in our words and units.
Status apply_foreign_link(Settings& settings, QueryPairs pairs);

}  // namespace downhill
