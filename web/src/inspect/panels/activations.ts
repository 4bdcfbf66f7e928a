/** Activations: φ and φ′ over the z that really occur, layer by layer; and another φ with the weights kept (section 21). */
import { css, html, nothing, svg } from 'lit';
import { brief, percent } from '../../format.js';
import { settings as table } from '../../settings.js';
import type { Histograms, LayerFlow } from '../answers.js';
import type { Inspector } from '../inspector.js';
import { Panel } from '../panel.js';
import { pathThrough, plot } from '../plot.js';
import { layerName } from '../trace-picture.js';
import { words } from '../words/activations.js';
import { inspectWords } from '../words.js';

const bins = 40;
const points = 121;

interface Curve {
  z: number[];
  phi: number[];
  slope: number[];
}

export class ActivationsPanel extends Panel {
  static override styles = [
    Panel.styles,
    css`
      .plot rect.bar {
        fill: var(--edge);
        fill-opacity: 0.35;
      }

      .plot .slope {
        stroke: var(--falling);
        stroke-dasharray: 5 3;
      }

      select {
        inline-size: auto;
      }

      label {
        display: inline-flex;
        align-items: center;
        gap: var(--space-2);
      }

      .dead {
        color: var(--danger);
      }
    `,
  ];
  #flow: LayerFlow[] = [];
  #histograms: Histograms | null = null;
  #curves = new Map<string, Curve>();
  #reach = 4;

  protected override async ask(inspector: Inspector): Promise<void> {
    const [flow] = await inspector.look([['flow']]);
    this.refusal = flow.ok ? '' : flow.message;
    if (!flow.ok) return;
    const widest = Math.max(...flow.answer.layers.map(({ zMean, zDeviation }) => Math.abs(zMean) + 3 * zDeviation));
    // In whole steps, so that the axis does not tremble.
    this.#reach = Math.min(100, Math.max(4, 2 ** Math.ceil(Math.log2(Number.isFinite(widest) ? widest : 4))));
    const [histograms] = await inspector.look([['histograms', 'z', -this.#reach, this.#reach, bins]], { hold: true });
    for (const { activation } of this.model.run?.layout.layers ?? []) {
      const key = `${activation}/${this.#reach}`;
      if (this.#curves.has(key) || activation === 'softmax') continue;
      const [curve] = await inspector.look([['activation', activation, -this.#reach, this.#reach, points]], {
        hold: true,
      });
      if (curve.ok) this.#curves.set(key, curve.answer);
    }
    this.#flow = flow.answer.layers;
    if (histograms.ok) this.#histograms = histograms.answer;
  }

  protected override view() {
    const layers = this.model.run?.layout.layers ?? [];
    if (layers.length !== this.#flow.length) return this.waiting;
    return html`
      <details class="told"><summary>${inspectWords.what}</summary><p>${words.what}</p></details>
      <div class="plots">${layers.map(({ activation }, layer) => this.#layer(activation, layer, layers.length))}</div>`;
  }

  #layer(activation: string, layer: number, layers: number) {
    const flow = this.#flow[layer];
    const histogram = this.#histograms?.layers[layer];
    const curve = this.#curves.get(`${activation}/${this.#reach}`);
    const counts = histogram?.counts ?? [];
    const most = Math.max(1, ...counts);
    const width = (2 * this.#reach) / Math.max(1, counts.length);
    const values = curve ? [...curve.phi, ...curve.slope] : [0, 1];
    const low = Math.max(-1.5, Math.min(0, ...values));
    const high = Math.min(2.5, Math.max(1.1, ...values));
    const last = layer + 1 === layers;
    return html`<figure data-layer=${layer}>
      <figcaption>${words.chart(layerName(layer, layers))}</figcaption>
      ${plot({
        summary: words.summary(activation, percent(flow?.saturated ?? 0), flow?.dead.length ?? 0),
        width: 320,
        height: 210,
        x: { label: words.z, domain: [-this.#reach, this.#reach] },
        y: { label: '', domain: [low, high] },
        marks: (scales) => [
          ...counts.map(
            (
              size,
              bin,
            ) => svg`<rect class="bar" x=${scales.x(-this.#reach + bin * width)} width=${Math.max(0.5, scales.x(width) - scales.x(0) - 0.5)}
              y=${scales.top + scales.height * (1 - size / most)} height=${(scales.height * size) / most} />`,
          ),
          curve
            ? svg`<path class="slope" d=${pathThrough(
                curve.z.map((z, k) => [z, clamp(curve.slope[k] ?? 0, low, high)] as const),
                scales,
              )} />
              <path d=${pathThrough(
                curve.z.map((z, k) => [z, clamp(curve.phi[k] ?? 0, low, high)] as const),
                scales,
              )} />`
            : svg``,
        ],
      })}
      ${curve ? html`<p class="soft">— ${words.phi} &nbsp; - - ${words.slope} &nbsp; ▮ ${words.histogram}</p>` : html`<p class="soft">${words.noCurve}</p>`}
      <p class="soft">${words.mean(brief(flow?.zMean ?? 0), brief(flow?.zDeviation ?? 0))} · ${words.saturated(percent(flow?.saturated ?? 0))} ·
        <span class=${flow && flow.dead.length > 0 ? 'dead' : ''}>${words.dead(flow?.dead.length ?? 0)}</span></p>
      ${last ? nothing : this.#swap(activation, layer)}
    </figure>`;
  }

  #swap(activation: string, layer: number) {
    const setting = table.find(({ key }) => key === 'activation');
    const choices =
      setting && 'choices' in setting ? (setting.choices as readonly { value: string; label: string }[]) : [];
    return html`<label>${words.swap} <select @change=${(event: Event) => this.#put(layer, (event.target as HTMLSelectElement).value)}>
      ${choices.map(({ value, label }) => html`<option value=${value} ?selected=${value === activation}>${label}</option>`)}</select></label>`;
  }

  /** The network's text with one layer's activation replaced; the weights stay. */
  async #put(layer: number, activation: string): Promise<void> {
    const layers = (this.model.run?.settings.network ?? '').split(',');
    const names = new Set((this.model.run?.layout.layers ?? []).map((each) => each.activation));
    const [units = '', ...words] = (layers[layer] ?? '').split(':');
    const rest = words.filter((word) => !names.has(word));
    layers[layer] = [units, activation, ...rest].join(':');
    const { keepWeights } = this.model.view;
    this.model.setView('keepWeights', 'true');
    await this.model.change('network', layers.join(','));
    this.model.setView('keepWeights', keepWeights);
  }
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

customElements.define('dh-panel-activations', ActivationsPanel);
