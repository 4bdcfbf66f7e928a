// Holds the built site to its budgets, counted as a first visit pays them: gzip bytes of what is loaded at once.
// Fallbacks and the second binary's script, loaded only where they are needed, are listed without a budget.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { main, root, StepFailed } from './lib/steps.mjs';

const kB = 1000;
const site = join(root, 'dist/site');
// The exporter comes when a model is taken away for another program. The inspector comes when the first instrument is opened, and carries all kernels in double beside those in float.
const budgets = { wasm: 80 * kB, inspector: 135 * kB, app: 60 * kB, worker: 15 * kB, stub: 8 * kB };

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

const gzipped = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
const sum = (files) => [...files].reduce((bytes, file) => bytes + gzipped(file), 0);
const inKB = (bytes) => `${(bytes / kB).toFixed(1)} kB`;

/** The files that `pattern` finds named in `file`; its one group is the relative address. */
function named(file, pattern) {
  return [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, address]) => resolve(dirname(file), address));
}

/** A script and whatever it imports statically; `import()` does not count. */
function withImports(files, found = new Set()) {
  for (const file of files) {
    if (found.has(file)) continue;
    found.add(file);
    if (file.endsWith('.js')) withImports(named(file, /(?:\bfrom|\bimport)\s*["'`](\.[^"'`]+\.js)["'`]/g), found);
  }
  return found;
}

await main(() => {
  const page = join(site, 'index.html');
  if (!existsSync(page)) throw new StepFailed('dist/site/index.html is missing: npm run build makes it.');
  const app = withImports(named(page, /(?:src|href)="(\.[^"]+\.(?:js|css))"/g));
  const workers = withImports(
    [...app].flatMap((file) => named(file, /new URL\(["'`]([^"'`]*worker-[^"'`]+\.js)["'`]/g)),
  );
  const all = filesIn(site);
  const wasm = all.filter((file) => file.endsWith('.wasm'));
  if (wasm.length === 0 || app.size === 0 || workers.size === 0) {
    throw new StepFailed('dist/site lacks WebAssembly, the page’s scripts or the worker: has the layout changed?');
  }
  const rows = [
    ...wasm.map((file) => [
      relative(site, file),
      gzipped(file),
      budgets[/inspector/.test(file) ? 'inspector' : 'wasm'],
    ]),
    ['page: scripts and styles', sum(app), budgets.app],
    [
      'element: what a page of someone else’s loads at once',
      sum(withImports([join(site, 'downhill.js')])),
      budgets.stub,
    ],
    ['worker, with the script of the WebAssembly', sum(workers), budgets.worker],
  ];
  for (const [name, bytes, budget] of rows) {
    console.log(`${bytes > budget ? 'OVER' : 'ok  '} ${name.padEnd(48)} ${inKB(bytes).padStart(9)} of ${inKB(budget)}`);
  }
  for (const file of all.filter((each) => /\.(js|css)$/.test(each) && !app.has(each) && !workers.has(each))) {
    console.log(`later ${relative(site, file).padEnd(47)} ${inKB(gzipped(file)).padStart(9)}`);
  }
  return rows.some(([, bytes, budget]) => bytes > budget) ? 1 : 0;
});
