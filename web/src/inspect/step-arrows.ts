/** A step beside −g and the step before it: both angles are true, drawn in one plane; lengths tell nothing. */
import { html, svg, type TemplateResult } from 'lit';
import { signed } from '../format.js';
import type { NextStep } from './answers.js';
import { plot } from './plot.js';
import { words } from './words/update.js';

export function arrows({ cosine, cosineToLast }: NextStep): TemplateResult {
  const at = (angle: number, length: number): [number, number] => [length * Math.cos(angle), length * Math.sin(angle)];
  const step = Math.acos(cosine);
  // The step never points below −g, so that its name has room above and the other below.
  const arrow =
    ([x, y]: [number, number], name: string, label: string, dy = -8) =>
    (scales: { x: (v: number) => number; y: (v: number) => number }) =>
      svg`<line class=${name} x1=${scales.x(0)} y1=${scales.y(0)} x2=${scales.x(x)} y2=${scales.y(y)} />
      <text text-anchor="middle" x=${scales.x(x)} y=${scales.y(y) + dy}>${label}</text>`;
  const told = (digits: number) =>
    words.arrowsSummary(signed(cosine, digits), cosineToLast === null ? '–' : signed(cosineToLast, digits));
  return html`<figure><figcaption>${words.arrows}</figcaption>${plot({
    summary: told(2),
    width: 300,
    height: 220,
    x: { label: '', domain: [-1.25, 1.25], ticks: [] },
    y: { label: '', domain: [-1, 1], ticks: [] },
    marks: (scales) => [
      arrow(at(0, 1), 'gradient', words.minusG, 18)(scales),
      arrow(at(step, 0.9), 'moved', words.step)(scales),
      cosineToLast === null ? svg`` : arrow(at(step + Math.acos(cosineToLast), 0.75), 'last', '')(scales),
    ],
  })}
    <p class="soft number">${told(3)}</p></figure>`;
}
