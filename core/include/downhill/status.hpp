// How the library says that something went wrong: a value, never an exception.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace downhill {

enum class Code : std::uint8_t {
  ok,
  clamped,   // done, with a value moved into its range
  unknown,   // done, but a name was not understood and was ignored
  refused,   // nothing was changed
  stopped,   // early stopping ended the training and restored the best weights
  diverged,  // training met NaN or Inf and stopped; the last finite weights are kept
};

// The words used for a code in every interface.
constexpr const char* name(Code code) noexcept {
  switch (code) {
    case Code::ok:
      return "ok";
    case Code::clamped:
      return "clamped";
    case Code::unknown:
      return "unknown";
    case Code::refused:
      return "refused";
    case Code::stopped:
      return "stopped";
    case Code::diverged:
      return "diverged";
  }
  return "";
}

// `message` names the value, its bound and what to do; one sentence a line, empty when all is well.
struct [[nodiscard]] Status {
  Code code = Code::ok;
  std::string message;

  // True unless the call left everything as it was, or training came to a stop.
  bool ok() const noexcept { return code < Code::refused; }

  // Keeps the graver code and both messages.
  void add(const Status& other) {
    if (other.code > code) code = other.code;
    if (other.message.empty()) return;
    if (!message.empty()) message += '\n';
    message += other.message;
  }
};

inline Status refused(std::string message) {
  return {Code::refused, std::move(message)};
}

}  // namespace downhill
