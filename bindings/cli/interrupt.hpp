// Ctrl-C as a question that loops ask.
#pragma once

namespace downhill::cli {

// From now on SIGINT and SIGTERM are remembered; a second one ends the program.
void catch_interrupts();
bool interrupt_asked();

}  // namespace downhill::cli
