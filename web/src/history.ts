/** What was set before, for undo and redo. */
import type { CustomPoints } from './engine/protocol.js';

export interface Snapshot {
  query: string;
  settings: Record<string, string>;
  points: CustomPoints | null;
}

/** Changes of one control in quick succession (a slider being dragged) are one step. */
const togetherWithin = 1000;

export class History {
  #past: Snapshot[] = [];
  #future: Snapshot[] = [];
  #current: Snapshot | null = null;
  #lastKey = '';
  #lastTime = Number.NEGATIVE_INFINITY;

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  record(snapshot: Snapshot, key: string, now: number): void {
    const before = this.#current;
    if (before?.query === snapshot.query && before.points?.csv === snapshot.points?.csv) return;
    const together = key !== '' && key === this.#lastKey && now - this.#lastTime < togetherWithin;
    if (before && !together) this.#past.push(before);
    this.#past = this.#past.slice(-100);
    this.#future = [];
    this.#current = snapshot;
    this.#lastKey = key;
    this.#lastTime = now;
  }

  /** The present state stays. */
  clear(): void {
    this.#past = [];
    this.#future = [];
  }

  undo(): Snapshot | null {
    return this.#move(this.#past, this.#future);
  }

  redo(): Snapshot | null {
    return this.#move(this.#future, this.#past);
  }

  #move(from: Snapshot[], to: Snapshot[]): Snapshot | null {
    const target = from.pop();
    if (!target) return null;
    if (this.#current) to.push(this.#current);
    this.#current = target;
    this.#lastKey = '';
    return target;
  }
}
