// How signals and gradients flow through the layers: do they vanish, do they explode (paper, sections 19 to
// 21)?
#pragma once

#include <downhill/objective.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace downhill {

// A unit of tanh or sigmoid is called saturated for a sample where |phi'| is below this: next to nothing
// comes back.
inline constexpr double saturation_slope = 0.05;

struct LayerFlow {
  double delta_rms =
      0.0;  // root of the mean of delta^2 over units and samples; delta of each sample's own loss
  double gradient_norm = 0.0;  // ||dJ/dW||
  double weight_norm = 0.0;    // ||W||
  double update_ratio =
      0.0;  // ||W - W before|| / ||W||; about 1e-3 is usual, 1e-1 is wild; 0 where nothing moved
  double z_mean = 0.0, z_deviation = 0.0;  // over units and samples, deviation divided by their number
  double a_mean = 0.0, a_deviation = 0.0;
  double saturated = 0.0;  // share of units x samples, 0 ... 1; 0 for other activations than tanh and sigmoid
  // ReLUs at 0 for every sample, in ascending order: they learn no more. Every other activation lets
  // something through.
  std::vector<std::uint32_t> dead_units;
};

// Every layer at theta, over the objective's selected samples. `before` is theta before the last step, or
// empty if there was none. The gradient is J_reg's where the objective is penalised.
Status measure_flow(Objective& objective, std::span<const double> theta, std::span<const double> before,
                    std::vector<LayerFlow>& result);

// Counts of numbers in bins of equal width over [low, high]; `high` itself belongs to the last.
class Histogram {
 public:
  Histogram() = default;
  // low < high, both finite, and bins >= 1.
  Histogram(double low, double high, std::size_t bins) : low_(low), high_(high), counts_(bins) {}

  void add(double number) noexcept;

  double low() const noexcept { return low_; }
  double high() const noexcept { return high_; }
  const std::vector<std::uint64_t>& counts() const noexcept { return counts_; }
  std::uint64_t below() const noexcept { return below_; }  // -Inf too
  std::uint64_t above() const noexcept { return above_; }  // Inf too
  std::uint64_t nans() const noexcept { return nans_; }

 private:
  double low_ = 0.0, high_ = 0.0;
  std::vector<std::uint64_t> counts_;
  std::uint64_t below_ = 0, above_ = 0, nans_ = 0;
};

// What a histogram counts in a layer: of every unit and sample, or of every weight.
enum class Quantity : std::uint8_t { z, a, delta, weights, gradients, updates };

inline constexpr std::array<std::string_view, 6> quantity_names = {"z",       "a",         "delta",
                                                                   "weights", "gradients", "updates"};

constexpr std::string_view name(Quantity quantity) noexcept {
  return quantity_names[static_cast<std::size_t>(quantity)];
}

struct HistogramRange {
  double low = -1.0, high = 1.0;
  std::size_t bins = 32;  // 1 ... 4096
};

// One histogram a layer, arguments as for measure_flow; updates, W - W before, need `before`.
Status measure_histograms(Objective& objective, std::span<const double> theta, std::span<const double> before,
                          Quantity quantity, const HistogramRange& range, std::vector<Histogram>& result);

}  // namespace downhill
