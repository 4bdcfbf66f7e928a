import { beforeEach, describe, expect, it } from 'vitest';
import type { Binary } from '../../../web/src/engine/module.js';
import type { Body, Frame, Request, RequestType, Result } from '../../../web/src/engine/protocol.js';
import { Session } from '../../../web/src/engine/session.js';
import { FakeTrainer, fakeModule } from '../fixtures/fake-downhill.js';

const options = { mapSize: 8, tileSize: 4, discretize: false };
const nothingSeen = { weights: -1, curve: -1 };

class Fixture {
  now = 0;
  loaded: Binary[] = [];
  readonly session = new Session(
    async (binary) => {
      this.loaded.push(binary);
      return fakeModule(binary);
    },
    // Every look at the clock takes a millisecond, so that slices end.
    { now: () => this.now++ },
  );

  send<T extends RequestType>(type: T, body: Body<T>): Promise<Result<T>> {
    return this.session.handle({ id: 1, type, body } as Request) as Promise<Result<T>>;
  }

  start(query = '') {
    return this.send('start', {
      urls: { simd: '', relaxed: '', scalar: '' },
      compiled: null,
      query,
      points: null,
      colours: new Uint8Array(),
    });
  }

  frame(seen = nothingSeen, recycled: ArrayBuffer[] = []): Promise<Frame> {
    return this.send('frame', { options, edges: 'weight', seen, recycled });
  }
}

describe('session', () => {
  let fixture: Fixture;

  beforeEach(() => {
    FakeTrainer.alive = 0;
    FakeTrainer.divergesAt = Number.POSITIVE_INFINITY;
    FakeTrainer.mostTileSize = 96;
    fixture = new Fixture();
  });

  it('starts with the settings it is given and describes the run', async () => {
    const run = await fixture.start('dataset=xor');
    expect(run.settings.dataset).toBe('xor');
    expect(run.layout.parameters).toBe(3);
    expect(run.points).toEqual(Float32Array.of(1, 2, 0, 3, 4, 1));
    expect(run.outcome.rebuilt).toBe(true);
  });

  it('makes one batch or one epoch a step', async () => {
    await fixture.start();
    await fixture.send('step', { unit: 'batch' });
    expect((await fixture.frame()).metrics.step).toBe(1);
    await fixture.send('step', { unit: 'epoch' });
    expect((await fixture.frame()).metrics.step).toBe(26);
  });

  it('trains in slices only while it plays', async () => {
    await fixture.start();
    expect(fixture.session.slice(10)).toBe(Number.POSITIVE_INFINITY);
    await fixture.send('play', { pace: 'max' });
    expect(fixture.session.slice(10)).toBe(0);
    await fixture.send('pause', {});
    const { step } = (await fixture.frame()).metrics;
    expect(step).toBeGreaterThan(0);
    fixture.session.slice(10);
    expect((await fixture.frame()).metrics.step).toBe(step);
  });

  it('keeps to a pace and does not catch up on what it slept through', async () => {
    await fixture.start();
    await fixture.send('play', { pace: 10 });
    for (let i = 0; i < 1000; i += 1) {
      fixture.now += 1;
      await fixture.frame();
      fixture.session.slice(1);
    }
    const elapsed = fixture.now / 1000;
    const { step } = (await fixture.frame()).metrics;
    expect(step).toBeGreaterThan(elapsed * 9);
    expect(step).toBeLessThanOrEqual(elapsed * 10 + 2);
    fixture.now += 900;
    fixture.session.slice(1);
    expect((await fixture.frame()).metrics.step).toBeLessThanOrEqual(step + 2);
  });

  it('makes one update a frame at the pace of the pictures', async () => {
    await fixture.start();
    await fixture.send('play', { pace: 'frame' });
    for (let i = 1; i <= 5; i += 1) {
      await fixture.frame();
      fixture.session.slice(10);
      expect((await fixture.frame()).metrics.step).toBe(i);
      fixture.session.slice(0);
    }
  });

  it('rests when nobody looks', async () => {
    await fixture.start();
    await fixture.send('play', { pace: 'max' });
    fixture.now += 1500;
    expect(fixture.session.slice(10)).toBe(Number.POSITIVE_INFINITY);
    await fixture.frame();
    expect(fixture.session.slice(10)).toBe(0);
  });

  it('draws only what has changed, into buffers that were given back', async () => {
    await fixture.start();
    const first = await fixture.frame();
    const { pictures, versions, curve } = first;
    expect(pictures && curve).toBeTruthy();
    const again = await fixture.frame(versions);
    expect(again.pictures).toBeNull();
    expect(again.curve).toBeNull();
    await fixture.send('step', { unit: 'batch' });
    const buffers = pictures ? [pictures.map, pictures.values, pictures.tiles] : [];
    const next = await fixture.frame(versions, [...buffers]);
    expect(buffers).toContain(next.pictures?.map);
    expect(buffers).toContain(next.pictures?.tiles);
  });

  it('falls back to smaller pictures where large ones are refused', async () => {
    await fixture.start();
    FakeTrainer.mostTileSize = 3;
    await expect(fixture.frame()).rejects.toThrow('too large');
    FakeTrainer.mostTileSize = 16;
    const { pictures } = await fixture.send('frame', {
      options: { ...options, tileSize: 64 },
      edges: 'weight',
      seen: nothingSeen,
      recycled: [],
    });
    expect(pictures?.tileSize).toBe(16);
  });

  it('stops where training diverges, says why, and goes on after a reset', async () => {
    FakeTrainer.divergesAt = 7;
    await fixture.start();
    await fixture.send('play', { pace: 'max' });
    fixture.session.slice(10);
    const frame = await fixture.frame();
    expect(frame.stopped?.message).toBe('NaN');
    expect(frame.running).toBe(false);
    FakeTrainer.divergesAt = Number.POSITIVE_INFINITY;
    await fixture.send('reset', {});
    const fresh = await fixture.frame();
    expect(fresh.stopped).toBeNull();
    expect(fresh.metrics.step).toBe(0);
    expect(fresh.curve?.length).toBe(1);
  });

  it('moves to the binary of the mode or engine asked for, with its training, and leaves nothing behind', async () => {
    await fixture.start();
    await fixture.send('step', { unit: 'epoch' });
    const { metrics } = await fixture.frame();
    const fast = await fixture.send('change', { key: 'mode', value: 'fast', keepWeights: false });
    expect(fast.binary).toBe('relaxed');
    expect(fast.outcome.rebuilt).toBe(false);
    expect((await fixture.frame()).metrics.step).toBe(metrics.step);
    const back = await fixture.send('change', { key: 'mode', value: 'reproducible', keepWeights: false });
    expect(back.binary).toBe('simd');
    const plain = await fixture.send('change', { key: 'engine', value: 'scalar', keepWeights: false });
    expect(plain.binary).toBe('scalar');
    expect((await fixture.frame()).metrics.step).toBe(metrics.step);
    expect(fixture.loaded).toEqual(['simd', 'relaxed', 'simd', 'scalar']);
    fixture.session.dispose();
    expect(FakeTrainer.alive).toBe(0);
  });

  it('draws samples for thumbnails without touching the run', async () => {
    await fixture.start();
    await fixture.send('step', { unit: 'epoch' });
    const hash = await fixture.send('hash', {});
    const samples = await fixture.send('samples', { key: 'dataset', values: ['xor', 'circle'], query: '' });
    expect(samples).toHaveLength(2);
    expect(await fixture.send('hash', {})).toBe(hash);
    expect(FakeTrainer.alive).toBe(1);
  });

  it('takes points from outside, keeps them with the run and refuses bad ones', async () => {
    await fixture.start();
    const points = { csv: 'x1,x2,label\n1,1,a\n2,2,b\n', regression: false };
    const run = await fixture.send('points', { ...points, keepWeights: false });
    expect(run.settings.dataset).toBe('custom');
    expect(run.custom).toEqual(points);
    expect(await fixture.send('csv', {})).toBe(points.csv);
    const refused = await fixture.send('points', { csv: '', regression: false, keepWeights: false });
    expect(refused.outcome.ok).toBe(false);
    expect(refused.custom).toEqual(points);
  });

  it('starts with the points that a link or a file brought', async () => {
    const points = { csv: 'x1,x2,label\n1,1,a\n2,2,b\n', regression: false };
    const run = await fixture.send('start', {
      urls: { simd: '', relaxed: '', scalar: '' },
      compiled: null,
      query: 'dataset=custom',
      points,
      colours: new Uint8Array(),
    });
    expect(run.custom).toEqual(points);
  });

  it('goes back and forth, and the curve with it', async () => {
    await fixture.start();
    for (let n = 0; n < 3; n += 1) await fixture.send('step', { unit: 'epoch' });
    const before = await fixture.frame();
    expect(before.reach).toEqual({ first: 0, last: 75 });
    expect((await fixture.send('goTo', { step: 25 })).outcome.ok).toBe(true);
    const after = await fixture.frame();
    expect(after.metrics.step).toBe(25);
    expect(after.curve?.values[(after.curve?.length ?? 0) - 1]).toBeGreaterThan(0);
    expect(after.curve?.length).toBeLessThan(before.curve?.length ?? 0);
    expect((await fixture.send('goTo', { step: 76 })).outcome.ok).toBe(false);
    expect((await fixture.frame()).metrics.step).toBe(25);
  });

  it('goes on after a divergence that was gone back from', async () => {
    FakeTrainer.divergesAt = 5;
    await fixture.start();
    await fixture.send('step', { unit: 'epoch' });
    expect((await fixture.frame()).stopped?.code).toBe('diverged');
    await fixture.send('goTo', { step: 2 });
    expect((await fixture.frame()).stopped).toBeNull();
  });

  it('freezes, edits, looks and counts', async () => {
    await fixture.start();
    expect((await fixture.send('freeze', { place: 1, frozen: true })).frozen).toEqual([1]);
    expect((await fixture.send('freeze', { place: 1, frozen: false })).frozen).toEqual([]);
    expect((await fixture.send('setParameter', { place: 0, value: 2 })).outcome.ok).toBe(true);
    expect((await fixture.send('setParameter', { place: 9, value: 2 })).outcome.ok).toBe(false);
    const { counts, scores } = await fixture.send('confusion', { test: true });
    expect(counts).toEqual([1, 0, 0, 1]);
    expect(scores).toEqual([
      { precision: 1, recall: 1, f1: 1, points: 1 },
      { precision: 1, recall: Number.NaN, f1: 1, points: 1 },
    ]);
    expect(await fixture.send('probe', { x1: 1, x2: -1 })).toEqual(Float32Array.of(1, -1, 0.5));
  });

  it('gives the lines of the network in every kind', async () => {
    await fixture.start();
    await fixture.send('step', { unit: 'batch' });
    const edges = async (kind: 'weight' | 'gradient' | 'update') =>
      (await fixture.send('frame', { options, edges: kind, seen: nothingSeen, recycled: [] })).edges;
    expect(await edges('weight')).toBeNull();
    expect(await edges('gradient')).toEqual(Float32Array.of(0.5, 0.25, 0));
    expect(await edges('update')).toEqual(Float32Array.of(1, 0, 0));
  });

  it('stops at the loss or the epoch that was wished for, and says at which wish', async () => {
    await fixture.start();
    await fixture.send('play', { pace: 'max', until: { id: 7, metric: 'epoch', value: 3 } });
    for (let i = 0; i < 50; i += 1) fixture.session.slice(10);
    const atEpoch = await fixture.frame();
    expect(atEpoch.metrics.step).toBe(75);
    expect([atEpoch.running, atEpoch.reached]).toEqual([false, 7]);
    await fixture.send('play', { pace: 'max', until: { id: 8, metric: 'trainLoss', value: 0.01 } });
    for (let i = 0; i < 50; i += 1) fixture.session.slice(10);
    const { metrics, reached } = await fixture.frame();
    expect(reached).toBe(8);
    expect(metrics.trainLoss).toBeLessThanOrEqual(0.01);
    expect(metrics.step).toBeLessThan(110);
    await fixture.send('play', { pace: 'max' });
    fixture.session.slice(10);
    expect((await fixture.frame()).reached).toBe(0);
  });

  it('takes all numbers at once, of the right network only', async () => {
    await fixture.start();
    const run = await fixture.send('setParameters', { values: Float32Array.of(1, 2, 3), frozen: [2] });
    expect([run.outcome.ok, run.frozen]).toEqual([true, [2]]);
    const refused = await fixture.send('setParameters', { values: Float32Array.of(1), frozen: [] });
    expect(refused.outcome.message).toBe('The network has 3 numbers, and 1 were given.');
    expect(await fixture.send('parameter', { place: 0 })).toEqual({ value: 0, gradient: 0.5, update: 1 });
  });
});
