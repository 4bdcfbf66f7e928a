import { readFileSync } from 'node:fs';
import { type Plugin, runnerImport } from 'vite';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './service-worker-plugin.js';
import { alias, define, path, plugins } from './vite.shared.js';

/** The page carries its policy itself, for hosts that send no headers. */
const [, contentSecurityPolicy = ''] =
  /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(readFileSync(path('index.html'), 'utf8')) ?? [];

const headers = { 'Content-Security-Policy': contentSecurityPolicy };

/** The pages to read are written anew before each build; unit tests need none. */
async function readingPages() {
  const options = { configFile: false, resolve: { alias }, logLevel: 'error' } as const;
  const { module } = await runnerImport<typeof import('./pages/site.js')>(path('pages/site.ts'), options);
  return { pages: module.writePages(), index: JSON.stringify(module.searchIndex()) };
}

const { pages, index } = process.env.VITEST ? { pages: {}, index: '[]' } : await readingPages();

const search: Plugin = {
  name: 'search-index',
  apply: 'build',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'learn/search.json', source: index });
  },
};

export default defineConfig({
  root: path('.'),
  base: './',
  plugins: [...plugins(), search, serviceWorker(path('src/offline/service-worker.ts'))],
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
