import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import createDownhill from '#downhill';
import type { Answer } from '../../../web/src/engine/rungs.js';
import type { Found, Look } from '../../../web/src/inspect/answers.js';
import { InspectorHost } from '../../../web/src/inspect/host.js';
import { knownOf, phasesOf, stepTo } from '../../../web/src/inspect/trace-phases.js';

const here = (name: string) => new URL(`../../../build/wasm/bindings/wasm/${name}`, import.meta.url).pathname;

/** A run after some steps, and a host that is asked about it. */
async function watched(query: string, steps = 20) {
  const { Trainer } = await createDownhill();
  const trainer = new Trainer();
  trainer.configure(query, false);
  trainer.step(steps);
  const source = { query: trainer.settings(), points: null, snapshot: trainer.snapshot().slice() };
  const answers = new Map<number, (result: unknown) => void>();
  const host = new InspectorHost((answer: Answer) => {
    if (answer.type === 'result') answers.get(answer.id)?.(answer.result);
    if (answer.type === 'crash') throw new Error(answer.message);
  });
  let id = 0;
  const send = (type: 'start' | 'look', body: unknown) =>
    new Promise((resolve) => {
      id += 1;
      answers.set(id, resolve);
      host.receive({ id, type, body } as Parameters<InspectorHost['receive']>[0]);
    });
  await send('start', { url: here('downhill.inspector.wasm') });
  let given: typeof source | null = source;
  const look = async (...looks: Look[]) => {
    const found = (await send('look', { source: given, looks })) as Found[];
    given = null;
    return found;
  };
  return { trainer, look };
}

describe('the inspector', () => {
  it('answers every question with what its type says', async () => {
    const { look, trainer } = await watched('network=3&dataset=moons');
    const looks: [Look, string[]][] = [
      [
        ['trace', 1, 2, 0],
        ['x', 'y', 'loss', 'shortCut', 'gradientNorm', 'layers'],
      ],
      [
        ['tracePoint', 3],
        ['x', 'y', 'loss', 'shortCut', 'gradientNorm', 'layers'],
      ],
      [
        ['nudge', 1, 2, 0, 0, 0.1],
        ['before', 'after', 'predicted'],
      ],
      [['batch'], ['rows']],
      [
        ['graph', 0],
        ['loss', 'parameters', 'reversePasses', 'forwardModePasses', 'finiteDifferenceForwards', 'nodes'],
      ],
      [
        ['nextStep'],
        [
          'step',
          'eta',
          'rows',
          'batchLoss',
          'optimizer',
          'memory',
          'normBefore',
          'norm',
          'clipped',
          'diverged',
          'cosine',
          'cosineToLast',
          'turning',
          'dropped',
        ],
      ],
      [['swapRules'], ['rules']],
      [['taylor'], ['full', 'batch']],
      [
        ['slice', 0, 1, 5],
        ['start', 'slope', 'eta', 't', 'values'],
      ],
      [
        ['rates', 10, 5],
        ['epochs', 'rates'],
      ],
      [
        ['rangeTest', 1e-4, 1, 20],
        ['points', 'divergedAt', 'suggested'],
      ],
      [
        ['fan', 10, 3],
        ['fullNorm', 'batches', 'trace', 'square', 'scale'],
      ],
      [['flow'], ['layers']],
      [
        ['histograms', 'z', -1, 1, 8],
        ['low', 'high', 'layers'],
      ],
      [
        ['activation', 'tanh', -1, 1, 5],
        ['z', 'phi', 'slope'],
      ],
      [
        ['pairing', 'sigmoid', 'squaredError', -1, 1, 5],
        ['z', 'loss', 'delta', 'shortCut'],
      ],
      [['softmax', [1, 2, 3]], ['a']],
      [['objective'], ['J', 'penalty', 'l1', 'l2', 'gradientNorm', 'penaltyNorm', 'bestLoss', 'bestEpoch']],
      [
        ['check', 1e-5, 'none', 10],
        ['worst', 'worstParameter', 'skipped', 'samples', 'parameters'],
      ],
      [['sweep', [1e-3, 1e-5], 'none', 5], ['errors']],
      [
        ['cost'],
        [
          'layers',
          'total',
          'batch',
          'flopsPerSample',
          'flopsPerStep',
          'elementsPerStep',
          'backwardToForward',
          'finiteDifferences',
          'parameterBytes',
          'optimizerBytes',
          'activationBytes',
        ],
      ],
      [
        ['phaseTimes', 3],
        ['steps', 'engine', 'seconds', 'forward', 'backward', 'update'],
      ],
      [['compareCosts', 'batchSize=1\nbatchSize=5', 3], ['runs']],
      [['diagnose', 0.7, [0.7, 0.6], false], ['rules']],
      [
        ['beginLandscape', 'random', 1, 5, 1, 0, new Float64Array()],
        ['cosine', 'explained', 'path', 's', 't', 'side'],
      ],
      [['landscapeRows', 0, 5], ['first']],
      [['locate'], ['s', 't', 'away']],
      [['beginRace', '\noptimizer=adam', 1], ['lanes']],
      [['race', 3], ['lanes']],
    ];
    const found = await look(...looks.map(([question]) => question));
    for (const [index, [[method], keys]] of looks.entries()) {
      const answer = found[index];
      expect(answer?.ok, method).toBe(true);
      if (answer?.ok) expect(Object.keys(answer.answer).sort(), method).toEqual([...keys].sort());
    }
    trainer.delete();
  });

  it('looks at the very state of the run, and leaves refusals in words', async () => {
    const { look, trainer } = await watched('network=4&optimizer=adam', 33);
    const [next, bad] = await look(['nextStep'], ['trace', Number.NaN, 0, 0]);
    expect(next?.ok && next.answer).toMatchObject({ step: 33 });
    expect(bad).toMatchObject({ ok: false, message: expect.stringContaining('x1 and x2') });
    const theta = next?.ok ? next.numbers.slice(3 * trainer.parameters().length, 4 * trainer.parameters().length) : [];
    expect([...theta]).toEqual([...trainer.parameters()]);
    trainer.delete();
  });
});

describe('the phases of the stepper', () => {
  it('are those of the algorithm, once a layer', () => {
    const phases = phasesOf(3);
    expect(phases.map(({ lamp, layer }) => `${lamp}${layer ?? ''}`)).toEqual([
      'forward0',
      'forward1',
      'forward2',
      'output2',
      'backward1',
      'backward0',
      'gradients2',
      'gradients1',
      'gradients0',
      'update',
    ]);
    expect(knownOf(phases, 4, 2)).toEqual({ forward: true, delta: true, gradient: false });
    expect(knownOf(phases, 4, 1)).toEqual({ forward: true, delta: false, gradient: false });
  });

  it('are walked by phase or by layer, there and back', () => {
    const phases = phasesOf(3);
    expect([0, 3, 4, 6, 9, 10].map((done) => stepTo(phases, done, 'phase', 1))).toEqual([3, 4, 6, 9, 10, 10]);
    expect([10, 9, 6, 4, 3, 0].map((done) => stepTo(phases, done, 'phase', -1))).toEqual([9, 6, 4, 3, 0, 0]);
    expect(stepTo(phases, 5, 'layer', -1)).toBe(4);
  });
});

it('every instrument has a title, words and a component', () => {
  const panels = readFileSync(new URL('../../../web/src/inspect/panels.ts', import.meta.url), 'utf8');
  const keys = [...panels.matchAll(/key: '(\w+)'/g)].map(([, key]) => key ?? '');
  expect(keys.length).toBe(13);
  for (const key of keys) {
    const source = readFileSync(new URL(`../../../web/src/inspect/panels/${key}.ts`, import.meta.url), 'utf8');
    expect(source).toContain(`dh-panel-${key}`);
    expect(readFileSync(new URL(`../../../web/src/inspect/words/${key}.ts`, import.meta.url), 'utf8')).toContain(
      'what:',
    );
  }
});
