/** What `<downhill-playground>` shows once it is wanted: the page's own panes, as many of them as the author asks for. */
import { html, LitElement, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { html as staticHtml, unsafeStatic } from 'lit/static-html.js';
import { chooseLanguage, direction, language, t, translated, watchLanguage } from '../language.js';
import '../components/announcer.js';
import '../components/loss.js';
import '../components/network.js';
import '../components/notices.js';
import '../components/output.js';
import '../components/readout.js';
import '../components/setting.js';
import '../components/transport.js';
import { shared } from '../components/styles.js';
import { ladder, pageLadder } from '../engine/rungs.js';
import { followLink } from '../follow-link.js';
import { panels } from '../inspect/panels.js';
import { lazily } from '../lazily.js';
import { type Link, readLink, writeLink } from '../link.js';
import type { Theme } from '../palette.js';
import { Playground } from '../playground.js';
import type { PaneName } from '../presentation.js';
import { shortcutOf } from '../shortcuts.js';
import { missingFeature } from '../support.js';
import { Controls } from './controls.js';
import { FigureEvents } from './figure-events.js';
import { figureStyles, tokenStyles } from './figure-styles.js';
import { languagesAround } from './languages-around.js';
import { readGoal } from './until.js';

export interface FigureOptions {
  useWorkers: boolean;
}

const darkScheme = () => matchMedia('(prefers-color-scheme: dark)');

export class Figure extends LitElement {
  static override styles = [tokenStyles, shared, figureStyles];
  static override properties = { heading: { type: String }, home: { type: String }, instrument: { state: true } };
  declare heading: string;
  /** Where the whole playground is; without it there is no link to it. */
  declare home: string;
  declare private instrument: string;
  readonly model: Playground;
  readonly controls: Controls;
  readonly #events: FigureEvents;
  #isVisible = false;
  #isSpoken = false;
  #frame = 0;
  #leave: (() => void)[] = [];
  #extras: ReadonlySet<string> = new Set();

  constructor({ useWorkers }: FigureOptions) {
    super();
    this.heading = '';
    this.home = '';
    this.instrument = '';
    this.model = new Playground(useWorkers ? ladder : pageLadder);
    this.model.root = this;
    this.controls = new Controls(this.model);
    this.#events = new FigureEvents(this.model, this.controls, (name, detail) =>
      this.dispatchEvent(new CustomEvent(name, { detail })),
    );
  }

  /** Resolves when the first picture is there, or with the cause why there will be none. */
  async start(state: string): Promise<string> {
    const { model } = this;
    const link = readLink(state);
    this.#apply(link);
    const missing = missingFeature();
    if (missing) {
      model.unsupported(missing);
      return missing;
    }
    const faults = await followLink(model, link, (query, points) => model.start(query, points));
    if (faults.length > 0) this.#events.fault('invalid-state', faults.join('\n'));
    if (model.status === 'failed') return model.cause;
    this.#events.begin();
    await model.tick();
    return '';
  }

  /** The author's word on what is shown; settings go to the running training. */
  async setState(state: string, changedSetting: { key: string; value: string } | null): Promise<void> {
    this.#apply(readLink(state));
    if (changedSetting) await this.model.change(changedSetting.key, changedSetting.value, true);
  }

  /** Where playing is to end. Returns what is wrong with the text. */
  setGoal(text: string | null): string {
    const goal = text === null ? null : readGoal(text);
    if (typeof goal === 'string') return goal;
    this.model.limit = goal;
    return '';
  }

  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    cancelAnimationFrame(this.#frame);
    if (!isVisible || !this.isConnected) return;
    const loop = () => {
      this.#frame = requestAnimationFrame(loop);
      this.model.tick();
    };
    loop();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const scheme = darkScheme();
    const theme = () => this.#applyTheme();
    scheme.addEventListener('change', theme);
    this.addEventListener('keydown', this.#press);
    this.#leave = [
      this.model.watch('status', () => this.requestUpdate()),
      this.model.watch('view', () => {
        theme();
        this.#speak();
        this.requestUpdate();
      }),
      watchLanguage(() => this.requestUpdate()),
      () => scheme.removeEventListener('change', theme),
      () => this.removeEventListener('keydown', this.#press),
    ];
    theme();
    this.#speak();
    this.setVisible(this.#isVisible);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
    for (const leave of this.#leave) leave();
  }

  dispose(): void {
    this.#events.end();
    this.model.dispose();
  }

  override willUpdate(): void {
    if (this.#shows('data') || this.#shows('training')) this.#bring();
    if (this.#shows('panel')) this.#open(this.model.view.panel);
  }

  override render() {
    const { model } = this;
    if (!this.#isSpoken) return nothing;
    if (model.status === 'failed' || model.status === 'unsupported') return this.#dead();
    const has = (name: PaneName) => this.#shows(name);
    const toolbar = has('transport') || has('readout');
    [this.lang, this.dir] = [language(), direction()];
    const figure = html`
      ${this.heading ? html`<p class="head">${this.heading}</p>` : ''}
      ${
        toolbar
          ? html`<div class="toolbar" part="toolbar">
            ${has('transport') ? html`<dh-transport .model=${model}></dh-transport>` : ''}
            ${has('readout') ? html`<dh-readout .model=${model}></dh-readout>` : ''}
          </div>`
          : ''
      }
      <dh-notices .model=${model}></dh-notices>
      <div class="panes" aria-busy=${model.status === 'loading'}>
        ${has('data') && this.#extras.has('data') ? html`<dh-data .model=${model} @dh-draw=${this.#draw}></dh-data>` : ''}
        ${has('network') ? html`<dh-network part="network" .model=${model}></dh-network>` : ''}
        ${
          has('output') || has('loss')
            ? html`<div class="side">
              ${has('output') ? html`<dh-output part="plot" .model=${model}></dh-output>` : ''}
              ${has('loss') ? html`<dh-loss part="loss" .model=${model}></dh-loss>` : ''}
            </div>`
            : ''
        }
        ${this.#settings()}
        ${has('training') && this.#extras.has('training') ? html`<dh-training .model=${model}></dh-training>` : ''}
        ${has('panel') ? this.#instrument() : ''}
      </div>
      ${
        this.home && !model.hides('link')
          ? html`<div class="foot"><a href=${this.#address} target="_blank" rel="noopener">${t('Open in Downhill')}</a></div>`
          : ''
      }
      <dh-announcer .model=${model}></dh-announcer>
    `;
    return keyed(language(), figure);
  }

  #settings() {
    const { controls, hide } = this.model.presentation;
    const shown = controls.filter((key) => key !== 'all' && !hide.has(key) && !['features', 'network'].includes(key));
    return shown.length === 0
      ? ''
      : html`<div class="controls">${shown.map(
          (key) => html`<dh-setting .model=${this.model} name=${key}></dh-setting>`,
        )}</div>`;
  }

  #instrument() {
    const key = this.instrument;
    return html`<div class="instrument">${
      key
        ? staticHtml`<${unsafeStatic(`dh-panel-${key}`)} .model=${this.model}></${unsafeStatic(`dh-panel-${key}`)}>`
        : ''
    }</div>`;
  }

  #dead() {
    const { status, cause } = this.model;
    return html`<div class="dead" role="alert">
      <b>${status === 'unsupported' ? t('This browser cannot run the figure') : t('The figure could not be started')}</b>
      ${status === 'failed' ? html`<button @click=${() => this.model.retry()}>${t('Try again')}</button>` : ''}
      <details><summary>${t('What happened')}</summary><p class="cause number">${translated(cause)}</p></details>
    </div>`;
  }

  #shows(name: PaneName): boolean {
    const { show, controls, hide } = this.model.presentation;
    if (hide.has(name)) return false;
    return show.includes(name) || (controls.includes('all') && (name === 'data' || name === 'training'));
  }

  #apply(link: Link): void {
    this.model.setWholeView(link.view);
    this.model.setPresentation(link.presentation);
    this.#applyTheme();
    this.#speak();
  }

  /** Data and training are not in every figure, and so not in its first script. */
  async #bring(): Promise<void> {
    if (this.#extras.size > 0) return;
    this.#extras = new Set(['asked']);
    const load = () => Promise.all([import('../components/data.js'), import('../components/training.js')]);
    if (!(await lazily(this.model, load))) return;
    this.#extras = new Set(['asked', 'data', 'training']);
    this.requestUpdate();
  }

  async #open(key: string): Promise<void> {
    if (this.instrument === key) return;
    const entry = panels.find((panel) => panel.key === key);
    if (entry && (await lazily(this.model, entry.load)) && this.model.view.panel === key) this.instrument = key;
  }

  get #address(): string {
    const { run, view, presentation } = this.model;
    const whole = { ...presentation, show: [], controls: [], hide: new Set<string>(), lock: new Set<string>() };
    return `${this.home}#${writeLink({ query: run?.query ?? '', view, presentation: whole })}`;
  }

  async #speak(): Promise<void> {
    await chooseLanguage(
      this.model.view.lang,
      languagesAround(this.parentElement ?? (this.getRootNode() as ShadowRoot).host),
    );
    this.#isSpoken = true;
    this.requestUpdate();
  }

  /** `auto` follows the page around: dark only where the page has said that it can be. */
  #applyTheme(): void {
    const wanted = this.model.view.theme;
    const around = this.parentNode instanceof ShadowRoot ? this.parentNode.host : document.documentElement;
    const scheme = getComputedStyle(around).colorScheme;
    const canBeDark = scheme.includes('dark') && (!scheme.includes('light') || darkScheme().matches);
    const theme: Theme = wanted === 'auto' ? (canBeDark ? 'dark' : 'light') : (wanted as Theme);
    this.dataset.theme = theme;
    this.model.setTheme(theme);
  }

  readonly #draw = () => this.renderRoot.querySelector<HTMLElement & { draw(): void }>('dh-output')?.draw();

  /** Single keys act only where the focus is in this figure, and never where the page around needs them. */
  readonly #press = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.composedPath().some((place) => place instanceof HTMLDialogElement)) return;
    const shortcut = shortcutOf(event);
    if (!shortcut || (shortcut.opens && shortcut.opens !== 'time')) return;
    event.preventDefault();
    shortcut.run(this.model);
    if (shortcut.opens === 'time') {
      this.renderRoot.querySelector<HTMLElement & { openTime(): void }>('dh-transport')?.openTime();
    }
  };
}

customElements.define('dh-figure', Figure);
