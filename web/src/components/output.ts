/** What the network makes of the plane: its output as a picture, the boundary, and the points. */
import { css, html } from 'lit';
import { describeMap } from '../describe.js';
import { percent, signed } from '../format.js';
import { classNames, palettes, shapeOf } from '../palette.js';
import { trace } from '../points.js';
import type { ViewKey } from '../view-settings.js';
import { MapPainter } from './map-painter.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

/** Coarse enough to be redrawn with every frame, fine enough to look smooth; finer once nothing moves. */
const movingSize = 128;
const restingSize = 256;
/** While a large network trains, pictures must not take its time. */
const hurriedSize = 64;
const mostMilliseconds = 12;

export class OutputPane extends Pane {
  static override styles = [
    shared,
    css`
      header {
        display: flex;
        justify-content: space-between;
        align-items: baseline;
        flex-wrap: wrap;
        gap: 0 var(--space-3);
        min-height: 26px;
        font-size: var(--text-s);
        white-space: nowrap;
      }

      header .number {
        display: inline-block;
        min-width: 7ch;
        text-align: right;
      }

      .map {
        display: grid;
        grid-template-columns: 22px minmax(0, 1fr);
        grid-template-rows: auto 20px;
        font-size: 12px;
        color: var(--ink-soft);
      }

      canvas.plane {
        width: 100%;
        aspect-ratio: 1;
        border-radius: 4px;
        outline: 1px solid var(--line);
        outline-offset: -1px;
        background: var(--surface);
      }

      .ticks {
        display: flex;
        justify-content: space-between;
        font-variant-numeric: tabular-nums;
      }

      .ticks.vertical {
        flex-direction: column;
        align-items: flex-end;
        padding-right: 6px;
        line-height: 1;
      }

      .ticks.horizontal {
        grid-column: 2;
        padding-top: 3px;
        line-height: 16px;
      }

      .ticks i {
        font-family: Georgia, "Times New Roman", serif;
        font-size: 14px;
        color: var(--ink);
      }

      .below {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: var(--space-1) var(--space-4);
        margin-top: var(--space-1);
        padding-left: 22px;
        font-size: var(--text-s);
      }

      .below > span {
        display: flex;
        gap: var(--space-3);
        align-items: center;
      }

      .class,
      .below label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 26px;
      }

      .class canvas {
        width: 12px;
        height: 12px;
      }

      input[type="checkbox"] {
        width: 15px;
        height: 15px;
        accent-color: var(--accent);
      }

      @media (pointer: coarse) {
        .below label {
          min-height: 40px;
        }
      }
    `,
  ];
  protected override readonly topics = ['run' as const, 'view' as const];
  readonly #painter = new MapPainter();
  readonly #observer = new ResizeObserver(() => this.#paint());
  #hurried = false;
  /** What a picture of the usual size takes, in milliseconds. */
  #cost = 0;
  #described = Number.NEGATIVE_INFINITY;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('frame', () => {
      this.#measure();
      this.#fit();
      this.#paint();
    });
    this.watch('status', () => {
      this.#fit();
      this.#described = Number.NEGATIVE_INFINITY;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override firstUpdated(): void {
    this.#observer.observe(this.#canvas);
  }

  /** Smoothed, so that one slow picture does not make all coarse. */
  #measure(): void {
    const { pictures, status } = this.model;
    if (!pictures || status !== 'running' || pictures.mapSize === restingSize) return;
    const full = pictures.milliseconds * (movingSize / pictures.mapSize) ** 2;
    this.#cost = 0.9 * this.#cost + 0.1 * full;
    this.#hurried = this.#cost > (this.#hurried ? mostMilliseconds / 2 : mostMilliseconds);
  }

  #fit(): void {
    const moving = this.#hurried ? hurriedSize : movingSize;
    this.model.setPictureSizes({ mapSize: this.model.status === 'running' ? moving : restingSize });
  }

  override updated(): void {
    this.#paint();
    const palette = palettes[this.model.theme];
    this.renderRoot.querySelectorAll<HTMLCanvasElement>('.class canvas').forEach((canvas, label) => {
      canvas.width = 24;
      canvas.height = 24;
      const context = canvas.getContext('2d');
      if (!context) return;
      context.fillStyle = palette.classes[label] ?? '';
      trace(context, shapeOf(label), 12, 12, 8);
      context.fill();
    });
  }

  override render() {
    const classes = this.model.run?.layout.classes ?? 2;
    return html`
      <header>
        <h2>Output</h2>
        <span class="soft" id="legend"></span>
      </header>
      <div class="map">
        <div class="ticks vertical" aria-hidden="true"><span>6</span><i>x₂</i><span>−6</span></div>
        <canvas class="plane" role="img" aria-label="The output" @pointermove=${this.#probe}
          @pointerleave=${() => this.#tell('')}></canvas>
        <div class="ticks horizontal" aria-hidden="true"><span>−6</span><i>x₁</i><span>6</span></div>
      </div>
      <div class="below">
        <span>${Array.from(
          { length: classes },
          (_, label) => html`<span class="class"><canvas aria-hidden="true"></canvas>${classNames[label]}</span>`,
        )}</span>
        <span>${this.#toggle('discretize', 'Decision only', 'Shows the class alone, not how sure the network is')}
          ${this.#toggle('showTestData', 'Test points', 'Shows the points that are not learnt from, hollow')}</span>
      </div>
    `;
  }

  #toggle(key: ViewKey, label: string, help: string) {
    return html`<label title=${help}><input type="checkbox" .checked=${this.model.view[key] === 'true'}
      @change=${(event: Event) => this.model.setView(key, String((event.target as HTMLInputElement).checked))} />${label}</label>`;
  }

  get #canvas(): HTMLCanvasElement {
    return this.renderRoot.querySelector('canvas.plane') as HTMLCanvasElement;
  }

  #paint(): void {
    if (!this.hasUpdated) return;
    this.#painter.paint(this.#canvas, this.model);
    this.#tell('');
    const now = performance.now();
    if (now - this.#described < 5000 || !this.model.pictures) return;
    this.#described = now;
    this.#canvas.setAttribute('aria-label', describeMap(this.model));
  }

  /** The numbers under the pointer, from the core's own values. */
  readonly #probe = (event: PointerEvent) => {
    const { pictures, run } = this.model;
    if (!pictures || !run || this.model.inspected) return;
    const box = this.#canvas.getBoundingClientRect();
    const across = (event.clientX - box.left) / box.width;
    const down = (event.clientY - box.top) / box.height;
    const cell = (part: number) => Math.min(pictures.mapSize - 1, Math.max(0, Math.floor(part * pictures.mapSize)));
    const index = cell(down) * pictures.mapSize + cell(across);
    const planes = new Float32Array(pictures.values);
    const size = pictures.mapSize ** 2;
    const outputs = Array.from({ length: run.layout.outputs }, (_, k) => signed(planes[k * size + index] ?? 0, 2));
    this.#tell(`(${signed(12 * across - 6, 1)}, ${signed(6 - 12 * down, 1)}) → ${outputs.join(' · ')}`);
  };

  /** The line above the picture: what is pointed at, or else how often the network is right. */
  #tell(probe: string): void {
    const line = this.renderRoot.querySelector('#legend');
    const metrics = this.model.frame?.metrics;
    if (!line) return;
    if (probe && line.textContent !== probe) line.textContent = probe;
    else if (this.model.inspected) line.textContent = this.model.inspected.label;
    else if (metrics) {
      line.textContent = `accuracy: training ${percent(metrics.trainAccuracy)} · test ${percent(metrics.testAccuracy)}`;
    }
  }
}

customElements.define('dh-output', OutputPane);
