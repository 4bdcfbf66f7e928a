// npm run build: both WebAssembly binaries and the site, into dist/site.

import { buildAll } from './lib/project.mjs';
import { main } from './lib/steps.mjs';

await main(async () => {
  await buildAll();
  console.log('built: dist/site');
});
