/** Fetches and instantiates the WebAssembly binaries, each at most once. */
import createDownhill from '#downhill';
import type { Binary, DownhillModule, Loader } from './module.js';
import type { WasmUrls } from './protocol.js';

/**
 * (module (func (param v128 v128 v128) (result v128)
 *   local.get 0  local.get 1  local.get 2  f32x4.relaxed_madd))
 */
const relaxedProbe = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // magic, version
  0x01, 0x08, 0x01, 0x60, 0x03, 0x7b, 0x7b, 0x7b, 0x01, 0x7b, // type: (v128 v128 v128) -> v128
  0x03, 0x02, 0x01, 0x00, // one function of that type
  0x0a, 0x0d, 0x01, 0x0b, 0x00, // one body of 11 bytes, no locals
  0x20, 0x00, 0x20, 0x01, 0x20, 0x02, 0xfd, 0x85, 0x02, 0x0b, // local.get 0 1 2, f32x4.relaxed_madd, end
]);

export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(relaxedProbe);
}

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
