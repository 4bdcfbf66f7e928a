/** Runs the tasks one after the other in a worker of their own. */
import relaxedUrl from '#downhill.bench.relaxed.wasm?url';
import simdUrl from '#downhill.bench.wasm?url';
import { hasRelaxedSimd, hasSimd } from '../probes.js';
import { engines, peakTask, type SpeedEngine, tasks } from './tasks.js';
import type { Order, Timed } from './worker.js';

export interface SpeedResult extends Timed {
  engine: SpeedEngine['key'];
  task: string;
}

export interface SpeedOptions {
  /** Of measuring, a task. */
  seconds: number;
  tasks?: readonly string[];
  engines?: readonly string[];
}

type Reply = { ok: true; timed?: Timed } | { ok: false; cause: string };

const address = (url: string) => new URL(url, import.meta.url).href;

export const enginesHere = (): SpeedEngine[] =>
  hasSimd() ? engines.filter(({ key }) => key !== 'relaxed' || hasRelaxedSimd()) : [];

export class SpeedBench {
  #worker: Worker | null = null;
  #stop: (() => void) | null = null;

  /** `tell` hears of every task before it and after it; resolves to whether all were timed. */
  async run(
    { seconds, tasks: keys, engines: names }: SpeedOptions,
    tell: (done: number, all: number, result: SpeedResult | null) => void,
  ): Promise<boolean> {
    const wanted = [peakTask, ...tasks.map(({ key }) => key)].filter((key) => !keys || keys.includes(key));
    const used = enginesHere().filter(({ key }) => !names || names.includes(key));
    const all = used.length * wanted.length;
    let done = 0;
    for (const engine of used) {
      if (!(await this.#start(engine))) return false;
      for (const task of wanted) {
        tell(done, all, null);
        const timed = await this.#time(engine, task, seconds);
        if (!timed) return false;
        done += 1;
        tell(done, all, { ...timed, engine: engine.key, task });
      }
      this.cancel();
    }
    return true;
  }

  cancel(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#stop?.();
  }

  async #start({ key }: SpeedEngine): Promise<boolean> {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    const relaxed = key === 'relaxed';
    return (await this.#ask({ type: 'start', relaxed, url: address(relaxed ? relaxedUrl : simdUrl) })) !== null;
  }

  async #time({ engine }: SpeedEngine, task: string, seconds: number): Promise<Timed | null> {
    return (await this.#ask({ type: 'time', engine, task, seconds }))?.timed ?? null;
  }

  /** Null if it was cancelled; what went wrong is thrown. */
  #ask(order: Order): Promise<{ timed?: Timed } | null> {
    return new Promise((resolve, reject) => {
      const worker = this.#worker;
      if (!worker) return resolve(null);
      this.#stop = () => resolve(null);
      worker.onmessage = ({ data }: MessageEvent<Reply>) => (data.ok ? resolve(data) : reject(new Error(data.cause)));
      worker.onerror = (event) => reject(new Error(event.message || 'The worker could not be loaded.'));
      worker.postMessage(order);
    });
  }
}
