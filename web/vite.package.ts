/** The npm package: modules for bundlers and Node, one file for a script tag, one page that needs no server. */
import type { InlineConfig, Plugin } from 'vite';
import { alias, define, path, plugins } from './vite.shared.js';

export const folder = path('../dist/package');

const common: InlineConfig = {
  configFile: false,
  root: path('.'),
  base: './',
  logLevel: 'error',
  publicDir: false,
  resolve: { alias },
  define,
};

/** Workers that the script itself carries, for builds of one file. */
const withoutWorkerFiles: Plugin = {
  name: 'without-worker-files',
  enforce: 'pre',
  resolveId: (source) => (source.endsWith('?worker&url') ? '\0no-worker-file' : null),
  load: (id) => (id === '\0no-worker-file' ? "export default '';" : null),
};

/** Several modules that share their parts, with each binary and worker as a file of its own. */
export const modules: InlineConfig = {
  ...common,
  plugins: plugins(),
  build: {
    outDir: folder,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: {
        downhill: path('src/embed/index.ts'),
        element: path('src/embed/element.ts'),
        core: path('src/core.ts'),
      },
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        assetFileNames: ({ names }) =>
          names[0]?.endsWith('.wasm') ? '[name][extname]' : 'chunks/[name]-[hash][extname]',
      },
    },
  },
  worker: {
    format: 'es',
    rolldownOptions: {
      output: { codeSplitting: false, entryFileNames: 'chunks/[name]-[hash].js', assetFileNames: '[name][extname]' },
    },
  },
};

/** One script; only the binaries are files beside it. */
export const bundle: InlineConfig = {
  ...common,
  plugins: [withoutWorkerFiles, ...plugins()],
  build: {
    outDir: folder,
    emptyOutDir: false,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: { 'downhill.bundle': path('src/embed/index.ts') },
      preserveEntrySignatures: 'strict',
      output: { entryFileNames: '[name].js', assetFileNames: '[name][extname]', codeSplitting: false },
    },
  },
};

/** The whole playground as one script, binaries and all. */
export const offline: InlineConfig = {
  ...common,
  plugins: [withoutWorkerFiles, ...plugins()],
  build: {
    write: false,
    target: 'es2022',
    assetsInlineLimit: Number.POSITIVE_INFINITY,
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: {
      input: path('src/offline/page.ts'),
      output: { codeSplitting: false },
    },
  },
};
