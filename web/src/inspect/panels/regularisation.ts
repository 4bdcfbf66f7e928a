/** Regularisation: J and J_reg, the two pulls at every weight, dropped units, and early stopping (section 23). */

import { formulas } from 'virtual:formulas/regularisation';
import { css, html, nothing, svg } from 'lit';
import { columnsOf } from '../../curve-data.js';
import { brief, count } from '../../format.js';
import type { ObjectiveAnswer } from '../answers.js';
import type { Inspector } from '../inspector.js';
import { headerCell, Panel } from '../panel.js';
import { parameterName } from '../parameter-names.js';
import { pathThrough, plot } from '../plot.js';
import { layerName } from '../trace-picture.js';
import { words } from '../words/regularisation.js';
import { inspectWords } from '../words.js';

const shown = 10;
const most = 300;

export class RegularisationPanel extends Panel {
  static override styles = [
    Panel.styles,
    css`
      .plot .reg {
        stroke: var(--rising);
      }

      .plot .test,
      .plot .best {
        stroke: var(--edge);
        stroke-dasharray: 4 3;
      }

      .pull line.data {
        stroke: var(--accent);
        stroke-width: 4;
      }

      .pull line.penalty {
        stroke: var(--rising);
        stroke-width: 4;
      }

      .pull line.middle {
        stroke: var(--line);
      }

      .pull {
        inline-size: 160px;
        block-size: 22px;
      }

      .units {
        display: flex;
        flex-wrap: wrap;
        gap: 3px;
      }

      .units i {
        inline-size: 14px;
        block-size: 14px;
        border-radius: 3px;
        background: var(--accent);
      }

      .units i.out {
        background: none;
        border: 1px dashed var(--edge);
      }
    `,
  ];
  #objective: ObjectiveAnswer | null = null;
  #pulls: Float64Array = new Float64Array();
  #dropped: number[][] = [];
  #history: { step: number; J: number; reg: number }[] = [];

  protected override async ask(inspector: Inspector): Promise<void> {
    const [objective, next] = await inspector.look([['objective'], ['nextStep']]);
    this.refusal = objective.ok ? '' : objective.message;
    if (!objective.ok) return;
    this.#objective = objective.answer;
    this.#pulls = objective.numbers;
    if (next.ok) this.#dropped = next.answer.dropped;
    const step = this.model.frame?.metrics.step ?? 0;
    const { J, penalty } = objective.answer;
    this.#history = [
      ...this.#history.filter((moment) => moment.step < step).slice(1 - most),
      { step, J, reg: J + penalty },
    ];
  }

  protected override view() {
    const objective = this.#objective;
    if (!objective) return this.waiting;
    return html`
      <details class="told"><summary>${inspectWords.what}</summary><p>${words.what}</p></details>
      <div class="row">${formulas.objective}</div>
      <div class="plots">${this.#curves(objective)} ${this.#table(objective)} ${this.#dropout()} ${this.#stopping(objective)}</div>`;
  }

  #field(key: string, label: string) {
    return html`<label>${label} <input id=${key} class="number" inputmode="decimal" .value=${this.model.run?.settings[key] ?? ''}
      @change=${(event: Event) => this.model.change(key, (event.target as HTMLInputElement).value)} /></label>`;
  }

  #curves({ J, penalty, bestEpoch }: ObjectiveAnswer) {
    const { step, testLoss } = columnsOf(this.model.curve, this.model.frame?.metrics);
    const history = this.#history;
    const end = Math.max(1, history.at(-1)?.step ?? 1);
    const top = Math.max(1e-9, ...history.map(({ reg }) => reg), ...testLoss.filter(Number.isFinite)) * 1.05;
    const best = bestEpoch * (this.model.run?.stepsPerEpoch ?? 1);
    return html`<figure><figcaption>${words.curves}</figcaption>${plot({
      summary: words.curvesSummary(brief(J), brief(penalty)),
      x: { label: words.step, domain: [0, end] },
      y: { label: '', domain: [0, top] },
      marks: (scales) => [
        svg`<path class="test" d=${pathThrough(
          step.map((at, k) => [at, testLoss[k] ?? null] as const),
          scales,
        )} />`,
        svg`<path class="reg" d=${pathThrough(
          history.map((moment) => [moment.step, moment.reg] as const),
          scales,
        )} />`,
        svg`<path d=${pathThrough(
          history.map((moment) => [moment.step, moment.J] as const),
          scales,
        )} />`,
        this.#patience > 0 && best > 0
          ? svg`<line class="best" x1=${scales.x(best)} x2=${scales.x(best)} y1=${scales.top} y2=${scales.top + scales.height} />`
          : svg``,
      ],
    })}
      <p class="soft">${words.plain} ${brief(J)} · ${words.reg} ${brief(J + penalty)}</p>
      <div class="row">${this.#field('l1', words.l1)} ${this.#field('l2', words.l2)}</div></figure>`;
  }

  get #patience(): number {
    return Number(this.model.run?.settings.patience ?? 0);
  }

  #table({ gradientNorm, penaltyNorm }: ObjectiveAnswer) {
    const { run, parameters } = this.model;
    const P = this.#pulls.length / 2;
    if (!run || run.layout.parameters !== P) return nothing;
    const places = Array.from({ length: P }, (_, place) => place)
      .sort((a, b) => Math.abs(parameters[b] ?? 0) - Math.abs(parameters[a] ?? 0))
      .slice(0, shown);
    const longest = Math.max(
      1e-12,
      ...places.flatMap((place) => [Math.abs(this.#pulls[place] ?? 0), Math.abs(this.#pulls[P + place] ?? 0)]),
    );
    return html`<figure><figcaption>${words.pulls}</figcaption>
      <p class="told">${penaltyNorm === 0 ? words.noPenalty : words.pullsHint} ${words.pullsSummary(brief(gradientNorm), brief(penaltyNorm))}</p>
      <div class="scroll" tabindex="0" role="group" aria-label=${words.pulls}><table id="pulls">
        <thead><tr>${words.columns.map(headerCell)}</tr></thead>
        <tbody>${places.map((place) => {
          const data = -(this.#pulls[place] ?? 0);
          const penalty = -(this.#pulls[P + place] ?? 0);
          return html`<tr><th scope="row" class="parameter">${parameterName(run.layout, place)}</th><td class="number">${brief(parameters[place] ?? 0)}</td>
            <td class="number">${brief(data)}</td><td class="number">${brief(penalty)}</td>
            <td><svg class="pull" viewBox="-80 0 160 22" aria-hidden="true"><line class="middle" x1="0" x2="0" y1="0" y2="22" />
              <line class="data" x1="0" x2=${(75 * data) / longest} y1="7" y2="7" /><line class="penalty" x1="0" x2=${(75 * penalty) / longest} y1="15" y2="15" /></svg></td></tr>`;
        })}</tbody></table></div></figure>`;
  }

  #dropout() {
    const layers = this.model.run?.layout.layers ?? [];
    const network = this.model.run?.settings.network ?? '';
    const has = /dropout/.test(network);
    return html`<figure><figcaption>${words.dropout}</figcaption>
      ${
        has
          ? layers.slice(0, -1).map((layer, l) => {
              const out = this.#dropped[l] ?? [];
              const name = layerName(l, layers.length);
              return html`<p>${words.dropped(name, out.length > 0 ? out.map((unit) => words.unit(unit + 1)).join(', ') : words.none)}</p>
          <div class="units" aria-hidden="true">${Array.from({ length: layer.units }, (_, unit) => html`<i class=${out.includes(unit) ? 'out' : ''}></i>`)}</div>`;
            })
          : html`<p class="soft">${words.noDropout}</p>`
      }
      <div class="row"><button id="dropout" @click=${() => this.#setDropout(network, has)}>${has ? words.take : words.give}</button></div></figure>`;
  }

  #setDropout(network: string, has: boolean): void {
    const layers = network
      .split(',')
      .map((layer) => (has ? layer.replace(/:dropout[\d.]+/, '') : `${layer}:dropout0.3`));
    this.model.change('network', layers.join(','));
  }

  #stopping({ bestLoss, bestEpoch }: ObjectiveAnswer) {
    return html`<figure><figcaption>${words.stopping}</figcaption>
      <div class="row">${this.#field('patience', words.patience)}</div>
      <p class="number">${this.#patience === 0 ? words.off : bestLoss === null ? '' : words.best(count(bestEpoch), brief(bestLoss))}</p></figure>`;
  }
}

customElements.define('dh-panel-regularisation', RegularisationPanel);
