/** Pictures in words, for those who do not see them. */
import { count, loss, percent } from './format.js';
import { classNames, shapeOf } from './palette.js';
import type { Playground } from './playground.js';

/** How much of the plane each class takes in the output's picture. */
export function shares(values: Float32Array, outputs: number): number[] {
  const plane = values.length / outputs;
  const counts = new Array<number>(Math.max(2, outputs)).fill(0);
  for (let pixel = 0; pixel < plane; pixel += 1) {
    let best = 0;
    if (outputs === 1) best = (values[pixel] ?? 0) > 0 ? 1 : 0;
    for (let k = 1; k < outputs; k += 1) {
      if ((values[k * plane + pixel] ?? 0) > (values[best * plane + pixel] ?? 0)) best = k;
    }
    counts[best] = (counts[best] ?? 0) + 1;
  }
  return counts.map((part) => part / plane);
}

export function describeMap({ pictures, run }: Playground): string {
  if (!pictures || !run) return 'The output is not computed yet.';
  const parts = shares(new Float32Array(pictures.values), run.layout.outputs)
    .map((share, label) => `${percent(share)} ${classNames[label]} (${shapeOf(label)}s)`)
    .join(', ');
  return `What the network answers over the plane from −6 to 6: ${parts}.`;
}

export function describeProgress({ frame, status }: Playground): string {
  if (!frame) return '';
  const { epoch, trainLoss, testLoss, testAccuracy } = frame.metrics;
  const state = { running: 'Training', diverged: 'Stopped: the weights became infinite' }[status as string] ?? 'Paused';
  return (
    `${state}. Epoch ${count(Math.floor(epoch))}. Training loss ${loss(trainLoss)}, test loss ${loss(testLoss)}, ` +
    `${percent(testAccuracy)} of the test points right.`
  );
}
