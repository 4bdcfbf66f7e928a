/** Instantiates the WebAssembly binaries, each at most once for an engine. */
import createDownhill from '#downhill';
import { hasRelaxedSimd } from '../probes.js';
import { compile } from './compile.js';
import type { Binary, DownhillModule, Loader } from './module.js';
import type { WasmUrls } from './protocol.js';

export interface Sources {
  urls: WasmUrls;
  /** The first binary, if the page has compiled it already. */
  compiled: WebAssembly.Module | null;
}

type Factory = typeof createDownhill;

export function createLoader(sources: () => Sources): Loader {
  const loading = new Map<Binary, Promise<DownhillModule>>();
  const load = (binary: Binary): Promise<DownhillModule> => {
    const known = loading.get(binary);
    if (known) return known;
    const module = instantiate(binary, sources());
    loading.set(binary, module);
    module.catch(() => loading.delete(binary));
    return module;
  };
  return (binary) => load(binary === 'relaxed' && !hasRelaxedSimd() ? 'simd' : binary);
}

async function instantiate(binary: Binary, { urls, compiled }: Sources): Promise<DownhillModule> {
  if (binary === 'simd') return run(createDownhill, compiled ?? (await compile(urls.simd)));
  const { default: createRelaxed } = await import('#downhill.relaxed');
  return run(createRelaxed, await compile(urls.relaxed));
}

/** The glue itself would wait for ever for an instance that cannot be made. */
export function run(create: Factory, module: WebAssembly.Module): Promise<DownhillModule> {
  return new Promise((resolve, reject) => {
    create({
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(module, imports).then((instance) => done(instance, module), reject);
        return {};
      },
    }).then(resolve, reject);
  });
}
