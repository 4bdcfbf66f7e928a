/** Instantiates the WebAssembly binaries, each at most once for an engine. */
import createDownhill from '#downhill';
import { firstBinary, hasRelaxedSimd, hasSimd } from '../probes.js';
import { compile, instantiate } from './compile.js';
import type { Binary, DownhillModule, Loader } from './module.js';
import type { WasmUrls } from './protocol.js';

export interface Sources {
  urls: WasmUrls;
  /** The first binary, if the page has compiled it already. */
  compiled: WebAssembly.Module | null;
}

export function createLoader(sources: () => Sources): Loader {
  const loading = new Map<Binary, Promise<DownhillModule>>();
  const load = (binary: Binary): Promise<DownhillModule> => {
    const known = loading.get(binary);
    if (known) return known;
    const module = loadBinary(binary, sources());
    loading.set(binary, module);
    module.catch(() => loading.delete(binary));
    return module;
  };
  return (binary) => load(possible(binary));
}

/** What runs here: `binary`, or one that leaves the same bits or nearly so. */
function possible(binary: Binary): Binary {
  if (!hasSimd()) return 'scalar';
  return binary === 'relaxed' && !hasRelaxedSimd() ? 'simd' : binary;
}

async function loadBinary(binary: Binary, { urls, compiled }: Sources): Promise<DownhillModule> {
  const module = (binary === firstBinary() ? compiled : null) ?? (await compile(urls[binary]));
  if (binary === 'simd') return instantiate(createDownhill, module);
  const glue = binary === 'relaxed' ? import('#downhill.relaxed') : import('#downhill.scalar');
  return instantiate((await glue).default, module);
}
