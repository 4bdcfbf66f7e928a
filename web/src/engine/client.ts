/** The page's end of the engine: finds a place where it runs, matches replies to requests, notices when it dies. */
import type { RequestBodies, RequestType, Results } from './protocol.js';
import type { Answer, Link, Rung } from './rungs.js';

export class EngineError extends Error {
  override name = 'EngineError';
}

export interface ClientOptions {
  /** A place whose script has not run after this long is given up. */
  aliveWithin?: number;
  /** A request unanswered for this long means that the engine hangs. */
  answerWithin?: number;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
  ticks: number;
  /** Loading may take as long as the network does. */
  patient: boolean;
}

const tick = 500;

/** `Bodies` are the requests by name, `Results` what answers them. */
export class Client<Bodies extends { start: unknown }, Results extends Record<keyof Bodies, unknown>> {
  /** Called once, after every pending request was rejected. */
  oncrash: ((cause: string) => void) | null = null;
  /** Why better places were passed over. */
  readonly refusals: string[] = [];
  readonly #rungs: readonly Rung[];
  readonly #aliveWithin: number;
  readonly #answerTicks: number;
  readonly #slow: ReadonlySet<keyof Bodies>;
  readonly #pending = new Map<number, Pending>();
  #link: Link | null = null;
  #place: Rung['name'] | null = null;
  #nextId = 1;
  #watchdog: ReturnType<typeof setInterval> | undefined;

  /** `slow` requests may take any time. */
  constructor(rungs: readonly Rung[], slow: ReadonlySet<keyof Bodies>, options: ClientOptions = {}) {
    this.#rungs = rungs;
    this.#slow = slow;
    this.#aliveWithin = options.aliveWithin ?? 10_000;
    this.#answerTicks = Math.ceil((options.answerWithin ?? 5000) / tick);
  }

  get place(): Rung['name'] | null {
    return this.#place;
  }

  /** Tries one place after the other; rejects with every cause if none works. */
  async start(body: Bodies['start'] | Promise<Bodies['start']>): Promise<Results['start']> {
    this.refusals.length = 0;
    for (const rung of this.#rungs) {
      try {
        await this.#open(rung);
        const run = await this.request('start', await body);
        this.#place = rung.name;
        return run;
      } catch (error) {
        this.refusals.push(`${rung.name}: ${error instanceof Error ? error.message : error}`);
        this.close();
      }
    }
    throw new EngineError(this.refusals.join('\n'));
  }

  request<T extends keyof Bodies & string>(
    type: T,
    body: Bodies[T],
    transfer: Transferable[] = [],
  ): Promise<Results[T]> {
    const link = this.#link;
    if (!link) return Promise.reject(new EngineError('The engine is not running.'));
    return new Promise<Results[T]>((resolve, reject) => {
      const id = this.#nextId++;
      const patient = this.#slow.has(type);
      this.#pending.set(id, { resolve: resolve as (result: unknown) => void, reject, ticks: 0, patient });
      try {
        link.post({ id, type, body }, transfer);
      } catch (error) {
        this.#pending.delete(id);
        reject(error);
      }
    });
  }

  close(cause = 'The engine was closed.', isHanging = false): void {
    clearInterval(this.#watchdog);
    this.#link?.close(isHanging);
    this.#link = null;
    this.#place = null;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(new EngineError(cause));
  }

  /** Resolves when the script runs there. */
  async #open(rung: Rung): Promise<void> {
    let settled = false;
    let fail: (cause: string) => void = () => {};
    let greet: () => void = () => {};
    const alive = new Promise<void>((resolve, reject) => {
      greet = resolve;
      fail = (cause) => (settled ? this.#crash(cause) : reject(new EngineError(cause)));
    });
    const timer = setTimeout(() => fail('It did not start in time.'), this.#aliveWithin);
    const reply = (message: Answer) => {
      if (message.type === 'alive') greet();
      else if (message.type === 'crash') fail(message.message);
      else this.#settle(message.id, message.result);
    };
    const link = rung.open({ reply, failure: (cause) => fail(cause) });
    try {
      [this.#link] = await Promise.all([link, alive]);
      settled = true;
      this.#watchdog = setInterval(() => this.#watch(), tick);
    } catch (error) {
      // Whatever opens after it was given up is closed again.
      link.then((late) => late.close()).catch(() => {});
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #settle(id: number, result: unknown): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.resolve(result);
  }

  /** Counts ticks, not time, so that a sleeping computer does not look like a hanging engine. */
  #watch(): void {
    for (const pending of this.#pending.values()) {
      if (!pending.patient) pending.ticks += 1;
      if (pending.ticks > this.#answerTicks) {
        this.#crash('It stopped answering.', true);
        return;
      }
    }
  }

  #crash(cause: string, isHanging = false): void {
    const started = this.#place !== null;
    this.close(cause, isHanging);
    if (started) this.oncrash?.(cause);
  }
}

/** These may load a binary, or replay a long training. */
const slow: ReadonlySet<RequestType> = new Set([
  'start',
  'configure',
  'change',
  'points',
  'advance',
  'goTo',
  'setParameters',
  'restore',
]);

export class EngineClient extends Client<RequestBodies, Results> {
  constructor(rungs: readonly Rung[], options: ClientOptions = {}) {
    super(rungs, slow, options);
  }
}
