/** The loss chart: hover or arrow keys read it, dragging zooms, pinned runs lie behind. */
import { html, unsafeCSS } from 'lit';
import uPlot from 'uplot';
import chartStyles from 'uplot/dist/uPlot.min.css?inline';
import { baseOptions, coloursOf, ghostLooks } from '../chart.js';
import { type Columns, columnsOf, describeCurve } from '../curve-data.js';
import { count, epochs, loss, percent } from '../format.js';
import { t } from '../language.js';
import type { ViewKey } from '../view-settings.js';
import { setText } from './change.js';
import { icons } from './icons.js';
import { lossStyles } from './loss-styles.js';
import { Pane } from './pane.js';
import { popoverStyles, showBeside } from './popover.js';
import { shared } from './styles.js';

const drawAfter = 100;
const describeAfter = 5000;
/** A drag shorter than this is a click. */
const leastDrag = 6;

export class LossChart extends Pane {
  static override styles = [shared, popoverStyles, unsafeCSS(chartStyles), lossStyles];
  static override properties = { ...Pane.properties, zoom: { state: true } };
  declare private zoom: { min: number; max: number } | null;
  readonly #observer = new ResizeObserver(() => this.#resize());
  #chart: uPlot | null = null;
  #columns: Columns = columnsOf({ values: new Float64Array(), length: 0 }, undefined);
  #penalized = false;
  #drawn = 0;
  #described = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.zoom = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('frame', () => this.#soon());
    this.watch('view', () => this.#rebuild());
    this.watch('run', () => this.#soon());
    this.#unwatchRuns = this.model.runs.watch(() => this.#rebuild());
    this.#observer.observe(this);
  }

  #unwatchRuns: () => void = () => {};

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatchRuns();
    this.#observer.disconnect();
    clearTimeout(this.#timer);
    this.#chart?.destroy();
    this.#chart = null;
  }

  override render() {
    const { ghosts } = this.model.runs;
    const legend = (id: string, name: string, title: string) =>
      html`<span class="curve ${id}" title=${title}><span>${name}</span><span class="number" id=${id}></span></span>`;
    return html`
      <header>
        <h2>${t('Loss')}</h2>
        <span class="reading number soft" aria-hidden="true"></span>
        <button class="plain icon" aria-haspopup="dialog" aria-label=${t('Chart options')} title=${t('Axes, curves, pin')}
          @click=${(event: Event) => this.#options(event.currentTarget as HTMLElement)}>${icons.more}</button>
      </header>
      <p class="legends">
        ${legend('train', t('training'), t('J over the training points'))}
        ${legend('test', t('test'), t('J over the points that are not learnt from'))}
        ${this.#penalized ? legend('penalized', t('+ penalty'), t('J + λR(θ), what training lessens')) : ''}
      </p>
      <div id="chart" role="slider" tabindex="0" aria-label=${t('Loss curve; arrow keys read it')} aria-valuemin="0" aria-valuemax="0"
        aria-valuenow="0" aria-describedby="twin" @keydown=${this.#press}></div>
      ${this.zoom ? html`<button class="unzoom" @click=${() => this.#zoom(null)}>${t('Show all')}</button>` : ''}
      <p class="empty soft" hidden><span>${t('Press play and watch it fall')}</span></p>
      ${
        ghosts.length > 0
          ? html`<ul class="ghosts" aria-label=${t('Pinned runs behind the curve')}>${ghosts.map(
              (
                { id, name },
                index,
              ) => html`<li><svg width="22" height="6" aria-hidden="true"><path d="M0 3h22" class="ghost-${index + 1}"
                  stroke-dasharray=${ghostLooks[index]?.dash.join(' ') ?? ''} /></svg><span>${name}</span>
                <button class="plain" aria-label=${t`Remove ${name}`} @click=${() => this.model.runs.remove(id)}>${icons.close}</button></li>`,
            )}</ul>`
          : ''
      }
      <p class="spoken" id="twin"></p>
      <div class="options" popover role="dialog" aria-label=${t('Chart options')}>
        ${this.#check('logLoss', t('Logarithmic loss'), t('Equal ratios of the loss get equal distances (L)'))}
        ${this.#check('logSteps', t('Logarithmic steps'), t('Shows the beginning large'))}
        ${this.#check('showAccuracy', t('Accuracy'), t('Share of points in their class, dotted, right axis'))}
        <button @click=${this.#pin}>${t('Pin this curve')}</button>
        <p class="soft">${t('Drag across the chart to zoom, double-click to see all. Pinned curves stay behind it.')}</p>
      </div>
    `;
  }

  #check(key: ViewKey, label: string, help: string) {
    return html`<label title=${help}><input type="checkbox" .checked=${this.model.view[key] === 'true'}
      @change=${(event: Event) => this.model.setView(key, String((event.target as HTMLInputElement).checked))} />${label}</label>`;
  }

  #options(button: HTMLElement): void {
    const panel = this.renderRoot.querySelector<HTMLElement>('.options');
    if (panel) showBeside(panel, button);
    panel?.querySelector('input')?.focus();
  }

  readonly #pin = async () => {
    const { pin } = await import('../pin.js');
    pin(this.model);
  };

  override firstUpdated(): void {
    this.#rebuild();
  }

  async #rebuild(): Promise<void> {
    this.requestUpdate();
    await this.updateComplete;
    const root = this.renderRoot.querySelector<HTMLElement>('#chart');
    if (!root?.clientWidth || !this.isConnected) return;
    this.#chart?.destroy();
    this.#columns = columnsOf(this.model.curve, this.model.frame?.metrics);
    const colour = coloursOf(this);
    const { logLoss, logSteps, showAccuracy } = this.model.view;
    const shares = showAccuracy === 'true';
    const line = (stroke: string, width: number, rest: Partial<uPlot.Series> = {}): uPlot.Series => ({
      stroke: colour(stroke),
      width,
      spanGaps: true,
      points: { show: false },
      ...rest,
    });
    this.#chart = new uPlot(
      {
        ...baseOptions({ colour, logX: logSteps === 'true', logY: logLoss === 'true', shares }),
        width: root.clientWidth,
        height: root.clientHeight,
        legend: { show: false },
        cursor: {
          drag: { x: true, y: false, setScale: false },
          points: { size: 6 },
          bind: {
            dblclick: () => () => {
              this.#zoom(null);
              return null;
            },
          },
        },
        series: [
          {},
          line('--accent', 2),
          line('--ink-soft', 1.25),
          line('--accent', 1.25, { dash: [3, 3] }),
          line('--accent', 1, { scale: 'share', show: shares, dash: [1, 3] }),
          line('--ink-soft', 1, { scale: 'share', show: shares, dash: [1, 3] }),
          ...this.model.runs.ghosts.map((_, index) => {
            const { colour: name = '', dash = [] } = ghostLooks[index] ?? {};
            return line(name, 1.25, { dash });
          }),
        ],
        hooks: { setCursor: [(chart) => this.#tell(chart.cursor.idx ?? null)], setSelect: [() => this.#selected()] },
      },
      this.#data(),
      root,
    );
    if (this.zoom) this.#chart.setScale('x', this.zoom);
    this.#draw();
  }

  #resize(): void {
    const root = this.renderRoot.querySelector<HTMLElement>('#chart');
    if (!root?.clientWidth) return;
    if (this.#chart) this.#chart.setSize({ width: root.clientWidth, height: root.clientHeight });
    else this.#rebuild();
  }

  #selected(): void {
    const chart = this.#chart;
    if (!chart || chart.select.width < leastDrag) return;
    const { left, width } = chart.select;
    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.#zoom({ min: chart.posToVal(left, 'x'), max: chart.posToVal(left + width, 'x') });
  }

  #zoom(zoom: { min: number; max: number } | null): void {
    this.zoom = zoom;
    this.#draw();
  }

  /** Neither a curve nor its numbers can be read sixty times a second. */
  #soon(): void {
    const wait = drawAfter - (performance.now() - this.#drawn);
    clearTimeout(this.#timer);
    if (wait <= 0) this.#draw();
    else this.#timer = setTimeout(() => this.#draw(), wait);
  }

  #draw(): void {
    this.#drawn = performance.now();
    this.#columns = columnsOf(this.model.curve, this.model.frame?.metrics);
    const penalized = this.#columns.penalty.some((value) => value > 0);
    if (penalized !== this.#penalized) {
      this.#penalized = penalized;
      this.requestUpdate();
    }
    const data = this.#data();
    // A zoom that the curve no longer reaches shows nothing.
    if (this.zoom && (this.#columns.step.at(-1) ?? 0) < this.zoom.min) this.zoom = null;
    this.#chart?.setData(data, this.zoom === null);
    if (this.zoom) this.#chart?.setScale('x', this.zoom);
    this.#tell(this.#chart?.cursor.idx ?? null);
    const empty = this.renderRoot.querySelector<HTMLElement>('.empty');
    const isEmpty = this.#columns.step.length <= 1;
    if (empty && empty.hidden === isEmpty) empty.hidden = !isEmpty;
    this.renderRoot.querySelector('#chart')?.setAttribute('aria-valuemax', String(this.#columns.step.length - 1));
    if (this.#drawn - this.#described < describeAfter && this.model.status === 'running') return;
    this.#described = this.#drawn;
    setText(this.renderRoot.querySelector('#twin'), describeCurve(this.#columns));
  }

  #data(): uPlot.AlignedData {
    const { step, trainLoss, testLoss, penalty, trainAccuracy, testAccuracy } = this.#columns;
    const from = this.model.view.logSteps === 'true' && step[0] === 0 ? 1 : 0;
    const penalized = trainLoss.map((value, index) => (this.#penalized ? value + (penalty[index] ?? 0) : null));
    const own = [step, trainLoss, testLoss, penalized, trainAccuracy, testAccuracy].map((values) => values.slice(from));
    const { ghosts } = this.model.runs;
    if (ghosts.length === 0) return own as uPlot.AlignedData;
    const others = ghosts.map(({ curve: [steps, train] }) => [steps.slice(from), train.slice(from)]);
    return uPlot.join([own, ...others] as uPlot.AlignedData[]);
  }

  /** Arrow keys move along the curve as the pointer does. */
  readonly #press = (event: KeyboardEvent) => {
    const chart = this.#chart;
    const last = (chart?.data[0].length ?? 0) - 1;
    if (!chart || last < 0) return;
    if (event.key === 'Escape') {
      this.#zoom(null);
      chart.setCursor({ left: -10, top: -10 });
      return;
    }
    const now = chart.cursor.idx ?? last;
    const moves: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      PageDown: -20,
      PageUp: 20,
      Home: -now,
      End: last,
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const index = Math.min(last, Math.max(0, now + move));
    chart.setCursor({
      left: chart.valToPos(chart.data[0][index] ?? 0, 'x'),
      top: chart.valToPos(chart.data[1]?.[index] ?? 0, 'y'),
    });
  };

  /** The numbers at the cursor, or else the present ones. */
  #tell(index: number | null): void {
    const { frame, run } = this.model;
    const metrics = frame?.metrics;
    const data = this.#chart?.data;
    if (!metrics || !run) return;
    const at = (series: number) => (index === null ? undefined : data?.[series]?.[index]);
    const present = index === null || !data;
    const step = present ? metrics.step : (at(0) ?? 0);
    const train = present ? metrics.trainLoss : at(1);
    const test = present ? metrics.testLoss : at(2);
    const penalized = present ? metrics.trainLoss + metrics.penalty : at(3);
    const put = (id: string, value: number | null | undefined) =>
      setText(this.renderRoot.querySelector(id), value === undefined || value === null ? '' : loss(value));
    put('#train', train);
    put('#test', test);
    put('#penalized', penalized);
    const shares = this.model.view.showAccuracy === 'true';
    const accuracy = present ? metrics.testAccuracy : at(5);
    const words =
      t`step ${count(step)} · epoch ${epochs(step / run.stepsPerEpoch)}` +
      (shares && accuracy ? ` · ${t`test accuracy ${percent(accuracy)}`}` : '');
    setText(this.renderRoot.querySelector('.reading'), words);
    const chart = this.renderRoot.querySelector('#chart');
    if (present) return;
    chart?.setAttribute('aria-valuenow', String(index));
    chart?.setAttribute('aria-valuetext', t`${words}, training loss ${loss(train ?? 0)}, test loss ${loss(test ?? 0)}`);
  }
}

customElements.define('dh-loss-chart', LossChart);
