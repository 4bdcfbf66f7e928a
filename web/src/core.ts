/**
 * The trainer without a page, for Node and browsers: `import { createTrainer } from 'downhill/core'`. The same settings
 * and steps give the same bits as in the playground.
 */
import createDownhill from '#downhill';
import scalarUrl from '#downhill.scalar.wasm?url';
import wasmUrl from '#downhill.wasm?url';
import { compileOnce, instantiate } from './engine/compile.js';
import type { Trainer as Bound, DownhillModule, Layout, Metrics, Outcome, Reach } from './engine/module.js';
import { predictionsOf } from './engine/readings.js';
import { firstBinary } from './probes.js';
import { settings as table } from './settings.js';

export type { Layout, Metrics, Outcome, Reach } from './engine/module.js';

/** The settings table: key, type, range, default and meaning of every setting. */
export const settings = table;

export interface CreateOptions {
  /** Where the binary is, or the binary itself, compiled; otherwise beside this script. */
  wasm?: string | URL | WebAssembly.Module;
}

/** Settings as the text of a link, or by name. */
export type Settings = string | Readonly<Record<string, string | number>>;

export class DownhillError extends Error {
  override name = 'DownhillError';
  readonly code: Outcome['code'];

  constructor({ code, message }: Outcome) {
    super(message);
    this.code = code;
  }
}

/** Resolves to a trainer, ready for its first step. Rejects with a sentence if settings are refused or the binary fails. */
export async function createTrainer(settings: Settings = '', { wasm }: CreateOptions = {}): Promise<Trainer> {
  const bound = new (await moduleOf(wasm)).Trainer();
  const trainer = new Trainer(bound);
  try {
    trainer.configure(settings);
  } catch (error) {
    bound.delete();
    throw error;
  }
  return trainer;
}

async function moduleOf(wasm: CreateOptions['wasm']): Promise<DownhillModule> {
  if (wasm instanceof WebAssembly.Module) return instantiate(createDownhill, wasm);
  if (wasm === undefined && firstBinary() === 'scalar') {
    const { default: createScalar } = await import('#downhill.scalar');
    return instantiate(createScalar, await load(scalarUrl));
  }
  return instantiate(createDownhill, await load(String(wasm ?? wasmUrl)));
}

const files = new Map<string, Promise<WebAssembly.Module>>();

/** Node's fetch reads no files. */
function load(url: string): Promise<WebAssembly.Module> {
  if (!url.startsWith('file:')) return compileOnce(url);
  const known = files.get(url);
  if (known) return known;
  const name = 'node:fs/promises';
  const module = (
    import(/* @vite-ignore */ /* webpackIgnore: true */ name) as Promise<typeof import('node:fs/promises')>
  )
    .then(({ readFile }) => readFile(new URL(url)))
    .then((bytes) => WebAssembly.compile(new Uint8Array(bytes)));
  files.set(url, module);
  return module;
}

export class Trainer {
  readonly #bound: Bound;
  #isDisposed = false;

  /** Made by createTrainer(). */
  constructor(bound: Bound) {
    this.#bound = bound;
  }

  /** Replaces all settings; those that are not named take their defaults. Returns what was adjusted, one sentence each. */
  configure(settings: Settings, { keepWeights = false } = {}): string[] {
    return adjusted(this.#live.configure(queryOf(settings), keepWeights));
  }

  /** Changes one setting and leaves the rest; those that are live go on with the training. */
  set(key: string, value: string | number, { keepWeights = false } = {}): string[] {
    return adjusted(this.#live.change(key, String(value), keepWeights));
  }

  /** CSV with the columns x1, x2 and label. */
  setData(csv: string, { regression = false, keepWeights = false } = {}): string[] {
    return adjusted(this.#live.loadPoints(csv, regression, keepWeights));
  }

  /** So many updates. Returns how it went: `diverged` keeps the last good weights, `stopped` is early stopping. */
  step(count = 1): Outcome {
    if (!Number.isInteger(count) || count < 0) throw new RangeError(`step() takes a whole number, not ${count}.`);
    return this.#live.step(count);
  }

  epoch(count = 1): Outcome {
    return this.step(count * this.#live.stepsPerEpoch());
  }

  /** Trains for about so long. */
  trainFor(milliseconds: number, mostSteps = Number.MAX_SAFE_INTEGER): Outcome {
    return this.#live.trainFor(milliseconds, mostSteps);
  }

  reset(): void {
    this.#live.reset();
  }

  /** Back, or forth again, to a step within `reach`. */
  goTo(step: number): void {
    adjusted(this.#live.goTo(step));
  }

  get reach(): Reach {
    return this.#live.reach();
  }

  get metrics(): Metrics {
    return this.#live.metrics();
  }

  get stepsPerEpoch(): number {
    return this.#live.stepsPerEpoch();
  }

  /** The shortest text that brings the settings back. */
  get state(): string {
    return this.#live.settings();
  }

  get settings(): Record<string, string> {
    return JSON.parse(this.#live.allSettings());
  }

  get layout(): Layout {
    return JSON.parse(this.#live.layout());
  }

  /** A copy: weights and biases, laid out as `layout` says. */
  get parameters(): Float32Array {
    return this.#live.parameters().slice();
  }

  /** Of the last batch; a copy, laid out as the parameters. */
  get gradient(): Float32Array {
    return this.#live.gradient().slice();
  }

  setParameter(place: number, value: number): void {
    adjusted(this.#live.setParameter(place, value));
  }

  /** A frozen number is moved by no step. */
  freeze(place: number, frozen = true): void {
    adjusted(this.#live.freeze(place, frozen));
  }

  /** Three numbers a point: x1, x2 and class or, in regression, target; the training points first. */
  get points(): Float32Array {
    return this.#live.points().slice();
  }

  get trainCount(): number {
    return this.#live.trainCount();
  }

  /** The outputs at points x1, x2, x1, x2 …, one after the other. */
  predict(points: ArrayLike<number>): Float32Array {
    const numbers = Float32Array.from(points);
    if (numbers.length % 2 !== 0) throw new RangeError('predict() takes numbers in pairs: x1, x2, x1, x2 …');
    return predictionsOf(this.#live, numbers);
  }

  /** All that the run is, for restore() in a trainer of the same settings. */
  snapshot(): Float64Array {
    return this.#live.snapshot().slice();
  }

  restore(snapshot: Float64Array): void {
    adjusted(this.#live.restore(snapshot));
  }

  /** Fingerprint of weights and step: the same on every machine. */
  get stateHash(): string {
    return this.#live.stateHash();
  }

  dispose(): void {
    if (!this.#isDisposed) this.#bound.delete();
    this.#isDisposed = true;
  }

  get #live(): Bound {
    if (this.#isDisposed) throw new Error('This trainer was disposed of.');
    return this.#bound;
  }
}

function queryOf(settings: Settings): string {
  if (typeof settings === 'string') return settings.replace(/^#/, '');
  return Object.entries(settings)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');
}

function adjusted(outcome: Outcome): string[] {
  if (!outcome.ok) throw new DownhillError(outcome);
  return outcome.message.split('\n').filter(Boolean);
}
