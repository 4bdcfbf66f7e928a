/** What the network makes of the plane: its output as a picture, the boundary, and the points. */
import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import { answerOf, type Place, Prober, placeOf, spoken } from '../answer.js';
import { describeMap, quality } from '../describe.js';
import { t } from '../language.js';
import { lazily } from '../lazily.js';
import type { ViewKey } from '../view-settings.js';
import { setText } from './change.js';
import type { ConfusionDialog } from './confusion.js';
import { icons } from './icons.js';
import './legend.js';
import { MapPainter } from './map-painter.js';
import { outputStyles } from './output-styles.js';
import { Pane } from './pane.js';
import type { ProbeMarker } from './probe-marker.js';
import { shared } from './styles.js';

/** Coarse enough to be redrawn with every frame, fine enough to look smooth; finer once nothing moves. */
const movingSize = 128;
const restingSize = 256;
/** While a large network trains, pictures must not take its time. */
const hurriedSize = 64;
const mostMilliseconds = 12;

export class OutputPane extends Pane {
  static override styles = [shared, outputStyles];
  protected override readonly topics = ['run' as const, 'view' as const];
  readonly #painter = new MapPainter(() => this.#paint());
  readonly #prober = new Prober(
    () => this.model,
    (place, seen) => this.#answered(place, seen),
  );
  /** Where the pointer is over the map. */
  #pointed: Place | null = null;
  #pointedText = '';
  #probing = false;
  #drawing = false;
  #confusion = false;
  readonly #observer = new ResizeObserver(() => this.#paint());
  #hurried = false;
  /** What a picture of the usual size takes, in milliseconds. */
  #cost = 0;
  #described = Number.NEGATIVE_INFINITY;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('frame', () => {
      this.#measure();
      this.#fit();
      this.#paint();
      if (this.#pointed) this.#prober.ask(this.#pointed);
    });
    this.watch('status', () => {
      this.#fit();
      this.#described = Number.NEGATIVE_INFINITY;
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override firstUpdated(): void {
    this.#observer.observe(this.#canvas);
  }

  /** Smoothed, so that one slow picture does not make all coarse. */
  #measure(): void {
    const { pictures, status } = this.model;
    if (!pictures || status !== 'running' || pictures.mapSize === restingSize) return;
    const full = pictures.milliseconds * (movingSize / pictures.mapSize) ** 2;
    this.#cost = 0.9 * this.#cost + 0.1 * full;
    this.#hurried = this.#cost > (this.#hurried ? mostMilliseconds / 2 : mostMilliseconds);
  }

  #fit(): void {
    const moving = this.#hurried ? hurriedSize : movingSize;
    this.model.setPictureSizes({ mapSize: this.model.status === 'running' ? moving : restingSize });
  }

  override updated(): void {
    this.#paint();
  }

  override render() {
    return html`
      <header>
        <h2>${t('Output')}</h2>
        <span class="soft" id="legend"></span>
      </header>
      <div class="map left-to-right">
        <div class="ticks vertical" aria-hidden="true"><span>6</span><i>x₂</i><span>−6</span></div>
        <canvas class="plane" role="img" aria-label=${t('The output')} @pointermove=${this.#point}
          @pointerleave=${this.#leave} @click=${this.#place}></canvas>
        <div class="ticks horizontal" aria-hidden="true"><span>−6</span><i>x₁</i><span>6</span></div>
        ${this.#probing ? html`<dh-probe .model=${this.model} @dh-close=${() => this.#setProbing(false)}></dh-probe>` : ''}
        ${this.#drawing ? html`<dh-draw .model=${this.model} @dh-close=${() => this.#stopDrawing()}></dh-draw>` : ''}
      </div>
      ${this.#drawing ? '' : this.#below()}
      ${this.#confusion ? html`<dh-confusion .model=${this.model}></dh-confusion>` : ''}
    `;
  }

  #below() {
    const { model } = this;
    return html`<div class="below">
      <dh-legend .model=${model} ?hidden=${model.hides('legend')}></dh-legend>
      <span>
        ${
          model.run?.layout.regression || model.hides('confusion')
            ? ''
            : html`<button class="plain" id="confusion" title=${t('How many points of each class are taken for which')}
                @click=${this.#openConfusion}>${icons.table}${t('Confusion')}</button>`
        }
        <button class="plain" id="draw" ?hidden=${model.hides('draw') || model.isLocked('points')} title=${t('Draw points of your own on the map')} @click=${() => this.draw()}>${icons.pen}${t('Draw')}</button>
      </span>
      <span>${this.#toggle('discretize', t('Decision only'), t('Shows the class alone, not how sure the network is'))}
        ${this.#toggle('showTestData', t('Test points'), t('Shows the points that are not learnt from, hollow'))}
        <label ?hidden=${model.hides('probe')} title=${t('A mark on the map, moved by mouse or arrow keys, that tells what the network answers there')}>
          <input type="checkbox" id="probe" .checked=${live(this.#probing)} @change=${(event: Event) =>
            this.#setProbing((event.target as HTMLInputElement).checked)} />${t('Probe')}</label>
      </span>
    </div>`;
  }

  #toggle(key: ViewKey, label: string, help: string) {
    return html`<label title=${help} ?hidden=${this.model.hides(key)}><input type="checkbox" .checked=${this.model.view[key] === 'true'}
      @change=${(event: Event) => this.model.setView(key, String((event.target as HTMLInputElement).checked))} />${label}</label>`;
  }

  get #canvas(): HTMLCanvasElement {
    return this.renderRoot.querySelector('canvas.plane') as HTMLCanvasElement;
  }

  #paint(): void {
    if (!this.hasUpdated) return;
    this.#painter.paint(this.#canvas, this.model, !this.#drawing);
    this.#tell();
    const now = performance.now();
    if (now - this.#described < 5000 || !this.model.pictures) return;
    this.#described = now;
    this.#canvas.setAttribute('aria-label', describeMap(this.model));
  }

  readonly #point = (event: PointerEvent) => {
    this.#pointed = placeOf(event, this.#canvas);
    this.#prober.ask(this.#pointed);
  };

  readonly #leave = () => {
    this.#pointed = null;
    this.#pointedText = '';
    this.#tell();
  };

  #answered(place: Place, seen: Float32Array): void {
    const { run } = this.model;
    if (!run || !this.#pointed) return;
    const { parts, best } = answerOf(run.layout, seen);
    this.#pointedText = `${spoken(place)} → ${parts[best]}`;
    this.#tell();
  }

  /** The line above the picture: what is pointed at, or else how often the network is right. */
  #tell(): void {
    const line = this.renderRoot.querySelector('#legend');
    const { frame, inspected, run } = this.model;
    if (inspected) setText(line, inspected.label);
    else if (this.#pointedText) setText(line, this.#pointedText);
    else if (frame && run) setText(line, quality(frame.metrics, run.layout.regression));
  }

  readonly #place = async (event: MouseEvent) => {
    const place = placeOf(event, this.#canvas);
    if (!this.#probing) await this.#setProbing(true);
    this.renderRoot.querySelector<ProbeMarker>('dh-probe')?.moveTo(place);
  };

  async #setProbing(probing: boolean): Promise<void> {
    this.#probing = probing && (await lazily(this.model, () => import('./probe-marker.js')));
    this.requestUpdate();
    await this.updateComplete;
    if (!probing) this.renderRoot.querySelector<HTMLElement>('#probe')?.focus();
  }

  async draw(): Promise<void> {
    this.#drawing = await lazily(this.model, () => import('./draw.js'));
    this.#probing = false;
    this.requestUpdate();
  }

  async #stopDrawing(): Promise<void> {
    this.#drawing = false;
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#draw')?.focus();
  }

  readonly #openConfusion = async () => {
    this.#confusion = await lazily(this.model, () => import('./confusion.js'));
    this.requestUpdate();
    await this.updateComplete;
    await this.renderRoot.querySelector<ConfusionDialog>('dh-confusion')?.open();
  };
}

customElements.define('dh-output', OutputPane);
