/** Where the neurons and weights of a network lie on the page. */
import type { Layout } from './engine/module.js';
import { brief, signed } from './format.js';
import { t } from './language.js';

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
}

export interface Geometry {
  width: number;
  height: number;
  /** Side of a neuron's picture. */
  side: number;
  /** How far lines leave a neuron level, as a part of their width; 0 where there are so many that only straight ones stay apart. */
  bend: number;
  columns: NodeSpot[][];
  /** One list for each gap between columns, ordered by target, then by source. */
  gaps: EdgeSpot[][];
}

export const leastColumn = 88;

/** Between columns, for the lines and the names of the inputs. */
const leastGap = 46;

/** More units than this in a layer, and lines are straight. */
const mostBent = 24;

/** Neurons shrink before the drawing grows. */
function sideFor(units: number, height: number, zoom: number): number {
  return Math.max(6, Math.min(58 * zoom, Math.floor(height / units / 1.28)));
}

/** The zoom at which every column can be seen at once. */
export function fittingZoom(layout: Layout, width: number): number {
  return Math.min(1, width / ((layout.layers.length + 1) * leastColumn));
}

export function layOut(layout: Layout, room: { width: number; height: number }, zoom = 1): Geometry {
  const available = { width: room.width * zoom, height: room.height * Math.max(1, zoom) };
  const sizes = [layout.inputs.length, ...layout.layers.map(({ units }) => units)];
  const most = Math.max(...sizes);
  const width = Math.max(zoom < 1 ? 0 : available.width, sizes.length * leastColumn * zoom);
  const pitchX = width / sizes.length;
  const gap = Math.min(leastGap, pitchX * 0.55);
  const side = Math.min(sideFor(most, available.height, zoom), Math.floor(pitchX - gap));
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
        return { from, to, weight };
      }),
    ),
  );
  return { width, height, side, bend: most > mostBent ? 0 : 0.45, columns, gaps };
}

function nameOf(layout: Layout, column: number, index: number): string {
  if (column === 0) return subscript(layout.inputs[index]?.name ?? t`input ${index + 1}`);
  if (column < layout.layers.length) return t`unit ${index + 1} of layer ${column}`;
  return layout.outputs === 1 ? t('the output') : t`output ${index + 1}`;
}

/** x1 as the paper writes it. */
function subscript(name: string): string {
  return name.replace(/^([a-z])(\d)$/, (_, letter, digit) => letter + '₀₁₂₃₄₅₆₇₈₉'[Number(digit)]);
}

/** From the right side of a neuron to the left side of another. */
export function endsOf({ side }: Geometry, { from, to }: EdgeSpot) {
  return { x1: from.x + side / 2, y1: from.y, x2: to.x - side / 2, y2: to.y };
}

export function pathOf(geometry: Geometry, edge: EdgeSpot): string {
  const { x1, y1, x2, y2 } = endsOf(geometry, edge);
  const bend = (x2 - x1) * geometry.bend;
  const at = (value: number) => value.toFixed(1);
  return `M${at(x1)} ${at(y1)}C${at(x1 + bend)} ${at(y1)} ${at(x2 - bend)} ${at(y2)} ${at(x2)} ${at(y2)}`;
}

/** How far down its way (0…1) a line is after `part` of its width; the same for all lines between two columns. */
export function descent(bend: number, part: number): number {
  if (bend === 0) return part;
  let [low, high] = [0, 1];
  for (let i = 0; i < 24; i += 1) {
    const t = (low + high) / 2;
    const x = 3 * bend * t * (1 - t) ** 2 + 3 * (1 - bend) * t ** 2 * (1 - t) + t ** 3;
    if (x < part) low = t;
    else high = t;
  }
  return low ** 2 * (3 - 2 * low);
}

/** The line nearest to a point, no farther than `reach`, among those that `counts`. */
export function edgeAt(
  geometry: Geometry,
  point: { x: number; y: number },
  reach: number,
  counts: (edge: EdgeSpot) => boolean = () => true,
): EdgeSpot | null {
  let nearest: EdgeSpot | null = null;
  let least = reach;
  for (const edges of geometry.gaps) {
    const [first] = edges;
    if (!first) continue;
    const { x1, x2 } = endsOf(geometry, first);
    if (point.x < x1 || point.x > x2) continue;
    const part = (point.x - x1) / (x2 - x1);
    const down = descent(geometry.bend, part);
    const steepness = (descent(geometry.bend, Math.min(1, part + 0.01)) - down) / (0.01 * (x2 - x1));
    for (const edge of edges) {
      const rise = edge.to.y - edge.from.y;
      const distance = Math.abs(point.y - edge.from.y - rise * down) / Math.hypot(1, rise * steepness);
      if (distance <= least && counts(edge)) {
        least = distance;
        nearest = edge;
      }
    }
  }
  return nearest;
}

export type Spot = NodeSpot | EdgeSpot;
export const isEdge = (spot: Spot): spot is EdgeSpot => 'weight' in spot;

/** Where an arrow key leads: columns of neurons alternate with the weights between them. */
export function neighbour(geometry: Geometry, spot: Spot, key: string): Spot | null {
  const { columns, gaps } = geometry;
  if (key === 'Home') return columns[0]?.[0] ?? null;
  if (key === 'End') return columns.at(-1)?.[0] ?? null;
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
  return key === 'ArrowRight' ? (gaps[spot.column]?.find(({ from }) => from === spot) ?? null) : null;
}

/** Where its number lies in the parameters; inputs have none. */
export const placeOf = (spot: Spot): number | null => (isEdge(spot) ? spot.weight : spot.bias);

/** What is said of a neuron or weight. */
export function spokenOf(
  spot: Spot,
  parameters: Float32Array,
  activations: readonly string[],
  extra: { gradient?: number | undefined; frozen?: boolean } = {},
): string {
  const number = (offset: number) => signed(parameters[offset] ?? 0, 2);
  const gradient = extra.gradient === undefined ? '' : `, ${t`gradient ${brief(extra.gradient)}`}`;
  const tail = `${gradient}${extra.frozen ? `, ${t('frozen')}` : ''}`;
  if (isEdge(spot)) return t`weight from ${spot.from.name} to ${spot.to.name}: ${number(spot.weight)}${tail}`;
  if (spot.bias === null) return t`input ${spot.name}`;
  return t`${spot.name}, ${activations[spot.column - 1] ?? ''}: bias ${number(spot.bias)}${tail}`;
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

/** A copy in which some layers made room for others. */
export function spliced(layers: readonly HiddenLayer[], at: number, removed: number, ...added: HiddenLayer[]) {
  return [...layers.slice(0, at), ...added, ...layers.slice(at + removed)];
}
