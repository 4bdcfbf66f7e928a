import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  defaultView,
  joinHash,
  paceOf,
  splitHash,
  type ViewKey,
  type ViewSettings,
  viewTable,
} from '../../../web/src/view-settings.js';

const keys = Object.keys(viewTable) as ViewKey[];
const views = fc.record(
  Object.fromEntries(
    keys.map((key) => [key, fc.constantFrom(...viewTable[key].choices.map(({ value }) => value))]),
  ) as Record<ViewKey, fc.Arbitrary<string>>,
) as fc.Arbitrary<ViewSettings>;

describe('links', () => {
  it('bring back the view and leave the training settings as they are', () => {
    fc.assert(
      fc.property(views, fc.constantFrom('', 'dataset=xor', 'network=8:relu,4&noise=5'), (view, query) => {
        expect(splitHash(joinHash(query, view))).toEqual({ query, view });
      }),
    );
  });

  it('survive any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { view } = splitHash(text);
        for (const key of keys) expect(viewTable[key].choices.map(({ value }) => value)).toContain(view[key]);
      }),
    );
  });

  it('say nothing of what is as usual', () => {
    expect(joinHash('', defaultView())).toBe('');
  });

  it('do not take names of the language for settings', () => {
    const { query, view } = splitHash('#__proto__=x&constructor=y&theme=toString&dataset=xor');
    expect(query).toBe('__proto__=x&constructor=y&dataset=xor');
    expect(view).toEqual(defaultView());
  });

  it('name a pace', () => {
    expect(paceOf({ ...defaultView(), speed: '30' })).toBe(30);
    expect(paceOf(defaultView())).toBe('max');
  });
});
