import { beforeAll, describe, expect, it, vi } from 'vitest';
import { LinePainter, type LineView } from '../../../web/src/components/line-painter.js';
import { roundCorners } from '../../../web/src/components/tile-painter.js';
import { layOut } from '../../../web/src/geometry.js';

describe('the lines between two layers', () => {
  const inputs = ['x1', 'x2'].map((name) => ({ name }));
  const layers = [
    { units: 3, inputs: 2, weights: 0, biases: 6 },
    { units: 1, inputs: 3, weights: 9, biases: 12 },
  ];
  const layout = { inputs, outputs: 1, layers } as unknown as Parameters<typeof layOut>[0];
  const geometry = layOut(layout, { width: 600, height: 400 });
  const values = Float32Array.from({ length: 13 }, (_, place) => (place - 6) / 2);
  const looks = { positive: 'b', negative: 'o', ink: 'k', paper: 'w', frozen: new Set<number>(), left: 0, top: 0 };
  const view: LineView = { ...looks, values, scale: 4, emphasized: () => false };

  /** A canvas that notes which part of it was drawn anew. */
  function paper() {
    const cleared: number[][] = [];
    const nothing = () => {};
    const context = {
      ...{
        setTransform: nothing,
        beginPath: nothing,
        moveTo: nothing,
        lineTo: nothing,
        bezierCurveTo: nothing,
        stroke: nothing,
      },
      clearRect: (...box: number[]) => cleared.push(box),
    };
    const canvas = { width: 600, height: 400, getContext: () => context } as unknown as HTMLCanvasElement;
    return { canvas, cleared };
  }

  beforeAll(() => {
    vi.stubGlobal('devicePixelRatio', 1);
    return () => vi.unstubAllGlobals();
  });

  it('are drawn anew only where one of them looks different', () => {
    const { canvas, cleared } = paper();
    const painter = new LinePainter();
    const paint = (now: LineView, gap: number, must = false) => painter.paint(canvas, geometry, now, gap, must);
    expect([paint(view, 0), paint(view, 1)]).toEqual([6, 3]);
    expect([paint(view, 0), paint(view, 1)]).toEqual([0, 0]);
    const a = values.slice();
    a[9] = (a[9] ?? 0) + 0.01;
    expect(paint({ ...view, values: a }, 1)).toBe(0);
    a[9] = -(a[9] ?? 0);
    expect([paint({ ...view, values: a }, 0), paint({ ...view, values: a }, 1)]).toEqual([0, 3]);
    expect(paint({ ...view, values: a }, 0, true)).toBe(6);
    expect(paint({ ...view, values: a, emphasized: ({ weight }) => weight === 2 }, 0)).toBe(6);
    expect(cleared).toHaveLength(5);
  });

  it('are cleared from the middle of one column to the middle of the next', () => {
    const { canvas, cleared } = paper();
    new LinePainter().paint(canvas, geometry, view, 1, false);
    const [from, to] = [geometry.columns[1]?.[0]?.x ?? 0, geometry.columns[2]?.[0]?.x ?? 0];
    expect(cleared).toEqual([[from, 0, to - from, 400]]);
  });
});

describe('the corners of a tile', () => {
  const size = 13;
  const pixels = new Uint8ClampedArray(2 * 4 * size * size).fill(200);
  roundCorners(pixels, size, 3);
  const alpha = (tile: number, x: number, y: number) => pixels[4 * (tile * size * size + y * size + x) + 3];

  it('are round, all four in every tile', () => {
    for (const tile of [0, 1]) {
      for (const [x, y] of [
        [0, 0],
        [12, 0],
        [0, 12],
        [12, 12],
      ] as const)
        expect(alpha(tile, x, y)).toBe(0);
      for (const [x, y] of [
        [1, 0],
        [0, 1],
        [11, 12],
        [12, 11],
      ] as const) {
        expect(alpha(tile, x, y)).toBeGreaterThan(0);
        expect(alpha(tile, x, y)).toBeLessThan(200);
      }
    }
  });

  it('leave everything else as it was', () => {
    const changed = [...pixels.keys()].filter((place) => pixels[place] !== 200);
    expect(changed.every((place) => place % 4 === 3)).toBe(true);
    for (const at of [3, 6, 9])
      for (const edge of [0, 12]) expect([alpha(1, at, edge), alpha(1, edge, at)]).toEqual([200, 200]);
  });
});
