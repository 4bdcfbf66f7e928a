/** Three scores and the distribution that softmax makes of them, as bars and as a place in the simplex (section 9.2). */
import { css, html, LitElement, type PropertyDeclarations, svg } from 'lit';
import { shared } from '../components/styles.js';
import { percent, signed } from '../format.js';
import { words } from './words/pairing.js';

export class SoftmaxToy extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(220px, 1fr));
        gap: var(--space-4);
      }

      label {
        display: grid;
        grid-template-columns: 2em 1fr 3em;
        align-items: center;
        gap: var(--space-2);
      }

      svg {
        inline-size: 100%;
        max-inline-size: 300px;
      }

      polygon {
        fill: var(--accent-soft);
        stroke: var(--edge);
      }

      rect {
        fill: var(--accent);
      }

      circle {
        fill: var(--danger);
      }

      text {
        font: 12px var(--font);
        fill: var(--ink);
      }

      @media (pointer: coarse) {
        input {
          min-height: 44px;
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = { shares: { attribute: false }, z: { attribute: false } };
  /** The distribution that belongs to `z`, as the core computed it. */
  declare shares: number[];
  declare z: number[];

  constructor() {
    super();
    this.shares = [1 / 3, 1 / 3, 1 / 3];
    this.z = [0, 0, 0];
  }

  override render() {
    const [a = 0, b = 0, c = 0] = this.shares;
    const told = this.shares.map((share) => percent(share)).join(', ');
    const corners = [
      [20, 180],
      [220, 180],
      [120, 10],
    ] as const;
    const x = a * corners[0][0] + b * corners[1][0] + c * corners[2][0];
    const y = a * corners[0][1] + b * corners[1][1] + c * corners[2][1];
    return html`<div>${this.z.map(
      (
        value,
        k,
      ) => html`<label>${words.z(k + 1)} <input type="range" min="-6" max="6" step="0.1" .value=${String(value)}
        @input=${(event: Event) => this.#move(k, Number((event.target as HTMLInputElement).value))} /><span class="number">${signed(value, 1)}</span></label>`,
    )}
      <svg viewBox="0 0 240 90" role="img" aria-label=${words.bars(told)}>${this.shares.map(
        (share, k) => svg`<rect x="30" y=${6 + 28 * k} width=${Math.max(1, 150 * share)} height="18" />
          <text x="4" y=${20 + 28 * k}>${k + 1}</text><text x=${36 + 150 * share} y=${20 + 28 * k}>${percent(share)}</text>`,
      )}</svg></div>
      <div><svg viewBox="0 0 240 200" role="img" aria-label=${words.simplexLabel(told)}>
        <polygon points=${corners.map((corner) => corner.join(',')).join(' ')} />
        ${corners.map(([cx, cy], k) => svg`<text x=${cx - 4} y=${cy + (k === 2 ? -2 : 16)}>${k + 1}</text>`)}
        <circle cx=${x} cy=${y} r="6" /></svg></div>`;
  }

  #move(k: number, value: number): void {
    this.z = this.z.map((old, index) => (index === k ? value : old));
    this.dispatchEvent(new CustomEvent('dh-scores', { detail: this.z, bubbles: true, composed: true }));
  }
}

customElements.define('dh-softmax-toy', SoftmaxToy);
