/** What was set before, for undo and redo. */
import type { CustomPoints } from './engine/protocol.js';

export interface Snapshot {
  query: string;
  settings: Record<string, string>;
  points: CustomPoints | null;
  /** The number of the network that was set or frozen by hand; the settings are then those of the step before. */
  edit?: Edit;
}

export interface Edit {
  kind: 'value' | 'frozen';
  place: number;
  before: number;
  after: number;
}

/** Where to go back or forth to, and the number to be set on the way, if there is nothing else to do. */
export interface Move {
  target: Snapshot;
  edit: { kind: Edit['kind']; place: number; value: number } | null;
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

  recordEdit(edit: Edit): void {
    const before = this.#current;
    if (!before || edit.before === edit.after) return;
    this.#past = [...this.#past, before].slice(-100);
    this.#future = [];
    this.#current = { ...before, edit };
    this.#lastKey = '';
  }

  /** The present state stays. */
  clear(): void {
    this.#past = [];
    this.#future = [];
  }

  undo(): Move | null {
    const undone = this.#current?.edit;
    const target = this.#move(this.#past, this.#future);
    return target && { target, edit: undone ? { ...undone, value: undone.before } : null };
  }

  redo(): Move | null {
    const target = this.#move(this.#future, this.#past);
    const { edit } = target ?? {};
    return target && { target, edit: edit ? { ...edit, value: edit.after } : null };
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
