/** The three places the engine can live, best first. Each opens a link that looks the same to the client. */

import relaxedUrl from '#downhill.relaxed.wasm?url';
import simdUrl from '#downhill.wasm?url';
import type { Request, WasmUrls } from './protocol.js';

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
  close(): void;
}

export interface Rung {
  name: 'worker' | 'inline worker' | 'page';
  open(listener: Listener): Promise<Link>;
}

export const wasmUrls: WasmUrls = {
  simd: new URL(simdUrl, import.meta.url).href,
  relaxed: new URL(relaxedUrl, import.meta.url).href,
};

export function workerLink(worker: Worker, listener: Listener): Link {
  worker.onmessage = ({ data }: MessageEvent<Answer>) => listener.reply(data);
  worker.onerror = (event) => {
    event.preventDefault();
    listener.failure(event.message || 'The worker could not be loaded.');
  };
  worker.onmessageerror = () => listener.failure('A message from the worker could not be read.');
  return {
    post: (request, transfer) => worker.postMessage(request, transfer),
    close: () => worker.terminate(),
  };
}

/** A worker of the site's own origin. */
const ownWorker: Rung = {
  name: 'worker',
  open: async (listener) =>
    workerLink(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }), listener),
};

/** Where the origin is opaque (a sandboxed frame), only a script that the page carries with it may run. */
export function inlineWorker(load: () => Promise<{ default: string }>): Rung {
  return {
    name: 'inline worker',
    open: async (listener) => {
      const { default: script } = await load();
      const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
      const link = workerLink(new Worker(url), listener);
      return {
        ...link,
        close: () => {
          link.close();
          URL.revokeObjectURL(url);
        },
      };
    },
  };
}

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
    const host = new Host(
      new Session(
        createLoader(() => wasmUrls),
        performance,
      ),
      post,
      6,
    );
    post({ type: 'alive' });
    return { post: (request) => host.receive(request as Request), close: () => host.close() };
  },
};

export const ladder: Rung[] = [ownWorker, inlineWorker(() => import('virtual:classic-worker')), page];
