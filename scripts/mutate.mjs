// npm run mutate [-- --only part-of-name-or-file...] [-- --write]: plants each fault of tests/mutation in a copy of the
// sources, builds, runs the tests, and expects that one fails. --write puts the list into docs/testing.md.

import { readFileSync, writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { faults } from '../tests/mutation/faults.mjs';
import { needsAvx512 } from '../tests/mutation/narrow.mjs';
import { checkFaults, writeList } from './lib/mutation-list.mjs';
import { prepareTree } from './lib/mutation-tree.mjs';
import { hasAvx512 } from './lib/processor.mjs';
import { main, run, StepFailed, secondsSince, setup, step, tools } from './lib/steps.mjs';

const workers = 2;
const seconds = 300; // an endless loop is a failing test
const slow = '*BlockGradient*:*UlpBounds*:Settings.GoThrough*:Playground.*:CsvLimits.*:*Mutations*';

function options(args) {
  const only = args.filter((word) => !word.startsWith('--'));
  const unknown = args.filter((word) => word.startsWith('--') && !['--only', '--write'].includes(word));
  if (unknown.length) throw new StepFailed(`Unknown option ${unknown.join(' ')}; known: --only --write.`);
  const wanted = only.length
    ? faults.filter(({ name, file }) => only.some((part) => `${file} ${name}`.includes(part)))
    : faults;
  if (wanted.length === 0) throw new StepFailed(`No fault's name or file has ${only.join(' or ')} in it.`);
  const chosen = hasAvx512() ? wanted : wanted.filter((fault) => !needsAvx512(fault));
  if (chosen.length < wanted.length) console.log(`Left out, for want of AVX-512: ${wanted.length - chosen.length}`);
  return { chosen, write: args.includes('--write') };
}

/** The tests that compare with other people's numbers and those named as the file, and where none fails the others. */
async function firstFailure(tree, fault) {
  const likely = fault && `*Kernels*:*Golden*:*${parse(fault.file).name.slice(1)}*`;
  for (const filter of [likely, `-${slow}`, slow]) {
    const failed = filter && (await failureAmong(filter, tree));
    if (failed) return failed;
  }
}

/** The first test that fails, or the one that runs when the program dies or its time is over. */
async function failureAmong(filter, tree) {
  const args = ['-k', '5', String(seconds), tree.tests, '--gtest_fail_fast', `--gtest_filter=${filter}`];
  const { code, output } = await run('timeout', args, { env: await tools(), quiet: true });
  if (code === 0) return undefined;
  const failed = output.match(/^\[ {2}FAILED {2}\] ([^\s,]+)/m)?.[1];
  if (failed) return failed;
  const last =
    output
      .match(/^\[ RUN {6}\] (\S+)/gm)
      ?.at(-1)
      ?.split(' ')
      .at(-1) ?? 'the start of the program';
  return `${last} (${code === 124 ? 'no end' : 'crash'})`;
}

async function build(tree) {
  return run('cmake', ['--build', tree.build, '-j1'], { env: await tools(), quiet: true });
}

/** { caught: test } or { error }; the tree is as before afterwards. */
async function plant(fault, tree) {
  const file = join(tree.sources, fault.file);
  const original = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    original.replace(fault.find, () => fault.replace),
  );
  try {
    const built = await build(tree);
    if (built.code !== 0)
      return { error: `does not compile: ${built.output.match(/error: .*/)?.[0] ?? 'see by hand'}` };
    const caught = await firstFailure(tree, fault);
    return caught ? { caught } : { error: 'SURVIVED' };
  } finally {
    writeFileSync(file, original);
  }
}

async function readyTree(number) {
  const tree = await prepareTree(number);
  const built = await build(tree);
  if (built.code !== 0) throw new StepFailed(`The sources do not build without a fault.\n${built.output.slice(-3000)}`);
  const failed = await firstFailure(tree);
  if (failed) throw new StepFailed(`Without a fault ${failed} fails already.`);
  return tree;
}

await main(async () => {
  checkFaults();
  const { chosen, write } = options(process.argv.slice(2));
  await setup('native');
  const count = Math.min(workers, chosen.length);
  let trees;
  await step('sources without a fault', async () => {
    trees = await Promise.all(Array.from({ length: count }, (_, number) => readyTree(number)));
  });

  const results = new Map();
  const queue = chosen.toSorted((p, q) => p.file.localeCompare(q.file)).values(); // a file's objects are built anew anyway
  const work = async (tree) => {
    for (const fault of queue) {
      const begun = performance.now();
      const result = await plant(fault, tree);
      results.set(fault.name, result);
      console.log(`${fault.name.padEnd(34)} ${(result.caught ?? result.error).padEnd(72)} ${secondsSince(begun)} s`);
    }
  };
  await Promise.all(trees.map(work));

  const escaped = chosen.filter(({ name }) => !results.get(name).caught);
  for (const { name, file, breaks } of escaped)
    console.log(`\n${name} (${file}: ${breaks}): ${results.get(name).error}`);
  console.log(`\n${chosen.length - escaped.length} of ${chosen.length} caught`);
  if (write) writeList(new Map([...results].map(([name, { caught }]) => [name, caught])));
  return escaped.length ? 1 : 0;
});
