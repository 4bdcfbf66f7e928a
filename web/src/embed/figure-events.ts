/** Turns what happens in a playground into the events of the element. */
import { t } from '../language.js';
import type { Status } from '../page-state.js';
import type { Playground } from '../playground.js';
import type { Controls } from './controls.js';

export type ErrorType =
  | 'load'
  | 'wasm-load'
  | 'csp'
  | 'engine'
  | 'unsupported'
  | 'invalid-state'
  | 'bad-data'
  | 'worker-crash';

const epochEvery = 100;

/** What kind of failure a cause tells of. */
export function errorTypeOf(status: Status, cause: string): ErrorType {
  if (status === 'unsupported') return 'unsupported';
  if (/Content Security Policy|unsafe-eval|blocked by CSP/i.test(cause)) return 'csp';
  return /could not be fetched|no WebAssembly/.test(cause) ? 'wasm-load' : 'engine';
}

export class FigureEvents {
  readonly #model: Playground;
  readonly #controls: Controls;
  readonly #emit: (name: string, detail: unknown) => void;
  readonly #unwatch: (() => void)[];
  #begun = false;
  #status: Status = 'loading';
  #step = 0;
  #lastEpoch = 0;
  #query = '';

  constructor(model: Playground, controls: Controls, emit: (name: string, detail: unknown) => void) {
    this.#model = model;
    this.#controls = controls;
    this.#emit = emit;
    this.#unwatch = [
      model.watch('status', () => this.#watchStatus()),
      model.watch('frame', () => this.#watchFrame()),
      model.watch('run', () => this.#watchRun()),
    ];
  }

  /** What happened until now was the start. */
  begin(): void {
    this.#begun = true;
    this.#query = this.#model.run?.query ?? '';
    this.#step = this.#model.frame?.metrics.step ?? 0;
  }

  end(): void {
    for (const stop of this.#unwatch) stop();
  }

  fault(type: ErrorType, message: string): void {
    this.#emit('error', { type, message });
  }

  get #source(): 'api' | 'user' {
    return this.#controls.isActing ? 'api' : 'user';
  }

  #watchStatus(): void {
    const before = this.#status;
    const { status, cause, end } = this.#model;
    this.#status = status;
    if (status === before) return;
    if (status === 'failed' || status === 'unsupported') this.fault(errorTypeOf(status, cause), cause);
    if (!this.#begun) return;
    if (status === 'loading' && before !== 'failed')
      this.fault('worker-crash', t('The engine stopped and is started again.'));
    const source = this.#source;
    if (status === 'running') this.#emit('play', { source });
    if (status === 'diverged') this.#emit('diverge', { cause, ...this.#progress() });
    if (before === 'running' && status === 'paused') {
      if (end) this.#emit('complete', { reason: end, ...this.#progress() });
      else this.#emit('pause', { source, ...this.#progress() });
    }
  }

  #watchFrame(): void {
    const { frame, status } = this.#model;
    if (!frame || !this.#begun) return;
    const { step } = frame.metrics;
    if (step === this.#step) return;
    if (step === 0) this.#emit('reset', { source: this.#source });
    this.#step = step;
    const now = performance.now();
    if (status === 'running' && now - this.#lastEpoch < epochEvery) return;
    this.#lastEpoch = now;
    this.#emit('epoch', this.#progress());
  }

  #watchRun(): void {
    const query = this.#model.run?.query ?? '';
    if (!this.#begun || query === this.#query) return;
    this.#query = query;
    this.#emit('statechange', { source: this.#source, query });
  }

  #progress() {
    const metrics = this.#model.frame?.metrics;
    return {
      epoch: metrics?.epoch ?? 0,
      step: metrics?.step ?? 0,
      trainLoss: metrics?.trainLoss ?? Number.NaN,
      testLoss: metrics?.testLoss ?? Number.NaN,
      trainAccuracy: metrics?.trainAccuracy ?? Number.NaN,
      testAccuracy: metrics?.testAccuracy ?? Number.NaN,
    };
  }
}
