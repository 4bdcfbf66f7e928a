/** The stepper: one example through the network and back, phase by phase, with the network's own numbers (sections 5 to 13). */

import { formulas } from 'virtual:formulas/backprop';
import { html, nothing } from 'lit';
import { brief } from '../../format.js';
import type { NextStep, Trace } from '../answers.js';
import type { Inspector } from '../inspector.js';
import { Panel } from '../panel.js';
import { pickerStyles, pointPicker } from '../point-picker.js';
import { type Nudge, placeOf, traceDetail } from '../trace-detail.js';
import { type Lamp, lamps, type Phase, phasesOf, stepTo } from '../trace-phases.js';
import { type Chosen, layerName, pictureStyles, tracePicture } from '../trace-picture.js';
import { words } from '../words/backprop.js';
import { inspectWords } from '../words.js';
import '../homework.js';
import { backpropStyles } from '../styles/backprop.js';

type Unit = 'phase' | 'layer' | 'example' | 'batch' | 'epoch';

const slowly = 1000;

export class BackpropPanel extends Panel {
  static override styles = [Panel.styles, pictureStyles, pickerStyles, backpropStyles];
  static override properties = {
    ...Panel.properties,
    done: { state: true },
    unit: { state: true },
    chosen: { state: true },
    slow: { state: true },
    homework: { state: true },
  };
  declare private done: number;
  declare private unit: Unit;
  declare private chosen: Chosen | null;
  declare private slow: boolean;
  declare private homework: boolean;
  #trace: Trace | null = null;
  #gradient: Float64Array = new Float64Array();
  #next: NextStep | null = null;
  #moves: Float64Array = new Float64Array();
  #example = 0;
  #probe: { x1: number; x2: number; target: number } | null = null;
  #input: number | null = null;
  #nudge: Nudge | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** The play button runs it, at one phase a second. */
  #isPlaying = false;

  constructor() {
    super();
    this.done = 0;
    this.unit = 'phase';
    this.chosen = null;
    this.slow = false;
    this.homework = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const follow = () => {
      const { goesByPhase, status } = this.model;
      const wanted = goesByPhase && status === 'running';
      if (wanted !== this.#isPlaying) this.#setSlow(wanted);
      this.#isPlaying = wanted;
    };
    this.watch('status', follow);
    this.watch('view', follow);
    follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#isPlaying = false;
    this.#setSlow(false);
  }

  protected override async ask(inspector: Inspector): Promise<void> {
    const [next] = await inspector.look([['nextStep']]);
    if (!next.ok) {
      this.refusal = next.message;
      return;
    }
    this.#next = next.answer;
    const parameters = next.numbers.length / 9;
    this.#moves = next.numbers
      .slice(6 * parameters, 7 * parameters)
      .map((after, j) => after - (next.numbers[3 * parameters + j] ?? 0));
    this.#example = Math.min(this.#example, next.answer.rows.length - 1);
    const point = this.#point;
    const [trace] = await inspector.look([['trace', point.x1, point.x2, point.target]], { hold: true });
    this.refusal = trace.ok ? '' : trace.message;
    if (!trace.ok) return;
    // At first all is shown; whoever wants to see it grow goes back.
    if (!this.#trace) this.done = phasesOf(trace.answer.layers.length).length - 1;
    this.#trace = trace.answer;
    this.#gradient = trace.numbers;
    const units = trace.answer.layers[this.chosen?.layer ?? 0]?.z.length ?? 0;
    if (this.chosen && this.chosen.unit >= units) this.chosen = null;
    // What was nudged is nudged in the new state, too.
    const nudged = this.#nudge;
    this.#nudge = null;
    if (nudged) await this.#nudgeBy(nudged.epsilon);
  }

  /** The point that is traced: one's own, or the example of the batch. */
  get #point() {
    if (this.#probe) return this.#probe;
    const row = this.#next?.rows[this.#example] ?? 0;
    const [x1 = 0, x2 = 0, target = 0] = this.model.run?.points.subarray(3 * row, 3 * row + 3) ?? [];
    return { x1, x2, target };
  }

  get #phases(): Phase[] {
    return phasesOf(this.#trace?.layers.length ?? 1);
  }

  protected override view() {
    const { run, parameters } = this.model;
    const trace = this.#trace;
    if (!trace || !run) return this.waiting;
    const phases = this.#phases;
    const inputs = run.layout.inputs.map(({ name }) => name);
    return html`
      <details class="told"><summary>${inspectWords.what}</summary><p>${words.what}</p></details>
      ${this.#controls(phases)} ${this.#exampleRow(trace)}
      <div @pointerover=${this.#light} @focusin=${this.#light} @pointerleave=${this.#leave} @focusout=${this.#leave}>
        <div class="row formula">${this.#formula(phases, trace)}</div>
        <div class="row chips">${Object.entries(words.terms).map(
          ([term, text]) => html`<button class="t-${term}" aria-label=${text}>${text}</button>`,
        )}</div>
        <div class="both">${this.#picker()}
        ${tracePicture({
          trace,
          inputs,
          phases,
          done: this.done,
          chosen: this.chosen,
          choose: (layer, unit) => this.#choose(layer, unit),
        })}</div>
        ${this.#updateLine(phases)}
        ${
          this.chosen
            ? traceDetail({
                trace,
                inputs,
                layout: run.layout.layers,
                parameters,
                gradient: this.#gradient,
                chosen: this.chosen,
                input: this.#input,
                nudge: this.#nudge,
                chooseInput: (input) => {
                  this.#input = input;
                  this.#nudgeBy(0.1);
                },
                nudgeBy: (epsilon) => this.#nudgeBy(epsilon),
              })
            : nothing
        }
      </div>
      <details @toggle=${(event: Event) => {
        this.homework = (event.target as HTMLDetailsElement).open;
      }}><summary>${words.homework}</summary>
        ${this.homework ? html`<dh-homework .trace=${trace}></dh-homework>` : nothing}</details>
    `;
  }

  #controls(phases: readonly Phase[]) {
    const now = phases[this.done - 1];
    const lit = (lamp: Lamp) => !phases.slice(this.done).some((phase) => phase.lamp === lamp);
    return html`<div class="row">
      <ol class="lamps">${lamps.map(
        (lamp) => html`<li><button class=${lit(lamp) ? 'lit' : ''} aria-current=${now?.lamp === lamp ? 'step' : 'false'}
          title=${words.lampTitle(words.lamps[lamp] ?? '', lit(lamp))} @click=${() => this.#to(lamp)}>
          <span class="lamp"></span>${words.lamps[lamp]}</button></li>`,
      )}</ol>
      <button id="back" @click=${() => this.#step(-1)}>${words.back}</button>
      <button id="forth" class="primary" @click=${() => this.#step(1)}>${words.forth}</button>
      <label>${words.unit} <select @change=${(event: Event) => {
        this.unit = (event.target as HTMLSelectElement).value as Unit;
      }}>${Object.entries(words.units).map(([key, text]) => html`<option value=${key}>${text}</option>`)}</select></label>
      <button aria-pressed=${this.slow} @click=${() => this.#setSlow(!this.slow)}>${this.slow ? words.stop : words.slow}</button>
      <span class="soft" role="status">${
        now
          ? words.where(
              words.lamps[now.lamp] ?? '',
              now.layer === null ? '' : layerName(now.layer, this.#trace?.layers.length ?? 0),
            )
          : words.start
      }</span>
    </div>`;
  }

  #exampleRow(trace: Trace) {
    const { x1, x2, target } = this.#point;
    const field = (label: string, value: number, put: (value: number) => void) => html`<label>${label}
      <input type="number" step="any" class="number" .value=${String(Number(value.toPrecision(4)))}
        @change=${(event: Event) => put(Number((event.target as HTMLInputElement).value))} /></label>`;
    const mine = (change: Partial<{ x1: number; x2: number; target: number }>) => {
      this.#probe = { x1, x2, target, ...change };
      this.again();
    };
    const rows = this.#next?.rows.length ?? 1;
    return html`<div class="row">
      <label>${words.example} <select @change=${(event: Event) => {
        this.#probe = (event.target as HTMLSelectElement).value === 'probe' ? { x1, x2, target } : null;
        this.again();
      }}><option value="batch" ?selected=${!this.#probe}>${words.fromBatch}</option>
        <option value="probe" ?selected=${this.#probe !== null}>${words.probe}</option></select></label>
      ${field(words.x1, x1, (value) => mine({ x1: value }))} ${field(words.x2, x2, (value) => mine({ x2: value }))}
      ${field(words.target, target, (value) => mine({ target: value }))}
      ${this.#probe ? nothing : html`<span class="soft">${words.ofBatch(this.#example + 1, rows)}</span>`}
      <span title=${words.lossTitle}>${words.loss} = <b class="number">${brief(trace.loss)}</b></span>
    </div>`;
  }

  #picker() {
    const { points = new Float32Array(), trainCount = 0 } = this.model.run ?? {};
    const { x1, x2, target } = this.#point;
    return pointPicker({
      label: words.pickPoint,
      points,
      count: trainCount,
      at: [x1, x2],
      put: (newX1, newX2) => {
        this.#probe = { x1: newX1, x2: newX2, target };
        this.again();
      },
    });
  }

  #formula(phases: readonly Phase[], trace: Trace) {
    const lamp = phases[this.done - 1]?.lamp ?? 'forward';
    return lamp === 'output' && trace.shortCut ? formulas.shortCut : formulas[lamp];
  }

  #updateLine(phases: readonly Phase[]) {
    if (this.done < phases.length) return nothing;
    const largest = this.#moves.reduce((most, move) => Math.max(most, Math.abs(move)), 0);
    return html`<p role="status">${words.update(this.#moves.filter((move) => move !== 0).length, brief(largest))}</p>`;
  }

  #choose(layer: number, unit: number): void {
    const same = this.chosen?.layer === layer && this.chosen.unit === unit;
    this.chosen = same ? null : { layer, unit };
    this.#input = null;
    this.#nudge = null;
  }

  async #nudgeBy(epsilon: number): Promise<void> {
    const layer = this.model.run?.layout.layers[this.chosen?.layer ?? 0];
    if (!layer || !this.chosen || this.#input === null) return;
    const { x1, x2, target } = this.#point;
    const place = placeOf(layer, this.chosen.unit, this.#input);
    const [found] = await this.inspector.look([['nudge', x1, x2, target, place, epsilon]], { hold: true });
    if (found.ok) {
      const { before, after, predicted } = found.answer;
      this.#nudge = { epsilon, predicted, actual: after === null ? null : after - before };
    } else {
      this.refusal = found.message;
    }
    this.requestUpdate();
  }

  #to(lamp: Lamp): void {
    const phases = this.#phases;
    this.done = phases.findLastIndex((phase) => phase.lamp === lamp) + 1;
  }

  async #step(direction: 1 | -1): Promise<void> {
    const phases = this.#phases;
    const { unit } = this;
    if (unit === 'phase' || unit === 'layer') {
      if (direction > 0 && this.done === phases.length) await this.#train(1, 'batch');
      else if (direction < 0 && this.done === 0) await this.#train(-1, 'batch');
      else this.done = stepTo(phases, this.done, unit, direction);
    } else if (unit === 'example') {
      const rows = this.#next?.rows.length ?? 1;
      this.#probe = null;
      this.#example = (this.#example + direction + rows) % rows;
      this.again();
    } else {
      await this.#train(direction, unit);
    }
  }

  /** Past the last phase the network itself makes the step that was shown, or takes it back. */
  async #train(direction: 1 | -1, unit: 'batch' | 'epoch'): Promise<void> {
    const { stepUnit } = this.model.view;
    this.model.setView('stepUnit', unit);
    if (direction > 0) await this.model.step();
    else await this.model.stepBack();
    this.model.setView('stepUnit', stepUnit);
    this.#example = 0;
    this.done = direction > 0 ? 0 : this.#phases.length;
    this.again();
  }

  #setSlow(slow: boolean): void {
    clearInterval(this.#timer);
    this.slow = slow;
    if (slow) {
      this.#timer = setInterval(() => {
        const phases = this.#phases;
        if (this.done === phases.length) this.#train(1, 'batch');
        else this.done = stepTo(phases, this.done, 'layer', 1);
      }, slowly);
    }
  }

  /** A term of the formula lights up what it means in the picture, and the other way round. */
  readonly #light = (event: Event) => {
    for (const place of event.composedPath()) {
      const [, term] = /(?:^| )[ct]-(\w+)/.exec((place as Element).getAttribute?.('class') ?? '') ?? [];
      if (term) {
        this.setAttribute('term', term);
        return;
      }
    }
    this.removeAttribute('term');
  };

  readonly #leave = () => this.removeAttribute('term');
}

customElements.define('dh-panel-backprop', BackpropPanel);
