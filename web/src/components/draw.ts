/** Drawing points on the output's map, by mouse, finger or keyboard. What is drawn is learnt at once. */
import { html } from 'lit';
import { live } from 'lit/directives/live.js';
import { moved, type Place, placeOf, spoken } from '../answer.js';
import { Drawing, mostClasses, mostPoints, spray } from '../drawing.js';
import type { CustomPoints } from '../engine/protocol.js';
import { count } from '../format.js';
import { t } from '../language.js';
import { namesOf } from '../points.js';
import { type Brush, brushChoice, brushSliders, firstBrush, reachOf } from './brush.js';
import { DrawPainter, paintSwatch, type Ring } from './draw-painter.js';
import { drawStyles } from './draw-styles.js';
import { icons } from './icons.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

const applyAfter = 250;
const idleHint = () => t('Click for one point, drag to spray.');

export class DrawLayer extends Pane {
  static override styles = [shared, drawStyles];
  protected override readonly topics = ['view' as const];
  readonly #drawing = new Drawing();
  readonly #painter = new DrawPainter();
  readonly #observer = new ResizeObserver(() => this.#paint());
  #brush = firstBrush;
  #cursor: Place = { x1: 0, x2: 0 };
  /** Where the pointer last did something, while it is down. */
  #last: Place | null = null;
  #pointer: Place | null = null;
  #hint = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #applying = false;
  #applied: CustomPoints | null = null;
  /** The engine's points. */
  #known: Float32Array = new Float32Array();

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('run', () => this.#follow());
    this.#take();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    if (this.#timer !== undefined) this.#apply();
  }

  override firstUpdated(): void {
    this.#observer.observe(this.#layer);
    this.#layer.focus({ preventScroll: true });
  }

  override updated(): void {
    this.#paint();
    this.renderRoot.querySelectorAll<HTMLCanvasElement>('.swatch canvas').forEach((canvas, label) => {
      paintSwatch(canvas, label, this.model.theme);
    });
  }

  override render() {
    return html`
      <div class="layer" tabindex="0" role="application" aria-label=${t('Drawing area')} aria-describedby="keys where"
        @pointerdown=${this.#down} @pointermove=${this.#move} @pointerup=${this.#up} @pointercancel=${this.#up}
        @pointerleave=${this.#away} @keydown=${this.#press} @focus=${this.#paint} @blur=${this.#paint}>
        <canvas class="drawing" aria-hidden="true"></canvas>
        <span class="spoken" id="keys">${t('Arrow keys move the cursor, in larger steps with Shift. Enter adds a point, Delete erases, Control Z undoes.')}</span>
        <span class="spoken" id="where" role="status"></span>
      </div>
      ${this.#tools()}
    `;
  }

  #tools() {
    const { model } = this;
    const drawing = this.#drawing;
    return html`<div class="tools" role="group" aria-label=${t('Drawing')}>
      <div class="row">
        ${brushChoice(this.#brush, drawing.regression ? null : this.#names, this.#choose)}
        <span class="picker"><select class="kind" aria-label=${t('What is drawn')} @change=${(event: Event) =>
          this.#edit(() => drawing.setRegression((event.target as HTMLSelectElement).value === 'numbers'))}>
          <option value="classes" .selected=${live(!drawing.regression)}>${t('classes')}</option>
          <option value="numbers" .selected=${live(drawing.regression)}>${t('numbers')}</option>
        </select>${icons.down}</span>
      </div>
      ${brushSliders(this.#brush, drawing.regression, this.#choose)}
      <label class="keep" title=${t('Goes on with the weights as they are, while the points change')}>
        <input type="checkbox" .checked=${model.view.keepWeights === 'true'} @change=${(event: Event) =>
          model.setView(
            'keepWeights',
            String((event.target as HTMLInputElement).checked),
          )} />${t('Keep the weights while drawing')}</label>
      <div class="row buttons">
        <button id="undo" ?disabled=${!drawing.canUndo} @click=${this.#undo}>${t('Undo')}</button>
        <button id="clear" ?disabled=${drawing.points.length === 0} @click=${() => this.#edit(() => drawing.clear())}>${t('Empty')}</button>
        <button class="primary" id="done" @click=${() => this.dispatchEvent(new Event('dh-close'))}>${t('Done')}</button>
      </div>
      <p class="hint" role="status">${this.#hint || `${idleHint()} ${t`${count(drawing.points.length)} points.`}`}</p>
    </div>`;
  }

  readonly #choose = (change: Partial<Brush>) => {
    this.#brush = { ...this.#brush, ...change };
    this.requestUpdate();
  };

  get #names(): string[] {
    return namesOf({ classes: mostClasses, classNames: [...this.#drawing.names] });
  }

  get #layer(): HTMLElement {
    return this.renderRoot.querySelector('.layer') as HTMLElement;
  }

  get #value(): number {
    return this.#drawing.regression ? this.#brush.target : this.#brush.label;
  }

  #say(hint: string): void {
    this.#hint = hint;
    this.requestUpdate();
  }

  /** The present dataset is where drawing begins. */
  #take(): void {
    const { run } = this.model;
    if (!run) return;
    this.#known = run.points;
    this.#applied = null;
    this.#drawing.take(run.points, run.layout.regression, run.layout.classNames);
    this.#say('');
  }

  /** Another dataset, or an undo of the page, brings other points; those that were just drawn are here already. */
  #follow(): void {
    const points = this.model.run?.points ?? new Float32Array();
    const known = points.length === this.#known.length && points.every((value, at) => value === this.#known[at]);
    this.#known = points;
    if (!known && !this.#applying && this.#timer === undefined) this.#take();
  }

  readonly #undo = () => {
    this.#drawing.undo();
    this.#changed();
  };

  #edit(change: () => void): void {
    this.#drawing.begin();
    change();
    this.#changed();
  }

  #changed(): void {
    this.#hint = this.#drawing.lack((label) => this.#names[label] ?? String(label + 1));
    if (this.#drawing.points.length >= mostPoints)
      this.#hint = t`More than ${count(mostPoints)} points cannot be drawn.`;
    this.requestUpdate();
    this.#paint();
    this.#timer ??= setTimeout(() => this.#apply(), applyAfter);
  }

  /** A few times a second at most, and never while the last is still on its way. */
  async #apply(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#applying || this.#drawing.lack(String)) return;
    this.#applying = true;
    const points = this.#drawing.csv();
    if (points.csv !== this.#applied?.csv) {
      const error = await this.model.loadPoints(points);
      this.#applied = points;
      if (error) this.#say(error);
    }
    this.#applying = false;
    if (this.#drawing.csv().csv !== points.csv) this.#changed();
  }

  readonly #down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    this.#layer.setPointerCapture(event.pointerId);
    this.#drawing.begin();
    this.#last = placeOf(event, this.#layer);
    if (this.#brush.erasing) this.#drawing.erase(this.#last, reachOf(this.#brush));
    else this.#drawing.add([this.#last], this.#value);
    this.#changed();
  };

  readonly #move = (event: PointerEvent) => {
    this.#pointer = placeOf(event, this.#layer);
    const { x1, x2 } = this.#pointer;
    const last = this.#last;
    if (last && this.#brush.erasing) {
      this.#drawing.erase(this.#pointer, reachOf(this.#brush));
      this.#changed();
    } else if (last && Math.hypot(x1 - last.x1, x2 - last.x2) > Math.max(0.2, this.#brush.radius / 2)) {
      this.#last = this.#pointer;
      this.#drawing.add(spray(this.#pointer, this.#brush.radius, this.#brush.spray), this.#value);
      this.#changed();
    } else {
      this.#paint();
    }
  };

  readonly #up = () => {
    this.#last = null;
  };

  readonly #away = () => {
    this.#pointer = null;
    this.#paint();
  };

  readonly #press = (event: KeyboardEvent) => {
    const drawing = this.#drawing;
    const place = moved(this.#cursor, event.key, event.shiftKey ? 1 : 0.25);
    const undoes = (event.ctrlKey || event.metaKey) && event.key === 'z';
    if (place) this.#cursor = place;
    else if (event.key === 'Enter') this.#edit(() => drawing.add([this.#cursor], this.#value));
    else if (event.key === 'Delete' || event.key === 'Backspace')
      this.#edit(() => drawing.erase(this.#cursor, reachOf(this.#brush)));
    else if (event.key === 'Escape') this.dispatchEvent(new Event('dh-close'));
    else if (undoes) this.#undo();
    else return;
    event.preventDefault();
    event.stopPropagation();
    const where = this.renderRoot.querySelector('#where');
    if (where) where.textContent = t`${spoken(this.#cursor)}, ${count(drawing.points.length)} points`;
    this.#paint();
  };

  readonly #paint = () => {
    const canvas = this.renderRoot?.querySelector<HTMLCanvasElement>('canvas.drawing');
    if (!canvas) return;
    const radius = reachOf(this.#brush);
    const rings: Ring[] = [];
    if (this.#pointer) rings.push({ ...this.#pointer, radius });
    else if (this.#layer.matches(':focus-visible')) {
      rings.push({ ...this.#cursor, radius }, { ...this.#cursor, radius: 0.08 });
    }
    this.#painter.paint(canvas, this.#drawing, this.model.theme, rings);
  };
}

customElements.define('dh-draw', DrawLayer);
