import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './service-worker-plugin.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** The relaxed binary is built by a preset of its own. */
const simd = path('../build/wasm/bindings/wasm/downhill');
const relaxed = [
  path('../build/wasm-relaxed/bindings/wasm/downhill.relaxed'),
  path('../build/wasm-relaxed/bindings/wasm/downhill'),
];
const relaxedBinary = relaxed.find((candidate) => existsSync(`${candidate}.js`)) ?? simd;

/** The page carries its policy itself, for hosts that send no headers. */
const [, contentSecurityPolicy = ''] =
  /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(readFileSync(path('index.html'), 'utf8')) ?? [];

const headers = { 'Content-Security-Policy': contentSecurityPolicy };

const alias = [
  { find: /^#downhill\.relaxed\.wasm/, replacement: `${relaxedBinary}.wasm` },
  { find: /^#downhill\.wasm/, replacement: `${simd}.wasm` },
  { find: /^#downhill\.relaxed$/, replacement: `${relaxedBinary}.js` },
  { find: /^#downhill$/, replacement: `${simd}.js` },
];

/**
 * The worker once more, as the text of one classic script. In a frame without an origin Chromium runs no other kind:
 * it refuses module workers there, even from a blob.
 */
function classicWorker(): Plugin {
  const id = 'virtual:classic-worker';
  return {
    name: 'classic-worker',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    async load(resolved) {
      if (resolved !== `\0${id}`) return null;
      const config: InlineConfig = {
        configFile: false,
        logLevel: 'error',
        resolve: { alias },
        build: {
          write: false,
          target: 'es2022',
          assetsInlineLimit: 0,
          rolldownOptions: {
            input: path('src/engine/worker.ts'),
            output: { format: 'iife', codeSplitting: false },
          },
        },
      };
      const [bundle] = [await build(config)].flat() as Rolldown.RolldownOutput[];
      const script = bundle?.output[0].code ?? '';
      return `export default ${JSON.stringify(script)};`;
    },
  };
}

export default defineConfig({
  root: path('.'),
  base: './',
  plugins: [classicWorker(), serviceWorker(path('src/offline/service-worker.ts'))],
  resolve: { alias },
  build: {
    outDir: path('../dist/site'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
  },
  worker: { format: 'es' },
  server: { headers, fs: { allow: [path('..')] } },
  preview: { headers },
  test: { root: path('..'), include: ['tests/web/unit/**/*.test.ts'] },
});
