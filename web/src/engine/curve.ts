import type { Metrics } from './module.js';

/** Points while the number of updates doubles: two for each pixel of the later half of a usual chart. */
const perOctave = 256;

/**
 * The loss curve, dense at the beginning and ever sparser: the gap between points doubles whenever the updates do. So
 * memory grows with the logarithm of the training, nothing is forgotten, measuring the loss soon costs nothing, and the
 * same run draws the same curve on every machine, however fast it trains.
 */
export class LossCurve {
  #steps: number[] = [];
  #train: number[] = [];
  #test: number[] = [];
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
    this.#steps = [];
    this.#train = [];
    this.#test = [];
    this.#leastGap = powerOfTwo(leastGap);
    this.#version += 1;
  }

  /** Forgets what lies beyond a step that was gone back to. */
  cutAfter(step: number): void {
    const kept = this.#steps.filter((at) => at <= step).length;
    if (kept === this.#steps.length) return;
    for (const values of [this.#steps, this.#train, this.#test]) values.length = kept;
    this.#version += 1;
  }

  /** Updates until the next point is due. */
  distance(step: number): number {
    const gap = this.#gap(step);
    return gap - (step % gap);
  }

  add({ step, trainLoss, testLoss }: Pick<Metrics, 'step' | 'trainLoss' | 'testLoss'>): void {
    const isNew = step > (this.#steps.at(-1) ?? -1);
    if (!isNew || step % this.#gap(step) !== 0 || !Number.isFinite(trainLoss)) return;
    this.#steps.push(step);
    this.#train.push(trainLoss);
    this.#test.push(testLoss);
    this.#version += 1;
  }

  /** Steps, train losses and test losses, one plane after the other. */
  planes(): Float64Array {
    const length = this.#steps.length;
    const planes = new Float64Array(3 * length);
    planes.set(this.#steps);
    planes.set(this.#train, length);
    planes.set(this.#test, 2 * length);
    return planes;
  }

  #gap(step: number): number {
    return Math.max(this.#leastGap, powerOfTwo(step / perOctave));
  }
}

const powerOfTwo = (atMost: number) => 2 ** Math.max(0, Math.floor(Math.log2(atMost)));
