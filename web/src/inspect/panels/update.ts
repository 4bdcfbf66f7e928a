/** The update: the optimizer's equation with live numbers, the schedule, the range test, and other rules on the same gradient (sections 3, 16 to 18, 28). */

import { formulas } from 'virtual:formulas/update';
import { css, html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { brief, percent, signed } from '../../format.js';
import { settingOf } from '../../settings.js';
import { type NextStep, nextStepArrays, type SwappedRules } from '../answers.js';
import type { Inspector } from '../inspector.js';
import { headerCell, Panel } from '../panel.js';
import { parameterName } from '../parameter-names.js';
import { plainNumber } from '../plot.js';
import '../rate-plan.js';
import { arrows } from '../step-arrows.js';
import { words } from '../words/update.js';
import { inspectWords } from '../words.js';

const top = 6;
/** As the training pane calls a rule. */
const ruleName = (kind: string) =>
  settingOf('optimizer', 'choice').choices.find(({ value }) => value === kind)?.label ?? kind;
const mostChoices = 300;

type Arrays = Record<(typeof nextStepArrays)[number], Float64Array>;

function arraysOf(numbers: Float64Array): Arrays {
  const count = numbers.length / nextStepArrays.length;
  return Object.fromEntries(
    nextStepArrays.map((name, k) => [name, numbers.subarray(k * count, (k + 1) * count)]),
  ) as Arrays;
}

export class UpdatePanel extends Panel {
  static override styles = [
    Panel.styles,
    css`
      select {
        max-inline-size: 260px;
      }

      .plot .gradient {
        stroke: var(--rising);
        stroke-width: 2.5;
      }

      .plot .moved {
        stroke: var(--accent);
        stroke-width: 2.5;
      }

      .plot .last {
        stroke: var(--edge);
        stroke-dasharray: 4 3;
      }
    `,
  ];
  static override properties = { ...Panel.properties, chosen: { state: true } };
  /** A place in θ; −1 is the one with the largest gradient. */
  declare private chosen: number;
  #step: NextStep | null = null;
  #arrays: Arrays = arraysOf(new Float64Array());
  #swapped: SwappedRules | null = null;
  #moves: Float64Array = new Float64Array();

  constructor() {
    super();
    this.chosen = -1;
  }

  protected override async ask(inspector: Inspector): Promise<void> {
    const [next, swapped] = await inspector.look([['nextStep'], ['swapRules']]);
    this.refusal = next.ok ? '' : next.message;
    if (!next.ok) return;
    this.#step = next.answer;
    this.#arrays = arraysOf(next.numbers);
    if (swapped.ok) {
      this.#swapped = swapped.answer;
      this.#moves = swapped.numbers;
    }
  }

  get #place(): number {
    const { penalised } = this.#arrays;
    if (this.chosen >= 0 && this.chosen < penalised.length) return this.chosen;
    let most = 0;
    for (const [place, g] of penalised.entries()) if (Math.abs(g) > Math.abs(penalised[most] ?? 0)) most = place;
    return most;
  }

  #moved(place: number): number {
    return (this.#arrays.newTheta[place] ?? 0) - (this.#arrays.theta[place] ?? 0);
  }

  protected override view() {
    const layout = this.model.run?.layout;
    const step = this.#step;
    if (!step || !layout || layout.parameters !== this.#arrays.theta.length) return this.waiting;
    return html`
      <details class="told"><summary>${inspectWords.what}</summary><p>${words.what}</p></details>
      <div class="row">${formulas[step.optimizer.kind]}</div>
      <div class="row"><label>${words.parameter} <select id="parameter" @change=${(event: Event) => {
        this.chosen = Number((event.target as HTMLSelectElement).value);
      }}><option value="-1">${words.largest}</option>${guard([layout, this.chosen], () =>
        Array.from(
          { length: Math.min(mostChoices, layout.parameters) },
          (_, place) =>
            html`<option value=${place} ?selected=${place === this.chosen}>${parameterName(layout, place)}</option>`,
        ),
      )}</select></label></div>
      <div class="plots">
        ${this.#equation(step, parameterName(layout, this.#place))}
        ${this.#top(step, layout)}
        ${arrows(step)}
        <dh-rate-plan .model=${this.model}></dh-rate-plan>
        ${this.#swap()}
      </div>`;
  }

  #equation({ eta, optimizer }: NextStep, name: string) {
    const at = this.#place;
    const { raw, clipped, penalised, theta, first, second, newTheta, newFirst, newSecond } = this.#arrays;
    const g = penalised[at] ?? 0;
    const digits = (value: number | undefined) =>
      String(Number((value ?? Number.NaN).toPrecision(6))).replace('-', '−');
    const names = words.names;
    const rows: [string, string][] = [
      [names.theta, digits(theta[at])],
      [names.raw, digits(raw[at])],
      ...(clipped[at] !== raw[at] ? [[names.clipped, digits(clipped[at])] as [string, string]] : []),
      ...(penalised[at] !== clipped[at] ? [[names.penalised, digits(g)] as [string, string]] : []),
      [names.eta, digits(eta)],
      ...(names.first[optimizer.kind]
        ? [
            [names.first[optimizer.kind] ?? '', words.becomes(digits(first[at]), digits(newFirst[at]))] as [
              string,
              string,
            ],
          ]
        : []),
      ...(names.second[optimizer.kind]
        ? [
            [names.second[optimizer.kind] ?? '', words.becomes(digits(second[at]), digits(newSecond[at]))] as [
              string,
              string,
            ],
          ]
        : []),
      [names.moved, digits(this.#moved(at))],
      [names.after, digits(newTheta[at])],
      [names.effective, g === 0 ? '–' : digits(-this.#moved(at) / g)],
    ];
    return html`<figure><figcaption>${words.equation}: ${name}</figcaption>
      <table id="equation"><tbody>${rows.map(([label, value]) => html`<tr><th scope="row">${label}</th><td class="number">${value}</td></tr>`)}</tbody></table></figure>`;
  }

  #top({ optimizer, turning }: NextStep, layout: Parameters<typeof parameterName>[0]) {
    const { penalised, newFirst, newSecond } = this.#arrays;
    const places = [...penalised.keys()]
      .sort((a, b) => Math.abs(this.#moved(b)) - Math.abs(this.#moved(a)))
      .slice(0, top);
    const [parameter, g, , , moved, effective] = words.columns;
    const first = words.names.first[optimizer.kind] ?? '';
    const second = words.names.second[optimizer.kind] ?? '';
    return html`<figure><figcaption>${words.top}</figcaption>
      <div class="scroll" tabindex="0" role="group" aria-label=${words.top}><table>
        <thead><tr>${[parameter, g, first, second, moved, effective].map((name) => (name ? html`<th scope="col">${name}</th>` : nothing))}</tr></thead>
        <tbody>${places.map((place) => {
          const gradient = penalised[place] ?? 0;
          return html`<tr><th scope="row" class="parameter">${parameterName(layout, place)}</th><td class="number">${brief(gradient)}</td>
            ${first ? html`<td class="number">${brief(newFirst[place] ?? 0)}</td>` : nothing}
            ${second ? html`<td class="number">${brief(newSecond[place] ?? 0)}</td>` : nothing}
            <td class="number">${brief(this.#moved(place))}</td>
            <td class="number">${gradient === 0 ? '–' : plainNumber(Number((-this.#moved(place) / gradient).toPrecision(3)))}</td></tr>`;
        })}</tbody></table></div>
      <p class="soft">${words.oscillating(percent(turning))}</p></figure>`;
  }

  #swap() {
    const swapped = this.#swapped;
    if (!swapped) return nothing;
    const P = this.#arrays.theta.length;
    return html`<figure><figcaption>${words.swap}</figcaption><p class="told">${words.swapHint}</p>
      <div class="scroll" tabindex="0" role="group" aria-label=${words.swap}><table id="rules">
        <thead><tr>${words.swapColumns.map(headerCell)}</tr></thead>
        <tbody>${swapped.rules.map(
          (
            { kind, norm, cosine, hash },
            k,
          ) => html`<tr><th scope="row">${ruleName(kind)}</th><td class="number">${brief(norm)}</td>
            <td class="number">${signed(cosine)}</td><td class="number">${brief(this.#moves[k * P + this.#place] ?? 0)}</td>
            <td class="number hash">${hash.slice(0, 8)}</td></tr>`,
        )}</tbody></table></div></figure>`;
  }
}

customElements.define('dh-panel-update', UpdatePanel);
