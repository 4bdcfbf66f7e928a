// npm run build: both WebAssembly binaries and the site, into dist/site.

import { buildSite, buildWasm, generate } from './lib/project.mjs';
import { main, setup, step } from './lib/steps.mjs';

await main(async () => {
  await setup('wasm');
  await step('core for WebAssembly (simd128)', () => buildWasm('wasm'));
  await step('core for WebAssembly (relaxed SIMD)', () => buildWasm('wasm-relaxed'));
  await step('settings and declarations for TypeScript', () => generate());
  await step('site', () => buildSite());
  console.log('built: dist/site');
});
