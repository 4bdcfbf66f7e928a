import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LossCurve } from '../../../web/src/engine/curve.js';

const at = (step: number) => ({ step, trainLoss: step + 0.5, testLoss: -step });

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
  it('never holds more than its capacity, whatever is added', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), fc.array(fc.nat(5000), { maxLength: 20 }), (capacity, slices) => {
        const curve = new LossCurve(capacity);
        walk(curve, slices);
        expect(curve.length).toBeLessThanOrEqual(capacity);
      }),
    );
  });

  it('is the same however the way there was cut into slices', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(900), { maxLength: 12 }), (slices) => {
        const sliced = new LossCurve(32);
        const total = walk(sliced, slices);
        const whole = new LossCurve(32);
        walk(whole, [total]);
        expect(sliced.planes()).toEqual(whole.planes());
      }),
    );
  });

  it('keeps the beginning, evenly spaced steps and the values that belong to them', () => {
    const curve = new LossCurve(16);
    walk(curve, [1000]);
    const planes = [...curve.planes()];
    const steps = planes.slice(0, curve.length);
    const gaps = new Set(steps.slice(1).map((step, index) => step - (steps[index] ?? 0)));
    expect(steps[0]).toBe(0);
    expect(gaps.size).toBe(1);
    expect(planes.slice(curve.length, 2 * curve.length)).toEqual(steps.map((step) => step + 0.5));
    expect(planes.slice(2 * curve.length)).toEqual(steps.map((step) => (step === 0 ? -0 : -step)));
  });

  it('leaves out what cannot be drawn and forgets all when cleared', () => {
    const curve = new LossCurve();
    curve.add({ step: 0, trainLoss: Number.NaN, testLoss: 1 });
    expect(curve.length).toBe(0);
    curve.add(at(0));
    const { version } = curve;
    curve.clear();
    expect(curve.length).toBe(0);
    expect(curve.version).not.toBe(version);
  });
});
