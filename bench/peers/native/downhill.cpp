// Downhill itself.
#include "../../tasks.hpp"
#include "program.hpp"

int main(int count, char** arguments) {
  std::vector<downhill::bench::Entry> entries;
  using namespace downhill;
  // What a user gets in either mode, and what a browser's vectors are comparable with.
  bench::add_engine(entries, "downhill", best_engine(NumericMode::fast));
  bench::add_engine(entries, "downhill-reproducible", best_engine(NumericMode::reproducible));
  if (const Engine* narrow = find_engine("sse2", NumericMode::reproducible)) {
    bench::add_engine(entries, "downhill-sse2", *narrow);
  }
  return bench::run_peer(count, arguments, entries);
}
