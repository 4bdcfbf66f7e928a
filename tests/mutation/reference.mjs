// The loops of the scalar engine.

import { inFile } from './in-file.mjs';

export const reference = [
  ...inFile(
    'core/kernels/reference_layers.hpp',
    ['bias', 'no bias', 'T sum = b[u];', 'T sum = 0;'],
    [
      'affine',
      'W^T x for W x',
      'madd<Mode>(W[u * x.rows + i], x(i, s), sum)',
      'madd<Mode>(W[i * z.rows + u], x(i, s), sum)',
    ],
    ['transposed-product', 'W delta for W^T delta', 'W[u * back.rows + i]', 'W[i * delta.rows + u]'],
    ['weight-gradient', 'x delta^T for delta x^T', 'put(dW[u * x.rows + i]', 'put(dW[i * delta.rows + u]'],
    [
      'weight-gradient-scale',
      'the sum over the samples for the mean',
      'scale * row_dot(delta, u, x, i)',
      'row_dot(delta, u, x, i)',
    ],
    ['bias-gradient', 'the sum over the samples for the mean', 'scale * row_sum(delta, u)', 'row_sum(delta, u)'],
    ['accumulate', 'a gradient forgets the pieces before', 'accumulate ? gradient + value : value', 'value'],
    [
      'gain-gradient',
      'delta delta for delta normed',
      'scale * row_dot(delta_u, u, normed, u)',
      'scale * row_dot(delta_u, u, delta_u, u)',
    ],
    [
      'shift-gradient',
      'the sum over normed for the one over delta',
      'scale * row_sum(delta_u, u)',
      'scale * row_sum(normed, u)',
    ],
    ['multiply', 'x + y for x y', 'x(r, s) * y(r, s)', 'x(r, s) + y(r, s)'],
    ['add', 'x - y for x + y', 'x(r, s) + y(r, s)', 'x(r, s) - y(r, s)'],
    [
      'batch-variance',
      'the mean square for the variance',
      'squares.add_product(s, z(u, s) - mean[u], z(u, s) - mean[u])',
      'squares.add_product(s, z(u, s), z(u, s))',
    ],
    ['batch-variance-share', 'divided by n - 1', 'squares.total() / n', 'squares.total() / (n - T(1))'],
    [
      'batch-norm',
      'multiplied by the deviation',
      'inverse[r] = T(1) / Lanes<T>::square_root(variance[r] + epsilon)',
      'inverse[r] = Lanes<T>::square_root(variance[r] + epsilon)',
    ],
    [
      'batch-norm-epsilon',
      'epsilon behind the root',
      'inverse[r] = T(1) / Lanes<T>::square_root(variance[r] + epsilon)',
      'inverse[r] = T(1) / (Lanes<T>::square_root(variance[r]) + epsilon)',
    ],
    ['batch-norm-slope-mean', 'the mean of delta stays in', 'delta_u(r, s) - mean_delta;', 'delta_u(r, s);'],
    [
      'batch-norm-slope-product',
      'the mean of delta normed stays in',
      'delta(r, s) = factor * madd<Mode>(-normed(r, s), mean_product, centred)',
      'delta(r, s) = factor * centred',
    ],
    [
      'batch-norm-slope-gain',
      'the gain is missing',
      'const T factor = gain[r] * inverse[r];',
      'const T factor = inverse[r];',
    ],
    [
      'layer-norm-mean',
      'the mean stays in',
      'normed(r, s) = (z(r, s) - mean) * inverse[s]',
      'normed(r, s) = z(r, s) * inverse[s]',
    ],
    [
      'layer-norm-epsilon',
      'epsilon behind the root',
      'Lanes<T>::square_root(squares / units + epsilon)',
      '(Lanes<T>::square_root(squares / units) + epsilon)',
    ],
    [
      'layer-norm-shift',
      'no shift',
      'normed(r, s) = (z(r, s) - mean) * inverse[s];\n      u(r, s) = madd<Mode>(gain[r], normed(r, s), shift[r]);',
      'normed(r, s) = (z(r, s) - mean) * inverse[s];\n      u(r, s) = gain[r] * normed(r, s);',
    ],
    [
      'layer-norm-slope-mean',
      'the mean of delta stays in',
      'madd<Mode>(gain[r], delta_u(r, s), -mean_delta)',
      'gain[r] * delta_u(r, s)',
    ],
    [
      'layer-norm-slope-product',
      'the mean of delta normed stays in',
      'inverse[s] * madd<Mode>(-normed(r, s), mean_product, centred)',
      'inverse[s] * centred',
    ],
    [
      'layer-norm-slope-gain',
      'the gain is missing in the mean of delta',
      'sum = madd<Mode>(gain[r], delta_u(r, s), sum);',
      'sum += delta_u(r, s);',
    ],
  ),
  ...inFile('core/kernels/reference.hpp', [
    'order-of-sums',
    'neighbouring slots are folded, which changes no more than bits',
    'slots_[slot] += slots_[slot + half]',
    'slots_[slot] = slots_[2 * slot] + slots_[2 * slot + 1]',
  ]),
  ...inFile(
    'core/kernels/reference.cpp',
    ['l2-gradient-factor', 'lambda theta for 2 lambda theta', 'l1, l2 + l2)', 'l1, l2)'],
    ['clamp', 'below -c becomes c', 'x[j] > bound ? bound : -bound', 'bound'],
    ['scale', 'nothing is scaled', 'x[j] *= factor', 'x[j] *= T(1)'],
    ['sum-of-sizes', 'the sum for the sum of sizes', 'kernels::abs(x[j])', 'x[j]'],
    ['dot', 'x x for x y', 'sum.add_product(j, x[j], y[j])', 'sum.add_product(j, x[j], x[j])'],
    [
      'not-finite',
      'a state that is not finite goes unnoticed',
      '&& finite(next[j]) && finite(state1) && finite(state2)',
      '&& finite(next[j])',
    ],
  ),
];
