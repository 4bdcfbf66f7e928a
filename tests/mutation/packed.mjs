// Products from copies of both factors.

import { inFile } from './in-file.mjs';

export const packed = inFile(
  'core/kernels/packed.hpp',
  ['packed-start', 'all rows begin with the first bias', 'start.data[r * start.step]', 'start.data[0]'],
  [
    'packed-part',
    'every part of a sum has the first factors',
    'k += terms, A.data += terms * A.sum_step',
    'k += terms',
  ],
  ['packed-last-part', 'the last part of a sum has too many terms', 'if (terms > x.rows - k) terms = x.rows - k;', ''],
  ['packed-samples', 'later samples are copied from the first', 'x + column, stride', 'x, stride'],
  [
    'packed-row',
    "every row of a tile has the first one's weights",
    'a[k * sum_step + j * row_step]',
    'a[k * sum_step]',
  ],
  [
    'packed-term',
    'the first strip has the first of two terms twice',
    'a[k * sum_step + j * row_step]',
    'a[j * row_step]',
  ],
  ['packed-copy', 'the copy holds one row of a tile', 'copy + (k * R + j) * lanes', 'copy + k * R * lanes'],
  ['packed-copied', 'later strips have the first of two terms twice', 'a + (k * R + j) * lanes', 'a + j * lanes'],
  ['packed-strip', 'every strip has the first inputs', 'strip += terms * width;', ''],
  ['packed-odd-term', 'the second term of a pair is added, be there one or not', 'if (x == last) break;', ''],
);
