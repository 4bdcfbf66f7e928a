/** The trainer of the run: in the binary that its settings ask for, with the visitor's points and colours. */
import type { Binary, DownhillModule, Loader, Outcome, Trainer } from './module.js';
import type { CustomPoints, Run } from './protocol.js';

/** What WebAssembly's fixed memory can take in at once; the core has a limit below it, and says so. */
const mostCsv = 8_000_000;

export class Live {
  readonly #loader: Loader;
  #module: DownhillModule | null = null;
  #binary: Binary = 'simd';
  #trainer: Trainer | null = null;
  #colours: Uint8Array = new Uint8Array();
  #custom: CustomPoints | null = null;

  constructor(loader: Loader) {
    this.#loader = loader;
  }

  async start(colours: Uint8Array): Promise<void> {
    this.dispose();
    this.#binary = 'simd';
    this.#custom = null;
    this.#colours = colours;
    this.#make(await this.#loader(this.#binary));
  }

  dispose(): void {
    this.#trainer?.delete();
    this.#trainer = null;
  }

  get trainer(): Trainer {
    if (!this.#trainer) throw new Error('The engine was not started.');
    return this.#trainer;
  }

  get module(): DownhillModule | null {
    return this.#module;
  }

  /** Points from outside that are in use, or that were the last. */
  get custom(): CustomPoints | null {
    return this.#custom;
  }

  setColours(colours: Uint8Array): void {
    this.#colours = colours;
    this.trainer.setColours(colours);
  }

  load({ csv, regression }: CustomPoints, keepWeights: boolean): Outcome {
    if (csv.length > mostCsv) {
      const message = `The text has ${csv.length} characters, the limit is ${mostCsv}; leave rows out.`;
      return { ok: false, code: 'refused', message, rebuilt: false };
    }
    const outcome = this.trainer.loadPoints(csv, regression, keepWeights);
    if (outcome.ok) this.#custom = { csv, regression };
    return outcome;
  }

  /** Every engine has its own binary; the run moves there with all that it is, so that it goes on as it was. */
  async matchBinary(): Promise<'none' | 'whole' | 'anew'> {
    const { engine, mode } = JSON.parse(this.trainer.allSettings());
    const wanted: Binary = engine === 'scalar' ? 'scalar' : mode === 'fast' ? 'relaxed' : 'simd';
    if (wanted === this.#binary) return 'none';
    this.#binary = wanted;
    const query = this.trainer.settings();
    const state = this.trainer.snapshot().slice();
    const module = await this.#loader(wanted);
    if (module === this.#module) return 'none';
    this.dispose();
    this.#make(module);
    if (this.#custom) this.load(this.#custom, false);
    this.trainer.configure(query, false);
    return this.trainer.restore(state).ok ? 'whole' : 'anew';
  }

  describe(outcome: Outcome): Run {
    const { trainer } = this;
    return {
      outcome,
      query: trainer.settings(),
      settings: JSON.parse(trainer.allSettings()),
      layout: JSON.parse(trainer.layout()),
      engine: trainer.engine(),
      binary: this.#module?.buildInfo().binary ?? '',
      points: trainer.points().slice(),
      custom: this.#custom,
      frozen: Array.from(trainer.frozen()),
      trainCount: trainer.trainCount(),
      stepsPerEpoch: trainer.stepsPerEpoch(),
    };
  }

  #make(module: DownhillModule): void {
    this.#module = module;
    this.#trainer = new module.Trainer();
    this.#trainer.setColours(this.#colours);
  }
}
