/** Where the neurons and weights of a network lie on the page. */
import type { Layout } from './engine/module.js';

export interface NodeSpot {
  /** Column and place in it; column 0 holds the inputs. */
  column: number;
  index: number;
  x: number;
  y: number;
  /** Which of the core's tiles is its picture. */
  tile: number;
  /** Offset of its bias in the parameters; inputs have none. */
  bias: number | null;
  name: string;
}

export interface EdgeSpot {
  from: NodeSpot;
  to: NodeSpot;
  /** Offset of its weight in the parameters. */
  weight: number;
  path: string;
}

export interface Geometry {
  width: number;
  height: number;
  /** Side of a neuron's picture. */
  side: number;
  columns: NodeSpot[][];
  /** One list for each gap between columns, ordered by target, then by source. */
  gaps: EdgeSpot[][];
}

export const leastColumn = 88;

/** Between columns, for the lines and the names of the inputs. */
const leastGap = 46;

/** Neurons shrink before the drawing grows. */
function sideFor(units: number, height: number): number {
  return Math.max(6, Math.min(58, Math.floor(height / units / 1.28)));
}

export function layOut(layout: Layout, available: { width: number; height: number }): Geometry {
  const sizes = [layout.inputs.length, ...layout.layers.map(({ units }) => units)];
  const most = Math.max(...sizes);
  const width = Math.max(available.width, sizes.length * leastColumn);
  const pitchX = width / sizes.length;
  const side = Math.min(sideFor(most, available.height), Math.floor(pitchX - leastGap));
  const pitch = Math.max(side + 2, Math.min(available.height / most, side * 1.5));
  const height = Math.max(available.height, most * pitch);

  let tile = 0;
  const columns = sizes.map((size, column) => {
    const spread = Math.min(height / size, side * 1.8);
    return Array.from({ length: size }, (_, index): NodeSpot => {
      const layer = layout.layers[column - 1];
      return {
        column,
        index,
        x: (column + 0.5) * pitchX,
        y: height / 2 + (index - (size - 1) / 2) * spread,
        tile: tile++,
        bias: layer ? layer.biases + index : null,
        name: nameOf(layout, column, index),
      };
    });
  });

  const gaps = layout.layers.map((layer, gap) =>
    (columns[gap + 1] ?? []).flatMap((to) =>
      (columns[gap] ?? []).map((from): EdgeSpot => {
        const weight = layer.weights + to.index * layer.inputs + from.index;
        return { from, to, weight, path: curve(from.x + side / 2, from.y, to.x - side / 2, to.y) };
      }),
    ),
  );
  return { width, height, side, columns, gaps };
}

function nameOf(layout: Layout, column: number, index: number): string {
  if (column === 0) return subscript(layout.inputs[index]?.name ?? `input ${index + 1}`);
  if (column < layout.layers.length) return `unit ${index + 1} of layer ${column}`;
  return layout.outputs === 1 ? 'the output' : `output ${index + 1}`;
}

/** x1 as the paper writes it. */
function subscript(name: string): string {
  return name.replace(/^([a-z])(\d)$/, (_, letter, digit) => letter + '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]);
}

function curve(x1: number, y1: number, x2: number, y2: number): string {
  const bend = (x2 - x1) * 0.45;
  const at = (value: number) => value.toFixed(1);
  return `M${at(x1)} ${at(y1)}C${at(x1 + bend)} ${at(y1)} ${at(x2 - bend)} ${at(y2)} ${at(x2)} ${at(y2)}`;
}

export type Spot = NodeSpot | EdgeSpot;
export const isEdge = (spot: Spot): spot is EdgeSpot => 'weight' in spot;

/** Where an arrow key leads: columns of neurons alternate with the weights between them. */
export function neighbour(geometry: Geometry, spot: Spot, key: string): Spot | null {
  const { columns, gaps } = geometry;
  if (isEdge(spot)) {
    const edges = gaps[spot.to.column - 1] ?? [];
    const place = edges.indexOf(spot);
    if (key === 'ArrowUp') return edges[place - 1] ?? null;
    if (key === 'ArrowDown') return edges[place + 1] ?? null;
    if (key === 'ArrowLeft') return spot.from;
    return key === 'ArrowRight' ? spot.to : null;
  }
  const nodes = columns[spot.column] ?? [];
  if (key === 'ArrowUp') return nodes[spot.index - 1] ?? null;
  if (key === 'ArrowDown') return nodes[spot.index + 1] ?? null;
  if (key === 'ArrowLeft') return gaps[spot.column - 1]?.find(({ to }) => to === spot) ?? null;
  if (key === 'ArrowRight') return gaps[spot.column]?.find(({ from }) => from === spot) ?? null;
  if (key === 'Home') return columns[0]?.[0] ?? null;
  return key === 'End' ? (columns.at(-1)?.[0] ?? null) : null;
}

/** What is said of a neuron or weight. */
export function spokenOf(spot: Spot, parameters: Float32Array, activations: readonly string[]): string {
  const number = (offset: number) => (parameters[offset] ?? 0).toFixed(2);
  if (isEdge(spot)) return `weight from ${spot.from.name} to ${spot.to.name}: ${number(spot.weight)}`;
  if (spot.bias === null) return `input ${spot.name}`;
  return `${spot.name}, ${activations[spot.column - 1] ?? ''}: bias ${number(spot.bias)}`;
}

export interface HiddenLayer {
  units: number;
  activation: string;
  /** Norm, dropout and residual connection, as the core writes them. */
  words?: string | undefined;
}

/** The text of the `network` setting; a layer names its activation only where it is not the common one. */
export function networkText(layers: readonly HiddenLayer[], common: string): string {
  return layers
    .map(({ units, activation, words }) =>
      [`${units}`, activation === common ? '' : activation, words ?? ''].filter((part) => part !== '').join(':'),
    )
    .join(',');
}
