// Steps of narrow networks, whose samples lie in rows, against the same steps phase by phase, whose samples
// lie in columns: the same bits, on every engine.
#include "engines.hpp"
#include "numbers.hpp"
#include "runs.hpp"
#include "table.hpp"

#include <downhill/backprop.hpp>
#include <downhill/narrow.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace downhill::testing {
namespace {

class NarrowNetworks : public EveryEngine {
 protected:
  template <class T>
  void expect_same_either_way(const TrainerSpec& spec, std::size_t outputs = 1) const {
    const Points<T> set(23, 5, outputs, spec.network.inputs);
    Trainer<T> whole, phased;
    ASSERT_TRUE(whole.build(spec, set.train(), set.test(), GetParam()).ok());
    ASSERT_TRUE(phased.build(spec, set.train(), set.test(), GetParam()).ok());
    for (std::size_t step = 1; step <= 12; ++step) {
      ASSERT_TRUE(whole.step().ok());
      while (phased.steps() < step) ASSERT_TRUE(phased.advance().ok());
      ASSERT_EQ(whole.state_hash(), phased.state_hash()) << "after step " << step;
      ASSERT_TRUE(same(whole.batch_loss(), phased.batch_loss())) << "after step " << step;
    }
  }

  void expect_same_with_every_activation(std::size_t batch) const {
    for (std::size_t kind = 0; kind < activation_names.size(); ++kind) {
      const auto phi = static_cast<Activation>(kind);
      if (phi == Activation::softmax) continue;  // no hidden layer has it
      SCOPED_TRACE(name(phi));
      expect_same_either_way<float>(spec_of({6, 3}, phi, batch));
    }
  }

  void expect_same_on_every_way_out(std::size_t batch) const {
    for (const auto& [outputs, phi, loss, fused] :
         {std::tuple{std::size_t{1}, Activation::linear, Loss::squared_error, true},
          std::tuple{std::size_t{1}, Activation::sigmoid, Loss::binary_cross_entropy, true},
          std::tuple{std::size_t{1}, Activation::sigmoid, Loss::binary_cross_entropy, false},
          std::tuple{std::size_t{2}, Activation::softmax, Loss::cross_entropy, true},
          std::tuple{std::size_t{2}, Activation::softmax, Loss::cross_entropy, false},
          std::tuple{std::size_t{2}, Activation::softmax, Loss::squared_error, true},
          std::tuple{std::size_t{2}, Activation::tanh, Loss::squared_error, true}}) {
      SCOPED_TRACE(std::string(name(phi)) + ", " + std::string(name(loss)));
      TrainerSpec spec = spec_of({5}, Activation::tanh, batch);
      spec.network.layers.back() = {.units = outputs, .activation = phi};
      spec.loss = loss;
      spec.fused = fused;
      expect_same_either_way<float>(spec, outputs);
    }
  }

  static TrainerSpec spec_of(std::vector<std::size_t> widths, Activation hidden, std::size_t batch) {
    TrainerSpec spec;
    spec.network.inputs = 2;
    for (const std::size_t units : widths)
      spec.network.layers.push_back({.units = units, .activation = hidden});
    spec.network.layers.push_back({.units = 1, .activation = Activation::sigmoid});
    spec.rules.batch_size = batch;
    spec.rules.optimizer.eta = 0.05;
    return spec;
  }
};

TEST_P(NarrowNetworks, TakeTheSameStepsEitherWay) {
  for (std::size_t units = 1; units <= narrow_width; ++units) {
    for (const std::size_t batch : {2U, 3U, 7U, 8U, 10U, 16U, 17U, 23U}) {
      SCOPED_TRACE(::testing::Message() << units << " units, batches of " << batch);
      const TrainerSpec spec = spec_of({units, narrow_width + 1 - units}, Activation::tanh, batch);
      ASSERT_TRUE(is_narrow(Network(spec.network)));
      expect_same_either_way<float>(spec);
      expect_same_either_way<double>(spec);
    }
  }
}

// A batch of one goes all the way in one call. Number by number, its phases do not fuse what vectors fuse, so
// that the fast mode rounds apart.
class SingleSamples : public NarrowNetworks {
 protected:
  void SetUp() override {
    NarrowNetworks::SetUp();
    if (GetParam().mode == NumericMode::fast) GTEST_SKIP() << "the fast mode may round either way";
  }
};

TEST_P(SingleSamples, TakeTheSameStepsEitherWay) {
  for (std::size_t inputs = 1; inputs <= narrow_width; ++inputs) {
    for (std::size_t units = 1; units <= narrow_width; ++units) {
      SCOPED_TRACE(::testing::Message() << inputs << " inputs, " << units << " units");
      TrainerSpec spec = spec_of({units, narrow_width + 1 - units, 3}, Activation::tanh, 1);
      spec.network.inputs = inputs;
      ASSERT_TRUE(is_narrow(Network(spec.network)));
      expect_same_either_way<float>(spec);
      expect_same_either_way<double>(spec);
    }
  }
}

TEST_P(NarrowNetworks, WithEveryActivation) {
  expect_same_with_every_activation(5);
}

TEST_P(SingleSamples, WithEveryActivation) {
  expect_same_with_every_activation(1);
}

TEST_P(SingleSamples, HaltAtTheSameStep) {
  const Points<float> set(23, 5);
  TrainerSpec spec = spec_of({5, 4}, Activation::linear, 1);
  spec.network.layers.back().activation = Activation::linear;
  spec.rules.optimizer.eta = 30.0;
  Trainer<float> whole, phased;
  ASSERT_TRUE(whole.build(spec, set.train(), set.test(), GetParam()).ok());
  ASSERT_TRUE(phased.build(spec, set.train(), set.test(), GetParam()).ok());
  const Status halted = whole.step(1000);
  Status status;
  while (status.ok() && phased.steps() < 1000) status = phased.advance();
  EXPECT_EQ(halted.code, Code::diverged);
  EXPECT_EQ(halted.message, status.message);
  EXPECT_EQ(whole.state_hash(), phased.state_hash());
  EXPECT_TRUE(std::ranges::equal(whole.gradient(), phased.gradient())) << "that of the last step";
}

TEST_P(NarrowNetworks, WithEveryWayOut) {
  expect_same_on_every_way_out(4);
}

TEST_P(SingleSamples, WithEveryWayOut) {
  expect_same_on_every_way_out(1);
}

// The kernel itself. What it is not to read as a number is NaN, what it is not to write keeps its 7.
class NarrowPasses : public EveryEngine {
 protected:
  void SetUp() override {
    EveryEngine::SetUp();
    if (!GetParam().template kernels<float>().narrow_pass) GTEST_SKIP() << "the scalar engine has none";
  }

  template <class T>
  struct Pass {
    T loss;
    std::vector<T> gradient;  // with a line behind it
  };

  static std::vector<std::uint32_t> backward_order(std::size_t count, std::size_t samples) {
    std::vector<std::uint32_t> order(samples);
    for (std::size_t s = 0; s < samples; ++s) order[s] = static_cast<std::uint32_t>(count - 1 - s);
    return order;
  }

  enum Kernel { narrow, sample };
  struct Size {
    Kernel kernel;
    std::size_t samples;
  };
  static constexpr Size sizes[] = {{sample, 1}, {narrow, 3}, {narrow, 2 * line<float> + 1}};

  template <class T>
  Pass<T> pass(Kernel kernel, const Network& network, const std::vector<T>& theta, const SampleSet<T>& set,
               std::size_t samples) const {
    Arena arena;
    NarrowTape<T> tape;
    const std::size_t room = kernel == sample ? 1 : narrow_samples<T>;
    const auto plan = [&](Cursor& cursor) { tape.plan(cursor, network, room, Loss::squared_error, true); };
    EXPECT_TRUE(arena.lay_out(std::size_t{1} << 20U, plan).ok());
    const NarrowPath<T>& path = tape.path(samples);
    const auto forget = [](T* numbers, std::size_t count) {
      std::fill_n(numbers, count, std::numeric_limits<T>::quiet_NaN());
    };
    constexpr std::size_t rows = narrow_rows<T> * narrow_width;
    forget(path.x, rows);
    forget(path.error, rows);
    for (std::size_t l = 0; l < path.depth; ++l) {
      const NarrowLayer<T>& layer = path.layers[l];
      for (const Matrix<T>& numbers : {layer.z, layer.a, layer.delta})
        forget(numbers.data, numbers.rows * numbers.stride);
    }
    const std::vector<std::uint32_t> order = backward_order(set.count, samples);
    std::vector<T> behind = theta;
    behind.resize(theta.size() + narrow_width * narrow_width, std::numeric_limits<T>::quiet_NaN());
    Pass<T> result{T(0), std::vector<T>(theta.size() + line<T>, T(7))};
    const KernelTable<T>& kernels = GetParam().template kernels<T>();
    result.loss = (kernel == sample ? kernels.sample_pass : kernels.narrow_pass)(
        path, behind.data(), {set.inputs, set.targets, order.data(), samples}, result.gradient.data());
    return result;
  }

  // The same by Backprop's phases.
  template <class T>
  Pass<T> phases(Kernel kernel, const Network& network, const std::vector<T>& theta, const SampleSet<T>& set,
                 std::size_t samples) const {
    const KernelTable<T>& kernels = GetParam().template kernels<T>();
    Arena arena;
    Tape<T> tape;
    const std::size_t room = kernel == sample ? 1 : narrow_samples<T>;
    const auto plan = [&](Cursor& cursor) { tape.plan(cursor, network, room, TapeUse::inspection); };
    EXPECT_TRUE(arena.lay_out(std::size_t{1} << 20U, plan).ok());
    const std::vector<std::uint32_t> order = backward_order(set.count, samples);
    tape.load(kernels, set.inputs, set.targets, order);
    const Backprop<T> backprop{network, kernels, Loss::squared_error, theta.data(), tape};
    backprop.forward();
    backprop.losses();
    backprop.backward();
    Pass<T> result{kernels.sum(tape.losses.data(), samples), std::vector<T>(theta.size() + line<T>, T(7))};
    backprop.gradients(T(1) / static_cast<T>(samples), false, result.gradient.data());
    return result;
  }

  static Network network_of(std::size_t inputs, std::size_t units, std::size_t outputs, Activation phi) {
    NetworkSpec spec;
    spec.inputs = inputs;
    spec.layers = {{.units = units, .activation = phi}, {.units = outputs, .activation = Activation::linear}};
    return Network(spec);
  }

  template <class T>
  void expect_bits_of_phases(std::size_t inputs, std::size_t units, std::size_t outputs) const {
    const Network network = network_of(inputs, units, outputs, Activation::tanh);
    const std::vector<T> theta = uniform<T>(network.parameter_count(), 3);
    const Points<T> set(narrow_samples<T> + 2, 0, outputs, inputs);
    for (std::size_t samples = 1; samples <= narrow_samples<T>; ++samples) {
      SCOPED_TRACE(::testing::Message()
                   << inputs << " -> " << units << " -> " << outputs << ", " << samples << " samples");
      for (const Kernel kernel : {narrow, sample}) {
        if (kernel == sample && samples > 1) continue;
        const Pass<T> expected = phases(kernel, network, theta, set.train(), samples);
        const Pass<T> found = pass(kernel, network, theta, set.train(), samples);
        ASSERT_TRUE(same(expected.loss, found.loss)) << kernel;
        ASSERT_TRUE(same_numbers(expected.gradient, found.gradient)) << kernel;
      }
    }
  }
};

TEST_P(NarrowPasses, LeaveTheBitsOfTheirPhases) {
  // WebAssembly counts in double by the scalar engine.
  const bool in_double = GetParam().template kernels<double>().narrow_pass != nullptr;
  for (std::size_t inputs = 1; inputs <= narrow_width; ++inputs) {
    for (std::size_t units = 1; units <= narrow_width; ++units) {
      expect_bits_of_phases<float>(inputs, units, narrow_width + 1 - inputs);
      if (in_double) expect_bits_of_phases<double>(inputs, units, narrow_width + 1 - inputs);
    }
  }
}

// 0 times a negative input is -0, but a sum begins at 0, and 0 + -0 is 0.
TEST_P(NarrowPasses, LeaveAGradientWithoutMinusZeroAndNoMore) {
  for (const auto& [kernel, samples] : sizes) {
    for (std::size_t inputs = 1; inputs <= narrow_width; ++inputs) {
      for (std::size_t units = 1; units <= narrow_width; ++units) {
        SCOPED_TRACE(::testing::Message() << inputs << " -> " << units << ", " << samples << " samples");
        const Network network = network_of(inputs, units, 2, Activation::linear);
        const std::vector<float> theta(network.parameter_count());
        const std::vector<float> x(samples * inputs, -1.0F), y(samples * 2);
        const auto found = pass<float>(kernel, network, theta, {x.data(), y.data(), samples}, samples);
        ASSERT_EQ(found.loss, 0.0F);
        for (std::size_t k = 0; k < found.gradient.size(); ++k) {
          ASSERT_EQ(found.gradient[k], k < theta.size() ? 0.0F : 7.0F) << k;
          ASSERT_FALSE(std::signbit(found.gradient[k])) << k;
        }
      }
    }
  }
}

TEST_P(NarrowPasses, LeaveNoGradientOfALossThatIsNotFinite) {
  for (const auto& [kernel, samples] : sizes) {
    const Network network = network_of(2, 3, 1, Activation::linear);
    const std::vector<float> theta(network.parameter_count(), 1e30F), x(2 * samples, 1.0F), y(samples);
    const auto found = pass<float>(kernel, network, theta, {x.data(), y.data(), samples}, samples);
    EXPECT_FALSE(std::isfinite(found.loss));
    for (const float slope : found.gradient) ASSERT_EQ(slope, 7.0F);
  }
}

TEST(Narrow, IsWhatHasNoMoreThanWeightsAndActivations) {
  const auto with = [](auto change) {
    NetworkSpec spec = plain_spec().network;
    change(spec);
    return is_narrow(Network(spec));
  };
  EXPECT_TRUE(with([](NetworkSpec&) {}));
  EXPECT_TRUE(with([](NetworkSpec& spec) { spec.inputs = narrow_width; }));
  EXPECT_FALSE(with([](NetworkSpec& spec) { spec.inputs = narrow_width + 1; }));
  EXPECT_FALSE(with([](NetworkSpec& spec) { spec.layers[0].units = narrow_width + 1; }));
  EXPECT_FALSE(with([](NetworkSpec& spec) { spec.layers.back().units = narrow_width + 1; }));
  EXPECT_FALSE(with([](NetworkSpec& spec) { spec.layers[0].norm = Norm::batch; }));
  EXPECT_FALSE(with([](NetworkSpec& spec) { spec.layers[0].dropout = 0.5; }));
  EXPECT_FALSE(with([](NetworkSpec& spec) { spec.layers[1].residual = true; }));
  EXPECT_FALSE(with([](NetworkSpec& spec) { spec.layers.erase(spec.layers.begin()); }));
}

DOWNHILL_ON_EVERY_ENGINE(NarrowNetworks);
DOWNHILL_ON_EVERY_ENGINE(NarrowPasses);
DOWNHILL_ON_EVERY_ENGINE(SingleSamples);

}  // namespace
}  // namespace downhill::testing
