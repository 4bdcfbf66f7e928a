import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Controls } from '../../../web/src/embed/controls.js';
import { Host } from '../../../web/src/engine/host.js';
import type { Request } from '../../../web/src/engine/protocol.js';
import type { Listener, Rung } from '../../../web/src/engine/rungs.js';
import { Session } from '../../../web/src/engine/session.js';
import { Playground } from '../../../web/src/playground.js';
import { saveRun } from '../../../web/src/run-file.js';
import { FakeTrainer, fakeModule } from '../fixtures/fake-downhill.js';

vi.mock('#downhill.wasm?url', () => ({ default: 'simd.wasm' }));
vi.mock('#downhill.relaxed.wasm?url', () => ({ default: 'relaxed.wasm' }));
vi.mock('#downhill.scalar.wasm?url', () => ({ default: 'scalar.wasm' }));

let listener: Listener | null = null;
let starts = 0;

const rung: Rung = {
  name: 'page',
  open: async (given) => {
    starts += 1;
    listener = given;
    const host = new Host(new Session(async (binary) => fakeModule(binary), performance), (reply) =>
      queueMicrotask(() => given.reply(reply)),
    );
    queueMicrotask(() => given.reply({ type: 'alive' }));
    return { post: (request) => host.receive(request as Request), close: () => host.close() };
  },
};

describe('playground', () => {
  let model: Playground;

  beforeEach(async () => {
    FakeTrainer.divergesAt = Number.POSITIVE_INFINITY;
    FakeTrainer.stopsAt = Number.POSITIVE_INFINITY;
    starts = 0;
    model = new Playground([rung]);
    await model.start('dataset=xor');
    await model.tick();
  });

  afterEach(() => model.dispose());

  it('shows the first picture before anything is trained', () => {
    expect(model.status).toBe('paused');
    expect(model.frame?.metrics.step).toBe(0);
    expect(model.pictures?.mapSize).toBeGreaterThan(0);
  });

  it('plays, shows progress and pauses', async () => {
    await model.play();
    await vi.waitFor(async () => {
      await model.tick();
      expect(model.frame?.metrics.step).toBeGreaterThan(50);
    });
    await model.pause();
    await model.tick();
    expect(model.frame?.running).toBe(false);
    expect(model.frame?.hash).not.toBeNull();
  });

  it('takes early stopping for an end, not for a divergence', async () => {
    FakeTrainer.stopsAt = 60;
    await model.play();
    await vi.waitFor(async () => {
      await model.tick();
      expect(model.frame?.stopped?.code).toBe('stopped');
    });
    expect(model.status).toBe('paused');
    expect(model.notice).toEqual({ title: 'Stopped early', lines: ['no improvement for 20 epochs.'] });
  });

  it('hands out the state as it is, though an older picture is still on its way', async () => {
    const controls = new Controls(model);
    await model.step();
    const late = model.tick();
    const stepped = controls.step(7);
    await stepped;
    expect(await controls.getState()).toContain('step=8');
    await late;
    const before = await controls.getState({ weights: true });
    await controls.step(1);
    model.tick();
    await controls.step(1);
    expect(await controls.getState({ weights: true })).not.toBe(before);
  });

  it('saves numbers and step of one moment, though training goes on', async () => {
    await model.play();
    await vi.waitFor(async () => {
      await model.tick();
      expect(model.frame?.metrics.step).toBeGreaterThan(5);
    });
    const shown = model.frame?.metrics.step ?? 0;
    await vi.waitFor(async () => {
      const { step } = (await model.ask('metrics', {})) ?? { step: 0 };
      expect(step).toBeGreaterThan(shown);
    });
    const file = JSON.parse(await saveRun(model)) as { step: number };
    expect(file.step).toBeGreaterThan(shown);
    await model.pause();
  });

  it('undoes a live change without losing the training, any other by building anew', async () => {
    await model.step();
    await model.change('learningRate', '0.3');
    await model.edits.undo();
    await model.tick();
    expect(model.run?.settings.learningRate).toBe('0.1');
    expect(model.frame?.metrics.step).toBe(1);
    await model.edits.redo();
    expect(model.run?.settings.learningRate).toBe('0.3');
    await model.change('dataset', 'circle');
    await model.edits.undo();
    await model.tick();
    expect(model.run?.settings.dataset).toBe('xor');
    expect(model.frame?.metrics.step).toBe(0);
  });

  it('applies only the last of several changes that wait', async () => {
    const applied: (string | undefined)[] = [];
    model.watch('run', () => applied.push(model.run?.settings.noise));
    const first = model.change('noise', '5');
    for (const noise of ['10', '15', '20']) model.change('noise', noise);
    await first;
    expect(applied).toEqual(['5', '20']);
  });

  it('says why training stopped and starts over after a reset', async () => {
    FakeTrainer.divergesAt = 3;
    await model.play();
    await vi.waitFor(async () => {
      await model.tick();
      expect(model.status).toBe('diverged');
    });
    expect(model.cause).toBe('NaN');
    await model.reset();
    expect(model.status).toBe('paused');
  });

  it('comes back from a crash with its settings, and gives up after the third', async () => {
    await model.change('noise', '35');
    for (const crashes of [1, 2]) {
      listener?.failure('unreachable');
      await vi.waitFor(() => expect(model.status).toBe('paused'));
      await vi.waitFor(() => expect(model.notice?.lines).toEqual(['unreachable']));
      expect(starts).toBe(1 + crashes);
      expect(model.run?.settings.noise).toBe('35');
    }
    listener?.failure('unreachable');
    expect(model.status).toBe('failed');
    expect(model.cause).toBe('unreachable');
    await model.retry();
    expect(model.status).toBe('paused');
  });

  it('asks for one frame at a time and gives old buffers back', async () => {
    const frames: unknown[] = [];
    model.watch('frame', () => frames.push(model.frame));
    await model.step();
    await Promise.all([model.tick(), model.tick(), model.tick()]);
    expect(frames).toHaveLength(1);
  });
});
