// Puts the functions of a WebAssembly binary that resemble each other next to each other: gzip looks back 32 kB only,
// and engines of one kernel, or activations of one loop, are far apart where the linker leaves them.
//
//     node scripts/order-functions.mjs BINARYEN_ROOT FILE.wasm
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes in which gzip looks for a match. */
const reach = 32768;
/** Bytes that count as alike when all of them are: of 5 to 9 the number that makes the smallest files. */
const run = 7;

/** The parts of a module in Binaryen's text, in its order: head, functions and what stands between them, end. */
function partsOf(text) {
  const parts = [[]];
  for (const line of text.split('\n')) {
    if (line.startsWith(' (') || line === ')') parts.push([]);
    parts.at(-1).push(line);
  }
  return parts;
}

const isFunction = (part) => part[0].startsWith(' (func ');

/** The functions as the binary holds them, in the same order: the parts of its section 10. */
function bodiesOf(binary) {
  let at = 8;
  const number = () => {
    let value = 0;
    for (let shift = 0, byte = 128; byte >= 128; shift += 7) {
      byte = binary[at++];
      value += (byte % 128) * 2 ** shift;
    }
    return value;
  };
  const bytes = () => {
    const length = number();
    at += length;
    return binary.subarray(at - length, at);
  };
  while (binary[at++] !== 10) bytes();
  number();
  return Array.from({ length: number() }, bytes);
}

function runsOf(bytes) {
  const runs = new Set();
  for (let at = 0; at + run <= bytes.length; ++at) runs.add(bytes.toString('latin1', at, at + run));
  return runs;
}

/** Their places: the longest first, then always the one of which most has been seen within reach: neither by its bytes,
 *  which takes long ones too early, nor by its share, which takes short ones; what lies between makes smaller files. */
function ordered(bodies) {
  const runs = bodies.map(runsOf);
  const left = new Set(bodies.keys());
  const order = [];
  let next = bodies.reduce((longest, { length }, place) => (length > bodies[longest].length ? place : longest), 0);
  for (;;) {
    order.push(next);
    left.delete(next);
    if (left.size === 0) return order;
    const seen = new Set();
    for (let at = order.length - 1, length = 0; at >= 0 && length < reach; length += bodies[order[at]].length, --at) {
      for (const text of runs[order[at]]) seen.add(text);
    }
    let most = -1;
    for (const place of left) {
      let known = 0;
      for (const text of runs[place]) if (seen.has(text)) ++known;
      const gain = known / Math.sqrt(Math.max(1, runs[place].size));
      if (gain > most) [most, next] = [gain, place];
    }
  }
}

const features = [
  'bulk-memory',
  'multivalue',
  'mutable-globals',
  'nontrapping-float-to-int',
  'reference-types',
  'relaxed-simd',
  'sign-ext',
  'simd',
].map((name) => `--enable-${name}`);

const [binaryen, file] = process.argv.slice(2);
if (!binaryen || !file) throw new Error('order-functions: BINARYEN_ROOT and FILE.wasm are needed.');
const tool = (name, ...args) => execFileSync(join(binaryen, 'bin', name), [...features, ...args], { stdio: 'inherit' });
const folder = mkdtempSync(join(tmpdir(), 'order-'));
try {
  const text = join(folder, 'module.wat');
  tool('wasm-dis', file, '-o', text);
  const parts = partsOf(readFileSync(text, 'utf8'));
  const functions = parts.filter(isFunction);
  if (functions.length === 0) throw new Error(`order-functions: ${file} has no functions.`);
  const bodies = bodiesOf(readFileSync(file));
  if (bodies.length !== functions.length) {
    throw new Error(`order-functions: ${file} has ${bodies.length} functions, its text ${functions.length}.`);
  }
  const others = parts.filter((part) => !isFunction(part));
  const end = others.pop();
  writeFileSync(text, [...others, ...ordered(bodies).map((place) => functions[place]), end].flat(2).join('\n'));
  tool('wasm-as', text, '-o', file);
} finally {
  rmSync(folder, { recursive: true });
}
