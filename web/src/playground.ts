/** The state of the page: one run, what is seen of it, and what the visitor may do. Components watch it. */
import { EngineClient } from './engine/client.js';
import { compileOnce } from './engine/compile.js';
import type { Outcome } from './engine/module.js';
import type {
  Body,
  CustomPoints,
  EdgeKind,
  Frame,
  PictureOptions,
  Pictures,
  RequestType,
  Result,
  Run,
  Until,
} from './engine/protocol.js';
import { samePoints } from './engine/protocol.js';
import { type Rung, wasmUrls } from './engine/rungs.js';
import { count } from './format.js';
import { History, type Move } from './history.js';
import { t, translated } from './language.js';
import { paletteBytes, palettes, type Theme } from './palette.js';
import { type Presentation, plain } from './presentation.js';
import { firstBinary } from './probes.js';
import { RateMeter } from './rate-meter.js';
import { RunStore } from './runs.js';
import { settings as table } from './settings.js';
import { defaultView, paceOf, type ViewKey, type ViewSettings } from './view-settings.js';

export type Status = 'loading' | 'paused' | 'running' | 'diverged' | 'failed' | 'unsupported';
/** `run`: settings, data or network; `frame`: a new picture; `view`: how it is shown; `status`; `notice`. */
export type Topic = 'run' | 'frame' | 'view' | 'status' | 'notice';

export interface Notice {
  title: string;
  lines: string[];
}

const mostCrashes = 3;
const stepsAtOnce = 5000;

export class Playground {
  status: Status = 'loading';
  cause = '';
  notice: Notice | null = null;
  run: Run | null = null;
  frame: Frame | null = null;
  pictures: Pictures | null = null;
  parameters = new Float32Array();
  curve = { values: new Float64Array(), length: 0 };
  view: ViewSettings = defaultView();
  theme: Theme = 'light';
  presentation: Presentation = plain;
  /** Whose style holds the tokens. In a page of someone else’s it is the figure, and nothing beyond it may be touched. */
  root: HTMLElement | null = null;
  /** The neuron whose picture takes the place of the output. */
  inspected: { tile: number; label: string } | null = null;
  /** Where playing stops by itself. */
  limit: (Omit<Until, 'id'> & { words: string }) | null = null;
  /** Why the last training ended by itself. */
  end: 'until' | 'patience' | null = null;
  readonly stepsPerSecond = new RateMeter();
  readonly history = new History();
  readonly runs = new RunStore();
  readonly #rungs: readonly Rung[];
  readonly #watchers = new Map<Topic, Set<() => void>>();
  readonly #wanted = new Map<string, string>();
  #client: EngineClient | null = null;
  #options: PictureOptions = { mapSize: 128, tileSize: 44, discretize: false };
  #recycled: ArrayBuffer[] = [];
  #wantsFrame = false;
  /** The frame that is on its way. */
  #coming: Promise<void> | null = null;
  #changing = false;
  #crashes = 0;
  #query = '';
  #points: CustomPoints | null = null;
  #until: (Until & { words: string }) | null = null;
  #untils = 0;

  constructor(rungs: readonly Rung[]) {
    this.#rungs = rungs;
  }

  watch(topic: Topic, watcher: () => void): () => void {
    const watchers = this.#watchers.get(topic) ?? new Set();
    this.#watchers.set(topic, watchers.add(watcher));
    return () => watchers.delete(watcher);
  }

  /** Where the engine runs, and why not in a better place. */
  get place(): string {
    return this.#client ? [this.#client.place, ...this.#client.refusals].join('\n') : '';
  }

  get canTrain(): boolean {
    return this.status === 'paused' || this.status === 'running';
  }

  async start(query: string, points: CustomPoints | null = null): Promise<void> {
    this.#client?.close();
    this.#query = query;
    this.#points = points;
    this.frame = null;
    this.pictures = null;
    this.#setStatus('loading');
    const client = new EngineClient(this.#rungs);
    this.#client = client;
    client.oncrash = (cause) => this.#restart(cause);
    try {
      const run = await client.start(this.#startBody(query, points));
      this.#setStatus('paused');
      this.#accept(run, '');
    } catch (error) {
      this.cause = error instanceof Error ? error.message : String(error);
      this.#setStatus('failed');
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
  async tick(): Promise<void> {
    if (!this.#client || this.#coming) return;
    if (!this.#wantsFrame && this.status !== 'running') return;
    this.#wantsFrame = false;
    this.#coming = this.#nextFrame(this.#client).finally(() => {
      this.#coming = null;
    });
    await this.#coming;
  }

  /** Until `frame` and `parameters` are those of now: a frame on its way may have been asked for before the last step. */
  async settle(): Promise<void> {
    this.#wantsFrame = true;
    while (this.#wantsFrame && this.#client) {
      await this.#coming;
      await this.tick();
    }
  }

  async #nextFrame(client: EngineClient): Promise<void> {
    const seen = this.pictures && this.frame ? this.frame.versions : { weights: -1, curve: -1 };
    const recycled = this.#recycled;
    this.#recycled = [];
    try {
      const edges = this.view.edges as EdgeKind;
      this.#show(await client.request('frame', { options: this.#options, edges, seen, recycled }, recycled));
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
    this.#setStatus('running');
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
    this.#setStatus('paused');
    await this.ask('pause', {});
    this.#wantsFrame = true;
  }

  toggle(): Promise<void> {
    return this.status === 'running' ? this.pause() : this.play();
  }

  async step(): Promise<void> {
    if (!this.canTrain) return;
    if (!this.goesByPhase) this.#setStatus('paused');
    await this.ask('step', { unit: this.view.stepUnit === 'epoch' ? 'epoch' : 'batch' });
    this.#wantsFrame = true;
  }

  /** So many updates at once, in parts between which pictures are drawn. */
  async advance(steps: number): Promise<void> {
    if (!this.canTrain) return;
    this.#setStatus('paused');
    for (let left = steps; left > 0; left -= stepsAtOnce) {
      this.#wantsFrame = true;
      const outcome = await this.ask('advance', { steps: Math.min(left, stepsAtOnce) });
      if (outcome?.code !== 'ok') break;
    }
    this.#wantsFrame = true;
  }

  /** To a step within `frame.reach`: back in the training, or forth again. */
  async goTo(step: number): Promise<void> {
    if (this.status === 'loading' || this.status === 'failed' || this.status === 'unsupported') return;
    this.#setStatus('paused');
    const run = await this.ask('goTo', { step });
    if (run) this.#accept(run, null);
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
    if (this.status === 'running' || this.status === 'diverged') this.#setStatus('paused');
    this.#wantsFrame = true;
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
      const body = { key: nextKey, value: nextValue, keepWeights: this.#keepsWeights };
      const run = await this.ask('change', body);
      if (run) this.#accept(run, nextKey);
    }
    this.#changing = false;
  }

  async configure(query: string, points: CustomPoints | null = this.#points): Promise<void> {
    const run = await this.ask('configure', { query, points, keepWeights: false });
    if (run) this.#accept(run, '');
  }

  /** Makes points from outside the dataset. Resolves to why they were refused, or to nothing. */
  async loadPoints(points: CustomPoints): Promise<string> {
    const body = { ...points, keepWeights: this.#keepsWeights };
    const run = await this.ask('points', body);
    if (!run) return t('The engine is not running.');
    if (!run.outcome.ok) return run.outcome.message;
    this.#accept(run, 'points');
    return '';
  }

  async setParameter(place: number, value: number): Promise<void> {
    const before = this.parameters[place] ?? 0;
    await this.#edit({ kind: 'value', place, value });
    this.history.recordEdit({ kind: 'value', place, before, after: value });
    this.#emit('run');
  }

  async freeze(place: number, frozen: boolean): Promise<void> {
    const before = Number(this.run?.frozen.includes(place) ?? false);
    await this.#edit({ kind: 'frozen', place, value: Number(frozen) });
    this.history.recordEdit({ kind: 'frozen', place, before, after: Number(frozen) });
    this.#emit('run');
  }

  async #edit({ kind, place, value }: NonNullable<Move['edit']>): Promise<void> {
    const run = await (kind === 'value'
      ? this.ask('setParameter', { place, value })
      : this.ask('freeze', { place, frozen: value !== 0 }));
    if (run) this.#accept(run, null);
  }

  /** All numbers of the network at once, as they stand in a file. */
  async setParameters(values: Float32Array, frozen: number[]): Promise<void> {
    const run = await this.ask('setParameters', { values, frozen });
    if (run) this.#accept(run, null);
  }

  /** The state of a run of the same settings; resolves to why it was refused, or to nothing. */
  async restore(snapshot: Float64Array): Promise<string> {
    const run = await this.ask('restore', { snapshot });
    if (run) this.#accept(run, null);
    return run && !run.outcome.ok ? run.outcome.message : '';
  }

  /** Null if the engine died meanwhile; that is dealt with where it is noticed. */
  async ask<T extends RequestType>(type: T, body: Body<T>): Promise<Result<T> | null> {
    if (!this.#client) return null;
    return this.#client.request(type, body).catch(() => null);
  }

  get #keepsWeights(): boolean {
    return this.view.keepWeights === 'true';
  }

  undo(): Promise<void> {
    return this.#return(this.history.undo());
  }

  redo(): Promise<void> {
    return this.#return(this.history.redo());
  }

  setPresentation(presentation: Presentation): void {
    this.presentation = presentation;
    this.#emit('view');
  }

  /** Whether a pane, a part of one or a setting is not to be seen. */
  hides(name: string): boolean {
    return this.presentation.hide.has(name);
  }

  /** Whether the visitor may not change it. */
  isLocked(key: string): boolean {
    const { lock } = this.presentation;
    return lock.has('all') || lock.has(key);
  }

  get isEmbedded(): boolean {
    return this.root !== null;
  }

  setWholeView(view: ViewSettings): void {
    for (const key of Object.keys(view) as ViewKey[]) this.setView(key, view[key]);
  }

  setView(key: ViewKey, value: string): void {
    if (this.view[key] === value) return;
    this.view = { ...this.view, [key]: value };
    if (key === 'discretize') this.#options = { ...this.#options, discretize: value === 'true' };
    if (key === 'speed' && this.status === 'running') this.#run();
    this.#wantsFrame = true;
    this.#emit('view');
  }

  setTheme(theme: Theme): void {
    if (this.theme === theme) return;
    this.theme = theme;
    this.ask('colours', { colours: paletteBytes(palettes[theme]) });
    this.#wantsFrame = true;
    this.#emit('view');
  }

  setPictureSizes(sizes: Partial<PictureOptions>): void {
    const options = { ...this.#options, ...sizes };
    if (JSON.stringify(options) === JSON.stringify(this.#options)) return;
    this.#options = options;
    this.#wantsFrame = true;
  }

  inspect(inspected: { tile: number; label: string } | null): void {
    this.inspected = inspected;
    this.#emit('frame');
  }

  setNotice(notice: Notice | null): void {
    this.notice = notice;
    this.#emit('notice');
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

  unsupported(cause: string): void {
    this.cause = cause;
    this.#setStatus('unsupported');
  }

  #accept(run: Run, key: string | null): void {
    this.run = run;
    this.#query = run.query;
    this.#points = run.custom;
    this.#wantsFrame = true;
    const { query, settings, custom } = run;
    if (key !== null) this.history.record({ query, settings, points: custom }, key, performance.now());
    if (run.outcome.rebuilt && this.status === 'diverged') this.#setStatus('paused');
    this.#explain(run.outcome);
    this.#emit('run');
  }

  #explain(outcome: Outcome): void {
    // Why training stopped is told with the frame.
    if (!outcome.message || outcome.code === 'diverged' || outcome.code === 'stopped') return;
    const title = outcome.ok ? t('Some settings were adjusted') : t('That was not changed');
    this.setNotice({ title, lines: outcome.message.split('\n').filter(Boolean) });
  }

  #show(frame: Frame): void {
    const stoppedBefore = this.frame?.stopped ?? null;
    this.frame = frame;
    if (frame.pictures) {
      if (this.pictures) this.#recycled.push(this.pictures.map, this.pictures.values, this.pictures.tiles);
      this.pictures = frame.pictures;
    }
    if (frame.parameters) this.parameters = frame.parameters as Float32Array<ArrayBuffer>;
    if (frame.curve) this.curve = frame.curve as typeof this.curve;
    if (frame.running) this.stepsPerSecond.update(frame.metrics.step, performance.now());
    if (frame.stopped?.code === 'stopped') {
      if (this.status === 'running' || stoppedBefore === null) this.#stoppedEarly(frame.stopped.message);
    } else if (frame.reached && frame.reached === this.#until?.id) {
      this.#reachedWish(this.#until.words);
    } else if (frame.stopped && this.status !== 'diverged') {
      this.cause = frame.stopped.message;
      this.#setStatus('diverged');
    }
    this.#emit('frame');
  }

  #reachedWish(words: string): void {
    this.#until = null;
    this.end = 'until';
    const step = count(this.frame?.metrics.step ?? 0);
    this.setNotice({ title: t`Stopped at step ${step}`, lines: [`${words}.`] });
    this.#setStatus('paused');
  }

  /** Early stopping is an end, not a fault. */
  #stoppedEarly(message: string): void {
    const short = message.replace(/\d+\.\d{4,}(e-?\d+)?/g, (number) => String(Number(Number(number).toPrecision(3))));
    const [title = '', ...rest] = translated(short).split(': ');
    this.end = 'patience';
    this.setNotice({ title, lines: [rest.join(': ')] });
    this.#setStatus('paused');
  }

  /** Live settings go back without losing the training; others need the whole run built again. */
  async #return(move: Move | null): Promise<void> {
    if (!move || !this.run) return;
    if (move.edit) return this.#edit(move.edit);
    const { target } = move;
    const now = this.run.settings;
    const keepWeights = this.#keepsWeights;
    const changed = table.filter(({ key }) => now[key] !== target.settings[key]);
    if (samePoints(target.points, this.run.custom) && changed.every((setting) => setting.live)) {
      for (const { key } of changed) {
        const body = { key, value: target.settings[key] ?? '', keepWeights };
        const run = await this.ask('change', body);
        if (run) this.#accept(run, null);
      }
    } else {
      const { query, points } = target;
      const run = await this.ask('configure', { query, points, keepWeights });
      if (run) this.#accept(run, null);
    }
  }

  async #restart(cause: string): Promise<void> {
    this.#crashes += 1;
    if (this.#crashes >= mostCrashes) {
      this.cause = cause;
      this.#setStatus('failed');
      return;
    }
    await this.start(this.#query, this.#points);
    this.setNotice({ title: t('The engine stopped and was started again with your settings'), lines: [cause] });
  }

  #setStatus(status: Status): void {
    this.status = status;
    this.#emit('status');
  }

  #emit(topic: Topic): void {
    for (const watcher of this.#watchers.get(topic) ?? []) watcher();
  }
}
