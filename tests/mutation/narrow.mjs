// The SIMD kernels of narrow networks, which take a batch all the way in one call.

import { inFile } from './in-file.mjs';

/** Faults of code that only processors with AVX-512 run (chains: and AVX2's fast mode, which is not built here). */
export const needsAvx512 = ({ name }) => /^(across|by-line|chains|eights|gather)-/.test(name);

export const narrow = [
  ...inFile(
    'core/kernels/narrow_products.hpp',
    ['narrow-bias', 'no bias', 'width, load(b), samples', 'width, zeros(), samples'],
    [
      'narrow-last-samples',
      'the samples beyond the last tile are left out',
      'for (std::size_t s = 0; s < samples; s += tile_samples)',
      'for (std::size_t s = 0; s + tile_samples <= samples; s += tile_samples)',
    ],
    [
      'narrow-tile-sample',
      'every sample of a tile has the inputs of the first',
      'const V factor(factors[r * width]);',
      'const V factor(factors[0]);',
    ],
    ['narrow-tile-begin', 'every tile lies where the first does', '    y += first;\n', ''],
    [
      'narrow-tile-place',
      "the derivative of a tile's first number for all of them",
      'finish(sums.row[r].at[c], first, k)',
      'finish(sums.row[r].at[c], first, 0)',
    ],
    ['narrow-output-row', "an output's weights are too far apart", 'row += at.inputs', 'row += width'],
    ['narrow-columns', 'inputs beyond the last', 'if (i < at.inputs) sum', 'sum'],
    [
      'narrow-fold-order',
      'a slot is missing from the sum over samples',
      '|| first + step < samples)',
      '|| first + step + 1 < samples)',
    ],
    ['narrow-lines', 'samples beyond the first line are left out', 'rest.rows < end', 'false'],
    ['narrow-every-line', 'every other line is left out', 'rest.skip(line<T>))', 'rest.skip(2 * line<T>))'],
    [
      'narrow-lines-begin',
      'a slot sums up from its second sample',
      'add<true>(first * width, sums);',
      'add<true>((first + line<T>) * width, sums);',
    ],
    ['narrow-biases', 'the bias of the last samples', 'sum = begin ? row.at[c] : sum + row.at[c];', 'sum = row.at[c];'],
    [
      'narrow-slots',
      'a batch of half a line is taken for one of a line',
      'if (samples >= half) return slots<half, false>',
      'if (samples >= half) return slots<line<T>, false>',
    ],
    [
      'narrow-more',
      'of more samples than a line has slots the others are left out',
      'return slots<line<T>, true>',
      'return slots<line<T>, false>',
    ],
    ['narrow-negative-zero', 'a gradient of -0', '(v + V(T(0))) * V(scale)', 'v * V(scale)'],
    ['narrow-scale', 'a sum for a mean', '(v + V(T(0))) * V(scale)', 'v + V(T(0))'],
    ['narrow-tile', 'weights of two units at the same place', 'put(row, to + r * stride, last)', 'put(row, to, last)'],
  ),
  ...inFile(
    'core/kernels/rows.hpp',
    [
      'rows-zip',
      'two columns lie one after the other',
      'const Pair rows = zipped(columns);',
      'const Pair rows = columns;',
    ],
    ['rows-unzip', 'two columns are taken for two halves', 'n > 1; n /= 2', 'n > 2; n /= 2'],
    [
      'rows-behind-the-end',
      'the last gradients are written whole',
      'if (to + V::size <= last) return',
      'if (to < last) return',
    ],
  ),
  ...inFile(
    'core/kernels/narrow.hpp',
    [
      'narrow-not-finite',
      'a loss that is not finite still leaves a gradient',
      'if (!(loss - loss == T(0))) return loss;',
      '',
    ],
    ['narrow-order', 'samples in the order of memory', 'batch.order[s] * inputs', 's * inputs'],
    ['narrow-targets', 'every output has the first target', 'from = batch.targets + k;', 'from = batch.targets;'],
    [
      'narrow-back',
      'the derivative of another sample',
      'V::load_unaligned(z + n + k), V::load_unaligned(a + n + k)',
      'V::load_unaligned(z + k), V::load_unaligned(a + k)',
    ],
  ),
  ...inFile(
    'core/kernels/narrow_outputs.hpp',
    [
      'narrow-error',
      'the softmax has no derivative',
      'Element::times_derivative(output.phi, output.z, output.a, delta, delta);',
      '',
    ],
    ['narrow-each-error', 'an output has no derivative', ' * derivative_of<phi, Mode>(sum, out);', ';'],
    ['narrow-each-loss', 'the loss of the last output alone', 'loss += loss_of_output', 'loss = loss_of_output'],
    ['narrow-each-pair', 'no pair is proper', 'is_proper_pair(kind, phi) && path.proper', 'false'],
  ),
  ...inFile(
    'core/kernels/narrow_columns.hpp',
    [
      'across-not-finite',
      'a loss that is not finite still leaves a gradient',
      'if (!(loss - loss == T(0))) return loss;',
      '',
    ],
    ['across-padding', 'lanes without a sample count', 'if (count % V::size > 0) clear_padding(output->delta);', ''],
    ['across-order', 'every line has the samples of the first', 'batch.order + s', 'batch.order'],
    ['across-pairs', 'both columns are the first', 'columns.second.store', 'columns.first.store'],
    ['across-rest', 'the last line as if it were whole', 'V column = left >= V::size ?', 'V column = left > 0 ?'],
    ['across-bias', 'no bias', 'sums[j] = V(b[u + j]);', 'sums[j] = V(T(0));'],
    ['across-inputs', 'inputs beyond the last', 'if (k == count) break;', ''],
    [
      'across-tiles',
      'what tiles leave is left out',
      'for (; first < count; ++first)',
      'for (; first > count; ++first)',
    ],
    ['across-back', 'W delta for W^T delta', 'W + i, 1, inputs, delta', 'W + i, inputs, 1, delta'],
    [
      'across-derivative',
      'the derivative of the first unit',
      'V::load_unaligned(z + place), V::load_unaligned(a + place)',
      'V::load_unaligned(z), V::load_unaligned(a)',
    ],
  ),
  ...inFile(
    'core/kernels/eight_sums.hpp',
    ['eights-lines', 'the sum over the first line alone', 'add<false>(terms, s, sums);', ';'],
    ['eights-scale', 'a sum for a mean', '+ Half<V>(T(0))) * Half<V>(scale)', '+ Half<V>(T(0)))'],
    ['eights-alone', 'the bias of the last samples', 'begin ? number : sums[k] + number', 'number'],
  ),
  ...inFile(
    'core/kernels/dots_by_line.hpp',
    [
      'by-line-pairs',
      'both inputs have the gradient of the first',
      'of_input(0), of_input(1)',
      'of_input(0), of_input(0)',
    ],
    ['by-line-rest', 'what eights leave is left out', 'if (k < count) body', 'if (k > count) body'],
    ['by-line-kept', 'what was there is forgotten', 'if (accumulate) {', 'if (false) {'],
  ),
  ...inFile(
    'core/kernels/chains.hpp',
    ['chains-total', 'a chain is left out', '(sums_[1] + sums_[3])', 'sums_[1]'],
    ['chains-rest', 'products behind the last four are left out', 'if (k + place < end) body', 'if (k > end) body'],
  ),
  ...inFile(
    'core/kernels/sample.hpp',
    ['sample-bias', 'a bias has no gradient', 'put(sum_of_one(load(at.delta.data))', 'put(zeros()'],
    ['sample-left', 'inputs beyond the last', 'if (k < left) sum', 'sum'],
    [
      'sample-not-finite',
      'a loss that is not finite still leaves a gradient',
      'if (!(loss - loss == T(0))) return loss;',
      '',
    ],
    ['sample-loss', 'the loss of another lane', 'loss = path.losses[0];', 'loss = path.losses[1];'],
    ['sample-inputs', 'every layer has the inputs of the first', 'first ? x : at[-1].a.data', 'x'],
    [
      'sample-behind-the-layer',
      'the gradient of a layer is written over that of the next',
      'gradient + at.biases + at.units;',
      'gradient + at.biases + at.units + 1;',
    ],
    ['sample-negative-zero', 'a gradient of -0', 'madd<Mode>(delta, row.at[c], V(T(0)))', 'delta * row.at[c]'],
  ),
  ...inFile(
    'core/src/narrow.cpp',
    ['narrow-norm', 'a norm is passed over', 'spec.norm == Norm::none', 'true'],
    ['narrow-dropout', 'dropout is passed over', 'spec.dropout == 0.0', 'true'],
    [
      'narrow-residual',
      'a residual connection is passed over',
      'spec.dropout == 0.0 && !spec.residual',
      'spec.dropout == 0.0',
    ],
    ['narrow-too-many', 'batches larger than there is room for', 'samples > narrow_samples<T>', 'samples > 4096'],
    [
      'narrow-last-batch',
      'after the short batch of an epoch all are short',
      'if (path_.y.cols == samples) return',
      'if (path_.y.cols <= samples) return',
    ],
    ['narrow-fused', 'a proper pair all through dL/da is cut short', 'fused && is_proper_pair', 'is_proper_pair'],
  ),
];
