// The statistics by which two commits are compared.
import { expect, test } from 'vitest';

const path = new URL('../../../scripts/lib/statistics.mjs', import.meta.url).href;
const { mannWhitney, median, ratioOf } = await import(/* @vite-ignore */ path);

test('the median of an odd and of an even number of values', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

// The normal limit with corrections for continuity and ties, worked out by erfc.
test('Mann and Whitney: apart, alike, with ties, and whichever comes first', () => {
  expect(mannWhitney([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])).toBeCloseTo(0.0121857, 6);
  expect(mannWhitney([6, 7, 8, 9, 10], [1, 2, 3, 4, 5])).toBeCloseTo(0.0121857, 6);
  expect(mannWhitney([1, 2, 2, 3, 5, 7], [2, 4, 6, 8, 8, 9])).toBeCloseTo(0.0898406, 6);
  expect(mannWhitney([1, 2, 3], [1, 2, 3])).toBeCloseTo(1, 6);
  expect(mannWhitney([2, 2], [2, 2])).toBe(1);
});

test('a ratio lies inside its interval, which narrows with the spread', () => {
  const wide = ratioOf([10, 11, 12, 10, 11], [20, 22, 21, 20, 23]);
  expect(wide.ratio).toBeCloseTo(2, 12);
  expect(wide.low).toBeLessThan(2);
  expect(wide.high).toBeGreaterThan(2);
  const narrow = ratioOf([10, 10, 10], [20, 20, 20]);
  expect([narrow.low, narrow.ratio, narrow.high]).toEqual([2, 2, 2]);
});
