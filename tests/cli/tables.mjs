// Tables of more columns than the plane has.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  at,
  complaint,
  expectClose,
  lines,
  output,
  program,
  pythonWith,
  read,
  root,
  train,
  work,
  write,
} from './program.mjs';

/** Numbers that look random, the same every time. */
function* noise(seed) {
  let state = seed;
  while (true) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

/** Three kinds of flower that five numbers and a colour tell apart. */
function flowers(count, seed = 1) {
  const random = noise(seed);
  const next = () => random.next().value;
  const kinds = ['aster', 'bellflower', 'cornflower'];
  const colours = ['white', 'blue', 'blue'];
  return Array.from({ length: count }, (_, k) => {
    const kind = k % 3;
    const numbers = [0, 1, 2, 3, 4].map((j) => (100 * (((kind * (j + 1)) % 3) + next() + next())).toFixed(2));
    return [...numbers, next() < 0.9 ? colours[kind] : 'red', kinds[kind]];
  });
}

const head = ['sepal', 'petal', 'stem', 'leaf', 'root', 'colour', 'kind'];
const csv = (rows, names = head, separator = ',') => [names, ...rows].map((row) => row.join(separator)).join('\n');

/** A number to learn: far from 0 and from variance 1. */
function prices(count) {
  const random = noise(7);
  const next = () => random.next().value;
  return Array.from({ length: count }, () => {
    const [area, rooms, year] = [50 + 150 * next(), 1 + Math.floor(6 * next()), 1900 + Math.floor(120 * next())];
    return [area.toFixed(1), rooms, year, (2000 * area + 15000 * rooms + 800 * (year - 1900)).toFixed(0)];
  });
}

export const tests = {
  'a table of numbers and words is learnt, saved, resumed to the same bits, evaluated and asked': () => {
    const file = write('flowers.csv', csv(flowers(240)));
    const settings = ['--network=8', '--optimizer=adam', '--learningRate=0.02'];
    const whole = train(file, ...settings, '--epochs=40').at(-1);
    assert.ok(whole.testAccuracy > 0.95, `${whole.testAccuracy}`);
    train(file, ...settings, '--epochs=15', '--save', at('flowers.json'));
    assert.equal(train(file, '--resume', at('flowers.json'), '--epochs=25').at(-1).stateHash, whole.stateHash);
    train(file, ...settings, '--epochs=40', '--save', at('flowers.json'));

    const strange = write(
      'more.csv',
      csv(
        flowers(60, 9).map((row) => row.toReversed()),
        head.toReversed(),
        ';',
      ),
    );
    const [scores] = lines(['eval', at('flowers.json'), strange]);
    assert.ok(scores.accuracy > 0.95 && scores.rows === 60, JSON.stringify(scores));
    assert.deepEqual(
      scores.classes.map((each) => each.class),
      ['aster', 'bellflower', 'cornflower'],
    );
    const named = output(['predict', at('flowers.json'), strange, '--classes'])
      .trim()
      .split('\n');
    const right = flowers(60, 9).filter((row, k) => row[6] === named[k]).length;
    assert.equal(right / 60, Math.round(scores.accuracy * 60) / 60, 'eval and predict agree');
  },

  'rows to test with may be a file of their own': () => {
    const file = write('train.csv', csv(flowers(90)));
    const test = write('test.csv', csv(flowers(45, 3)));
    train(file, '--test', test, '--network=8', '--epochs=30', '--save', at('own-test.json'));
    const [{ accuracy, loss }] = lines(['eval', at('own-test.json'), test]);
    const last = train(file, '--test', test, '--network=8', '--epochs=30').at(-1);
    assert.equal(last.testAccuracy.toFixed(6), accuracy.toFixed(6));
    assert.ok(Math.abs(last.testLoss - loss) < 1e-5);
  },

  'a number is learnt in its own units': () => {
    const file = write('prices.csv', csv(prices(200), ['area', 'rooms', 'year', 'price']));
    train(
      file,
      '--network=8',
      '--optimizer=adam',
      '--epochs=150',
      '--save',
      at('prices.json'),
      '--export',
      at('prices.mjs'),
    );
    const [{ rSquared }] = lines(['eval', at('prices.json'), file]);
    assert.ok(rSquared > 0.98, `${rSquared}`);
    const settings = ['--target=price', '--network=6', '--epochs=20'];
    const last = train(file, ...settings, '--save', at('p.json'), '--curve', at('p.csv')).at(-1);
    assert.ok(last.trainRSquared > 0.5 && !('trainAccuracy' in last), JSON.stringify(last));
    assert.match(read('p.csv'), /^epoch,step,trainLoss,testLoss,trainRSquared,testRSquared\n/);
    const [{ outputs }] = lines(['predict', at('prices.json'), '-'], '100,3,1960');
    assert.ok(Math.abs(outputs[0] - (200000 + 45000 + 48000)) < 25000, `${outputs[0]}`);
  },

  'public tables are learnt as well as by scikit-learn': () => {
    const python = pythonWith('sklearn');
    if (!python) return 'skipped: no scikit-learn';
    const script = join(root, 'bench/tables/tables.py');
    const asked = [program, 'wine', 'breast_cancer', 'diabetes', '--splits=3', '--epochs=60', '--json'];
    const results = execFileSync(python, [script, ...asked], { encoding: 'utf8' })
      .trim()
      .split('\n');
    assert.equal(results.length, 3);
    for (const result of results.map((line) => JSON.parse(line))) {
      // Few noisy rows make R² jump by 0.2 from split to split.
      const margin = result.measure === 'R2' ? 0.2 : 0.05;
      assert.ok(result.downhill > result.peer - margin, JSON.stringify(result));
    }
    const { status, stderr } = spawnSync(python, [script, program, 'nothing'], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /'nothing' is neither one of/);
  },

  'a table without names, by tabs, with the target in front, is read': () => {
    const rows = flowers(60).map((row) => [row[6], ...row.slice(0, 6)]);
    const file = write('tabs.txt', rows.map((row) => row.join('\t')).join('\r\n'));
    const last = train(file, '--target=1', '--without=7', '--epochs=20', '--network=6', '--save', at('tabs.json')).at(
      -1,
    );
    assert.ok(last.trainAccuracy > 0.9, `${last.trainAccuracy}`);
    const saved = JSON.parse(read('tabs.json'));
    assert.deepEqual(
      saved.columns.map(({ name }) => name),
      ['x2', 'x3', 'x4', 'x5', 'x6'],
    );
  },

  'an exported network of a table answers as the program does': async () => {
    const file = write('flowers.csv', csv(flowers(120)));
    train(file, '--network=6:layerNorm,6:residual', '--epochs=10', '--save', at('t.json'));
    for (const suffix of ['mjs', 'h', 'onnx', 'safetensors']) output(['export', at('t.json'), at(`t.${suffix}`)]);
    const rows = flowers(12, 5).map((row) => row.slice(0, 6));
    const own = lines(['predict', at('t.json'), '-'], csv(rows, head.slice(0, 6)));
    const inputs = own.map(({ x }) => x);
    assert.equal(inputs[0].length, 8, 'five numbers and a word of three');
    const { predict } = await import(pathToFileURL(at('t.mjs')).href);
    own.forEach(({ x, outputs }, k) => {
      expectClose(outputs, predict(...x), `JavaScript, row ${k}`);
    });
    for (const suffix of ['onnx', 'safetensors']) {
      const told = lines(['predict', at(`t.${suffix}`), '-'], inputs.map((row) => row.join(',')).join('\n'));
      told.forEach(({ outputs }, k) => {
        expectClose(own[k].outputs, outputs, `${suffix}, row ${k}`);
      });
    }
    const compiler = ['cc', 'gcc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0);
    if (!compiler) return 'C left out: no compiler';
    writeFileSync(
      at('t.c'),
      `#include "t.h"
#include <stdio.h>
int main(void) {
  float x[downhill_inputs], out[downhill_outputs];
  for (;;) {
    for (int j = 0; j < downhill_inputs; ++j)
      if (scanf("%f,", &x[j]) != 1) return 0;
    downhill_predict(x, out);
    for (int k = 0; k < downhill_outputs; ++k) printf(k ? ",%.9g" : "%.9g", out[k]);
    puts("");
  }
}
`,
    );
    execFileSync(compiler, ['-std=c99', '-Wall', '-Wextra', '-Werror', '-o', at('t'), at('t.c'), '-lm'], { cwd: work });
    const told = execFileSync(at('t'), { input: inputs.map((row) => row.join(',')).join('\n'), encoding: 'utf8' });
    told
      .trim()
      .split('\n')
      .forEach((line, k) => {
        expectClose(own[k].outputs, line.split(',').map(Number), `C, row ${k}`);
      });
  },

  'damaged tables get the line and the reason': () => {
    const rows = flowers(6);
    /** With one field set to something else. */
    const spoilt = (row, column, text) => csv(rows.map((old, k) => (k === row ? old.with(column, text) : old)));
    for (const [text, says, ...more] of [
      ['', /no rows/],
      ['a,b,c,d\n', /no rows|one row/],
      [csv(rows.with(2, rows[2].slice(0, 6))), /line 4.*after 6 of 7 fields/],
      [csv(rows.with(2, [...rows[2], 'x'])), /line 4.*more than 7 fields/],
      [spoilt(1, 0, ''), /line 3, column 'sepal'.*empty/],
      [spoilt(1, 0, 'NaN'), /line 3, column 'sepal'.*'NaN'/],
      [spoilt(1, 0, '1e999'), /line 3.*beyond/],
      [csv(rows.map((row) => row.with(6, 'same'))), /all rows are of class 'same'/],
      [csv(rows), /no column 'height'/, '--target=height'],
      [csv(rows), /no column 'height'/, '--without=height'],
      [csv(rows), /'aster' is not a number/, '--regression'],
      ['\xff\xfe,1,2,3\n', /UTF-8|only one row|no rows/],
    ])
      assert.match(complaint(['train', write('bad.csv', text), '--table', ...more]), says, text.slice(0, 60));
    const words = Array.from({ length: 80 }, (_, k) => `w${k},${k},${k % 2},${k % 2 ? 'a' : 'b'}`).join('\n');
    assert.match(complaint(['train', write('words.csv', words)]), /more than 64 different words/);
    train(write('flowers.csv', csv(rows)), '--epochs=1', '--save', at('f.json'));
    assert.match(complaint(['predict', at('f.json'), '-'], '1,2,3,4,5,violet\n'), /'violet' is a word/);
    assert.match(complaint(['predict', at('f.json'), '-'], '1,2,3\n'), /3 fields, and the network wants 6/);
    assert.match(complaint(['train', '--resume', at('f.json')]), /needs its file again/);
    assert.match(
      complaint(['train', write('fewer.csv', csv(rows.slice(0, 1))), '--resume', at('f.json')]),
      /fewer than 2|only one/,
    );
    write('cut.json', readFileSync(at('f.json')).subarray(0, 700));
    assert.match(complaint(['predict', at('cut.json'), '-'], '1\n'), /cut\.json: JSON: line \d+/);
    write('other.json', read('f.json').replace('"columns": [{', '"columns": [{"name": "x", "words": []}, {'));
    assert.match(complaint(['predict', at('other.json'), '-'], '1\n'), /does not fit/);
  },
};
