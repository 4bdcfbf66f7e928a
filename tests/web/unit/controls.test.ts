import { describe, expect, it } from 'vitest';
import { History } from '../../../web/src/history.js';
import { lowerRate } from '../../../web/src/lower-rate.js';
import { RateMeter } from '../../../web/src/rate-meter.js';
import { hasSlider, positions, pressOf, toPosition, toValue } from '../../../web/src/scale.js';
import { type NumberSetting, settings } from '../../../web/src/settings.js';

const numbers = settings.filter((setting): setting is NumberSetting => 'min' in setting && 'scale' in setting);
const sliders = numbers.filter(hasSlider);

/** How many positions a value of two digits, a step or a whole number can span. */
const coarseness = (setting: NumberSetting) => {
  const values = Array.from({ length: positions + 1 }, (_, position) => toValue(setting, position));
  const runs = new Map<number, number>();
  for (const value of values) runs.set(value, (runs.get(value) ?? 0) + 1);
  return Math.max(...runs.values());
};

describe('sliders', () => {
  it.each(sliders)('$key stays in range and comes back to where it was', (setting) => {
    const near = coarseness(setting);
    for (let position = 0; position <= positions; position++) {
      const value = toValue(setting, position);
      expect(value).toBeGreaterThanOrEqual(setting.min);
      expect(value).toBeLessThanOrEqual(setting.max);
      // Over many decades the positions lie farther apart than values of two digits.
      expect(Math.abs(toPosition(setting, value) - position)).toBeLessThanOrEqual(near);
    }
    expect(toValue(setting, 0)).toBeCloseTo(setting.min);
    expect(toValue(setting, positions)).toBeCloseTo(setting.max);
  });

  it.each(sliders)('one key press on $key changes the value in the middle', (setting) => {
    const middle = positions / 2;
    expect(toValue(setting, middle + pressOf(setting))).not.toBe(toValue(setting, middle - pressOf(setting)));
  });

  it('are not offered for a seed', () => {
    const seed = numbers.find(({ key }) => key === 'seed');
    expect(seed && hasSlider(seed)).toBe(false);
  });
});

describe('history', () => {
  const snapshot = (query: string) => ({ query, settings: {}, points: null });

  it('goes back and forth, and forgets the future after a new change', () => {
    const history = new History();
    history.record(snapshot(''), '', 0);
    history.record(snapshot('a=1'), 'a', 5000);
    history.record(snapshot('a=1&b=1'), 'b', 10_000);
    expect(history.undo()?.target.query).toBe('a=1');
    expect(history.undo()?.target.query).toBe('');
    expect(history.undo()).toBeNull();
    expect(history.redo()?.target.query).toBe('a=1');
    history.record(snapshot('a=1&c=1'), 'c', 20_000);
    expect(history.canRedo).toBe(false);
    expect(history.undo()?.target.query).toBe('a=1');
  });

  it('takes a number back that was set by hand, and sets it again', () => {
    const history = new History();
    history.record(snapshot('a=1'), '', 0);
    history.recordEdit({ kind: 'value', place: 3, before: 0.5, after: 2 });
    history.recordEdit({ kind: 'value', place: 3, before: 2, after: 2 });
    history.recordEdit({ kind: 'frozen', place: 3, before: 0, after: 1 });
    expect(history.undo()?.edit).toMatchObject({ kind: 'frozen', place: 3, value: 0 });
    expect(history.undo()?.edit).toMatchObject({ kind: 'value', place: 3, value: 0.5 });
    expect(history.undo()).toBeNull();
    expect(history.redo()?.edit).toMatchObject({ kind: 'value', place: 3, value: 2 });
    history.record(snapshot('a=2'), 'a', 9000);
    const back = history.undo();
    expect(back?.edit).toBeNull();
    expect(back?.target.query).toBe('a=1');
  });

  it('takes the dragging of one slider as one step', () => {
    const history = new History();
    history.record(snapshot(''), '', 0);
    for (let i = 1; i < 20; i += 1) history.record(snapshot(`noise=${i}`), 'noise', 100 * i);
    expect(history.undo()?.target.query).toBe('');
  });
});

describe('rate meter', () => {
  it('shows epochs a second and starts over after a reset', () => {
    const meter = new RateMeter();
    meter.restart(0, 0);
    for (let time = 0; time <= 2000; time += 16) meter.update(time * 2, time);
    expect(meter.value).toBeCloseTo(2000, -2);
    meter.update(0, 3000);
    expect(meter.value).toBe(0);
  });
});

describe('the way out of divergence', () => {
  it('is a tenth of the rate, in one digit', () => {
    expect(lowerRate(3)).toBe('0.3');
    expect(lowerRate(10)).toBe('1');
    expect(lowerRate(0.25)).toBe('0.03');
  });
});
