// Initial weights (paper, section 26: poor initialisation slows or destabilises the gradient flow).
#pragma once

#include <downhill/network.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace downhill {

enum class Initializer : std::uint8_t {
  uniform,     // U(-1/2, 1/2), whatever the width
  xavier,      // U(-r, r), r = sqrt(6 / (inputs + units)); Glorot and Bengio, 2010
  he,          // N(0, 2 / inputs); He et al., 2015
  zeros,       // all alike: no unit of a layer ever differs from another
  normal,      // N(0, 1), whatever the width
  lecun,       // N(0, 1 / inputs); LeCun et al., 1998
  orthogonal,  // rows (or columns, where there are more units than inputs) of length 1 at right angles; Saxe
               // et al., 2014
};

inline constexpr std::array<std::string_view, 7> initializer_names = {
    "uniform", "xavier", "he", "zeros", "normal", "lecun", "orthogonal"};

constexpr std::string_view name(Initializer initializer) noexcept {
  return initializer_names[static_cast<std::size_t>(initializer)];
}

// Fills theta (parameter_count() elements): weights drawn, biases and shifts zero, gains one. Each layer
// draws from its own part of the init stream, so that a change to one layer leaves the weights of the others
// as they were. The orthogonal one allocates.
template <class T>
void initialize(const Network& network, Initializer initializer, std::uint64_t seed,
                std::span<T> theta) noexcept;

}  // namespace downhill
