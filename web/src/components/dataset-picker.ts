/** The data sets as radio buttons, each with a picture of its real points. */
import { css, html } from 'lit';
import { live } from 'lit/directives/live.js';
import { t, textTable } from '../language.js';
import { diverging, palettes } from '../palette.js';
import { matters, settingOf } from '../settings.js';
import { icons } from './icons.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

const side = 44;
const datasets = settingOf('dataset', 'choice');
const balance = settingOf('balance', 'number');
const own = 'custom';
const made = datasets.choices.filter(({ value }) => value !== own);

/** Only classes can be out of balance; the other sets are numbers to learn. */
const hasClasses = (dataset: string) => matters(balance, { dataset });

const mostMarks = 400;

const groups = textTable(
  [
    { title: 'Tell classes apart', choices: made.filter(({ value }) => hasClasses(value)) },
    { title: 'Learn a number', choices: made.filter(({ value }) => !hasClasses(value)) },
  ],
  'title',
);

export class DatasetPicker extends Pane {
  static override styles = [
    shared,
    css`
      fieldset {
        display: grid;
        grid-template-columns: minmax(0, 2fr) minmax(0, 1fr);
        gap: var(--space-1);
        align-items: start;
      }

      fieldset > :first-of-type {
        grid-column: 1 / -1;
      }

      h3 {
        font-size: var(--text-s);
        font-weight: 400;
        line-height: 22px;
        color: var(--ink-soft);
      }

      .sets {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(66px, 1fr));
        gap: 2px var(--space-1);
        align-items: start;
      }

      .own {
        display: grid;
        gap: var(--space-1);
      }

      .own h3 {
        margin-bottom: calc(-1 * var(--space-1));
      }

      .own button {
        padding: 0 8px;
        gap: 6px;
        font-size: var(--text-s);
      }

      label {
        position: relative;
        display: grid;
        justify-items: center;
        gap: 2px;
        min-width: 0;
        overflow-wrap: anywhere;
        padding: 3px 0;
        border: 1px solid transparent;
        border-radius: var(--radius);
        font-size: var(--text-s);
        line-height: 1.25;
        text-align: center;
        color: var(--ink-soft);
        cursor: pointer;
      }

      input {
        position: absolute;
        inset: 0;
        opacity: 0;
        cursor: pointer;
      }

      canvas {
        width: ${side}px;
        height: ${side}px;
      }

      label:hover {
        border-color: var(--line);
      }

      label:has(:checked) {
        border-color: var(--accent);
        background: var(--accent-soft);
        color: var(--ink);
      }

      label:has(:focus-visible) {
        outline: 2px solid var(--accent);
        outline-offset: 2px;
      }

      @container (min-width: 720px) and (max-width: 1099px) {
        fieldset {
          grid-template-columns: minmax(0, 1fr) 140px 100px;
          column-gap: var(--space-6);
        }

        fieldset > :first-of-type {
          grid-column: auto;
        }
      }

      @media (forced-colors: active) {
        label:has(:checked) {
          outline: 2px solid Highlight;
        }
      }
    `,
  ];
  protected override readonly topics = ['run' as const];
  readonly #samples = new Map<string, Float32Array>();
  /** The last points from outside, while another set is in use too. */
  #own: { points: Float32Array; regression: boolean } | null = null;
  #asked = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('run', () => this.#load());
    this.watch('view', () => this.#paint());
  }

  override render() {
    const value = this.model.run?.settings.dataset ?? datasets.default;
    const custom = this.#own ? datasets.choices.filter((choice) => choice.value === own) : [];
    return html`<fieldset title=${t('Another data set restarts the training')} ?disabled=${this.model.isLocked('dataset')}>
      <legend class="spoken">${datasets.label}. ${datasets.help} ${t('Another data set restarts the training')}.</legend>
      ${groups.map(
        ({ title, choices }) => html`<div role="group" aria-label=${title}><h3>${title}</h3>
          <div class="sets">${choices.map((choice) => this.#choice(choice, value))}</div></div>`,
      )}
      <div role="group" aria-label=${t('Your own points')} class="own" ?hidden=${this.model.isLocked('points')}><h3>${t('Your own')}</h3>
        ${custom.map((choice) => this.#choice(choice, value))}
        <button @click=${() => this.#ask('dh-draw')}>${icons.pen}${t('Draw')}</button>
        <button id="csv" @click=${() => this.#ask('dh-csv')} title=${t('Paste or load points, or take the present ones with you')}>${t('CSV…')}</button>
      </div>
    </fieldset>`;
  }

  #choice(choice: { value: string; label: string }, value: string) {
    return html`<label>
      <input type="radio" name="dataset" value=${choice.value} .checked=${live(choice.value === value)}
        @change=${() => this.model.change('dataset', choice.value)} />
      <canvas aria-hidden="true" data-set=${choice.value}></canvas><span>${choice.label}</span>
    </label>`;
  }

  #ask(what: 'dh-draw' | 'dh-csv'): void {
    this.dispatchEvent(new Event(what, { bubbles: true, composed: true }));
  }

  override updated(): void {
    this.#paint();
  }

  async #load(): Promise<void> {
    const { run } = this.model;
    if (run?.settings.dataset === own && run.points !== this.#own?.points) {
      this.#own = { points: run.points, regression: run.layout.regression };
      this.requestUpdate();
    }
    if (this.#asked) return;
    this.#asked = true;
    const values = made.map(({ value }) => value);
    const samples = (await this.model.ask('samples', { key: 'dataset', values, query: 'samples=200' })) ?? [];
    for (const [index, points] of samples.entries()) this.#samples.set(values[index] ?? '', points);
    this.#paint();
  }

  #paint(): void {
    for (const canvas of this.renderRoot.querySelectorAll('canvas')) {
      const name = canvas.dataset.set ?? '';
      const points = name === own ? this.#own?.points : this.#samples.get(name);
      const numbers = name === own ? this.#own?.regression : !hasClasses(name);
      if (points) this.#paintOne(canvas, points, numbers ?? false);
    }
  }

  #paintOne(canvas: HTMLCanvasElement, points: Float32Array, numbers: boolean): void {
    const palette = palettes[this.model.theme];
    const pixels = Math.round(side * devicePixelRatio);
    const scale = pixels / 12;
    canvas.width = pixels;
    canvas.height = pixels;
    const context = canvas.getContext('2d');
    if (!context) return;
    // Many points are thinned out: a thumbnail has no room for them.
    const stride = 3 * Math.ceil(points.length / 3 / mostMarks);
    for (let i = 0; i + 2 < points.length; i += stride) {
      const [x1 = 0, x2 = 0, value = 0] = points.subarray(i, i + 3);
      context.fillStyle = numbers ? diverging(palette, value) : (palette.classes[value] ?? '');
      context.beginPath();
      context.arc((x1 + 6) * scale, (6 - x2) * scale, 1.4 * devicePixelRatio, 0, 2 * Math.PI);
      context.fill();
    }
  }
}

customElements.define('dh-dataset-picker', DatasetPicker);
