// Puts the functions of a WebAssembly binary that resemble each other next to each other: gzip looks back 32 kB only,
// and engines of one kernel, or activations of one loop, are far apart where the linker leaves them.
//
//     node scripts/order-functions.mjs BINARYEN_ROOT FILE.wasm
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lines of text in which a match is looked for; as many make some 32 kB of a binary. */
const reach = 9000;
/** Lines that count as alike when all of them are. */
const run = 5;

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

function runsOf(lines) {
  const runs = new Set();
  for (let at = 0; at + run <= lines.length; ++at)
    runs.add(
      lines
        .slice(at, at + run)
        .join('\n')
        .replaceAll(' ', ''),
    );
  return runs;
}

/** The longest first, then always the one of which most has been seen within reach. */
function ordered(functions) {
  const runs = new Map(functions.map((lines) => [lines, runsOf(lines)]));
  const left = new Set(functions);
  const order = [];
  let next = functions.reduce((longest, lines) => (lines.length > longest.length ? lines : longest));
  for (;;) {
    order.push(next);
    left.delete(next);
    if (left.size === 0) return order;
    const seen = new Set();
    for (let at = order.length - 1, lines = 0; at >= 0 && lines < reach; lines += order[at].length, --at) {
      for (const text of runs.get(order[at])) seen.add(text);
    }
    let best = -1;
    for (const lines of left) {
      const own = runs.get(lines);
      let known = 0;
      for (const text of own) if (seen.has(text)) ++known;
      const share = known / Math.max(1, own.size);
      if (share > best) [best, next] = [share, lines];
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
  const others = parts.filter((part) => !isFunction(part));
  const end = others.pop();
  writeFileSync(text, [...others, ...ordered(functions), end].flat().join('\n'));
  tool('wasm-as', text, '-o', file);
} finally {
  rmSync(folder, { recursive: true });
}
