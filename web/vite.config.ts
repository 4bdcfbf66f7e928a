import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './service-worker-plugin.js';
import { alias, define, path, plugins } from './vite.shared.js';

/** The page carries its policy itself, for hosts that send no headers. */
const [, contentSecurityPolicy = ''] =
  /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(readFileSync(path('index.html'), 'utf8')) ?? [];

const headers = { 'Content-Security-Policy': contentSecurityPolicy };

export default defineConfig({
  root: path('.'),
  base: './',
  plugins: [...plugins(), serviceWorker(path('src/offline/service-worker.ts'))],
  resolve: { alias },
  define,
  build: {
    outDir: path('../dist/site'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    rolldownOptions: { input: [path('index.html'), path('embed.html'), path('speed.html')] },
  },
  worker: { format: 'es' },
  server: { headers, fs: { allow: [path('..')] } },
  preview: { headers },
  test: { root: path('..'), include: ['tests/web/unit/**/*.test.ts'] },
});
