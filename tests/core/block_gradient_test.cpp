// Gradients of networks with every kind of block: against central differences, and against a network of dual
// numbers that is run over the whole batch, for batch norm ties its samples together.
#include "dual.hpp"
#include "engines.hpp"
#include "networks.hpp"

#include <downhill/gradient_check.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

struct Case {
  NetworkSpec spec;
  Loss loss = Loss::squared_error;
  std::size_t batch = 1;
  std::uint64_t seed = 0;
  GradientCheckOptions options;

  bool smooth() const {
    if (options.regularization.l1 > 0.0) return false;
    for (const LayerSpec& layer : spec.layers) {
      if (has_kink(layer.activation)) return false;
    }
    return true;
  }
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << name(c.loss) << (c.options.fused ? "" : " unfused") << ", batch " << c.batch << ", "
       << c.spec.inputs << " inputs";
  for (const LayerSpec& l : c.spec.layers) {
    *out << " -> " << l.units << " " << name(l.activation) << " norm " << name(l.norm)
         << (l.dropout > 0 ? " dropout" : "") << (l.residual ? " residual" : "");
  }
}

constexpr std::size_t widths[] = {1, 3, 4, 5, 7, 8, 9, 16, 17, 31, 32};
constexpr std::size_t batches[] = {1, 2, 3, 5, 8, 10, 16, 31, 32, 33};

// A covering selection of activation x loss x output x norm x dropout x residual x depth 0 ... 6 x width x
// batch x penalty: each factor runs through its levels with a step of its own, prime to the others' counts,
// so that all pairs of levels meet. Widths shrink with depth to keep the number of parameters in hand.
std::vector<Case> cases() {
  const auto& pairs = pairings();
  const std::pair<Loss, Activation> improper[] = {{Loss::squared_error, Activation::softmax},
                                                  {Loss::binary_cross_entropy, Activation::softmax},
                                                  {Loss::cross_entropy, Activation::sigmoid}};
  std::vector<Case> all;
  for (std::size_t turn = 0; turn < 210; ++turn) {
    Case c;
    const bool proper = turn % 4 != 3;
    const auto& [loss, psi] = proper ? pairs[turn % pairs.size()] : improper[turn / 4 % 3];
    c.loss = loss;
    c.batch = batches[turn * 7 % 10];
    c.seed = turn;
    c.spec.inputs = 2 + turn % 2;
    const std::size_t depth = turn % 7;
    std::size_t below = c.spec.inputs;
    for (std::size_t l = 0; l < depth; ++l) {
      LayerSpec layer;
      layer.activation = static_cast<Activation>((turn + 3 * l) % 10);
      layer.norm = static_cast<Norm>((turn / 2 + l) % 3);
      if (layer.norm == Norm::batch && c.batch < 5)
        layer.norm = Norm::none;  // next to no variance: all curvature
      layer.units = depth > 3 ? widths[(turn * 5 + l) % 6] : widths[(turn * 5 + l) % 11];
      if (layer.norm == Norm::layer && layer.units < 3) layer.units = 5;
      if ((turn + l) % 5 == 2) layer.units = below;
      layer.residual = (turn + l) % 5 == 2;
      layer.dropout = (turn + 2 * l) % 6 == 4 ? 0.3 : 0.0;
      c.spec.layers.push_back(layer);
      below = layer.units;
    }
    c.spec.layers.push_back(
        {.units = psi == Activation::softmax || turn % 3 == 0 ? 3U : 1U, .activation = psi});
    c.options.fused = turn % 9 != 5;
    c.options.dropout_seed = turn;
    if (turn % 3 == 1) c.options.regularization.l2 = 0.01;
    if (turn % 5 == 1) c.options.regularization.l1 = 0.02;
    c.options.regularization.weights_only = turn % 2 == 0;
    all.push_back(c);
  }
  return all;
}

// Weights fitted to the width, and gains and shifts that are not 1 and 0.
std::vector<double> theta_of(const Case& c) {
  const Network network(c.spec);
  std::vector<double> theta = uniform<double>(network.parameter_count(), c.seed + 77, -1.0, 1.0);
  for (const LayerLayout& layer : network.layers()) {
    const double scale = std::sqrt(3.0 / static_cast<double>(layer.inputs));
    for (std::size_t j = 0; j < layer.weight_count(); ++j) theta[layer.weights + j] *= scale;
    if (layer.spec.norm == Norm::none) continue;
    for (std::size_t u = 0; u < layer.units(); ++u) theta[layer.gain + u] += 1.5;
  }
  return theta;
}

class BlockGradient : public EveryEngine {};

// Central differences with h and h / 2, extrapolated (Richardson): the error falls from h^2 to h^4, which
// norms over few numbers, whose curvature is large, need.
struct Extrapolated {
  double worst = 0.0;
  std::size_t where = 0, skipped = 0;
};

Extrapolated extrapolate(const GradientCheck& wide, const GradientCheck& narrow) {
  Extrapolated result;
  double largest = 0.0;
  for (const double slope : wide.analytic) largest = std::max(largest, std::abs(slope));
  for (std::size_t j = 0; j < wide.analytic.size(); ++j) {
    if (wide.skipped[j]) {
      ++result.skipped;
      continue;
    }
    const double numerical = (4.0 * narrow.numerical[j] - wide.numerical[j]) / 3.0;
    const double error = std::abs(wide.analytic[j] - numerical) /
                         std::max({std::abs(wide.analytic[j]), std::abs(numerical), largest / 100.0, 1e-300});
    if (error <= result.worst) continue;
    result.worst = error;
    result.where = j;
  }
  return result;
}

TEST_P(BlockGradient, IsThatOfCentralDifferences) {
  std::size_t parameters = 0, skipped = 0;
  for (const Case& c : cases()) {
    const std::vector<double> theta = theta_of(c);
    const Samples<double> samples = random_samples(c.spec, c.loss, c.batch, c.seed);
    GradientCheck checks[2];
    for (const std::size_t halvings : {0U, 1U}) {
      GradientCheckOptions options = c.options;
      options.epsilon = 1e-4 / static_cast<double>(1U << halvings);
      const Status status =
          check_gradient(c.spec, c.loss, theta, samples.view(), GetParam(), checks[halvings], options);
      ASSERT_TRUE(status.ok()) << status.message;
    }
    const Extrapolated result = extrapolate(checks[0], checks[1]);
    EXPECT_LE(result.worst, c.smooth() ? 1e-7 : 1e-6)
        << ::testing::PrintToString(c) << ", parameter " << result.where;
    parameters += theta.size();
    skipped += result.skipped;
  }
  RecordProperty("parameters", static_cast<int>(parameters));
  RecordProperty("skipped", static_cast<int>(skipped));
  EXPECT_LT(skipped * 100, parameters);
}

// ---- The oracle

using Rows = std::vector<std::vector<Dual>>;  // [samples][units]

void normalise(std::vector<Dual*> group) {
  const Dual count{static_cast<double>(group.size())};
  Dual mean, variance;
  for (const Dual* z : group) mean = mean + *z / count;
  for (const Dual* z : group) variance = variance + (*z - mean) * (*z - mean) / count;
  for (Dual* z : group) *z = (*z - mean) / sqrt(variance + Dual{1e-5});
}

Rows through(const LayerLayout& layer, const std::vector<Dual>& theta, const Rows& x,
             const Matrix<double>& mask) {
  Rows out(x.size(), std::vector<Dual>(layer.units()));
  for (std::size_t s = 0; s < x.size(); ++s) {
    for (std::size_t u = 0; u < layer.units(); ++u) {
      out[s][u] = theta[layer.biases + u];
      for (std::size_t i = 0; i < layer.inputs; ++i) {
        out[s][u] = out[s][u] + theta[layer.weights + u * layer.inputs + i] * x[s][i];
      }
    }
  }
  const bool batch = layer.spec.norm == Norm::batch;
  for (std::size_t g = 0; layer.spec.norm != Norm::none && g < (batch ? layer.units() : x.size()); ++g) {
    std::vector<Dual*> group;
    for (std::size_t j = 0; j < (batch ? x.size() : layer.units()); ++j) {
      group.push_back(batch ? &out[j][g] : &out[g][j]);
    }
    normalise(group);
  }
  for (std::size_t s = 0; s < x.size(); ++s) {
    for (std::size_t u = 0; u < layer.units(); ++u) {
      Dual& a = out[s][u];
      if (layer.spec.norm != Norm::none) a = theta[layer.gain + u] * a + theta[layer.shift + u];
      a = apply(layer.spec.activation, a);
      if (layer.spec.dropout > 0.0) a = a * Dual{mask(u, s)};
      if (layer.spec.residual) a = a + x[s][u];
    }
  }
  return out;
}

Dual mean_loss(const Case& c, Rows a, const Samples<double>& samples) {
  Dual sum;
  const std::size_t outputs = c.spec.layers.back().units;
  for (std::size_t s = 0; s < a.size(); ++s) {
    if (c.spec.layers.back().activation == Activation::softmax) {
      Dual total;
      for (Dual& z : a[s]) total = total + exp(z);
      for (Dual& z : a[s]) z = exp(z) / total;
    }
    for (std::size_t k = 0; k < outputs; ++k) {
      const Dual y{samples.targets[s * outputs + k]}, one{1.0}, half{0.5}, p = a[s][k];
      if (c.loss == Loss::squared_error) sum = sum + half * (p - y) * (p - y);
      if (c.loss == Loss::binary_cross_entropy) sum = sum - y * log(p) - (one - y) * log(one - p);
      if (c.loss == Loss::cross_entropy) sum = sum - y * log(p);
    }
  }
  return sum / Dual{static_cast<double>(a.size())};
}

TEST_P(BlockGradient, IsThatOfANetworkOfDualNumbers) {
  std::size_t tried = 0;
  for (const Case& c : cases()) {
    const Network network(c.spec);
    if (network.parameter_count() > 150) continue;
    ++tried;
    const std::vector<double> values = theta_of(c);
    const Samples<double> samples = random_samples(c.spec, c.loss, c.batch, c.seed);
    Arena memory;
    Tape<double> tape;
    ASSERT_TRUE(
        memory.lay_out(1U << 24U, [&](Cursor& m) { tape.plan(m, network, c.batch, TapeUse::inspection); })
            .ok());
    tape.load(GetParam().kernels<double>(), samples.inputs.data(), samples.targets.data(), c.batch);
    const Backprop<double> pass{
        network,        GetParam().kernels<double>(), c.loss, values.data(), tape, nullptr, {true, c.seed, 0},
        c.options.fused};
    std::vector<double> actual(values.size()), expected(values.size());
    pass.forward();
    pass.backward();
    pass.gradients(1.0 / static_cast<double>(c.batch), false, actual.data());

    std::vector<Dual> theta(values.begin(), values.end());
    for (std::size_t j = 0; j < theta.size(); ++j) {
      theta[j].d = 1.0;
      Rows a(c.batch);
      for (std::size_t s = 0; s < c.batch; ++s) {
        for (std::size_t i = 0; i < c.spec.inputs; ++i)
          a[s].push_back(Dual{samples.inputs[s * c.spec.inputs + i]});
      }
      for (std::size_t l = 0; l < network.depth(); ++l)
        a = through(network.layer(l), theta, a, tape.layers[l].mask);
      expected[j] = mean_loss(c, a, samples).d;
      theta[j].d = 0.0;
    }
    EXPECT_LE(relative_error(expected, actual), 1e-12) << ::testing::PrintToString(c);
  }
  EXPECT_GE(tried, 60U);
}

// Gradient and losses of a pass whose tape is planned so.
template <class T>
std::vector<T> pass_with(TapeUse use, const Case& c, const KernelTable<T>& kernels) {
  const Network network(c.spec);
  const std::vector<double> exact = theta_of(c);
  const std::vector<T> theta(exact.begin(), exact.end());
  const Samples<T> samples = random_samples(c.spec, c.loss, c.batch, c.seed).template as<T>();
  OwnTape<T> tape(network, c.batch, use);
  tape->load(kernels, samples.inputs.data(), samples.targets.data(), c.batch);
  const Backprop<T> pass{network, kernels,           c.loss,         theta.data(), *tape,
                         nullptr, {true, c.seed, 0}, c.options.fused};
  std::vector<T> numbers(theta.size());
  pass.forward();
  pass.losses();
  pass.backward();
  pass.gradients(T(1) / static_cast<T>(c.batch), false, numbers.data());
  numbers.insert(numbers.end(), tape->losses.data(), tape->losses.data() + c.batch);
  return numbers;
}

TEST_P(BlockGradient, IsTheSameWhereATapeKeepsButWhatAStepNeeds) {
  for (const Case& c : cases()) {
    const auto expect_the_same = [&]<class T>(const KernelTable<T>& kernels) {
      const std::vector<T> lean = pass_with<T>(TapeUse::training, c, kernels);
      const std::vector<T> whole = pass_with<T>(TapeUse::inspection, c, kernels);
      EXPECT_TRUE(std::ranges::equal(lean, whole, same<T>)) << ::testing::PrintToString(c);
    };
    expect_the_same(GetParam().kernels<double>());
    expect_the_same(GetParam().kernels<float>());
  }
}

DOWNHILL_ON_EVERY_ENGINE(BlockGradient);

// A proper pair's output error is a - y only if a is the output: behind a residual connection it is not.
TEST(OutputBlock, TakesNoShortCutBehindAResidualConnection) {
  Case c;
  c.spec = {2, {{.units = 2, .activation = Activation::linear, .residual = true}}};
  c.batch = 10;
  GradientCheck check;
  const Samples<double> samples = random_samples(c.spec, c.loss, c.batch, c.seed);
  ASSERT_TRUE(
      check_gradient(c.spec, c.loss, theta_of(c), samples.view(), scalar_engine(), check, c.options).ok());
  EXPECT_LE(check.worst_error, 1e-7);
}

// ---- Faults, sweep

Case lesson() {
  Case c;
  c.spec = {2, {{4, Activation::sigmoid}, {3, Activation::tanh}, {2, Activation::sigmoid}}};
  c.loss = Loss::squared_error;
  c.batch = 10;
  c.seed = 5;
  return c;
}

TEST(PlantedFaults, AreFoundByTheCheck) {
  for (std::size_t kind = 0; kind < fault_names.size(); ++kind) {
    Case c = lesson();
    c.options.fault = static_cast<Fault>(kind);
    SCOPED_TRACE(name(c.options.fault));
    for (const bool proper : {false, true}) {
      if (proper) c.loss = Loss::binary_cross_entropy;
      GradientCheck check;
      const std::vector<double> theta = theta_of(c);
      const Samples<double> samples = random_samples(c.spec, c.loss, c.batch, c.seed);
      ASSERT_TRUE(
          check_gradient(c.spec, c.loss, theta, samples.view(), scalar_engine(), check, c.options).ok());
      if (c.options.fault == Fault::none) {
        EXPECT_LE(check.worst_error, 1e-7);
      } else {
        EXPECT_GE(check.worst_error, 0.05);
      }
    }
  }
}

TEST(EpsilonSweep, FallsAndRisesAgain) {
  const Case c = lesson();
  const std::vector<double> theta = theta_of(c);
  const Samples<double> samples = random_samples(c.spec, c.loss, c.batch, c.seed);
  const std::vector<double> epsilons = {1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-11};
  std::vector<EpsilonError> sweep;
  ASSERT_TRUE(
      sweep_epsilon(c.spec, c.loss, theta, samples.view(), scalar_engine(), epsilons, sweep, c.options).ok());
  ASSERT_EQ(sweep.size(), epsilons.size());
  EXPECT_GT(sweep[0].in_double, 1e3 * sweep[2].in_double);  // truncation
  EXPECT_GT(sweep[5].in_double, 1e3 * sweep[2].in_double);  // rounding
  EXPECT_LT(sweep[2].in_double, 1e-7);
  EXPECT_GT(sweep[3].in_float,
            10.0 * std::min(sweep[0].in_float, sweep[1].in_float));  // float is lost much earlier
  EXPECT_LT(sweep[3].in_double, 1e-3 * sweep[3].in_float);
  const std::vector<double> bad = {1e-3, 0.0};
  EXPECT_EQ(sweep_epsilon(c.spec, c.loss, theta, samples.view(), scalar_engine(), bad, sweep).code,
            Code::refused);
}

}  // namespace
}  // namespace downhill::testing
