// npm run check [-- name...]: everything about the sources that is not a test. All checks run, also after one failed.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clangTidy } from './lib/clang-tidy.mjs';
import { checkList } from './lib/mutation-list.mjs';
import { buildPreset, buildSite, buildWasm, freshLog, generate } from './lib/project.mjs';
import { endOf, main, must, root, run, StepFailed, secondsSince, setup, tools } from './lib/steps.mjs';

const generated = [
  'bindings/wasm/downhill.d.ts',
  'bindings/wasm/downhill.inspector.d.ts',
  'bindings/wasm/downhill.exporter.d.ts',
  'web/src/generated/settings.ts',
  'web/src/generated/setting-keys.ts',
  'web/src/generated/model-formats.ts',
];

async function git(...args) {
  return (await must('git', args, { quiet: true })).output;
}

async function tool(command, args, name) {
  const log = freshLog(`check-${name}`);
  const { code, output } = await run(command, args, { env: await tools(), log });
  if (code !== 0) throw new StepFailed(`${endOf(output)}\n  whole log: ${log}`);
}

async function cppFormat() {
  const files = await git(
    'ls-files',
    '--cached',
    '--others',
    '--exclude-standard',
    '--',
    ...['core', 'bindings', 'tests', 'bench'].flatMap((folder) => [`${folder}/*.hpp`, `${folder}/*.cpp`]),
  );
  const present = files.split('\n').filter((file) => file && existsSync(join(root, file)));
  if (present.length === 0) throw new StepFailed('There is no C++ file to check.');
  await tool('clang-format', ['--dry-run', '-Werror', ...present], 'format');
}

async function drift() {
  await buildWasm();
  await generate();
  const changed = await git('status', '--porcelain', '--', ...generated);
  if (changed)
    throw new StepFailed(
      `  Generated files differ from what is committed; they are renewed now, commit them:\n${endOf(changed)}`,
    );
}

async function sizes() {
  await buildWasm();
  await generate();
  await buildSite();
  await tool('node', ['scripts/check-sizes.mjs'], 'sizes');
}

async function weakSymbols() {
  await buildPreset('native-release');
  await tool('bash', ['scripts/check-weak-symbols.sh'], 'weak-symbols');
}

const checks = {
  format: ['C++ format (clang-format)', cppFormat],
  biome: ['TypeScript format and lint (biome)', () => tool('biome', ['check', '--error-on-warnings', '.'], 'biome')],
  faults: ['faults of the mutation tests still fit', checkList],
  licences: ['licences of the npm modules', () => tool('node', ['scripts/check-licences.mjs'], 'licences')],
  drift: ['generated files up to date', drift],
  types: ['types (tsc)', () => tool('tsc', ['--noEmit'], 'types')],
  weak: ['weak symbols of the kernels', weakSymbols],
  tidy: ['C++ lint (clang-tidy)', clangTidy],
  sizes: ['sizes', sizes],
};

async function runCheck(name) {
  const [title, work] = checks[name];
  const begun = performance.now();
  process.stdout.write(`${title.padEnd(40)} `);
  try {
    await work();
    console.log(`ok      ${secondsSince(begun)} s`);
    return true;
  } catch (error) {
    console.log(`failed  ${secondsSince(begun)} s`);
    console.log(error instanceof StepFailed ? error.message : error.stack);
    return false;
  }
}

await main(async () => {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(checks);
  const unknown = names.filter((name) => !(name in checks));
  if (unknown.length)
    throw new StepFailed(`Unknown check ${unknown.join(', ')}; known: ${Object.keys(checks).join(' ')}.`);
  await setup('wasm', 'native', 'check');
  const failed = [];
  for (const name of names) if (!(await runCheck(name))) failed.push(name);
  console.log(
    failed.length
      ? `\n${failed.length} of ${names.length} checks failed: ${failed.join(' ')}`
      : `\nall ${names.length} checks ok`,
  );
  return failed.length ? 1 : 0;
});
