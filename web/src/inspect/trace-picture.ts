/** A trace as columns of numbers and tiles, layer by layer as they stand in the network. */
import { css, html, nothing, type TemplateResult } from 'lit';
import { brief } from '../format.js';
import type { Trace } from './answers.js';
import { knownOf, type Phase } from './trace-phases.js';
import { words } from './words/backprop.js';
import { inspectWords } from './words.js';

const mostUnits = 12;

export interface Chosen {
  layer: number;
  unit: number;
}

interface Column {
  key: 'z' | 'a' | 'slope' | 'back' | 'delta';
  known: 'forward' | 'delta';
}

const columns: Column[] = [
  { key: 'z', known: 'forward' },
  { key: 'a', known: 'forward' },
  { key: 'slope', known: 'forward' },
  { key: 'back', known: 'delta' },
  { key: 'delta', known: 'delta' },
];

export const layerName = (layer: number, layers: number) => inspectWords.layer(layer + 1, layer + 1 === layers);

/** A number on a tile: coloured by its sign, stronger the larger it is beside `most`. */
function tile(value: number | null | undefined, most: number, term: string): TemplateResult {
  if (value === null || value === undefined) return html`<td class="number c-${term}"><span class="tile">–</span></td>`;
  const strength = most > 0 ? Math.min(4, Math.ceil((4 * Math.abs(value)) / most)) : 0;
  const sign = value > 0 ? 'up' : value < 0 ? 'down' : 'nil';
  const family = term === 'delta' || term === 'back' ? 'signal' : 'value';
  return html`<td class="number c-${term}"><span class="tile ${family} ${sign} s${strength}">${brief(value)}</span></td>`;
}

const mostOf = (numbers: readonly (number | null)[] | null) =>
  Math.max(0, ...(numbers ?? []).map((n) => Math.abs(n ?? 0)));

export interface PictureState {
  trace: Trace;
  inputs: readonly string[];
  phases: readonly Phase[];
  done: number;
  chosen: Chosen | null;
  choose: (layer: number, unit: number) => void;
}

export function tracePicture({ trace, inputs, phases, done, chosen, choose }: PictureState): TemplateResult {
  const now = phases[done - 1];
  const layers = trace.layers.length;
  return html`<div class="scroll picture left-to-right" role="group" tabindex="0" aria-label=${words.picture}>
    <table class="layer">
      <caption>${words.inputs}</caption>
      <thead><tr><td></td><th>a</th></tr></thead>
      <tbody>${trace.x.map(
        (value, index) =>
          html`<tr><th scope="row">${inputs[index] ?? ''}</th>${tile(value, mostOf(trace.x), 'input')}</tr>`,
      )}</tbody>
    </table>
    ${trace.layers.map((layer, l) => {
      const known = knownOf(phases, done, l);
      const isNow = now?.layer === l ? 'now' : '';
      const last = l + 1 === layers;
      return html`<table class="layer ${isNow}">
        <caption>${layerName(l, layers)}</caption>
        <thead><tr><td></td>${columns.map(
          ({ key }) => html`<th class="c-${key}">${last && key === 'back' ? words.outputBack : words.terms[key]}</th>`,
        )}${last ? html`<th class="c-target">y</th>` : nothing}</tr></thead>
        <tbody>${layer.z.slice(0, mostUnits).map(
          (_, unit) => html`<tr class=${chosen?.layer === l && chosen.unit === unit ? 'chosen' : ''}>
            <th scope="row"><button class="plain unit" aria-pressed=${chosen?.layer === l && chosen.unit === unit}
              aria-label=${words.pick(words.unitName(unit + 1, layerName(l, layers)))} @click=${() => choose(l, unit)}>${unit + 1}</button></th>
            ${columns.map(({ key, known: when }) => {
              const numbers = layer[key];
              return known[when]
                ? tile(numbers?.[unit], mostOf(numbers), key)
                : html`<td class="number c-${key}"><span class="tile soft">·</span></td>`;
            })}
            ${last ? tile(trace.y[unit], mostOf(trace.y), 'target') : nothing}
          </tr>`,
        )}
        ${
          layer.z.length > mostUnits
            ? html`<tr><td class="soft" colspan="7">${words.tooMany(layer.z.length - mostUnits)}</td></tr>`
            : nothing
        }</tbody>
      </table>`;
    })}
  </div>`;
}

export const pictureStyles = css`
  .picture {
    display: flex;
    align-items: flex-start;
    gap: var(--space-4);
    padding: 6px;
  }

  .layer {
    flex: none;
    border-radius: var(--radius);
  }

  .layer.now {
    outline: 2px solid var(--accent);
    outline-offset: 4px;
  }

  .layer th,
  .layer td {
    padding: 1px 3px;
    text-align: center;
  }

  caption {
    text-align: start;
    font-weight: 600;
    padding-block-end: 2px;
  }

  .tile {
    display: inline-block;
    min-inline-size: 50px;
    padding: 1px 4px;
    border-radius: 3px;
    text-align: end;
  }

  .tile.value.up {
    background: color-mix(in srgb, var(--positive) calc(var(--strength) * 10%), transparent);
  }

  .tile.value.down {
    background: color-mix(in srgb, var(--negative) calc(var(--strength) * 10%), transparent);
  }

  .tile.signal.up {
    background: color-mix(in srgb, var(--rising) calc(var(--strength) * 10%), transparent);
  }

  .tile.signal.down {
    background: color-mix(in srgb, var(--falling) calc(var(--strength) * 10%), transparent);
  }

  .s0 { --strength: 0; }
  .s1 { --strength: 1; }
  .s2 { --strength: 2; }
  .s3 { --strength: 3; }
  .s4 { --strength: 4; }

  button.unit {
    min-height: 24px;
    min-inline-size: 28px;
    padding: 0 var(--space-1);
  }

  tr.chosen th button {
    border-color: var(--accent);
  }

  :host([term="z"]) :is(.c-z, .t-z),
  :host([term="a"]) :is(.c-a, .t-a),
  :host([term="input"]) :is(.c-input, .c-a, .t-input),
  :host([term="slope"]) :is(.c-slope, .t-slope),
  :host([term="back"]) :is(.c-back, .t-back),
  :host([term="delta"]) :is(.c-delta, .t-delta),
  :host([term="target"]) :is(.c-target, .t-target) {
    background: var(--accent-soft);
    box-shadow: 0 0 0 1px var(--accent);
    border-radius: 3px;
  }

  @media (pointer: coarse) {
    button.unit {
      min-height: 44px;
      min-inline-size: 44px;
    }
  }
`;
