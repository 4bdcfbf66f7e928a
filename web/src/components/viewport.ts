/** Zoom and scrolling of a drawing: buttons, Ctrl and wheel, two fingers, + − and 0, drag. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export const mostZoom = 4;
const factor = 1.25;
/** A pointer that moved less than this has clicked. */
const clickWithin = 4;

export class Viewport implements ReactiveController {
  zoom = 1;
  /** The zoom that shows everything; what to stay at while the drawing changes. */
  least = 1;
  readonly #host: ReactiveControllerHost;
  readonly #scroller: () => HTMLElement | null;
  #fitted = false;
  #drag: { x: number; y: number; left: number; top: number } | null = null;
  #dragged = false;
  readonly #fingers = new Map<number, { x: number; y: number }>();

  constructor(host: ReactiveControllerHost, scroller: () => HTMLElement | null) {
    this.#host = host;
    this.#scroller = scroller;
    host.addController(this);
  }

  hostUpdate(): void {}

  /** Before the drawing is laid out anew. */
  settle(least: number): void {
    this.least = least;
    if (this.#fitted || this.zoom < this.least) this.zoom = this.least;
  }

  /** Whether the last press of the pointer was a drag, which is no click. */
  get dragged(): boolean {
    return this.#dragged;
  }

  /** What lies at `at`, by default the middle, stays where it is. */
  async set(zoom: number, at?: { x: number; y: number }): Promise<void> {
    const scroller = this.#scroller();
    const next = Math.min(mostZoom, Math.max(this.least, zoom));
    this.#fitted = next === this.least && zoom <= this.least;
    if (!scroller || next === this.zoom) return;
    const { x, y } = at ?? { x: scroller.clientWidth / 2, y: scroller.clientHeight / 2 };
    const ratio = next / this.zoom;
    const [left, top] = [(scroller.scrollLeft + x) * ratio - x, (scroller.scrollTop + y) * ratio - y];
    this.zoom = next;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    scroller.scrollTo({ left, top });
  }

  in = (): Promise<void> => this.set(this.zoom * factor);
  out = (): Promise<void> => this.set(this.zoom / factor);
  fit = (): Promise<void> => this.set(this.least);

  readonly wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = this.#scroller()?.getBoundingClientRect();
    if (box)
      this.set(this.zoom * 2 ** (-event.deltaY / 300), { x: event.clientX - box.left, y: event.clientY - box.top });
  };

  /** Whether the key was meant for the zoom; what lies in the box, in the window's terms, stays where it is. */
  press(key: string, box: DOMRect): boolean {
    const around = this.#scroller()?.getBoundingClientRect() ?? box;
    const at = { x: box.x + box.width / 2 - around.x, y: box.y + box.height / 2 - around.y };
    if (key === '+' || key === '=') this.set(this.zoom * factor, at);
    else if (key === '-') this.set(this.zoom / factor, at);
    else if (key === '0') this.fit();
    else return false;
    return true;
  }

  /** One finger scrolls by itself, two zoom. */
  readonly down = (event: PointerEvent): void => {
    this.#dragged = false;
    if (event.pointerType === 'touch') this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const scroller = this.#scroller();
    if (event.pointerType !== 'mouse' || event.button !== 0 || !scroller) return;
    this.#drag = { x: event.clientX, y: event.clientY, left: scroller.scrollLeft, top: scroller.scrollTop };
  };

  readonly move = (event: PointerEvent): void => {
    if (this.#fingers.has(event.pointerId)) this.#pinch(event);
    const start = this.#drag;
    if (!start) return;
    const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
    if (Math.hypot(dx, dy) > clickWithin) this.#dragged = true;
    if (this.#dragged) this.#scroller()?.scrollTo({ left: start.left - dx, top: start.top - dy });
  };

  readonly up = (event: PointerEvent): void => {
    this.#drag = null;
    this.#fingers.delete(event.pointerId);
  };

  #pinch(event: PointerEvent): void {
    const spread = () => {
      const [a, b] = [...this.#fingers.values()];
      return a && b ? { length: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : null;
    };
    const before = spread();
    this.#fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const after = spread();
    const box = this.#scroller()?.getBoundingClientRect();
    if (!before || !after || !box || before.length === 0) return;
    this.#dragged = true;
    this.set(this.zoom * (after.length / before.length), { x: after.x - box.left, y: after.y - box.top });
  }
}
