/** The page embed.html: one figure from the link, and a line to the page around. */
import type { DownhillPlayground } from './element.js';
import './index.js';
import { type Command, message, type Report, readCommand } from './messages.js';

const epochEvery = 250;
/** More commands a second than a person or a lesson has reason to give. */
const mostCommands = 50;

const figure = document.querySelector('downhill-playground') as DownhillPlayground;

/** Who may listen: whoever the author has named, else whoever has put the frame there. */
const listener = new URLSearchParams(location.search).get('parentOrigin') ?? '*';

function tell(report: Report, to = listener): void {
  if (parent === window) return;
  try {
    parent.postMessage(message(report), to);
  } catch {
    // An origin that is none; nobody is there to hear it.
  }
}

function follow(): void {
  figure.setAttribute('state', location.hash.slice(1));
}

let lastEpoch = 0;

function relay(): void {
  figure.addEventListener('ready', () => tell({ type: 'ready' }));
  for (const type of ['play', 'pause', 'reset', 'complete', 'diverge', 'error'] as const) {
    figure.addEventListener(type, (event) => tell({ type, detail: (event as CustomEvent).detail }));
  }
  figure.addEventListener('statechange', (event) => tell({ type: 'state', detail: (event as CustomEvent).detail }));
  figure.addEventListener('epoch', (event) => {
    if (performance.now() - lastEpoch < epochEvery) return;
    lastEpoch = performance.now();
    tell({ type: 'epoch', detail: (event as CustomEvent).detail });
  });
  new ResizeObserver(([entry]) => {
    const height = Math.ceil(entry?.borderBoxSize[0]?.blockSize ?? 0);
    tell({ type: 'resize', height });
    if (parent !== window) parent.postMessage(JSON.stringify({ context: 'iframe.resize', height }), '*');
  }).observe(figure);
}

async function obey(command: Command): Promise<unknown> {
  switch (command.type) {
    case 'play':
      return figure.play();
    case 'pause':
      return figure.pause();
    case 'step':
      return figure.step(command.count ?? 1, command.unit ?? 'batch');
    case 'reset':
      return figure.reset(command.seed === undefined ? {} : { seed: command.seed });
    case 'trainUntil':
      return figure.trainUntil({ goal: command.goal });
    case 'setState':
      return figure.setState(command.state);
    case 'getState':
      return figure.getState({ weights: command.weights ?? false });
    case 'setData':
      return figure.setData(command.csv, { regression: command.regression ?? false });
    case 'export':
      return figure.exportModel('json');
  }
}

let commands = 0;
setInterval(() => {
  commands = 0;
}, 1000);

addEventListener('message', async ({ source, origin, data }) => {
  if (source !== parent || parent === window || (listener !== '*' && origin !== listener)) return;
  commands += 1;
  if (commands > mostCommands) return;
  const command = readCommand(data);
  if (!command) return;
  const to = origin === 'null' ? '*' : origin;
  try {
    const result = await obey(command);
    tell({ type: 'answer', id: command.id, ok: true, result }, to);
  } catch (error) {
    tell(
      { type: 'answer', id: command.id, ok: false, message: error instanceof Error ? error.message : String(error) },
      to,
    );
  }
});

follow();
addEventListener('hashchange', follow);
relay();
