import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EngineClient, EngineError } from '../../../web/src/engine/client.js';
import { engineConfig } from '../../../web/src/engine/config.js';
import { WorkerPool } from '../../../web/src/engine/pool.js';
import type { Request } from '../../../web/src/engine/protocol.js';
import type { Answer, Listener, Rung } from '../../../web/src/engine/rungs.js';

vi.mock('#downhill.wasm?url', () => ({ default: 'simd.wasm' }));
vi.mock('#downhill.relaxed.wasm?url', () => ({ default: 'relaxed.wasm' }));
vi.mock('#downhill.scalar.wasm?url', () => ({ default: 'scalar.wasm' }));

const startBody = {
  urls: { simd: '', relaxed: '', scalar: '' },
  compiled: null,
  query: '',
  points: null,
  colours: new Uint8Array(),
};

/** A place for the engine whose end the test holds in its hand. */
class FakePlace {
  listener: Listener | null = null;
  received: Request[] = [];
  closed = 0;
  readonly rung: Rung;

  constructor(name: Rung['name'], behaviour: 'works' | 'silent' | 'throws' | 'error event' | 'fails to start') {
    this.rung = {
      name,
      open: async (listener) => {
        this.listener = listener;
        if (behaviour === 'throws') throw new DOMException('not from this origin', 'SecurityError');
        if (behaviour === 'error event') queueMicrotask(() => listener.failure('blocked'));
        if (behaviour === 'works' || behaviour === 'fails to start')
          queueMicrotask(() => listener.reply({ type: 'alive' }));
        return {
          post: (request) => {
            this.received.push(request as Request);
            if (request.type !== 'start') return;
            if (behaviour === 'works') listener.reply({ type: 'result', id: request.id, result: {} as never });
            else listener.reply({ type: 'crash', message: 'no wasm' });
          },
          close: () => {
            this.closed += 1;
          },
        };
      },
    };
  }
}

describe('engine client', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(['throws', 'error event', 'fails to start'] as const)(
    'goes one rung down if the first place %s',
    async (how) => {
      const first = new FakePlace('worker', how);
      const second = new FakePlace('page', 'works');
      const client = new EngineClient([first.rung, second.rung]);
      await client.start(startBody);
      expect(client.place).toBe('page');
      client.close();
    },
  );

  it('gives up a place that stays silent', async () => {
    const first = new FakePlace('worker', 'silent');
    const second = new FakePlace('inline worker', 'works');
    const client = new EngineClient([first.rung, second.rung]);
    const started = client.start(startBody);
    await vi.advanceTimersByTimeAsync(10_000);
    await started;
    expect(client.place).toBe('inline worker');
    expect(first.closed).toBe(1);
    client.close();
  });

  it('names every cause if no place works', async () => {
    const places = [new FakePlace('worker', 'throws'), new FakePlace('page', 'fails to start')];
    const client = new EngineClient(places.map(({ rung }) => rung));
    await expect(client.start(startBody)).rejects.toThrow('worker: not from this origin\npage: no wasm');
    expect(client.place).toBeNull();
  });

  it('rejects everything pending when the engine dies, and reports it once', async () => {
    const place = new FakePlace('worker', 'works');
    const client = new EngineClient([place.rung]);
    const crashes: string[] = [];
    client.oncrash = (cause) => crashes.push(cause);
    await client.start(startBody);
    const pending = [client.request('hash', {}), client.request('reset', {})];
    place.listener?.reply({ type: 'crash', message: 'unreachable' });
    place.listener?.failure('late');
    for (const request of pending) await expect(request).rejects.toThrow(EngineError);
    expect(crashes).toEqual(['unreachable']);
    await expect(client.request('hash', {})).rejects.toThrow('not running');
  });

  it('notices an engine that hangs', async () => {
    const place = new FakePlace('worker', 'works');
    const client = new EngineClient([place.rung], { answerWithin: 3000 });
    const crashes: string[] = [];
    client.oncrash = (cause) => crashes.push(cause);
    await client.start(startBody);
    const frame = client.request('hash', {});
    const rejected = expect(frame).rejects.toThrow('stopped answering');
    await vi.advanceTimersByTimeAsync(2500);
    expect(crashes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1500);
    await rejected;
    expect(crashes).toHaveLength(1);
    expect(place.closed).toBe(1);
  });
});

describe('worker pool', () => {
  interface Fake {
    worker: Worker;
    posted: { engine: number; request: unknown }[];
    say(engine: number, answer: Answer): void;
    terminated: number;
  }
  let made: Fake[] = [];
  let pool: WorkerPool;

  beforeEach(() => {
    made = [];
    pool = new WorkerPool(async () => {
      const fake: Fake = {
        posted: [],
        terminated: 0,
        worker: {
          postMessage: (message: Fake['posted'][number]) => fake.posted.push(message),
          terminate: () => {
            fake.terminated += 1;
          },
        } as unknown as Worker,
        say: (engine, answer) => fake.worker.onmessage?.call(fake.worker, { data: { engine, answer } } as MessageEvent),
      };
      made.push(fake);
      return { worker: fake.worker, release() {} };
    });
  });

  const enter = async () => {
    const heard: string[] = [];
    const link = await pool.open({
      reply: (answer) => heard.push(answer.type),
      failure: (cause) => heard.push(cause),
    });
    return { link, heard };
  };

  it('shares at most so many workers, the emptiest first, and gives them back', async () => {
    const engines = await Promise.all(Array.from({ length: 6 }, enter));
    expect(made).toHaveLength(engineConfig.maxWorkers);
    expect(pool.size).toBe(engineConfig.maxWorkers);
    for (const { link } of engines) link.close();
    expect(made.map(({ terminated }) => terminated)).toEqual(made.map(() => 1));
    expect(pool.size).toBe(0);
  });

  it('greets those that come while a worker starts, and those that come later', async () => {
    const first = await enter();
    made[0]?.say(0, { type: 'alive' });
    expect(first.heard).toEqual(['alive']);
    await enter();
    const third = await enter();
    await Promise.resolve();
    expect(third.heard).toEqual(['alive']);
  });

  it('tells an engine only what is its own, and closes it alone', async () => {
    const [a, , c] = await Promise.all([enter(), enter(), enter()]);
    const home = made[0];
    a?.link.post({ id: 1, type: 'hash', body: {} }, []);
    const engine = home?.posted[0]?.engine ?? 0;
    home?.say(engine, { type: 'crash', message: 'trap' });
    expect(a?.heard).toEqual(['crash']);
    expect(c?.heard).toEqual([]);
    a?.link.close();
    expect(home?.posted.at(-1)).toEqual({ engine, request: null });
    expect(home?.terminated).toBe(0);
  });

  it('takes every way in which a worker can fail as the failure of all in it', async () => {
    const first = await enter();
    const worker = made[0]?.worker;
    worker?.onmessageerror?.call(worker as never, {} as MessageEvent);
    worker?.onerror?.call(worker as never, { message: 'trap', preventDefault() {} } as ErrorEvent);
    expect(first.heard).toEqual(['A message from the worker could not be read.']);
    expect(pool.size).toBe(0);
  });

  it('takes a worker down that hangs, and tells the others', async () => {
    const [a, , c] = await Promise.all([enter(), enter(), enter()]);
    a?.link.close(true);
    expect(a?.heard).toEqual([]);
    expect(c?.heard).toEqual(['Another engine in the same worker hung.']);
    expect(made[0]?.terminated).toBe(1);
  });
});
