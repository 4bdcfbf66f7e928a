import { describe, expect, it } from 'vitest';
import { answerOf, moved, Prober } from '../../../web/src/answer.js';
import { linesOf } from '../../../web/src/boundary.js';
import { quality } from '../../../web/src/describe.js';
import type { Layout, Metrics } from '../../../web/src/engine/module.js';
import type { Playground } from '../../../web/src/playground.js';
import { namesOf } from '../../../web/src/points.js';

function layoutOf(outputs: number, activation: string, more: Partial<Layout> = {}): Layout {
  const layers = [{ units: outputs, inputs: 2, activation, weights: 0, biases: 2 * outputs }];
  const classes = Math.max(2, outputs);
  return { inputs: [], layers, parameters: 3 * outputs, classes, classNames: [], regression: false, outputs, ...more };
}

describe('lines between classes', () => {
  const size = 40;
  /** Outputs of three classes, each the largest in a third of the plane, as sectors round the middle. */
  const planes = Float32Array.from({ length: 3 * size * size }, (_, at) => {
    const [k, pixel] = [Math.floor(at / size ** 2), at % size ** 2];
    const [x, y] = [(pixel % size) + 0.5 - size / 2, Math.floor(pixel / size) + 0.5 - size / 2];
    const angle = (2 * Math.PI * k) / 3;
    return x * Math.cos(angle) + y * Math.sin(angle);
  });

  it('run where two classes lead alike, and nowhere else', () => {
    const lines = linesOf(planes, size, layoutOf(3, 'softmax'));
    expect(lines.flat().length).toBeGreaterThan(size);
    const margins = lines.flat().map(([x, y]) => {
      const values = [0, 1, 2].map((k) => {
        const angle = (2 * Math.PI * k) / 3;
        return (x - 0.5) * size * Math.cos(angle) + (y - 0.5) * size * Math.sin(angle);
      });
      const [best = 0, second = 0] = values.sort((a, b) => b - a);
      return best - second;
    });
    // On the frame, and where three meet, a line cannot be truer than a pixel, over which a lead grows by √3.
    expect(Math.max(...margins)).toBeLessThan(Math.sqrt(3));
    expect(margins.filter((margin) => margin > 1e-3).length / margins.length).toBeLessThan(0.1);
  });

  it('part every pair of neighbouring classes', () => {
    const points = linesOf(planes, size, layoutOf(3, 'softmax')).flat();
    for (const angle of [60, 180, 300]) {
      const [x, y] = [0.5 + 0.3 * Math.cos((angle * Math.PI) / 180), 0.5 + 0.3 * Math.sin((angle * Math.PI) / 180)];
      expect(Math.min(...points.map(([px, py]) => Math.hypot(px - x, py - y)))).toBeLessThan(1.5 / size);
    }
  });

  it('are level lines where a number is learnt', () => {
    const slope = Float32Array.from({ length: size * size }, (_, at) => (2 * ((at % size) + 0.5)) / size - 1);
    const lines = linesOf(slope, size, layoutOf(1, 'linear', { regression: true }));
    expect(lines.map((line) => Math.round(100 * (line[1]?.[0] ?? 0))).sort((a, b) => a - b)).toEqual([25, 50, 75]);
  });
});

describe('an answer in words', () => {
  it('names the class and how likely it is', () => {
    expect(answerOf(layoutOf(1, 'sigmoid'), Float32Array.of(9, 9, 0.875))).toEqual({ parts: ['blue 87.5 %'], best: 0 });
    expect(answerOf(layoutOf(1, 'tanh'), Float32Array.of(-0.5)).parts).toEqual(['orange −0.50']);
    const three = answerOf(
      layoutOf(3, 'softmax', { classNames: ['a', 'b', 'c'] }),
      Float32Array.of(1, 2, 0.25, 0.5, 0.25),
    );
    expect(three).toEqual({ parts: ['a 25.0 %', 'b 50.0 %', 'c 25.0 %'], best: 1 });
    expect(answerOf(layoutOf(2, 'linear'), Float32Array.of(-1, 2)).parts).toEqual(['orange −1.00', 'blue 2.00']);
  });

  it('is a number where a number is learnt', () => {
    const layout = layoutOf(1, 'linear', { regression: true });
    expect(answerOf(layout, Float32Array.of(7, -0.25)).parts).toEqual(['−0.250']);
    const metrics = { trainRSquared: 0.9, testRSquared: -0.5, trainAccuracy: 1, testAccuracy: 1 } as Metrics;
    expect(quality(metrics, true)).toBe('R²: training 0.900 · test −0.500');
    expect(quality(metrics, false)).toBe('accuracy: training 100.0 % · test 100.0 %');
  });

  it('uses the names that the points came with', () => {
    expect(namesOf({ classes: 3, classNames: ['x', 'y', 'z'] })).toEqual(['x', 'y', 'z']);
    expect(namesOf({ classes: 3, classNames: [] })).toEqual(['orange', 'blue', 'green']);
  });
});

describe('asking about places', () => {
  it('passes over all but the newest while the engine thinks', async () => {
    const asked: number[] = [];
    const told: number[] = [];
    const model = {
      ask: async (_: 'probe', { x1 }: { x1: number }) => {
        asked.push(x1);
        await Promise.resolve();
        return Float32Array.of(x1);
      },
    } as unknown as Playground;
    const prober = new Prober(
      () => model,
      ({ x1 }) => told.push(x1),
    );
    const first = prober.ask({ x1: 1, x2: 0 });
    prober.ask({ x1: 2, x2: 0 });
    prober.ask({ x1: 3, x2: 0 });
    await first;
    expect(asked).toEqual([1, 3]);
    expect(told).toEqual([1, 3]);
  });

  it('moves by arrow keys, no farther than the edge', () => {
    expect(moved({ x1: 0, x2: 0 }, 'ArrowUp', 0.1)).toEqual({ x1: 0, x2: 0.1 });
    expect(moved({ x1: 5.95, x2: 0 }, 'ArrowRight', 0.25)).toEqual({ x1: 6, x2: 0 });
    expect(moved({ x1: 0, x2: -6 }, 'ArrowDown', 1)).toEqual({ x1: 0, x2: -6 });
    expect(moved({ x1: 0, x2: 0 }, 'a', 1)).toBeNull();
  });
});
