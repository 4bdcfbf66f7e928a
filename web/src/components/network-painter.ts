/** Keeps the two canvases under the network up to date, without taking more time than there is. */
import type { EdgeSpot, Geometry } from '../geometry.js';
import type { Playground } from '../playground.js';
import { setAttribute } from './change.js';
import { LinePainter, mostLines, roundScale } from './line-painter.js';
import { TilePainter } from './tile-painter.js';

/** The weight that gets the full width. */
const fullWeight = 4;

/** While training runs, about as many lines go with one picture; large networks take turns, gap by gap, so that no frame comes late. */
const linesAtOnce = mostLines;

interface Host extends Element {
  model: Playground;
  renderRoot: ParentNode;
}

export class NetworkPainter {
  /** What the full width of a line means. */
  scale = fullWeight;
  readonly #host: Host;
  readonly #tiles = new TilePainter();
  readonly #lines = new LinePainter();
  /** The gap between columns whose turn it is. */
  #turn = 0;
  #isWhole = true;
  #place = '';

  constructor(host: Host) {
    this.#host = host;
  }

  isDrawn(edge: EdgeSpot): boolean {
    return this.#lines.isDrawn(edge, this.#values);
  }

  /** The next picture is drawn whole. */
  restart(): void {
    this.#isWhole = true;
  }

  paint(geometry: Geometry, emphasized: (edge: EdgeSpot) => boolean): void {
    const root = this.#host.renderRoot;
    const [lines, tiles] = root.querySelectorAll('canvas');
    const scroller = root.querySelector('.scroller');
    const drawing = root.querySelector<HTMLElement>('.drawing');
    if (!lines || !tiles || !scroller || !drawing) return;
    const left = scroller.scrollLeft;
    const top = scroller.scrollTop - drawing.offsetTop;
    const resized = [lines, tiles].map((canvas) => resize(canvas, scroller));
    const { pictures, status } = this.#host.model;
    if (pictures) this.#tiles.paint(tiles, geometry, pictures, left, top);
    const place = `${left},${top}`;
    if (status !== 'running' || resized.includes(true) || place !== this.#place) this.#isWhole = true;
    this.#place = place;
    this.#paintLines(lines, geometry, emphasized, { left, top });
  }

  #paintLines(
    canvas: HTMLCanvasElement,
    geometry: Geometry,
    emphasized: (edge: EdgeSpot) => boolean,
    { left, top }: { left: number; top: number },
  ): void {
    const { view, run } = this.#host.model;
    const values = this.#values;
    const count = geometry.gaps.length;
    const isWhole = this.#isWhole;
    this.#isWhole = false;
    if (isWhole || this.#turn >= count) this.#turn = 0;
    if (view.edges === 'weight') this.scale = fullWeight;
    else if (this.#turn === 0) this.scale = this.#follow(values);
    if (this.#turn === 0) this.#paintBiases(geometry);
    const style = getComputedStyle(this.#host);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const [positive, negative] = view.edges === 'weight' ? ['--positive', '--negative'] : ['--rising', '--falling'];
    const lines = {
      values,
      scale: this.scale,
      positive: colour(positive ?? ''),
      negative: colour(negative ?? ''),
      ink: colour('--ink'),
      paper: colour('--paper'),
      frozen: new Set(run?.frozen),
      emphasized,
      left,
      top,
    };
    if (isWhole) this.#lines.clear(canvas);
    const most = isWhole ? Number.POSITIVE_INFINITY : linesAtOnce;
    for (let drawn = 0; drawn < most && this.#turn < count; this.#turn += 1) {
      drawn += this.#lines.paint(canvas, geometry, lines, this.#turn, isWhole);
    }
  }

  /** A scale that changes only when it must, so that lines do not flicker. */
  #follow(values: Float32Array): number {
    const wanted = roundScale(values);
    return wanted > this.scale || wanted < this.scale / 8 ? wanted : this.scale;
  }

  get #values(): Float32Array {
    const { frame, parameters, view } = this.#host.model;
    const fresh = frame?.edges?.length === parameters.length ? frame.edges : null;
    return view.edges === 'weight' ? parameters : (fresh ?? new Float32Array(parameters.length));
  }

  #paintBiases(geometry: Geometry): void {
    const { run, view } = this.#host.model;
    const values = this.#values;
    const frozen = new Set(run?.frozen);
    const dots = this.#host.renderRoot.querySelectorAll('.bias');
    const nodes = geometry.columns.flat().filter(({ bias }) => bias !== null);
    for (const [index, dot] of dots.entries()) {
      const place = nodes[index]?.bias ?? 0;
      const value = values[place] ?? 0;
      const strength = Math.min(1, Math.abs(value) / (this.scale / (view.edges === 'weight' ? 4 : 1)));
      // In steps that can be seen, so that the drawing is not painted anew for less.
      const radius = (4.5 * Math.sqrt(strength)).toFixed(1);
      setAttribute(dot, 'r', radius);
      dot.classList.toggle('negative', value < 0);
      dot.classList.toggle('other', view.edges !== 'weight');
      dot.classList.toggle('frozen', frozen.has(place));
    }
  }
}

/** Whether the canvas had to change. */
function resize(canvas: HTMLCanvasElement, { clientWidth, clientHeight }: Element): boolean {
  const width = Math.round(clientWidth * devicePixelRatio);
  const height = Math.round(clientHeight * devicePixelRatio);
  if (canvas.width === width && canvas.height === height) return false;
  canvas.width = width;
  canvas.height = height;
  canvas.style.width = `${clientWidth}px`;
  canvas.style.height = `${clientHeight}px`;
  return true;
}
