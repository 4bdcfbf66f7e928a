/** The drawing as it is seen: points, and rings for brush and cursor. */
import type { Place } from '../answer.js';
import type { Drawing } from '../drawing.js';
import { palettes, shapeOf, type Theme } from '../palette.js';
import { drawPoints, trace } from '../points.js';

export interface Ring extends Place {
  radius: number;
}

export class DrawPainter {
  readonly #layer = document.createElement('canvas');
  #layerKey: unknown[] = [];

  paint(
    canvas: HTMLCanvasElement,
    drawing: Pick<Drawing, 'points' | 'regression'>,
    theme: Theme,
    rings: readonly Ring[],
  ): void {
    const context = canvas.getContext('2d');
    const size = Math.round(canvas.clientWidth * devicePixelRatio);
    if (!context || size === 0) return;
    canvas.width = size;
    canvas.height = size;
    context.drawImage(this.#pointsOf(drawing, theme, size), 0, 0);
    for (const ring of rings) paintRing(context, ring, size);
  }

  /** Redrawn when the points change, not whenever the pointer moves. */
  #pointsOf(
    { points, regression }: Pick<Drawing, 'points' | 'regression'>,
    theme: Theme,
    size: number,
  ): HTMLCanvasElement {
    const key = [points, regression, theme, size, devicePixelRatio];
    if (key.every((part, index) => part === this.#layerKey[index])) return this.#layer;
    this.#layerKey = key;
    this.#layer.width = size;
    this.#layer.height = size;
    const context = this.#layer.getContext('2d');
    const numbers = new Float32Array(points.flatMap(({ x1, x2, value }) => [x1, x2, value]));
    const marks = { points: numbers, trainCount: points.length, showTest: false, regression };
    if (context) drawPoints(context, marks, palettes[theme], size, devicePixelRatio);
    return this.#layer;
  }
}

/** Dark on light, to be seen on every colour. */
function paintRing(context: CanvasRenderingContext2D, { x1, x2, radius }: Ring, size: number): void {
  const strokes = [
    { width: 3.5, colour: 'rgb(255 255 255 / 0.7)' },
    { width: 1.5, colour: '#1d2328' },
  ];
  for (const { width, colour } of strokes) {
    context.beginPath();
    context.arc(((x1 + 6) / 12) * size, ((6 - x2) / 12) * size, (radius / 12) * size, 0, 2 * Math.PI);
    context.lineWidth = width * devicePixelRatio;
    context.strokeStyle = colour;
    context.stroke();
  }
}

export function paintSwatch(canvas: HTMLCanvasElement, label: number, theme: Theme): void {
  canvas.width = 32;
  canvas.height = 32;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.fillStyle = palettes[theme].classes[label] ?? '';
  trace(context, shapeOf(label), 16, 16, 10);
  context.fill();
}
