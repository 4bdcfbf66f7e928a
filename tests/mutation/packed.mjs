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
  ['packed-samples', 'later samples are copied from the first', 'x + k * stride + column + c', 'x + k * stride + c'],
  ['packed-row', "every row of a tile has the first one's weights", 'V(a[j * A.row_step])', 'V(a[0])'],
  ['packed-strip', 'every strip has the first inputs', 'column += width, strip += terms * width)', 'column += width)'],
  ['packed-odd-term', 'the second term of a pair is added, be there one or not', 'if (a == last) break;', ''],
);
