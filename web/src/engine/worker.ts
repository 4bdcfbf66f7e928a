/** Trains, beside the page. */
import { Host } from './host.js';
import { createLoader } from './loader.js';
import type { Body, Request } from './protocol.js';
import { serve } from './serve.js';
import { Session } from './session.js';

serve((post, { body }) => {
  const sources = body as Body<'start'>;
  const host = new Host(
    new Session(
      createLoader(() => sources),
      performance,
    ),
    (answer, transfer) => post(answer, transfer),
  );
  return { receive: (request) => host.receive(request as Request), close: () => host.close() };
});
