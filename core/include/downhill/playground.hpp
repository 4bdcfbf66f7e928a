// A whole experiment from one set of settings: points, network, training run and pictures.
#pragma once

#include <downhill/colour_map.hpp>
#include <downhill/dataset.hpp>
#include <downhill/grid.hpp>
#include <downhill/settings.hpp>
#include <downhill/trainer.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace downhill {

class Playground {
 public:
  // Starts with the default settings. The limit, in bytes, holds for each of data, run and pictures of every
  // later one.
  explicit Playground(std::size_t memory_limit = std::size_t{8} << 20U);

  // The defaults changed by `query`, everything built anew. On Code::refused the old run goes on.
  Status configure(std::string_view query);
  // One setting. Live ones take effect at once, others build the run anew; `rebuilt` tells which.
  Status change(std::string_view key, std::string_view text, bool& rebuilt);

  const Settings& settings() const noexcept { return run_->settings; }
  const Dataset& dataset() const noexcept { return run_->dataset; }
  // x1, x2 and class of every point, training points first.
  std::span<const float> points() const noexcept { return run_->points; }
  Trainer<float>& trainer() noexcept { return run_->trainer; }
  const Trainer<float>& trainer() const noexcept { return run_->trainer; }

  void set_palette(const Palette& palette) noexcept { colours_ = ColourMap(palette); }
  // Draws at the current parameters; takes memory when the sizes or the network have changed.
  Status render(const GridSpec& spec);
  const Grid& grid() const noexcept { return run_->grid; }

 private:
  struct Run {
    Settings settings;
    Dataset dataset;
    Arena memory;
    std::span<float> inputs, targets, points;
    Trainer<float> trainer;
    Grid grid;
    bool grid_built = false;
  };

  Status build(const Settings& settings);
  Status load(Run& run, std::size_t outputs, float off) const;

  std::size_t memory_limit_;
  std::unique_ptr<Run> run_;
  ColourMap colours_;
};

}  // namespace downhill
