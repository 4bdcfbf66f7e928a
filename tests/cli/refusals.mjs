// Bad input: one line that says what and why, the exit code 2, and nothing half-written.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { at, complaint, train, work, write } from './program.mjs';

export const tests = {
  'bad input gets a line that says what and why': () => {
    train('xor', '--epochs=2', '--save', at('good.json'));
    write('cut.json', readFileSync(at('good.json')).subarray(0, 500));
    write('other.json', '{"a": 1}');
    write('rows.csv', 'epoch,step\n1,2\n');
    const good = at('good.json');
    for (const [args, says] of [
      [[], /subcommand/],
      [['fly'], /fly/],
      [['train', '--nonsense'], /--nonsense/],
      [['train', '--epochs', 'many'], /epochs.*many/],
      [['train', '--epochs', '-1'], /epochs.*-1/],
      [['train', '--report', '0'], /report/],
      [['train', '--epochs'], /epochs/],
      [['train', 'heaven'], /neither a dataset nor a file/],
      [['train', '--dataset', 'nothing'], /nothing/],
      [['train', '--network', '0'], /network/],
      [['train', '--learningRate', '1e9'], /learningRate/],
      [['train', '--link', 'x'.repeat(20000)], /--link: .*characters/],
      [['train', '--resume', at('cut.json')], /cut\.json: JSON/],
      [['train', '--resume', at('other.json')], /no run of Downhill/],
      [['train', '--resume', at('none.json')], /none\.json.*No such file/],
      [['train', '--resume', good, '--dataset', 'xor'], /its own settings/],
      [['train', 'moons', '--resume', good], /brings them along/],
      [['train', '--resume', work], /Is a directory/],
      [['train', 'xor', '--regression'], /for files/],
      [['train', 'xor', '--export', at('model.keras')], /suffix/],
      [['train', 'xor', '--curve', at('curve.gif')], /\.svg/],
      [['train', 'xor', '--kernels', 'mmx'], /mmx/],
      [['predict', good, at('none.csv')], /none\.csv/],
      [['predict', at('other.json'), '-'], /no run of Downhill/],
      [['eval', good, at('rows.csv')], /own points/],
      [['check', '--fault', 'laziness'], /laziness/],
      [['check', '--run', good, '--network=3'], /its own settings/],
      [['plot', good, '-o', at('map.gif')], /\.png/],
      [['plot', at('rows.csv')], /line 2/],
      [['landscape', good, '--side', '9999'], /9999/],
      [['landscape', good, '-o', at('land.gif')], /\.csv/],
      [['export', good, at('model.keras')], /suffix/],
      [['import', good, at('run.json')], /a run already/],
      [['link', good, '--network=3'], /not both/],
      [['completion', 'csh'], /csh/],
    ])
      assert.match(complaint(args), says, args.join(' '));
    assert.match(complaint(['predict', good, '-'], '1,2\nx,3\n'), /line 2/);
    assert.match(complaint(['predict', good, '-'], '1,inf\n'), /line 1/);
    assert.match(complaint(['predict', good, '-'], ''), /no rows/);
  },

  'nothing half-written is left behind': () => {
    mkdirSync(at('taken.onnx'), { recursive: true });
    complaint(['export', at('good.json'), at('taken.onnx')]);
    complaint(['export', at('good.json'), at('no/such/model.onnx')]);
    assert.deepEqual(
      readdirSync(work).filter((name) => name.endsWith('.part')),
      [],
    );
    assert.ok(!existsSync(at('no')));
  },
};
