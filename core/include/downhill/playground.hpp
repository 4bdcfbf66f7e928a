// A whole experiment from one set of settings: points, network, training run and pictures.
#pragma once

#include <downhill/colour_map.hpp>
#include <downhill/csv.hpp>
#include <downhill/dataset.hpp>
#include <downhill/grid.hpp>
#include <downhill/settings.hpp>
#include <downhill/timeline.hpp>
#include <downhill/trainer.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace downhill {

// What a run that is built anew begins with. `kept` takes over from the old run whatever weights both
// networks have: layer by layer, where the number of layers is the same.
enum class Weights : std::uint8_t { initial, kept };

class Playground {
 public:
  // Starts with the default settings. The limit, in bytes, holds for each of data, run and pictures of every
  // later one.
  explicit Playground(std::size_t memory_limit = std::size_t{8} << 20U);

  // The defaults changed by `query`, everything built anew. On Code::refused the old run goes on.
  Status configure(std::string_view query, Weights weights = Weights::initial);
  // One setting. Live ones take effect at once, others build the run anew; `rebuilt` tells which.
  Status change(std::string_view key, std::string_view text, bool& rebuilt,
                Weights weights = Weights::initial);
  // Points from outside as CSV (csv.hpp), for the dataset "custom", which is then the one in use. Points
  // beyond the square that is drawn are moved into it (fit_to_domain), which the message tells.
  Status load_points(std::string_view csv, bool regression, Weights weights = Weights::initial);

  // Another run from step 0: the settings of `base` changed by `query`, its points and colours.
  Status branch_off(const Playground& base, std::string_view query);

  // Training through these keeps the timeline.
  Status step(std::size_t count);
  void reset() noexcept;
  // Back or forward to a step from timeline().first() to last(), with the settings that were in force there.
  Status go_to(std::uint64_t step);
  // One parameter, by its place in theta. Refuses NaN, Inf and other places.
  Status set_parameter(std::size_t place, double value);
  // Whether steps move that parameter.
  Status freeze(std::size_t place, bool frozen);

  // The run between two steps as a list of numbers: a playground of the same settings and points, in this
  // program or in another, goes on from it to the same bits (in reproducible mode). A run that had halted
  // goes on.
  std::vector<double> snapshot() const;
  // Refuses a list that no run of this shape has made, and then leaves the run as it was. The timeline begins
  // anew.
  Status restore(std::span<const double> snapshot);

  const Settings& settings() const noexcept { return run_->settings; }
  const Dataset& dataset() const noexcept { return run_->dataset; }
  const InputMap& inputs() const noexcept { return run_->input_map; }
  // x1, x2 and class (in regression the target) of every point, training points first.
  std::span<const float> points() const noexcept { return run_->points; }
  Trainer<float>& trainer() noexcept { return run_->trainer; }
  const Trainer<float>& trainer() const noexcept { return run_->trainer; }
  const Timeline<float>& timeline() const noexcept { return run_->timeline; }

  // What the last step added to every parameter. Valid until the next look.
  std::span<const float> last_update();
  // What the network makes of the point: the inputs, then the output of every layer. Valid until the next
  // look.
  std::span<const float> probe(double x1, double x2);

  void set_palette(const Palette& palette) noexcept { colours_ = ColourMap(palette); }
  // Draws at the current parameters; takes memory when the sizes or the network have changed.
  Status render(const GridSpec& spec);
  const Grid& grid() const noexcept { return run_->grid; }

 private:
  struct Run {
    Settings settings;
    Dataset dataset;
    InputMap input_map;
    Arena memory;
    std::span<float> inputs, targets, points, probe;
    std::vector<float> update;
    Trainer<float> trainer;
    Timeline<float> timeline{std::size_t{4} << 20U};
    Grid grid;
    bool grid_built = false;
  };

  Status check_place(std::size_t place) const;
  Status build(const Settings& settings, Weights weights, const std::optional<CsvTable>& custom);
  Status make_data(const Settings& settings, const std::optional<CsvTable>& custom, Run& run) const;
  Status load(Run& run, const TrainerSpec& spec) const;

  std::size_t memory_limit_;
  std::optional<CsvTable> custom_;
  std::unique_ptr<Run> run_;
  ColourMap colours_;
};

// What a page must know to draw the run, as JSON (docs/bindings.md).
std::string layout_json(const Playground& playground);

}  // namespace downhill
