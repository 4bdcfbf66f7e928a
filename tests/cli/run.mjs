// End-to-end tests of the command line: what it trains, saves, opens and exports, and what it says of bad input. The
// program's path is the first argument.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { answers as answersOf, grid, networks } from './networks.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = process.argv[2];
const verified = JSON.parse(readFileSync(join(root, 'tests/onnx/verified.json'), 'utf8'));
const work = mkdtempSync(join(tmpdir(), 'downhill-cli-'));
const at = (name) => join(work, name);

const call = (args, input = '') => spawnSync(program, args, { input, encoding: 'utf8' });

/** The lines of a run that has to succeed, as objects. */
function run(...args) {
  const { status, stdout, stderr } = call([...args, '--json']);
  assert.equal(status, 0, stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** What a run that has to fail says, without a word on standard output beside it. */
function complaint(args, input) {
  const { status, stdout, stderr } = call(args, input);
  assert.equal(status, 2, `${args.join(' ')}: ${stdout}${stderr}`);
  assert.equal(stderr.trim().split('\n').length, 1, stderr);
  return stderr;
}

/** The program's own answers on the grid, and the run they are of. */
const answers = (name, args) => answersOf(program, work, name, args);

function expectClose(expected, actual, what) {
  assert.equal(actual.length, expected.length, what);
  expected.forEach((value, k) => {
    assert.ok(Math.abs(value - actual[k]) <= 1e-5 * Math.max(1, Math.abs(value)), `${what}: ${value}, ${actual[k]}`);
  });
}

const compiler = ['cc', 'gcc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0);
const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

const tests = {
  'every setting that the help names is one': () => {
    const help = execFileSync(program, ['--help'], { encoding: 'utf8' });
    const keys = JSON.parse(execFileSync(program, ['--list-settings'], { encoding: 'utf8' })).settings.map(
      ({ key }) => key,
    );
    for (const key of keys) assert.ok(help.includes(`--${key} (`), key);
  },

  'a saved run goes on to the bits of one that was never saved': () => {
    const whole = run('--dataset=xor', '--optimizer=adam', '--network=4,4', '--epochs=30').at(-1);
    run('--dataset=xor', '--optimizer=adam', '--network=4,4', '--epochs=13', '--save', at('half.json'));
    const rest = run('--open', at('half.json'), '--epochs=17').at(-1);
    assert.equal(rest.stateHash, whole.stateHash);
    assert.equal(rest.step, whole.step);
  },

  'a saved run is the one that the page is tested with': () => {
    run('--dataset=xor', '--network=3', '--epochs=20', '--save', at('xor-run.json'));
    const parsed = (file) => JSON.parse(readFileSync(file, 'utf8'));
    assert.deepEqual(parsed(at('xor-run.json')), parsed(join(root, 'tests/cli/xor-run.json')));
  },

  'own points are learnt, kept with the run, and told from damaged ones': () => {
    const rows = ['x1,x2,class'];
    for (let k = 0; k < 40; k += 1)
      rows.push(`${(k % 8) - 4},${Math.floor(k / 8) - 2},${k % 8 < 4 ? 'left' : 'right'}`);
    writeFileSync(at('own.csv'), rows.join('\n'));
    const last = run('--points', at('own.csv'), '--epochs=60', '--save', at('own.json')).at(-1);
    assert.ok(last.trainAccuracy > 0.9, `${last.trainAccuracy}`);
    const { epoch, step, stateHash } = run('--open', at('own.json'), '--epochs=0').at(-1);
    assert.deepEqual({ epoch, step, stateHash }, { epoch: last.epoch, step: last.step, stateHash: last.stateHash });
    assert.match(complaint(['--points', '-'], 'x1,x2,class\n1,2\n'), /line 2/i);
  },

  'an exported JavaScript module answers as the program does': async () => {
    for (const [name, args] of Object.entries(networks)) {
      const { file, outputs } = answers(name, args);
      run('--open', file, '--epochs=0', '--export', at(`${name}.mjs`));
      const { predict } = await import(pathToFileURL(at(`${name}.mjs`)).href);
      grid.forEach(([x1, x2], k) => {
        expectClose(outputs[k], predict(x1, x2), `${name} at ${x1}, ${x2}`);
      });
    }
  },

  'an exported C header answers as the program does': () => {
    if (!compiler) return 'skipped: no C compiler';
    for (const [name, args] of Object.entries(networks)) {
      const { file, outputs } = answers(name, args);
      run('--open', file, '--epochs=0', '--export', at(`${name}.h`));
      writeFileSync(
        at('main.c'),
        `#include "${name}.h"
#include <stdio.h>
int main(void) {
  float x1, x2, out[downhill_outputs];
  while (scanf("%f,%f", &x1, &x2) == 2) {
    downhill_predict(x1, x2, out);
    for (int k = 0; k < downhill_outputs; ++k) printf(k ? ",%.9g" : "%.9g", out[k]);
    puts("");
  }
  return 0;
}
`,
      );
      execFileSync(compiler, ['-std=c99', '-Wall', '-Wextra', '-Werror', '-O1', '-o', at('main'), at('main.c'), '-lm']);
      const told = execFileSync(at('main'), { input: readFileSync(at('grid.csv')), encoding: 'utf8' }).trim();
      told.split('\n').forEach((line, k) => {
        expectClose(outputs[k], line.split(',').map(Number), `${name}, point ${k}`);
      });
    }
  },

  'an exported NumPy program answers as the program does': () => {
    if (!hasNumpy) return 'skipped: no NumPy';
    for (const [name, args] of Object.entries(networks)) {
      const { file, outputs } = answers(name, args);
      run('--open', file, '--epochs=0', '--export', at(`${name}_model.py`));
      const asked = `import sys; sys.path.insert(0, ${JSON.stringify(work)})
import ${name}_model as m, numpy as np, json
print(json.dumps(np.asarray(m.predict(np.array(${JSON.stringify(grid)}))).tolist()))`;
      const told = JSON.parse(execFileSync('python3', ['-c', asked], { encoding: 'utf8' }));
      told.forEach((values, k) => {
        expectClose(outputs[k], values, `${name}, point ${k}`);
      });
    }
  },

  'exported Python is Python': () => {
    if (spawnSync('python3', ['--version']).status !== 0) return 'skipped: no Python';
    for (const [name, args] of Object.entries(networks)) {
      for (const suffix of ['py', 'torch.py']) {
        run(...args, '--epochs=0', '--export', at(`${name}.${suffix}`));
        execFileSync('python3', [
          '-c',
          'import ast, sys; ast.parse(open(sys.argv[1]).read())',
          at(`${name}.${suffix}`),
        ]);
      }
    }
  },

  'exported safetensors hold the weights of the run': () => {
    const { file } = answers('plain', networks.plain);
    run('--open', file, '--epochs=0', '--export', at('plain.safetensors'));
    const bytes = readFileSync(at('plain.safetensors'));
    const length = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.subarray(8, 8 + length).toString());
    const [begin, end] = header['layers.1.weight'].data_offsets;
    const { parameters } = JSON.parse(readFileSync(file, 'utf8'));
    const [inputs, units] = [2, 8];
    const first = units * inputs + units;
    for (let at = begin; at < end; at += 4)
      assert.equal(bytes.readFloatLE(8 + length + at), Math.fround(parameters[first + (at - begin) / 4]));
  },

  'exported ONNX is what onnxruntime has been asked about': () => {
    for (const [name, args] of Object.entries(networks)) {
      run(...args, '--export', at(`${name}.onnx`));
      const hash = createHash('sha256')
        .update(readFileSync(at(`${name}.onnx`)))
        .digest('hex')
        .slice(0, 16);
      assert.equal(
        hash,
        verified[name],
        `${name}: npm run test:onnx, then pin the new hash in tests/onnx/verified.json`,
      );
    }
  },

  'a divergence is told, and what was asked for is left all the same': () => {
    const { status, stderr } = call([
      '--dataset=plane',
      '--activation=linear',
      '--learningRate=10',
      '--epochs=50',
      '--save',
      at('far.json'),
    ]);
    assert.equal(status, 3, stderr);
    assert.match(stderr, /diverged/);
    assert.ok(run('--open', at('far.json'), '--epochs=0').at(-1).trainLoss < Number.POSITIVE_INFINITY);
  },

  'bad input gets a line that says what and why': () => {
    writeFileSync(at('cut.json'), readFileSync(at('half.json')).subarray(0, 500));
    writeFileSync(at('other.json'), '{"a": 1}');
    for (const [args, says] of [
      [['--nonsense'], /--nonsense/],
      [['--epochs', 'many'], /--epochs: 'many'/],
      [['--epochs'], /needs a value/],
      [['spiral'], /'spiral'/],
      [['--dataset', 'nothing'], /nothing/],
      [['--network', '0'], /network/],
      [['--open', at('cut.json')], /./],
      [['--open', at('other.json')], /no run of Downhill/],
      [['--open', at('none.json')], /none\.json.*No such file/],
      [['--open', at('half.json'), '--dataset', 'xor'], /its own settings/],
      [['--open', work], /Is a directory/],
      [['--points', at('none.csv')], /none\.csv/],
      [['--regression'], /--points/],
      [['--export', at('model.keras')], /suffix/],
      [['--export', at('no/such/model.onnx'), '--epochs=1'], /No such file/],
      [['--save', '', '--epochs=1'], /name of a file/],
      [['--kernels', 'mmx'], /mmx/],
    ])
      assert.match(complaint(args), says, args.join(' '));
    assert.match(complaint(['--epochs=0', '--predict', '-'], '1,2\nx,3\n'), /line 2/);
    assert.match(complaint(['--epochs=0', '--predict', '-'], '1,inf\n'), /line 1/);
  },

  'nothing half-written is left behind': () => {
    mkdirSync(at('taken.onnx'), { recursive: true });
    complaint(['--epochs=1', '--export', at('taken.onnx')]);
    assert.deepEqual(
      readdirSync(work).filter((name) => name.endsWith('.part')),
      [],
    );
    assert.ok(!existsSync(at('no')));
  },
};

const report = { passed: 0, failed: 0, skipped: 0, failures: [] };
for (const [title, test] of Object.entries(tests)) {
  try {
    const remark = await test();
    report[remark?.startsWith('skipped') ? 'skipped' : 'passed'] += 1;
    console.log(`  ok    ${title}${remark ? ` (${remark})` : ''}`);
  } catch (error) {
    report.failed += 1;
    report.failures.push({ title, message: String(error.message) });
    console.log(`  FAIL  ${title}\n        ${String(error.stack).split('\n').slice(0, 12).join('\n        ')}`);
  }
}
rmSync(work, { recursive: true, force: true });
mkdirSync(join(root, 'build/logs'), { recursive: true });
writeFileSync(join(root, 'build/logs/cli.json'), `${JSON.stringify(report, null, 2)}\n`);
console.log(`${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped`);
process.exitCode = report.failed ? 1 : 0;
