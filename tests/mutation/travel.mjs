// What is shared out among threads, tables, and networks that come and go.

import { inFile } from './in-file.mjs';

export const travel = [
  ...inFile(
    'core/src/team.cpp',
    [
      'team-run-early',
      'back before the slowest is done',
      'busy > 0;)\n    busy = await_change',
      'busy > 1;)\n    busy = await_change',
    ],
    ['team-size', 'no upper bound', 'std::clamp<std::size_t>(size, 1, most)', 'std::clamp<std::size_t>(size, 1, 3)'],
  ),
  ...inFile(
    'core/src/team_pass.cpp',
    [
      'team-columns',
      'every member begins with the first sample',
      'return {whole.data + share.first, whole.rows, share.count(), whole.stride};',
      'return {whole.data, whole.rows, share.count(), whole.stride};',
    ],
    [
      'team-losses',
      'every member writes the first losses',
      'part.losses = whole.losses.subspan(share.first);',
      'part.losses = whole.losses;',
    ],
    [
      'team-inverse',
      'every member writes the first deviations of a layer norm',
      'from.inverse.size() > share.first ? from.inverse.subspan(share.first) : from.inverse',
      'from.inverse',
    ],
    ['team-masks', 'no dropout masks are drawn', '  whole.draw_masks();\n', ''],
    ['team-norm', 'no batch norm on the way forward', '    whole.norm_layer(norm);\n', ''],
    [
      'team-norm-back',
      'no batch norm on the way back',
      'if (has_batch_norm(network, bottom)) whole.through_norm(bottom);',
      '',
    ],
    [
      'team-accumulate',
      'the pieces of a large batch are not added up',
      'rows.count(), scale, accumulate, gradient);',
      'rows.count(), scale, false, gradient);',
    ],
    [
      'team-always',
      'small steps are shared out, too',
      'constexpr double least_flops = 3e6;',
      'constexpr double least_flops = 3;',
    ],
  ),
  ...inFile(
    'core/src/scale.hpp',
    ['scale-variance', 'divided by n - 1', 'std::sqrt(squares / total)', 'std::sqrt(squares / (total - 1.0))'],
    [
      'scale-constant',
      'the rounding of a mean is a deviation',
      'if (deviation > 1e-12 * std::abs(scale.mean))',
      'if (deviation > 0.0)',
    ],
  ),
  ...inFile(
    'core/src/split.hpp',
    ['split-stream', 'mixed by the stream of batches', 'Stream::split', 'Stream::order'],
    ['split-all', 'all rows may be for training', '1, rows - 1);', '1, rows);'],
  ),
  ...inFile(
    'core/src/csv_lines.hpp',
    ['cells-line', 'lines are counted from 0', 'std::size_t number = 1; !text', 'std::size_t number = 0; !text'],
    ['cells-bom', 'the byte order mark is part of the first name', 'text.remove_prefix(3);  // byte order mark', ';'],
    ['cells-quotes', 'separators inside quotes count', `inside ^= c == '"';`, ';'],
  ),
  ...inFile(
    'core/src/table/cells.cpp',
    ['cells-names', 'the names stay among the rows', '    cells_.lines.erase(cells_.lines.begin());\n', ''],
    ['cells-twice', 'two columns may have one name', 'twice != sorted.end())', 'false)'],
  ),
  ...inFile(
    'core/src/table/table.cpp',
    [
      'table-number',
      'columns are counted from 0',
      'static_cast<std::size_t>(*number) - 1;',
      'static_cast<std::size_t>(*number);',
    ],
    ['table-one-hot', 'words are 2', '[found - column.words.begin()] = 1.0;', '[found - column.words.begin()] = 2.0;'],
    ['table-left-out', 'what is left out stays', '    left_out[*column] = true;\n', ''],
    [
      'table-regression',
      'broken numbers are classes',
      'return *to_number(text) != std::nearbyint(*to_number(text));',
      'return false;',
    ],
    ['table-width', 'a word takes one input', 'inputs += column.width();', '++inputs;'],
  ),
  ...inFile(
    'core/src/table/table_run.cpp',
    [
      'table-scale',
      'standardised over all rows',
      'scale_over(mixed.train, [&](std::size_t j) { return table.inputs',
      'scale_over(mixed.order.size(), [&](std::size_t j) { return table.inputs',
    ],
    [
      'table-target-scale',
      'answers are not in units of the target',
      '* model.target.deviation + model.target.mean);',
      '* model.target.deviation);',
    ],
    ['table-resume-scale', 'a resumed run standardises anew', '  next.scale_ = model.scale;\n', ''],
  ),
  ...inFile(
    'core/src/export/portable.cpp',
    [
      'fold-epsilon',
      'no epsilon under the root',
      'norm.gain / std::sqrt(norm.variance + norm.epsilon)',
      'norm.gain / std::sqrt(norm.variance)',
    ],
    ['fold-bias', 'the mean is not folded', '(static_cast<double>(bias) - norm.mean)', '(static_cast<double>(bias))'],
  ),
  ...inFile(
    'core/src/export/answers.cpp',
    ['fold-scale', 'the means stay', '      bias -= folded * network.scale[k].mean;\n', ''],
    [
      'answers-pieces',
      'every piece is the first',
      'scale_inputs(rows, first, samples);',
      'scale_inputs(rows, 0, samples);',
    ],
    [
      'answers-scale',
      'the inputs of a table are not standardised',
      'const Scale scale = scale_.empty() ? Scale{} : scale_[k];',
      'const Scale scale;',
    ],
  ),
  ...inFile(
    'core/src/import/safetensors.cpp',
    [
      'tensor-order',
      'layer 10 before layer 2',
      'if (first != second) return first < second;',
      'if (first != second) break;',
    ],
    [
      'tensor-place',
      'a tensor may end behind the file',
      'place[0] > place[1] || place[1] > data_.size() ||',
      'place[0] > place[1] ||',
    ],
  ),
  ...inFile(
    'core/src/import/runs.cpp',
    ['import-units', 'layers of any width', 'if (layer.units > Settings::max_units)', 'if (false)'],
    [
      'import-weights',
      'the weights stay behind',
      'std::ranges::copy(parameters(network), playground.trainer().theta().begin());',
      '',
    ],
  ),
  ...inFile('core/src/run_io.cpp', [
    'run-frozen',
    'what was frozen thaws',
    'playground.freeze(static_cast<std::size_t>(place), true)',
    'playground.freeze(static_cast<std::size_t>(place), false)',
  ]),
];
