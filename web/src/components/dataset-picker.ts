/** The data sets as radio buttons, each with a picture of its real points. */
import { css, html } from 'lit';
import { palettes } from '../palette.js';
import { settingOf } from '../settings.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

const side = 56;

export class DatasetPicker extends Pane {
  static override styles = [
    shared,
    css`
      fieldset {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(${side + 10}px, 1fr));
        gap: var(--space-1);
        align-items: start;
      }

      label {
        position: relative;
        display: grid;
        justify-items: center;
        gap: 2px;
        min-width: 0;
        overflow-wrap: anywhere;
        padding: var(--space-1) 0;
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

      @media (forced-colors: active) {
        label:has(:checked) {
          outline: 2px solid Highlight;
        }
      }
    `,
  ];
  protected override readonly topics = ['run' as const];
  #samples: Float32Array[] | null = null;
  #asked = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('run', () => this.#load());
    this.watch('view', () => this.#paint());
  }

  override render() {
    const setting = settingOf('dataset', 'choice');
    const value = this.model.run?.settings.dataset ?? setting.default;
    return html`<fieldset title="Another data set restarts the training">
      <legend class="spoken">${setting.label}. ${setting.help} Another data set restarts the training.</legend>
      ${setting.choices.map(
        (choice) => html`<label>
          <input type="radio" name="dataset" value=${choice.value} .checked=${choice.value === value}
            @change=${() => this.model.change('dataset', choice.value)} />
          <canvas aria-hidden="true"></canvas><span>${choice.label}</span>
        </label>`,
      )}
    </fieldset>`;
  }

  async #load(): Promise<void> {
    if (this.#asked) return;
    this.#asked = true;
    const values = settingOf('dataset', 'choice').choices.map(({ value }) => value);
    this.#samples = await this.model.samples('dataset', values, 'samples=200');
    this.#paint();
  }

  #paint(): void {
    const colours = palettes[this.model.theme].classes;
    const pixels = Math.round(side * devicePixelRatio);
    const scale = pixels / 12;
    const radius = 1.5 * devicePixelRatio;
    this.renderRoot.querySelectorAll('canvas').forEach((canvas, index) => {
      canvas.width = pixels;
      canvas.height = pixels;
      const context = canvas.getContext('2d');
      const points = this.#samples?.[index];
      if (!context || !points) return;
      for (let i = 0; i + 2 < points.length; i += 3) {
        const [x1 = 0, x2 = 0, label = 0] = points.subarray(i, i + 3);
        context.fillStyle = colours[label] ?? '';
        context.beginPath();
        context.arc((x1 + 6) * scale, (6 - x2) * scale, radius, 0, 2 * Math.PI);
        context.fill();
      }
    });
  }
}

customElements.define('dh-dataset-picker', DatasetPicker);
