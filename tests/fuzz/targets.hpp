// What the fuzzers throw at the readers of foreign text, one function a reader. Each reads the input and,
// where it is accepted, holds the reader to what its header promises; a broken promise aborts.
#pragma once

#include <array>
#include <string_view>

namespace downhill::fuzz {

void csv(std::string_view input);
void link(std::string_view input);
void model(std::string_view input);
void network(std::string_view input);
void onnx(std::string_view input);
void run(std::string_view input);
void safetensors(std::string_view input);
void table(std::string_view input);
void table_model(std::string_view input);

struct Target {
  std::string_view name;  // of its corpus in tests/fuzz/corpus, too
  void (*read)(std::string_view input);
};

inline constexpr std::array<Target, 9> targets = {{
    {"csv", csv},
    {"link", link},
    {"model", model},
    {"network", network},
    {"onnx", onnx},
    {"run", run},
    {"safetensors", safetensors},
    {"table", table},
    {"table_model", table_model},
}};

// Aborts with that text. An assertion that is there in every build.
void expect(bool kept, const char* promise);

}  // namespace downhill::fuzz
