/** The places where the inspector can live, best first. */
import url from '#downhill.inspector.wasm?url';
import { type Answer, inlineWorker, type Rung, workerLink } from '../engine/rungs.js';
import type { InspectRequest } from './protocol.js';

export const inspectorUrl = new URL(url, import.meta.url).href;

const ownWorker: Rung = {
  name: 'worker',
  open: async (listener) =>
    workerLink(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }), listener),
};

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

export const inspectorLadder: Rung[] = [ownWorker, inlineWorker(() => import('virtual:classic-inspector')), page];
