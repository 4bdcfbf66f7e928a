// eval, check, plot, landscape, race, bench and info.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { at, call, complaint, lines, output, read, train } from './program.mjs';

const trained = (name, ...args) => {
  train(...args, '--save', at(`${name}.json`));
  return at(`${name}.json`);
};

const picture = (name) => PNG.sync.read(readFileSync(at(name)));
const pixel = (png, x, y) => [...png.data.subarray(4 * (y * png.width + x), 4 * (y * png.width + x) + 3)];

export const tests = {
  'eval tells what training told, with confusion and F1': () => {
    const file = trained('scores', 'blobs', '--epochs=20', '--noise=30');
    const last = train('--resume', file, '--epochs=0').at(-1);
    const [own, test] = lines(['eval', file]);
    assert.equal(own.accuracy.toFixed(6), last.trainAccuracy.toFixed(6));
    assert.equal(test.loss.toFixed(5), last.testLoss.toFixed(5));
    const total = own.confusion.flat().reduce((a, b) => a + b);
    assert.equal(total, own.rows);
    const right = own.confusion.reduce((sum, row, k) => sum + row[k], 0);
    assert.ok(Math.abs(right / total - own.accuracy) < 1e-6);
    own.classes.forEach(({ precision, recall, f1 }) => {
      assert.ok(Math.abs(f1 - (2 * precision * recall) / (precision + recall)) < 1e-5);
    });
    assert.match(output(['eval', file]), /precision +recall +F1/);
    const [regression] = lines(['eval', trained('plane', 'plane', '--epochs=20')]);
    assert.ok(regression.rSquared > 0.9 && !('accuracy' in regression));
  },

  'check passes the gradient and finds every planted mistake': () => {
    assert.match(output(['check', 'spiral', '--activation=tanh']), /worst relative error \d(\.\d+)?e-/);
    output(['check', '--run', trained('checked', 'blobs', '--epochs=3', '--network=5:layerNorm,5:residual')]);
    for (const fault of ['noDerivative', 'transposedWeights', 'noBias', 'wrongPairing']) {
      const args = ['check', 'spiral', '--loss=squaredError', '--network=5,5', '--fault', fault];
      const { status, stderr } = call(args);
      assert.equal(status, 1, fault);
      assert.match(stderr, /the gradient is wrong/);
    }
  },

  'a map is drawn as PNG, SVG and text, and shows what predict answers': () => {
    const file = trained('map', 'xor', '--network=6', '--epochs=100', '--optimizer=adam', '--learningRate=0.02');
    output(['plot', file, '-o', at('map.png'), '--size=120', '--no-points']);
    const png = picture('map.png');
    assert.deepEqual([png.width, png.height], [120, 120]);
    const points = [
      [-3, -3],
      [3, -3],
      [-3, 3],
      [3, 3],
    ];
    const told = lines(['predict', file, '-'], points.map((point) => point.join(',')).join('\n'));
    points.forEach(([x1, x2], k) => {
      const [red, , blue] = pixel(png, 60 + 10 * x1, 60 - 10 * x2);
      assert.equal(blue > red, told[k].outputs[0] > 0.5, `${x1}, ${x2}`);
    });
    output(['plot', file, '-o', at('map.svg')]);
    const svg = read('map.svg');
    assert.equal(svg.match(/<circle /g).length, 500);
    assert.match(svg, /<title>What the network answers over the plane, after 100 epochs/);
    const text = output(['plot', file]).trimEnd().split('\n');
    assert.equal(text.length, 32);
    assert.match(text[2].slice(0, 20), /^[.0]+$/);
    assert.match(text[2].slice(-20), /^[o1]+$/);
  },

  'a landscape has the loss of the run in the middle, as table and picture': () => {
    const file = trained('land', 'moons', '--network=4', '--epochs=40');
    output(['landscape', file, '-o', at('land.csv'), '--side=9']);
    const rows = read('land.csv')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',').map(Number));
    assert.equal(rows.length, 81);
    const [s, t, loss] = rows[40];
    assert.deepEqual([s, t], [0, 0]);
    const [{ loss: own }] = lines(['eval', file]);
    assert.ok(Math.abs(loss - own) < 1e-5, `${loss}, ${own}`);
    for (const name of ['land.png', 'land.svg']) output(['landscape', file, '-o', at(name), '--side=9']);
    assert.equal(picture('land.png').width, 9);
    assert.match(output(['landscape', file, '--side=5']), /loss from [\d.]+ \(blank\) to/);
  },

  'a race starts all lanes alike and ends as single runs do': () => {
    const told = lines(['race', 'xor', '--lane', 'optimizer=sgd', 'optimizer=adam&learningRate=0.01', '--epochs=15']);
    const alone = train('xor', '--optimizer=adam', '--learningRate=0.01', '--epochs=15').at(-1);
    assert.equal(told[1].loss.toFixed(7), alone.trainLoss.toFixed(7));
    assert.equal(told[0].steps, 15 * 25);
    assert.match(complaint(['race', 'xor', '--lane', 'network=3']), /may differ in/);
    assert.match(complaint(['race', 'xor', '--lane', 'optimizer=magic']), /magic/);
    assert.match(complaint(['race', 'xor']), /--lane/);
  },

  'bench names every engine that info calls available': () => {
    const { engines, version } = lines(['info'])[0];
    assert.match(version, /^\d+\.\d+\.\d+$/);
    const measured = lines(['bench', 'xor', '--seconds=0.02']);
    assert.deepEqual(
      measured.map(({ engine, mode }) => `${engine} ${mode}`),
      engines.filter(({ available }) => available).map(({ name, mode }) => `${name} ${mode}`),
    );
    for (const { stepsPerSecond } of measured) assert.ok(stepsPerSecond > 0);
  },
};
