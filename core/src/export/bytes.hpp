// Numbers as the bytes of files: little-endian, whatever machine writes them.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string>

namespace downhill {

template <class Unsigned>
void put_little(std::string& bytes, Unsigned number) {
  for (std::size_t j = 0; j < sizeof(Unsigned); ++j) {
    bytes += static_cast<char>((number >> (8 * j)) & 0xFFU);
  }
}

inline void put_floats(std::string& bytes, std::span<const float> numbers) {
  for (const float number : numbers) put_little(bytes, std::bit_cast<std::uint32_t>(number));
}

}  // namespace downhill
