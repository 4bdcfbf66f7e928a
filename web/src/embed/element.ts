/**
 * `<downhill-playground>`: a live figure in anybody's page. This first script is small and only waits; the figure itself
 * comes when the reader comes near it. Importing it where there is no document does nothing.
 */
import { type EngineConfig, engineConfig } from '../engine/config.js';
import { instructionsOf } from '../engine/protocol.js';
import { chooseLanguage, t } from '../language.js';
import { isPresentation, isSetting, isView, propertyOf } from './attributes.js';
import type { Exported, ModelFormat, PictureOf, Progress, TrainUntil } from './controls.js';
import type { Figure } from './figure.js';
import type { ErrorType } from './figure-events.js';
import { languagesAround } from './languages-around.js';
import { reflectAttributes, stateOf } from './reflection.js';
import { shell } from './shell.js';

const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

/** Two heights of the window before it is seen, the figure is made ready. */
const near = '200% 0px';

export class DownhillPlayground extends Base {
  static readonly observedAttributes: readonly string[] = [...propertyOf.keys()];
  /** Where the files of the engine are, and how many workers all figures of the page share. */
  static readonly config: EngineConfig = engineConfig;
  static readonly version: string = __DOWNHILL_VERSION__;

  readonly #shell = shell(this, () => this.#load().catch(() => {}));
  readonly #internals: ElementInternals | null = internalsOf(this);
  #figure: Figure | null = null;
  #loading: Promise<Figure> | null = null;
  #isReady = false;
  #isDisposed = false;
  #watchers: IntersectionObserver[] = [];

  connectedCallback(): void {
    this.#isDisposed = false;
    this.#shell.poster(this.getAttribute('poster'), this.getAttribute('reveal') ?? 'auto', this.getAttribute('alt'));
    this.#describe();
    if (!this.#figure) chooseLanguage('auto', languagesAround(this)).then(() => this.#shell.speak());
    const prepare = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        prepare.disconnect();
        if (this.#reveals) this.#load().catch(() => {});
      },
      { rootMargin: near },
    );
    const run = new IntersectionObserver((entries) => this.#see(entries.at(-1)?.isIntersecting ?? false));
    this.#watchers = [prepare, run];
    if (this.getAttribute('loading') === 'eager' && this.#reveals) this.#load().catch(() => {});
    else prepare.observe(this);
    run.observe(this);
  }

  disconnectedCallback(): void {
    for (const watcher of this.#watchers) watcher.disconnect();
    this.#watchers = [];
    // Who is only moved within the page keeps its training.
    queueMicrotask(() => {
      if (!this.isConnected) this.dispose();
    });
  }

  attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (before === value || !this.isConnected) return;
    const key = propertyOf.get(name) ?? '';
    if (key === 'poster' || key === 'reveal') {
      this.#shell.poster(this.getAttribute('poster'), this.getAttribute('reveal') ?? 'auto', this.getAttribute('alt'));
    }
    if (key === 'alt' || key === 'heading') this.#describe();
    const figure = this.#figure;
    if (!figure) return;
    if (key === 'heading') figure.heading = value ?? '';
    else if (key === 'home') figure.home = value ?? '';
    else if (key === 'until') this.#fault('invalid-state', figure.setGoal(value));
    else if (key === 'state') figure.controls.setState(stateOf(this)).catch(() => {});
    else if (key === 'src') this.#fetchData(figure);
    else if (isSetting(key)) figure.setState(stateOf(this), value === null ? null : { key, value });
    else if (isView(key) || isPresentation(key)) figure.setState(stateOf(this), null);
  }

  get ready(): boolean {
    return this.#isReady;
  }

  get running(): boolean {
    return this.#figure?.model.status === 'running';
  }

  get epoch(): number {
    return this.#figure?.model.frame?.metrics.epoch ?? 0;
  }

  get trainLoss(): number {
    return this.#figure?.model.frame?.metrics.trainLoss ?? Number.NaN;
  }

  get testLoss(): number {
    return this.#figure?.model.frame?.metrics.testLoss ?? Number.NaN;
  }

  /** Of the test points, from 0 to 1; NaN in regression. */
  get accuracy(): number {
    return this.#figure?.model.frame?.metrics.testAccuracy ?? Number.NaN;
  }

  /** The instructions in use: `wasm simd128`, for one. */
  get backend(): string {
    const run = this.#figure?.model.run;
    return run ? instructionsOf(run) : '';
  }

  async play(): Promise<void> {
    return (await this.#load()).controls.play();
  }

  async pause(): Promise<void> {
    return (await this.#load()).controls.pause();
  }

  async step(count = 1, unit: 'batch' | 'epoch' = 'batch'): Promise<Progress> {
    return (await this.#load()).controls.step(count, unit);
  }

  async reset(options: { seed?: number } = {}): Promise<void> {
    return (await this.#load()).controls.reset(options);
  }

  async trainUntil(options: TrainUntil): Promise<Progress & { reason: string }> {
    return (await this.#load()).controls.trainUntil(options);
  }

  async setData(csv: string, options: { regression?: boolean } = {}): Promise<void> {
    const { controls } = await this.#load();
    try {
      await controls.setData(csv, options);
    } catch (error) {
      this.#fault('bad-data', error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  async getState(options: { step?: boolean; weights?: boolean } = {}): Promise<string> {
    return (await this.#load()).controls.getState(options);
  }

  async setState(state: string, options: { allowUndo?: boolean } = {}): Promise<string[]> {
    return (await this.#load()).controls.setState(state, options);
  }

  /** The address of this state in the playground at `home`. */
  async toURL(home: string = this.getAttribute('home') ?? ''): Promise<string> {
    return `${new URL(home, document.baseURI).href}#${await this.getState()}`;
  }

  async predict(points: ArrayLike<number>): Promise<Float32Array> {
    return (await this.#load()).controls.predict(points);
  }

  async exportModel<Format extends ModelFormat = 'json'>(format?: Format): Promise<Exported<Format>> {
    return (await this.#load()).controls.exportModel((format ?? 'json') as Format);
  }

  async importModel(text: string): Promise<void> {
    return (await this.#load()).controls.importModel(text);
  }

  async toBlob(kind: 'png' | 'svg' = 'png', picture: PictureOf = 'map'): Promise<Blob> {
    return (await this.#load()).controls.toBlob(kind, picture);
  }

  async toCSV(table: 'curve' | 'points' = 'curve'): Promise<string> {
    return (await this.#load()).controls.toCSV(table);
  }

  async undo(): Promise<void> {
    return (await this.#load()).controls.undo();
  }

  async redo(): Promise<void> {
    return (await this.#load()).controls.redo();
  }

  /** Fingerprint of weights and step: the same on every machine. */
  async stateHash(): Promise<string | null> {
    return (await this.#load()).controls.stateHash();
  }

  /** Starts the figure that waits behind its poster. */
  async dismissPoster(): Promise<void> {
    await this.#load();
  }

  /** Lets go of everything; connecting it again, or any method, starts anew. */
  dispose(): void {
    this.#isDisposed = true;
    this.#loading = null;
    this.#isReady = false;
    this.#figure?.dispose();
    this.#figure?.remove();
    this.#figure = null;
    this.#shell.waiting();
    this.#internals?.states.clear();
  }

  /** `ready` comes to those, too, who listen too late. */
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener, options);
    if (type !== 'ready' || !this.#isReady) return;
    queueMicrotask(() => {
      const event = new CustomEvent('ready');
      if (typeof listener === 'function') listener.call(this, event);
      else listener.handleEvent(event);
    });
  }

  get #reveals(): boolean {
    return (this.getAttribute('reveal') ?? 'auto') === 'auto';
  }

  #load(): Promise<Figure> {
    this.#loading ??= this.#start().catch((error: unknown) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  async #start(): Promise<Figure> {
    this.#isDisposed = false;
    this.#emit('progress', { value: 0 });
    let Made: typeof Figure;
    try {
      Made = (await import('./figure.js')).Figure;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#failed('load', t`The figure's script could not be loaded: ${why}`);
      throw error;
    }
    if (this.#isDisposed) throw new Error(t('The figure was removed while it was loading.'));
    this.#emit('progress', { value: 0.5 });
    const figure = new Made({ useWorkers: this.getAttribute('worker') !== 'off' && engineConfig.useWorkers });
    this.#figure = figure;
    figure.heading = this.getAttribute('heading') ?? '';
    figure.home = this.getAttribute('home') ?? '';
    for (const name of forwarded) figure.addEventListener(name, this.#forward);
    this.#shell.show(figure);
    const trouble = await figure.start(stateOf(this));
    if (trouble) {
      figure.dispose();
      figure.remove();
      this.#figure = null;
      this.#internals?.states.add('error');
      this.#shell.failed(trouble);
      throw new Error(trouble);
    }
    this.#internals?.states.delete('error');
    if (this.#isDisposed) throw new Error(t('The figure was removed while it was starting.'));
    this.#fault('invalid-state', figure.setGoal(this.getAttribute('until')));
    await this.#fetchData(figure);
    this.#isReady = true;
    this.#internals?.states.add('ready');
    this.#emit('progress', { value: 1 });
    this.#emit('ready', {});
    figure.setVisible(this.#isSeen);
    if (this.hasAttribute('autoplay')) this.#autoplay();
    return figure;
  }

  #isSeen = false;

  #see(isSeen: boolean): void {
    if (isSeen === this.#isSeen) return;
    this.#isSeen = isSeen;
    this.#figure?.setVisible(isSeen && this.#isReady);
    this.#emit('visibility', { visible: isSeen });
    if (isSeen && this.#isReady && this.hasAttribute('autoplay')) this.#autoplay();
  }

  #hasPlayed = false;

  /** Once, when it is seen, and never for those who have asked for less motion. */
  #autoplay(): void {
    if (this.#hasPlayed || !this.#isSeen || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    this.#hasPlayed = true;
    this.#figure?.controls.play();
  }

  async #fetchData(figure: Figure): Promise<void> {
    const src = this.getAttribute('src');
    if (!src) return;
    try {
      const response = await fetch(new URL(src, document.baseURI), { credentials: 'omit' });
      if (!response.ok) throw new Error(t`the server answers ${response.status}`);
      await figure.controls.setData(await response.text(), {
        regression: this.getAttribute('output') === 'regression',
      });
    } catch (error) {
      this.#fault(
        'bad-data',
        t`The points of ${src} were not taken: ${error instanceof Error ? error.message : error}`,
      );
    }
  }

  readonly #forward = (event: Event) => {
    const { detail } = event as CustomEvent;
    const states = this.#internals?.states;
    if (event.type === 'play') states?.add('training');
    if (['pause', 'complete', 'reset', 'diverge'].includes(event.type)) states?.delete('training');
    if (event.type === 'diverge') states?.add('diverged');
    if (['play', 'reset'].includes(event.type)) states?.delete('diverged');
    this.#emit(event.type, detail);
  };

  #failed(type: ErrorType, message: string): void {
    this.#internals?.states.add('error');
    this.#shell.failed(message);
    this.#fault(type, message);
  }

  #fault(type: ErrorType, message: string): void {
    if (message) this.#emit('error', { type, message });
  }

  #emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** A figure to screen readers, named by what the author says of it. */
  #describe(): void {
    if (!this.#internals) return;
    this.#internals.role = 'figure';
    this.#internals.ariaLabel =
      this.getAttribute('alt') ?? this.getAttribute('heading') ?? t('A neural network that learns, live');
  }
}

const forwarded = ['play', 'pause', 'reset', 'epoch', 'statechange', 'complete', 'diverge', 'error'];

function internalsOf(element: HTMLElement): ElementInternals | null {
  try {
    return element.attachInternals();
  } catch {
    return null;
  }
}

reflectAttributes(DownhillPlayground.prototype);

/** Once a page, whatever brings it here twice. */
export function define(name = 'downhill-playground'): void {
  const registry = globalThis.customElements;
  if (registry && !registry.get(name)) registry.define(name, DownhillPlayground);
}
