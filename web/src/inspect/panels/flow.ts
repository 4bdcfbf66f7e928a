/** Gradient flow: do the signals vanish, do they explode, and what does clipping do about it (sections 19, 20)? */

import { formulas } from 'virtual:formulas/flow';
import { html, svg } from 'lit';
import { brief, count, percent } from '../../format.js';
import type { Histograms, LayerFlow, NextStep, Quantity } from '../answers.js';
import type { Inspector } from '../inspector.js';
import { headerCell, Panel } from '../panel.js';
import { pathThrough, plainNumber, plot } from '../plot.js';
import { flowStyles } from '../styles/flow.js';
import { words } from '../words/flow.js';
import { inspectWords } from '../words.js';

const mostLooks = 160;
const quantities: Quantity[] = ['gradients', 'weights', 'updates', 'delta', 'z', 'a'];
/** What a layer's histogram reaches over, in deviations. */
const bins = 32;

interface Moment {
  step: number;
  norm: number;
  layers: number[];
}

/** A range that holds the numbers, in whole powers of ten. */
function decades(numbers: number[]): [number, number] {
  const sizes = numbers.filter((number) => number > 0 && Number.isFinite(number));
  if (sizes.length === 0) return [1e-3, 1];
  const low = Math.floor(Math.log10(Math.min(...sizes)));
  const high = Math.ceil(Math.log10(Math.max(...sizes)));
  return [10 ** Math.max(-30, low), 10 ** Math.max(low + 1, high)];
}

export class FlowPanel extends Panel {
  static override styles = [Panel.styles, flowStyles];
  static override properties = { ...Panel.properties, quantity: { state: true } };
  declare private quantity: Quantity;
  #layers: LayerFlow[] = [];
  #step: NextStep | null = null;
  #histograms: Histograms | null = null;
  #history: Moment[] = [];

  constructor() {
    super();
    this.quantity = 'gradients';
  }

  protected override async ask(inspector: Inspector): Promise<void> {
    const reach = this.#reach();
    const [flow, next, histograms] = await inspector.look([
      ['flow'],
      ['nextStep'],
      ['histograms', this.quantity, -reach, reach, bins],
    ]);
    const failed = [flow, next, histograms].find((found) => !found.ok);
    this.refusal = failed && !failed.ok ? failed.message : '';
    if (!flow.ok || !next.ok) return;
    this.#layers = flow.answer.layers;
    this.#step = next.answer;
    if (histograms.ok) this.#histograms = histograms.answer;
    this.#remember({
      step: next.answer.step,
      norm: next.answer.normBefore,
      layers: flow.answer.layers.map(({ gradient }) => gradient),
    });
  }

  /** Steps that were gone back on are forgotten; so are those of another network. */
  #remember(moment: Moment): void {
    const last = this.#history.at(-1);
    if (last && last.layers.length !== moment.layers.length) this.#history = [];
    this.#history = this.#history.filter(({ step }) => step < moment.step).slice(1 - mostLooks);
    this.#history.push(moment);
  }

  /** Wide enough for nearly all numbers of the largest layer. */
  #reach(): number {
    const widest = Math.max(
      ...this.#layers.map((layer) => {
        if (this.quantity === 'z') return Math.abs(layer.zMean) + 3 * layer.zDeviation;
        if (this.quantity === 'a') return Math.abs(layer.aMean) + 3 * layer.aDeviation;
        if (this.quantity === 'delta') return 3 * layer.delta;
        if (this.quantity === 'weights') return layer.weights;
        if (this.quantity === 'updates') return layer.update * layer.weights;
        return layer.gradient;
      }),
      0,
    );
    return widest > 0 && Number.isFinite(widest) ? widest : 1;
  }

  protected override view() {
    const { settings } = this.model.run ?? {};
    if (!this.#step || this.#layers.length === 0) return this.waiting;
    return html`
      <details class="told"><summary>${inspectWords.what}</summary><p>${words.what}</p></details>
      <div class="row">${formulas.flow} <span class="soft">·</span> ${formulas.clip}</div>
      <div class="plots">
        ${this.#ladder()} ${this.#over()} ${this.#clipping(settings ?? {})} ${this.#table()} ${this.#small()}
      </div>
    `;
  }

  #name(layer: number): string {
    return inspectWords.layer(layer + 1, layer + 1 === this.#layers.length);
  }

  #ladder() {
    const layers = this.#layers;
    const deltas = layers.map(({ delta }) => delta);
    const gradients = layers.map(({ gradient }) => gradient);
    const line = (numbers: number[], name: string) => (scales: Parameters<typeof pathThrough>[1]) => {
      const points = numbers.map((number, layer) => [layer + 1, number > 0 ? number : null] as const);
      return svg`<path class=${name} d=${pathThrough(points, scales)} />
        ${points.map(([x, y]) => (y === null ? '' : svg`<circle class=${name} cx=${scales.x(x)} cy=${scales.y(y)} r="3.5" />`))}`;
    };
    const text = (numbers: number[]) =>
      numbers.map((number, layer) => `${this.#name(layer)} ${brief(number)}`).join(', ');
    return html`<figure>
      <figcaption>${words.ladder} <span class="soft"><i class="key delta"></i> ${words.delta}
        <i class="key"></i> ${words.gradient}</span></figcaption>
      ${plot({
        summary: words.ladderSummary(text(deltas), text(gradients)),
        x: {
          label: words.layerAxis,
          domain: [0.7, layers.length + 0.3],
          ticks: layers.map((_, layer) => layer + 1),
        },
        y: { label: '', domain: decades([...deltas, ...gradients]), log: true },
        marks: (scales) => [line(deltas, 'delta')(scales), line(gradients, 'gradient')(scales)],
      })}
    </figure>`;
  }

  #over() {
    const history = this.#history;
    const all = history.flatMap(({ layers }) => layers);
    const [low, high] = decades(all);
    const layers = this.#layers.length;
    const shade = (norm: number) => (Math.log10(norm / low) / Math.log10(high / low)) * 0.9 + 0.1;
    const first = history[0]?.step ?? 0;
    const last = Math.max(first + 1, history.at(-1)?.step ?? 1);
    return html`<figure>
      <figcaption>${words.history}</figcaption>
      ${plot({
        summary: words.historySummary(history.length),
        x: { label: words.stepAxis, domain: [first, last] },
        y: {
          label: words.layerAxis,
          domain: [0.5, layers + 0.5],
          ticks: Array.from({ length: layers }, (_, l) => l + 1),
        },
        marks: ({ x, y }) =>
          history.flatMap(({ step, layers: norms }, index) => {
            const end = history[index + 1]?.step ?? last;
            return norms.map(
              (
                norm,
                layer,
              ) => svg`<rect class="bar" x=${x(step)} y=${y(layer + 1.5)} width=${Math.max(1, x(end) - x(step) + 0.4)}
                height=${y(layer + 0.5) - y(layer + 1.5) - 1} fill-opacity=${norm > 0 ? shade(norm).toFixed(2) : 0} />`,
            );
          }),
      })}
    </figure>`;
  }

  #clipping(settings: Record<string, string>) {
    const history = this.#history;
    const clips = settings.clipping === 'norm';
    const c = Number(settings.clipThreshold ?? 1);
    const norms = history.map(({ norm }) => norm);
    const domain = decades(clips ? [...norms, c] : norms);
    const first = history[0]?.step ?? 0;
    const { clippedSteps = 0, step = 0 } = this.model.frame?.metrics ?? {};
    const { normBefore = 0, norm = 0 } = this.#step ?? {};
    const after = this.#step?.clipped ? Math.min(normBefore, c) : norm;
    const position = Math.round(100 * Math.log10(Math.min(100, Math.max(0.001, c))));
    return html`<figure>
      <figcaption>${words.norm}</figcaption>
      ${plot({
        summary: words.normSummary(brief(normBefore), clips ? words.clipsAt(brief(c)) : ''),
        x: { label: words.stepAxis, domain: [first, Math.max(first + 1, history.at(-1)?.step ?? 1)] },
        y: { label: '‖g‖', domain, log: true },
        marks: (scales) => [
          svg`<path class="gradient" d=${pathThrough(
            history.map((moment) => [moment.step, moment.norm] as const),
            scales,
          )} />`,
          clips
            ? svg`<rect class="catch" x=${scales.left} y=${scales.top} width=${scales.width} height=${scales.height}
                @pointerdown=${(event: PointerEvent) => (event.currentTarget as Element).setPointerCapture(event.pointerId)}
                @pointermove=${(event: PointerEvent) => this.#dragClip(event, scales.at(event)[1])} />
              <line class="clip" x1=${scales.left} x2=${scales.left + scales.width} y1=${scales.y(c)} y2=${scales.y(c)} />`
            : svg``,
        ],
      })}
      <div class="row">
        <label><input type="checkbox" .checked=${clips} @change=${(event: Event) => this.#setClip(event)} />${words.clip}</label>
        <label>${words.threshold}<input type="range" min="-300" max="200" .value=${String(position)} ?disabled=${!clips}
          aria-valuetext=${brief(c)} @input=${(event: Event) => this.#moveClip(event)} /><span class="number">${brief(c)}</span></label>
        <span class="soft">${words.beforeAfter(brief(normBefore), brief(after))} ·
          ${words.clipped(count(clippedSteps), percent(step > 0 ? clippedSteps / step : 0))}</span>
      </div>
    </figure>`;
  }

  #setClip(event: Event): void {
    this.model.change('clipping', (event.target as HTMLInputElement).checked ? 'norm' : 'none');
  }

  #dragClip(event: PointerEvent, c: number): void {
    if (!(event.currentTarget as Element).hasPointerCapture(event.pointerId) || !(c > 0)) return;
    this.model.change('clipThreshold', String(Number(c.toPrecision(2))));
  }

  #moveClip(event: Event): void {
    const value = 10 ** (Number((event.target as HTMLInputElement).value) / 100);
    this.model.change('clipThreshold', String(Number(value.toPrecision(2))));
  }

  #table() {
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${words.tableLabel}><table>
      <thead><tr>${words.columns.map(headerCell)}</tr></thead>
      <tbody>${this.#layers.map(
        (layer, index) => html`<tr>
          <th scope="row">${this.#name(index)}</th>
          <td class="number">${brief(layer.delta)}</td>
          <td class="number">${brief(layer.gradient)}</td>
          <td class="number">${brief(layer.update)}</td>
          <td class="number">${percent(layer.saturated)}</td>
          <td class="number ${layer.dead.length > 0 ? 'dead' : ''}">${layer.dead.length}</td>
        </tr>`,
      )}</tbody>
    </table></div>`;
  }

  #small() {
    const histograms = this.#histograms;
    return html`<figure>
      <figcaption class="row"><label>${words.histogram}
        <select @change=${(event: Event) => this.#choose(event)}>${quantities.map(
          (quantity) =>
            html`<option value=${quantity} ?selected=${quantity === this.quantity}>${words.quantities[quantity]}</option>`,
        )}</select></label></figcaption>
      <div class="small">${histograms?.layers.map((layer, index) => this.#bars(layer.counts, index, histograms))}</div>
    </figure>`;
  }

  #bars(counts: number[], layer: number, { low, high }: Histograms) {
    const most = Math.max(1, ...counts);
    const sum = counts.reduce((total, part) => total + part, 0);
    const width = (high - low) / counts.length;
    return html`<div><span class="soft">${this.#name(layer)}</span>${plot({
      summary: words.histogramSummary(
        words.quantities[this.quantity] ?? '',
        this.#name(layer),
        percent(sum > 0 ? most / sum : 0),
      ),
      width: 200,
      height: 110,
      x: {
        label: '',
        domain: [low, high],
        ticks: [low, 0, high],
        format: (value) => plainNumber(Number(value.toPrecision(2))),
      },
      y: { label: '', domain: [0, most], ticks: [] },
      marks: ({ x, y }) =>
        counts.map(
          (
            size,
            bin,
          ) => svg`<rect class="bar" x=${x(low + bin * width)} y=${y(size)} width=${Math.max(0.5, x(low + width) - x(low) - 0.5)}
            height=${y(0) - y(size)} />`,
        ),
    })}</div>`;
  }

  #choose(event: Event): void {
    this.quantity = (event.target as HTMLSelectElement).value as Quantity;
    this.again();
  }
}

customElements.define('dh-panel-flow', FlowPanel);
