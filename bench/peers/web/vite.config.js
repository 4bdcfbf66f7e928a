import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const bench = path('../../../build/wasm/bench/web/downhill.bench');

export default defineConfig({
  root: path('.'),
  base: './',
  resolve: {
    alias: [
      { find: /^#downhill\.bench\.wasm/, replacement: `${bench}.wasm` },
      { find: /^#downhill\.bench$/, replacement: `${bench}.js` },
    ],
  },
  build: {
    outDir: path('../../../build/bench-peers-web'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
  },
});
