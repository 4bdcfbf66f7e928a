/// <reference lib="webworker" />
import { InspectorHost } from './host.js';
import type { InspectRequest } from './protocol.js';

declare const self: DedicatedWorkerGlobalScope;

const host = new InspectorHost((answer) => self.postMessage(answer));

self.onmessage = ({ data }: MessageEvent<InspectRequest>) => host.receive(data);

self.postMessage({ type: 'alive' });
