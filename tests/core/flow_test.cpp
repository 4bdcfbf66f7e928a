// flow.hpp: signals and gradients, layer by layer.
#include "sample_runs.hpp"

#include <downhill/flow.hpp>

#include <algorithm>
#include <numeric>

namespace downhill::testing {
namespace {

std::vector<LayerFlow> flow_of(Objective& objective, const std::vector<double>& theta,
                               const std::vector<double>& before = {}) {
  std::vector<LayerFlow> flow;
  const Status status = measure_flow(objective, theta, before, flow);
  EXPECT_TRUE(status.ok()) << status.message;
  return flow;
}

// Ten hidden layers of eight.
std::vector<LayerFlow> flow_of_deep(Activation phi, Initializer initializer) {
  TrainerSpec spec = small_spec();
  spec.network.layers.assign(10, {.units = 8, .activation = phi});
  spec.network.layers.push_back({.units = 1, .activation = Activation::sigmoid});
  spec.initializer = initializer;
  SmallRun<float> run(spec, 100);
  Objective objective = run.objective();
  return flow_of(objective, run.theta());
}

TEST(Flow, ShowsGradientsVanishInDeepSigmoids) {
  const std::vector<LayerFlow> flow = flow_of_deep(Activation::sigmoid, Initializer::xavier);
  EXPECT_LT(flow.front().delta_rms, 1e-5 * flow.back().delta_rms);
  EXPECT_LT(flow.front().gradient_norm, 1e-4 * flow[9].gradient_norm);
  for (std::size_t l = 1; l < flow.size(); ++l) EXPECT_LT(flow[l - 1].delta_rms, flow[l].delta_rms) << l;
}

TEST(Flow, ShowsThemLastInReluNetworksByHe) {
  const std::vector<LayerFlow> flow = flow_of_deep(Activation::relu, Initializer::he);
  EXPECT_GT(flow.front().delta_rms, 0.05 * flow[9].delta_rms);
  EXPECT_LT(flow.front().delta_rms, 20 * flow[9].delta_rms);
}

// One unit, z = theta_0 x: what every number must be.
SmallRun<double> one_unit(Activation phi, const std::vector<double>& x, double y = 0.0) {
  TrainerSpec spec = small_spec();
  spec.loss = Loss::squared_error;
  spec.network = network_of(1, {{.units = 1, .activation = phi}});
  return SmallRun<double>(spec, NoisyPoints<double>{x, std::vector<double>(x.size(), y), x.size()});
}

TEST(Flow, CountsSaturatedSamples) {
  // sigmoid' is below 0.05 beyond |z| = 2.887, tanh' beyond 2.178.
  const std::vector<double> x = {-3.0, -2.8, 0.0, 2.0, 2.8, 3.0, 2.2, -2.2};
  const SmallRun<double> sigmoid = one_unit(Activation::sigmoid, x), tanh = one_unit(Activation::tanh, x),
                         sine = one_unit(Activation::sine, x);
  Objective of_sigmoid = sigmoid.objective(), of_tanh = tanh.objective(), of_sine = sine.objective();
  EXPECT_EQ(flow_of(of_sigmoid, {1.0, 0.0})[0].saturated, 2.0 / 8);
  EXPECT_EQ(flow_of(of_tanh, {1.0, 0.0})[0].saturated, 6.0 / 8);
  EXPECT_EQ(flow_of(of_sine, {1.0, 0.0})[0].saturated, 0.0);
}

TEST(Flow, GivesMomentsOfSignalsAndErrors) {
  const SmallRun<double> run = one_unit(Activation::linear, {1.0, 2.0, 3.0, 6.0}, 1.0);
  Objective objective = run.objective();
  const LayerFlow flow =
      flow_of(objective, {2.0, -1.0}, {1.5, 7.0})[0];  // z = 1, 3, 5, 11; delta = 0, 2, 4, 10
  EXPECT_DOUBLE_EQ(flow.z_mean, 5.0);
  EXPECT_DOUBLE_EQ(flow.z_deviation, std::sqrt(14.0));
  EXPECT_DOUBLE_EQ(flow.a_mean, 5.0);
  EXPECT_DOUBLE_EQ(flow.a_deviation, std::sqrt(14.0));
  EXPECT_DOUBLE_EQ(flow.delta_rms, std::sqrt(30.0));
  EXPECT_DOUBLE_EQ(flow.gradient_norm, (0 * 1 + 2 * 2 + 4 * 3 + 10 * 6) / 4.0);
  EXPECT_DOUBLE_EQ(flow.weight_norm, 2.0);
  EXPECT_DOUBLE_EQ(flow.update_ratio, 0.25);
  EXPECT_EQ(flow_of(objective, {2.0, -1.0})[0].update_ratio, 0.0);
}

TEST(Flow, NamesDeadUnits) {
  TrainerSpec spec = small_spec();
  spec.network = network_of(
      1, {{.units = 4, .activation = Activation::relu}, {.units = 1, .activation = Activation::sigmoid}});
  std::vector<double> x(600, -1.0);
  x[599] = 2.0;  // in the last of three pieces
  const SmallRun<double> run(spec, NoisyPoints<double>{x, std::vector<double>(600, 1.0), 600});
  std::vector<double> theta(run.theta().size(), 0.5);
  const LayerLayout& layer = run.trainer.network().layer(0);
  const std::vector<double> weights = {1.0, 1.0, -1.0, 0.0}, biases = {0.0, -2.0, 0.0, 0.0};
  std::ranges::copy(weights, theta.begin() + static_cast<std::ptrdiff_t>(layer.weights));
  std::ranges::copy(biases, theta.begin() + static_cast<std::ptrdiff_t>(layer.biases));
  theta[run.trainer.network().layer(1).weights] = 0.0;  // nobody listens to unit 0, yet it lives
  Objective objective = run.objective();
  const std::vector<LayerFlow> flow = flow_of(objective, theta);
  EXPECT_EQ(flow[0].dead_units, (std::vector<std::uint32_t>{1, 3}));  // z = 0 at most; unit 0 has one sample
  EXPECT_TRUE(flow[1].dead_units.empty());
}

TEST(Flow, OfARunTellsItsUpdates) {
  SmallRun<float> run(small_spec(), 40, 6);
  Objective objective = run.objective();
  const std::vector<LayerFlow> flow = flow_of(objective, run.theta(), run.before());
  for (const LayerFlow& layer : flow) {
    EXPECT_GT(layer.update_ratio, 1e-6);
    EXPECT_LT(layer.update_ratio, 0.1);
  }
}

TEST(Histogram, PutsEveryNumberInItsPlace) {
  Histogram histogram(-1.0, 1.0, 4);
  for (const double x : {-1.0, -0.6, -0.5, 0.0, 0.49, 0.5, 1.0}) histogram.add(x);
  for (const double x : {-1.001, -infinity, 1.001, 2.0, infinity}) histogram.add(x);
  histogram.add(nan);
  EXPECT_EQ(histogram.counts(), (std::vector<std::uint64_t>{2, 1, 2, 2}));
  EXPECT_EQ(histogram.below(), 2U);
  EXPECT_EQ(histogram.above(), 3U);
  EXPECT_EQ(histogram.nans(), 1U);
}

TEST(Histogram, OfALayerCountsUnitsTimesSamplesOrWeights) {
  SmallRun<double> run(small_spec(), 600, 4);
  Objective objective = run.objective();
  for (std::size_t q = 0; q < quantity_names.size(); ++q) {
    const auto quantity = static_cast<Quantity>(q);
    std::vector<Histogram> histograms;
    ASSERT_TRUE(
        measure_histograms(objective, run.theta(), run.before(), quantity, {-0.2, 0.2, 10}, histograms).ok());
    ASSERT_EQ(histograms.size(), 3U);
    for (std::size_t l = 0; l < 3; ++l) {
      const LayerLayout& layer = run.trainer.network().layer(l);
      const Histogram& here = histograms[l];
      const std::uint64_t total =
          std::reduce(here.counts().begin(), here.counts().end()) + here.below() + here.above() + here.nans();
      EXPECT_EQ(total, q < 3 ? layer.units() * 600 : layer.weight_count()) << name(quantity);
    }
  }
}

TEST(Histogram, CountsTheQuantityThatIsAskedFor) {
  const SmallRun<double> run = one_unit(Activation::tanh, {1.0, 2.0}, 1.0);
  Objective objective = run.objective();
  const std::vector<double> theta = {2.0, 0.0}, before = {-1.0, 0.0};
  const auto bin_of = [&](Quantity quantity, double low, double high) {
    std::vector<Histogram> histograms;
    EXPECT_TRUE(measure_histograms(objective, theta, before, quantity, {low, high, 1}, histograms).ok());
    return histograms[0].counts()[0];
  };
  EXPECT_EQ(bin_of(Quantity::z, 1.9, 4.1), 2U);
  EXPECT_EQ(bin_of(Quantity::a, 0.9, 1.0), 2U);
  EXPECT_EQ(bin_of(Quantity::delta, -0.01, 0.0), 2U);
  EXPECT_EQ(bin_of(Quantity::weights, 1.9, 2.1), 1U);
  EXPECT_EQ(bin_of(Quantity::gradients, -0.01, -1e-6), 1U);
  EXPECT_EQ(bin_of(Quantity::updates, 2.9, 3.1), 1U);
}

TEST(Flow, RefusesBadArguments) {
  SmallRun<double> run;
  Objective objective = run.objective(), none;
  const std::vector<double> theta = run.theta(), wrong(3);
  std::vector<LayerFlow> flow;
  std::vector<Histogram> histograms;
  expect_refused(measure_flow(none, theta, {}, flow), "objective");
  expect_refused(measure_flow(objective, wrong, {}, flow), "theta");
  expect_refused(measure_flow(objective, spoiled(theta), {}, flow), "theta");
  expect_refused(measure_flow(objective, theta, wrong, flow), "before");
  expect_refused(measure_flow(objective, theta, spoiled(theta), flow), "before");
  const auto measure = [&](Quantity quantity, const HistogramRange& range) {
    return measure_histograms(objective, theta, {}, quantity, range, histograms);
  };
  expect_refused(measure(Quantity::updates, {}), "before");
  expect_refused(measure(Quantity::z, {-1.0, 1.0, 0}), "bins");
  expect_refused(measure(Quantity::z, {-1.0, 1.0, 4097}), "bins");
  expect_refused(measure(Quantity::z, {1.0, 1.0, 4}), "range");
  expect_refused(measure(Quantity::z, {nan, 1.0, 4}), "range");
  expect_refused(measure(Quantity::z, {-1e308, 1e308, 4}), "range");
  expect_refused(measure_histograms(objective, wrong, {}, Quantity::weights, {}, histograms), "theta");
}

TEST(Flow, LeavesTheRunAlone) {
  expect_undisturbed([](auto& run) {
    Objective objective = run.objective();
    flow_of(objective, run.theta(), run.before());
    std::vector<Histogram> histograms;
    EXPECT_TRUE(measure_histograms(objective, run.theta(), run.before(), Quantity::z, {}, histograms).ok());
  });
}

}  // namespace
}  // namespace downhill::testing
