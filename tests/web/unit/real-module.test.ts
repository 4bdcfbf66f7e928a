/** The session with the real WebAssembly, where it has been built. */
import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DownhillModule } from '../../../web/src/engine/module.js';
import type { Body, Request, RequestType, Result } from '../../../web/src/engine/protocol.js';
import { Session } from '../../../web/src/engine/session.js';
import { speak, translated } from '../../../web/src/language.js';
import { paletteBytes, palettes } from '../../../web/src/palette.js';
import { settings } from '../../../web/src/settings.js';

const glue = new URL('../../../build/wasm/bindings/wasm/downhill.js', import.meta.url);

describe.skipIf(!existsSync(glue))('session with the real core', () => {
  let module: DownhillModule;
  let session: Session;

  const send = <T extends RequestType>(type: T, body: Body<T>) =>
    session.handle({ id: 1, type, body } as Request) as Promise<Result<T>>;
  const start = (query: string) =>
    send('start', {
      urls: { simd: '', relaxed: '', scalar: '' },
      compiled: null,
      query,
      points: null,
      colours: paletteBytes(palettes.light),
    });

  beforeAll(async () => {
    const { default: createDownhill } = await import(/* @vite-ignore */ glue.href);
    module = await createDownhill();
    session = new Session(async () => module, performance);
  });

  it('has the settings that the page was built for', async () => {
    const trainer = new module.Trainer();
    expect(Object.keys(JSON.parse(trainer.allSettings()))).toEqual(settings.map(({ key }) => key));
    trainer.delete();
  });

  it('says in German what is wrong with settings, links and points', async () => {
    await speak('de');
    const lines: string[] = [];
    const links = [
      'learningRate=1e99&foo=1&activation=__proto__&batchSize=1.5&noise=-3&seed=x',
      'features=x1,x1&features=y&network=9999,a,8:dropout2,4:residual&l1=nan',
      `network=${Array(40).fill(2)}&optimizer=&classes=99`,
      'x'.repeat(20_000),
      'dataset=custom',
    ];
    for (const link of links) {
      await start('dataset=xor&network=4');
      const run = await send('configure', { query: link, points: null, keepWeights: false });
      lines.push(...run.outcome.message.split('\n'));
    }
    const tables = [
      '',
      '1,2,a',
      '1,2,a\n3,4,a',
      '1,2\n3,4,b\n5,6,c',
      '1,2,a,9\n1,2,b',
      '1,x,a\n1,y,b\n1,z,c',
      '1;2,5;a\n1;2;b',
    ];
    tables.push(
      '9e9,1,a\n1,1,b',
      '1,2,\n1,1,b',
      '1,2,nan\n1,1,b',
      '"1,2,a',
      '"1"2,2,a',
      '1,,a',
      `1,1,${'n'.repeat(400)}`,
    );
    tables.push(Array.from({ length: 9 }, (_, k) => `1,${k},c${k}`).join('\n'), '1,2,\u0007\n1,1,b');
    for (const csv of tables) {
      const { outcome } = await send('points', { csv, regression: false, keepWeights: false });
      lines.push(...outcome.message.split('\n'));
    }
    const english = lines.filter(
      (line) => line && (translated(line) === line || / (is|the|a|of) /.test(translated(line))),
    );
    await speak('en');
    expect(lines.length).toBeGreaterThan(25);
    expect(english).toEqual([]);
  });

  it('refuses a text that would not fit into its memory, and goes on', async () => {
    await start('dataset=xor&network=4');
    const before = await send('hash', {});
    for (const size of [3e6, 50e6]) {
      const { outcome } = await send('points', { csv: 'x'.repeat(size), regression: false, keepWeights: false });
      expect(outcome.ok).toBe(false);
      expect(outcome.message).toContain('limit');
    }
    expect(await send('hash', {})).toBe(before);
  });

  it('gives the same state for the same steps, in slices or one by one', async () => {
    await start('dataset=xor&network=4');
    for (let i = 0; i < 3; i += 1) await send('step', { unit: 'epoch' });
    const hash = await send('hash', {});
    const { step } = (
      await send('frame', {
        options: { mapSize: 16, tileSize: 8, discretize: false },
        edges: 'weight',
        seen: { weights: -1, curve: -1 },
        recycled: [],
      })
    ).metrics;
    await start('dataset=xor&network=4');
    for (let i = 0; i < step; i += 1) await send('step', { unit: 'batch' });
    expect(await send('hash', {})).toBe(hash);
  });

  it('learns', async () => {
    await start('dataset=circle');
    const frame = () =>
      send('frame', {
        options: { mapSize: 16, tileSize: 8, discretize: false },
        edges: 'weight',
        seen: { weights: -1, curve: -1 },
        recycled: [],
      });
    const before = await frame();
    for (let i = 0; i < 20; i += 1) await send('step', { unit: 'epoch' });
    const after = await frame();
    expect(after.metrics.trainLoss).toBeLessThan(before.metrics.trainLoss / 2);
    expect(new Uint8Array(after.pictures?.map ?? new ArrayBuffer(0))).not.toEqual(
      new Uint8Array(before.pictures?.map ?? new ArrayBuffer(0)),
    );
  });

  it('names what a link asks for in vain and runs on', async () => {
    const run = await start('learningRate=1e99&foo=1&activation=__proto__');
    expect(run.outcome.message).toContain('foo');
    expect(run.settings.activation).toBe('tanh');
    expect(Number(run.settings.learningRate)).toBe(10);
  });

  it('explains divergence and recovers by a reset', async () => {
    await start('learningRate=10&activation=linear&network=8,8,8');
    let outcome = await send('step', { unit: 'epoch' });
    for (let i = 0; i < 50 && outcome.code !== 'diverged'; i += 1) outcome = await send('step', { unit: 'epoch' });
    expect(outcome.code).toBe('diverged');
    expect(outcome.message).not.toBe('');
    await send('change', { key: 'learningRate', value: '0.01', keepWeights: false });
    await send('reset', {});
    expect((await send('step', { unit: 'epoch' })).ok).toBe(true);
  });

  it('draws even the largest network', async () => {
    await start(`network=${Array(8).fill(64).join(',')}&samples=10`);
    const frame = await send('frame', {
      options: { mapSize: 256, tileSize: 96, discretize: false },
      edges: 'weight',
      seen: { weights: -1, curve: -1 },
      recycled: [],
    });
    expect(frame.pictures?.tileSize).toBeGreaterThanOrEqual(8);
  });

  it('leaves no trainer behind', () => {
    session.dispose();
    expect(module.liveObjects()).toBe(0);
  });
});
