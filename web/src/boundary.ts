/** Lines in the output's picture, from the core's values over the domain. */
import { contours } from 'd3-contour';
import type { Layout } from './engine/module.js';

export type Line = [number, number][];

/** Where one number is learnt, its level lines; else the lines between classes. */
export function linesOf(values: Float32Array, size: number, { outputs, regression }: Layout): Line[] {
  if (outputs > 1) return classBoundaries(values, size, outputs);
  return (regression ? levels : [0]).flatMap((level) => boundary(values, size, level));
}

const levels = [-0.5, 0, 0.5];

/** Where `values` cross the level. Lines in units of the picture's side (0…1 from the upper left), without the frame that closes the areas. */
export function boundary(values: Float32Array, size: number, level = 0): Line[] {
  const area = contours()
    .size([size, size])
    .contour(values as unknown as number[], level);
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

/** Round the area of every class but the last, whose border the others have drawn: where its lead over the next best is zero. */
function classBoundaries(planes: Float32Array, size: number, classes: number): Line[] {
  const plane = size * size;
  const leads = new Float32Array(planes.length);
  for (let pixel = 0; pixel < plane; pixel += 1) {
    let [best, second, winner] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
    for (let k = 0; k < classes; k += 1) {
      const value = planes[k * plane + pixel] ?? 0;
      if (value > best) [best, second, winner] = [value, best, k];
      else if (value > second) second = value;
    }
    for (let k = 0; k < classes; k += 1) {
      leads[k * plane + pixel] = (planes[k * plane + pixel] ?? 0) - (k === winner ? second : best);
    }
  }
  const others = Array.from({ length: classes - 1 }, (_, k) => leads.subarray(k * plane, (k + 1) * plane));
  return others.flatMap((lead) => boundary(lead, size));
}
