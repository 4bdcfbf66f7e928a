/** The computational graph drawn: operations along the middle, parameters above and below those that use them. */
import { css, html, svg, type TemplateResult } from 'lit';
import { brief } from '../format.js';
import type { GraphNode } from './answers.js';
import { words } from './words/graph.js';

const across = 92;
const wide = 78;
const high = 46;
const rows = { above: 8, middle: 96, below: 184 };
const height = 240;

const above = new Set(['weights', 'gain', 'mask']);
const below = new Set(['bias', 'shift', 'target']);

interface Place {
  x: number;
  y: number;
}

/** The length of a list, so that one number stands for it. */
const size = (numbers: readonly (number | null)[]) => {
  const [only] = numbers;
  if (numbers.length === 1) return only === null || only === undefined ? '–' : brief(only);
  return `‖${brief(Math.hypot(...numbers.map((number) => number ?? Number.NaN)))}‖`;
};

/** Operations lie in the order in which they are computed; what only feeds one of them lies at it. */
function placesOf(nodes: readonly GraphNode[]): Place[] {
  const places: Place[] = [];
  let column = 0;
  for (const [index, { op }] of nodes.entries()) {
    if (above.has(op) || below.has(op)) continue;
    places[index] = { x: 10 + across * column, y: rows.middle };
    column += 1;
  }
  for (const [index, { op }] of nodes.entries()) {
    if (places[index]) continue;
    const user = nodes.findIndex(({ inputs }) => inputs.includes(index));
    places[index] = { x: places[user]?.x ?? 10, y: above.has(op) ? rows.above : rows.below };
  }
  return places;
}

/** `known`: from this node on the sweep has come by. */
export function graphPicture(nodes: readonly GraphNode[], known: number): TemplateResult {
  const places = placesOf(nodes);
  const width = Math.max(...places.map(({ x }) => x)) + wide + 10;
  const edge = (from: Place, to: Place, swept: boolean) => {
    const straight = from.y === to.y;
    const [x1, y1] = straight
      ? [from.x + wide, from.y + high / 2]
      : [from.x + wide / 2, from.y < to.y ? from.y + high : from.y];
    const [x2, y2] = straight ? [to.x, to.y + high / 2] : [to.x + wide / 2, from.y < to.y ? to.y : to.y + high];
    // A connection that passes others by goes round below them.
    const far = straight && to.x - from.x > across;
    const path = far
      ? `M${x1} ${y1}C${x1 + 30} ${y1 + 60} ${x2 - 30} ${y2 + 60} ${x2} ${y2}`
      : `M${x1} ${y1}L${x2} ${y2}`;
    return svg`<path class=${swept ? 'swept' : ''} d=${path} />`;
  };
  return html`<div class="scroll graph" tabindex="0" role="group" aria-label=${words.picture}>
    <svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="img" aria-label=${words.pictureSummary(nodes.length)}>
      ${nodes.flatMap((node, index) => node.inputs.map((input) => edge(places[input] as Place, places[index] as Place, index >= known)))}
      ${nodes.map((node, index) => {
        const { x, y } = places[index] as Place;
        return svg`<g class=${index === known ? 'now' : ''}>
          <rect x=${x} y=${y} width=${wide} height=${high} rx="5" class=${above.has(node.op) || below.has(node.op) ? 'parameter' : ''} />
          <text x=${x + wide / 2} y=${y + 12} class="value">${size(node.value)}</text>
          <text x=${x + wide / 2} y=${y + 27} class="name">${node.name}</text>
          <text x=${x + wide / 2} y=${y + 41} class="adjoint">${index >= known ? size(node.adjoint) : ''}</text></g>`;
      })}
    </svg></div>`;
}

export const graphStyles = css`
  .graph {
    padding-block: var(--space-2);
  }

  .graph rect {
    fill: var(--surface);
    stroke: var(--edge);
  }

  .graph rect.parameter {
    fill: var(--accent-soft);
  }

  .graph .now rect {
    stroke: var(--accent);
    stroke-width: 2.5;
  }

  .graph path {
    fill: none;
    stroke: var(--edge);
  }

  .graph path.swept {
    stroke: var(--rising);
    stroke-width: 2;
  }

  .graph text {
    font: 10.5px var(--mono);
    text-anchor: middle;
    fill: var(--ink-soft);
  }

  .graph .name {
    font: 600 12px var(--font);
    fill: var(--ink);
  }

  .graph .adjoint {
    fill: var(--rising);
  }
`;
