import type { Pace } from './protocol.js';

/** Turns a pace into how many updates may be made now. Time that was slept through is not caught up. */
export class Pacer {
  pace: Pace = 'max';
  #allowance = 0;
  #last = 0;

  start(pace: Pace, now: number): void {
    this.pace = pace;
    this.#last = now;
    this.#allowance = typeof pace === 'number' ? 1 : 0;
  }

  /** Called when the page takes a picture. */
  grantFrame(): void {
    if (this.pace === 'frame') this.#allowance = 1;
  }

  allowed(now: number): number {
    if (this.pace === 'max') return Number.POSITIVE_INFINITY;
    if (this.pace !== 'frame') {
      const most = Math.max(1, this.pace / 10);
      this.#allowance = Math.min(most, this.#allowance + ((now - this.#last) / 1000) * this.pace);
    }
    this.#last = now;
    return Math.floor(this.#allowance);
  }

  /** Milliseconds until the next update; infinity if only a picture can grant it. */
  wait(): number {
    return typeof this.pace === 'number' ? ((1 - this.#allowance) / this.pace) * 1000 : Number.POSITIVE_INFINITY;
  }

  spend(steps: number): void {
    if (this.pace !== 'max') this.#allowance -= steps;
  }
}
