// Every neuron seen over the plane: one batched forward pass over a grid of points, coloured into pictures.
#pragma once

#include <downhill/backprop.hpp>
#include <downhill/colour_map.hpp>
#include <downhill/feature.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace downhill {

struct GridSpec {
  std::size_t map_size = 128;  // side of the output's picture, 1 ... max_map_size
  std::size_t tile_size = 40;  // side of a neuron's picture, 1 ... max_tile_size
  bool discretize = false;     // the decision only, not how sure it is

  static constexpr std::size_t max_map_size = 512;
  static constexpr std::size_t max_tile_size = 96;
};

// The pictures of a network over the square [-domain, domain]^2 of (x1, x2); row 0 is x2 = +domain.
class Grid {
 public:
  // Takes memory for pictures of that size; refuses sizes out of range.
  Status build(const Network& network, const GridSpec& spec, std::size_t memory_limit);

  // Evaluates and colours. `pass` must be a forward pass of the network that the grid was built for, whose
  // inputs are `inputs`; its tape is scratch.
  void render(const Backprop<float>& pass, const InputMap& inputs, const ColourMap& colours,
              bool discretize) noexcept;

  const GridSpec& spec() const noexcept { return spec_; }
  // RGBA, map_size^2.
  std::span<const std::uint8_t> map_pixels() const noexcept { return map_pixels_; }
  // One plane of map_size^2 an output. A single output is moved to [-1, 1] with the boundary at 0.
  std::span<const float> map_values() const noexcept { return map_values_; }
  // RGBA, tile_size^2 each: the inputs, then every unit of every layer.
  std::span<const std::uint8_t> tile_pixels() const noexcept { return tile_pixels_; }

 private:
  void colour_map(const Backprop<float>& pass, const InputMap& inputs, const ColourMap& colours,
                  bool discretize) noexcept;
  void colour_tiles(const Backprop<float>& pass, const InputMap& inputs, const ColourMap& colours) noexcept;

  GridSpec spec_;
  Arena memory_;
  std::span<float> map_values_, tile_values_;
  Tape<float> tile_tape_;  // its passes leave their numbers in tile_values_
  std::span<std::uint8_t> map_pixels_, tile_pixels_;
};

}  // namespace downhill
