/** The page: wires the playground to the window and lays the panes out. */
import { html, LitElement, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { ladder } from '../engine/rungs.js';
import { isFirstVisit } from '../first-visit.js';
import { chooseLanguage, direction, language, t, translated, watchLanguage } from '../language.js';
import { lazily } from '../lazily.js';
import type { Theme } from '../palette.js';
import { Permalink } from '../permalink.js';
import { Playground } from '../playground.js';
import { shortcutOf } from '../shortcuts.js';
import { missingFeature } from '../support.js';
import type { HelpDialog } from './help.js';
import './announcer.js';
import './data.js';
import './dock.js';
import './loss.js';
import './network.js';
import './notices.js';
import type { OutputPane } from './output.js';
import './output.js';
import './readout.js';
import type { Tools } from './tools.js';
import './tools.js';
import './training.js';
import type { Transport } from './transport.js';
import './transport.js';
import { playgroundStyles } from './playground-styles.js';
import { shared } from './styles.js';

const idleHelp = () =>
  t(
    'Lines are weights: blue is positive, orange negative, thicker is larger. The dot at a neuron’s corner is its bias. ' +
      'Point at one to read it, click to set or freeze it.',
  );

/** Opened without a server there is this page alone. */
const isFile = location.protocol === 'file:';

const darkScheme = matchMedia('(prefers-color-scheme: dark)');

export class PlaygroundElement extends LitElement {
  static override styles = [shared, playgroundStyles];
  readonly model = new Playground(ladder);
  readonly #permalink = new Permalink(this.model);
  #help = '';
  #isSpoken = false;
  #leave: (() => void)[] = [];
  #frame = 0;
  #greets = false;

  override connectedCallback(): void {
    super.connectedCallback();
    const rerender = () => this.requestUpdate();
    const theme = () => this.#applyTheme();
    darkScheme.addEventListener('change', theme);
    addEventListener('keydown', this.#press);
    this.#leave = [
      this.model.watch('status', rerender),
      this.model.watch('view', () => {
        theme();
        this.#speak();
        this.requestUpdate();
      }),
      watchLanguage(rerender),
      () => darkScheme.removeEventListener('change', theme),
      () => removeEventListener('keydown', this.#press),
    ];
    const link = this.#permalink.read();
    this.#applyTheme();
    this.#speak();
    const missing = missingFeature();
    if (missing) {
      this.model.unsupported(missing);
      return;
    }
    if (isFirstVisit()) {
      import('./hint.js').then(() => {
        this.#greets = true;
        this.requestUpdate();
      });
    }
    this.#leave.push(this.#permalink.listen());
    this.#permalink.start(link);
    const loop = () => {
      this.#frame = requestAnimationFrame(loop);
      this.model.tick();
    };
    this.#frame = requestAnimationFrame(loop);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
    for (const leave of this.#leave) leave();
    this.model.dispose();
  }

  /** Fingerprint of weights and step: equal settings and steps give equal hashes on every machine. */
  stateHash(): Promise<string | null> {
    return this.model.stateHash();
  }

  override render() {
    const { model } = this;
    if (!this.#isSpoken) return nothing;
    const dead = model.status === 'failed' || model.status === 'unsupported';
    const page = html`
      <header class="top">
        <div class="brand"><h1><svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
          <path d="M2 5c5 0 6 13 11 13s5-8 9-8" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
          <circle cx="13" cy="14.4" r="2.6" /></svg><span class="name">Downhill</span></h1>${isFile ? '' : html`<a href="./learn/index.html">${t('Learn')}</a>`}</div>
        <dh-transport .model=${model}></dh-transport>
        <dh-readout .model=${model}></dh-readout>
        <dh-tools .model=${model} @dh-shortcuts=${this.#showHelp}></dh-tools>
      </header>
      <dh-notices .model=${model}></dh-notices>
      ${this.#greets ? html`<dh-hint .model=${model}></dh-hint>` : ''}
      ${dead ? this.#dead() : this.#panes()}
      <dh-announcer .model=${model}></dh-announcer>
      <dh-help .model=${model}></dh-help>
    `;
    return keyed(language(), page);
  }

  #panes() {
    const { model } = this;
    const hides = (name: string) => model.hides(name);
    return html`<main class=${hides('data') ? 'bare' : ''} @dh-help=${this.#tell} @dh-draw=${this.#draw}
      aria-busy=${model.status === 'loading'}>
      <dh-data .model=${model} ?hidden=${hides('data')}></dh-data>
      <dh-network .model=${model} ?hidden=${hides('network')}></dh-network>
      <dh-output .model=${model} ?hidden=${hides('output')}></dh-output>
      <dh-loss .model=${model} ?hidden=${hides('loss')}></dh-loss>
      <dh-training .model=${model} ?hidden=${hides('training')}></dh-training>
      <dh-dock .model=${model} ?hidden=${hides('panel')}></dh-dock>
      <p class="line soft" aria-hidden="true">${this.#help || idleHelp()}</p>
    </main>`;
  }

  #dead() {
    const { status, cause } = this.model;
    const unsupported = status === 'unsupported';
    return html`<main class="dead">
      <section>
        <h2>${unsupported ? t('This browser cannot run Downhill') : t('The engine could not be started')}</h2>
        ${
          unsupported
            ? html`<p>${cause} ${t('It needs WebAssembly with SIMD: Chrome 91, Firefox 89, Safari 16.4 or newer.')}</p>`
            : html`<p>${t('A lost connection, an extension or a policy of the page may have stopped it. Your settings are safe in the link.')}</p>
              <button class="primary" @click=${() => this.model.retry()}>${t('Try again')}</button>
              <details><summary>${t('What happened')}</summary><p class="cause number">${translated(cause)}</p></details>`
        }
      </section>
    </main>`;
  }

  async #speak(): Promise<void> {
    await chooseLanguage(this.model.view.lang, navigator.languages);
    const { documentElement } = document;
    [documentElement.lang, documentElement.dir] = [language(), direction()];
    document.title = t('Downhill · a neural-network playground');
    this.#isSpoken = true;
    this.requestUpdate();
  }

  #applyTheme(): void {
    const wanted = this.model.view.theme;
    const theme: Theme = wanted === 'auto' ? (darkScheme.matches ? 'dark' : 'light') : (wanted as Theme);
    document.documentElement.dataset.theme = theme;
    this.model.setTheme(theme);
  }

  readonly #tell = (event: CustomEvent<string>) => {
    this.#help = event.detail;
    this.requestUpdate();
  };

  readonly #draw = () => {
    const output = this.renderRoot.querySelector<OutputPane>('dh-output');
    output?.draw();
    output?.scrollIntoView({ block: 'nearest' });
  };

  readonly #showHelp = async () => {
    if (await lazily(this.model, () => import('./help.js')))
      this.renderRoot.querySelector<HelpDialog>('dh-help')?.open();
  };

  readonly #press = (event: KeyboardEvent) => {
    if (event.composedPath().some((place) => place instanceof HTMLDialogElement)) return;
    const shortcut = shortcutOf(event);
    if (event.key === '?' && !event.ctrlKey && shortcut === null) this.#showHelp();
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run(this.model);
    const root = this.renderRoot;
    if (shortcut.opens === 'presets') root.querySelector<Tools>('dh-tools')?.openPresets();
    if (shortcut.opens === 'runs') root.querySelector<Tools>('dh-tools')?.openRuns();
    if (shortcut.opens === 'embed') root.querySelector<Tools>('dh-tools')?.openEmbed();
    if (shortcut.opens === 'time') root.querySelector<Transport>('dh-transport')?.openTime();
  };
}

customElements.define('dh-playground', PlaygroundElement);
