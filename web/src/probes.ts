/** Tiny modules that are valid only where an instruction exists. */

const module = (...sections: string[]) =>
  Uint8Array.from(sections.join(' ').split(' '), (byte) => Number.parseInt(byte, 16));

/**
 * (module (func (param v128 v128) (result v128)
 *   local.get 0  local.get 1  f32x4.add))
 */
const simd = module(
  '00 61 73 6d 01 00 00 00', // magic, version
  '01 07 01 60 02 7b 7b 01 7b', // type: (v128 v128) -> v128
  '03 02 01 00', // one function of that type
  '0a 0b 01 09 00', // one body of 9 bytes, no locals
  '20 00 20 01 fd e4 01 0b', // local.get 0 1, f32x4.add, end
);

/**
 * (module (func (param v128 v128 v128) (result v128)
 *   local.get 0  local.get 1  local.get 2  f32x4.relaxed_madd))
 */
const relaxedSimd = module(
  '00 61 73 6d 01 00 00 00', // magic, version
  '01 08 01 60 03 7b 7b 7b 01 7b', // type: (v128 v128 v128) -> v128
  '03 02 01 00', // one function of that type
  '0a 0d 01 0b 00', // one body of 11 bytes, no locals
  '20 00 20 01 20 02 fd 85 02 0b', // local.get 0 1 2, f32x4.relaxed_madd, end
);

/** Whether the engine's vectors run here; else the page takes the binary without. */
export const hasSimd = () => WebAssembly.validate(simd);
/** Which binary a page begins with. */
export const firstBinary = () => (hasSimd() ? 'simd' : 'scalar');
export const hasRelaxedSimd = () => WebAssembly.validate(relaxedSimd);
