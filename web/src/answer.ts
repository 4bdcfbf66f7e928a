/** What the network answers at one place of the plane, in words. */
import type { Layout } from './engine/module.js';
import { percent, signed } from './format.js';
import type { Playground } from './playground.js';
import { namesOf } from './points.js';

export interface Place {
  x1: number;
  x2: number;
}

export const spoken = ({ x1, x2 }: Place) => `(${signed(x1, 1)}, ${signed(x2, 1)})`;

/** One part an output; `best` is the one that decides. `seen` is the engine's probe: the outputs come last. */
export function answerOf(layout: Layout, seen: Float32Array): { parts: string[]; best: number } {
  const outputs = seen.subarray(seen.length - layout.outputs);
  const activation = layout.layers.at(-1)?.activation;
  const names = namesOf(layout);
  const [first = 0] = outputs;
  if (layout.regression) return { parts: [signed(first, 3)], best: 0 };
  if (outputs.length > 1) {
    const shown = (value: number) => (activation === 'softmax' ? percent(value) : signed(value, 2));
    const parts = Array.from(outputs, (value, k) => `${names[k]} ${shown(value)}`);
    return { parts, best: outputs.indexOf(Math.max(...outputs)) };
  }
  if (activation === 'sigmoid') return { parts: [`${names[1]} ${percent(first)}`], best: 0 };
  return { parts: [`${names[first > 0 ? 1 : 0]} ${signed(first, 2)}`], best: 0 };
}

/** Asks the engine about one place after the other; of those that come while it thinks, only the newest counts. */
export class Prober {
  readonly #model: () => Playground;
  readonly #tell: (place: Place, seen: Float32Array) => void;
  #next: Place | null = null;
  #asking = false;

  constructor(model: () => Playground, tell: (place: Place, seen: Float32Array) => void) {
    this.#model = model;
    this.#tell = tell;
  }

  async ask(place: Place): Promise<void> {
    this.#next = place;
    if (this.#asking) return;
    this.#asking = true;
    while (this.#next) {
      const { x1, x2 }: Place = this.#next;
      this.#next = null;
      const seen = await this.#model().ask('probe', { x1, x2 });
      if (seen) this.#tell({ x1, x2 }, seen);
    }
    this.#asking = false;
  }
}

/** Where in the plane a pointer is; places beyond the frame count as its edge. */
export function placeOf(event: { clientX: number; clientY: number }, picture: Element): Place {
  const box = picture.getBoundingClientRect();
  const within = (value: number) => Math.min(6, Math.max(-6, value));
  return {
    x1: within((12 * (event.clientX - box.left)) / box.width - 6),
    x2: within(6 - (12 * (event.clientY - box.top)) / box.height),
  };
}

/** Where an arrow key leads from there, or null for other keys. */
export function moved({ x1, x2 }: Place, key: string, step: number): Place | null {
  const [across, up] =
    { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }[key] ?? [];
  if (across === undefined || up === undefined) return null;
  const to = (value: number) => Math.min(6, Math.max(-6, Math.round(value * 100) / 100));
  return { x1: to(x1 + across), x2: to(x2 + up) };
}
