import type { Line, linesOf } from '../boundary.js';
import type { Layout } from '../engine/module.js';
import type { Pictures } from '../engine/protocol.js';
import { palettes } from '../palette.js';
import type { Playground } from '../playground.js';
import { drawPoints } from '../points.js';

/** The large picture, in three layers: values, boundary, points. */
export class MapPainter {
  readonly #source = document.createElement('canvas');
  readonly #points = document.createElement('canvas');
  #pointsKey: unknown[] = [];
  /** Comes after the first picture, which does not wait for it. */
  #linesOf: typeof linesOf | null = null;
  #lines: { pictures: Pictures; lines: Line[] } | null = null;

  constructor(ready: () => void) {
    import('../boundary.js').then((module) => {
      this.#linesOf = module.linesOf;
      ready();
    });
  }

  /** While points are drawn by hand, the drawing shows them itself. */
  paint(canvas: HTMLCanvasElement, model: Playground, withPoints = true): void {
    const { pictures, run } = model;
    const size = Math.round(canvas.clientWidth * devicePixelRatio);
    const context = canvas.getContext('2d');
    if (!context || !pictures || !run || size === 0) return;
    if (canvas.width !== size) {
      canvas.width = size;
      canvas.height = size;
    }
    const neuron = model.inspected;
    const side = neuron ? pictures.tileSize : pictures.mapSize;
    const offset = neuron ? neuron.tile * 4 * side * side : 0;
    const pixels = new Uint8ClampedArray(neuron ? pictures.tiles : pictures.map, offset, 4 * side * side);
    this.#source.width = side;
    this.#source.height = side;
    this.#source.getContext('2d')?.putImageData(new ImageData(pixels, side), 0, 0);
    context.imageSmoothingEnabled = !pictures.discretize || neuron !== null;
    // Where browsers draw without a graphics processor, cubic takes ten times as long as linear.
    context.imageSmoothingQuality = model.status === 'running' ? 'low' : 'high';
    context.drawImage(this.#source, 0, 0, size, size);
    if (!neuron) this.#drawLines(context, model, size);
    if (withPoints) context.drawImage(this.#pointsOf(model, size), 0, 0);
  }

  #drawLines(context: CanvasRenderingContext2D, { pictures, run, theme }: Playground, size: number): void {
    if (!pictures || !run) return;
    context.beginPath();
    for (const line of this.#linesIn(pictures, run.layout)) {
      for (const [index, [x, y]] of line.entries()) {
        if (index === 0) context.moveTo(x * size, y * size);
        else context.lineTo(x * size, y * size);
      }
    }
    context.lineJoin = 'bevel';
    context.lineWidth = (run.layout.regression ? 1 : 1.75) * devicePixelRatio;
    context.strokeStyle = theme === 'dark' ? '#e8eaeb' : '#1d2328';
    context.stroke();
  }

  /** A picture is often drawn more than once. */
  #linesIn(pictures: Pictures, layout: Layout): Line[] {
    if (this.#lines?.pictures === pictures) return this.#lines.lines;
    const values = new Float32Array(pictures.values);
    // A run that has just got another number of outputs is drawn with its next picture.
    if (!this.#linesOf || values.length !== layout.outputs * pictures.mapSize ** 2) return [];
    this.#lines = { pictures, lines: this.#linesOf(values, pictures.mapSize, layout) };
    return this.#lines.lines;
  }

  /** The points change seldom; they are drawn once and laid over every frame. */
  #pointsOf({ run, theme, view }: Playground, size: number): HTMLCanvasElement {
    const key = [run?.points, theme, view.showTestData, size, devicePixelRatio];
    if (key.some((part, index) => part !== this.#pointsKey[index])) {
      this.#pointsKey = key;
      this.#points.width = size;
      this.#points.height = size;
      const context = this.#points.getContext('2d');
      if (context && run) {
        const { points, trainCount, layout } = run;
        const marks = { points, trainCount, showTest: view.showTestData === 'true', regression: layout.regression };
        drawPoints(context, marks, palettes[theme], size, devicePixelRatio);
      }
    }
    return this.#points;
  }
}
