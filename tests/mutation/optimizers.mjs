// The update rules, their factors, decay and bias corrections.

import { inFile } from './in-file.mjs';

export const optimizers = [
  ...inFile(
    'core/kernels/update_rules.hpp',
    [
      'sgd',
      'uphill',
      '(rule == sgd) return madd<Mode>(-eta, g, kept);',
      '(rule == sgd) return madd<Mode>(eta, g, kept);',
    ],
    [
      'momentum',
      'v = beta v - (1 - beta) eta g',
      'first = madd<Mode>(step.beta, first, pull);',
      'first = madd<Mode>(step.beta, first, step.one_minus_beta * pull);',
    ],
    [
      'nesterov',
      'no look ahead: plain momentum',
      '(rule == momentum ? first : madd<Mode>(step.beta, first, pull))',
      'first',
    ],
    ['adagrad', 'the newest gradient alone for the sum of all', 'madd<Mode>(g, g, second)', 'g * g'],
    [
      'rmsprop',
      'the newest square is not weighted by 1 - rho',
      'madd<Mode>(step.one_minus_rho * g, g, step.rho * second)',
      'madd<Mode>(g, g, step.rho * second)',
    ],
    ['root', 'divided by the mean square for its root', 'Mode::square_root(second)', 'second'],
    [
      'rmsprop-epsilon',
      'epsilon inside the root',
      'root + step.epsilon',
      'Lanes<V>::square_root(second + step.epsilon)',
    ],
    ['rmsprop-epsilon-missing', 'no epsilon', 'root + step.epsilon', 'root'],
    [
      'rmsprop-step',
      'plain gradient for the scaled one',
      'return madd<Mode>(-eta, scaled, kept);',
      'return madd<Mode>(-eta, g, kept);',
    ],
    [
      'rmsprop-momentum',
      'v = beta v + (1 - beta) g',
      'first = madd<Mode>(step.beta, first, scaled);',
      'first = madd<Mode>(step.beta, first, step.one_minus_beta * scaled);',
    ],
    [
      'adam-first',
      'm = beta m + g',
      'madd<Mode>(step.one_minus_beta, g, step.beta * first)',
      'madd<Mode>(V(1), g, step.beta * first)',
    ],
    [
      'adam-epsilon',
      'epsilon is corrected with the root',
      'madd<Mode>(root, step.inverse_root, step.epsilon)',
      '(root + step.epsilon) * step.inverse_root',
    ],
    [
      'adam-epsilon-missing',
      'no epsilon',
      'madd<Mode>(root, step.inverse_root, step.epsilon)',
      'root * step.inverse_root',
    ],
    ['decay-unused', 'theta is not multiplied by 1 - eta lambda', 'theta * step.keep', 'theta'],
    ['l1-at-zero', 'sign(0) is -1', 'Lanes<V>::select(theta < V(0), V(-1), V(0))', 'V(-1)'],
    ['l1-gradient', 'no L1 penalty', 'madd<Mode>(l1, sign, g)', 'g'],
    ['l2-gradient', "L1's slope with L2's factor", 'madd<Mode>(twice_l2, theta, ', 'madd<Mode>(twice_l2, sign, '],
  ),
  ...inFile(
    'core/src/optimizer.cpp',
    ['adam-correction-first', 'no bias correction of m', 'eta / (1.0 - memory_.beta1_power)', 'eta'],
    ['adam-correction-second', 'no bias correction of v', '1.0 / std::sqrt(1.0 - memory_.beta2_power)', '1.0'],
    [
      'adam-correction-root',
      'the bias correction of v without its root',
      '1.0 / std::sqrt(1.0 - memory_.beta2_power)',
      '1.0 / (1.0 - memory_.beta2_power)',
    ],
    [
      'adam-correction-power',
      'beta2^t corrects m',
      'memory_.beta1_power *= rule.beta;',
      'memory_.beta1_power *= rule.rho;',
    ],
    ['adamw-decay', 'the decay is not scaled by the rate', '1.0 - eta * settings.decay', '1.0 - settings.decay'],
    [
      'adam-decays',
      'Adam decays like AdamW',
      'settings.kind == OptimizerKind::adamw ?',
      'rule.kind == UpdateRule::adam ?',
    ],
    [
      'adam-betas',
      'beta1 and beta2 change places',
      'settings.beta1, settings.beta2}',
      'settings.beta2, settings.beta1}',
    ],
    [
      'rmsprop-beta',
      "momentum's beta for RMSProp's own",
      'settings.rmsprop_beta, settings.rho}',
      'settings.beta, settings.rho}',
    ],
    ['forget', 'a new run remembers the mean squares of the one before', 'std::ranges::fill(second_, T(0));', ''],
    ['forget-time', 'a new run goes on counting the steps of the one before', 'memory_ = {};', ''],
    ['tiny', 'what is next to nothing stays', 'std::abs(x) < least ? T(0) : x', 'x'],
    ['update-moves', 'the new theta is not taken', 'std::swap(theta, before_);', ''],
    [
      'tiny-states',
      'what an optimizer remembers stays, next to nothing or not',
      ': {theta, first_, second_})',
      ': {theta})',
    ],
    [
      'update-taken-back',
      'weights that are not finite are kept as those before the step',
      'std::ranges::copy(theta, before_.begin());\n    forget();',
      'forget();',
    ],
  ),
  ...inFile('core/src/trainer_step.hpp', [
    'tiny-steps',
    'nothing that is next to nothing is dropped',
    'if ((now_.step + 1) % often_enough == 0) optimizer_.drop_tiny(theta_);',
    '',
  ]),
];
