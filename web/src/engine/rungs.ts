/** The three places the engine can live, best first. Each opens a link that looks the same to the client. */

import relaxedUrl from '#downhill.relaxed.wasm?url';
import scalarUrl from '#downhill.scalar.wasm?url';
import simdUrl from '#downhill.wasm?url';
import { ownScript } from '../trusted.js';
import { engineConfig, wasmAddress } from './config.js';
import { type MadeWorker, WorkerPool } from './pool.js';
import type { Request, WasmUrls } from './protocol.js';
import workerUrl from './worker.ts?worker&url';

export interface Message {
  id: number;
  type: string;
  body: unknown;
}

export type Answer =
  /** The script runs; a loader that stays silent has failed. */
  | { type: 'alive' }
  | { type: 'result'; id: number; result: unknown }
  /** It cannot go on. */
  | { type: 'crash'; message: string };

export interface Listener {
  reply(reply: Answer): void;
  /** The engine is gone. */
  failure(cause: string): void;
}

export interface Link {
  post(request: Message, transfer: Transferable[]): void;
  /** A place that hangs is taken down, whoever else is in it. */
  close(isHanging?: boolean): void;
}

export interface Rung {
  name: 'worker' | 'inline worker' | 'page';
  open(listener: Listener): Promise<Link>;
}

/** Read at every start, since a host page may have moved the files. */
export const wasmUrls = (): WasmUrls => ({
  simd: wasmAddress(simdUrl),
  relaxed: wasmAddress(relaxedUrl),
  scalar: wasmAddress(scalarUrl),
});

/** A worker of the site's own origin. */
export async function ownWorker(built: string): Promise<MadeWorker> {
  if (!built) throw new Error('This build carries its workers with it.');
  return { worker: new Worker(ownScript(built), { type: 'module' }), release: () => {} };
}

/** Where the origin is opaque (a sandboxed frame), only a script that the page carries with it may run. */
export async function inlineWorker(load: () => Promise<{ default: string }>): Promise<MadeWorker> {
  const { default: script } = await load();
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  return { worker: new Worker(ownScript(url)), release: () => URL.revokeObjectURL(url) };
}

const near = new WorkerPool(() => ownWorker(engineConfig.workerLocation || workerUrl));
const carried = new WorkerPool(() => inlineWorker(() => import('virtual:classic-worker')));

/** No workers at all: short slices between the page's own work. */
const page: Rung = {
  name: 'page',
  open: async (listener) => {
    const [{ Host }, { createLoader }, { Session }] = await Promise.all([
      import('./host.js'),
      import('./loader.js'),
      import('./session.js'),
    ]);
    const post = (reply: Answer) => queueMicrotask(() => listener.reply(reply));
    const sources = { urls: wasmUrls(), compiled: null };
    const host = new Host(
      new Session(
        createLoader(() => sources),
        performance,
      ),
      post,
      6,
    );
    post({ type: 'alive' });
    return { post: (request) => host.receive(request as Request), close: () => host.close() };
  },
};

export const ladder: Rung[] = [
  { name: 'worker', open: (listener) => near.open(listener) },
  { name: 'inline worker', open: (listener) => carried.open(listener) },
  page,
];

/** Of the page alone, where its author wants no workers. */
export const pageLadder: Rung[] = [page];

/** How many workers run now. */
export const workersRunning = () => near.size + carried.size;
