/** Runs that were pinned to be compared. They live in memory, and in the browser's storage only if that is wanted. */
import type { Metrics } from './engine/module.js';
import type { CustomPoints } from './engine/protocol.js';
import { t } from './language.js';

export interface PinnedRun {
  id: string;
  name: string;
  query: string;
  settings: Record<string, string>;
  points: CustomPoints | null;
  metrics: Metrics;
  stepsPerEpoch: number;
  /** Steps, train losses and test losses. */
  curve: [number[], number[], number[]];
  /** A small picture of the output as a data address; empty if there was none. */
  thumbnail: string;
}

/** Older ones leave the loss chart, not the list. */
export const mostGhosts = 5;

const key = 'downhill.runs';
type Watcher = () => void;

export class RunStore {
  list: readonly PinnedRun[] = [];
  /** Why the runs could not be kept, if they should be. */
  trouble = '';
  readonly #watchers = new Set<Watcher>();
  #kept = false;

  get kept(): boolean {
    return this.#kept;
  }

  /** The curves to lie behind the present one. */
  get ghosts(): readonly PinnedRun[] {
    return this.list.slice(-mostGhosts);
  }

  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  add(run: PinnedRun): void {
    this.#set([...this.list, run]);
  }

  rename(id: string, name: string): void {
    this.#set(this.list.map((run) => (run.id === id ? { ...run, name } : run)));
  }

  remove(id: string): void {
    this.#set(this.list.filter((run) => run.id !== id));
  }

  /** Takes what an earlier visit kept; `check` throws at what is none of ours. */
  recall(check: (data: unknown) => PinnedRun[]): void {
    try {
      const text = localStorage.getItem(key);
      if (text === null) return;
      this.#kept = true;
      this.#set([...check(JSON.parse(text)), ...this.list]);
    } catch {
      // Storage is denied, or holds what another version wrote; both are no reason to stop.
    }
  }

  keep(wanted: boolean): void {
    this.#kept = wanted;
    this.trouble = '';
    try {
      if (!wanted) localStorage.removeItem(key);
    } catch {
      // Nothing can have been kept.
    }
    this.#set(this.list);
  }

  #set(list: readonly PinnedRun[]): void {
    this.list = list;
    if (this.#kept) this.#save();
    for (const watcher of this.#watchers) watcher();
  }

  #save(): void {
    try {
      localStorage.setItem(key, JSON.stringify(this.list));
      this.trouble = '';
    } catch {
      this.#kept = false;
      this.trouble = t(
        'The browser does not let this page keep anything, or its space is used up; the runs stay until you leave.',
      );
    }
  }
}

/** The settings in which runs differ, in the order of the first one's. */
export function differing(runs: readonly Pick<PinnedRun, 'settings'>[]): string[] {
  const [first, ...rest] = runs;
  if (!first) return [];
  return Object.keys(first.settings).filter((name) =>
    rest.some(({ settings }) => settings[name] !== first.settings[name]),
  );
}
