/** The learning rate over the epochs to come, drawn over the loss so far, and the range test that suggests one (section 16). */
import { css, html, nothing, type PropertyDeclarations, svg } from 'lit';
import { columnsOf } from '../curve-data.js';
import { brief } from '../format.js';
import type { RangeTest } from './answers.js';
import type { Inspector } from './inspector.js';
import { Panel } from './panel.js';
import { pathThrough, plainNumber, plot } from './plot.js';
import { words } from './words/update.js';

const points = 200;

export class RatePlan extends Panel {
  static override styles = [
    Panel.styles,
    css`
      :host {
        display: contents;
      }

      .plot .loss {
        stroke: var(--edge);
        stroke-width: 1;
      }

      .plot .now {
        stroke: var(--danger);
        stroke-dasharray: 3 3;
      }
    `,
  ];
  static override properties: PropertyDeclarations = { ...Panel.properties, testing: { state: true } };
  declare private testing: boolean;
  #rates: { epochs: number[]; rates: number[] } = { epochs: [], rates: [] };
  #test: RangeTest | null = null;

  constructor() {
    super();
    this.testing = false;
  }

  protected override async ask(inspector: Inspector): Promise<void> {
    const { settings } = this.model.run ?? {};
    const epoch = this.model.frame?.metrics.epoch ?? 0;
    const horizon = Math.max(
      10,
      1.3 * epoch,
      2.2 * (settings?.schedule === 'constant' ? 0 : Number(settings?.period ?? 0)),
    );
    const [rates] = await inspector.look([['rates', horizon, points]]);
    this.refusal = rates.ok ? '' : rates.message;
    if (rates.ok) this.#rates = rates.answer;
  }

  protected override view() {
    return html`${this.#plan()} ${this.#range()}`;
  }

  #plan() {
    const { run, curve, frame } = this.model;
    const settings = run?.settings ?? {};
    const { epochs, rates } = this.#rates;
    const top = Math.max(1e-12, ...rates);
    const { step, trainLoss } = columnsOf(curve, frame?.metrics);
    const highest = Math.max(1e-12, ...trainLoss.filter(Number.isFinite));
    const perEpoch = run?.stepsPerEpoch ?? 1;
    const now = (frame?.metrics.step ?? 0) / perEpoch;
    const end = epochs.at(-1) ?? 1;
    const field = (key: string) => html`<label>${words.fields[key]}
      <input id=${key} class="number" inputmode="decimal" .value=${settings[key] ?? ''} @change=${(event: Event) => this.model.change(key, (event.target as HTMLInputElement).value)} /></label>`;
    const used = {
      constant: [],
      step: ['gamma', 'period'],
      exponential: ['gamma'],
      cosine: ['period', 'lowestRate'],
      cosineRestarts: ['period', 'lowestRate'],
    } as Record<string, string[]>;
    return html`<figure><figcaption>${words.schedule}</figcaption>${plot({
      summary: words.scheduleSummary(words.kinds[settings.schedule ?? ''] ?? ''),
      x: { label: words.epochs, domain: [0, end] },
      y: { label: words.rate, domain: [0, 1.08 * top] },
      marks: (scales) => [
        svg`<path class="loss" d=${pathThrough(
          step.map((at, k) => [Math.min(end, at / perEpoch), ((trainLoss[k] ?? 0) / highest) * top] as const),
          scales,
        )} />`,
        svg`<path d=${pathThrough(
          epochs.map((epoch, k) => [epoch, rates[k] ?? null] as const),
          scales,
        )} />`,
        svg`<line class="now" x1=${scales.x(now)} x2=${scales.x(now)} y1=${scales.top} y2=${scales.top + scales.height} />`,
      ],
    })}
      <div class="row"><label>${words.kind} <select id="schedule" @change=${(event: Event) => this.model.change('schedule', (event.target as HTMLSelectElement).value)}>
        ${Object.entries(words.kinds).map(([key, text]) => html`<option value=${key} ?selected=${settings.schedule === key}>${text}</option>`)}</select></label>
        ${['learningRate', ...(used[settings.schedule ?? ''] ?? []), ...(settings.schedule === 'constant' ? [] : ['warmUp'])].map(field)}</div>
    </figure>`;
  }

  #range() {
    const test = this.#test;
    return html`<figure><figcaption>${words.range}</figcaption><p class="told">${words.rangeHint}</p>
      <div class="row"><button id="range" ?disabled=${this.testing} @click=${() => this.#runTest()}>${words.rangeRun}</button>
        ${test && test.suggested > 0 ? html`<button id="use" class="primary" @click=${() => this.model.change('learningRate', String(Number(test.suggested.toPrecision(2))))}>${words.use(plainNumber(Number(test.suggested.toPrecision(2))))}</button>` : nothing}
        ${test && test.suggested === 0 ? html`<span>${words.none}</span>` : nothing}</div>
      ${test ? this.#tested(test) : nothing}</figure>`;
  }

  #tested({ points: tested, suggested }: RangeTest) {
    const first = tested[0]?.smooth ?? 1;
    const top = Math.max(2 * (first ?? 1), 1e-9);
    const shown = tested.map(({ eta, smooth }) => [eta, smooth === null ? null : Math.min(smooth, top)] as const);
    return plot({
      summary: words.rangeSummary(brief(suggested)),
      x: { label: words.rate, domain: [tested[0]?.eta ?? 1e-5, tested.at(-1)?.eta ?? 10], log: true },
      y: { label: '', domain: [0, top] },
      marks: (scales) => [
        svg`<path d=${pathThrough(shown, scales)} />`,
        suggested > 0
          ? svg`<line class="now" x1=${scales.x(suggested)} x2=${scales.x(suggested)} y1=${scales.top} y2=${scales.top + scales.height} />`
          : svg``,
      ],
    });
  }

  async #runTest(): Promise<void> {
    this.testing = true;
    const [test] = await this.inspector.look([['rangeTest', 1e-5, 10, 200]]);
    this.testing = false;
    if (test.ok) this.#test = test.answer;
    this.refusal = test.ok ? '' : test.message;
    this.requestUpdate();
  }
}

customElements.define('dh-rate-plan', RatePlan);
