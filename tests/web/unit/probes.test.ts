import { describe, expect, it } from 'vitest';
import { hasRelaxedSimd, hasSimd } from '../../../web/src/probes.js';

describe('feature probes', () => {
  it('find SIMD, which every Node has', () => {
    expect(hasSimd()).toBe(true);
  });

  it('answer for relaxed SIMD without throwing', () => {
    expect(typeof hasRelaxedSimd()).toBe('boolean');
  });
});
