/** What scripts may do with a playground: every method of the element and every command of a frame ends here. */

import type { ModelFormat as Foreign } from '../export/model.js';
import { followLink } from '../follow-link.js';
import { readLink, writeLink } from '../link.js';
import { encodeWeights } from '../link-weights.js';
import type { Playground } from '../playground.js';
import { readGoal } from './until.js';

export interface TrainUntil {
  /** `epoch 200`, `loss 0.05`, `test-accuracy 95%`. */
  goal: string;
  signal?: AbortSignal;
}

export interface Progress {
  epoch: number;
  step: number;
  trainLoss: number;
  testLoss: number;
  trainAccuracy: number;
  testAccuracy: number;
}

/** The run as text, or the network alone as a file for another program. */
export type ModelFormat = 'json' | Foreign['key'];
export type Exported<Format extends ModelFormat> = Format extends 'json' ? string : Blob;
export type PictureOf = 'map' | 'network' | 'loss';

const mostSteps = 1_000_000;

export class Controls {
  readonly #model: Playground;
  /** How many calls of scripts are under way: changes meanwhile are theirs, not the visitor's. */
  #calls = 0;

  constructor(model: Playground) {
    this.#model = model;
  }

  get isActing(): boolean {
    return this.#calls > 0;
  }

  play(): Promise<void> {
    return this.#act(() => this.#live.play());
  }

  pause(): Promise<void> {
    return this.#act(() => this.#live.pause());
  }

  /** So many updates, or epochs. */
  step(count = 1, unit: 'batch' | 'epoch' = 'batch'): Promise<Progress> {
    return this.#act(async () => {
      const steps = unit === 'epoch' ? count * (this.#live.run?.stepsPerEpoch ?? 1) : count;
      if (!Number.isInteger(steps) || steps < 0 || steps > mostSteps) {
        throw new RangeError(`step() makes 0 to ${mostSteps} updates at once, not ${steps}.`);
      }
      await this.#live.advance(steps);
      return this.#progress();
    });
  }

  /** Back to the initial weights, or with a seed to others. */
  reset({ seed }: { seed?: number } = {}): Promise<void> {
    return this.#act(async () => {
      if (seed !== undefined) await this.#live.change('seed', String(seed), true);
      await this.#live.reset();
    });
  }

  /** Resolves when training ends, for whatever reason; a signal pauses it. */
  trainUntil({
    goal,
    signal,
  }: TrainUntil): Promise<Progress & { reason: 'until' | 'patience' | 'paused' | 'diverged' }> {
    return this.#act(async () => {
      const wish = readGoal(goal);
      if (typeof wish === 'string') throw new RangeError(wish);
      const model = this.#live;
      signal?.throwIfAborted();
      await model.runUntil(wish.metric, wish.value, wish.words);
      await new Promise<void>((resolve) => {
        const stop = () => {
          if (model.status === 'running') return;
          unwatch();
          signal?.removeEventListener('abort', abort);
          resolve();
        };
        const abort = () => model.pause();
        const unwatch = model.watch('status', stop);
        signal?.addEventListener('abort', abort);
        stop();
      });
      const reason = model.status === 'diverged' ? ('diverged' as const) : (model.end ?? ('paused' as const));
      return { ...(await this.#progress()), reason };
    });
  }

  /** CSV with the columns x1, x2 and label, as in docs/bindings.md. */
  setData(csv: string, { regression = false } = {}): Promise<void> {
    return this.#act(async () => {
      const trouble = await this.#live.loadPoints({ csv: String(csv), regression: regression === true });
      if (trouble) throw new RangeError(trouble);
    });
  }

  /** The state as a text that fits behind the # of a link; with its step, and if asked for with its weights. */
  getState({ step = true, weights = false } = {}): Promise<string> {
    return this.#act(async () => {
      await this.#live.settle();
      const { run, view, presentation, frame, parameters } = this.#live;
      const own = run?.settings.dataset === 'custom' && run.custom;
      const { encodePoints } = await import('../link-points.js');
      return writeLink({
        query: run?.query ?? '',
        view,
        presentation,
        points: own ? await encodePoints(own) : '',
        step: step && !weights ? Math.min(mostSteps, frame?.metrics.step ?? 0) : 0,
        weights: weights ? await encodeWeights(parameters) : '',
      });
    });
  }

  /** Resolves to what of it was left out, one sentence each. */
  setState(state: string, { allowUndo = true } = {}): Promise<string[]> {
    return this.#act(async () => {
      const model = this.#live;
      const link = readLink(String(state));
      model.setWholeView(link.view);
      model.setPresentation(link.presentation);
      const faults = await followLink(model, link, (query, points) => model.configure(query, points ?? undefined));
      if (!allowUndo) model.edits.history.clear();
      return faults;
    });
  }

  /** The outputs at points x1, x2, x1, x2 …, one after the other. */
  predict(points: ArrayLike<number>): Promise<Float32Array> {
    return this.#act(async () => {
      const numbers = Float32Array.from(points);
      if (numbers.length % 2 !== 0 || !numbers.every(Number.isFinite)) {
        throw new RangeError('predict() takes finite numbers in pairs: x1, x2, x1, x2 …');
      }
      return (await this.#live.ask('predict', { points: numbers })) ?? new Float32Array();
    });
  }

  exportModel<Format extends ModelFormat>(format: Format): Promise<Exported<Format>> {
    return this.#act(async () => {
      if (format === 'json') {
        const { saveRun } = await import('../run-file.js');
        return (await saveRun(this.#live)) as Exported<Format>;
      }
      const [{ modelFile }, { modelFormats }] = await Promise.all([
        import('../export/model.js'),
        import('../generated/model-formats.js'),
      ]);
      const known = modelFormats.find(({ key }) => key === format);
      if (!known) {
        const keys = modelFormats.map(({ key }) => key).join(', ');
        throw new RangeError(`exportModel() knows json, ${keys}; not “${format}”.`);
      }
      return (await modelFile(this.#live, known.key)) as Exported<Format>;
    });
  }

  /** A run that was saved here, or by the page. */
  importModel(text: string): Promise<void> {
    return this.#act(async () => {
      const { openRun } = await import('../run-file.js');
      const trouble = await openRun(this.#live, String(text));
      if (trouble) throw new RangeError(trouble);
    });
  }

  toBlob(kind: 'png' | 'svg' = 'png', picture: PictureOf = 'map'): Promise<Blob> {
    return this.#act(async () => {
      const { pictureBlob } = await import('../export/files.js');
      return pictureBlob(this.#live, picture, kind);
    });
  }

  toCSV(table: 'curve' | 'points' = 'curve'): Promise<string> {
    return this.#act(async () => {
      const { curveCsv } = await import('../export/files.js');
      return table === 'points' ? ((await this.#live.ask('csv', {})) ?? '') : curveCsv(this.#live);
    });
  }

  undo(): Promise<void> {
    return this.#act(() => this.#live.edits.undo());
  }

  redo(): Promise<void> {
    return this.#act(() => this.#live.edits.redo());
  }

  stateHash(): Promise<string | null> {
    return this.#live.stateHash();
  }

  get #live(): Playground {
    const { status, cause } = this.#model;
    if (status === 'failed' || status === 'unsupported') throw new Error(`The engine is not running. ${cause}`);
    return this.#model;
  }

  /** Read off the engine itself, not off the last picture. */
  async #progress(): Promise<Progress> {
    const metrics = await this.#live.ask('metrics', {});
    if (!metrics) throw new Error('The engine is not running.');
    const { epoch, step, trainLoss, testLoss, trainAccuracy, testAccuracy } = metrics;
    return { epoch, step, trainLoss, testLoss, trainAccuracy, testAccuracy };
  }

  async #act<T>(act: () => Promise<T>): Promise<T> {
    this.#calls += 1;
    try {
      return await act();
    } finally {
      this.#calls -= 1;
    }
  }
}
