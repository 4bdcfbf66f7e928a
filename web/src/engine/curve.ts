import type { Metrics } from './module.js';

/**
 * The loss curve in bounded memory. Points lie at multiples of a stride that doubles whenever the store is full, so
 * the same run draws the same curve on every machine, however fast it trains.
 */
export class LossCurve {
  readonly #capacity: number;
  #steps: number[] = [];
  #train: number[] = [];
  #test: number[] = [];
  #stride = 1;
  #version = 0;

  constructor(capacity = 1024) {
    this.#capacity = Math.max(2, capacity);
  }

  get version(): number {
    return this.#version;
  }

  get length(): number {
    return this.#steps.length;
  }

  clear(): void {
    this.#steps = [];
    this.#train = [];
    this.#test = [];
    this.#stride = 1;
    this.#version += 1;
  }

  /** Updates until the next point is due. */
  distance(step: number): number {
    return this.#stride - (step % this.#stride);
  }

  isDue(step: number): boolean {
    return step % this.#stride === 0 && step > (this.#steps.at(-1) ?? -1);
  }

  add({ step, trainLoss, testLoss }: Pick<Metrics, 'step' | 'trainLoss' | 'testLoss'>): void {
    if (!this.isDue(step) || !Number.isFinite(trainLoss)) return;
    if (this.#steps.length === this.#capacity) {
      this.#thin();
      if (!this.isDue(step)) return;
    }
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

  #thin(): void {
    this.#stride *= 2;
    const kept = (_: number, index: number) => (this.#steps[index] ?? 0) % this.#stride === 0;
    this.#train = this.#train.filter(kept);
    this.#test = this.#test.filter(kept);
    this.#steps = this.#steps.filter((step) => step % this.#stride === 0);
  }
}
