// The faults that scripts/mutate.mjs plants one at a time; the tests must notice each.
// A fault: { name, breaks, file, find, replace }. `find` stands exactly once in `file`; `replace` compiles.

import { activations } from './activations.mjs';
import { analysis } from './analysis.mjs';
import { backprop } from './backprop.mjs';
import { losses } from './losses.mjs';
import { narrow } from './narrow.mjs';
import { optimizers } from './optimizers.mjs';
import { packed } from './packed.mjs';
import { reference } from './reference.mjs';
import { rules } from './rules.mjs';
import { simd } from './simd.mjs';
import { travel } from './travel.mjs';

export const faults = [
  ...activations,
  ...losses,
  ...backprop,
  ...optimizers,
  ...rules,
  ...reference,
  ...narrow,
  ...simd,
  ...packed,
  ...analysis,
  ...travel,
];
