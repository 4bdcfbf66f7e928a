#include "directions.hpp"
#include "formulas.hpp"
#include "text.hpp"

#include <downhill/flow.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace downhill {
namespace {

constexpr std::size_t most_bins = 4096;

// Mean and deviation in one pass without cancellation (Welford, 1962).
class Moments {
 public:
  void add(double number) noexcept {
    const double step = number - mean_;
    mean_ += step / ++count_;
    squares_ += step * (number - mean_);
  }
  double mean() const noexcept { return mean_; }
  double deviation() const noexcept { return count_ > 0.0 ? std::sqrt(squares_ / count_) : 0.0; }

 private:
  double count_ = 0.0, mean_ = 0.0, squares_ = 0.0;
};

// Of an activation that saturates; `u` and `a` are a unit's for one sample.
bool is_saturated(Activation phi, double u, double a) noexcept {
  using kernels::Reproducible;
  const double slope = phi == Activation::tanh
                           ? kernels::derivative_of<Activation::tanh, Reproducible>(u, a)
                           : kernels::derivative_of<Activation::sigmoid, Reproducible>(u, a);
  return std::abs(slope) < saturation_slope;
}

// What the pieces of a sample set tell about a layer, one after the other.
class LayerCount {
 public:
  explicit LayerCount(const LayerSpec& spec)
      : phi_(spec.activation), active_(spec.units, phi_ != Activation::relu) {}

  void look(const LayerTape<double>& tape) {
    const bool saturates = phi_ == Activation::tanh || phi_ == Activation::sigmoid;
    for (std::size_t unit = 0; unit < tape.z.rows; ++unit) {
      for (std::size_t s = 0; s < tape.z.cols; ++s) {
        const double a = tape.a(unit, s), delta = tape.delta(unit, s);
        z_.add(tape.z(unit, s));
        a_.add(a);
        delta_squares_ += delta * delta;
        if (saturates && is_saturated(phi_, tape.u(unit, s), a)) ++saturated_;
        if (a != 0.0) active_[unit] = true;
      }
    }
    count_ += tape.z.rows * tape.z.cols;
  }

  void finish(LayerFlow& flow) const {
    const auto count = static_cast<double>(count_);
    flow.delta_rms = std::sqrt(delta_squares_ / count);
    flow.saturated = static_cast<double>(saturated_) / count;
    flow.z_mean = z_.mean();
    flow.z_deviation = z_.deviation();
    flow.a_mean = a_.mean();
    flow.a_deviation = a_.deviation();
    for (std::size_t unit = 0; unit < active_.size(); ++unit) {
      if (!active_[unit]) flow.dead_units.push_back(static_cast<std::uint32_t>(unit));
    }
  }

 private:
  Activation phi_;
  std::vector<bool> active_;
  Moments z_, a_;
  double delta_squares_ = 0.0;
  std::size_t saturated_ = 0, count_ = 0;
};

ConstVector weights_of(const LayerLayout& layer, ConstVector numbers) noexcept {
  return numbers.subspan(layer.weights, layer.weight_count());
}

Status check_before(const Objective& objective, ConstVector before) {
  return before.empty() ? Status{} : objective.check("before", before);
}

const Matrix<double>& part_of(const LayerTape<double>& tape, Quantity quantity) noexcept {
  if (quantity == Quantity::z) return tape.z;
  return quantity == Quantity::a ? tape.a : tape.delta;
}

Status check_range(const HistogramRange& range) {
  if (range.bins == 0 || range.bins > most_bins) {
    return refused("bins: " + std::to_string(range.bins) + " is not in 1 ... " + std::to_string(most_bins) +
                   ".");
  }
  // The width, too, must be a number.
  if (range.low < range.high && std::isfinite(range.high - range.low)) return {};
  return refused("range: " + to_text(range.low) + " ... " + to_text(range.high) +
                 " is none; low must be below high, and both finite.");
}

}  // namespace

Status measure_flow(Objective& objective, std::span<const double> theta, std::span<const double> before,
                    std::vector<LayerFlow>& result) {
  if (Status status = check_before(objective, before); !status.ok()) return status;
  const std::vector<LayerLayout>& layers = objective.network().layers();
  std::vector<LayerCount> counts;
  counts.reserve(layers.size());
  for (const LayerLayout& layer : layers) counts.emplace_back(layer.spec);
  Vector gradient(theta.size());
  double J = 0.0;
  Status status = objective.gradient(theta, gradient, J, [&](const Tape<double>& tape) {
    for (std::size_t l = 0; l < layers.size(); ++l) counts[l].look(tape.layers[l]);
  });
  if (!status.ok()) return status;
  const Vector moved = before.empty() ? Vector(theta.size()) : sum(theta, -1.0, before);
  result.assign(layers.size(), {});
  for (std::size_t l = 0; l < layers.size(); ++l) {
    LayerFlow& flow = result[l];
    counts[l].finish(flow);
    flow.gradient_norm = length(weights_of(layers[l], gradient));
    flow.weight_norm = length(weights_of(layers[l], theta));
    const double update = length(weights_of(layers[l], moved));
    flow.update_ratio = update == 0.0 ? 0.0 : update / flow.weight_norm;
  }
  return {};
}

void Histogram::add(double number) noexcept {
  if (std::isnan(number)) {
    ++nans_;
  } else if (number < low_) {
    ++below_;
  } else if (number > high_) {
    ++above_;
  } else {
    const double bins = static_cast<double>(counts_.size());
    const auto bin = static_cast<std::size_t>((number - low_) / (high_ - low_) * bins);
    ++counts_[std::min(bin, counts_.size() - 1)];
  }
}

Status measure_histograms(Objective& objective, std::span<const double> theta, std::span<const double> before,
                          Quantity quantity, const HistogramRange& range, std::vector<Histogram>& result) {
  if (Status status = check_range(range); !status.ok()) return status;
  if (Status status = check_before(objective, before); !status.ok()) return status;
  if (quantity == Quantity::updates && before.empty()) {
    return refused("before: it is empty; updates need theta before the last step.");
  }
  const std::vector<LayerLayout>& layers = objective.network().layers();
  std::vector<Histogram> histograms(layers.size(), Histogram(range.low, range.high, range.bins));
  const bool of_samples = quantity <= Quantity::delta;
  Vector numbers(theta.size());
  double J = 0.0;
  Status status = objective.gradient(theta, numbers, J, [&](const Tape<double>& tape) {
    for (std::size_t l = 0; of_samples && l < layers.size(); ++l) {
      const Matrix<double>& part = part_of(tape.layers[l], quantity);
      for (std::size_t unit = 0; unit < part.rows; ++unit) {
        for (std::size_t s = 0; s < part.cols; ++s) histograms[l].add(part(unit, s));
      }
    }
  });
  if (!status.ok()) return status;
  if (quantity == Quantity::weights) std::ranges::copy(theta, numbers.begin());
  if (quantity == Quantity::updates) numbers = sum(theta, -1.0, before);
  for (std::size_t l = 0; !of_samples && l < layers.size(); ++l) {
    for (const double number : weights_of(layers[l], numbers)) histograms[l].add(number);
  }
  result = std::move(histograms);
  return {};
}

}  // namespace downhill
