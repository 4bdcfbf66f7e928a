/** The page's end of the inspector: a copy of the run that panels ask, in a worker beside the one that trains. */
import { Client } from '../engine/client.js';
import { t } from '../language.js';
import type { Playground } from '../playground.js';
import { hasSimd } from '../probes.js';
import type { Found, Look, Looks, Method } from './answers.js';
import type { InspectBodies, InspectResults } from './protocol.js';
import { inspectorLadder, inspectorUrl } from './rungs.js';

/** Each question's own answer. */
type Questions<M extends readonly Method[]> = { readonly [K in keyof M]: readonly [M[K], ...Looks[M[K]]['args']] };
type Answers<M extends readonly Method[]> = { [K in keyof M]: Found<M[K]> };

/** Who only changes the instrument need not wait for a new worker, in milliseconds. */
const restBeforeLeaving = 2000;

/** A start that failed is not tried again at every picture, in milliseconds. */
const restAfterFailure = 5000;

const gone = (message: string): Found => ({ ok: false, message });

export class Inspector {
  readonly #model: Playground;
  #client: Client<InspectBodies, InspectResults> | null = null;
  #starting: Promise<unknown> | null = null;
  /** The state that the copy has: weights and settings. */
  #held = '';
  #panels = 0;
  #failure: { error: Error; until: number } | null = null;
  #leaving: ReturnType<typeof setTimeout> | undefined;

  constructor(model: Playground) {
    this.#model = model;
  }

  /**
   * Asks all of the present state of the run; with `hold`, of the state that was asked last, which a race or a
   * landscape belongs to.
   */
  async look<const M extends readonly Method[]>(looks: Questions<M>, { hold = false } = {}): Promise<Answers<M>> {
    try {
      const client = await this.#started();
      const source = hold && this.#held ? null : await this.#source();
      return (await client.request('look', { source, looks: looks as unknown as Look[] })) as unknown as Answers<M>;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return (looks as readonly unknown[]).map(() => gone(message)) as unknown as Answers<M>;
    }
  }

  async pictures(colours: Uint8Array, side: number, lanes: number): Promise<Uint8ClampedArray[]> {
    try {
      return await (await this.#started()).request('pictures', { colours, side, lanes });
    } catch {
      return [];
    }
  }

  /** A panel has opened; returns what to call when it closes. The last one that leaves takes the worker along. */
  enter(): () => void {
    clearTimeout(this.#leaving);
    this.#panels += 1;
    return () => {
      this.#panels -= 1;
      if (this.#panels === 0) this.#leaving = setTimeout(() => this.stop(), restBeforeLeaving);
    };
  }

  /** Leaves whatever is being computed; the next look starts anew. */
  stop(): void {
    this.#client?.close(t('It was stopped.'));
    this.#client = null;
    this.#starting = null;
    this.#held = '';
  }

  async #source() {
    const { frame, run } = this.#model;
    const now = `${frame?.versions.weights}/${run?.query}/${run?.custom?.csv.length}/${run?.frozen}`;
    if (now === this.#held && this.#model.status !== 'running') return null;
    const source = await this.#model.ask('snapshot', {});
    if (!source) throw new Error(t('The engine is not running.'));
    this.#held = now;
    return source;
  }

  async #started(): Promise<Client<InspectBodies, InspectResults>> {
    if (!hasSimd())
      throw new Error(t('The instruments need SIMD instructions, which this browser’s WebAssembly does not have.'));
    if (!this.#client) {
      if (this.#failure && performance.now() < this.#failure.until) throw this.#failure.error;
      const client = new Client<InspectBodies, InspectResults>(inspectorLadder, new Set(['start', 'look', 'pictures']));
      this.#client = client;
      client.oncrash = () => {
        if (this.#client === client) this.stop();
      };
      this.#starting = client.start({ url: inspectorUrl() });
      this.#starting.catch((error) => {
        this.#failure = { error, until: performance.now() + restAfterFailure };
        if (this.#client === client) this.stop();
      });
    }
    const client = this.#client;
    await this.#starting;
    return client;
  }
}

const inspectors = new WeakMap<Playground, Inspector>();

/** All panels of a page share one. */
export function inspectorOf(model: Playground): Inspector {
  const known = inspectors.get(model) ?? new Inspector(model);
  inspectors.set(model, known);
  return known;
}
