// Each loss, its slope dL/da and the output error a - y, from a alone and fused with its activation.

import { inFile } from './in-file.mjs';

export const losses = [
  ...inFile(
    'core/kernels/formulas.hpp',
    ['squared-error', 'the factor 1/2 is missing', 'return error * V(0.5) * error;', 'return error * error;'],
    [
      'squared-error-slope',
      '2 (a - y) for a - y',
      '(loss == Loss::squared_error) return a - y;',
      '(loss == Loss::squared_error) return (a - y) * V(2);',
    ],
    ['fused-binary-cross-entropy', 'z has the wrong sign in -log s(z)', 'toward_zero - z', 'toward_zero + z'],
    [
      'fused-binary-cross-entropy-tail',
      'log(1 + e^|z|) for log(1 + e^-|z|)',
      'kernels::exp<Mode>(-abs(z))',
      'kernels::exp<Mode>(abs(z))',
    ],
    [
      'binary-cross-entropy',
      'y for 1 - y in the second term',
      'cross_entropy_term<Mode>(V(1) - a, V(1) - y)',
      'cross_entropy_term<Mode>(V(1) - a, y)',
    ],
    [
      'binary-cross-entropy-slope',
      'a for a (1 - a) in the denominator',
      'Lanes<V>::divide(a - y, a * (V(1) - a))',
      'Lanes<V>::divide(a - y, a)',
    ],
    [
      'cross-entropy',
      '-log a for -y log a, which targets of 0 and 1 cannot tell apart',
      'V(0), -y * kernels::log<Mode>(a)',
      'V(0), -kernels::log<Mode>(a)',
    ],
    [
      'cross-entropy-of-zero',
      '0 log 0 is NaN',
      'Lanes<V>::select(y == V(0), V(0), -y * kernels::log<Mode>(a))',
      '-y * kernels::log<Mode>(a)',
    ],
    [
      'cross-entropy-slope',
      '-1 / a for -y / a, which targets of 0 and 1 cannot tell apart',
      'Lanes<V>::divide(-y, a))',
      'Lanes<V>::divide(V(-1), a))',
    ],
    [
      'cross-entropy-slope-of-zero',
      '0 / 0 is NaN',
      'Lanes<V>::select(y == V(0), V(0), Lanes<V>::divide(-y, a))',
      'Lanes<V>::divide(-y, a)',
    ],
  ),
  ...inFile(
    'core/kernels/reference_layers.hpp',
    ['fused-cross-entropy', 'the largest z is not put back', 'log_sum - (u(k, s) - largest)', 'log_sum - u(k, s)'],
    ['output-error', 'y - a for a - y', 'delta(k, s) = a(k, s) - y(k, s)', 'delta(k, s) = y(k, s) - a(k, s)'],
    ['loss-of-sample', 'only the last output counts', 'total += loss_of_output', 'total = loss_of_output'],
  ),
  ...inFile(
    'core/kernels/elementwise.hpp',
    [
      'simd-fused-cross-entropy',
      'the largest z is not put back',
      'log_sum - (at(u, k, s) - largest)',
      'log_sum - at(u, k, s)',
    ],
    ['simd-loss-of-sample', 'only the last output counts', 'total += loss_of_output', 'total = loss_of_output'],
    ['simd-output-error', 'y - a for a - y', 'return at(a, k, s) - at(y, k, s);', 'return at(y, k, s) - at(a, k, s);'],
    [
      'simd-loss-slope',
      'the slope at y for the one at a',
      'loss_slope<f, Mode>(at(a, k, s), at(y, k, s))',
      'loss_slope<f, Mode>(at(y, k, s), at(a, k, s))',
    ],
  ),
];
