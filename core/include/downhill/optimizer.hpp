// Gradient descent: uses a gradient to move theta, and does not ask where it came from (paper, sections 3, 16
// to 18, 28).
#pragma once

#include <downhill/arena.hpp>
#include <downhill/engine.hpp>
#include <downhill/team.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace downhill {

enum class OptimizerKind : std::uint8_t {
  sgd,       // theta := theta - eta g
  momentum,  // v := beta v - eta g, theta := theta + v; Polyak, 1964; the paper's section 17
  nesterov,  // the same v, theta := theta + beta v - eta g; Nesterov, 1983, as in Sutskever et al., 2013
  adagrad,   // G := G + g^2, theta := theta - eta g / (sqrt G + epsilon); Duchi et al., 2011
  rmsprop,   // V := rho V + (1 - rho) g^2, theta := theta - eta g / (sqrt V + epsilon); Hinton, 2012; with
             // beta > 0 b := beta b + g / (sqrt V + epsilon), theta := theta - eta b
  adam,   // moments m, V with bias correction, theta := theta - eta m^ / (sqrt V^ + epsilon); Kingma and Ba,
          // 2015
  adamw,  // Adam with decoupled decay; Loshchilov and Hutter, 2019
};

inline constexpr std::array<std::string_view, 7> optimizer_names = {
    "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"};

constexpr std::string_view name(OptimizerKind kind) noexcept {
  return optimizer_names[static_cast<std::size_t>(kind)];
}

// Hyper-parameters: plain numbers that may change between any two steps.
struct OptimizerSettings {
  OptimizerKind kind = OptimizerKind::sgd;
  double eta = 0.03;          // learning rate, > 0
  double beta = 0.9;          // momentum of momentum and nesterov, 0 ... 1, 1 excluded
  double rmsprop_beta = 0.0;  // momentum of rmsprop
  double rho = 0.99;          // how long rmsprop remembers
  double beta1 = 0.9;         // how long Adam remembers the gradient
  double beta2 = 0.999;       // and its square
  double epsilon = 1e-8;      // keeps the division finite
  double decay = 0.01;        // decoupled: adamw first makes theta := (1 - eta decay) theta
};

// The state of one run.
template <class T>
class Optimizer {
 public:
  void plan(Cursor& cursor, std::size_t parameter_count);

  // Forgets the past; theta is where a run starts.
  void reset(std::span<const T> theta) noexcept;
  // Forgets what the rule remembers: for a change of rule in the middle of a run.
  void forget() noexcept;

  // One step with the learning rate `eta` (settings.eta after its schedule). theta changes places with
  // before(), whose room it is written to. Returns false if a parameter became NaN or Inf; theta is then as
  // it was, and the rule has forgotten. A team shares it out. `gradient`, of as many numbers, by reference:
  // copied whole it would wait for the two stores that made a view of constants of it.
  bool step(const KernelTable<T>& kernels, const OptimizerSettings& settings, double eta,
            const std::span<const T>& gradient, std::span<T>& theta, Team* team = nullptr) noexcept;

  // Makes 0 of what is below 2^26 times the smallest normal number (float: 8e-31) in theta and in all that
  // the rule remembers. Where no gradient comes any more numbers decay until they are subnormal, and stay so,
  // since 0.9 times the least of these is rounded to itself; some processors take a hundred cycles for each
  // operation on one.
  void drop_tiny(std::span<T> theta) noexcept;

  // theta before the last step, so that the last step can be seen and taken back.
  std::span<const T> before() const noexcept { return before_; }
  // Velocity, or Adam's m; all zero where the rule has none.
  std::span<const T> first() const noexcept { return first_; }
  // Sum or mean of squared gradients: AdaGrad's G, V of RMSProp and Adam.
  std::span<const T> second() const noexcept { return second_; }

  // The whole state as two arrays and two numbers, for snapshots and files.
  struct Memory {
    double beta1_power = 1.0;  // beta1^t
    double beta2_power = 1.0;
  };
  Memory memory() const noexcept { return memory_; }
  void restore(const Memory& memory, std::span<const T> first, std::span<const T> second,
               std::span<const T> before) noexcept;

 private:
  std::span<T> before_, first_, second_;
  Memory memory_;
};

extern template class Optimizer<float>;
extern template class Optimizer<double>;

}  // namespace downhill
