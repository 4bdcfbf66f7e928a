/// <reference lib="webworker" />
/** The worker's end of a pool: one servant for each engine, made when it starts, so that the fall of one leaves the others. */
import type { Envelope } from './pool.js';
import type { Answer, Message } from './rungs.js';

declare const self: DedicatedWorkerGlobalScope;

export interface Servant {
  receive(request: Message): void;
  close(): void;
}

export type Post = (answer: Answer, transfer?: Transferable[]) => void;

export function serve(make: (post: Post, start: Message) => Servant): void {
  const servants = new Map<number, Servant>();
  self.onmessage = ({ data: { engine, request } }: MessageEvent<Envelope>) => {
    if (request === null) {
      servants.get(engine)?.close();
      servants.delete(engine);
      return;
    }
    if (request.type === 'start') {
      const post: Post = (answer, transfer = []) => self.postMessage({ engine, answer }, transfer);
      servants.set(engine, make(post, request));
    }
    servants.get(engine)?.receive(request);
  };
  self.postMessage({ engine: 0, answer: { type: 'alive' } satisfies Answer });
}
