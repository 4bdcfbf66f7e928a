// All samples at once: how signals and gradients flow, and what J is made of (paper, sections 1, 19 to 21,
// 23).
#include "../directions.hpp"
#include "json.hpp"
#include "table.hpp"

namespace downhill {

Report Inspector::flow() {
  Objective* J = nullptr;
  if (Status status = objective(true, J); !status.ok()) return failed(status);
  std::vector<LayerFlow> layers;
  const std::vector<double> before = in_double<float>(playground_.trainer().optimizer().before());
  if (Status status = measure_flow(*J, theta(), before, layers); !status.ok()) return failed(status);
  const auto layer_json = [](const LayerFlow& layer) {
    return json_object({{"delta", json_of(layer.delta_rms)},
                        {"gradient", json_of(layer.gradient_norm)},
                        {"weights", json_of(layer.weight_norm)},
                        {"update", json_of(layer.update_ratio)},
                        {"zMean", json_of(layer.z_mean)},
                        {"zDeviation", json_of(layer.z_deviation)},
                        {"aMean", json_of(layer.a_mean)},
                        {"aDeviation", json_of(layer.a_deviation)},
                        {"saturated", json_of(layer.saturated)},
                        {"dead", json_numbers(layer.dead_units)}});
  };
  return report(json_object({{"layers", json_list(layers, layer_json)}}));
}

Report Inspector::histograms(Quantity quantity, const HistogramRange& range) {
  Objective* J = nullptr;
  if (Status status = objective(true, J); !status.ok()) return failed(status);
  std::vector<Histogram> layers;
  const std::vector<double> before = in_double<float>(playground_.trainer().optimizer().before());
  Status status = measure_histograms(*J, theta(), before, quantity, range, layers);
  if (!status.ok()) return failed(status);
  const auto layer_json = [](const Histogram& layer) {
    return json_object({{"counts", json_numbers(layer.counts())},
                        {"below", json_of(static_cast<double>(layer.below()))},
                        {"above", json_of(static_cast<double>(layer.above()))},
                        {"nans", json_of(static_cast<double>(layer.nans()))}});
  };
  return report(json_object({{"low", json_of(range.low)},
                             {"high", json_of(range.high)},
                             {"layers", json_list(layers, layer_json)}}));
}

Report Inspector::activation(Activation activation, double low, double high, std::size_t count) {
  if (!(low < high) || count < 2 || count > 10'000 || activation == Activation::softmax) {
    return failed(
        refused("activation: a function of one number needs 2 to 10000 points between two numbers, the "
                "lower one first."));
  }
  Matrix<double> z, phi, ones, slope;
  Arena memory;
  Status status = memory.lay_out(memory_limit, [&](Cursor& cursor) {
    for (auto* row : {&z, &phi, &ones, &slope}) cursor.take(*row, 1, count);
  });
  if (!status.ok()) return failed(status);
  for (std::size_t j = 0; j < count; ++j) {
    z(0, j) = low + (high - low) * static_cast<double>(j) / static_cast<double>(count - 1);
    ones(0, j) = 1.0;
  }
  const KernelTable<double>& kernels = playground_.trainer().engine().kernels<double>();
  kernels.activate(activation, z, phi);
  kernels.times_derivative(activation, z, phi, ones, slope);
  const auto row = [&](const Matrix<double>& matrix) { return json_numbers(std::span(matrix.data, count)); };
  return report(json_object({{"z", row(z)}, {"phi", row(phi)}, {"slope", row(slope)}}));
}

Report Inspector::pairing(Activation output, Loss loss, double low, double high, std::size_t count) {
  if (!(low < high) || count < 2 || count > 10'000) {
    return failed(refused("pairing: it needs 2 to 10000 points between two numbers, the lower one first."));
  }
  const std::size_t units = output == Activation::softmax ? 2 : 1;
  Matrix<double> z, a, y, grad, delta;
  std::span<double> losses;
  Arena memory;
  Status status = memory.lay_out(memory_limit, [&](Cursor& cursor) {
    for (auto* matrix : {&z, &a, &y, &grad, &delta}) cursor.take(*matrix, units, count);
    cursor.take(losses, padded<double>(count));
  });
  if (!status.ok()) return failed(status);
  for (std::size_t j = 0; j < count; ++j) {
    z(0, j) = low + (high - low) * static_cast<double>(j) / static_cast<double>(count - 1);
    y(0, j) = 1.0;
  }
  const bool proper = is_proper_pair(loss, output);
  const KernelTable<double>& kernels = playground_.trainer().engine().kernels<double>();
  kernels.activate(output, z, a);
  kernels.loss(loss, proper, z, a, y, losses.data());
  if (proper) {
    kernels.proper_delta(a, y, delta);
  } else {
    kernels.loss_gradient(loss, a, y, grad);
    kernels.times_derivative(output, z, a, grad, delta);
  }
  return report(json_object({{"z", json_numbers(std::span(z.data, count))},
                             {"loss", json_numbers(losses.first(count))},
                             {"delta", json_numbers(std::span(delta.data, count))},
                             {"shortCut", json_of(proper)}}));
}

Report Inspector::softmax(std::span<const double> z) {
  Matrix<double> u, a;
  Arena memory;
  Status status = memory.lay_out(memory_limit, [&](Cursor& cursor) {
    cursor.take(u, z.size(), 1);
    cursor.take(a, z.size(), 1);
  });
  if (!status.ok()) return failed(status);
  for (std::size_t k = 0; k < z.size(); ++k) u(k, 0) = z[k];
  playground_.trainer().engine().kernels<double>().activate(Activation::softmax, u, a);
  std::vector<double> shares;
  for (std::size_t k = 0; k < z.size(); ++k) shares.push_back(a(k, 0));
  return report(json_object({{"a", json_numbers(shares)}}));
}

Report Inspector::objective() {
  Objective *J = nullptr, *J_reg = nullptr;
  if (Status status = objective(false, J); !status.ok()) return failed(status);
  if (Status status = objective(true, J_reg); !status.ok()) return failed(status);
  const std::vector<double> at = theta();
  std::vector<double> plain(at.size()), with_penalty(at.size());
  double value = 0.0, value_with_penalty = 0.0;
  if (Status status = J->gradient(at, plain, value); !status.ok()) return failed(status);
  if (Status status = J_reg->gradient(at, with_penalty, value_with_penalty); !status.ok())
    return failed(status);
  for (std::size_t j = 0; j < at.size(); ++j) with_penalty[j] -= plain[j];
  const Regularization& rule = playground_.trainer().spec().rules.regularization;
  const TrainerState<float> state = playground_.trainer().state();
  std::string json = json_object({{"J", json_of(value)},
                                  {"penalty", json_of(value_with_penalty - value)},
                                  {"l1", json_of(rule.l1)},
                                  {"l2", json_of(rule.l2)},
                                  {"gradientNorm", json_of(length(plain))},
                                  {"penaltyNorm", json_of(length(with_penalty))},
                                  {"bestLoss", json_of(state.best_loss)},
                                  {"bestEpoch", json_of(static_cast<double>(state.best_epoch))}});
  append(plain, with_penalty);
  return report(std::move(json), std::move(plain));
}

}  // namespace downhill
