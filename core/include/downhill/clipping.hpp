// Gradient clipping (paper, section 20).
#pragma once

#include <downhill/engine.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace downhill {

enum class ClippingKind : std::uint8_t {
  none,
  norm,   // g := g min(1, c / ||g||)
  value,  // every element into [-c, c]
};

inline constexpr std::array<std::string_view, 3> clipping_names = {"none", "norm", "value"};

constexpr std::string_view name(ClippingKind kind) noexcept {
  return clipping_names[static_cast<std::size_t>(kind)];
}

struct Clipping {
  ClippingKind kind = ClippingKind::none;
  double threshold = 1.0;  // c, > 0

  bool on() const noexcept { return kind != ClippingKind::none; }
};

struct ClippingResult {
  double norm_before = 0.0;  // ||g||; 0 where nothing asked for it
  std::size_t elements = 0;  // how many elements the value clip moved
  bool clipped = false;
};

// Clips in place.
template <class T>
ClippingResult clip(const Clipping& clipping, const KernelTable<T>& kernels, std::span<T> gradient) noexcept;

}  // namespace downhill
