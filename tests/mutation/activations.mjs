// phi and phi' of each activation.

import { inFile } from './in-file.mjs';

export const activations = [
  ...inFile(
    'core/kernels/formulas.hpp',
    [
      'tanh',
      'tanh a thousandth too small',
      'return kernels::tanh<Mode>(z);',
      'return kernels::tanh<Mode>(z) * constant<V>(0.999);',
    ],
    [
      'sigmoid',
      's(-z) for s(z)',
      '(phi == Activation::sigmoid) return kernels::sigmoid<Mode>(z);',
      '(phi == Activation::sigmoid) return kernels::sigmoid<Mode>(-z);',
    ],
    [
      'relu',
      '|z| for max(z, 0)',
      '(phi == relu) return positive_or(z, z, V(0));',
      '(phi == relu) return positive_or(z, z, -z);',
    ],
    ['linear', '2z for z', 'return z;', 'return z + z;'],
    [
      'leaky-relu',
      'slope 0.1 for 0.01 in the value alone',
      'positive_or(z, z, z * constant<V>(0.01))',
      'positive_or(z, z, z * constant<V>(0.1))',
    ],
    ['elu', '2t / (1 + t) for 2t / (1 - t)', 'divide(t + t, V(1) - t)', 'divide(t + t, V(1) + t)'],
    [
      'gelu',
      'the approximation z s(1.702 z)',
      'return z * normal_probability<Mode>(z);',
      'return z * kernels::sigmoid<Mode>(z * constant<V>(1.702));',
    ],
    [
      'normal-probability',
      'erf(z) for erf(z / sqrt 2)',
      'erf<Mode>(z * constant<V>(0.70710678118654752440))',
      'erf<Mode>(z)',
    ],
    [
      'silu',
      'z s(2z) for z s(z)',
      'return z * kernels::sigmoid<Mode>(z);',
      'return z * kernels::sigmoid<Mode>(z + z);',
    ],
    [
      'softplus',
      'shifted through the origin, which leaves its slope alone',
      'return kernels::softplus<Mode>(z);',
      'return kernels::softplus<Mode>(z) - constant<V>(0.69314718055994531);',
    ],
    ['sine', 'cos for sin', 'return kernels::sin<Mode>(z);', 'return kernels::cos<Mode>(z);'],

    ['tanh-slope', '1 - z^2 for 1 - a^2', 'return madd<Mode>(-a, a, V(1));', 'return madd<Mode>(-z, z, V(1));'],
    ['sigmoid-slope', '1 - a^2 for a - a^2', 'return madd<Mode>(-a, a, a);', 'return madd<Mode>(-a, a, V(1));'],
    [
      'relu-slope',
      "leaky relu's slope for relu's",
      'return positive_or(z, V(1), V(0));',
      'return positive_or(z, V(1), constant<V>(0.01));',
    ],
    ['linear-slope', 'a for 1', '(phi == linear) return V(1);', '(phi == linear) return a;'],
    [
      'leaky-relu-slope',
      "relu's slope for leaky relu's",
      'positive_or(z, V(1), constant<V>(0.01))',
      'positive_or(z, V(1), V(0))',
    ],
    ['elu-slope', 'a for a + 1', 'positive_or(z, V(1), a + V(1))', 'positive_or(z, V(1), a)'],
    [
      'gelu-slope',
      'the density without its factor z',
      'return madd<Mode>(z, density, normal_probability<Mode>(z));',
      'return density + normal_probability<Mode>(z);',
    ],
    ['gelu-density', 'e^(-z^2) for e^(-z^2 / 2)', 'kernels::exp<Mode>(z * z * V(-0.5))', 'kernels::exp<Mode>(-z * z)'],
    [
      'silu-slope',
      's (1 - s) for a (1 - s)',
      'return madd<Mode>(a, V(1) - s, s);',
      'return madd<Mode>(s, V(1) - s, s);',
    ],
    [
      'softplus-slope',
      's(a) for s(z)',
      '(phi == Activation::softplus) return kernels::sigmoid<Mode>(z);',
      '(phi == Activation::softplus) return kernels::sigmoid<Mode>(a);',
    ],
    ['sine-slope', '-cos for cos', 'return kernels::cos<Mode>(z);', 'return -kernels::cos<Mode>(z);'],
    ['slope-at-kink', "slope 1 at z = 0, where relu's is 0", 'select(z > V(0), yes, no)', 'select(z >= V(0), yes, no)'],
  ),
  ...inFile(
    'core/kernels/reference_layers.hpp',
    [
      'softmax-largest',
      'subtracts the smallest z, so that large ones overflow',
      'z(k, s) > largest ? z(k, s) : largest',
      'z(k, s) < largest ? z(k, s) : largest',
    ],
    ['softmax', 'the shares are not divided by their sum', '- largest) / sum', '- largest)'],
    [
      'softmax-slope',
      'only the diagonal of the Jacobian',
      'a(k, s) * (grad(k, s) - mean)',
      'a(k, s) * (T(1) - a(k, s)) * grad(k, s)',
    ],
  ),
  ...inFile(
    'core/kernels/elementwise.hpp',
    [
      'simd-softmax-largest',
      'subtracts the smallest z, so that large ones overflow',
      'select(next > largest, next, largest)',
      'select(next > largest, largest, next)',
    ],
    [
      'simd-softmax',
      'the shares are not divided by their sum',
      'Lanes<V>::divide(kernels::exp<Mode>(at(z, k, s) - largest), sum)',
      'kernels::exp<Mode>(at(z, k, s) - largest)',
    ],
    [
      'simd-softmax-slope',
      'only the diagonal of the Jacobian',
      'at(a, k, s) * (at(grad, k, s) - mean)',
      'at(a, k, s) * (V(T(1)) - at(a, k, s)) * at(grad, k, s)',
    ],
    [
      'simd-activate',
      'phi(phi(u)) for phi(u)',
      'activation_of<phi, Mode>(at(u, r, s))',
      'activation_of<phi, Mode>(activation_of<phi, Mode>(at(u, r, s)))',
    ],
    [
      'simd-slope',
      "phi' alone, without the gradient it is to be multiplied by",
      'at(grad, r, s) * derivative_of',
      'derivative_of',
    ],
  ),
];
