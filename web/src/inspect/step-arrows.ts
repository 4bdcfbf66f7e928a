/** A step beside −g and the step before it, in the plane of −g: angles and lengths are true, the rest is left out. */
import { html, svg, type TemplateResult } from 'lit';
import { plot } from './plot.js';
import { words } from './words/update.js';

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, j) => sum + value * (b[j] ?? 0), 0);

function cosine(a: Float64Array, b: Float64Array): number {
  const scale = Math.sqrt(dot(a, a) * dot(b, b));
  return scale > 0 ? dot(a, b) / scale : 0;
}

export function arrows({
  gradient,
  moved,
  last,
}: {
  gradient: Float64Array;
  moved: Float64Array;
  last: Float64Array;
}): TemplateResult {
  const down = gradient.map((g) => -g);
  const toDown = cosine(moved, down);
  const hasLast = last.length === moved.length && dot(last, last) > 0;
  const toLast = hasLast ? cosine(moved, last) : 0;
  const at = (angle: number, length: number): [number, number] => [length * Math.cos(angle), length * Math.sin(angle)];
  const step = Math.acos(Math.min(1, Math.max(-1, toDown)));
  // The step never points below −g, so that its name has room above and the other below.
  const arrow =
    ([x, y]: [number, number], name: string, label: string, dy = -8) =>
    (scales: { x: (v: number) => number; y: (v: number) => number }) =>
      svg`<line class=${name} x1=${scales.x(0)} y1=${scales.y(0)} x2=${scales.x(x)} y2=${scales.y(y)} />
      <text text-anchor="middle" x=${scales.x(x)} y=${scales.y(y) + dy}>${label}</text>`;
  return html`<figure><figcaption>${words.arrows}</figcaption>${plot({
    summary: words.arrowsSummary(toDown.toFixed(2), hasLast ? toLast.toFixed(2) : '–'),
    width: 300,
    height: 220,
    x: { label: '', domain: [-1.25, 1.25], ticks: [] },
    y: { label: '', domain: [-1, 1], ticks: [] },
    marks: (scales) => [
      arrow(at(0, 1), 'gradient', words.minusG, 18)(scales),
      arrow(at(step, 0.9), 'moved', words.step)(scales),
      hasLast ? arrow(at(step + Math.acos(Math.min(1, Math.max(-1, toLast))), 0.75), 'last', '')(scales) : svg``,
    ],
  })}
    <p class="soft number">${words.arrowsSummary(toDown.toFixed(3), hasLast ? toLast.toFixed(3) : '–')}</p></figure>`;
}
