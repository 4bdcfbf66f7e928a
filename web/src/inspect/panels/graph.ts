/** The computational graph with values and adjoints, and what gradients cost: counted and measured (sections 6, 14, 15, 25). */
import { css, html, nothing, svg } from 'lit';
import { brief, count } from '../../format.js';
import type { ComparedCost, Cost, Graph, PhaseTimes } from '../answers.js';
import { graphPicture, graphStyles } from '../graph-picture.js';
import type { Inspector } from '../inspector.js';
import { headerCell, Panel } from '../panel.js';
import { pathThrough, plainNumber, plot } from '../plot.js';
import { layerName } from '../trace-picture.js';
import { words } from '../words/graph.js';
import { inspectWords } from '../words.js';

const shownNumbers = 4;
const steps = 60;

const variations: Record<string, { labels: string[]; queries: string[] }> = {
  width: {
    labels: ['2', '4', '8', '16', '32', '64'],
    queries: [2, 4, 8, 16, 32, 64].map((width) => `network=${width},${width}`),
  },
  batch: { labels: ['1', '4', '16', '64', '250'], queries: [1, 4, 16, 64, 250].map((batch) => `batchSize=${batch}`) },
  engine: { labels: ['wasm', 'scalar'], queries: ['engine=simd', 'engine=scalar'] },
};

const micro = (seconds: number) => plainNumber(Number((1e6 * seconds).toPrecision(3)));

export class GraphPanel extends Panel {
  static override styles = [
    Panel.styles,
    graphStyles,
    css`
      .nodes {
        max-block-size: 340px;
        overflow: auto;
      }

      tr.now {
        outline: 2px solid var(--accent);
      }

      td.adjoint {
        color: var(--rising);
      }

      .plot circle {
        fill: var(--accent);
      }
    `,
  ];
  static override properties = {
    ...Panel.properties,
    swept: { state: true },
    measuring: { state: true },
    vary: { state: true },
  };
  /** Nodes whose adjoint is known, counted from the loss. */
  declare private swept: number;
  declare private measuring: boolean;
  declare private vary: string;
  #point = 0;
  #graph: Graph | null = null;
  #cost: Cost | null = null;
  #times: PhaseTimes | null = null;
  #compared: ComparedCost[] = [];

  constructor() {
    super();
    this.swept = Number.POSITIVE_INFINITY;
    this.measuring = false;
    this.vary = 'width';
  }

  protected override async ask(inspector: Inspector): Promise<void> {
    const [graph, cost] = await inspector.look([['graph', this.#point], ['cost']]);
    this.refusal = graph.ok ? '' : graph.message;
    if (graph.ok) this.#graph = graph.answer;
    if (cost.ok) this.#cost = cost.answer;
  }

  protected override view() {
    const graph = this.#graph;
    if (!graph) return this.waiting;
    return html`
      <details class="told"><summary>${inspectWords.what}</summary><p>${words.what}</p></details>
      ${this.#sweeper(graph)}
      <h3>${words.picture}</h3>
      ${graphPicture(graph.nodes, graph.nodes.length - Math.min(this.swept, graph.nodes.length))}
      <div class="plots">${this.#nodes(graph)} ${this.#passes(graph)} ${this.#measured()}</div>`;
  }

  #sweeper({ nodes }: Graph) {
    const swept = Math.min(this.swept, nodes.length);
    return html`<div class="row"><label>${words.example} <input id="point" type="number" min="0" class="number" .value=${String(this.#point)} @change=${(
      event: Event,
    ) => {
      this.#point = Math.max(0, Math.round(Number((event.target as HTMLInputElement).value)) || 0);
      this.again();
    }} /></label>
        <span>${words.sweep}</span>
        <button @click=${() => {
          this.swept = Math.max(0, swept - 1);
        }}>${words.back}</button>
        <button id="sweep" @click=${() => {
          this.swept = this.swept >= nodes.length ? 1 : swept + 1;
        }}>${words.forth}</button>
        <button @click=${() => {
          this.swept = Number.POSITIVE_INFINITY;
        }}>${words.all}</button></div>`;
  }

  #nodes({ nodes }: Graph) {
    const swept = Math.min(this.swept, nodes.length);
    const list = (numbers: readonly (number | null)[]) =>
      `${numbers
        .slice(0, shownNumbers)
        .map((number) => brief(number ?? Number.NaN))
        .join('  ')}${numbers.length > shownNumbers ? ` ${words.more(numbers.length)}` : ''}`;
    return html`<figure><figcaption>${words.nodes}</figcaption>
      <div class="scroll nodes" tabindex="0" role="group" aria-label=${words.nodes}><table id="nodes">
        <thead><tr>${words.columns.map(headerCell)}</tr></thead>
        <tbody>${nodes.map((node, index) => {
          const known = nodes.length - index <= swept;
          return html`<tr class=${nodes.length - index === swept && swept < nodes.length ? 'now' : ''}><th scope="row">${node.name}</th><td>${words.operations[node.op] ?? node.op}</td>
            <td>${node.inputs.map((input) => nodes[input]?.name).join(', ')}</td><td class="number">${list(node.value)}</td>
            <td class="number adjoint">${known ? list(node.adjoint) : ''}</td></tr>`;
        })}</tbody></table></div></figure>`;
  }

  #passes({ reversePasses, forwardModePasses, finiteDifferenceForwards, parameters }: Graph) {
    const cost = this.#cost;
    const layers = cost?.layers.length ?? 0;
    return html`<figure><figcaption>${words.passes}</figcaption>
      <table id="passes"><tbody>${words
        .passRows(count(reversePasses), count(forwardModePasses), count(finiteDifferenceForwards))
        .map(
          ([way, passes]) => html`<tr><th scope="row">${way}</th><td class="number">${passes}</td></tr>`,
        )}</tbody></table>
      <p class="soft">${words.parameters(count(parameters))}</p>
      ${
        cost
          ? html`<h3>${words.flops}</h3><div class="scroll" tabindex="0" role="group" aria-label=${words.flops}><table>
        <thead><tr>${words.flopColumns.map(headerCell)}</tr></thead>
        <tbody>${cost.layers.map(
          ({ forward, backward, gradients, update }, l) => html`<tr><th scope="row">${layerName(l, layers)}</th>
            ${[forward, backward, gradients].map((flops) => html`<td class="number">${count(flops * cost.batch)}</td>`)}<td class="number">${count(update)}</td></tr>`,
        )}</tbody></table></div><p class="soft">${words.ratio(cost.backwardToForward.toFixed(2))}</p>`
          : nothing
      }</figure>`;
  }

  #measured() {
    const times = this.#times;
    const told = times
      ? words.timeSummary(
          micro(times.forward / times.steps),
          micro(times.backward / times.steps),
          micro(times.update / times.steps),
        )
      : '';
    return html`<figure><figcaption>${words.times}</figcaption>
      <div class="row"><button id="measure" class="primary" ?disabled=${this.measuring} @click=${() => this.#measure()}>${this.measuring ? words.measuring : words.measure}</button>
        <label>${words.vary} <select id="vary" @change=${(event: Event) => {
          this.vary = (event.target as HTMLSelectElement).value;
          this.#compared = [];
        }}>${Object.entries(words.varies).map(([key, text]) => html`<option value=${key}>${text}</option>`)}</select></label></div>
      <p class="number" role="status">${told}</p>
      ${this.#compared.length > 0 ? this.#comparison() : nothing}</figure>`;
  }

  #comparison() {
    const compared = this.#compared;
    const labels = (variations[this.vary]?.labels ?? []).map((label) => words.engineNames[label] ?? label);
    const total = ({ forward, backward, update }: ComparedCost) => forward + backward + update;
    const flops = compared.map((run) => run.flops);
    const seconds = compared.map(total);
    return html`${
      this.vary === 'engine'
        ? nothing
        : plot({
            summary: words.chartSummary(compared.map((run, k) => `${labels[k]} ${micro(total(run))} µs`).join(', ')),
            x: { label: 'FLOP', domain: [Math.min(...flops), Math.max(...flops)], log: true },
            y: { label: 'µs', domain: [1e6 * Math.min(...seconds), 1e6 * Math.max(...seconds)], log: true },
            marks: (scales) => [
              svg`<path d=${pathThrough(
                compared.map((run) => [run.flops, 1e6 * total(run)] as const),
                scales,
              )} />`,
              ...compared.map(
                (run) => svg`<circle cx=${scales.x(run.flops)} cy=${scales.y(1e6 * total(run))} r="4" />`,
              ),
            ],
          })
    }
    <div class="scroll" tabindex="0" role="group" aria-label=${words.chart}><table id="compared">
      <thead><tr>${words.varyColumns.map(headerCell)}</tr></thead>
      <tbody>${compared.map(
        (
          run,
          k,
        ) => html`<tr><th scope="row">${labels[k]}</th><td class="number">${plainNumber(Number((1e-6 * run.flops).toPrecision(3)))}</td>
          ${[run.forward, run.backward, run.update].map((part) => html`<td class="number">${micro(part)}</td>`)}
          <td class="number">${plainNumber(Number(((1e-9 * run.flops) / total(run)).toPrecision(3)))}</td></tr>`,
      )}</tbody></table></div>`;
  }

  async #measure(): Promise<void> {
    this.measuring = true;
    const queries = variations[this.vary]?.queries.join('\n') ?? '';
    const [times, compared] = await this.inspector.look([
      ['phaseTimes', steps],
      ['compareCosts', queries, steps],
    ]);
    this.measuring = false;
    if (times.ok) this.#times = times.answer;
    if (compared.ok) this.#compared = compared.answer.runs;
    this.refusal = times.ok ? (compared.ok ? '' : compared.message) : times.message;
  }
}

customElements.define('dh-panel-graph', GraphPanel);
