// Clipping, penalties, schedules and initial weights.

import { inFile } from './in-file.mjs';

export const rules = [
  ...inFile(
    'core/src/clipping.cpp',
    ['clip-norm', 'scaled by c for c / norm', 'static_cast<T>(c / result.norm_before)', 'static_cast<T>(c)'],
    [
      'clip-norm-size',
      'the norm without its root',
      'std::sqrt(static_cast<double>(kernels.sum_of_squares(gradient.data(), gradient.size())))',
      'static_cast<double>(kernels.sum_of_squares(gradient.data(), gradient.size()))',
    ],
    ['clip-norm-always', 'short gradients are lengthened to c', 'result.norm_before > c', 'result.norm_before > 0.0'],
    [
      'clip-value',
      'clipped by value at twice the threshold',
      'static_cast<T>(c), gradient.size()',
      'static_cast<T>(2.0 * c), gradient.size()',
    ],
    ['clip-value-said', 'clipping by value is always said to have happened', 'result.elements > 0', 'true'],
  ),
  ...inFile(
    'core/src/regularizer.cpp',
    [
      'l1-penalty',
      "L2's factor for L1's",
      'regularization.l1 * static_cast<double>',
      'regularization.l2 * static_cast<double>',
    ],
    ['l2-penalty', 'half of it', 'sum += regularization.l2 *', 'sum += 0.5 * regularization.l2 *'],
    ['weights-only', 'biases are penalised where only weights should be', '!regularization.weights_only', 'true'],
    [
      'penalty-factors',
      'l1 and l2 change places in the gradient',
      'static_cast<T>(regularization.l1),\n                                 static_cast<T>(regularization.l2)',
      'static_cast<T>(regularization.l2),\n                                 static_cast<T>(regularization.l1)',
    ],
  ),
  ...inFile(
    'core/src/schedule.cpp',
    ['warm-up', 'the whole rate from the first step', 'return eta * epoch / schedule.warm_up;', 'return eta;'],
    ['warm-up-end', 'the schedule does not wait for the end of the warm-up', 'epoch - schedule.warm_up', 'epoch'],
    [
      'step-schedule',
      'falls all the time for in steps',
      'std::floor(since / schedule.period)',
      'since / schedule.period',
    ],
    [
      'exponential-schedule',
      'one fall a period for one an epoch',
      'power(schedule.gamma, since)',
      'power(schedule.gamma, since / schedule.period)',
    ],
    ['power', 'base^(1 / exponent)', 'exponent * logarithm(base)', 'logarithm(base) / exponent'],
    [
      'cosine-schedule',
      'rises again after its period',
      'std::min(since / schedule.period, 1.0)',
      'since / schedule.period',
    ],
    ['cosine-floor', 'ends above the floor', '(eta - floor) * 0.5', 'eta * 0.5'],
    ['cosine-wave', 'a whole wave for half of one', 'std::numbers::pi * part', '2.0 * std::numbers::pi * part'],
    ['restarts', 'no restart', 'return waves - std::floor(waves);', 'return waves;'],
    ['restarts-growth', 'periods do not grow', 'length *= schedule.growth;', ''],
  ),
  ...inFile(
    'core/src/initializer.cpp',
    ['uniform', '-1 ... 1 for -1/2 ... 1/2', 'random.uniform(-0.5, 0.5)', 'random.uniform(-1.0, 1.0)'],
    ['xavier', 'sqrt(3 / ...) for sqrt(6 / ...)', '6.0 / (inputs + units)', '3.0 / (inputs + units)'],
    ['xavier-fan', 'the inputs alone for inputs and units', '6.0 / (inputs + units)', '6.0 / (inputs + inputs)'],
    [
      'he',
      "LeCun's scale for He's",
      'std::sqrt(2.0 / inputs) * random.normal()',
      'std::sqrt(1.0 / inputs) * random.normal()',
    ],
    ['he-fan', 'units for inputs', 'std::sqrt(2.0 / inputs)', 'std::sqrt(2.0 / units)'],
    [
      'normal',
      'half as wide',
      'case Initializer::normal:\n      return random.normal();',
      'case Initializer::normal:\n      return 0.5 * random.normal();',
    ],
    ['lecun', "He's scale for LeCun's", 'std::sqrt(1.0 / inputs)', 'std::sqrt(2.0 / inputs)'],
    ['orthogonal', 'no right angles', 'vector[j] -= part * before[j];', ';'],
    ['orthogonal-size', 'no unit length', 'vector[j] /= size;', ';'],
    ['streams-of-layers', 'every layer draws the same numbers', 'Stream::init, l)', 'Stream::init, 0)'],
    [
      'first-gain',
      'gains begin at 0',
      'theta.subspan(layer.gain, layer.units()), T(1)',
      'theta.subspan(layer.gain, layer.units()), T(0)',
    ],
  ),
  ...inFile(
    'core/src/random.cpp',
    ['normal-numbers', 'sqrt(-log u) for sqrt(-2 log u)', 'std::sqrt(-2.0 * ', 'std::sqrt(-1.0 * '],
    [
      'shuffle',
      'the last of the rest is never chosen',
      'draw_below(own, next, static_cast<std::uint32_t>(left))',
      'draw_below(own, next, static_cast<std::uint32_t>(left - 1))',
    ],
    ['shuffle-turns', 'a rejected draw is followed by the next but one', '    std::swap(random, next);\n', ''],
    ['shuffle-state', 'an even number of items leaves the wrong draw to come', '    std::swap(first, second);\n', ''],
  ),
];
