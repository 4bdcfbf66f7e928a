// npm start [-- --no-open]: sets up and builds what is missing, then serves the playground on localhost.
// PORT names the first port to try; the next free one is taken.

import { spawn } from 'node:child_process';
import { buildAll, viteConfig } from './lib/project.mjs';
import { main, root } from './lib/steps.mjs';

/** The built site, with the headers and the policy that visitors get, not a development server's. */
async function serve() {
  const { preview } = await import('vite');
  const server = await preview({
    root: `${root}/web`,
    configFile: viteConfig,
    logLevel: 'error',
    preview: { port: Number(process.env.PORT) || 4173, strictPort: false, open: false },
  });
  return server.resolvedUrls?.local[0] ?? `http://localhost:${server.httpServer.address().port}/`;
}

/** Opens the address where there is a desktop to open it on; serving goes on whatever comes of it. */
function open(address) {
  const opener = { darwin: 'open', linux: process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? 'xdg-open' : undefined }[
    process.platform
  ];
  if (!opener || !process.stdout.isTTY || process.argv.includes('--no-open')) return;
  spawn(opener, [address], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

await main(async () => {
  await buildAll();
  const address = await serve();
  // From here on being stopped is how it is meant to end.
  for (const signal of ['SIGINT', 'SIGTERM']) process.prependOnceListener(signal, () => process.exit(0));
  console.log(`\nDownhill is at ${address}   (Ctrl-C ends it)`);
  open(address);
});
