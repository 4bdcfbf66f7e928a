/** Gradient check: backpropagation against central differences, the U of ε, and a mistake to find (section 24). */
import { css, html, nothing, svg } from 'lit';
import { brief, count } from '../../format.js';
import type { Check, Fault } from '../answers.js';
import type { Inspector } from '../inspector.js';
import { headerCell, Panel } from '../panel.js';
import { parameterName } from '../parameter-names.js';
import { pathThrough, plot } from '../plot.js';
import { words } from '../words/check.js';
import { inspectWords } from '../words.js';

const shown = 8;
const mostPoints = 1500;
/** A larger relative error than this is no rounding. */
const rightBelow = 1e-4;
const epsilons = Array.from({ length: 12 }, (_, k) => 10 ** (-1 - k));
const faults: Fault[] = ['noDerivative', 'transposedWeights', 'noBias', 'wrongPairing'];
/** Multiply-adds that are checked without being asked: about a third of a second. */
const cheap = 4e7;

export class CheckPanel extends Panel {
  static override styles = [
    Panel.styles,
    css`
      .plot circle {
        fill: var(--rising);
        fill-opacity: 0.6;
      }

      .plot circle.bad {
        fill: var(--danger);
        fill-opacity: 1;
      }

      .plot path.float {
        stroke: var(--ghost-1);
        stroke-dasharray: 4 3;
      }

      .verdict {
        font-weight: 600;
      }

      .bad {
        color: var(--danger);
      }
    `,
  ];
  static override properties = {
    ...Panel.properties,
    busy: { state: true },
    fault: { state: true },
    guessed: { state: true },
  };
  declare private busy: boolean;
  declare private fault: Fault;
  declare private guessed: Fault;
  #epsilon = 6e-6;
  #samples = 20;
  #result: Check | null = null;
  #numbers = new Float64Array() as Float64Array;
  #errors: { epsilon: number; inFloat: number; inDouble: number }[] = [];
  #sweeping = false;

  constructor() {
    super();
    this.busy = false;
    this.fault = 'none';
    this.guessed = 'none';
  }

  /** While it trains only small networks are checked again and again; large ones when asked, or at rest. */
  protected override async ask(inspector: Inspector): Promise<void> {
    const parameters = this.model.run?.layout.parameters ?? 0;
    const cost = 4 * parameters * parameters * this.#samples;
    if (this.model.status === 'running' && cost > cheap && this.#result) return;
    this.busy = true;
    const [check] = await inspector.look([['check', this.#epsilon, this.fault, this.#samples]]);
    this.busy = false;
    this.refusal = check.ok ? '' : check.message;
    if (!check.ok) return;
    this.#result = check.answer;
    this.#numbers = check.numbers;
  }

  protected override view() {
    const result = this.#result;
    const parameters = count(this.model.run?.layout.parameters ?? 0);
    return html`
      <details class="told"><summary>${inspectWords.what}</summary><p>${words.what}</p></details>
      ${this.#controls()}
      <p role="status" class=${result && result.worst > rightBelow ? 'bad verdict' : 'verdict'}>${
        this.busy && !result
          ? words.busy(parameters)
          : result
            ? `${words.result(result.worst.toExponential(1).replace('-', '−'), count(result.parameters), count(result.samples))}${result.skipped ? ` (${words.skipped(count(result.skipped))})` : ''}. ${result.worst > rightBelow ? words.wrong : words.right}`
            : ''
      }</p>
      ${this.fault === 'none' ? nothing : this.#quiz()}
      ${result ? html`<div class="plots">${this.#scatter(result)} ${this.#worst(result)} ${this.#curve()}</div>` : nothing}
    `;
  }

  #controls() {
    return html`<div class="row">
      <label>${words.epsilon} <input id="epsilon" class="number" .value=${this.#epsilon.toExponential()} inputmode="decimal" @change=${(
        event: Event,
      ) => {
        this.#epsilon = Number((event.target as HTMLInputElement).value) || 6e-6;
        this.again();
      }} /></label>
      <label>${words.samples} <input type="number" min="1" class="number" .value=${String(this.#samples)} @change=${(
        event: Event,
      ) => {
        this.#samples = Math.max(1, Math.round(Number((event.target as HTMLInputElement).value)) || 20);
        this.again();
      }} /></label>
      <button id="run" class="primary" @click=${() => this.again()}>${words.run}</button>
      <button id="sweep" ?disabled=${this.#sweeping} @click=${() => this.#sweep()}>${this.#sweeping ? words.sweeping : words.sweep}</button>
      <button id="sabotage" @click=${() => this.#sabotage()}>${this.fault === 'none' ? words.sabotage : words.mend}</button>
    </div>`;
  }

  /** Not every mistake shows in every network: a W of one row is its own transpose. One is taken that does. */
  async #sabotage(): Promise<void> {
    const last = this.guessed;
    this.guessed = 'none';
    if (this.fault !== 'none') {
      this.fault = 'none';
      this.again();
      return;
    }
    const others = faults.filter((fault) => fault !== last).sort(() => Math.random() - 0.5);
    for (const fault of [...others, last]) {
      const [check] = await this.inspector.look([['check', this.#epsilon, fault, this.#samples]]);
      if (!check.ok || check.answer.worst > rightBelow) {
        this.fault = fault;
        break;
      }
    }
    this.again();
  }

  #quiz() {
    const found = this.guessed === this.fault;
    return html`<div class="row"><span>${words.sabotaged}</span>
      <label>${words.guess} <select id="guess" @change=${(event: Event) => {
        this.guessed = (event.target as HTMLSelectElement).value as Fault;
      }}><option value="none"></option>${faults.map((fault) => html`<option value=${fault}>${words.faults[fault]}</option>`)}</select></label>
      <b role="status">${this.guessed === 'none' ? '' : found ? words.found : words.notThat}</b></div>`;
  }

  /** Places by their error, largest first. */
  get #ranked(): { place: number; analytic: number; numerical: number; error: number }[] {
    const P = this.#result?.parameters ?? 0;
    const numbers = this.#numbers;
    const analytic = numbers.subarray(0, P);
    const largest = analytic.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return Array.from({ length: P }, (_, place) => place)
      .filter((place) => numbers[2 * P + place] === 0)
      .map((place) => {
        const a = numbers[place] ?? 0;
        const n = numbers[P + place] ?? 0;
        const scale = Math.max(Math.abs(a), Math.abs(n), largest / 100, 1e-300);
        return { place, analytic: a, numerical: n, error: Math.abs(a - n) / scale };
      })
      .sort((a, b) => b.error - a.error);
  }

  #scatter(result: Check) {
    const points = this.#ranked.slice(0, mostPoints);
    const reach = Math.max(
      1e-12,
      ...points.flatMap(({ analytic, numerical }) => [Math.abs(analytic), Math.abs(numerical)]),
    );
    const axis = { domain: [-1.05 * reach, 1.05 * reach] as [number, number] };
    return html`<figure><figcaption>${words.scatter}</figcaption>${plot({
      summary: words.scatterSummary(result.parameters, result.worst.toExponential(1)),
      x: { label: words.numerical, ...axis },
      y: { label: words.analytic, ...axis },
      marks: ({ x, y }) => [
        svg`<line class="soft" x1=${x(-reach)} y1=${y(-reach)} x2=${x(reach)} y2=${y(reach)} />`,
        ...points
          .reverse()
          .map(
            ({ analytic, numerical, error }) =>
              svg`<circle class=${error > rightBelow ? 'bad' : ''} cx=${x(numerical)} cy=${y(analytic)} r="3" />`,
          ),
      ],
    })}</figure>`;
  }

  #worst(result: Check) {
    const layout = this.model.run?.layout;
    if (!layout || layout.parameters !== result.parameters) return nothing;
    return html`<figure><figcaption>${words.worst}</figcaption>
      <div class="scroll" tabindex="0" role="group" aria-label=${words.worst}><table>
        <thead><tr>${words.columns.map(headerCell)}</tr></thead>
        <tbody>${this.#ranked.slice(0, shown).map(
          ({
            place,
            analytic,
            numerical,
            error,
          }) => html`<tr><th scope="row" class="parameter">${parameterName(layout, place)}</th>
            <td class="number">${brief(analytic)}</td><td class="number">${brief(numerical)}</td>
            <td class="number ${error > rightBelow ? 'bad' : ''}">${error.toExponential(1).replace('-', '−')}</td></tr>`,
        )}</tbody></table></div></figure>`;
  }

  async #sweep(): Promise<void> {
    this.#sweeping = true;
    this.requestUpdate();
    const [sweep] = await this.inspector.look([['sweep', epsilons, this.fault, Math.min(this.#samples, 10)]]);
    this.#sweeping = false;
    if (sweep.ok) this.#errors = sweep.answer.errors;
    else this.refusal = sweep.message;
    this.requestUpdate();
  }

  #curve() {
    const errors = this.#errors;
    if (errors.length === 0) return nothing;
    const best = errors.reduce((least, error) => (error.inDouble < least.inDouble ? error : least));
    const all = errors.flatMap(({ inFloat, inDouble }) => [inFloat, inDouble]).filter((error) => error > 0);
    return html`<figure><figcaption>${words.curve}</figcaption>${plot({
      summary: words.curveSummary(best.epsilon.toExponential(0)),
      x: { label: words.epsilon, domain: [1e-12, 1e-1], log: true },
      y: { label: words.error, domain: [Math.min(...all), Math.max(...all)], log: true },
      marks: (scales) => [
        svg`<path class="float" d=${pathThrough(
          errors.map(({ epsilon, inFloat }) => [epsilon, inFloat || null] as const),
          scales,
        )} />`,
        svg`<path d=${pathThrough(
          errors.map(({ epsilon, inDouble }) => [epsilon, inDouble || null] as const),
          scales,
        )} />`,
        svg`<text x=${scales.left + 8} y=${scales.top + 14}>– – ${words.inFloat}, — ${words.inDouble}</text>`,
      ],
    })}</figure>`;
  }
}

customElements.define('dh-panel-check', CheckPanel);
