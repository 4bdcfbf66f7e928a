/** Where a unit's error comes from, and the chain of factors behind one of its weights (sections 7, 10, 11). */

import { formulas } from 'virtual:formulas/backprop';
import { html, nothing, type TemplateResult } from 'lit';
import type { LayerLayout } from '../engine/module.js';
import { brief } from '../format.js';
import type { Trace } from './answers.js';
import { type Chosen, layerName } from './trace-picture.js';
import { words } from './words/backprop.js';

const most = 12;

export interface Nudge {
  epsilon: number;
  predicted: number;
  actual: number | null;
}

export interface DetailState {
  trace: Trace;
  inputs: readonly string[];
  layout: readonly LayerLayout[];
  parameters: Float32Array;
  gradient: Float64Array;
  chosen: Chosen;
  /** The weight's input; −1 is the bias. */
  input: number | null;
  nudge: Nudge | null;
  chooseInput: (input: number) => void;
  nudgeBy: (epsilon: number) => void;
}

export function placeOf(layer: LayerLayout, unit: number, input: number): number {
  return input < 0 ? layer.biases + unit : layer.weights + unit * layer.inputs + input;
}

export function traceDetail(state: DetailState): TemplateResult {
  const { trace, chosen, layout } = state;
  const name = words.unitName(chosen.unit + 1, layerName(chosen.layer, trace.layers.length));
  return html`<div class="plots">
    <figure><figcaption>${words.sources(name)}</figcaption>${sources(state)}</figure>
    <figure><figcaption>${words.weightsOf}</figcaption>${weights(state, layout[chosen.layer])}</figure>
    ${state.input === null ? nothing : html`<figure>${chain(state, name)}</figure>`}
  </div>`;
}

function sources({ trace, chosen, layout, parameters }: DetailState): TemplateResult {
  const above = layout[chosen.layer + 1];
  const deltas = trace.layers[chosen.layer + 1]?.delta;
  if (!above || !deltas) return html`<p class="soft">${words.noSources}</p>`;
  return html`<ul>${deltas.slice(0, most).map((delta, k) => {
    const w = parameters[above.weights + k * above.inputs + chosen.unit] ?? 0;
    return html`<li>${words.unitName(k + 1, layerName(chosen.layer + 1, trace.layers.length))}:
      <span class="number">${words.sourcesRow(brief(w), brief(delta), brief(w * delta))}</span></li>`;
  })}</ul>
  <p class="number">${words.sum(brief(trace.layers[chosen.layer]?.back[chosen.unit] ?? Number.NaN))}</p>`;
}

function inputName({ chosen, inputs, trace }: DetailState, input: number): string {
  if (input < 0) return words.bias;
  return chosen.layer === 0
    ? (inputs[input] ?? '')
    : words.unitName(input + 1, layerName(chosen.layer - 1, trace.layers.length));
}

function weights(state: DetailState, layer: LayerLayout | undefined): TemplateResult {
  if (!layer) return html``;
  const all = [-1, ...Array.from({ length: Math.min(most, layer.inputs) }, (_, input) => input)];
  return html`<div class="row">${all.map((input) => {
    const place = placeOf(layer, state.chosen.unit, input);
    return html`<button aria-pressed=${state.input === input} @click=${() => state.chooseInput(input)}>
      ${inputName(state, input)} <span class="number">${brief(state.parameters[place] ?? 0)}</span></button>`;
  })}</div>`;
}

function chain(state: DetailState, unit: string): TemplateResult {
  const { trace, chosen, layout, gradient, input, nudge } = state;
  const layer = layout[chosen.layer];
  if (!layer || input === null) return html``;
  const here = trace.layers[chosen.layer];
  const before = chosen.layer === 0 ? trace.x : trace.layers[chosen.layer - 1]?.out;
  const title = input < 0 ? words.biasName(unit) : words.weightName(inputName(state, input), unit);
  const factor = (term: string, value: number | null | undefined) =>
    html`<span class="factor c-${term}"><b>${term === 'input' ? 'a' : words.terms[term]}</b> <span class="number">${brief(value ?? Number.NaN)}</span></span>`;
  const epsilon = nudge?.epsilon ?? 0.1;
  return html`<h3>${words.chain(title)}</h3>
    <div>${formulas.chain}</div>
    <div class="row ribbon">
      ${trace.shortCut && chosen.layer + 1 === trace.layers.length ? factor('delta', here?.delta[chosen.unit]) : html`${factor('back', here?.back[chosen.unit])} · ${factor('slope', here?.slope?.[chosen.unit])}`}
      · ${factor('input', input < 0 ? 1 : before?.[input])} =
      <b class="number">${words.product(brief(gradient[placeOf(layer, chosen.unit, input)] ?? Number.NaN))}</b>
    </div>
    <div class="row"><label>${words.nudge}
      <input type="number" step="any" class="number" .value=${String(epsilon)} @change=${(event: Event) => state.nudgeBy(Number((event.target as HTMLInputElement).value))} /></label>
      <span class="number" role="status">${nudge ? words.nudged(brief(nudge.predicted), brief(nudge.actual ?? Number.NaN)) : ''}</span></div>`;
}
