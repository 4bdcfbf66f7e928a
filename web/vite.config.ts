import { readFileSync } from 'node:fs';
import { runnerImport } from 'vite';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './service-worker-plugin.js';
import { alias, define, path, plugins } from './vite.shared.js';

/** The page carries its policy itself, for hosts that send no headers. */
const [, contentSecurityPolicy = ''] =
  /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(readFileSync(path('index.html'), 'utf8')) ?? [];

const headers = { 'Content-Security-Policy': contentSecurityPolicy };

/** The pages to read are written anew before each build; unit tests need none. */
const pages = process.env.VITEST
  ? {}
  : (
      await runnerImport<typeof import('./pages/site.js')>(path('pages/site.ts'), {
        configFile: false,
        resolve: { alias },
        logLevel: 'error',
      })
    ).module.writePages();

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
    rolldownOptions: {
      input: {
        index: path('index.html'),
        embed: path('embed.html'),
        speed: path('speed.html'),
        downhill: path('src/embed/index.ts'),
        ...pages,
      },
      preserveEntrySignatures: 'exports-only',
      // Other pages name this one for good.
      output: { entryFileNames: ({ name }) => (name === 'downhill' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
  worker: { format: 'es' },
  server: { headers, fs: { allow: [path('..')] } },
  preview: { headers },
  test: { root: path('..'), include: ['tests/web/unit/**/*.test.ts'] },
});
