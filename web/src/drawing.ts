/** Points drawn by hand: brushes, eraser, undo, and the text that the core reads. */
import type { Place } from './answer.js';
import type { CustomPoints } from './engine/protocol.js';
import { t } from './language.js';

export interface DrawnPoint extends Place {
  /** Class, or the number to learn. */
  value: number;
}

export const mostClasses = 6;
export const mostPoints = 10_000;

/** Hundredths are finer than any screen, and keep links short. */
const rounded = (value: number) => Math.round(Math.min(6, Math.max(-6, value)) * 100) / 100;

export class Drawing {
  points: readonly DrawnPoint[] = [];
  regression = false;
  names: readonly string[] = [];
  #past: { points: readonly DrawnPoint[]; regression: boolean }[] = [];

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  /** From the engine's points, three numbers each. Begins a history of its own. */
  take(points: Float32Array, regression: boolean, names: readonly string[]): void {
    this.points = Array.from({ length: points.length / 3 }, (_, i) => ({
      x1: rounded(points[3 * i] ?? 0),
      x2: rounded(points[3 * i + 1] ?? 0),
      value: regression ? rounded(points[3 * i + 2] ?? 0) : (points[3 * i + 2] ?? 0),
    }));
    this.regression = regression;
    this.names = names;
    this.#past = [];
  }

  /** What follows, up to the next call, is one step of undo. */
  begin(): void {
    this.#past.push({ points: this.points, regression: this.regression });
    this.#past = this.#past.slice(-100);
  }

  undo(): void {
    Object.assign(this, this.#past.pop());
  }

  add(places: readonly Place[], value: number): void {
    const room = Math.max(0, mostPoints - this.points.length);
    const added = places.slice(0, room).map(({ x1, x2 }) => ({ x1: rounded(x1), x2: rounded(x2), value }));
    this.points = [...this.points, ...added];
  }

  erase({ x1, x2 }: Place, radius: number): void {
    this.points = this.points.filter((point) => Math.hypot(point.x1 - x1, point.x2 - x2) > radius);
  }

  clear(): void {
    this.points = [];
  }

  /** Classes become numbers spread over −1…1, and numbers the classes below and above 0. */
  setRegression(regression: boolean): void {
    if (regression === this.regression) return;
    const top = Math.max(1, ...this.points.map(({ value }) => value));
    const convert = (value: number) => (regression ? rounded((2 * value) / top - 1) : Number(value > 0));
    this.points = this.points.map((point) => ({ ...point, value: convert(point.value) }));
    this.regression = regression;
  }

  /** What is still missing before a network can learn from it, or nothing. */
  lack(nameOf: (label: number) => string): string {
    if (this.points.length < 2) return t('Draw at least two points.');
    if (this.regression) return '';
    const labels = new Set(this.points.map(({ value }) => value));
    const top = Math.max(1, ...labels);
    const missing = Array.from({ length: top }, (_, label) => label).find((label) => !labels.has(label)) ?? top;
    return labels.has(missing) ? '' : t`Draw some points of class ${nameOf(missing)} too.`;
  }

  csv(): CustomPoints {
    const top = Math.max(...this.points.map(({ value }) => value));
    const named = !this.regression && top < this.names.length;
    const text = (value: number) => (named ? quoted(this.names[value] ?? '') : String(value));
    const rows = this.points.map(({ x1, x2, value }) => `${x1},${x2},${text(value)}\n`);
    const columns = this.regression ? 'x1,x2,target\n' : 'x1,x2,label\n';
    return { csv: columns + rows.join(''), regression: this.regression };
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** `count` places, evenly over a disc. */
export function spray({ x1, x2 }: Place, radius: number, count: number, random: () => number = Math.random): Place[] {
  return Array.from({ length: count }, () => {
    const angle = 2 * Math.PI * random();
    const distance = radius * Math.sqrt(random());
    return { x1: x1 + distance * Math.cos(angle), x2: x2 + distance * Math.sin(angle) };
  });
}
