/** The network: live pictures of what each neuron sees, and weights as lines whose colour and width are their value. */
import { html, svg } from 'lit';
import type { Layout } from '../engine/module.js';
import { signed } from '../format.js';
import { type Geometry, isEdge, layOut, neighbour, networkText, type Spot, spokenOf } from '../geometry.js';
import { settingOf } from '../settings.js';
import { Pane } from './pane.js';
import './layer-header.js';
import { networkStyles } from './network-styles.js';
import { stepper, stepperStyles } from './stepper.js';
import { shared } from './styles.js';
import { TilePainter } from './tile-painter.js';

/** Spoken labels need not change faster than they can be heard. */
const relabelAfter = 1000;

/** A hundred lines are drawn anew with nearly every frame, eight thousand every other second. */
const millisecondsPerEdge = 0.2;

/** The drawing takes the height that the rest of a page without scrolling leaves. */
const around = 330;
const shortest = 400;
const tallest = 760;

export class NetworkPane extends Pane {
  static override styles = [shared, stepperStyles, networkStyles];
  protected override readonly topics = ['run' as const];
  readonly #painter = new TilePainter();
  readonly #observer = new ResizeObserver(() => this.requestUpdate());
  #shape = '';
  #geometry: Geometry | null = null;
  #spots: Spot[] = [];
  #current: Spot | null = null;
  #shown: Spot | null = null;
  #edges = 0;
  #drawn = 0;
  #labelled = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('frame', () => this.#paint());
    this.watch('view', () => this.#paint());
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
    const height = Math.min(tallest, Math.max(shortest, innerHeight - around));
    const shape = layout && width > 0 ? JSON.stringify([layout, width, height]) : '';
    if (shape === this.#shape) return;
    this.#shape = shape;
    this.#geometry = layout && shape ? layOut(layout, { width, height }) : null;
    this.#edges = this.#geometry?.gaps.flat().length ?? 0;
    this.#spots = this.#geometry ? [...this.#geometry.columns.flat(), ...this.#geometry.gaps.flat()] : [];
    this.#current = this.#spots[0] ?? null;
    this.#shown = null;
    this.model.inspected = null;
  }

  override render() {
    const { run } = this.model;
    const layout = run?.layout;
    const { help, maxLayers } = settingOf('network', 'layers');
    return html`
      <header>
        <h2>Network</h2>
        ${
          layout
            ? html`<span class="depth soft">${stepper('hidden layers', layout.layers.length - 1, 0, maxLayers, (next) =>
                this.#setDepth(layout, next),
              )} hidden layers</span>`
            : ''
        }
      </header>
      <div class="scroller">
        ${layout ? html`<dh-layer-header .model=${this.model}></dh-layer-header>` : html`<p class="soft wait">Loading the engine…</p>`}
        ${this.#geometry ? this.#drawing(this.#geometry, help) : ''}
      </div>
      <div class="card" hidden><b></b><span class="number"></span></div>
    `;
  }

  #drawing(geometry: Geometry, help: string) {
    const { width, height, side, columns, gaps } = geometry;
    const nodes = columns.flat();
    const edges = gaps.flat();
    const half = side / 2;
    return html`<div class="drawing">
      <canvas aria-hidden="true"></canvas>
      <svg width=${width} height=${height} viewBox="0 0 ${width} ${height}" role="group"
        aria-label="The network, ${nodes.length} neurons and ${edges.length} weights. ${help} Arrow keys go from one to the next."
        @keydown=${this.#walk} @focusin=${this.#enter} @focusout=${this.#leave}
        @pointerover=${this.#enter} @pointerleave=${this.#leave}>
        ${edges.map(
          (edge, index) => svg`<g class="edge" role="img" data-spot=${nodes.length + index}>
            <path class="hit" d=${edge.path} /><path class="line" d=${edge.path} /></g>`,
        )}
        ${nodes.map(
          (node, index) => svg`<g class="node" role="img" data-spot=${index}>
            <rect x=${node.x - half} y=${node.y - half} width=${side} height=${side} rx="4" />
            ${node.bias === null || side < 12 ? '' : svg`<circle class="bias" cx=${node.x - half} cy=${node.y + half}/>`}
            ${node.column === 0 ? svg`<text x=${node.x - half - 7} y=${node.y + 4.5}>${node.name}</text>` : ''}</g>`,
        )}
      </svg>
    </div>`;
  }

  override updated(): void {
    const geometry = this.#geometry;
    if (!geometry) return;
    for (const element of this.renderRoot.querySelectorAll('[data-spot]')) {
      element.setAttribute('tabindex', this.#spotOf(element) === this.#current ? '0' : '-1');
    }
    const pixels = Math.round(geometry.side * devicePixelRatio);
    this.model.setPictureSizes({ tileSize: Math.min(96, Math.max(8, pixels)) });
    this.#drawn = 0;
    this.#labelled = 0;
    this.#paint();
  }

  #paint(): void {
    const geometry = this.#geometry;
    const canvas = this.renderRoot.querySelector('canvas');
    const { parameters, pictures, run } = this.model;
    if (!geometry || !canvas || !run || parameters.length !== run.layout.parameters) return;
    if (pictures) this.#painter.paint(canvas, geometry, pictures);
    const now = performance.now();
    const moving = this.model.status === 'running';
    if (!moving || this.#drawn === 0 || now - this.#drawn >= this.#edges * millisecondsPerEdge) {
      this.#drawn = now;
      this.#paintParameters(geometry, parameters);
    }
    if (!moving || this.#labelled === 0 || now - this.#labelled >= Math.max(relabelAfter, this.#edges)) this.#label();
    this.#card();
  }

  #paintParameters(geometry: Geometry, parameters: Float32Array): void {
    const lines = this.renderRoot.querySelectorAll('.line');
    geometry.gaps.flat().forEach((edge, index) => {
      const line = lines[index];
      const weight = parameters[edge.weight] ?? 0;
      const strength = Math.min(1, Math.abs(weight) / 4);
      line?.setAttribute('stroke-width', (0.6 + 4.2 * strength).toFixed(2));
      line?.setAttribute('stroke-opacity', (0.25 + 0.7 * Math.sqrt(strength)).toFixed(2));
      line?.classList.toggle('negative', weight < 0);
    });
    const biases = this.renderRoot.querySelectorAll('.bias');
    geometry.columns
      .flat()
      .filter(({ bias }) => bias !== null)
      .forEach(({ bias }, index) => {
        const value = parameters[bias ?? 0] ?? 0;
        biases[index]?.setAttribute('r', (4.5 * Math.min(1, Math.sqrt(Math.abs(value)))).toFixed(2));
        biases[index]?.classList.toggle('negative', value < 0);
      });
  }

  /** A new layer is as wide as the last one. */
  #setDepth(layout: Layout, depth: number): void {
    const hidden = layout.layers.slice(0, -1);
    const added = hidden.at(-1) ?? { units: 4, activation: this.model.run?.settings.activation ?? '' };
    const layers = Array.from({ length: depth }, (_, index) => hidden[index] ?? added);
    this.model.change('network', networkText(layers, this.model.run?.settings.activation ?? ''));
  }

  #label(): void {
    this.#labelled = performance.now();
    const activations = this.#activations;
    for (const element of this.renderRoot.querySelectorAll('[data-spot]')) {
      const spot = this.#spotOf(element);
      if (spot) element.setAttribute('aria-label', spokenOf(spot, this.model.parameters, activations));
    }
  }

  get #activations(): string[] {
    return this.model.run?.layout.layers.map(({ activation }) => activation) ?? [];
  }

  #spotOf(target: Element | null): Spot | null {
    const element = target?.closest<SVGElement>('[data-spot]');
    return element ? (this.#spots[Number(element.dataset.spot)] ?? null) : null;
  }

  #elementOf(spot: Spot | null): SVGElement | null {
    return spot ? this.renderRoot.querySelector<SVGElement>(`[data-spot="${this.#spots.indexOf(spot)}"]`) : null;
  }

  /** One tab stop for the whole network; arrow keys walk inside. */
  readonly #walk = (event: KeyboardEvent) => {
    const spot = this.#geometry && this.#current ? neighbour(this.#geometry, this.#current, event.key) : null;
    if (!spot) return;
    event.preventDefault();
    this.#elementOf(spot)?.focus();
  };

  readonly #enter = (event: Event) => {
    const spot = this.#spotOf(event.target as Element);
    if (event.type === 'focusin' && spot) {
      this.#elementOf(this.#current)?.setAttribute('tabindex', '-1');
      this.#elementOf(spot)?.setAttribute('tabindex', '0');
      this.#current = spot;
    }
    this.#show(spot);
  };

  readonly #leave = () => this.#show(null);

  #show(spot: Spot | null): void {
    if (this.#shown === spot) return;
    this.#shown = spot;
    this.model.inspect(spot && !isEdge(spot) ? { tile: spot.tile, label: spot.name } : null);
    this.#card();
  }

  /** The value beside what is pointed at. */
  #card(): void {
    const card = this.renderRoot.querySelector<HTMLElement>('.card');
    const element = this.#elementOf(this.#shown);
    const spot = this.#shown;
    if (!card) return;
    card.hidden = !spot || !element;
    if (!spot || !element) return;
    const [title, value] = card.children;
    const offset = isEdge(spot) ? spot.weight : spot.bias;
    if (title) title.textContent = isEdge(spot) ? `${spot.from.name} → ${spot.to.name}` : spot.name;
    if (value) {
      const kind = isEdge(spot) ? 'w' : 'b';
      value.textContent = offset === null ? '' : `${kind} = ${signed(this.model.parameters[offset] ?? 0)}`;
    }
    const around = this.getBoundingClientRect();
    const box = (isEdge(spot) ? element.querySelector('.line') : element)?.getBoundingClientRect() ?? around;
    const x = box.left + box.width / 2 - around.left;
    const most = around.width - card.offsetWidth - 4;
    card.style.left = `${Math.max(4, Math.min(most, x - card.offsetWidth / 2))}px`;
    const below = isEdge(spot) ? box.top + box.height / 2 + 10 : box.bottom + 8;
    card.style.top = `${below - around.top}px`;
  }
}

customElements.define('dh-network', NetworkPane);
