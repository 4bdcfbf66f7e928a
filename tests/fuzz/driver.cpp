// libFuzzer's entry, built once for every target.
#include "targets.hpp"

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  downhill::fuzz::DOWNHILL_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
