// Characters of UTF-8 text.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace downhill {

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 0;  // 0: the text does not go on with a character
};

// The character that `text` (not empty) begins with.
inline Character first_character(std::string_view text) noexcept {
  const auto byte = [&](std::size_t index) { return std::uint32_t{static_cast<unsigned char>(text[index])}; };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
  std::uint32_t code = lead & (0x7FU >> bytes);
  for (std::size_t j = 1; j < bytes; ++j) {
    if ((byte(j) & 0xC0U) != 0x80) return {};
    code = (code << 6U) | (byte(j) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
  if (code < least[bytes] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, bytes};
}

// No control character, and none that breaks a line or turns the direction of writing.
constexpr bool printable(std::uint32_t code) noexcept {
  return code >= 0x20 && !(code >= 0x7F && code <= 0x9F) && !(code >= 0x2028 && code <= 0x202E) &&
         !(code >= 0x2066 && code <= 0x2069);
}

// Of valid UTF-8: the number of characters.
inline std::size_t character_count(std::string_view text) noexcept {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80 ? 1U : 0U;
  return count;
}

}  // namespace downhill
