/** The line between two classes, from the output's values over the domain: the core puts it at zero. */
import { contours } from 'd3-contour';

export type Line = [number, number][];

/** Where `values` cross zero. Lines in units of the picture's side (0…1 from the upper left), without the frame that closes the areas. */
export function boundary(values: Float32Array, size: number): Line[] {
  const area = contours()
    .size([size, size])
    .contour(values as unknown as number[], 0);
  const onFrame = (value: number) => value <= 0 || value >= size;
  const lines: Line[] = [];
  for (const ring of area.coordinates.flat()) {
    let line: Line = [];
    let wasOnFrame = false;
    for (const [x = 0, y = 0] of ring) {
      const isOnFrame = onFrame(x) || onFrame(y);
      if (isOnFrame && wasOnFrame) {
        if (line.length > 1) lines.push(line);
        line = [];
      }
      line.push([x / size, y / size]);
      wasOnFrame = isOnFrame;
    }
    if (line.length > 1) lines.push(line);
  }
  return lines;
}
