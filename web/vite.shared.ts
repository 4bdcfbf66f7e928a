/** What the site and the package are both built with. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';
import { styles } from './css-plugin.js';
import { formulas } from './formulas-plugin.js';

export const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** What the browser gets of the core, and what the page of speed times. */
const module = path('../build/wasm/bindings/wasm/downhill');
const bench = path('../build/wasm/bench/web/downhill.bench');

const { version } = JSON.parse(readFileSync(path('../package.json'), 'utf8')) as { version: string };
export const define = { __DOWNHILL_VERSION__: JSON.stringify(version) };

export const alias = [
  { find: /^#downhill\.bench\.relaxed\.wasm/, replacement: `${bench}.relaxed.wasm` },
  { find: /^#downhill\.bench\.relaxed$/, replacement: `${bench}.relaxed.js` },
  { find: /^#downhill\.bench\.wasm/, replacement: `${bench}.wasm` },
  { find: /^#downhill\.bench$/, replacement: `${bench}.js` },
  { find: /^#downhill\.relaxed\.wasm/, replacement: `${module}.relaxed.wasm` },
  { find: /^#downhill\.scalar\.wasm/, replacement: `${module}.scalar.wasm` },
  { find: /^#downhill\.inspector\.wasm/, replacement: `${module}.inspector.wasm` },
  { find: /^#downhill\.inspector$/, replacement: `${module}.inspector.js` },
  { find: /^#downhill\.exporter\.wasm/, replacement: `${module}.exporter.wasm` },
  { find: /^#downhill\.exporter$/, replacement: `${module}.exporter.js` },
  { find: /^#downhill\.wasm/, replacement: `${module}.wasm` },
  { find: /^#downhill\.relaxed$/, replacement: `${module}.relaxed.js` },
  { find: /^#downhill\.scalar$/, replacement: `${module}.scalar.js` },
  { find: /^#downhill$/, replacement: `${module}.js` },
];

/** Name → script of a worker. */
const workers: Record<string, string> = {
  'virtual:classic-worker': 'src/engine/worker.ts',
  'virtual:classic-inspector': 'src/inspect/worker.ts',
};

/**
 * The workers once more, each as the text of one classic script. In a frame without an origin Chromium runs no other
 * kind: it refuses module workers there, even from a blob.
 */
function classicWorkers(): Plugin {
  return {
    name: 'classic-workers',
    resolveId: (source) => (source in workers ? `\0${source}` : null),
    async load(resolved) {
      const script = resolved.startsWith('\0') ? workers[resolved.slice(1)] : undefined;
      if (!script) return null;
      const config: InlineConfig = {
        configFile: false,
        logLevel: 'error',
        resolve: { alias },
        build: {
          write: false,
          target: 'es2022',
          assetsInlineLimit: 0,
          rolldownOptions: { input: path(script), output: { format: 'iife', codeSplitting: false } },
        },
      };
      const [bundle] = [await build(config)].flat() as Rolldown.RolldownOutput[];
      return `export default ${JSON.stringify(bundle?.output[0].code ?? '')};`;
    },
  };
}

/**
 * The glue asks Node for its file functions, only to find the binary, which is always handed to it. Without them it runs
 * the same in Node, in browsers and in whatever bundler comes after this one.
 */
const withoutNode: Plugin = {
  name: 'without-node',
  enforce: 'pre',
  resolveId: (source) => (source === 'module' ? '\0without-node' : null),
  load: (id) =>
    id === '\0without-node'
      ? "const none = { dirname: () => '', fileURLToPath: () => '' }; export const createRequire = () => () => none;"
      : null,
};

export const plugins = () => [withoutNode, styles, classicWorkers(), formulas(path('src/inspect/formulas'))];
