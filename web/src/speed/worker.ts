/// <reference lib="webworker" />
/** Times one task at a time; whoever has had enough ends the worker. */
import createBench from '#downhill.bench';

export interface Timed {
  /** Whether a training came below its bound. */
  ok: boolean;
  /** An item: a sample, a FLOP, a picture, a number. */
  seconds: number;
  lossBefore: number;
  lossAfter: number;
  /** Of an item; 0 where they are not what counts. */
  flops: number;
}

export interface BenchModule {
  list(): string;
  time(engine: string, task: string, seconds: number): Timed;
  lossAfter(engine: string, task: string, epochs: number): number;
}

export type Order =
  | { type: 'start'; url: string; relaxed: boolean }
  | { type: 'time'; engine: string; task: string; seconds: number };

declare const self: DedicatedWorkerGlobalScope;

let bench: Promise<BenchModule>;

async function load(url: string, relaxed: boolean): Promise<BenchModule> {
  const create = relaxed ? (await import('#downhill.bench.relaxed')).default : createBench;
  return create({ locateFile: () => url });
}

self.onmessage = async ({ data }: MessageEvent<Order>) => {
  try {
    if (data.type === 'start') {
      bench = load(data.url, data.relaxed);
      await bench;
      self.postMessage({ ok: true });
    } else {
      self.postMessage({ ok: true, timed: (await bench).time(data.engine, data.task, data.seconds) });
    }
  } catch (error) {
    self.postMessage({ ok: false, cause: error instanceof Error ? error.message : String(error) });
  }
};
