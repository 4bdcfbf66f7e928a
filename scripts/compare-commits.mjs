// node scripts/compare-commits.mjs A B [--filter REGEX] [--repetitions 10] [--seconds 0.2]: is B slower than A?
//
// Builds both commits in worktrees of their own, runs the benchmarks of both in turns, and prints for each how B's time
// compares with A's: the ratio, its 95 % interval, and by Mann and Whitney's test how likely chance alone explains it.
// `worktree` as a commit means the files as they lie here. Ends with code 1 when something became slower for certain.

import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mannWhitney, ratioOf } from './lib/statistics.mjs';
import { logs, main, must, root, run, StepFailed, setup, step, tools } from './lib/steps.mjs';

// The workloads on the engines that users get; a change of less than `least` matters to nobody.
const usual = '^(W1|W1b|W1c|W1s|W2|W3|W4[^/]*)/(avx2|avx512|neon)/';
const significant = 0.01;
const least = 0.03;

function optionsFrom(words) {
  const options = { commits: [], filter: usual, repetitions: 10, seconds: 0.2 };
  for (let k = 0; k < words.length; ++k) {
    const key = words[k].startsWith('--') ? words[k].slice(2) : undefined;
    if (key === undefined) options.commits.push(words[k]);
    else if (key === 'filter') options.filter = words[++k];
    else if (key === 'repetitions' || key === 'seconds') options[key] = Number(words[++k]);
    else throw new StepFailed(`'${words[k]}' is not known; known: --filter --repetitions --seconds.`);
  }
  if (options.commits.length !== 2) throw new StepFailed('Name two commits, the older one first.');
  return options;
}

/** The commit's own copy of the sources, with our tools; or the sources here. */
async function checkOut(commit, folder) {
  if (commit === 'worktree') return root;
  await must('git', ['worktree', 'add', '--detach', folder, commit], { quiet: true });
  symlinkSync(join(root, '.tools'), join(folder, '.tools'));
  return folder;
}

async function build(sources) {
  const env = await tools();
  const binaries = join(sources, 'build/native');
  mkdirSync(logs, { recursive: true });
  const log = join(logs, 'compare-commits.log');
  await must('cmake', ['-S', sources, '-B', binaries, '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release'], { env, log });
  await must('cmake', ['--build', binaries, '--target', 'downhill_bench'], { env, log });
  return join(binaries, 'bench/downhill_bench');
}

async function benchmarksOf(program, filter) {
  const { output } = await must(program, ['--benchmark_list_tests', `--benchmark_filter=${filter}`], { quiet: true });
  return output.split('\n').filter((line) => line.includes('/') && !line.includes(' '));
}

/** Processor seconds an iteration; undefined where the processor lacks the engine. */
async function time(program, name, options) {
  const exact = `^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
  const args = [`--benchmark_filter=${exact}`, `--benchmark_min_time=${options.seconds}`, '--benchmark_format=json'];
  const { code, output } = await run(program, args, { quiet: true });
  if (code !== 0) return undefined;
  const json = JSON.parse(output.slice(output.indexOf('\n{') + 1, output.lastIndexOf('}') + 1));
  const [result] = json.benchmarks;
  return result && !result.error_occurred ? result.cpu_time : undefined;
}

async function compare(name, programs, options) {
  const times = [[], []];
  for (let round = 0; round < options.repetitions; ++round) {
    // Whoever goes first changes every round.
    for (const which of round % 2 ? [1, 0] : [0, 1]) {
      const taken = await time(programs[which], name, options);
      if (taken === undefined) return undefined;
      times[which].push(taken);
    }
  }
  return { name, ...ratioOf(...times), chance: mannWhitney(...times), times };
}

const verdict = ({ ratio, chance }) =>
  chance > significant || Math.abs(ratio - 1) < least ? 'same' : ratio > 1 ? 'SLOWER' : 'faster';

await main(async () => {
  const options = optionsFrom(process.argv.slice(2));
  await setup('native');
  const place = mkdtempSync(join(tmpdir(), 'downhill-compare-'));
  const folders = ['a', 'b'].map((name) => join(place, name));
  try {
    const programs = [];
    for (const [k, commit] of options.commits.entries()) {
      await step(`building ${commit}`, async () => {
        programs.push(await build(await checkOut(commit, folders[k])));
      });
    }
    const names = await benchmarksOf(programs[0], options.filter);
    const also = new Set(await benchmarksOf(programs[1], options.filter));
    const common = names.filter((name) => also.has(name));
    if (common.length === 0) throw new StepFailed('No benchmark of that name is in both commits.');
    const [a, b] = options.commits;
    console.log(`\ntime of ${b} / time of ${a}, ${options.repetitions} rounds in turns`);
    const results = [];
    for (const name of common) {
      const result = await compare(name, programs, options);
      if (!result) continue;
      results.push(result);
      const { ratio, low, high, chance } = result;
      console.log(
        `${verdict(result).padEnd(7)} ${name.padEnd(44)} ${ratio.toFixed(3)}  [${low.toFixed(3)}, ${high.toFixed(3)}]  p = ${chance.toPrecision(2)}`,
      );
    }
    writeFileSync(join(root, 'build/compare-commits.json'), `${JSON.stringify(results, undefined, 1)}\n`);
    return results.some((result) => verdict(result) === 'SLOWER') ? 1 : 0;
  } finally {
    for (const folder of folders) {
      if (existsSync(folder)) await run('git', ['worktree', 'remove', '--force', folder], { quiet: true });
    }
    rmSync(place, { recursive: true, force: true });
  }
});
