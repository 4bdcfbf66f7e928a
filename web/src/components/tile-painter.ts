import type { Pictures } from '../engine/protocol.js';
import type { Geometry } from '../geometry.js';

/** Puts the core's pictures of all neurons where the neurons are, in device pixels. */
export class TilePainter {
  readonly #strip = document.createElement('canvas');
  #loaded: Pictures | null = null;

  /** `left` and `top` are the corner of the drawing that the canvas shows. */
  paint(canvas: HTMLCanvasElement, geometry: Geometry, pictures: Pictures, left: number, top: number): void {
    const ratio = devicePixelRatio;
    const nodes = geometry.columns.flat();
    const size = pictures.tileSize;
    const context = canvas.getContext('2d');
    if (!context || !this.#load(pictures, nodes.length)) return;
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.save();
    context.beginPath();
    const side = Math.round(geometry.side * ratio);
    const corner = Math.min(4, geometry.side / 5) * ratio;
    const spots = nodes
      .map(({ x, y, tile }) => ({
        x: Math.round((x - left) * ratio - side / 2),
        y: Math.round((y - top) * ratio - side / 2),
        tile,
      }))
      .filter(({ x, y }) => x + side > 0 && y + side > 0 && x < canvas.width && y < canvas.height);
    for (const { x, y } of spots) context.roundRect(x, y, side, side, corner);
    context.clip();
    context.imageSmoothingEnabled = size !== side;
    for (const { x, y, tile } of spots) {
      context.drawImage(this.#strip, 0, tile * size, size, size, x, y, side, side);
    }
    context.restore();
  }

  /** All pictures lie one below the other in memory, so one copy takes them all. */
  #load(pictures: Pictures, count: number): boolean {
    const { tiles, tileSize } = pictures;
    if (tiles.byteLength !== 4 * tileSize * tileSize * count) return false;
    if (this.#loaded === pictures) return true;
    this.#loaded = pictures;
    this.#strip.width = tileSize;
    this.#strip.height = tileSize * count;
    this.#strip.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(tiles), tileSize), 0, 0);
    return true;
  }
}
