#include "bounds.hpp"
#include "table.hpp"

#include <downhill/dataset.hpp>
#include <downhill/grid.hpp>
#include <downhill/metrics.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace downhill {
namespace {

std::size_t tile_count(const Network& network) noexcept {
  std::size_t count = network.inputs();
  for (const LayerLayout& layer : network.layers()) count += layer.units();
  return count;
}

// How many points a pass takes at a time.
constexpr std::size_t points = 256;

// From one tile's numbers to the next: an odd number of lines, or they would drive each other out of the
// cache.
constexpr std::size_t tile_stride(std::size_t side) noexcept {
  const std::size_t lines = padded<float>(side * side) / line<float>;
  return (lines + 1 - lines % 2) * line<float>;
}

// Runs the network over points `first` to `first + count` of a size x size grid, at most a tape's worth.
void run(const Backprop<float>& pass, const InputMap& inputs, std::size_t size, std::size_t first,
         std::size_t count) noexcept {
  std::array<double, points> x1, x2;
  const double step = 2.0 * domain / static_cast<double>(size);
  for (std::size_t s = 0; s < count;) {
    const std::size_t column = (first + s) % size, row = (first + s) / size;
    const double height = domain - (static_cast<double>(row) + 0.5) * step;
    const std::size_t end = std::min(count, s + size - column);
    for (double x = static_cast<double>(column) + 0.5; s < end; ++s, x += 1.0) {
      x1[s] = x * step - domain;
      x2[s] = height;
    }
  }
  pass.tape.set_samples(count);
  fill_inputs<float>(inputs.features, inputs.standardisation, {x1.data(), count}, {x2.data(), count},
                     pass.tape.x);
  pass.forward();
}

// Calls body(first, count) for so many points, a tape's worth at a time.
template <class Body>
void in_pieces(const Tape<float>& tape, std::size_t total, Body&& body) noexcept {
  const std::size_t piece = std::min(tape.capacity, points);
  for (std::size_t first = 0; first < total; first += piece) body(first, std::min(piece, total - first));
}

void copy_rows(ConstMatrix<float> from, float* planes, std::size_t plane, std::size_t first) noexcept {
  for (std::size_t r = 0; r < from.rows; ++r) {
    std::copy_n(from.row(r), from.cols, planes + r * plane + first);
  }
}

void put(std::span<std::uint8_t> pixels, std::size_t index, const Rgba& colour) noexcept {
  std::ranges::copy(colour, pixels.begin() + static_cast<std::ptrdiff_t>(4 * index));
}

// Moves activations of a bounded kind to [-1, 1]; others are shown relative to their largest size.
void normalise(Activation activation, std::span<float> values) noexcept {
  if (activation == Activation::tanh) return;
  if (activation == Activation::sigmoid) {
    for (float& value : values) value = 2.0F * value - 1.0F;
    return;
  }
  float largest = 0.0F;
  for (const float value : values) largest = std::max(largest, std::abs(value));
  if (!(largest > 0.0F)) return;
  for (float& value : values) value /= largest;
}

struct Decision {
  std::size_t index;
  float strength;  // 0: all classes alike, 1: certain
};

Decision decide(std::span<const float> planes, std::size_t plane, std::size_t classes,
                std::size_t index) noexcept {
  std::size_t largest = 0;
  for (std::size_t k = 1; k < classes; ++k) {
    if (planes[k * plane + index] > planes[largest * plane + index]) largest = k;
  }
  const float even = 1.0F / static_cast<float>(classes);
  return {largest, (planes[largest * plane + index] - even) / (1.0F - even)};
}

Status check_size(const char* which, std::size_t size, std::size_t most) {
  return check_bounds(which, static_cast<double>(size), 1.0, static_cast<double>(most));
}

}  // namespace

Status Grid::build(const Network& network, const GridSpec& spec, std::size_t memory_limit) {
  if (Status status = check_size("mapSize", spec.map_size, GridSpec::max_map_size); !status.ok())
    return status;
  if (Status status = check_size("tileSize", spec.tile_size, GridSpec::max_tile_size); !status.ok())
    return status;
  const std::size_t map = spec.map_size * spec.map_size;
  const std::size_t tiles = tile_count(network);
  Grid next;  // measuring empties the views, and this grid must survive a refusal
  next.spec_ = spec;
  Status status = next.memory_.lay_out(memory_limit, [&](Cursor& cursor) {
    cursor.take(next.map_values_, map * network.outputs());
    cursor.take(next.map_pixels_, map * 4);
    cursor.take(next.tile_values_, tiles * tile_stride(spec.tile_size));
    cursor.take(next.tile_pixels_, tiles * spec.tile_size * spec.tile_size * 4);
    next.tile_tape_.plan(cursor, network, points, TapeUse::evaluation);
  });
  if (status.ok()) *this = std::move(next);
  return status;
}

void Grid::render(const Backprop<float>& pass, const InputMap& inputs, const ColourMap& colours,
                  bool discretize) noexcept {
  colour_map(pass, inputs, colours, discretize);
  colour_tiles(pass, inputs, colours);
}

void Grid::colour_map(const Backprop<float>& pass, const InputMap& inputs, const ColourMap& colours,
                      bool discretize) noexcept {
  const std::size_t plane = spec_.map_size * spec_.map_size;
  const std::size_t outputs = pass.network.outputs();
  in_pieces(pass.tape, plane, [&](std::size_t first, std::size_t count) {
    run(pass, inputs, spec_.map_size, first, count);
    copy_rows(pass.tape.layers.back().out, map_values_.data(), plane, first);
  });
  if (outputs == 1) {
    if (pass.network.output_activation() == Activation::sigmoid) normalise(Activation::sigmoid, map_values_);
    for (std::size_t p = 0; p < plane; ++p) {
      const float value = map_values_[p];
      put(map_pixels_, p, colours.diverging(!discretize ? value : value > 0.0F ? 1.0F : -1.0F));
    }
    return;
  }
  for (std::size_t p = 0; p < plane; ++p) {
    const auto [index, strength] = decide(map_values_, plane, outputs, p);
    put(map_pixels_, p, colours.of_class(index, discretize ? 1.0F : strength));
  }
}

void Grid::colour_tiles(const Backprop<float>& pass, const InputMap& inputs,
                        const ColourMap& colours) noexcept {
  const std::size_t plane = spec_.tile_size * spec_.tile_size, stride = tile_stride(spec_.tile_size);
  const Network& network = pass.network;
  const Backprop<float> here{network, pass.kernels, pass.loss, pass.theta, tile_tape_, pass.statistics};
  in_pieces(tile_tape_, plane, [&](std::size_t first, std::size_t count) {
    Matrix<float>& x = tile_tape_.x;
    x.data = tile_values_.data() + first;
    x.stride = stride;
    tile_tape_.put_out(x.row(x.rows), stride);
    run(here, inputs, spec_.tile_size, first, count);
  });
  std::size_t tile = 0;
  const auto paint = [&](Activation activation) {
    const auto values = tile_values_.subspan(tile * stride, plane);
    normalise(activation, values);
    for (std::size_t p = 0; p < plane; ++p) put(tile_pixels_, tile * plane + p, colours.diverging(values[p]));
    ++tile;
  };
  for (std::size_t i = 0; i < network.inputs(); ++i) paint(Activation::linear);
  for (const LayerLayout& layer : network.layers()) {
    for (std::size_t u = 0; u < layer.units(); ++u) {
      if (layer.spec.activation != Activation::softmax) {
        paint(layer.spec.activation);
        continue;
      }
      for (std::size_t p = 0; p < plane; ++p) {
        put(tile_pixels_, tile * plane + p,
            colours.of_class(u % max_classes, tile_values_[tile * stride + p]));
      }
      ++tile;
    }
  }
}

}  // namespace downhill
