/** One run of the engine, and what the visitor may do with it. */
import { Edits } from './edits.js';
import { EngineClient } from './engine/client.js';
import { compileOnce } from './engine/compile.js';
import type {
  Body,
  CustomPoints,
  EdgeKind,
  Frame,
  PictureOptions,
  RequestType,
  Result,
  Run,
  Until,
} from './engine/protocol.js';
import { type Rung, wasmUrls } from './engine/rungs.js';
import { Frames } from './frames.js';
import { t } from './language.js';
import { ofCrash, ofOutcome, ofPatience, ofWish } from './notice-texts.js';
import { type Notice, PageState } from './page-state.js';
import { paletteBytes, palettes, type Theme } from './palette.js';
import { firstBinary } from './probes.js';
import { RunStore } from './runs.js';
import { paceOf, type ViewKey, type ViewSettings } from './view-settings.js';

const mostCrashes = 3;
const stepsAtOnce = 5000;

export class Playground extends PageState {
  readonly edits = new Edits(this);
  readonly runs = new RunStore();
  readonly #rungs: readonly Rung[];
  readonly #wanted = new Map<string, string>();
  readonly #frames = new Frames((order) => this.#client && this.#nextFrame(this.#client, order));
  #client: EngineClient | null = null;
  #changing = false;
  #crashes = 0;
  #query = '';
  #points: CustomPoints | null = null;
  #until: (Until & { words: string }) | null = null;
  #untils = 0;

  constructor(rungs: readonly Rung[]) {
    super();
    this.#rungs = rungs;
  }

  /** Where the engine runs, and why not in a better place. */
  get place(): string {
    return this.#client ? [this.#client.place, ...this.#client.refusals].join('\n') : '';
  }

  async start(query: string, points: CustomPoints | null = null): Promise<void> {
    this.#client?.close();
    this.#query = query;
    this.#points = points;
    this.frame = null;
    this.pictures = null;
    this.setStatus('loading');
    const client = new EngineClient(this.#rungs);
    this.#client = client;
    client.oncrash = (cause) => this.#restart(cause);
    try {
      const run = await client.start(this.#startBody(query, points));
      this.setStatus('paused');
      this.accept(run, '');
    } catch (error) {
      this.cause = error instanceof Error ? error.message : String(error);
      this.setStatus('failed');
    }
  }

  /** The page compiles while the worker's script is on its way; what it cannot, the worker tries itself. */
  async #startBody(query: string, points: CustomPoints | null): Promise<Body<'start'>> {
    const urls = wasmUrls();
    const colours = paletteBytes(palettes[this.theme]);
    const compiled = await compileOnce(urls[firstBinary()]).catch(() => null);
    return { urls, compiled, query, points, colours };
  }

  /** Called once an animation frame; asks for a picture if there may be a new one. */
  tick(): Promise<void> {
    return this.#frames.tick(this.status === 'running');
  }

  /** Until `frame` and `parameters` are those of now. */
  settle(): Promise<void> {
    return this.#frames.settle(() => this.#client !== null);
  }

  async #nextFrame(client: EngineClient, order: Pick<Body<'frame'>, 'options' | 'recycled'>): Promise<void> {
    const seen = this.pictures && this.frame ? this.frame.versions : { weights: -1, curve: -1 };
    const edges = this.view.edges as EdgeKind;
    try {
      this.#show(await client.request('frame', { ...order, edges, seen }, order.recycled));
    } catch {
      // The crash has been reported already, and the next frame comes from a new engine.
    }
  }

  async play(): Promise<void> {
    if (this.status !== 'paused') return;
    this.#until = this.limit ? { ...this.limit, id: this.#nextUntil } : null;
    await this.#play();
  }

  /** Trains until it is so; `words` say what, for the message. */
  async runUntil(metric: Until['metric'], value: number, words: string): Promise<void> {
    if (this.status === 'running') await this.pause();
    if (this.status !== 'paused') return;
    this.#until = { id: this.#nextUntil, metric, value, words };
    await this.#play();
  }

  get #nextUntil(): number {
    this.#untils += 1;
    return this.#untils;
  }

  async #play(): Promise<void> {
    this.end = null;
    this.setStatus('running');
    this.stepsPerSecond.restart(this.frame?.metrics.step ?? 0, performance.now());
    await this.#run();
  }

  /** Phase by phase it is the stepper that goes on; it opens beside the network and makes each step in its time. */
  async #run(): Promise<void> {
    if (!this.goesByPhase) {
      await this.ask('play', this.#playing);
      return;
    }
    if (!this.isEmbedded) this.setView('panel', 'backprop');
    await this.ask('pause', {});
  }

  /** Whether the stepper sets the pace. In a figure without it, steps are as far apart as their phases would be. */
  get goesByPhase(): boolean {
    const hasStepper = !this.isEmbedded || (this.presentation.show.includes('panel') && this.view.panel === 'backprop');
    return this.view.speed === 'phase' && hasStepper;
  }

  get #playing() {
    const { id = 0, metric = 'epoch', value = 0 } = this.#until ?? {};
    return { pace: paceOf(this.view), until: this.#until ? { id, metric, value } : null };
  }

  async pause(): Promise<void> {
    if (this.status !== 'running') return;
    this.setStatus('paused');
    await this.ask('pause', {});
    this.#frames.want();
  }

  toggle(): Promise<void> {
    return this.status === 'running' ? this.pause() : this.play();
  }

  async step(): Promise<void> {
    if (!this.canTrain) return;
    if (!this.goesByPhase) this.setStatus('paused');
    await this.ask('step', { unit: this.view.stepUnit === 'epoch' ? 'epoch' : 'batch' });
    this.#frames.want();
  }

  /** So many updates at once, in parts between which pictures are drawn. */
  async advance(steps: number): Promise<void> {
    if (!this.canTrain) return;
    this.setStatus('paused');
    for (let left = steps; left > 0; left -= stepsAtOnce) {
      this.#frames.want();
      const outcome = await this.ask('advance', { steps: Math.min(left, stepsAtOnce) });
      if (outcome?.code !== 'ok') break;
    }
    this.#frames.want();
  }

  /** To a step within `frame.reach`: back in the training, or forth again. */
  async goTo(step: number): Promise<void> {
    if (this.status === 'loading' || this.status === 'failed' || this.status === 'unsupported') return;
    this.setStatus('paused');
    const run = await this.ask('goTo', { step });
    this.accept(run, null);
  }

  stepBack(): Promise<void> {
    const { frame, run } = this;
    if (!frame || !run) return Promise.resolve();
    const size = this.view.stepUnit === 'epoch' ? run.stepsPerEpoch : 1;
    return this.goTo(Math.max(frame.reach.first, frame.metrics.step - size));
  }

  /** Back to the same initial weights. */
  async reset(): Promise<void> {
    await this.ask('pause', {});
    await this.ask('reset', {});
    if (this.status === 'running' || this.status === 'diverged') this.setStatus('paused');
    this.#frames.want();
  }

  /**
   * The newest value of each key counts; those that come while one is being applied wait together. What is locked only
   * the author of the page changes.
   */
  async change(key: string, value: string, isAuthor = false): Promise<void> {
    if (!isAuthor && this.isLocked(key)) return;
    this.#wanted.set(key, value);
    if (this.#changing) return;
    this.#changing = true;
    for (const [nextKey, nextValue] of this.#wanted) {
      this.#wanted.delete(nextKey);
      const body = { key: nextKey, value: nextValue, keepWeights: this.keepsWeights };
      const run = await this.ask('change', body);
      this.accept(run, nextKey);
    }
    this.#changing = false;
  }

  async configure(query: string, points: CustomPoints | null = this.#points): Promise<void> {
    const run = await this.ask('configure', { query, points, keepWeights: false });
    this.accept(run, '');
  }

  /** Makes points from outside the dataset. Resolves to why they were refused, or to nothing. */
  async loadPoints(points: CustomPoints): Promise<string> {
    const body = { ...points, keepWeights: this.keepsWeights };
    const run = await this.ask('points', body);
    if (!run) return t('The engine is not running.');
    if (!run.outcome.ok) return run.outcome.message;
    this.accept(run, 'points');
    return '';
  }

  /** All numbers of the network at once, as they stand in a file. */
  async setParameters(values: Float32Array, frozen: number[]): Promise<void> {
    const run = await this.ask('setParameters', { values, frozen });
    this.accept(run, null);
  }

  /** The state of a run of the same settings; resolves to why it was refused, or to nothing. */
  async restore(snapshot: Float64Array): Promise<string> {
    const run = await this.ask('restore', { snapshot });
    this.accept(run, null);
    return run && !run.outcome.ok ? run.outcome.message : '';
  }

  /** Null if the engine died meanwhile; that is dealt with where it is noticed. */
  async ask<T extends RequestType>(type: T, body: Body<T>): Promise<Result<T> | null> {
    if (!this.#client) return null;
    return this.#client.request(type, body).catch(() => null);
  }

  get keepsWeights(): boolean {
    return this.view.keepWeights === 'true';
  }

  setWholeView(view: ViewSettings): void {
    for (const key of Object.keys(view) as ViewKey[]) this.setView(key, view[key]);
  }

  setView(key: ViewKey, value: string): void {
    if (this.view[key] === value) return;
    this.view = { ...this.view, [key]: value };
    if (key === 'discretize') this.#frames.setOptions({ discretize: value === 'true' });
    if (key === 'speed' && this.status === 'running') this.#run();
    this.#frames.want();
    this.emit('view');
  }

  setTheme(theme: Theme): void {
    if (this.theme === theme) return;
    this.theme = theme;
    this.ask('colours', { colours: paletteBytes(palettes[theme]) });
    this.#frames.want();
    this.emit('view');
  }

  setPictureSizes(sizes: Partial<PictureOptions>): void {
    this.#frames.setOptions(sizes);
  }

  stateHash(): Promise<string | null> {
    return this.ask('hash', {});
  }

  retry(): Promise<void> {
    this.#crashes = 0;
    return this.start(this.#query, this.#points);
  }

  dispose(): void {
    this.#client?.close();
    this.#client = null;
  }

  /** A run as it is after a request, unless the engine died meanwhile. `key` is what the history knows the change by. */
  accept(run: Run | null, key: string | null): void {
    if (!run) return;
    this.run = run;
    this.#query = run.query;
    this.#points = run.custom;
    this.#frames.want();
    const { query, settings, custom } = run;
    if (key !== null) this.edits.history.record({ query, settings, points: custom }, key, performance.now());
    if (run.outcome.rebuilt && this.status === 'diverged') this.setStatus('paused');
    const notice = ofOutcome(run.outcome);
    if (notice) this.setNotice(notice);
    this.emit('run');
  }

  #show(frame: Frame): void {
    const stoppedBefore = this.frame?.stopped ?? null;
    this.frame = frame;
    if (frame.pictures) {
      if (this.pictures) this.#frames.recycle(this.pictures);
      this.pictures = frame.pictures;
    }
    if (frame.parameters) this.parameters = frame.parameters as Float32Array<ArrayBuffer>;
    if (frame.curve) this.curve = frame.curve as typeof this.curve;
    if (frame.running) this.stepsPerSecond.update(frame.metrics.step, performance.now());
    if (frame.stopped?.code === 'stopped') {
      if (this.status === 'running' || stoppedBefore === null)
        this.#ended('patience', ofPatience(frame.stopped.message));
    } else if (frame.reached && frame.reached === this.#until?.id) {
      const { words } = this.#until;
      this.#until = null;
      this.#ended('until', ofWish(words, frame.metrics.step));
    } else if (frame.stopped && this.status !== 'diverged') {
      this.cause = frame.stopped.message;
      this.setStatus('diverged');
    }
    this.emit('frame');
  }

  #ended(by: 'until' | 'patience', notice: Notice): void {
    this.end = by;
    this.setNotice(notice);
    this.setStatus('paused');
  }

  async #restart(cause: string): Promise<void> {
    this.#crashes += 1;
    if (this.#crashes >= mostCrashes) {
      this.cause = cause;
      this.setStatus('failed');
      return;
    }
    await this.start(this.#query, this.#points);
    this.setNotice(ofCrash(cause));
  }
}
