/** The loss landscape around the weights: contours, a surface, the path on it, and a strip of other seeds' minima (section 22). */
import { html, nothing, type PropertyValues } from 'lit';
import { brief, percent, signed } from '../../format.js';
import type { LandscapeBegun, PlaneKind } from '../answers.js';
import { contourMap } from '../contour-map.js';
import type { Inspector } from '../inspector.js';
import { Panel } from '../panel.js';
import { paintSurface, type View } from '../surface.js';
import { words } from '../words/landscape.js';
import { inspectWords } from '../words.js';
import '../seed-strip.js';
import { landscapeStyles } from '../styles/landscape.js';

/** Points of the path that are kept for its own plane. */
const mostThetas = 120;
const rowsAtOnce = 4;
const turned = 10;
const restBetweenPaints = 1000;

export class LandscapePanel extends Panel {
  static override styles = [Panel.styles, landscapeStyles];
  static override properties = {
    ...Panel.properties,
    kind: { state: true },
    side: { state: true },
    follow: { state: true },
    done: { state: true },
    turning: { state: true },
  };
  declare private kind: PlaneKind;
  declare private side: number;
  declare private follow: boolean;
  declare private done: number;
  declare private turning: View;
  #reach = 1;
  #first = 0;
  #second = 1;
  #seed = 1;
  #begun: LandscapeBegun | null = null;
  #values = new Float64Array();
  #thetas: Float32Array[] = [];
  #way: [number, number][] = [];
  #away = 0;
  /** Tells a drawing that was overtaken by a newer one. */
  #round = 0;
  #shape = '';
  #drawing = false;
  #painted = '';
  #paintedAt = 0;

  constructor() {
    super();
    this.kind = 'random';
    this.side = 41;
    this.follow = false;
    this.done = 0;
    this.turning = { turn: 30, tilt: 35 };
  }

  protected override async ask(inspector: Inspector): Promise<void> {
    const { run, parameters } = this.model;
    const shape = `${run?.layout.parameters}/${run?.query}`;
    if (shape !== this.#shape) {
      this.#thetas = [];
      this.#way = [];
      this.#begun = null;
    }
    this.#shape = shape;
    if (parameters.length === run?.layout.parameters) this.#remember(parameters);
    if (!this.#drawing && (!this.#begun || this.follow)) this.#draw();
    if (!this.#begun || this.#drawing) return;
    const [where] = await inspector.look([['locate']]);
    if (!where.ok) return;
    this.#way.push([where.answer.s, where.answer.t]);
    this.#away = where.answer.away;
  }

  #remember(theta: Float32Array): void {
    const last = this.#thetas.at(-1);
    if (last?.every((number, j) => number === theta[j])) return;
    this.#thetas.push(theta.slice());
    if (this.#thetas.length > mostThetas) this.#thetas = this.#thetas.filter((_, index) => index % 2 === 0);
  }

  /** A few rows at a time, so that other questions are answered in between and a newer drawing takes over. */
  async #draw(): Promise<void> {
    this.#round += 1;
    this.#drawing = true;
    const round = this.#round;
    await this.#drawAs(round);
    if (round !== this.#round) return;
    this.#drawing = false;
    this.requestUpdate();
  }

  async #drawAs(round: number): Promise<void> {
    const { kind, side } = this;
    if (kind === 'trajectory' && this.#thetas.length < 3) {
      this.refusal = words.needsPath;
      return;
    }
    const path = Float64Array.from(this.#thetas.flatMap((theta) => [...theta]));
    const [first, second] = kind === 'random' ? [this.#seed, 0] : [this.#first, this.#second];
    const [begun] = await this.inspector.look([['beginLandscape', kind, this.#reach, side, first, second, path]]);
    if (round !== this.#round) return;
    this.refusal = begun.ok ? '' : begun.message;
    if (!begun.ok) return;
    const values = new Float64Array(side * side).fill(Number.NaN);
    for (let row = 0; row < side; row += rowsAtOnce) {
      const [rows] = await this.inspector.look([['landscapeRows', row, rowsAtOnce]], { hold: true });
      if (round !== this.#round || !this.isConnected) return;
      if (!rows.ok) {
        this.refusal = rows.message;
        return;
      }
      values.set(rows.numbers, row * side);
      this.done = Math.min(side, row + rowsAtOnce);
    }
    this.#begun = begun.answer;
    this.#values = values;
    this.#way = begun.answer.path.length > 0 ? begun.answer.path : [[0, 0]];
    this.#away = 0;
    this.requestUpdate();
  }

  protected override view() {
    return html`
      <details class="told"><summary>${inspectWords.what}</summary><p>${words.what}</p></details>
      ${this.#controls()}
      ${this.#begun ? this.#pictures(this.#begun) : nothing}
      <dh-seed-strip .model=${this.model}></dh-seed-strip>
    `;
  }

  #controls() {
    const number = (label: string, value: number, put: (value: number) => void, id: string) =>
      html`<label>${label} <input id=${id} type="number" step="any" class="number" .value=${String(value)} @change=${(
        event: Event,
      ) => {
        put(Number((event.target as HTMLInputElement).value));
        this.#draw();
      }} /></label>`;
    const drawing = this.#drawing;
    return html`<div class="row">
      <label>${words.plane} <select id="plane" @change=${(event: Event) => {
        this.kind = (event.target as HTMLSelectElement).value as PlaneKind;
        this.#draw();
      }}>${Object.entries(words.planes).map(([key, text]) => html`<option value=${key}>${text}</option>`)}</select></label>
      ${
        this.kind === 'random'
          ? html`<button @click=${() => {
              this.#seed += 1;
              this.#draw();
            }}>${words.seed}</button>`
          : nothing
      }
      ${
        this.kind === 'weights'
          ? html`${number(
              words.first,
              this.#first,
              (value) => {
                this.#first = value;
              },
              'first',
            )}
        ${number(
          words.second,
          this.#second,
          (value) => {
            this.#second = value;
          },
          'second',
        )}`
          : nothing
      }
      ${number(
        words.reach,
        this.#reach,
        (value) => {
          this.#reach = value > 0 ? value : 1;
        },
        'reach',
      )}
      <label>${words.detail} <select @change=${(event: Event) => {
        this.side = Number((event.target as HTMLSelectElement).value);
        this.#draw();
      }}>${Object.entries(words.details).map(([side, text]) => html`<option value=${side} ?selected=${Number(side) === this.side}>${text}</option>`)}</select></label>
      <button id="anew" @click=${() => this.#draw()}>${words.anew}</button>
      <label><input type="checkbox" @change=${(event: Event) => {
        this.follow = (event.target as HTMLInputElement).checked;
      }} />${words.follow}</label>
      <span class="soft number" role="status">${drawing ? words.progress(this.done, this.side) : ''}</span>
      ${
        drawing
          ? html`<button @click=${() => {
              this.#round += 1;
              this.#drawing = false;
              this.done = this.side;
            }}>${words.cancel}</button>`
          : nothing
      }
    </div>`;
  }

  #pictures(begun: LandscapeBegun) {
    const finite = this.#values.filter(Number.isFinite);
    const [low, high] = [
      finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      finite.reduce((a, b) => Math.max(a, b), 0),
    ];
    const here = this.#way.at(-1) ?? null;
    const [first = 0, second = 0] = begun.explained;
    const { turn, tilt } = this.turning;
    return html`<div class="plots">
      <figure><figcaption>${words.map}</figcaption>${contourMap(
        { ...begun, values: this.#values, path: this.#way, here },
        words.mapSummary(brief(low), brief(high), brief(this.model.frame?.metrics.trainLoss ?? Number.NaN)),
      )}
        <p class="told">${words.caption[this.kind]?.(signed(begun.cosine, 2), percent(first), percent(second)) ?? ''}
          ${this.#away > 1e-9 ? words.moved(brief(this.#away)) : ''}</p></figure>
      <figure><figcaption>${words.surface}</figcaption>
        <canvas tabindex="0" role="img" aria-label=${words.surfaceLabel(turn, tilt)} width="920" height="766"
          @pointerdown=${this.#grab} @keydown=${this.#press}></canvas></figure>
    </div>`;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const canvas = this.renderRoot.querySelector('canvas');
    const begun = this.#begun;
    if (!canvas || !begun) return;
    // Thousands of facets are not painted anew for every step of the path.
    const { turn, tilt } = this.turning;
    const scene = `${this.#round}/${this.#drawing}/${turn}/${tilt}/${this.model.theme}`;
    if (scene === this.#painted && performance.now() - this.#paintedAt < restBetweenPaints) return;
    this.#painted = scene;
    this.#paintedAt = performance.now();
    const style = getComputedStyle(this);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const place = ([s, t]: readonly [number, number]): [number, number] => [
      ((s - begun.s[0]) / (begun.s[1] - begun.s[0])) * (begun.side - 1),
      ((t - begun.t[0]) / (begun.t[1] - begun.t[0])) * (begun.side - 1),
    ];
    paintSurface(canvas, { side: begun.side, values: this.#values, path: this.#way.map(place) }, this.turning, {
      low: colour('--accent'),
      high: colour('--surface'),
      line: colour('--edge'),
      path: colour('--danger'),
    });
  }

  readonly #grab = (event: PointerEvent) => {
    const canvas = event.currentTarget as HTMLElement;
    canvas.setPointerCapture(event.pointerId);
    const begin = { x: event.clientX, y: event.clientY, ...this.turning };
    const move = ({ clientX, clientY }: PointerEvent) =>
      this.#turn(begin.turn + (clientX - begin.x) / 2, begin.tilt + (clientY - begin.y) / 3);
    canvas.addEventListener('pointermove', move);
    canvas.addEventListener('lostpointercapture', () => canvas.removeEventListener('pointermove', move), {
      once: true,
    });
  };

  readonly #press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [-turned, 0], ArrowRight: [turned, 0], ArrowUp: [0, turned], ArrowDown: [0, -turned] }[
      event.key
    ];
    if (!step) return;
    event.preventDefault();
    this.#turn(this.turning.turn + (step[0] ?? 0), this.turning.tilt + (step[1] ?? 0));
  };

  #turn(turn: number, tilt: number): void {
    this.turning = { turn: Math.round((turn + 360) % 360), tilt: Math.round(Math.min(85, Math.max(5, tilt))) };
  }
}

customElements.define('dh-panel-landscape', LandscapePanel);
