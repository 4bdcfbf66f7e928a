/** Fetches and instantiates the WebAssembly binaries, each at most once. */
import createDownhill from '#downhill';
import { hasRelaxedSimd } from '../probes.js';
import type { Binary, DownhillModule, Loader } from './module.js';
import type { WasmUrls } from './protocol.js';

export function createLoader(urls: () => WasmUrls): Loader {
  const loading = new Map<Binary, Promise<DownhillModule>>();
  const load = (binary: Binary): Promise<DownhillModule> => {
    const known = loading.get(binary);
    if (known) return known;
    const module = instantiate(binary, urls());
    loading.set(binary, module);
    module.catch(() => loading.delete(binary));
    return module;
  };
  return (binary) => load(binary === 'relaxed' && !hasRelaxedSimd() ? 'simd' : binary);
}

async function instantiate(binary: Binary, urls: WasmUrls): Promise<DownhillModule> {
  if (binary === 'simd') return createDownhill({ locateFile: () => urls.simd });
  const { default: createRelaxed } = await import('#downhill.relaxed');
  return createRelaxed({ locateFile: () => urls.relaxed });
}
