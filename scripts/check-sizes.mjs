// Holds the built site to its budgets, counted as visitors pay them: gzip bytes.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { main, root, StepFailed } from './lib/steps.mjs';

const kB = 1000;
const site = join(root, 'dist/site');
const budgets = { wasm: 80 * kB, app: 60 * kB };

function files(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

const gzipped = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
const inKB = (bytes) => `${(bytes / kB).toFixed(1)} kB`;

await main(() => {
  if (!existsSync(site)) throw new StepFailed('dist/site is missing: npm run build makes it.');
  const all = files(site);
  const wasm = all.filter((file) => file.endsWith('.wasm'));
  const app = all.filter((file) => /\.(js|css)$/.test(file));
  if (wasm.length === 0 || app.length === 0) throw new StepFailed('dist/site holds no WebAssembly or no script.');
  const rows = [
    ...wasm.map((file) => [relative(site, file), gzipped(file), budgets.wasm]),
    ['scripts and styles together', app.reduce((sum, file) => sum + gzipped(file), 0), budgets.app],
  ];
  for (const [name, bytes, budget] of rows) {
    console.log(`${bytes > budget ? 'OVER' : 'ok  '} ${name.padEnd(48)} ${inKB(bytes).padStart(9)} of ${inKB(budget)}`);
  }
  for (const file of app) console.log(`       ${relative(site, file).padEnd(46)} ${inKB(gzipped(file)).padStart(9)}`);
  return rows.some(([, bytes, budget]) => bytes > budget) ? 1 : 0;
});
