import type { Metrics } from './module.js';

/** What is kept of a point of the curve, in the order of the planes. */
export const curvePlanes = ['step', 'trainLoss', 'testLoss', 'penalty', 'trainAccuracy', 'testAccuracy'] as const;
export type CurvePlane = (typeof curvePlanes)[number];

/** Points while the number of updates doubles: two for each pixel of the later half of a usual chart. */
const perOctave = 256;

/**
 * The loss curve, dense at the beginning and ever sparser: the gap between points doubles whenever the updates do. So
 * memory grows with the logarithm of the training, nothing is forgotten, measuring the loss soon costs nothing, and the
 * same run draws the same curve on every machine, however fast it trains.
 */
export class LossCurve {
  #planes: number[][] = curvePlanes.map(() => []);
  #leastGap = 1;
  #version = 0;

  get version(): number {
    return this.#version;
  }

  get length(): number {
    return this.#steps.length;
  }

  /** Begins anew; no two points will be closer than `leastGap`, rounded down to a power of two. */
  clear(leastGap = 1): void {
    this.#planes = curvePlanes.map(() => []);
    this.#leastGap = powerOfTwo(leastGap);
    this.#version += 1;
  }

  /** Forgets what lies beyond a step that was gone back to. */
  cutAfter(step: number): void {
    const kept = this.#steps.filter((at) => at <= step).length;
    if (kept === this.#steps.length) return;
    for (const plane of this.#planes) plane.length = kept;
    this.#version += 1;
  }

  /** Updates until the next point is due. */
  distance(step: number): number {
    const gap = this.#gap(step);
    return gap - (step % gap);
  }

  /** Whether the curve has a point at this step, so that what is decided there is decided on every machine. */
  has(step: number): boolean {
    return step % this.#gap(step) === 0;
  }

  add(metrics: Pick<Metrics, CurvePlane>): void {
    const isNew = metrics.step > (this.#steps.at(-1) ?? -1);
    if (!isNew || !this.has(metrics.step) || !Number.isFinite(metrics.trainLoss)) return;
    for (const [index, name] of curvePlanes.entries()) this.#planes[index]?.push(metrics[name]);
    this.#version += 1;
  }

  /** One plane after the other, as `curvePlanes` names them. */
  planes(): Float64Array {
    return Float64Array.from(this.#planes.flat());
  }

  get #steps(): number[] {
    return this.#planes[0] ?? [];
  }

  #gap(step: number): number {
    return Math.max(this.#leastGap, powerOfTwo(step / perOctave));
  }
}

const powerOfTwo = (atMost: number) => 2 ** Math.max(0, Math.floor(Math.log2(atMost)));
