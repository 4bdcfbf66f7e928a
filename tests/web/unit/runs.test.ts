import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { columnsOf, describeCurve } from '../../../web/src/curve-data.js';
import { stepBefore } from '../../../web/src/lower-rate.js';
import { checkRuns } from '../../../web/src/run-check.js';
import { readRun } from '../../../web/src/run-file.js';
import { differing, type PinnedRun, RunStore } from '../../../web/src/runs.js';

const metrics = {
  step: 30,
  epoch: 1.2,
  trainLoss: 0.1,
  testLoss: 0.2,
  trainAccuracy: 1,
  testAccuracy: 0.9,
  trainRSquared: 0,
  testRSquared: 0,
  batchLoss: 0.1,
  penalty: 0.5,
  rate: 0.1,
  gradientNorm: 1,
  clippedSteps: 0,
  diverged: false,
};

const run = (id: string, settings: Record<string, string> = {}): PinnedRun => ({
  id,
  name: id,
  query: '',
  settings,
  points: null,
  metrics,
  stepsPerEpoch: 25,
  curve: [[0], [1], [2]],
  thumbnail: '',
});

function storage(setItem: (key: string, value: string) => void = () => {}) {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    removeItem: (key: string) => kept.delete(key),
    setItem: (key: string, value: string) => {
      setItem(key, value);
      kept.set(key, value);
    },
  });
  return kept;
}

describe('pinned runs', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('stay in memory unless the visitor wants them kept', () => {
    const kept = storage();
    const store = new RunStore();
    store.add(run('a'));
    expect(kept.size).toBe(0);
    store.keep(true);
    store.add(run('b'));
    const next = new RunStore();
    next.recall(checkRuns);
    expect(next.list.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(next.kept).toBe(true);
    next.keep(false);
    expect(kept.size).toBe(0);
    expect(next.list).toHaveLength(2);
  });

  it('survive storage that is denied, full or foreign', () => {
    storage(() => {
      throw new Error('full');
    });
    const store = new RunStore();
    store.keep(true);
    store.add(run('a'));
    expect(store.list).toHaveLength(1);
    expect([store.kept, store.trouble]).toEqual([false, expect.stringContaining('does not let this page keep')]);
    const kept = storage();
    for (const text of ['', 'null', '[{"id":1}]', '{}', '[{"thumbnail":"javascript:1"}]']) {
      kept.set('downhill.runs', text);
      const other = new RunStore();
      other.recall(checkRuns);
      expect(other.list).toEqual([]);
    }
    vi.stubGlobal('localStorage', undefined);
    new RunStore().recall(checkRuns);
    new RunStore().keep(false);
  });

  it('lie behind the curve, the newest five', () => {
    const store = new RunStore();
    for (let i = 0; i < 7; i += 1) store.add(run(String(i)));
    store.remove('5');
    store.rename('6', 'last');
    expect(store.ghosts.map(({ name }) => name)).toEqual(['1', '2', '3', '4', 'last']);
  });

  it('differ in the settings that differ', () => {
    expect(differing([run('a', { x: '1', y: '2' }), run('b', { x: '1', y: '3' })])).toEqual(['y']);
    expect(differing([run('a', { x: '1' })])).toEqual([]);
    expect(differing([])).toEqual([]);
  });
});

const file = {
  format: 'downhill-run',
  version: 1,
  query: 'dataset=xor',
  points: null,
  view: {},
  step: 3,
  parameters: [0.1, -2],
  frozen: [1],
};

describe('a run’s file', () => {
  it('is read as it was written', () => {
    expect(readRun(JSON.stringify(file))).toEqual(file);
  });

  it('says where it is damaged, whatever the damage', () => {
    const damaged = { query: 3, points: 'x', view: [1], step: -1, parameters: ['x'], frozen: [0.5] };
    for (const [key, value] of Object.entries(damaged)) {
      expect(readRun(JSON.stringify({ ...file, [key]: value }))).toContain(`“${key}`);
    }
    expect(readRun(JSON.stringify({ ...file, version: 2 }))).toContain('another version');
    expect(readRun('{')).toContain('not JSON');
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(readRun(text)).toContain('Nothing was changed.');
      }),
    );
  });
});

describe('the curve', () => {
  const values = Float64Array.of(0, 10, 20, 1, 0.25, 0.5, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  it('ends at the present', () => {
    const columns = columnsOf({ values, length: 3 }, metrics);
    expect(columns.step).toEqual([0, 10, 20, 30]);
    expect(columns.penalty).toEqual([0, 0, 0, 0.5]);
    expect(columnsOf({ values, length: 3 }, { ...metrics, step: 20 }).step).toEqual([0, 10, 20]);
    expect(columnsOf({ values, length: 3 }, { ...metrics, trainLoss: Number.NaN }).step).toEqual([0, 10, 20]);
  });

  it('is told in words', () => {
    expect(describeCurve(columnsOf({ values, length: 3 }, undefined))).toBe(
      '20 steps. Training loss went from 1.0000 to 0.5000, least 0.2500 at step 10. ' +
        'Test loss went from 1.0000 to 3.0000, least 1.0000 at step 0.',
    );
    expect(describeCurve(columnsOf({ values: new Float64Array(), length: 0 }, undefined))).toContain('No curve yet');
  });
});

describe('the way back from a divergence', () => {
  it('leads some steps before it, within reach', () => {
    expect([stepBefore(400, 0), stepBefore(15, 0), stepBefore(4, 0), stepBefore(400, 390)]).toEqual([360, 5, 0, 390]);
  });
});
