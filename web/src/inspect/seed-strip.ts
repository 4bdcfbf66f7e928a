/** Twenty seeds of the same settings, trained one after the other: are all minima alike (section 22)? */
import { css, html, type PropertyDeclarations } from 'lit';
import { Pane } from '../components/pane.js';
import { shared } from '../components/styles.js';
import { brief, percent } from '../format.js';
import { paletteBytes, palettes } from '../palette.js';
import { inspectorOf } from './inspector.js';
import { fieldStyles } from './styles/fields.js';
import { words } from './words/landscape.js';

const seeds = 20;
const side = 64;
/** As many as a race takes. */
const atOnce = 4;

interface Ending {
  seed: number;
  loss: number;
  accuracy: number;
  pixels: Uint8ClampedArray;
}

export class SeedStrip extends Pane {
  static override styles = [
    shared,
    fieldStyles,
    css`
      :host {
        margin-block-start: var(--space-4);
      }

      .row,
      .strip {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-3);
      }

      canvas {
        inline-size: ${side}px;
        block-size: ${side}px;
        border: 1px solid var(--line);
        border-radius: 4px;
      }

      figure {
        margin: var(--space-2) 0 0;
      }

      figcaption {
        font-size: 12px;
        text-align: center;
      }
    `,
  ];
  static override properties: PropertyDeclarations = {
    ...Pane.properties,
    endings: { state: true },
    running: { state: true },
  };
  declare private endings: Ending[];
  declare private running: boolean;
  #epochs = 100;

  constructor() {
    super();
    this.endings = [];
    this.running = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.running = false;
  }

  override render() {
    return html`<h2>${words.strip}</h2>
      <div class="row">
        <button id="seeds" @click=${() => (this.running ? this.#stop() : this.#train())}>${this.running ? words.cancel : words.stripStart}</button>
        <label><input type="number" min="1" max="2000" class="number" .value=${String(this.#epochs)} @change=${(
          event: Event,
        ) => {
          this.#epochs = Math.min(
            2000,
            Math.max(1, Math.round(Number((event.target as HTMLInputElement).value)) || 100),
          );
        }} /> ${words.epochs}</label>
        <span class="soft" role="status">${this.running ? words.stripProgress(this.endings.length) : ''}</span>
      </div>
      <div class="strip">${this.endings.map(
        ({ seed, loss, accuracy }) => html`<figure><canvas width=${side} height=${side} role="img"
          aria-label=${words.stripOf(seed, brief(loss), percent(accuracy))}></canvas><figcaption class="number">${brief(loss)}</figcaption></figure>`,
      )}</div>`;
  }

  override updated(): void {
    const canvases = this.renderRoot.querySelectorAll('canvas');
    for (const [index, { pixels }] of this.endings.entries()) {
      canvases[index]?.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels), side), 0, 0);
    }
  }

  #stop(): void {
    this.running = false;
  }

  async #train(): Promise<void> {
    const inspector = inspectorOf(this.model);
    this.endings = [];
    this.running = true;
    const { run } = this.model;
    const steps = Math.round(this.#epochs * (run?.stepsPerEpoch ?? 1));
    const colours = paletteBytes(palettes[this.model.theme]);
    for (let seed = 1; seed <= seeds && this.running; seed += atOnce) {
      const group = Array.from({ length: atOnce }, (_, k) => seed + k);
      const [begun] = await inspector.look([['beginRace', group.map((each) => `seed=${each}`).join('\n'), 1]]);
      if (!begun.ok || !this.running) break;
      const [race] = await inspector.look([['race', steps]], { hold: true });
      if (!race.ok || !this.running) break;
      const pictures = await inspector.pictures(colours, side, atOnce);
      this.endings = [
        ...this.endings,
        ...race.answer.lanes.map(({ loss, accuracy }, k) => ({
          seed: seed + k,
          loss: loss ?? Number.NaN,
          accuracy,
          pixels: pictures[k] ?? new Uint8ClampedArray(4 * side * side),
        })),
      ];
    }
    this.running = false;
  }
}

customElements.define('dh-seed-strip', SeedStrip);
