// npm run build: the WebAssembly binaries, the site into dist/site and the npm package into dist/package.

import { buildAll, buildNpmPackage } from './lib/project.mjs';
import { main, step } from './lib/steps.mjs';

await main(async () => {
  await buildAll();
  await step('npm package', () => buildNpmPackage());
  console.log('built: dist/site, dist/package');
});
