import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LossCurve } from '../../../web/src/engine/curve.js';

const rest = { penalty: 0.25, trainAccuracy: 0.5, testAccuracy: 1 };
const at = (step: number) => ({ step, trainLoss: step + 0.5, testLoss: 0 - step, ...rest });

/** As the session does it: trains to the next point or as far as `slice` allows. */
function walk(curve: LossCurve, slices: number[]): number {
  let step = 0;
  curve.add(at(0));
  for (const slice of slices) {
    let left = slice;
    while (left > 0) {
      const most = Math.min(left, curve.distance(step));
      step += most;
      left -= most;
      curve.add(at(step));
    }
  }
  return step;
}

describe('loss curve', () => {
  it('grows only with the logarithm of the training', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 200_000 }), (leastGap, total) => {
        const curve = new LossCurve();
        curve.clear(leastGap);
        walk(curve, [total]);
        expect(curve.length).toBeLessThanOrEqual(256 * (1 + Math.max(1, Math.log2(total / 256) + 1)));
      }),
      { numRuns: 50 },
    );
  });

  it('is the same however the way there was cut into slices', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.array(fc.nat(900), { maxLength: 12 }), (leastGap, slices) => {
        const sliced = new LossCurve();
        sliced.clear(leastGap);
        const total = walk(sliced, slices);
        const whole = new LossCurve();
        whole.clear(leastGap);
        walk(whole, [total]);
        expect(sliced.planes()).toEqual(whole.planes());
      }),
    );
  });

  it('keeps the beginning, and gaps that only grow and never by more than double', () => {
    const curve = new LossCurve();
    curve.clear(5);
    walk(curve, [10_000]);
    const planes = [...curve.planes()];
    const steps = planes.slice(0, curve.length);
    const gaps = steps.slice(1).map((step, index) => step - (steps[index] ?? 0));
    expect(steps[0]).toBe(0);
    expect(gaps[0]).toBe(4);
    for (const [index, gap] of gaps.slice(1).entries()) expect([1, 2]).toContain(gap / (gaps[index] ?? 0));
    expect(planes.slice(curve.length, 2 * curve.length)).toEqual(steps.map((step) => step + 0.5));
    expect(planes.slice(2 * curve.length, 3 * curve.length)).toEqual(steps.map((step) => 0 - step));
    expect(planes.length).toBe(6 * curve.length);
    expect(planes.at(-1)).toBe(1);
  });

  it('leaves out what cannot be drawn and forgets all when cleared', () => {
    const curve = new LossCurve();
    curve.add({ step: 0, trainLoss: Number.NaN, testLoss: 1, ...rest });
    expect(curve.length).toBe(0);
    curve.add(at(0));
    const { version } = curve;
    curve.clear();
    expect(curve.length).toBe(0);
    expect(curve.version).not.toBe(version);
  });
});
