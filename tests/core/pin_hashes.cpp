// Writes the hashes that pinned_runs_test.cpp and the web tests compare with, as the scalar engine finds
// them:
//   cmake --build build/native --target downhill_pin_hashes && build/native/tests/downhill_pin_hashes
//   tests/golden
// Needed when runs are added. A hash that changes otherwise breaks somebody's link.
#include "pinned_runs.hpp"

#include <downhill/playground.hpp>

#include <cinttypes>
#include <cstdio>
#include <string>

namespace downhill::testing {
namespace {

bool trained(const std::string& what, const Status& status) {
  if (status.code == Code::ok) return true;
  std::fprintf(stderr, "%s: %s\n", what.c_str(), status.message.c_str());
  return false;
}

bool print_runs(std::FILE* inc) {
  std::fputs("// Made by pin_hashes.cpp: a row a dataset, a column an optimizer. Do not edit.\n", inc);
  for (std::size_t d = 0; d < made_datasets; ++d) {
    for (std::size_t o = 0; o < optimizer_names.size(); ++o) {
      const auto kind = static_cast<DatasetKind>(d);
      const auto optimizer = static_cast<OptimizerKind>(o);
      DatasetRun<float> run;
      Status status = run.build(pinned_run(kind, optimizer), scalar_engine());
      if (status.ok()) status = run.trainer.step(pinned_epochs * run.trainer.steps_per_epoch());
      if (!trained(std::string(name(kind)) + ", " + std::string(name(optimizer)), status)) return false;
      std::fprintf(inc, "%s0x%016" PRIX64 "ULL%s", o == 0 ? "{" : " ", run.trainer.state_hash(),
                   o + 1 == optimizer_names.size() ? "},\n" : ",");
    }
  }
  return true;
}

bool print_links(std::FILE* inc, std::FILE* json) {
  std::fputs("// Made by pin_hashes.cpp. Do not edit.\n", inc);
  std::fprintf(json, "{\n  \"epochs\": %zu,\n  \"runs\": [", pinned_epochs);
  const char* separator = "\n";
  Playground playground;
  for (const std::string& link : pinned_links()) {
    Status status = playground.configure(link);
    Trainer<float>& trainer = playground.trainer();
    trainer.set_engine(scalar_engine());
    if (status.code == Code::ok) status = trainer.step(pinned_epochs * trainer.steps_per_epoch());
    if (!trained(link, status)) return false;
    const std::uint64_t hash = trainer.state_hash();
    std::fprintf(inc, "{\"%s\", 0x%016" PRIX64 "ULL},\n", link.c_str(), hash);
    std::fprintf(json, "%s    { \"query\": \"%s\", \"hash\": \"%016" PRIx64 "\" }", separator, link.c_str(),
                 hash);
    separator = ",\n";
  }
  std::fputs("\n  ]\n}\n", json);
  return true;
}

int pin(const std::string& folder) {
  std::FILE* const runs = std::fopen((folder + "/run_hashes.inc").c_str(), "w");
  std::FILE* const links = std::fopen((folder + "/link_hashes.inc").c_str(), "w");
  std::FILE* const json = std::fopen((folder + "/link_hashes.json").c_str(), "w");
  const bool written = runs && links && json && print_runs(runs) && print_links(links, json);
  for (std::FILE* file : {runs, links, json}) {
    if (file) std::fclose(file);
  }
  return written ? 0 : 1;
}

}  // namespace
}  // namespace downhill::testing

int main(int count, char** arguments) {
  if (count == 2) return downhill::testing::pin(arguments[1]);
  std::fputs("usage: downhill_pin_hashes FOLDER\n", stderr);
  return 2;
}
