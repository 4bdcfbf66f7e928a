#include "table.hpp"

#include <downhill/optimizer.hpp>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <utility>

namespace downhill {
namespace {

// With the factors of its two states.
struct Rule {
  UpdateRule kind;
  double beta = 0.0, rho = 0.0;
};

Rule rule_of(const OptimizerSettings& settings) noexcept {
  switch (settings.kind) {
    case OptimizerKind::sgd:
      return {UpdateRule::sgd};
    case OptimizerKind::momentum:
      return {UpdateRule::momentum, settings.beta};
    case OptimizerKind::nesterov:
      return {UpdateRule::nesterov, settings.beta};
    case OptimizerKind::adagrad:
      return {UpdateRule::adagrad};
    case OptimizerKind::rmsprop:
      return {settings.rmsprop_beta > 0.0 ? UpdateRule::rmsprop_momentum : UpdateRule::rmsprop,
              settings.rmsprop_beta, settings.rho};
    case OptimizerKind::adam:
    case OptimizerKind::adamw:
      break;
  }
  return {UpdateRule::adam, settings.beta1, settings.beta2};
}

}  // namespace

template <class T>
void Optimizer<T>::plan(Cursor& cursor, std::size_t parameter_count) {
  cursor.take(before_, parameter_count);
  cursor.take(first_, parameter_count);
  cursor.take(second_, parameter_count);
}

template <class T>
void Optimizer<T>::reset(std::span<const T> theta) noexcept {
  std::ranges::copy(theta, before_.begin());
  forget();
}

template <class T>
void Optimizer<T>::forget() noexcept {
  std::ranges::fill(first_, T(0));
  std::ranges::fill(second_, T(0));
  memory_ = {};
}

template <class T>
bool Optimizer<T>::step(const KernelTable<T>& kernels, const OptimizerSettings& settings, double eta,
                        const std::span<const T>& gradient, std::span<T>& theta,
                        [[maybe_unused]] Team* team) noexcept {
  const Rule rule = rule_of(settings);
  UpdateStep<T> step;
  step.keep = settings.kind == OptimizerKind::adamw ? static_cast<T>(1.0 - eta * settings.decay) : T(1);
  step.beta = static_cast<T>(rule.beta);
  step.one_minus_beta = static_cast<T>(1.0 - rule.beta);
  step.rho = static_cast<T>(rule.rho);
  step.one_minus_rho = static_cast<T>(1.0 - rule.rho);
  step.epsilon = static_cast<T>(settings.epsilon);
  if (rule.kind == UpdateRule::adam) {
    memory_.beta1_power *= rule.beta;
    memory_.beta2_power *= rule.rho;
    step.eta = static_cast<T>(eta / (1.0 - memory_.beta1_power));
    step.inverse_root = static_cast<T>(1.0 / std::sqrt(1.0 - memory_.beta2_power));
  } else {
    step.eta = static_cast<T>(eta);
  }
  const auto update = [&](std::size_t at, std::size_t count) {
    return kernels.update(rule.kind, step, gradient.data() + at, theta.data() + at, before_.data() + at,
                          first_.data() + at, second_.data() + at, count);
  };
  bool finite = true;
  if constexpr (has_threads) {
    if (team) {
      std::atomic<bool> all_finite = true;
      team->run([&](std::size_t member) {
        const Share share = share_of(theta.size(), line<T>, member, team->size());
        if (!update(share.first, share.count())) all_finite = false;
      });
      finite = all_finite;
    }
  }
  if (!has_threads || !team) finite = update(0, theta.size());
  if (finite) {
    std::swap(theta, before_);
  } else {
    std::ranges::copy(theta, before_.begin());
    forget();
  }
  return finite;
}

template <class T>
void Optimizer<T>::drop_tiny(std::span<T> theta) noexcept {
  const auto drop = []<class Number>(Number& x) {
    // Stored always: what is a branch for the compiler is one number at a time.
    x = std::abs(x) < std::numeric_limits<Number>::min() * Number(1 << 26) ? Number(0) : x;
  };
  for (const std::span<T> numbers : {theta, first_, second_}) std::ranges::for_each(numbers, drop);
  drop(memory_.beta1_power);
  drop(memory_.beta2_power);
}

template <class T>
void Optimizer<T>::restore(const Memory& memory, std::span<const T> first, std::span<const T> second,
                           std::span<const T> before) noexcept {
  memory_ = memory;
  std::ranges::copy(first, first_.begin());
  std::ranges::copy(second, second_.begin());
  std::ranges::copy(before, before_.begin());
}

template class Optimizer<float>;
template class Optimizer<double>;

}  // namespace downhill
