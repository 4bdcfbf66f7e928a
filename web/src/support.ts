import { hasSimd } from './probes.js';

/** Why this browser cannot run the engine, or null. */
export function missingFeature(): string | null {
  if (typeof WebAssembly !== 'object') return 'This browser has no WebAssembly.';
  try {
    return hasSimd() ? null : 'This browser’s WebAssembly has no SIMD instructions.';
  } catch {
    return 'WebAssembly is switched off in this browser.';
  }
}
