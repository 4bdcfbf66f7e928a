#include "directions.hpp"

#include <downhill/batches.hpp>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace downhill {
namespace {

Status check_cut(const Objective& objective, std::span<const std::uint32_t> order, std::size_t batch_size,
                 std::size_t count) {
  const std::size_t n = objective.sample_count();
  if (order.empty() || order.size() > n) {
    return refused("order: it has " + std::to_string(order.size()) + " rows of " + std::to_string(n) +
                   " samples.");
  }
  std::vector<bool> seen(n);
  for (const std::uint32_t row : order) {
    if (row >= n) return refused("order: there is no sample " + std::to_string(row) + ".");
    if (seen[row]) return refused("order: sample " + std::to_string(row) + " is in it twice.");
    seen[row] = true;
  }
  if (batch_size == 0 || batch_size > order.size()) {
    return refused("batchSize: " + std::to_string(batch_size) + " is not in 1 ... " +
                   std::to_string(order.size()) + ".");
  }
  const std::size_t batches = (order.size() + batch_size - 1) / batch_size;
  if (count == 0 || count > batches) {
    return refused("count: " + std::to_string(count) + " is not in 1 ... " + std::to_string(batches) +
                   ", the number of batches.");
  }
  return {};
}

double quotient_or_zero(double part, double whole) noexcept {
  return whole == 0.0 ? 0.0 : part / whole;
}

// `rest_squares` is the sum of ||g - G||^2 over `batches` batches of B samples each.
GradientNoise noise_of(double rest_squares, std::size_t batches, std::size_t B, std::size_t n,
                       double full_norm) {
  GradientNoise noise;
  const double full_square = full_norm * full_norm;
  const auto samples = static_cast<double>(n);
  if (B < n) {
    const double mean = rest_squares / static_cast<double>(batches);
    noise.trace = mean / (1.0 / static_cast<double>(B) - 1.0 / samples);
  }
  noise.square = full_square - noise.trace / samples;
  if (noise.trace > 0.0) {
    noise.scale = noise.square > 0.0 ? noise.trace / noise.square : std::numeric_limits<double>::infinity();
  }
  return noise;
}

}  // namespace

std::vector<std::uint32_t> epoch_order(std::size_t samples, std::uint64_t seed, std::uint64_t epoch) {
  std::vector<std::uint32_t> order(samples);
  fill_epoch_order(order, seed, epoch);
  return order;
}

Status gradient_fan(Objective& objective, std::span<const double> theta, std::span<const std::uint32_t> order,
                    std::size_t batch_size, std::size_t count, GradientFan& result) {
  if (Status status = objective.check("theta", theta); !status.ok()) return status;
  if (Status status = check_cut(objective, order, batch_size, count); !status.ok()) return status;
  double J = 0.0;
  Vector full(theta.size()), gradient(theta.size()), first_rest;
  objective.select_all();
  if (Status status = objective.gradient(theta, full, J); !status.ok()) return status;
  GradientFan fan;
  fan.full_norm = length(full);
  double rest_squares = 0.0;
  std::size_t whole_batches = 0;
  Status status;
  for (std::size_t k = 0; k < count && status.ok(); ++k) {
    const std::size_t first = k * batch_size;
    BatchGradient batch;
    batch.samples = std::min(batch_size, order.size() - first);
    status = objective.select(order.subspan(first, batch.samples));
    if (status.ok()) status = objective.gradient(theta, gradient, J);
    const double norm = length(gradient);
    batch.along = quotient_or_zero(dot(gradient, full), fan.full_norm);
    batch.cosine = std::clamp(quotient_or_zero(batch.along, norm), -1.0, 1.0);
    batch.norm_ratio = quotient_or_zero(norm, fan.full_norm);
    const Vector rest = sum(gradient, -quotient_or_zero(batch.along, fan.full_norm), full);
    if (k == 0) first_rest = rest;
    batch.across = dot(rest, first_rest) < 0.0 ? -length(rest) : length(rest);
    if (batch.samples == batch_size) {
      const Vector noise = sum(gradient, -1.0, full);
      rest_squares += dot(noise, noise);
      ++whole_batches;
    }
    fan.batches.push_back(batch);
  }
  objective.select_all();
  if (!status.ok()) return status;
  fan.noise = noise_of(rest_squares, whole_batches, batch_size, objective.sample_count(), fan.full_norm);
  result = std::move(fan);
  return {};
}

}  // namespace downhill
