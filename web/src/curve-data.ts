/** The present curve as columns of a chart, and in words. */

import { type CurvePlane, curvePlanes } from './engine/curve.js';
import type { Metrics } from './engine/module.js';
import { count, loss } from './format.js';
import { t } from './language.js';

export type Columns = Record<CurvePlane, number[]>;

/** All columns, and the present as the last point: it seldom falls on the curve's grid. */
export function columnsOf(curve: { values: Float64Array; length: number }, last: Metrics | undefined): Columns {
  const { values, length } = curve;
  const columns = Object.fromEntries(
    curvePlanes.map((name, index) => [name, Array.from(values.subarray(index * length, (index + 1) * length))]),
  ) as Columns;
  if (last && Number.isFinite(last.trainLoss) && last.step > (columns.step.at(-1) ?? -1)) {
    for (const name of curvePlanes) columns[name].push(last[name]);
  }
  return columns;
}

/** What the picture of the curve shows. */
export function describeCurve({ step, trainLoss, testLoss }: Columns): string {
  if (step.length < 2) return t('No curve yet; it begins with the first step.');
  const tell = (name: string, values: number[]) => {
    let least = 0;
    for (const [index, value] of values.entries()) if (value < (values[least] ?? 0)) least = index;
    const [first, last, lowest] = [values[0], values.at(-1), values[least]].map((value) => loss(value ?? 0));
    return t`${name} went from ${first} to ${last}, least ${lowest} at step ${count(step[least] ?? 0)}.`;
  };
  return t`${count(step.at(-1) ?? 0)} steps. ${tell(t('Training loss'), trainLoss)} ${tell(t('Test loss'), testLoss)}`;
}
