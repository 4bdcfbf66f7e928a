import type { Pictures } from '../engine/protocol.js';
import type { Geometry } from '../geometry.js';

/** Puts the core's pictures of all neurons where the neurons are, in device pixels. */
export class TilePainter {
  readonly #strip = document.createElement('canvas');

  paint(canvas: HTMLCanvasElement, geometry: Geometry, pictures: Pictures): void {
    const ratio = devicePixelRatio;
    const width = Math.round(geometry.width * ratio);
    const height = Math.round(geometry.height * ratio);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${geometry.width}px`;
      canvas.style.height = `${geometry.height}px`;
    }
    const nodes = geometry.columns.flat();
    const size = pictures.tileSize;
    const context = canvas.getContext('2d');
    if (!context || !this.#load(pictures, nodes.length)) return;
    context.clearRect(0, 0, width, height);
    context.save();
    context.beginPath();
    const side = Math.round(geometry.side * ratio);
    const corner = 4 * ratio;
    const spots = nodes.map(({ x, y, tile }) => {
      const left = Math.round(x * ratio - side / 2);
      const top = Math.round(y * ratio - side / 2);
      context.roundRect(left, top, side, side, corner);
      return { left, top, tile };
    });
    context.clip();
    context.imageSmoothingEnabled = size !== side;
    for (const { left, top, tile } of spots) {
      context.drawImage(this.#strip, 0, tile * size, size, size, left, top, side, side);
    }
    context.restore();
  }

  /** All pictures lie one below the other in memory, so one copy takes them all. */
  #load({ tiles, tileSize }: Pictures, count: number): boolean {
    const pixels = new Uint8ClampedArray(tiles);
    if (pixels.length !== 4 * tileSize * tileSize * count) return false;
    this.#strip.width = tileSize;
    this.#strip.height = tileSize * count;
    this.#strip.getContext('2d')?.putImageData(new ImageData(pixels, tileSize), 0, 0);
    return true;
  }
}
