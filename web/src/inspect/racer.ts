/** A race under way: starts lanes, goes on by steps until told to stop, keeps the curves. */
import type { RaceLane } from './answers.js';
import type { Inspector } from './inspector.js';

export type Axis = 'step' | 'epoch' | 'samples' | 'seconds';

export interface RaceMoment {
  lanes: RaceLane[];
}

/** Points of a curve that are kept; beyond that every other one goes. */
const mostMoments = 400;

export class Racer {
  moments: RaceMoment[] = [];
  hashes: string[] = [];
  refusal = '';
  running = false;
  /** Steps of the next stretch; grows so that a long race is not drawn step by step. */
  #stretch = 1;
  readonly #inspector: Inspector;
  readonly #tell: () => void;

  constructor(inspector: Inspector, tell: () => void) {
    this.#inspector = inspector;
    this.#tell = tell;
  }

  get last(): RaceLane[] {
    return this.moments.at(-1)?.lanes ?? [];
  }

  async begin(queries: readonly string[], weightScale = 1): Promise<boolean> {
    this.running = false;
    const [begun] = await this.#inspector.look([['beginRace', queries.join('\n'), weightScale]]);
    this.moments = [];
    this.#stretch = 1;
    this.refusal = begun.ok ? '' : begun.message;
    if (begun.ok) {
      this.hashes = begun.answer.lanes.map(({ hash }) => hash);
      await this.step(0);
    }
    this.#tell();
    return begun.ok;
  }

  async step(steps: number): Promise<void> {
    const [race] = await this.#inspector.look([['race', steps]], { hold: true });
    if (!race.ok) {
      this.refusal = race.message;
      this.running = false;
      return;
    }
    this.moments.push({ lanes: race.answer.lanes });
    if (this.moments.length > mostMoments) {
      this.moments = this.moments.filter((_, index) => index % 2 === 0);
      this.#stretch *= 2;
    }
  }

  /** Until stop(), or until no lane goes on. */
  async run(): Promise<void> {
    if (this.running) return;
    this.running = true;
    while (this.running) {
      const begun = performance.now();
      await this.step(this.#stretch);
      if (performance.now() - begun < 25 && this.moments.length > 20)
        this.#stretch = Math.min(2000, Math.ceil(this.#stretch * 1.3));
      if (this.last.every(({ diverged, stopped }) => diverged || stopped)) this.running = false;
      this.#tell();
      await new Promise((resolve) => setTimeout(resolve, 16));
    }
    this.#tell();
  }

  stop(): void {
    this.running = false;
  }
}
