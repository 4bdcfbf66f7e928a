// Pixels, and files and terminals that show them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace downhill::cli {

struct Image {
  std::size_t width = 0, height = 0;
  std::vector<std::uint8_t> pixels;  // RGBA, the first row at the top

  std::uint8_t* at(std::size_t x, std::size_t y) noexcept { return pixels.data() + 4 * (y * width + x); }
  const std::uint8_t* at(std::size_t x, std::size_t y) const noexcept {
    return pixels.data() + 4 * (y * width + x);
  }
};

// A disc with a smooth edge.
void draw_disc(Image& image, double x, double y, double radius, std::span<const std::uint8_t, 3> colour);

std::string png(const Image& image);
std::string base64(std::string_view bytes);
// Two pixels a character, in 24-bit colours.
std::string half_blocks(const Image& image);

}  // namespace downhill::cli
