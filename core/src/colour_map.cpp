#include <downhill/colour_map.hpp>

namespace downhill {
namespace {

Rgba blend(const Rgb& from, const Rgb& to, float part) noexcept {
  Rgba mixed{0, 0, 0, 255};
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const auto a = static_cast<float>(from[channel]);
    const auto b = static_cast<float>(to[channel]);
    mixed[channel] = static_cast<std::uint8_t>(a + (b - a) * part + 0.5F);
  }
  return mixed;
}

}  // namespace

Status read_palette(std::span<const std::uint8_t> bytes, Palette& palette) {
  constexpr std::size_t colours = 3 + max_classes;
  if (bytes.size() != 3 * colours) {
    return refused("colours: " + std::to_string(bytes.size()) + " bytes given, " +
                   std::to_string(3 * colours) + " needed.");
  }
  const auto colour = [&](std::size_t index) {
    return Rgb{bytes[3 * index], bytes[3 * index + 1], bytes[3 * index + 2]};
  };
  palette.negative = colour(0);
  palette.middle = colour(1);
  palette.positive = colour(2);
  for (std::size_t k = 0; k < max_classes; ++k) palette.classes[k] = colour(3 + k);
  return {};
}

ColourMap::ColourMap(const Palette& palette) noexcept {
  constexpr auto last = static_cast<float>(levels - 1);
  for (std::size_t j = 0; j < levels; ++j) {
    const float part = static_cast<float>(j) / last;
    const float value = 2.0F * part - 1.0F;
    diverging_[j] = value < 0.0F ? blend(palette.middle, palette.negative, -value)
                                 : blend(palette.middle, palette.positive, value);
    for (std::size_t k = 0; k < max_classes; ++k)
      classes_[k][j] = blend(palette.middle, palette.classes[k], part);
  }
}

}  // namespace downhill
