// Prints the settings table for scripts/generate.mjs: the page takes its texts from there, and the binary
// that every visitor downloads does without them.
#include <downhill/settings.hpp>

#include <cstdio>

int main() {
  std::puts(downhill::settings_table_json().c_str());
}
