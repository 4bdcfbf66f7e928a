/** The element's manual against the element, and everything that comes from outside against junk. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as api from '../../../web/src/embed/api.js';
import { kebab, properties, propertyOf, viewKeys } from '../../../web/src/embed/attributes.js';
import { Controls } from '../../../web/src/embed/controls.js';
import { DownhillPlayground } from '../../../web/src/embed/element.js';
import { errorTypeOf } from '../../../web/src/embed/figure-events.js';
import { manifest } from '../../../web/src/embed/manifest.js';
import { readCommand } from '../../../web/src/embed/messages.js';
import { readGoal } from '../../../web/src/embed/until.js';
import { type Link, mostLinkSteps, readLink, writeLink } from '../../../web/src/link.js';
import { decodeWeights, encodeWeights } from '../../../web/src/link-weights.js';
import { panes, plain, readPresentation, writePresentation } from '../../../web/src/presentation.js';
import { readRun } from '../../../web/src/run-file.js';
import { settings } from '../../../web/src/settings.js';
import { defaultView, viewTable } from '../../../web/src/view-settings.js';

const methodsOf = (prototype: object) =>
  Object.entries(Object.getOwnPropertyDescriptors(prototype))
    .filter(([name, { value }]) => typeof value === 'function' && name !== 'constructor')
    .map(([name]) => name);

describe('the manual of the element', () => {
  it('tells every attribute and no other', () => {
    expect(api.attributes.map(({ name }) => name).sort()).toEqual([...DownhillPlayground.observedAttributes].sort());
    expect([...viewKeys].sort()).toEqual(Object.keys(viewTable).sort());
    expect(properties.map(kebab).sort()).toEqual([...propertyOf.keys()].sort());
    for (const { text, name } of api.attributes) expect(text, name).toMatch(/^\S.*\S$/s);
  });

  it('tells every method and no other', () => {
    const callbacks = ['connectedCallback', 'disconnectedCallback', 'attributeChangedCallback', 'addEventListener'];
    const real = methodsOf(DownhillPlayground.prototype).filter((name) => !callbacks.includes(name));
    expect(api.methods.map(({ name }) => name).sort()).toEqual(real.sort());
    for (const name of methodsOf(Controls.prototype)) expect(real).toContain(name);
  });

  it('tells every property that is read', () => {
    const getters = Object.entries(Object.getOwnPropertyDescriptors(DownhillPlayground.prototype))
      .filter(([name, { get }]) => get && !properties.includes(name))
      .map(([name]) => name);
    expect(api.readOnly.map(({ name }) => name).sort()).toEqual(getters.sort());
  });

  it('is the manifest', () => {
    const [{ declarations }] = manifest().modules as unknown as [{ declarations: [Record<string, unknown[]>] }];
    expect(declarations[0].attributes).toHaveLength(properties.length);
    expect(declarations[0].events).toHaveLength(api.events.length);
    expect(declarations[0].members).toHaveLength(properties.length + api.readOnly.length + api.methods.length);
  });
});

const settled = (link: Link) => ({ ...link, faults: [] });

const presentations = fc
  .record({
    show: fc.uniqueArray(fc.constantFrom(...panes), { minLength: 1 }),
    controls: fc.uniqueArray(fc.constantFrom('all', ...settings.map(({ key }) => key))),
    hide: fc.uniqueArray(fc.constantFrom('play', 'speed', 'legend', 'data', 'learningRate')),
    lock: fc.uniqueArray(fc.constantFrom('all', 'weights', 'points', 'noise')),
  })
  .map(({ show, controls, hide, lock }) => ({ show, controls, hide: new Set(hide), lock: new Set(lock) }));

describe('a state as a text', () => {
  it('comes back as it went', () => {
    fc.assert(
      fc.property(presentations, fc.integer({ min: 0, max: mostLinkSteps }), (presentation, step) => {
        const parts = { query: 'dataset=xor&network=8:relu,4', view: defaultView(), presentation, step };
        const text = writeLink(parts);
        const link = readLink(`#${text}`);
        expect(link).toMatchObject({ ...parts, faults: [] });
        expect(writeLink(link)).toBe(text);
      }),
    );
  });

  it('understands what TensorFlow Playground hides', () => {
    const { presentation, query } = readLink(
      '#dataset=xor&playButton_hide=true&percTrainData_hide=true&noise_hide=false',
    );
    expect([...presentation.hide]).toEqual(['play', 'trainRatio']);
    expect(query).toBe('dataset=xor');
  });

  it('takes names with hyphens, as attributes have them', () => {
    expect(readPresentation({ controls: 'learning-rate batch-size' }).presentation.controls).toEqual([
      'learningRate',
      'batchSize',
    ]);
  });

  it('says what it does not know and goes on', () => {
    const { presentation, faults } = readPresentation({ show: 'network, kitchen', lock: '__proto__ constructor' });
    expect(presentation).toEqual({ ...plain, show: ['network'] });
    expect(faults).toHaveLength(2);
    expect(faults[0]).toContain('kitchen');
    expect(readLink('step=1e3').faults[0]).toContain('“step”');
    expect(readLink('step=99999999').faults[0]).toContain('1,000,000');
    expect(writePresentation(plain)).toEqual([]);
  });

  it('brings every bit of the weights back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.float32Array({ noNaN: true, noDefaultInfinity: true, maxLength: 300 }), async (values) => {
        expect(Array.from(await decodeWeights(await encodeWeights(values)))).toEqual(Array.from(values));
      }),
      { numRuns: 200 },
    );
    await expect(decodeWeights('1.p.AAA')).rejects.toThrow('damaged');
    await expect(decodeWeights('2.d.AAAA')).rejects.toThrow('version 2');
    await expect(decodeWeights(await encodeWeights(Float32Array.of(Number.NaN)))).rejects.toThrow('not a number');
  });

  it('of every version so far means what it meant', () => {
    for (const [text, wanted] of Object.entries(released)) expect(settled(readLink(text)), text).toMatchObject(wanted);
  });
});

/** Links as versions that people have used wrote them; none may ever mean anything else. */
const released = {
  'dataset=circle&network=4,2&theme=dark&panel=landscape': {
    query: 'dataset=circle&network=4,2',
    view: { ...defaultView(), theme: 'dark', panel: 'landscape' },
  },
  'v=1&dataset=custom&points=1.cp.MSwyLDA&speed=frame': { query: 'v=1&dataset=custom', points: '1.cp.MSwyLDA' },
  'show=network,loss&controls=learningRate&hide=speed&lock=all&step=12': {
    presentation: {
      show: ['network', 'loss'],
      controls: ['learningRate'],
      hide: new Set(['speed']),
      lock: new Set(['all']),
    },
    step: 12,
  },
};

describe('goals', () => {
  it('are read, or it is said what one looks like', () => {
    expect(readGoal('epoch 200')).toMatchObject({ metric: 'epoch', value: 200 });
    expect(readGoal('test-accuracy: 95%')).toMatchObject({ metric: 'testAccuracy', value: 0.95 });
    expect(readGoal('loss 5e-2')).toMatchObject({ metric: 'trainLoss', value: 0.05 });
    for (const text of ['', 'epoch', 'epoch -3', 'toString 3', '__proto__ 1', 'loss NaN']) {
      expect(readGoal(text), text).toMatch(/no goal/);
    }
  });

  it('name what kind of failure a cause is', () => {
    expect(errorTypeOf('failed', 'worker: http://x/y.wasm could not be fetched: the server answers 404.')).toBe(
      'wasm-load',
    );
    expect(errorTypeOf('failed', 'Refused to compile because of Content Security Policy')).toBe('csp');
    expect(errorTypeOf('unsupported', '')).toBe('unsupported');
  });
});

describe('what comes from outside', { timeout: 60_000 }, () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
  const values = fc.oneof(
    fc.string(),
    fc.constantFrom(...names, '<img src=x onerror=alert(1)>', 'javascript:alert(1)'),
  );
  const keys = fc.oneof(
    fc.constantFrom(...names, 'show', 'hide', 'lock', 'controls', 'step', 'weights', 'points', 'theme'),
    fc.string(),
  );
  const poisoned = () => {
    const plainObject = {} as Record<string, unknown>;
    return [plainObject.polluted, plainObject.x, Object.keys(Object.prototype), Object.keys(Array.prototype)];
  };
  const clean = [undefined, undefined, [], []];

  it('never reaches a prototype, in 10,000 links', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(keys, values), { maxLength: 8 }), (parts) => {
        const link = readLink(parts.map(([key, value]) => `${key}=${value}`).join('&'));
        for (const name of [...link.presentation.show, ...link.presentation.controls])
          expect(names).not.toContain(name);
        for (const [key, value] of Object.entries(link.view)) {
          expect(viewTable[key as keyof typeof viewTable].choices.map((choice) => choice.value)).toContain(value);
        }
      }),
      { numRuns: 10_000 },
    );
    expect(poisoned()).toEqual(clean);
  });

  it('never is a command, in 10,000 messages', () => {
    const bodies = fc.oneof(
      fc.anything(),
      fc.record({
        ns: fc.constant('downhill'),
        v: fc.constant(1),
        type: values,
        state: fc.anything(),
        count: fc.anything(),
      }),
      fc.constant(JSON.parse('{"ns":"downhill","v":1,"type":"play","__proto__":{"polluted":1}}')),
    );
    fc.assert(
      fc.property(bodies, (body) => {
        const command = readCommand(body);
        if (command) expect(['play', 'pause', 'step', 'reset', 'getState', 'export']).toContain(command.type);
      }),
      { numRuns: 10_000 },
    );
    expect(poisoned()).toEqual(clean);
  });

  it('never is a run, in 10,000 files', () => {
    const files = fc.oneof(
      fc.json(),
      fc
        .record({
          format: fc.constant('downhill-run'),
          version: fc.constant(1),
          query: values,
          view: fc.dictionary(keys, values),
        })
        .map((file) => JSON.stringify(file)),
      fc.constant('{"format":"downhill-run","version":1,"__proto__":{"polluted":1},"view":{"__proto__":"x"}}'),
    );
    fc.assert(
      fc.property(files, (text) => {
        expect(readRun(text)).toMatch(/Nothing was changed/);
      }),
      { numRuns: 10_000 },
    );
    expect(poisoned()).toEqual(clean);
  });
});
