// From numbers to pixels: RGBA pictures of a neuron's value or of a class decision.
#pragma once

#include <downhill/status.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace downhill {

using Rgb = std::array<std::uint8_t, 3>;
using Rgba = std::array<std::uint8_t, 4>;

inline constexpr std::size_t max_classes = 6;

// The colours of the data: two ends and a middle for a value in [-1, 1], and one for each class.
struct Palette {
  Rgb negative{224, 130, 20};
  Rgb middle{247, 247, 247};
  Rgb positive{33, 102, 172};
  std::array<Rgb, max_classes> classes{
      {{33, 102, 172}, {224, 130, 20}, {27, 120, 55}, {118, 42, 131}, {166, 86, 40}, {80, 80, 80}}};
};

// From RGB triples: negative, middle, positive, then one a class. Refuses another number of bytes.
Status read_palette(std::span<const std::uint8_t> bytes, Palette& palette);

// Blends of a palette, made once, looked up for every pixel.
class ColourMap {
 public:
  explicit ColourMap(const Palette& palette = {}) noexcept;

  // value <= -1 is negative, 0 the middle, >= 1 positive; NaN is the middle.
  Rgba diverging(float value) const noexcept { return diverging_[level(value, -1.0F)]; }
  // From the middle (0) to the class's own colour (1).
  Rgba of_class(std::size_t index, float strength) const noexcept {
    return classes_[index][level(strength, 0.0F)];
  }

 private:
  static constexpr std::size_t levels = 257;  // odd, so that 0 is the middle itself
  // Where `value` lies between `lowest` and 1.
  static std::size_t level(float value, float lowest) noexcept {
    constexpr auto last = static_cast<float>(levels - 1);
    const float part = (value - lowest) * (last / (1.0F - lowest));
    if (!(part > 0.0F)) return part <= 0.0F ? 0 : levels / 2;
    if (part >= last) return levels - 1;
    // Beside 2^23 the last bits are the nearest whole number: quicker than a conversion, which has to check.
    return std::bit_cast<std::uint32_t>(part + 0x1p23F) & 511U;
  }

  std::array<Rgba, levels> diverging_;
  std::array<std::array<Rgba, levels>, max_classes> classes_;
};

}  // namespace downhill
