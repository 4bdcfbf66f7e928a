/** The pairing lab: which loss belongs behind which output, and what happens if they do not match (section 9). */

import { formulas } from 'virtual:formulas/pairing';
import { css, html, nothing, svg } from 'lit';
import { brief, percent } from '../../format.js';
import type { Inspector } from '../inspector.js';
import { laneStyles } from '../lane-styles.js';
import { Panel } from '../panel.js';
import { pathThrough, plot } from '../plot.js';
import { Racer } from '../racer.js';
import { words } from '../words/pairing.js';
import { inspectWords } from '../words.js';
import '../softmax-toy.js';

const outputs = ['sigmoid', 'tanh', 'linear', 'softmax'];
const losses = ['squaredError', 'binaryCrossEntropy', 'crossEntropy'];
const reach = 6;
const points = 121;
/** What makes the initial weights of the race large enough to saturate. */
const saturating = 5;
const lanes = [
  'loss=binaryCrossEntropy&output=sigmoid',
  'loss=squaredError&output=sigmoid',
  'loss=squaredError&output=tanh',
];
/** The pairs that are drawn; which of them meet is a lesson by itself. */
const drawn = [
  ['sigmoid', 'binaryCrossEntropy'],
  ['sigmoid', 'squaredError'],
  ['tanh', 'squaredError'],
] as const;

interface Pair {
  z: number[];
  delta: (number | null)[];
  shortCut: boolean;
}

export class PairingPanel extends Panel {
  static override styles = [
    Panel.styles,
    laneStyles,
    css`
      td.proper {
        background: var(--accent-soft);
        font-weight: 600;
      }

      .row {
        margin-block: var(--space-2);
      }
    `,
  ];
  static override properties = { ...Panel.properties, shares: { state: true } };
  declare private shares: number[];
  #pairs = new Map<string, Pair>();
  #racer: Racer | null = null;
  #query = '';

  constructor() {
    super();
    this.shares = [1 / 3, 1 / 3, 1 / 3];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#racer?.stop();
  }

  /** The curves are the same whatever the run does; the race begins anew with other settings. */
  protected override async ask(inspector: Inspector): Promise<void> {
    if (this.#pairs.size === 0) {
      const wanted = outputs.flatMap((output) => losses.map((loss) => [output, loss] as const));
      const found = await inspector.look(
        wanted.map(([output, loss]) => ['pairing', output, loss, -reach, reach, points] as const),
      );
      for (const [index, pair] of found.entries()) {
        if (pair.ok) this.#pairs.set(wanted[index]?.join() ?? '', pair.answer);
        else this.refusal = pair.message;
      }
    }
    const query = this.model.run?.query ?? '';
    if (this.#racer && query === this.#query) return;
    this.#query = query;
    this.#racer?.stop();
    this.#racer = new Racer(inspector, () => this.requestUpdate());
    if (this.#isFor) await this.#racer.begin(lanes, saturating);
  }

  /** Two classes, no regression. */
  get #isFor(): boolean {
    const layout = this.model.run?.layout;
    return layout !== undefined && !layout.regression && layout.outputs === 1;
  }

  protected override view() {
    if (this.#pairs.size === 0) return this.waiting;
    return html`
      <details class="told"><summary>${inspectWords.what}</summary><p>${words.what}</p></details>
      <div class="row">${formulas.proper} <span class="soft">·</span> ${formulas.other}</div>
      <div class="plots">${this.#matrix()} ${this.#curves()} ${this.#race()}
        <figure><figcaption>${words.softmax}</figcaption>
          <dh-softmax-toy .shares=${this.shares} @dh-scores=${(event: CustomEvent<number[]>) => this.#weigh(event.detail)}></dh-softmax-toy></figure></div>`;
  }

  #matrix() {
    return html`<figure><figcaption>${words.matrix}</figcaption><p class="told">${words.matrixHint}</p>
      <div class="scroll" tabindex="0" role="group" aria-label=${words.matrix}><table id="pairs">
        <thead><tr><th scope="col">${words.output}</th>${losses.map((loss) => html`<th scope="col">${words.losses[loss]}</th>`)}</tr></thead>
        <tbody>${outputs.map(
          (output) =>
            html`<tr><th scope="row">${output}</th>${losses.map((loss) => {
              const pair = this.#pairs.get(`${output},${loss}`);
              const delta = pair?.delta[0];
              return html`<td class="number ${pair?.shortCut ? 'proper' : ''}" title=${pair?.shortCut ? words.proper : ''}>${delta === null || delta === undefined ? '–' : brief(delta)}</td>`;
            })}</tr>`,
        )}</tbody></table></div></figure>`;
  }

  #curves() {
    const all = drawn.map(([output, loss]) => this.#pairs.get(`${output},${loss}`));
    return html`<figure><figcaption>${words.curve}</figcaption>${plot({
      summary: words.curveSummary(words.lanes.join(', ')),
      x: { label: 'z', domain: [-reach, reach] },
      y: { label: 'δ', domain: [-1.2, 0.4] },
      marks: (scales) =>
        all.map(
          (pair, lane) =>
            svg`<path class="lane lane-${lane}" d=${pathThrough(pair?.z.map((z, k) => [z, pair.delta[k] ?? null] as const) ?? [], scales)} />`,
        ),
    })}
      <p>${words.lanes.map((name, lane) => html`<span class="soft"><i class="swatch lane-${lane}"></i> ${name} </span>`)}</p></figure>`;
  }

  #race() {
    const racer = this.#racer;
    if (!racer) return nothing;
    if (!this.#isFor)
      return html`<figure><figcaption>${words.race}</figcaption><p class="soft">${words.onlyTwo}</p></figure>`;
    const end = Math.max(1, ...racer.last.map(({ epoch }) => epoch));
    const told = racer.last.map(({ accuracy }, lane) => `${words.lanes[lane]} ${percent(accuracy)}`).join(', ');
    return html`<figure><figcaption>${words.race}</figcaption>${plot({
      summary: words.raceSummary(told),
      x: { label: words.epoch, domain: [0, end] },
      y: { label: '', domain: [0, 1], format: (value) => `${Math.round(100 * value)} %` },
      marks: (scales) =>
        lanes.map(
          (_, lane) =>
            svg`<path class="lane lane-${lane}" d=${pathThrough(
              racer.moments.map(({ lanes: all }) => [all[lane]?.epoch ?? 0, all[lane]?.accuracy ?? null] as const),
              scales,
            )} />`,
        ),
    })}
      <div class="row"><button id="race" class="primary" @click=${() => (racer.running ? racer.stop() : racer.run())}>${racer.running ? words.pause : racer.moments.length > 1 ? words.go : words.start}</button>
        <button @click=${() => racer.begin(lanes, saturating)}>${words.reset}</button></div>
      <p class="number" role="status">${told}</p></figure>`;
  }

  async #weigh(scores: number[]): Promise<void> {
    const [softmax] = await this.inspector.look([['softmax', scores]], { hold: true });
    if (softmax.ok) this.shares = softmax.answer.a;
  }
}

customElements.define('dh-panel-pairing', PairingPanel);
