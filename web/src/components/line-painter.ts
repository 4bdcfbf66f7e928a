/** Draws the weights as lines: colour is the sign, width the size. */
import { type EdgeSpot, endsOf, type Geometry } from '../geometry.js';

/** Of the lines between two layers only the strongest are drawn: more could not be told apart. */
export const mostLines = 600;

/** Lines of about the same strength are drawn in one go. */
const levels = 10;

export interface LineView {
  values: Float32Array;
  /** The value that gets the full width. */
  scale: number;
  positive: string;
  negative: string;
  ink: string;
  paper: string;
  frozen: ReadonlySet<number>;
  /** All lines of this neuron are drawn, however weak. */
  emphasized: (edge: EdgeSpot) => boolean;
  left: number;
  top: number;
}

/** The value at which `most` of the edges are at least as strong, by counting instead of sorting. */
export function threshold(edges: readonly EdgeSpot[], values: Float32Array, most: number): number {
  if (edges.length <= most) return 0;
  let peak = 0;
  for (const { weight } of edges) peak = Math.max(peak, Math.abs(values[weight] ?? 0));
  if (peak === 0) return 0;
  const bins = new Uint32Array(256);
  for (const { weight } of edges) {
    const bin = Math.min(255, Math.floor((255 * Math.abs(values[weight] ?? 0)) / peak));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  let sum = 0;
  for (let bin = 255; bin >= 0; bin -= 1) {
    sum += bins[bin] ?? 0;
    if (sum > most) return (peak * (bin + 1)) / 255;
  }
  return 0;
}

/** A round number (1, 2 or 5 times a power of ten) at or above the largest value. */
export function roundScale(values: Float32Array): number {
  let peak = 0;
  for (const value of values) if (Number.isFinite(value)) peak = Math.max(peak, Math.abs(value));
  if (peak === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(peak));
  const digit = [1, 2, 5, 10].find((step) => step * power >= peak) ?? 10;
  return Number((digit * power).toPrecision(1));
}

/** The level of a line that is not drawn. */
const hidden = -1;

export class LinePainter {
  /** Weakest value drawn between two layers. */
  readonly #least: number[] = [];
  /** Of each gap, the levels of its lines as they were drawn last. */
  readonly #drawn: Int8Array[] = [];

  isDrawn(edge: EdgeSpot, values: Float32Array): boolean {
    return Math.abs(values[edge.weight] ?? 0) >= (this.#least[edge.to.column - 1] ?? 0);
  }

  /** Before everything is drawn: another network may have had its columns elsewhere. */
  clear(canvas: HTMLCanvasElement): void {
    const context = canvas.getContext('2d');
    context?.resetTransform();
    context?.clearRect(0, 0, canvas.width, canvas.height);
  }

  /** Draws the lines of one gap between columns if they look different now, or if they `must` be; returns how many were drawn. */
  paint(canvas: HTMLCanvasElement, geometry: Geometry, view: LineView, gap: number, must: boolean): number {
    const edges = geometry.gaps[gap] ?? [];
    const [first] = edges;
    const context = canvas.getContext('2d');
    const ratio = devicePixelRatio;
    const right = view.left + canvas.width / ratio;
    this.#least[gap] = threshold(edges, view.values, mostLines);
    const levels = Int8Array.from(edges, (edge) => this.#levelOf(edge, view));
    const isSame = !must && isEqual(levels, this.#drawn[gap]) && !edges.some(view.emphasized);
    this.#drawn[gap] = levels;
    if (isSame || !context || !first || first.from.x > right || first.to.x < view.left) return 0;
    context.setTransform(ratio, 0, 0, ratio, -view.left * ratio, -view.top * ratio);
    context.clearRect(first.from.x, view.top, first.to.x - first.from.x, canvas.height / ratio);
    strokeLevels(context, geometry, view, edges, levels);
    for (const edge of edges) {
      if (view.frozen.has(edge.weight)) pin(context, geometry, edge, view);
    }
    return Math.min(edges.length, mostLines);
  }

  #levelOf(edge: EdgeSpot, { values, scale }: LineView): number {
    return this.isDrawn(edge, values) ? levelOf(values[edge.weight] ?? 0, scale) : hidden;
  }
}

function isEqual(one: Int8Array, other: Int8Array | undefined): boolean {
  return one.length === other?.length && one.every((level, index) => level === other[index]);
}

function strokeLevels(
  context: CanvasRenderingContext2D,
  geometry: Geometry,
  { values, scale, positive, negative, emphasized }: LineView,
  edges: readonly EdgeSpot[],
  levelsOf: Int8Array,
): void {
  const thin = Math.min(1, Math.max(0.3, geometry.side / 36));
  const buckets: EdgeSpot[][] = Array.from({ length: 2 * levels }, () => []);
  const strong: EdgeSpot[] = [];
  for (const [index, edge] of edges.entries()) {
    if (emphasized(edge)) strong.push(edge);
    else buckets[levelsOf[index] ?? hidden]?.push(edge);
  }
  for (const [level, bucket] of buckets.entries()) {
    if (bucket.length === 0) continue;
    const strength = ((level % levels) + 0.5) / levels;
    context.strokeStyle = level < levels ? positive : negative;
    context.lineWidth = Math.max(0.5, (0.6 + 4.2 * strength) * thin);
    context.globalAlpha = 0.25 + 0.7 * Math.sqrt(strength);
    context.beginPath();
    for (const edge of bucket) trace(context, geometry, edge);
    context.stroke();
  }
  context.globalAlpha = 1;
  for (const edge of strong) {
    const value = values[edge.weight] ?? 0;
    context.strokeStyle = value < 0 ? negative : positive;
    context.lineWidth = Math.max(1, (0.6 + 4.2 * Math.min(1, Math.abs(value) / scale)) * thin);
    context.beginPath();
    trace(context, geometry, edge);
    context.stroke();
  }
}

function levelOf(value: number, scale: number): number {
  const level = Math.min(levels - 1, Math.floor((levels * Math.abs(value)) / scale));
  return value < 0 ? levels + level : level;
}

function trace(context: CanvasPath, geometry: Geometry, edge: EdgeSpot): void {
  const { x1, y1, x2, y2 } = endsOf(geometry, edge);
  const bend = (x2 - x1) * geometry.bend;
  context.moveTo(x1, y1);
  if (bend === 0) context.lineTo(x2, y2);
  else context.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
}

/** A frozen weight is held by a pin in its middle, on a dotted line. */
function pin(context: CanvasRenderingContext2D, geometry: Geometry, edge: EdgeSpot, { ink, paper }: LineView): void {
  const { x1, y1, x2, y2 } = endsOf(geometry, edge);
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.setLineDash([1, 4]);
  context.beginPath();
  trace(context, geometry, edge);
  context.stroke();
  context.setLineDash([]);
  const half = Math.min(4, Math.max(2.5, geometry.side / 8));
  const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
  context.fillStyle = ink;
  context.strokeStyle = paper;
  context.lineWidth = 1.5;
  context.fillRect(x - half, y - half, 2 * half, 2 * half);
  context.strokeRect(x - half, y - half, 2 * half, 2 * half);
}
