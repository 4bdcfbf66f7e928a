import { describe, expect, it } from 'vitest';
import { paletteBytes, palettes, rgb, shapes } from '../../../web/src/palette.js';

/** Simulation matrices for complete dichromacy on linear RGB (Machado, Oliveira and Fernandes, 2009). */
const eyes = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanope: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranope: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanope: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

function lab(hex: string, matrix: number[]): number[] {
  const channels = rgb(hex).map((value) => linear(value / 255));
  const row = (start: number, m: number[], v: number[]) =>
    (m[start] ?? 0) * (v[0] ?? 0) + (m[start + 1] ?? 0) * (v[1] ?? 0) + (m[start + 2] ?? 0) * (v[2] ?? 0);
  const seen = [0, 3, 6].map((start) => Math.min(1, Math.max(0, row(start, matrix, channels))));
  const xyz = [0.4124, 0.3576, 0.1805, 0.2126, 0.7152, 0.0722, 0.0193, 0.1192, 0.9505];
  const white = [0.9505, 1, 1.089];
  const [x = 0, y = 0, z = 0] = [0, 3, 6].map((start, index) => {
    const t = row(start, xyz, seen) / (white[index] ?? 1);
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116;
  });
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const distance = (a: number[], b: number[]) => Math.hypot(...a.map((value, index) => value - (b[index] ?? 0)));

describe.each(Object.keys(palettes) as (keyof typeof palettes)[])('palette, %s', (theme) => {
  const { classes, positive, negative } = palettes[theme];

  it.each(Object.entries(eyes))('keeps six classes apart for the %s eye', (_, matrix) => {
    const seen = classes.map((colour) => lab(colour, matrix));
    for (const [i, a] of seen.entries()) {
      for (const b of seen.slice(i + 1)) expect(distance(a, b)).toBeGreaterThan(18);
    }
  });

  it('has a shape for every class, the sign colours for the first two, and bytes for the core', () => {
    expect(classes).toHaveLength(shapes.length);
    expect(classes.slice(0, 2)).toEqual([negative, positive]);
    expect(paletteBytes(palettes[theme])).toHaveLength(27);
  });
});
