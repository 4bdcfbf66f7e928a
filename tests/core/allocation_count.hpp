// Counts what asks for memory, while somebody counts.
#pragma once

#include <cstddef>

namespace downhill::testing {

// What can be seen in this build: "malloc" and everything built on it, "operator new" alone, or "" for
// nothing.
const char* allocations_seen() noexcept;

// Calls since the program began.
std::size_t allocations() noexcept;

}  // namespace downhill::testing
