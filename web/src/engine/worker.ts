/// <reference lib="webworker" />
/** Home of one or more engines, each with an instance of its own, so that the fall of one leaves the others. */
import { Host } from './host.js';
import { createLoader, type Sources } from './loader.js';
import type { Envelope } from './pool.js';
import type { Request } from './protocol.js';
import type { Answer } from './rungs.js';
import { Session } from './session.js';

declare const self: DedicatedWorkerGlobalScope;

const hosts = new Map<number, Host>();

function open(engine: number, sources: Sources): Host {
  const post = (answer: Answer, transfer: Transferable[] = []) => self.postMessage({ engine, answer }, transfer);
  const host = new Host(
    new Session(
      createLoader(() => sources),
      performance,
    ),
    post,
  );
  hosts.set(engine, host);
  return host;
}

self.onmessage = ({ data: { engine, request } }: MessageEvent<Envelope>) => {
  if (request === null) {
    hosts.get(engine)?.close();
    hosts.delete(engine);
    return;
  }
  const message = request as Request;
  const host = message.type === 'start' ? open(engine, message.body) : hosts.get(engine);
  host?.receive(message);
};

self.postMessage({ engine: 0, answer: { type: 'alive' } satisfies Answer });
