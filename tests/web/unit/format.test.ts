import { describe, expect, it } from 'vitest';
import { epochs, loss, percent, rSquared } from '../../../web/src/format.js';

describe('a loss', () => {
  it('has four digits after the point', () => {
    expect(loss(0.4321)).toBe('0.4321');
    expect(loss(0.001)).toBe('0.0010');
    expect(loss(0)).toBe('0.0000');
  });

  it('that is small is never told as nothing, and takes no more room', () => {
    expect(loss(0.00042)).toBe('4.2e-4');
    expect(loss(0.000014)).toBe('1.4e-5');
    for (let value = 1; value > 1e-9; value *= 0.77) {
      expect(loss(value)).toHaveLength(6);
      expect(Math.abs(Number(loss(value)) / value - 1)).toBeLessThanOrEqual(0.05);
    }
  });

  it('that is large has a power of ten', () => {
    expect(loss(12.345)).toBe('12.35');
    expect(loss(123456)).toBe('1.2e+5');
    expect(loss(Number.NaN)).toBe('not a number');
  });
});

describe('epochs', () => {
  it('are counted in thousands, and none before its end', () => {
    expect(epochs(0)).toBe('0.0');
    expect(epochs(1.99)).toBe('1.9');
    expect(epochs(703_808 / 25)).toBe('28,152.3');
    for (let tenths = 0; tenths < 5000; tenths += 1)
      expect(Number(epochs(tenths / 10).replace(',', ''))).toBe(tenths / 10);
  });
});

describe('a share', () => {
  it('is the whole only if it is', () => {
    expect(percent(1)).toBe('100.0 %');
    expect(percent(0.9999)).toBe('99.9 %');
    expect(percent(0)).toBe('0.0 %');
    expect(percent(Number.NaN)).toBe('NaN %');
    expect(percent(0.9957)).toBe('99.6 %');
  });
});

describe('R²', () => {
  it('is 1 only if it is', () => {
    expect(rSquared(1, 3)).toBe('1.000');
    expect(rSquared(0.9996, 3)).toBe('0.999');
    expect(rSquared(0.996, 2)).toBe('0.99');
    expect(rSquared(0.42, 2)).toBe('0.42');
    expect(rSquared(-1.5, 2)).toBe('−1.50');
  });
});
