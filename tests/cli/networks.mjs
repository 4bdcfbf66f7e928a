// Networks with every part that an export has to carry over, and what the program itself makes of them.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const networks = {
  plain: ['--dataset=spiral', '--epochs=40'],
  classes: ['--dataset=blobs', '--network=6,4', '--activation=relu', '--epochs=20'],
  features: ['--dataset=circle', '--features=x1,x2,x1Squared,sinX2,x1x2', '--standardize=on', '--epochs=10'],
  regression: ['--dataset=multi-gauss', '--activation=sine', '--epochs=10'],
  blocks: ['--network=6:batchNorm,6:residual:dropout0.2,5:layerNorm', '--activation=gelu', '--epochs=10'],
};
for (const phi of ['sigmoid', 'linear', 'leakyRelu', 'elu', 'silu', 'softplus'])
  networks[phi] = [`--activation=${phi}`, '--epochs=5'];

export const grid = Array.from({ length: 49 }, (_, k) => [(k % 7) * 2 - 6, Math.floor(k / 7) * 2 - 6]);

/** Trains a network and saves the run; its outputs at every point of the grid. `folder` gets grid.csv, too. */
export function answers(program, folder, name, args) {
  const file = join(folder, `${name}.json`);
  const points = join(folder, 'grid.csv');
  writeFileSync(points, grid.map((point) => point.join(',')).join('\n'));
  execFileSync(program, ['train', ...args, '--save', file]);
  const told = execFileSync(program, ['predict', file, points, '--json'], { encoding: 'utf8' });
  const outputs = told
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).outputs);
  return { file, outputs };
}
