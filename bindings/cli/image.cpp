#include "image.hpp"

#include "failure.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <png.h>

namespace downhill::cli {

void draw_disc(Image& image, double x, double y, double radius, std::span<const std::uint8_t, 3> colour) {
  const auto clamp = [](double place, std::size_t size) {
    return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(size)));
  };
  for (std::size_t row = clamp(y - radius - 1.0, image.height); row < clamp(y + radius + 2.0, image.height);
       ++row) {
    for (std::size_t column = clamp(x - radius - 1.0, image.width);
         column < clamp(x + radius + 2.0, image.width); ++column) {
      const double distance =
          std::hypot(static_cast<double>(column) + 0.5 - x, static_cast<double>(row) + 0.5 - y);
      const double cover = std::clamp(radius + 0.5 - distance, 0.0, 1.0);
      std::uint8_t* pixel = image.at(column, row);
      for (std::size_t k = 0; k < 3; ++k)
        pixel[k] = static_cast<std::uint8_t>(std::lround((1.0 - cover) * pixel[k] + cover * colour[k]));
    }
  }
}

std::string png(const Image& image) {
  png_image header = {};
  header.version = PNG_IMAGE_VERSION;
  header.width = static_cast<png_uint_32>(image.width);
  header.height = static_cast<png_uint_32>(image.height);
  header.format = PNG_FORMAT_RGBA;
  png_alloc_size_t size = 0;
  if (!png_image_write_get_memory_size(header, size, 0, image.pixels.data(), 0, nullptr))
    throw Failure{"the picture could not be written: " + std::string(header.message) + "."};
  std::string bytes(size, '\0');
  if (!png_image_write_to_memory(&header, bytes.data(), &size, 0, image.pixels.data(), 0, nullptr))
    throw Failure{"the picture could not be written: " + std::string(header.message) + "."};
  bytes.resize(size);
  return bytes;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    for (std::size_t k = 0; k < 3; ++k)
      group = (group << 8U) | (k < count ? static_cast<unsigned char>(bytes[at + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) text += k <= count ? digits[(group >> (18 - 6 * k)) & 63U] : '=';
  }
  return text;
}

std::string half_blocks(const Image& image) {
  std::string text;
  char colour[64];
  for (std::size_t y = 0; y + 1 < image.height; y += 2) {
    for (std::size_t x = 0; x < image.width; ++x) {
      const std::uint8_t* upper = image.at(x, y);
      const std::uint8_t* lower = image.at(x, y + 1);
      std::snprintf(colour, sizeof colour, "\033[38;2;%d;%d;%dm\033[48;2;%d;%d;%dm", upper[0], upper[1],
                    upper[2], lower[0], lower[1], lower[2]);
      text += std::string(colour) + "\xE2\x96\x80";
    }
    text += "\033[0m\n";
  }
  return text;
}

}  // namespace downhill::cli
