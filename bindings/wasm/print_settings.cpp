// Prints the settings table and the formats of models for scripts/generate.mjs, a line each: the page takes
// its texts from there, and the binary that every visitor downloads does without them.
#include <downhill/model_export.hpp>
#include <downhill/settings.hpp>

#include <cstdio>

int main() {
  std::puts(downhill::settings_table_json().c_str());
  const char* separator = "[";
  for (const auto& [key, suffix, label] : downhill::model_formats) {
    std::printf("%s{\"key\": \"%s\", \"suffix\": \"%s\", \"label\": \"%s\"}", separator, key.data(),
                suffix.data(), label.data());
    separator = ", ";
  }
  std::puts("]");
}
