/** A race: up to six runs from the same weights and batch order, side by side (sections 16 to 18). */
import { css, html, nothing } from 'lit';
import { brief, count, percent } from '../../format.js';
import { paletteBytes, palettes } from '../../palette.js';
import { tellSettings } from '../../settings.js';
import type { Inspector } from '../inspector.js';
import { laneStyles } from '../lane-styles.js';
import { headerCell, Panel } from '../panel.js';
import { raceChart } from '../race-chart.js';
import { type Axis, Racer } from '../racer.js';
import { words } from '../words/race.js';
import { inspectWords } from '../words.js';

const mostLanes = 6;
const side = 96;

const races: Record<string, string[]> = {
  optimizers: [
    'optimizer=sgd',
    'optimizer=momentum&learningRate=0.01',
    'optimizer=nesterov&learningRate=0.01',
    'optimizer=adagrad',
    'optimizer=rmsprop&learningRate=0.01',
    'optimizer=adam&learningRate=0.01',
  ],
  rates: [
    'learningRate=0.003',
    'learningRate=0.01',
    'learningRate=0.03',
    'learningRate=0.1',
    'learningRate=0.3',
    'learningRate=1',
  ],
  batches: ['batchSize=1', 'batchSize=4', 'batchSize=10', 'batchSize=50', 'batchSize=500'],
  initialisations: [
    'initializer=zeros',
    'initializer=uniform',
    'initializer=xavier',
    'initializer=he',
    'initializer=lecun',
    'initializer=orthogonal',
  ],
  activations: [
    'activation=tanh',
    'activation=relu',
    'activation=sigmoid',
    'activation=gelu',
    'activation=silu',
    'activation=sine',
  ],
  own: ['', 'optimizer=adam&learningRate=0.01'],
};

export class RacePanel extends Panel {
  static override styles = [
    Panel.styles,
    laneStyles,
    css`
      canvas {
        inline-size: ${side}px;
        block-size: ${side}px;
        border-radius: 4px;
        border: 1px solid var(--line);
      }

      .lanes {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-3);
      }

      .lanes figure {
        max-inline-size: 150px;
      }

      .lanes figcaption {
        overflow-wrap: anywhere;
        font-weight: 400;
      }

      .own {
        display: grid;
        gap: var(--space-2);
        max-inline-size: 560px;
      }

      .own input {
        flex: 1;
        min-inline-size: 0;
      }

      .own .line {
        display: flex;
        gap: var(--space-2);
        align-items: center;
      }
    `,
  ];
  static override properties = {
    ...Panel.properties,
    kind: { state: true },
    axis: { state: true },
    log: { state: true },
  };
  declare private kind: string;
  declare private axis: Axis;
  declare private log: boolean;
  #lanes: string[] = [...(races.optimizers ?? [])];
  #racer: Racer | null = null;
  #query = '';
  #drawn = 0;

  constructor() {
    super();
    this.kind = 'optimizers';
    this.axis = 'step';
    this.log = true;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#racer?.stop();
  }

  /** A race belongs to the settings it was begun with; where the run trains does not matter. */
  protected override async ask(inspector: Inspector): Promise<void> {
    const query = this.model.run?.query ?? '';
    if (this.#racer && query === this.#query) return;
    this.#query = query;
    this.#racer?.stop();
    this.#racer = new Racer(inspector, () => this.#told());
    await this.#begin();
  }

  async #begin(): Promise<void> {
    await this.#racer?.begin(this.#lanes);
    await this.#draw();
  }

  #told(): void {
    this.refusal = this.#racer?.refusal ?? '';
    this.requestUpdate();
    if (performance.now() - this.#drawn > 300 || !this.#racer?.running) this.#draw();
  }

  async #draw(): Promise<void> {
    this.#drawn = performance.now();
    await this.updateComplete;
    const pictures = await this.inspector.pictures(paletteBytes(palettes[this.model.theme]), side, this.#lanes.length);
    const canvases = this.renderRoot.querySelectorAll<HTMLCanvasElement>('.lanes canvas');
    for (const [lane, pixels] of pictures.entries()) {
      if (pixels.length !== 4 * side * side) continue;
      canvases[lane]?.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels), side), 0, 0);
    }
  }

  protected override view() {
    const racer = this.#racer;
    if (!racer) return this.waiting;
    return html`
      <details class="told"><summary>${inspectWords.what}</summary><p>${words.what}</p></details>
      ${this.#controls(racer)} ${this.kind === 'own' ? this.#own() : nothing}
      <div class="plots">
        <figure><figcaption>${words.chart}</figcaption>${raceChart(racer.moments, this.axis, this.log, {
          summary: words.chartSummary(
            racer.last.map(({ loss }, lane) => `${this.#nameOf(lane)} ${brief(loss ?? Number.NaN)}`).join(', '),
          ),
          axis: words.axes[this.axis] ?? '',
        })}</figure>
        <div class="lanes">${this.#lanes.map(
          (
            _,
            lane,
          ) => html`<figure><canvas width=${side} height=${side} role="img" aria-label=${words.picture(this.#nameOf(lane))}></canvas>
            <figcaption><i class="swatch lane-${lane}"></i> ${this.#nameOf(lane)}</figcaption></figure>`,
        )}</div>
        ${this.#table(racer)}
      </div>`;
  }

  #nameOf(lane: number): string {
    return tellSettings(this.#lanes[lane] ?? '') || words.as;
  }

  #controls(racer: Racer) {
    const first = racer.hashes[0] ?? '';
    const same = racer.hashes.every((hash) => hash === first);
    return html`<div class="row">
      <label>${words.presets} <select id="kind" @change=${this.#choose}>${Object.entries(words.races).map(
        ([key, text]) => html`<option value=${key} ?selected=${key === this.kind}>${text}</option>`,
      )}</select></label>
      <button id="go" class="primary" @click=${() => (racer.running ? racer.stop() : racer.run())}>${racer.running ? words.pause : racer.moments.length > 1 ? words.go : words.start}</button>
      <button id="epoch" ?disabled=${racer.running} @click=${() => this.#epoch(racer)}>${words.step}</button>
      <button id="again" @click=${() => this.#begin()}>${words.reset}</button>
      <label>${words.axis} <select @change=${(event: Event) => {
        this.axis = (event.target as HTMLSelectElement).value as Axis;
      }}>${Object.entries(words.axes).map(([key, text]) => html`<option value=${key}>${text}</option>`)}</select></label>
      <label><input type="checkbox" .checked=${this.log} @change=${(event: Event) => {
        this.log = (event.target as HTMLInputElement).checked;
      }} />${words.log}</label>
      <span class="soft number">${same ? words.same(first.slice(0, 8)) : words.different}</span>
    </div>`;
  }

  async #epoch(racer: Racer): Promise<void> {
    await racer.step(Math.ceil(this.model.run?.stepsPerEpoch ?? 1));
    this.#told();
  }

  #own() {
    return html`<div class="own">
      <p class="soft">${words.laneHint}</p>
      ${this.#lanes.map(
        (lane, index) => html`<div class="line"><i class="swatch lane-${index}"></i>
          <input class="number" aria-label=${words.lane(index + 1)} .value=${lane} @change=${(event: Event) => this.#edit(index, (event.target as HTMLInputElement).value)} />
          <button ?disabled=${this.#lanes.length < 2} aria-label=${words.remove(index + 1)} @click=${() => this.#edit(index, null)}>×</button></div>`,
      )}
      <button ?disabled=${this.#lanes.length >= mostLanes} @click=${() => this.#edit(this.#lanes.length, '')}>${words.add}</button>
    </div>`;
  }

  #edit(index: number, lane: string | null): void {
    this.#lanes.splice(index, 1, ...(lane === null ? [] : [lane.trim()]));
    this.#begin();
  }

  readonly #choose = (event: Event) => {
    this.kind = (event.target as HTMLSelectElement).value;
    this.#lanes = [...(races[this.kind] ?? [])];
    this.#begin();
  };

  #table(racer: Racer) {
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${words.table}><table>
      <thead><tr>${words.columns.map(headerCell)}</tr></thead>
      <tbody>${racer.last.map(
        (lane, index) => html`<tr>
          <th scope="row"><i class="swatch lane-${index}"></i> ${this.#nameOf(index)}</th>
          <td class="number">${lane.diverged ? words.diverged : brief(lane.loss ?? Number.NaN)}</td>
          <td class="number">${lane.diverged ? '' : brief(lane.testLoss ?? Number.NaN)}</td>
          <td class="number">${percent(lane.accuracy)}</td>
          <td class="number">${count(lane.step)}</td>
          <td class="number">${count(lane.epoch)}</td>
          <td class="number">${lane.seconds.toFixed(2)}</td>
          <td><button @click=${() => this.#adopt(index)}>${words.adopt}</button></td>
        </tr>`,
      )}</tbody>
    </table></div>`;
  }

  /** One change after the other, so that each can be undone. */
  async #adopt(lane: number): Promise<void> {
    for (const part of (this.#lanes[lane] ?? '').split('&')) {
      const [key = '', value = ''] = part.split('=', 2);
      if (key) await this.model.change(key, value);
    }
  }
}

customElements.define('dh-panel-race', RacePanel);
