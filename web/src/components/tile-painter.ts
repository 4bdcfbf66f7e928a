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
    const corner = Math.min(4, geometry.side / 5) / geometry.side;
    if (!context || !this.#load(pictures, nodes.length, corner * size)) return;
    context.clearRect(0, 0, canvas.width, canvas.height);
    const side = Math.round(geometry.side * ratio);
    context.imageSmoothingEnabled = size !== side;
    for (const node of nodes) {
      const x = Math.round((node.x - left) * ratio - side / 2);
      const y = Math.round((node.y - top) * ratio - side / 2);
      if (x + side <= 0 || y + side <= 0 || x >= canvas.width || y >= canvas.height) continue;
      context.drawImage(this.#strip, 0, node.tile * size, size, size, x, y, side, side);
    }
  }

  /** All pictures lie one below the other in memory, so one copy takes them all. */
  #load(pictures: Pictures, count: number, corner: number): boolean {
    const { tiles, tileSize } = pictures;
    if (tiles.byteLength !== 4 * tileSize * tileSize * count) return false;
    if (this.#loaded === pictures) return true;
    this.#loaded = pictures;
    const pixels = new Uint8ClampedArray(tiles.slice(0));
    roundCorners(pixels, tileSize, corner);
    this.#strip.width = tileSize;
    this.#strip.height = tileSize * count;
    this.#strip.getContext('2d')?.putImageData(new ImageData(pixels, tileSize), 0, 0);
    return true;
  }
}

/** In the pixels themselves: to clip a canvas by 200 round squares takes longer than to draw them. */
export function roundCorners(pixels: Uint8ClampedArray, size: number, corner: number): void {
  const cut: { place: number; alpha: number }[] = [];
  for (let y = 0; y < corner; y += 1) {
    for (let x = 0; x < corner; x += 1) {
      const outside = Math.hypot(corner - x - 0.5, corner - y - 0.5) - corner;
      const alpha = Math.round(255 * Math.min(1, Math.max(0, 0.5 - outside)));
      const mirrored = [x, size - 1 - x].flatMap((column) => [y, size - 1 - y].map((row) => row * size + column));
      for (const place of mirrored) if (alpha < 255) cut.push({ place: 4 * place + 3, alpha });
    }
  }
  for (let tile = 0; tile < pixels.length; tile += 4 * size * size) {
    for (const { place, alpha } of cut) pixels[tile + place] = alpha;
  }
}
