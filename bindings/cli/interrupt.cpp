#include "interrupt.hpp"

#include <csignal>

namespace downhill::cli {
namespace {

volatile std::sig_atomic_t asked = 0;

void remember(int signal) {
  asked = 1;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void catch_interrupts() {
  std::signal(SIGINT, remember);
  std::signal(SIGTERM, remember);
}

bool interrupt_asked() {
  return asked != 0;
}

}  // namespace downhill::cli
