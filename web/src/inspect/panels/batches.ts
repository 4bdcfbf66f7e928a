/** Batches: which samples the next step sees, how good an estimate its gradient is, and what that costs (section 4). */
import { css, html, svg } from 'lit';
import { brief, signed } from '../../format.js';
import type { Fan } from '../answers.js';
import type { Inspector } from '../inspector.js';
import { laneStyles } from '../lane-styles.js';
import { Panel } from '../panel.js';
import { plot } from '../plot.js';
import { raceChart } from '../race-chart.js';
import { type Axis, Racer } from '../racer.js';
import { words } from '../words/batches.js';
import { words as raceWords } from '../words/race.js';
import { inspectWords } from '../words.js';

const arrows = 24;
const sizes = [1, 2, 5, 10, 20, 50, 100, 250];

export class BatchesPanel extends Panel {
  static override styles = [
    Panel.styles,
    laneStyles,
    css`
      .plot circle {
        fill: var(--edge);
        fill-opacity: 0.5;
      }

      .plot circle.in {
        fill: var(--accent);
        fill-opacity: 1;
        stroke: var(--danger);
        stroke-width: 2;
      }

      .plot line.one {
        stroke: var(--rising);
        stroke-opacity: 0.6;
        stroke-width: 1.5;
      }

      .plot line.all {
        stroke: var(--danger);
        stroke-width: 3;
      }
    `,
  ];
  static override properties = { ...Panel.properties, size: { state: true }, axis: { state: true } };
  /** Of the fan; 0 is the run's own. */
  declare private size: number;
  declare private axis: Axis;
  #rows: number[] = [];
  #fan: Fan | null = null;
  #racer: Racer | null = null;

  constructor() {
    super();
    this.size = 0;
    this.axis = 'epoch';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#racer?.stop();
  }

  get #batch(): number {
    return this.size || Number(this.model.run?.settings.batchSize ?? 10);
  }

  protected override async ask(inspector: Inspector): Promise<void> {
    const samples = this.model.run?.trainCount ?? 1;
    const size = Math.min(this.#batch, samples);
    const [batch, fan] = await inspector.look([['batch'], ['fan', size, Math.min(arrows, Math.ceil(samples / size))]]);
    this.refusal = fan.ok ? '' : fan.message;
    if (batch.ok) this.#rows = batch.answer.rows;
    if (fan.ok) this.#fan = fan.answer;
    this.#racer ??= new Racer(inspector, () => this.requestUpdate());
  }

  protected override view() {
    if (!this.#fan) return this.waiting;
    return html`
      <details class="told"><summary>${inspectWords.what}</summary><p>${words.what}</p></details>
      <div class="plots">${this.#map()} ${this.#arrows(this.#fan)} ${this.#race()}</div>`;
  }

  #map() {
    const { points = new Float32Array(), trainCount = 0 } = this.model.run ?? {};
    const inBatch = new Set(this.#rows);
    const rows = Array.from({ length: trainCount }, (_, row) => row);
    return html`<figure><figcaption>${words.map}</figcaption>${plot({
      summary: words.mapSummary(inBatch.size),
      width: 280,
      height: 280,
      x: { label: 'x₁', domain: [-6, 6], ticks: [-6, 0, 6] },
      y: { label: 'x₂', domain: [-6, 6], ticks: [-6, 0, 6] },
      marks: ({ x, y }) =>
        [...rows.filter((row) => !inBatch.has(row)), ...this.#rows].map(
          (row) =>
            svg`<circle class=${inBatch.has(row) ? 'in' : ''} cx=${x(points[3 * row] ?? 0)} cy=${y(points[3 * row + 1] ?? 0)} r=${inBatch.has(row) ? 4.5 : 2.5} />`,
        ),
    })}</figure>`;
  }

  #arrows({ fullNorm, batches, scale }: Fan) {
    const reach = Math.max(
      1.2,
      ...batches.flatMap(({ along, across }) =>
        [Math.abs(along), Math.abs(across)].map((length) => length / (fullNorm || 1)),
      ),
    );
    const cosine = batches.reduce((sum, batch) => sum + batch.cosine, 0) / Math.max(1, batches.length);
    const domain: [number, number] = [-reach, reach];
    return html`<figure><figcaption>${words.fan}</figcaption>${plot({
      summary: words.fanSummary(batches.length, signed(cosine, 2)),
      width: 320,
      height: 280,
      x: { label: words.along, domain },
      y: { label: words.across, domain },
      marks: ({ x, y }) => [
        ...batches.map(
          ({ along, across }) =>
            svg`<line class="one" x1=${x(0)} y1=${y(0)} x2=${x(along / (fullNorm || 1))} y2=${y(across / (fullNorm || 1))} />`,
        ),
        svg`<line class="all" x1=${x(0)} y1=${y(0)} x2=${x(1)} y2=${y(0)} />`,
      ],
    })}
      <div class="row"><label>${words.size} <select id="size" @change=${(event: Event) => {
        this.size = Number((event.target as HTMLSelectElement).value);
        this.again();
      }}><option value="0">${this.model.run?.settings.batchSize ?? ''}</option>${sizes
        .filter((size) => size <= (this.model.run?.trainCount ?? 1))
        .map((size) => html`<option value=${size} ?selected=${size === this.size}>${size}</option>`)}</select></label>
        <span class="number">${words.full(brief(fullNorm))}</span>
        <span class="number" id="noise">${scale === null ? words.noiseInfinite : words.noise(brief(scale))}</span>
        <span class="soft">${words.fanSummary(batches.length, signed(cosine, 2))}</span></div></figure>`;
  }

  #race() {
    const racer = this.#racer;
    if (!racer) return html``;
    const begun = racer.moments.length > 0;
    const start = async () => {
      if (racer.running) return racer.stop();
      if (!begun) await racer.begin(this.#lanes);
      racer.run();
    };
    return html`<figure><figcaption>${words.race}</figcaption>
      ${
        begun
          ? raceChart(racer.moments, this.axis, false, {
              summary: words.chartSummary(
                racer.last.map(({ loss }, lane) => `${words.lanes[lane]} ${brief(loss ?? Number.NaN)}`).join(', '),
              ),
              axis: raceWords.axes[this.axis] ?? '',
            })
          : ''
      }
      <p>${words.lanes.map((name, lane) => html`<i class="swatch lane-${lane}"></i> ${name} `)}</p>
      <div class="row"><button id="three" class="primary" @click=${start}>${racer.running ? words.pause : begun ? words.go : words.start}</button>
        <button @click=${() => racer.begin(this.#lanes)}>${words.reset}</button>
        <label>${words.axis} <select @change=${(event: Event) => {
          this.axis = (event.target as HTMLSelectElement).value as Axis;
        }}>${Object.entries(raceWords.axes).map(([key, text]) => html`<option value=${key} ?selected=${key === this.axis}>${text}</option>`)}</select></label></div>
    </figure>`;
  }

  get #lanes(): string[] {
    const own = Number(this.model.run?.settings.batchSize ?? 10);
    const all = this.model.run?.trainCount ?? 500;
    return [1, own > 1 && own < all ? own : 10, all].map((size) => `batchSize=${size}`);
  }
}

customElements.define('dh-panel-batches', BatchesPanel);
