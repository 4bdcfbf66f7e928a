/** The network: live pictures of what each neuron sees, and lines that show weights, gradients or updates. */
import { html } from 'lit';
import {
  type EdgeSpot,
  edgeAt,
  fittingZoom,
  type Geometry,
  isEdge,
  layOut,
  neighbour,
  pathOf,
  placeOf,
  type Spot,
  spokenOf,
} from '../geometry.js';
import { t } from '../language.js';
import { setAttribute } from './change.js';
import { NetworkPainter } from './network-painter.js';
import { Pane } from './pane.js';
import './layer-header.js';
import { placeBeside, valueCard } from './network-card.js';
import { networkStyles } from './network-styles.js';
import { type DrawingActions, drawing, legend, networkHeader } from './network-view.js';
import { stepperStyles } from './stepper.js';
import { shared } from './styles.js';
import { Viewport } from './viewport.js';

/** Spoken labels need not change faster than they can be heard. */
const relabelAfter = 1000;

/** The drawing takes the height that the rest of a page without scrolling leaves. */
const around = 360;
const shortest = 400;
const tallest = 760;

/** How near to a line is on it, in pixels. */
const reach = 7;

export class NetworkPane extends Pane {
  static override styles = [shared, stepperStyles, networkStyles];
  protected override readonly topics = ['run' as const, 'view' as const];
  readonly #painter = new NetworkPainter(this);
  readonly #viewport = new Viewport(this, () => this.renderRoot.querySelector('.scroller'));
  readonly #observer = new ResizeObserver(() => this.requestUpdate());
  readonly #actions: DrawingActions = {
    press: (event) => this.#press(event),
    enter: (event) => this.#enter(event),
    leave: () => this.#point(null),
    click: (event) => this.#click(event),
    move: (event) => this.#point(this.#under(event)),
  };
  #shape = '';
  #layout = '';
  #geometry: Geometry | null = null;
  #current: Spot | null = null;
  #pointed: Spot | null = null;
  #edited: Spot | null = null;
  #asked: Spot | null = null;
  #labelled = 0;
  /** What the legend depends on. */
  #told = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('frame', () => this.#paint());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override firstUpdated(): void {
    this.#observer.observe(this);
    this.#observer.observe(document.documentElement);
  }

  override willUpdate(): void {
    const layout = this.model.run?.layout;
    const width = this.clientWidth;
    const height = this.#height;
    if (layout && width > 0) this.#viewport.settle(fittingZoom(layout, width));
    const { zoom } = this.#viewport;
    const shape = layout && width > 0 ? JSON.stringify([layout, width, height, zoom]) : '';
    if (shape === this.#shape) return;
    this.#shape = shape;
    this.#geometry = layout && shape ? layOut(layout, { width, height }, zoom) : null;
    const isSame = this.#layout === JSON.stringify(layout);
    this.#layout = JSON.stringify(layout) ?? '';
    this.#current = (isSame && this.#again(this.#current)) || (this.#geometry?.columns[0]?.[0] ?? null);
    this.#edited = isSame ? this.#again(this.#edited) : null;
    this.#pointed = null;
    this.model.inspected = null;
  }

  /** What the rest of the page leaves; in someone else's page, as much as the units need. */
  get #height(): number {
    if (!this.model.isEmbedded) return Math.min(tallest, Math.max(shortest, innerHeight - around));
    const { inputs, layers } = this.model.run?.layout ?? { inputs: [], layers: [] };
    const most = Math.max(inputs.length, ...layers.map(({ units }) => units));
    return Math.min(shortest, Math.max(140, 40 * most));
  }

  override render() {
    const layout = this.model.run?.layout;
    return html`
      ${networkHeader(this.model, this.#viewport, layout)}
      <div class="stage">
        <canvas class="lines" aria-hidden="true"></canvas>
        <canvas class="tiles" aria-hidden="true"></canvas>
        <div class="scroller left-to-right" @scroll=${() => this.#paint()} @wheel=${this.#viewport.wheel}
          @pointerdown=${this.#viewport.down} @pointermove=${this.#viewport.move} @pointerup=${this.#viewport.up}
          @pointercancel=${this.#viewport.up} @pointerleave=${this.#viewport.up}>
          ${layout ? html`<dh-layer-header .model=${this.model}></dh-layer-header>` : html`<p class="soft wait">${t('Loading the engine…')}</p>`}
          ${this.#geometry ? drawing(this.#geometry, this.#actions) : ''}
        </div>
      </div>
      ${layout && !this.model.hides('legend') ? legend(this.model.view.edges, this.#painter.scale, this.model.frame?.metrics.step ?? 0, layout) : ''}
      <div class="card" hidden><b></b><span class="number"></span></div>
      ${this.#editor()}
    `;
  }

  #editor() {
    const spot = this.#edited;
    const place = spot && placeOf(spot);
    if (!spot || place === null) return '';
    const kind = isEdge(spot) ? 'w' : 'b';
    const title = isEdge(spot) ? `${spot.from.name} → ${spot.to.name}` : t`Bias of ${spot.name}`;
    return html`<dh-parameter-editor class="editor" .model=${this.model} .place=${place} .kind=${kind} .title=${title}
      @dh-close=${() => this.#edit(null)}></dh-parameter-editor>`;
  }

  override updated(): void {
    const geometry = this.#geometry;
    if (!geometry) return;
    const pixels = Math.round(geometry.side * devicePixelRatio);
    this.model.setPictureSizes({ tileSize: Math.min(96, Math.max(8, pixels)) });
    this.renderRoot.querySelector<HTMLElement>('dh-layer-header')?.style.setProperty('width', `${geometry.width}px`);
    const scroller = this.renderRoot.querySelector<HTMLElement>('.scroller');
    const tall = this.#height + 90;
    if (scroller) scroller.style.maxHeight = this.#viewport.zoom > 1 ? `${tall}px` : '';
    this.#labelled = 0;
    for (const node of this.#nodes) node.setAttribute('tabindex', this.#spotOf(node) === this.#current ? '0' : '-1');
    this.#painter.restart();
    this.#paint();
    const editor = this.renderRoot.querySelector<HTMLElement>('.editor');
    if (editor && this.#edited) placeBeside(editor, this, this.#boxOf(this.#edited), true);
  }

  #paint(): void {
    const geometry = this.#geometry;
    const { parameters, run, status } = this.model;
    if (!geometry || !run || parameters.length !== run.layout.parameters) return;
    const shown = [this.#pointed, this.#edited];
    this.#painter.paint(geometry, (edge) =>
      shown.some((spot) => spot === edge || spot === edge.from || spot === edge.to),
    );
    const told = `${this.#painter.scale} ${this.model.frame?.metrics.step === 0}`;
    if (told !== this.#told) this.requestUpdate();
    this.#told = told;
    setAttribute(this.renderRoot.querySelector('.halo'), 'd', this.#haloOf(geometry));
    const now = performance.now();
    if (status !== 'running' || now - this.#labelled >= relabelAfter) this.#label();
    const card = this.renderRoot.querySelector<HTMLElement>('.card');
    const spot = this.#pointed === this.#edited ? null : this.#pointed;
    if (card && valueCard(card, this.model, spot) && spot) placeBeside(card, this, this.#boxOf(spot), false);
  }

  #haloOf(geometry: Geometry): string {
    const spot = this.#edited;
    return spot && isEdge(spot) ? pathOf(geometry, spot) : '';
  }

  get #nodes(): NodeListOf<SVGElement> {
    return this.renderRoot.querySelectorAll<SVGElement>('.node');
  }

  #label(): void {
    this.#labelled = performance.now();
    for (const node of this.#nodes) {
      const spot = this.#spotOf(node);
      if (spot) setAttribute(node, 'aria-label', this.#spoken(spot));
    }
  }

  #spoken(spot: Spot, gradient?: number): string {
    const { run, parameters } = this.model;
    const activations = run?.layout.layers.map(({ activation }) => activation) ?? [];
    const place = placeOf(spot);
    const frozen = place !== null && (run?.frozen.includes(place) ?? false);
    return spokenOf(spot, parameters, activations, { gradient, frozen });
  }

  #spotOf(target: Element | null): Spot | null {
    const element = target?.closest<SVGElement>('[data-spot]');
    return element ? (this.#geometry?.columns.flat()[Number(element.dataset.spot)] ?? null) : null;
  }

  /** The same neuron or weight in another drawing of the network. */
  #again(spot: Spot | null): Spot | null {
    if (!spot || !this.#geometry) return null;
    if (isEdge(spot))
      return this.#geometry.gaps[spot.to.column - 1]?.find(({ weight }) => weight === spot.weight) ?? null;
    return this.#geometry.columns[spot.column]?.[spot.index] ?? null;
  }

  #under(event: MouseEvent): Spot | null {
    const node = this.#spotOf(event.target as Element);
    const box = this.renderRoot.querySelector('.drawing svg')?.getBoundingClientRect();
    if (node || !box || !this.#geometry) return node;
    const counts = (edge: EdgeSpot) => this.#painter.isDrawn(edge) || this.#pointed === edge;
    return edgeAt(this.#geometry, { x: event.clientX - box.left, y: event.clientY - box.top }, reach, counts);
  }

  /** One tab stop for the whole network; arrow keys walk inside. */
  #press(event: KeyboardEvent): void {
    if (!this.#geometry || !this.#current || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      this.#edit(this.#current);
    } else if (this.#viewport.press(event.key, this.#boxOf(this.#current))) {
      event.preventDefault();
    } else {
      const spot = neighbour(this.#geometry, this.#current, event.key);
      if (!spot) return;
      event.preventDefault();
      this.#go(spot);
    }
  }

  /** Focus follows once the gradient is known, so that it is spoken too. */
  async #go(spot: Spot): Promise<void> {
    this.#current = spot;
    const place = placeOf(spot);
    const state = place === null ? null : await this.model.ask('parameter', { place });
    if (this.#current !== spot) return;
    const element = isEdge(spot) ? this.#edgeCursor(spot) : this.#nodes[spot.tile];
    element?.setAttribute('aria-label', this.#spoken(spot, state?.gradient));
    for (const other of this.renderRoot.querySelectorAll('.node, .edge')) other.setAttribute('tabindex', '-1');
    element?.setAttribute('tabindex', '0');
    element?.focus();
  }

  /** Two elements take turns for all weights, so that every move is a move of the focus. */
  #edgeCursor(edge: EdgeSpot): SVGElement | undefined {
    const [first, second] = this.renderRoot.querySelectorAll<SVGElement>('.edge');
    const [next, other] = first?.matches(':focus') ? [second, first] : [first, second];
    next?.removeAttribute('display');
    next?.firstElementChild?.setAttribute('d', this.#geometry ? pathOf(this.#geometry, edge) : '');
    next?.addEventListener('focus', () => other?.setAttribute('display', 'none'), { once: true });
    return next;
  }

  #enter(event: Event): void {
    const spot = this.#spotOf(event.target as Element);
    if (spot) this.#current = spot;
    if (this.#current) this.#point(this.#current);
  }

  #click(event: MouseEvent): void {
    if (this.#viewport.dragged) return;
    const spot = this.#under(event);
    if (spot && placeOf(spot) !== null) this.#edit(spot);
  }

  #point(spot: Spot | null): void {
    if (this.#pointed === spot) return;
    this.#pointed = spot;
    this.model.inspect(spot && !isEdge(spot) ? { tile: spot.tile, label: spot.name } : null);
    this.#painter.restart();
    this.#paint();
  }

  /** Opens the editor, or closes it and gives the focus back. */
  async #edit(spot: Spot | null): Promise<void> {
    const last = this.#edited;
    this.#asked = spot;
    if (spot && placeOf(spot) === null) return;
    if (spot) await import('./parameter-editor.js');
    if (this.#asked !== spot) return;
    this.#edited = spot;
    this.requestUpdate();
    await this.updateComplete;
    if (!spot && last) this.#go(this.#again(last) ?? last);
  }

  #boxOf(spot: Spot): DOMRect {
    const box = this.renderRoot.querySelector('.drawing svg')?.getBoundingClientRect() ?? new DOMRect();
    const half = (this.#geometry?.side ?? 0) / 2;
    if (!isEdge(spot)) return new DOMRect(box.x + spot.x - half, box.y + spot.y - half, 2 * half, 2 * half);
    return new DOMRect(box.x + (spot.from.x + spot.to.x) / 2, box.y + (spot.from.y + spot.to.y) / 2, 0, 0);
  }
}

customElements.define('dh-network', NetworkPane);
