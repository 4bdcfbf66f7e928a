/** Keeps a copy of the run beside the one that trains, and answers questions about it. */
import createInspector from '#downhill.inspector';
import type { Source } from '../engine/protocol.js';
import { samePoints } from '../engine/protocol.js';
import type { Answer } from '../engine/rungs.js';
import type { Found, InspectorModule, Look } from './answers.js';
import type { InspectRequest, InspectResults } from './protocol.js';

type Inspector = InstanceType<InspectorModule['Inspector']>;

export class InspectorHost {
  readonly #post: (answer: Answer) => void;
  #inspector: Inspector | null = null;
  #held: Source | null = null;
  #queue: Promise<void> = Promise.resolve();

  constructor(post: (answer: Answer) => void) {
    this.#post = post;
  }

  receive(request: InspectRequest): void {
    this.#queue = this.#queue.then(async () => {
      try {
        this.#post({ type: 'result', id: request.id, result: await this.#handle(request) });
      } catch (error) {
        this.#post({ type: 'crash', message: error instanceof Error ? error.message : String(error) });
      }
    });
  }

  close(): void {
    this.#inspector?.delete();
    this.#inspector = null;
  }

  async #handle(request: InspectRequest): Promise<InspectResults[keyof InspectResults]> {
    switch (request.type) {
      case 'start': {
        const module = await createInspector({ locateFile: () => request.body.url });
        this.#inspector = new module.Inspector();
        return null;
      }
      case 'look': {
        const { source, looks } = request.body;
        const refused = source ? this.#follow(source) : '';
        return looks.map((look) => (refused ? { ok: false, message: refused } : this.#look(look)));
      }
      case 'pictures': {
        const { colours, side, lanes } = request.body;
        this.#live.setColours(colours);
        return Array.from({ length: lanes }, (_, lane) => new Uint8ClampedArray(this.#live.racePicture(lane, side)));
      }
    }
  }

  get #live(): Inspector {
    if (!this.#inspector) throw new Error('The inspector was not started.');
    return this.#inspector;
  }

  /** Builds the run anew only where settings or points are others. Returns why it could not. */
  #follow(source: Source): string {
    const held = this.#held;
    this.#held = null;
    if (source.points && !samePoints(source.points, held?.points ?? null)) {
      const { csv, regression } = source.points;
      const outcome = this.#live.loadPoints(csv, regression);
      if (!outcome.ok) return outcome.message;
    }
    if (!held || held.query !== source.query || !samePoints(source.points, held.points)) {
      const outcome = this.#live.configure(source.query);
      if (!outcome.ok) return outcome.message;
    }
    const outcome = this.#live.restore(source.snapshot);
    if (!outcome.ok) return outcome.message;
    this.#held = source;
    return '';
  }

  #look([method, ...args]: Look): Found {
    const ask = this.#live[method] as (...args: unknown[]) => { ok: boolean; message: string; json: string };
    const { ok, message, json } = ask.apply(this.#live, args);
    return ok ? { ok, answer: JSON.parse(json), numbers: this.#live.numbers().slice() } : { ok, message };
  }
}
