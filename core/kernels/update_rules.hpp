// The update rules of the optimizers for one number or one vector of numbers (paper, sections 3, 17 and 18).
#pragma once

#include "lanes.hpp"
#include "mode.hpp"
#include "update_step.hpp"

namespace downhill::kernels {

constexpr bool uses_first(UpdateRule rule) noexcept {
  using enum UpdateRule;
  return rule == momentum || rule == nesterov || rule == rmsprop_momentum || rule == adam;
}

constexpr bool uses_second(UpdateRule rule) noexcept {
  using enum UpdateRule;
  return rule == adagrad || rule == rmsprop || rule == rmsprop_momentum || rule == adam;
}

// Once for all vectors: loaded beside what is stored, the factors might be among it.
template <class V, class T>
DOWNHILL_INLINE UpdateStep<V> in_lanes(const UpdateStep<T>& step) noexcept {
  return {V(step.eta), V(step.keep),          V(step.beta),    V(step.one_minus_beta),
          V(step.rho), V(step.one_minus_rho), V(step.epsilon), V(step.inverse_root)};
}

// The new theta; `first` and `second` become the rule's new state.
template <UpdateRule rule, class Mode, class V>
DOWNHILL_INLINE V updated(const UpdateStep<V>& step, V g, V theta, V& first, V& second) noexcept {
  using enum UpdateRule;
  const V kept = theta * step.keep;
  const V eta = step.eta;
  if constexpr (uses_second(rule)) {
    second =
        rule == adagrad ? madd<Mode>(g, g, second) : madd<Mode>(step.one_minus_rho * g, g, step.rho * second);
  }
  if constexpr (rule == sgd) return madd<Mode>(-eta, g, kept);
  if constexpr (rule == momentum || rule == nesterov) {
    const V pull = -eta * g;
    first = madd<Mode>(step.beta, first, pull);
    return kept + (rule == momentum ? first : madd<Mode>(step.beta, first, pull));
  }
  if constexpr (uses_second(rule)) {
    const V root = Mode::square_root(second);
    if constexpr (rule == adam) {
      first = madd<Mode>(step.one_minus_beta, g, step.beta * first);
      return kept - Lanes<V>::divide(eta * first, madd<Mode>(root, step.inverse_root, step.epsilon));
    } else {
      const V scaled = Lanes<V>::divide(g, root + step.epsilon);
      if constexpr (rule != rmsprop_momentum) return madd<Mode>(-eta, scaled, kept);
      first = madd<Mode>(step.beta, first, scaled);
      return madd<Mode>(-eta, first, kept);
    }
  }
}

// |theta|'s slope l1 sign(theta), 0 at 0, and theta^2's 2 l2 theta, added to g (section 23).
template <class Mode, class V>
DOWNHILL_INLINE V with_penalty_gradient(V g, V theta, V l1, V twice_l2) noexcept {
  const V sign = Lanes<V>::select(theta > V(0), V(1), Lanes<V>::select(theta < V(0), V(-1), V(0)));
  return madd<Mode>(twice_l2, theta, madd<Mode>(l1, sign, g));
}

template <class Body>
DOWNHILL_INLINE bool with_rule(UpdateRule rule, Body&& body) noexcept {
  using enum UpdateRule;
  switch (rule) {
    case sgd:
      return body.template operator()<sgd>();
    case momentum:
      return body.template operator()<momentum>();
    case nesterov:
      return body.template operator()<nesterov>();
    case adagrad:
      return body.template operator()<adagrad>();
    case rmsprop:
      return body.template operator()<rmsprop>();
    case rmsprop_momentum:
      return body.template operator()<rmsprop_momentum>();
    case adam:
      return body.template operator()<adam>();
  }
  return false;
}

}  // namespace downhill::kernels
