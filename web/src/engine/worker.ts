/// <reference lib="webworker" />
import { Host } from './host.js';
import { createLoader } from './loader.js';
import type { Request, WasmUrls } from './protocol.js';
import type { Answer } from './rungs.js';
import { Session } from './session.js';

declare const self: DedicatedWorkerGlobalScope;

let urls: WasmUrls = { simd: '', relaxed: '' };
const post = (reply: Answer, transfer: Transferable[] = []) => self.postMessage(reply, transfer);
const host = new Host(
  new Session(
    createLoader(() => urls),
    performance,
  ),
  post,
);

self.onmessage = ({ data }: MessageEvent<Request>) => {
  if (data.type === 'start') urls = data.body.urls;
  host.receive(data);
};

post({ type: 'alive' });
