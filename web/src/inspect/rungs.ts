/** The places where the inspector can live, best first. All instruments of a page share one worker. */
import url from '#downhill.inspector.wasm?url';
import { wasmAddress } from '../engine/config.js';
import { WorkerPool } from '../engine/pool.js';
import { type Answer, inlineWorker, ownWorker, type Rung } from '../engine/rungs.js';
import type { InspectRequest } from './protocol.js';
import workerUrl from './worker.ts?worker&url';

export const inspectorUrl = () => wasmAddress(url);

const near = new WorkerPool(
  () => ownWorker(workerUrl),
  () => 1,
);
const carried = new WorkerPool(
  () => inlineWorker(() => import('virtual:classic-inspector')),
  () => 1,
);

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
  { name: 'worker', open: (listener) => near.open(listener) },
  { name: 'inline worker', open: (listener) => carried.open(listener) },
  page,
];
