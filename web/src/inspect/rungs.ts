/** The places where the inspector can live, best first. */
import url from '#downhill.inspector.wasm?url';
import { wasmAddress } from '../engine/config.js';
import { listen, type MadeWorker } from '../engine/pool.js';
import { type Answer, inlineWorker, type Link, type Listener, ownWorker, type Rung } from '../engine/rungs.js';
import type { InspectRequest } from './protocol.js';
import workerUrl from './worker.ts?worker&url';

export const inspectorUrl = () => wasmAddress(url);

/** A worker with one inspector in it. */
async function link(made: Promise<MadeWorker>, listener: Listener): Promise<Link> {
  const { worker, release } = await made;
  listen<Answer>(
    worker,
    (answer) => listener.reply(answer),
    (cause) => listener.failure(cause),
  );
  return {
    post: (request, transfer) => worker.postMessage(request, transfer),
    close: () => {
      worker.terminate();
      release();
    },
  };
}

const page: Rung = {
  name: 'page',
  open: async (listener) => {
    const { InspectorHost } = await import('./host.js');
    const post = (answer: Answer) => queueMicrotask(() => listener.reply(answer));
    const host = new InspectorHost(post);
    post({ type: 'alive' });
    return { post: (request) => host.receive(request as InspectRequest), close: () => host.close() };
  },
};

export const inspectorLadder: Rung[] = [
  { name: 'worker', open: (listener) => link(ownWorker(workerUrl), listener) },
  {
    name: 'inline worker',
    open: (listener) =>
      link(
        inlineWorker(() => import('virtual:classic-inspector')),
        listener,
      ),
  },
  page,
];
