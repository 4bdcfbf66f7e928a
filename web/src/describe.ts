/** Pictures in words, for those who do not see them. */
import type { Metrics } from './engine/module.js';
import { count, loss, percent, rSquared, signed } from './format.js';
import { t, textTable } from './language.js';
import { type Shape, shapeOf } from './palette.js';
import type { Playground } from './playground.js';
import { namesOf } from './points.js';

const marks: Record<Shape, string> = textTable({
  circle: 'circles',
  square: 'squares',
  triangle: 'triangles',
  diamond: 'diamonds',
  cross: 'crosses',
  star: 'stars',
});

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
  if (!pictures || !run) return t('The output is not computed yet.');
  const names = namesOf(run.layout);
  if (run.layout.regression) return describeNumbers(new Float32Array(pictures.values));
  const parts = shares(new Float32Array(pictures.values), run.layout.outputs)
    .map((share, label) => `${percent(share)} ${names[label]} (${marks[shapeOf(label)]})`)
    .join(', ');
  return t`What the network answers over the plane from −6 to 6: ${parts}.`;
}

function describeNumbers(values: Float32Array): string {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return t`The number that the network answers over the plane from −6 to 6: between ${signed(least, 2)} and ${signed(most, 2)}.`;
}

/** How good the answers are: the share of right ones or, of numbers, R². */
export function quality(metrics: Metrics, regression: boolean): string {
  const { trainAccuracy, testAccuracy, trainRSquared, testRSquared } = metrics;
  if (regression) return t`R²: training ${rSquared(trainRSquared, 3)} · test ${rSquared(testRSquared, 3)}`;
  return t`accuracy: training ${percent(trainAccuracy)} · test ${percent(testAccuracy)}`;
}

export function describeProgress({ frame, run, status }: Playground): string {
  if (!frame) return '';
  const { epoch, trainLoss, testLoss, testAccuracy, testRSquared } = frame.metrics;
  const quality = run?.layout.regression
    ? t`R² of the test points ${rSquared(testRSquared, 2)}`
    : t`${percent(testAccuracy)} of the test points right`;
  const state =
    { running: t('Training'), diverged: t('Stopped: the weights became infinite') }[status as string] ?? t('Paused');
  const [now, train, test] = [count(Math.floor(epoch)), loss(trainLoss), loss(testLoss)];
  return t`${state}. Epoch ${now}. Training loss ${train}, test loss ${test}, ${quality}.`;
}
