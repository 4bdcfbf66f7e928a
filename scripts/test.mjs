// npm test [-- stage...]: every test there is, on a fresh machine too. Stages: native cli library wasm web e2e package.
// One line a stage, logs in build/logs, one summary; any failure, or a stage without tests, fails the whole.

import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { endToEndCounts, googleTestCounts, vitestCounts } from './lib/counts.mjs';
import { buildNpmPackage, buildPreset, buildSite, buildWasm, freshLog, generate, viteConfig } from './lib/project.mjs';
import { endOf, logs, main, must, readJson, root, run, StepFailed, secondsSince, setup, tools } from './lib/steps.mjs';

/** A module that uses f32x4.relaxed_madd: does this Node run it without being told to? */
const relaxedProbe = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2,
  253, 133, 2, 11,
]);

/** When so many have gone by, end-to-end tests are not begun in a second browser: the whole has to end within 30. */
const fewMinutes = 23;

async function runGoogleTest(command, args, log) {
  const { code, output } = await run(command, args, { env: await tools(), log });
  return { ...googleTestCounts(output, code), output };
}

async function native(log) {
  const built = await buildPreset('native-release', { targets: ['downhill_tests'], log });
  return runGoogleTest(join(built, 'tests/downhill_tests'), [], log);
}

async function commandLine(log) {
  const built = await buildPreset('native-release', { targets: ['downhill_cli'], log });
  const report = join(logs, 'cli.json');
  rmSync(report, { force: true });
  const args = [join(root, 'tests/cli/run.mjs'), join(built, 'downhill')];
  const { code, output } = await run('node', args, { env: await tools(), log });
  if (!existsSync(report)) throw new StepFailed(`The tests of the command line left no report.\n${endOf(output)}`);
  return { ...endToEndCounts(readJson('build/logs/cli.json'), code), output };
}

async function library(log) {
  const built = await buildPreset('native-release', { targets: ['downhill_core', 'downhill_cli'], log });
  const report = join(logs, 'library.json');
  rmSync(report, { force: true });
  const { code, output } = await run('node', [join(root, 'tests/library/run.mjs'), built], { env: await tools(), log });
  if (!existsSync(report)) throw new StepFailed(`The tests of the library left no report.\n${endOf(output)}`);
  return { ...endToEndCounts(readJson('build/logs/library.json'), code), output };
}

async function wasm(log) {
  const built = await buildPreset('wasm', { log });
  const flags = WebAssembly.validate(relaxedProbe) ? [] : ['--experimental-wasm-relaxed-simd'];
  return runGoogleTest('node', [...flags, join(built, 'tests/downhill_tests.js')], log);
}

async function web(log) {
  await buildWasm();
  await generate();
  const report = join(logs, 'vitest.json');
  rmSync(report, { force: true });
  const args = ['run', '--config', viteConfig, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code, output } = await run('vitest', args, { env: await tools(), log });
  if (!existsSync(report)) throw new StepFailed(`Vitest left no report.\n${endOf(output)}`);
  return { ...vitestCounts(readJson('build/logs/vitest.json'), code), output };
}

async function e2e(log) {
  await buildWasm();
  await generate();
  await buildSite();
  await buildNpmPackage();
  const report = join(logs, 'e2e.json');
  rmSync(report, { force: true });
  const minutes = Math.max(0, fewMinutes - performance.now() / 60_000);
  const env = { DOWNHILL_E2E_MINUTES: minutes, ...(await tools()) };
  const { code, output } = await run('node', [join(root, 'tests/web/e2e/run.mjs')], { env, log });
  if (!existsSync(report)) throw new StepFailed(`The end-to-end tests left no build/logs/e2e.json.\n${endOf(output)}`);
  return { ...endToEndCounts(readJson('build/logs/e2e.json'), code), output };
}

async function npmPackage(log) {
  await buildWasm();
  await generate();
  await buildNpmPackage();
  const folder = join(root, 'tests/package');
  const installed = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(join(folder, 'package-lock.json')).mtimeMs) {
    await must('npm', ['ci', '--ignore-scripts', '--prefix', folder], { env: await tools(), log });
  }
  const report = join(logs, 'package.json');
  rmSync(report, { force: true });
  const { code, output } = await run('node', [join(folder, 'run.mjs')], { env: await tools(), log });
  if (!existsSync(report)) throw new StepFailed(`The tests of the package left no report.\n${endOf(output)}`);
  return { ...endToEndCounts(readJson('build/logs/package.json'), code), output };
}

const stages = {
  native: { title: 'core, native', needs: ['native'], work: native },
  cli: { title: 'command line', needs: ['native'], work: commandLine },
  library: { title: 'library, as others take it', needs: ['native'], work: library },
  wasm: { title: 'core, WebAssembly in Node', needs: ['native', 'wasm'], work: wasm },
  web: { title: 'web, TypeScript', needs: ['wasm'], work: web },
  package: { title: 'npm package, as others take it', needs: ['wasm', 'browsers'], work: npmPackage },
  e2e: { title: 'end to end, Chromium and Firefox', needs: ['wasm', 'browsers'], work: e2e },
};

/** What goes on at the same time, for one fills the pauses of the other. Browsers come after: they need both cores. */
const lanes = [
  ['native', 'cli', 'library'],
  ['wasm', 'web'],
];

function chosenStages(names) {
  const unknown = names.filter((name) => !(name in stages));
  if (unknown.length)
    throw new StepFailed(`Unknown stage ${unknown.join(', ')}; known: ${Object.keys(stages).join(' ')}.`);
  return names.length ? names : Object.keys(stages);
}

/** Runs one stage whatever the others did, and shows the end of its output if anything failed. */
async function runStage(name) {
  const { title, work } = stages[name];
  const log = freshLog(`test-${name}`);
  const begun = performance.now();
  console.log(`${title} …`);
  let result;
  try {
    result = await work(log);
    if (result.passed + result.failed === 0)
      result = { ...result, failed: 1, output: `${result.output}\nNot a single test ran.` };
  } catch (error) {
    result = {
      passed: 0,
      failed: 1,
      skipped: 0,
      failure: error instanceof StepFailed ? error.message : String(error.stack),
    };
  }
  const seconds = secondsSince(begun);
  console.log(`${title.padEnd(36)} ${summary(result)}   ${seconds} s`);
  for (const unsteady of result.unsteady ?? []) console.log(`  at the second try: ${unsteady}`);
  if (result.failed) console.log(result.failure ?? `${endOf(result.output)}\n  whole log: ${log}`);
  return { title, seconds, ...result };
}

function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function printTable(results) {
  const row = (title, ...numbers) =>
    console.log(title.padEnd(36) + numbers.map((each) => String(each).padStart(9)).join(''));
  console.log('');
  row('stage', 'passed', 'failed', 'skipped', 'seconds');
  for (const { title, passed, failed, skipped, seconds } of results) row(title, passed, failed, skipped, seconds);
  console.log('');
}

await main(async () => {
  const names = chosenStages(process.argv.slice(2));
  await setup(...new Set(names.flatMap((name) => stages[name].needs)));
  mkdirSync(logs, { recursive: true });
  const results = [];
  const runInTurn = async (list) => {
    for (const name of list) if (names.includes(name)) results.push(await runStage(name));
  };
  await Promise.all(lanes.map(runInTurn));
  await runInTurn(Object.keys(stages).filter((name) => !lanes.flat().includes(name)));
  printTable(results);
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const result of results) for (const key of Object.keys(total)) total[key] += result[key];
  console.log(summary(total));
  return total.failed ? 1 : 0;
});
