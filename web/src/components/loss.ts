/** Training and test loss over the updates. */
import { css, html, unsafeCSS } from 'lit';
import type uPlot from 'uplot';
import chartStyles from 'uplot/dist/uPlot.min.css?inline';
import { loss } from '../format.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

const leastHeight = 168;
const drawAfter = 50;

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const short = (value: number | null) => {
  if (value === null) return '';
  const plain = value === 0 || (Math.abs(value) >= 0.01 && Math.abs(value) < 1e6);
  return plain ? compact.format(value) : value.toExponential(0).replace('+', '');
};

export class LossPane extends Pane {
  static override styles = [
    shared,
    unsafeCSS(chartStyles),
    css`
      :host {
        display: flex;
        flex-direction: column;
        position: relative;
        min-width: 0;
      }

      header {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 0 var(--space-4);
        min-height: 26px;
        font-size: var(--text-s);
        white-space: nowrap;
      }

      h2 {
        margin-right: auto;
      }

      .curve {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }

      .curve::before {
        content: "";
        width: 14px;
        border-top: 2px solid var(--accent);
      }

      .curve.test::before {
        border-color: var(--ink-soft);
      }

      .curve .number {
        min-width: 6ch;
        text-align: right;
      }

      label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }

      input {
        width: 15px;
        height: 15px;
        accent-color: var(--accent);
      }

      #chart {
        flex: 1;
        position: relative;
        min-height: ${leastHeight}px;
        margin-top: var(--space-1);
      }

      .empty {
        position: absolute;
        inset: 0;
        display: grid;
        place-content: center;
        pointer-events: none;
      }

      .empty span {
        padding: 2px var(--space-2);
        background: var(--paper);
      }

      .uplot {
        position: absolute;
      }

      .u-select {
        background: color-mix(in srgb, var(--accent) 15%, transparent);
      }

      .u-cursor-x,
      .u-cursor-y {
        border-color: var(--edge) !important;
      }
    `,
  ];
  protected override readonly topics = ['run' as const];
  readonly #observer = new ResizeObserver(() => this.#resize());
  #uPlot: typeof uPlot | null = null;
  #chart: uPlot | null = null;
  #drawn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('frame', () => this.#soon());
    this.watch('view', () => this.#rebuild());
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    clearTimeout(this.#timer);
    this.#chart?.destroy();
    this.#chart = null;
  }

  override render() {
    const log = this.model.view.logLoss === 'true';
    return html`
      <header>
        <h2>Loss</h2>
        <span class="curve"><span>training</span><span class="number" id="train"></span></span>
        <span class="curve test"><span>test</span><span class="number" id="test"></span></span>
        <label title="Equal ratios get equal distances"><input type="checkbox" .checked=${log}
          @change=${(event: Event) =>
            this.model.setView('logLoss', String((event.target as HTMLInputElement).checked))} />log</label>
      </header>
      <div id="chart" role="img" aria-label="Loss over the updates; the newest values are above."></div>
      <p class="empty soft" hidden><span>Press play and watch it fall</span></p>
    `;
  }

  /** The curves need not be there before the page is. */
  override async firstUpdated(): Promise<void> {
    this.#uPlot = (await import('uplot')).default;
    this.#rebuild();
  }

  #rebuild(): void {
    this.requestUpdate();
    const root = this.renderRoot.querySelector<HTMLElement>('#chart');
    if (!this.#uPlot || !this.isConnected || !root?.clientWidth) return;
    this.#chart?.destroy();
    const style = getComputedStyle(this);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--ink-soft'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
      font: `12px ${colour('--font')}`,
    };
    const log = this.model.view.logLoss === 'true';
    this.#chart = new this.#uPlot(
      {
        width: root.clientWidth,
        height: root.clientHeight,
        padding: [8, 14, 0, 0],
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { size: 6 } },
        scales: {
          x: { time: false },
          y: log ? { distr: 3 } : { range: (_, __, max) => [0, max > 0 ? max * 1.05 : 1] },
        },
        axes: [
          { ...axis, size: 26, gap: 4, space: 70, values: (_, ticks) => ticks.map(short) },
          { ...axis, size: 42, gap: 6, space: 34, values: (_, ticks) => ticks.map(short) },
        ],
        series: [
          {},
          { stroke: colour('--accent'), width: 2, points: { show: false } },
          { stroke: colour('--ink-soft'), width: 1.25, points: { show: false } },
        ],
        hooks: { setCursor: [(chart) => this.#tell(chart.cursor.idx ?? null)] },
      },
      this.#data(),
      root,
    );
  }

  #resize(): void {
    const root = this.#chart?.root.parentElement;
    if (root) this.#chart?.setSize({ width: root.clientWidth, height: root.clientHeight });
    else this.#rebuild();
  }

  /** A curve need not be redrawn sixty times a second. */
  #soon(): void {
    this.#tell(this.#chart?.cursor.idx ?? null);
    const wait = drawAfter - (performance.now() - this.#drawn);
    clearTimeout(this.#timer);
    if (wait <= 0) this.#draw();
    else this.#timer = setTimeout(() => this.#draw(), wait);
  }

  #draw(): void {
    this.#drawn = performance.now();
    this.#chart?.setData(this.#data());
    const empty = this.renderRoot.querySelector<HTMLElement>('.empty');
    if (empty) empty.hidden = this.model.curve.length > 1;
  }

  #data(): uPlot.AlignedData {
    const { curve, frame } = this.model;
    const { values, length } = curve;
    const steps = Array.from(values.subarray(0, length));
    const train = Array.from(values.subarray(length, 2 * length));
    const test = Array.from(values.subarray(2 * length, 3 * length));
    const last = frame?.metrics;
    // The curve ends at the present, which seldom falls on its grid.
    if (last && Number.isFinite(last.trainLoss) && last.step > (steps.at(-1) ?? -1)) {
      steps.push(last.step);
      train.push(last.trainLoss);
      test.push(last.testLoss);
    }
    return [steps, train, test];
  }

  #tell(index: number | null): void {
    const metrics = this.model.frame?.metrics;
    const data = this.#chart?.data;
    const values =
      index === null || !data ? [metrics?.trainLoss, metrics?.testLoss] : [data[1]?.[index], data[2]?.[index]];
    ['#train', '#test'].forEach((id, series) => {
      const line = this.renderRoot.querySelector(id);
      const value = values[series];
      if (line) line.textContent = value === undefined || value === null ? '' : loss(value);
    });
  }
}

customElements.define('dh-loss', LossPane);
