// Activations, losses and whole blocks against PyTorch (tests/golden/make_torch_golden.py).
#include "engines.hpp"
#include "numbers.hpp"
#include "table.hpp"

#include <downhill/trainer.hpp>

#include <cmath>
#include <span>
#include <vector>

#include <gtest/gtest.h>

namespace downhill::testing {
namespace {

namespace activations {
#include "../golden/torch_activations.inc"
}
namespace losses {
#include "../golden/torch_losses.inc"
}
namespace layers {
#include "../golden/torch_layers.inc"
}

class Golden : public EveryEngine {
 protected:
  const KernelTable<double>& kernels() const { return GetParam().kernels<double>(); }
};

void expect_near(double actual, double expected, double tolerance, const char* what, std::size_t where) {
  EXPECT_NEAR(actual, expected, tolerance * std::max(1.0, std::abs(expected))) << what << " at " << where;
}

TEST_P(Golden, ActivationsAndTheirDerivatives) {
  struct Case {
    Activation phi;
    std::span<const double> value, slope;
  };
  using namespace activations;
  using enum Activation;
  const Case cases[] = {{Activation::tanh, golden_tanh, golden_tanh_slope},
                        {sigmoid, golden_sigmoid, golden_sigmoid_slope},
                        {relu, golden_relu, golden_relu_slope},
                        {linear, golden_linear, golden_linear_slope},
                        {leaky_relu, golden_leaky_relu, golden_leaky_relu_slope},
                        {elu, golden_elu, golden_elu_slope},
                        {gelu, golden_gelu, golden_gelu_slope},
                        {silu, golden_silu, golden_silu_slope},
                        {softplus, golden_softplus, golden_softplus_slope},
                        {sine, golden_sine, golden_sine_slope}};
  const std::size_t count = std::size(golden_z);
  OwnMatrix<double> z(1, count), ones(1, count), a(1, count), slope(1, count);
  for (std::size_t j = 0; j < count; ++j) {
    z.view()(0, j) = golden_z[j];
    ones.view()(0, j) = 1.0;
  }
  for (const Case& golden : cases) {
    SCOPED_TRACE(name(golden.phi));
    kernels().activate(golden.phi, z, a.view());
    kernels().times_derivative(golden.phi, z, a, ones, slope.view());
    for (std::size_t j = 0; j < count; ++j) {
      expect_near(a.view()(0, j), golden.value[j], 2e-15, "value", j);
      expect_near(slope.view()(0, j), golden.slope[j], 4e-15, "slope", j);
    }
  }
}

struct LossCase {
  const char* what;
  Loss loss;
  Activation psi;
  bool fused;
  std::span<const double> logits, targets, value, delta;
};

std::vector<LossCase> loss_cases() {
  using namespace losses;
  using enum Activation;
  return {
      {"BCE, fused", Loss::binary_cross_entropy, sigmoid, true, golden_z, golden_soft, golden_bce,
       golden_bce_delta},
      {"CE, fused", Loss::cross_entropy, softmax, true, golden_z, golden_one_hot, golden_ce, golden_ce_delta},
      {"squared error", Loss::squared_error, linear, true, golden_z, golden_soft, golden_mse,
       golden_mse_delta},
      {"squared error, unfused", Loss::squared_error, linear, false, golden_z, golden_soft, golden_mse,
       golden_mse_delta},
      {"squared error of sigmoid", Loss::squared_error, sigmoid, true, golden_mild, golden_soft,
       golden_mse_sigmoid, golden_mse_sigmoid_delta},
      {"squared error of softmax", Loss::squared_error, softmax, true, golden_mild, golden_soft,
       golden_mse_softmax, golden_mse_softmax_delta},
      {"BCE of softmax", Loss::binary_cross_entropy, softmax, true, golden_mild, golden_soft,
       golden_bce_softmax, golden_bce_softmax_delta},
      {"CE of sigmoid", Loss::cross_entropy, sigmoid, true, golden_mild, golden_soft, golden_ce_sigmoid,
       golden_ce_sigmoid_delta}};
}

// A network of one layer with W = 1 is its loss: z goes in as x.
TEST_P(Golden, LossesAndOutputErrors) {
  constexpr std::size_t samples = 32, outputs = 3;
  for (const LossCase& golden : loss_cases()) {
    SCOPED_TRACE(golden.what);
    const Network network({outputs, {{outputs, golden.psi}}});
    std::vector<double> theta(network.parameter_count());
    for (std::size_t k = 0; k < outputs; ++k) theta[k * outputs + k] = 1.0;
    Arena memory;
    Tape<double> tape;
    ASSERT_TRUE(
        memory.lay_out(1U << 20U, [&](Cursor& c) { tape.plan(c, network, samples, TapeUse::inspection); })
            .ok());
    tape.load(kernels(), golden.logits.data(), golden.targets.data(), samples);
    const Backprop<double> pass{network, kernels(), golden.loss, theta.data(),
                                tape,    nullptr,   {},          golden.fused};
    pass.forward();
    pass.losses();
    pass.output_error();
    for (std::size_t s = 0; s < samples; ++s) {
      expect_near(tape.losses[s], golden.value[s], 1e-13, "loss", s);
      for (std::size_t k = 0; k < outputs; ++k) {
        expect_near(tape.layers[0].delta(k, s), golden.delta[s * outputs + k], 1e-13, "delta", s);
      }
    }
  }
}

// The same logits, pair by pair, through dL/da: equal where nothing rounds to 0 or 1.
TEST_P(Golden, UnfusedPairsAgreeWithFusedOnes) {
  const OwnMatrix<double> z(3, 20, 5, -3, 3), y(3, 20, 6, 0, 1);
  for (const auto& [loss, psi] : {std::pair{Loss::binary_cross_entropy, Activation::sigmoid},
                                  std::pair{Loss::cross_entropy, Activation::softmax}}) {
    OwnMatrix<double> a(3, 20), grad(3, 20), unfused(3, 20), fused(3, 20);
    OwnMatrix<double> targets(3, 20);
    for (std::size_t s = 0; s < 20; ++s) {  // a distribution for each sample
      double sum = 0.0;
      for (std::size_t k = 0; k < 3; ++k) sum += y.view()(k, s);
      for (std::size_t k = 0; k < 3; ++k) targets.view()(k, s) = y.view()(k, s) / sum;
    }
    kernels().activate(psi, z, a.view());
    kernels().loss_gradient(loss, a, targets, grad.view());
    kernels().times_derivative(psi, z, a, grad, unfused.view());
    kernels().proper_delta(a, targets, fused.view());
    for (std::size_t k = 0; k < 3; ++k) {
      for (std::size_t s = 0; s < 20; ++s) {
        expect_near(unfused.view()(k, s), fused.view()(k, s), 1e-14, name(loss).data(), s);
      }
    }
  }
}

NetworkSpec golden_network() {
  using enum Activation;
  return {2,
          {{.units = 5, .activation = Activation::tanh, .norm = Norm::batch},
           {.units = 5, .activation = gelu, .norm = Norm::layer, .residual = true},
           {.units = 5, .activation = silu, .residual = true},
           {.units = 4, .activation = elu, .norm = Norm::batch},
           {.units = 3, .activation = softmax}}};
}

TEST_P(Golden, HundredStepsThroughEveryKindOfBlock) {
  using namespace layers;
  constexpr std::size_t samples = 17;
  TrainerSpec spec;
  spec.network = golden_network();
  spec.loss = Loss::cross_entropy;
  spec.rules.batch_size = samples;
  spec.rules.optimizer.eta = 0.05;
  Trainer<double> trainer;
  const SampleSet<double> set{golden_x, golden_y, samples};
  ASSERT_TRUE(trainer.build(spec, set, {}, GetParam()).ok());
  ASSERT_EQ(trainer.theta().size(), std::size(golden_start));
  std::ranges::copy(golden_start, trainer.theta().begin());
  trainer.weights_changed();
  for (std::size_t step = 0; step < 100; ++step) {
    ASSERT_TRUE(trainer.step().ok());
    expect_near(trainer.batch_loss(), golden_losses[step], 1e-12, "loss", step);
    if (step == 0) {
      for (std::size_t j = 0; j < trainer.gradient().size(); ++j) {
        expect_near(trainer.gradient()[j], golden_gradient[j], 1e-13, "gradient", j);
      }
    }
    if (step % 10 != 9) continue;
    for (std::size_t j = 0; j < trainer.theta().size(); ++j) {
      expect_near(trainer.theta()[j], golden_theta[step / 10 * trainer.theta().size() + j], 1e-12, "theta",
                  j);
    }
  }
  for (std::size_t j = 0; j < trainer.statistics().size(); ++j) {
    expect_near(trainer.statistics()[j], golden_statistics[j], 1e-12, "running statistic", j);
  }
  const Backprop<double> pass = trainer.scratch_pass();
  pass.tape.load(pass.kernels, golden_x, golden_y, samples);
  pass.forward();
  for (std::size_t s = 0; s < samples; ++s) {
    for (std::size_t k = 0; k < 3; ++k) {
      expect_near(pass.tape.layers.back().out(k, s), golden_outputs[s * 3 + k], 1e-12, "output", s);
    }
  }
}

DOWNHILL_ON_EVERY_ENGINE(Golden);

}  // namespace
}  // namespace downhill::testing
