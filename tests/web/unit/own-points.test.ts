import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Drawing, mostPoints, spray } from '../../../web/src/drawing.js';
import { decodePoints, encodePoints, mostLinkLength } from '../../../web/src/link-points.js';
import { splitHash } from '../../../web/src/view-settings.js';

const sources = fc.record({ csv: fc.string({ unit: 'binary', minLength: 1 }), regression: fc.boolean() });

async function packed(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return Buffer.from(await new Response(stream).arrayBuffer()).toString('base64url');
}

describe('points in a link', () => {
  it('come back as they went', async () => {
    await fc.assert(
      fc.asyncProperty(sources, async (points) => {
        const text = await encodePoints(points);
        expect(text).toMatch(/^1\.[cr][dp]\.[\w-]+$/);
        expect(splitHash(`#dataset=custom&points=${text}`)).toMatchObject({ query: 'dataset=custom', points: text });
        expect(await decodePoints(text)).toEqual(points);
      }),
    );
  });

  it('come back without compression too', async () => {
    const original = globalThis.CompressionStream;
    Reflect.deleteProperty(globalThis, 'CompressionStream');
    try {
      const text = await encodePoints({ csv: '1,2,0\n3,4,1\n', regression: false });
      expect(text).toMatch(/^1\.cp\./);
      expect(await decodePoints(text)).toEqual({ csv: '1,2,0\n3,4,1\n', regression: false });
    } finally {
      globalThis.CompressionStream = original;
    }
  });

  it('are few enough for a link when drawn by hand', async () => {
    const drawing = new Drawing();
    drawing.add(spray({ x1: 1, x2: 1 }, 3, 400), 0);
    drawing.add(spray({ x1: -2, x2: 0 }, 3, 400), 1);
    expect((await encodePoints(drawing.csv())).length).toBeLessThan(mostLinkLength);
  });

  it('are refused with a sentence if they are anything else', async () => {
    const junk = fc.oneof(
      fc.string(),
      fc.constantFrom('__proto__', 'constructor', '1.cd.', '1.cd.A', '2.cd.AAAA', '1.xd.AAAA'),
    );
    await fc.assert(
      fc.asyncProperty(junk, async (text) => {
        await expect(decodePoints(text)).rejects.toThrow(/^They are (damaged|of version \d+; this page knows 1)\.$/);
      }),
    );
    await expect(decodePoints('7.cd.AAAA')).rejects.toThrow('They are of version 7; this page knows 1.');
    await expect(decodePoints(`1.cp.${Buffer.from([0xff, 0xfe]).toString('base64url')}`)).rejects.toThrow('damaged');
  });

  it('never throw anything but a sentence, whatever bytes they hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1 }), fc.constantFrom('d', 'p'), async (bytes, form) => {
        const text = `1.c${form}.${Buffer.from(bytes).toString('base64url')}`;
        const result = await decodePoints(text).catch((error: Error) => error.message);
        if (typeof result === 'string') expect(result).toMatch(/^They /);
        else expect(typeof result.csv).toBe('string');
      }),
    );
  });

  it('do not fill the memory', async () => {
    const bomb = await packed(new Uint8Array(40_000_000));
    expect(bomb.length).toBeLessThan(60_000);
    await expect(decodePoints(`1.cd.${bomb}`)).rejects.toThrow('more than 2,000,000 bytes');
    const most = await packed(new Uint8Array(2_000_000).fill(0x20));
    expect((await decodePoints(`1.cd.${most}`)).csv).toHaveLength(2_000_000);
  });
});

describe('a drawing', () => {
  const drawn = (...labels: number[]) => {
    const drawing = new Drawing();
    for (const [index, label] of labels.entries()) drawing.add([{ x1: index, x2: -index }], label);
    return drawing;
  };

  it('is written as the core reads it, within the square and in hundredths', () => {
    const drawing = drawn();
    drawing.add([{ x1: 1.23456, x2: -9 }], 0);
    drawing.add([{ x1: 0.1 + 0.2, x2: 6 }], 1);
    expect(drawing.csv()).toEqual({ csv: 'x1,x2,label\n1.23,-6,0\n0.3,6,1\n', regression: false });
  });

  it('keeps the names of its classes until there are more', () => {
    const drawing = new Drawing();
    drawing.take(Float32Array.of(1, 2, 0, 3, 4, 1), false, ['a "cat"', 'dog']);
    expect(drawing.csv().csv).toBe('x1,x2,label\n1,2,"a ""cat"""\n3,4,"dog"\n');
    drawing.add([{ x1: 0, x2: 0 }], 2);
    expect(drawing.csv().csv).toBe('x1,x2,label\n1,2,0\n3,4,1\n0,0,2\n');
  });

  it('says what a network cannot do without', () => {
    const lack = (...labels: number[]) => drawn(...labels).lack((label) => `class ${label}`);
    expect(lack()).toMatch('two points');
    expect(lack(0, 0)).toMatch('class 1');
    expect(lack(1, 1)).toMatch('class 0');
    expect(lack(0, 2)).toMatch('class 1');
    expect(lack(0, 1, 2)).toBe('');
    const numbers = drawn(0, 0);
    numbers.setRegression(true);
    expect(numbers.lack(String)).toBe('');
  });

  it('goes back step by step', () => {
    const drawing = drawn(0, 1);
    const before = drawing.points;
    drawing.begin();
    drawing.erase({ x1: 0, x2: 0 }, 0.5);
    expect(drawing.points).toHaveLength(1);
    drawing.begin();
    drawing.setRegression(true);
    drawing.undo();
    expect(drawing.regression).toBe(false);
    drawing.undo();
    expect(drawing.points).toBe(before);
    expect(drawing.canUndo).toBe(false);
    drawing.undo();
    expect(drawing.points).toBe(before);
  });

  it('turns classes into numbers from −1 to 1, and numbers into two classes', () => {
    const drawing = drawn(0, 1, 2);
    drawing.setRegression(true);
    expect(drawing.points.map(({ value }) => value)).toEqual([-1, 0, 1]);
    expect(drawing.csv().csv).toMatch(/^x1,x2,target\n/);
    drawing.setRegression(false);
    expect(drawing.points.map(({ value }) => value)).toEqual([0, 0, 1]);
  });

  it('has an end', () => {
    const drawing = new Drawing();
    drawing.add(spray({ x1: 0, x2: 0 }, 1, mostPoints + 5), 0);
    expect(drawing.points).toHaveLength(mostPoints);
  });
});

describe('spray', () => {
  it('stays on its disc, and fills it evenly', () => {
    const places = spray({ x1: 1, x2: -1 }, 2, 4000);
    const distances = places.map(({ x1, x2 }) => Math.hypot(x1 - 1, x2 + 1));
    expect(Math.max(...distances)).toBeLessThanOrEqual(2);
    const inner = distances.filter((distance) => distance < 1).length / places.length;
    expect(inner).toBeGreaterThan(0.2);
    expect(inner).toBeLessThan(0.3);
  });
});
