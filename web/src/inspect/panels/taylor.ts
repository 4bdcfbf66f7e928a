/** The Taylor meter: what the gradient promises of the next step, and what the step brings (section 3.1). */

import { formulas } from 'virtual:formulas/taylor';
import { css, html, svg } from 'lit';
import { brief } from '../../format.js';
import type { Slice, TaylorStep } from '../answers.js';
import type { Inspector } from '../inspector.js';
import { headerCell, Panel } from '../panel.js';
import { pathThrough, plot } from '../plot.js';
import { words } from '../words/taylor.js';
import { inspectWords } from '../words.js';

const most = 200;
const points = 61;

export class TaylorPanel extends Panel {
  static override styles = [
    Panel.styles,
    css`
      .plot circle {
        fill: var(--rising);
      }

      .plot .needle {
        stroke: var(--danger);
        stroke-width: 3;
      }

      .plot .mark {
        stroke: var(--danger);
        stroke-dasharray: 3 3;
      }

      .ratio {
        font-size: 22px;
      }
    `,
  ];
  static override properties = { ...Panel.properties, reach: { state: true } };
  declare private reach: number;
  #full: TaylorStep | null = null;
  #batch: TaylorStep | null = null;
  #slice: Slice | null = null;
  #seen: [number, number][] = [];

  constructor() {
    super();
    this.reach = 10;
  }

  protected override async ask(inspector: Inspector): Promise<void> {
    const eta = this.model.frame?.metrics.rate ?? 0.1;
    const [taylor, slice] = await inspector.look([
      ['taylor'],
      ['slice', -0.2 * this.reach * eta, this.reach * eta, points],
    ]);
    this.refusal = taylor.ok ? '' : taylor.message;
    if (slice.ok) this.#slice = slice.answer;
    if (!taylor.ok) return;
    this.#full = taylor.answer.full;
    this.#batch = taylor.answer.batch;
    const { predicted, actual } = taylor.answer.full;
    if (actual !== null) this.#seen = [...this.#seen.slice(1 - most), [predicted, actual]];
  }

  protected override view() {
    const full = this.#full;
    if (!full || !this.#batch) return this.waiting;
    const ratio = full.ratio ?? Number.NaN;
    const verdict = ratio > 0.8 ? 'good' : ratio > 0.5 ? 'fair' : ratio > 0 ? 'bad' : 'up';
    return html`
      <details class="told"><summary>${inspectWords.what}</summary><p>${words.what}</p></details>
      <div class="row">${formulas.promise}</div>
      <div class="plots">
        ${this.#gauge(ratio, words.verdict[verdict] ?? '')}
        ${this.#scatter()} ${this.#along()}
      </div>`;
  }

  #gauge(ratio: number, verdict: string) {
    const rows = [
      [words.full, this.#full],
      [words.batch, this.#batch],
    ] as const;
    return html`<figure><figcaption>${words.ratio}</figcaption>
      ${plot({
        summary: words.gaugeSummary(brief(ratio)),
        height: 90,
        x: { label: '', domain: [-1, 2], ticks: [-1, 0, 0.5, 1, 1.5, 2] },
        y: { label: '', domain: [0, 1], ticks: [] },
        marks: ({ x, top, height }) => [
          svg`<rect x=${x(0.5)} y=${top} width=${x(1.5) - x(0.5)} height=${height} fill="var(--accent-soft)" />`,
          svg`<line class="needle" x1=${x(Math.min(2, Math.max(-1, ratio)))} x2=${x(Math.min(2, Math.max(-1, ratio)))} y1=${top} y2=${top + height} />`,
        ],
      })}
      <p><b class="number ratio">${brief(ratio)}</b> <span role="status">${verdict}</span></p>
      <div class="scroll" tabindex="0" role="group" aria-label=${words.table}><table>
        <thead><tr>${words.columns.map(headerCell)}</tr></thead>
        <tbody>${rows.map(
          ([
            name,
            step,
          ]) => html`<tr><th scope="row">${name}</th><td class="number">${brief(step?.predicted ?? Number.NaN)}</td>
            <td class="number">${brief(step?.actual ?? Number.NaN)}</td><td class="number">${brief(step?.ratio ?? Number.NaN)}</td></tr>`,
        )}</tbody></table></div></figure>`;
  }

  #scatter() {
    const seen = this.#seen;
    const reach = Math.max(1e-12, ...seen.flat().map(Math.abs));
    const axis = { domain: [-reach, reach] as [number, number] };
    return html`<figure><figcaption>${words.scatter}</figcaption>${plot({
      summary: words.scatterSummary(seen.length),
      x: { label: words.predicted, ...axis },
      y: { label: words.actual, ...axis },
      marks: ({ x, y }) => [
        svg`<line class="soft" x1=${x(-reach)} y1=${y(-reach)} x2=${x(reach)} y2=${y(reach)} />`,
        ...seen.map(
          ([p, a], index) =>
            svg`<circle cx=${x(p)} cy=${y(a)} r=${index + 1 === seen.length ? 5 : 2.5} fill-opacity=${(0.2 + (0.8 * (index + 1)) / seen.length).toFixed(2)} />`,
        ),
      ],
    })}</figure>`;
  }

  #along() {
    const slice = this.#slice;
    if (!slice) return html``;
    const { t, values, start, slope, eta } = slice;
    const finite = values.filter((value): value is number => value !== null && Number.isFinite(value));
    const top = Math.min(Math.max(...finite, start), start + 3 * Math.abs(start) + 0.1);
    const low = Math.min(...finite, start);
    const ends = [t[0] ?? 0, t.at(-1) ?? 1] as const;
    return html`<figure><figcaption>${words.slice}
        <select aria-label=${words.reach} @change=${(event: Event) => {
          this.reach = Number((event.target as HTMLSelectElement).value);
          this.again();
        }}>${[2, 10, 50, 200].map((times) => html`<option value=${times} ?selected=${times === this.reach}>${words.etas(times)}</option>`)}</select></figcaption>
      ${plot({
        summary: words.sliceSummary(brief(start), brief(eta)),
        x: { label: words.t, domain: [ends[0], ends[1]] },
        y: { label: 'J', domain: [low - 0.1 * (top - low) - 1e-9, top + 1e-9] },
        marks: (scales) => [
          svg`<path d=${pathThrough(
            t.map((at, k) => [at, values[k] === null || (values[k] ?? 0) > top ? null : (values[k] ?? null)] as const),
            scales,
          )} />`,
          svg`<path class="soft" d=${pathThrough(
            ends.map((at) => [at, Math.max(low - 0.1 * (top - low), start + slope * at)] as const),
            scales,
          )} />`,
          svg`<line class="mark" x1=${scales.x(eta)} x2=${scales.x(eta)} y1=${scales.top} y2=${scales.top + scales.height} />
            <text x=${scales.x(eta) + 4} y=${scales.top + 12}>η</text>`,
        ],
      })}</figure>`;
  }
}

customElements.define('dh-panel-taylor', TaylorPanel);
