import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundary } from '../../../web/src/boundary.js';
import { roundScale, threshold } from '../../../web/src/components/line-painter.js';
import { shares } from '../../../web/src/describe.js';
import type { Layout } from '../../../web/src/engine/module.js';
import {
  descent,
  type EdgeSpot,
  edgeAt,
  endsOf,
  fittingZoom,
  isEdge,
  layOut,
  neighbour,
  networkText,
  type Spot,
  spokenOf,
} from '../../../web/src/geometry.js';
import { shortWords, wholeWords } from '../../../web/src/layer-names.js';
import { readWords, writeWords } from '../../../web/src/layer-words.js';

const plane = (size: number, value: (x: number, y: number) => number) =>
  Float32Array.from({ length: size * size }, (_, i) => value(i % size, Math.floor(i / size)));

describe('boundary', () => {
  it('is one straight line between two halves, without the frame', () => {
    const lines = boundary(
      plane(16, (x) => x - 7.5),
      16,
    );
    expect(lines).toHaveLength(1);
    for (const [x] of lines[0] ?? []) expect(x).toBeCloseTo(0.5, 1);
    const heights = (lines[0] ?? []).map(([, y]) => y);
    expect(Math.min(...heights)).toBeLessThan(0.05);
    expect(Math.max(...heights)).toBeGreaterThan(0.95);
  });

  it('is closed round an island', () => {
    const [line, ...others] = boundary(
      plane(32, (x, y) => 36 - (x - 16) ** 2 - (y - 16) ** 2),
      32,
    );
    expect(others).toHaveLength(0);
    expect(line?.[0]).toEqual(line?.at(-1));
  });

  it('is absent where all is one class', () => {
    expect(
      boundary(
        plane(16, () => 1),
        16,
      ),
    ).toEqual([]);
    expect(
      boundary(
        plane(16, () => -1),
        16,
      ),
    ).toEqual([]);
  });
});

describe('shares', () => {
  it('add up to the whole plane', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.float({ noNaN: true }), { minLength: 4, maxLength: 40 }),
        (outputs, values) => {
          const planes = new Float32Array(values.length * outputs).map((_, i) => values[i % values.length] ?? 0);
          expect(shares(planes, outputs).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
        },
      ),
    );
  });
});

function layoutOf(sizes: number[]): Layout {
  let offset = 0;
  const layers = sizes.slice(1).map((units, index) => {
    const inputs = sizes[index] ?? 0;
    const weights = offset;
    offset += units * (inputs + 1);
    return { units, inputs, activation: 'tanh', weights, biases: weights + units * inputs };
  });
  return {
    inputs: [
      { key: 'x1', name: 'x₁' },
      { key: 'x2', name: 'x₂' },
    ],
    layers,
    parameters: offset,
    classes: 2,
    classNames: [],
    regression: false,
    outputs: sizes.at(-1) ?? 1,
  };
}

const networks = fc
  .array(fc.integer({ min: 1, max: 64 }), { maxLength: 8 })
  .map((hidden) => layoutOf([2, ...hidden, 1]));

describe('network geometry', () => {
  it('names every parameter once, whatever the network', () => {
    fc.assert(
      fc.property(networks, (layout) => {
        const { columns, gaps } = layOut(layout, { width: 700, height: 500 });
        const biases = columns.flat().flatMap(({ bias }) => (bias === null ? [] : [bias]));
        const weights = gaps.flat().map(({ weight }) => weight);
        const all = [...biases, ...weights].sort((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: layout.parameters }, (_, i) => i));
      }),
      { numRuns: 30 },
    );
  });

  it('lets no neuron overlap another or leave the drawing', () => {
    fc.assert(
      fc.property(networks, (layout) => {
        const { columns, side, width, height } = layOut(layout, { width: 700, height: 500 });
        for (const column of columns) {
          for (const [index, node] of column.entries()) {
            expect(node.y - side / 2).toBeGreaterThanOrEqual(-0.001);
            expect(node.y + side / 2).toBeLessThanOrEqual(height + 0.001);
            expect(node.x + side / 2).toBeLessThanOrEqual(width);
            const next = column[index + 1];
            if (next) expect(next.y - node.y).toBeGreaterThan(side);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is walked from neuron to weight to neuron', () => {
    const geometry = layOut(layoutOf([2, 3, 1]), { width: 500, height: 400 });
    const walk = (...keys: string[]) =>
      keys.reduce<Spot | null>(
        (spot, key) => (spot ? neighbour(geometry, spot, key) : null),
        geometry.columns[0]?.[0] ?? null,
      );
    const edge = walk('ArrowRight');
    expect(edge && isEdge(edge)).toBe(true);
    expect(walk('ArrowRight', 'ArrowRight')).toBe(geometry.columns[1]?.[0]);
    expect(walk('ArrowDown')).toBe(geometry.columns[0]?.[1]);
    expect(walk('ArrowUp')).toBeNull();
    expect(walk('End')).toBe(geometry.columns[2]?.[0]);
    expect(walk('ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowLeft')).toBe(geometry.columns[0]?.[0]);
  });

  it('is spoken with value and place', () => {
    const geometry = layOut(layoutOf([2, 3, 1]), { width: 500, height: 400 });
    const parameters = new Float32Array(geometry.columns.length * 20).fill(-0.42);
    const [edge] = geometry.gaps[0] ?? [];
    expect(edge && spokenOf(edge, parameters, ['tanh', 'sigmoid'])).toBe('weight from x₁ to unit 1 of layer 1: −0.42');
    const extra = { gradient: -0.0123, frozen: true };
    expect(edge && spokenOf(edge, parameters, [], extra)).toBe(
      'weight from x₁ to unit 1 of layer 1: −0.42, gradient −0.012, frozen',
    );
    const node = geometry.columns[1]?.[2];
    expect(node && spokenOf(node, parameters, ['tanh', 'sigmoid'])).toBe('unit 3 of layer 1, tanh: bias −0.42');
  });

  it('finds the line under the pointer, bent or straight', () => {
    fc.assert(
      fc.property(networks, fc.nat(), fc.double({ min: 0.02, max: 0.98, noNaN: true }), (layout, pick, part) => {
        const geometry = layOut(layout, { width: 900, height: 500 });
        const edges = geometry.gaps.flat();
        const edge = edges[pick % edges.length];
        if (!edge) return;
        const { x1, y1, x2, y2 } = endsOf(geometry, edge);
        const point = { x: x1 + (x2 - x1) * part, y: y1 + (y2 - y1) * descent(geometry.bend, part) };
        const only = ({ weight }: EdgeSpot) => weight === edge.weight;
        expect(edgeAt(geometry, point, 0.01, only)).toBe(edge);
        expect(edgeAt(geometry, { x: point.x, y: point.y + 900 }, 5)).toBeNull();
        expect(edgeAt(geometry, { x: edge.from.x, y: edge.from.y }, 5)).toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  it('fits a narrow window and grows with the zoom', () => {
    const layout = layoutOf([2, ...Array(8).fill(64), 1]);
    const zoom = fittingZoom(layout, 390);
    expect(layOut(layout, { width: 390, height: 400 }, zoom).width).toBeCloseTo(390);
    const near = layOut(layout, { width: 390, height: 400 }, 4);
    const plain = layOut(layout, { width: 390, height: 400 });
    expect(near.side).toBeGreaterThan(2 * plain.side);
    expect(near.width).toBe(4 * plain.width);
  });

  it('draws the strongest of very many lines', () => {
    const edges = layOut(layoutOf([2, 64, 64]), { width: 500, height: 400 }).gaps[1] ?? [];
    const values = Float32Array.from({ length: 5000 }, (_, i) => Math.sin(i) ** 3);
    const least = threshold(edges, values, 600);
    const drawn = edges.filter(({ weight }) => Math.abs(values[weight] ?? 0) >= least).length;
    expect(drawn).toBeGreaterThan(300);
    expect(drawn).toBeLessThanOrEqual(600);
    expect(threshold(edges.slice(0, 10), values, 600)).toBe(0);
    expect([0.03, 0.7, 4, 0].map((peak) => roundScale(Float32Array.of(peak, -peak / 2)))).toEqual([0.05, 1, 5, 1]);
  });

  it('takes the words of a layer apart and together', () => {
    for (const text of ['', 'batchNorm', 'layerNorm:dropout0.2:residual', 'residual', 'dropout0.5']) {
      expect(writeWords(readWords(text))).toBe(text);
    }
  });

  it('says what a layer does in few letters and in words', () => {
    expect(shortWords('layerNorm:dropout0.2:residual')).toBe('LN 20 % +x');
    expect(wholeWords('layerNorm:dropout0.2:residual')).toBe('layer norm, Dropout 20 %, residual');
    expect([shortWords(''), wholeWords(undefined)]).toEqual(['', '']);
    expect([shortWords('dropout0.5'), wholeWords('batchNorm')]).toEqual(['50 %', 'batch norm']);
  });

  it('is written as the network setting', () => {
    const layers = [
      { units: 8, activation: 'relu' },
      { units: 4, activation: 'tanh' },
    ];
    expect(networkText(layers, 'tanh')).toBe('8:relu,4');
    expect(networkText([], 'tanh')).toBe('');
    const blocks = [
      { units: 8, activation: 'tanh', words: 'layerNorm:residual' },
      { units: 4, activation: 'relu', words: 'dropout0.2' },
    ];
    expect(networkText(blocks, 'tanh')).toBe('8:layerNorm:residual,4:relu:dropout0.2');
  });
});
