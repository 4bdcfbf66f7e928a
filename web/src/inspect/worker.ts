/** Answers the instruments' questions, beside the page. */
import { serve } from '../engine/serve.js';
import { InspectorHost } from './host.js';
import type { InspectRequest } from './protocol.js';

serve((post) => {
  const host = new InspectorHost((answer) => post(answer));
  return { receive: (request) => host.receive(request as InspectRequest), close: () => host.close() };
});
