// Numbers from the bytes of files.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace downhill {

// `bytes` has size() of them at `at` and beyond.
template <class Unsigned>
Unsigned get_little(std::string_view bytes, std::size_t at) noexcept {
  Unsigned number = 0;
  for (std::size_t j = 0; j < sizeof(Unsigned); ++j) {
    const auto byte = static_cast<unsigned char>(bytes[at + j]);
    number = static_cast<Unsigned>(number | (static_cast<Unsigned>(byte) << (8 * j)));
  }
  return number;
}

inline std::vector<float> get_floats(std::string_view bytes) {
  std::vector<float> numbers(bytes.size() / 4);
  for (std::size_t j = 0; j < numbers.size(); ++j)
    numbers[j] = std::bit_cast<float>(get_little<std::uint32_t>(bytes, 4 * j));
  return numbers;
}

// Rounded to float.
inline std::vector<float> get_doubles(std::string_view bytes) {
  std::vector<float> numbers(bytes.size() / 8);
  for (std::size_t j = 0; j < numbers.size(); ++j)
    numbers[j] = static_cast<float>(std::bit_cast<double>(get_little<std::uint64_t>(bytes, 8 * j)));
  return numbers;
}

}  // namespace downhill
