import { t } from './language.js';
import { hasSimd } from './probes.js';

/** Why this browser cannot run the engine, or null. */
export function missingFeature(): string | null {
  if (typeof WebAssembly !== 'object') return t('This browser has no WebAssembly.');
  try {
    hasSimd(); // throws where WebAssembly is switched off; without SIMD the page trains all the same
    return null;
  } catch {
    return t('WebAssembly is switched off in this browser.');
  }
}
