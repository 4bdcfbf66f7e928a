// How a command ends that cannot do what it was asked for.
#pragma once

#include <downhill/status.hpp>

#include <string>

namespace downhill::cli {

// Exit codes; downhill --help lists them.
inline constexpr int check_failed = 1;
inline constexpr int bad_input = 2;
inline constexpr int diverged = 3;
inline constexpr int interrupted = 130;

// Thrown by commands, caught by main().
struct Failure {
  std::string message;
  int code = bad_input;
};

// A sentence on standard error.
void warn(const std::string& message);

// Throws what is refused, with `where` before it; warns of what was taken otherwise than given.
void need(const Status& status, const std::string& where = "");

}  // namespace downhill::cli
