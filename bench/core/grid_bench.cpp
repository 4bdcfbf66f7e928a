// The pictures: every neuron of 2-8-8-1 over the plane, coloured.
#include "engines.hpp"

#include <downhill/playground.hpp>

namespace downhill::bench {
namespace {

[[maybe_unused]] const bool registered = [] {
  on_every_engine("W4_grid256_tiles40", [](benchmark::State& state, const Engine& engine) {
    Playground playground;
    playground.trainer().set_engine(engine);
    for (auto _ : state) {
      if (!playground.render({256, 40, false}).ok()) state.SkipWithError("no memory for the pictures");
    }
  });
  return true;
}();

}  // namespace
}  // namespace downhill::bench
