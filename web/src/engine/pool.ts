/** Engines of one page share a few workers; the one with the fewest takes the next. */
import { engineConfig } from './config.js';
import type { Answer, Link, Listener, Message } from './rungs.js';

/** To the worker; without a request, the engine is to be closed. */
export interface Envelope {
  engine: number;
  request: Message | null;
}

/** From the worker; engine 0 is the worker itself. */
interface Reply {
  engine: number;
  answer: Answer;
}

let lastEngine = 0;

/** Hears what a worker says, and when it is lost. */
function listen<T>(worker: Worker, receive: (message: T) => void, fail: (cause: string) => void): void {
  worker.onmessage = ({ data }: MessageEvent<T>) => receive(data);
  worker.onerror = (event) => {
    event.preventDefault();
    fail(event.message || 'The worker could not be loaded.');
  };
  worker.onmessageerror = () => fail('A message from the worker could not be read.');
}

class Home {
  readonly engines = new Map<number, Listener>();
  readonly #worker: Worker;
  readonly #gone: () => void;
  #alive = false;

  constructor(worker: Worker, gone: () => void) {
    this.#worker = worker;
    this.#gone = gone;
    listen<Reply>(
      worker,
      (reply) => this.#receive(reply),
      (cause) => this.fall(cause),
    );
  }

  enter(listener: Listener): Link {
    lastEngine += 1;
    const engine = lastEngine;
    this.engines.set(engine, listener);
    if (this.#alive) queueMicrotask(() => listener.reply({ type: 'alive' }));
    return {
      post: (request, transfer) => this.#worker.postMessage({ engine, request } satisfies Envelope, transfer),
      close: (isHanging = false) => {
        if (!this.engines.delete(engine)) return;
        if (isHanging) this.fall('Another engine in the same worker hung.');
        else if (this.engines.size === 0) this.fall('');
        else this.#worker.postMessage({ engine, request: null } satisfies Envelope);
      },
    };
  }

  /** Takes the worker away; whoever is still in it hears why. */
  fall(cause: string): void {
    this.#worker.terminate();
    this.#gone();
    const listeners = [...this.engines.values()];
    this.engines.clear();
    for (const listener of listeners) listener.failure(cause);
  }

  #receive({ engine, answer }: Reply): void {
    if (engine !== 0) {
      this.engines.get(engine)?.reply(answer);
      return;
    }
    this.#alive = true;
    for (const listener of this.engines.values()) listener.reply(answer);
  }
}

export interface MadeWorker {
  worker: Worker;
  /** Called when the worker is gone. */
  release(): void;
}

export class WorkerPool {
  readonly #homes = new Set<Home>();
  readonly #make: () => Promise<MadeWorker>;
  readonly #most: () => number;
  /** One at a time, so that many engines that start at once do not each make a worker. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(make: () => Promise<MadeWorker>, most = () => engineConfig.maxWorkers) {
    this.#make = make;
    this.#most = most;
  }

  get size(): number {
    return this.#homes.size;
  }

  open(listener: Listener): Promise<Link> {
    const link = this.#turn.then(async () => (await this.#home()).enter(listener));
    this.#turn = link.catch(() => {});
    return link;
  }

  async #home(): Promise<Home> {
    const [least] = [...this.#homes].sort((a, b) => a.engines.size - b.engines.size);
    if (least && this.#homes.size >= this.#most()) return least;
    const { worker, release } = await this.#make();
    const home: Home = new Home(worker, () => {
      this.#homes.delete(home);
      release();
    });
    this.#homes.add(home);
    return home;
  }
}
