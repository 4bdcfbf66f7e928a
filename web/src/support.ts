/**
 * (module (func (param v128 v128) (result v128)
 *   local.get 0  local.get 1  f32x4.add))
 */
const simdProbe = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, // magic, version
  0x01, 0x07, 0x01, 0x60, 0x02, 0x7b, 0x7b, 0x01, 0x7b, // type: (v128 v128) -> v128
  0x03, 0x02, 0x01, 0x00, // one function of that type
  0x0a, 0x0b, 0x01, 0x09, 0x00, // one body of 9 bytes, no locals
  0x20, 0x00, 0x20, 0x01, 0xfd, 0xe4, 0x01, 0x0b, // local.get 0 1, f32x4.add, end
]);

/** Why this browser cannot run the engine, or null. */
export function missingFeature(): string | null {
  if (typeof WebAssembly !== 'object') return 'This browser has no WebAssembly.';
  try {
    if (!WebAssembly.validate(simdProbe)) return 'This browser’s WebAssembly has no SIMD instructions.';
  } catch {
    return 'WebAssembly is switched off in this browser.';
  }
  return null;
}
