// npm run bench:peers [-- --repetitions 5 --seconds 0.3 --tasks W1,W3 --peers eigen,downhill --web false]: Downhill against
// other libraries, natively and then in a browser (bench-peers-web.mjs). Installs what it needs only now, runs everything in
// turns, several times over, and prints medians, bests and ratios.
//
// A peer is a program under build/native/bench/peers that obeys bench/peers/native/program.hpp: it lists what it can do,
// and times one task a call. Anything else that obeys may be added to `programs`.

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processor } from './lib/processor.mjs';
import { buildPreset } from './lib/project.mjs';
import { printRatios } from './lib/ratios.mjs';
import { main, must, root, run, StepFailed, setup, step, tools } from './lib/steps.mjs';

function optionsFrom(words) {
  const options = { repetitions: 5, seconds: 0.3, tasks: undefined, peers: undefined, web: ['true'] };
  for (let k = 0; k < words.length; k += 2) {
    const key = words[k].replace(/^--/, '');
    if (!(key in options) || words[k + 1] === undefined) {
      throw new StepFailed(`'${words[k]}' is not an option with a value; known: ${Object.keys(options).join(', ')}.`);
    }
    options[key] = key === 'repetitions' || key === 'seconds' ? Number(words[k + 1]) : words[k + 1].split(',');
  }
  return options;
}

/** One thread each, whatever their libraries would like. */
const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

async function programs(built) {
  const folder = join(built, 'bench/peers');
  return readdirSync(folder)
    .filter((name) => name.startsWith('peer_'))
    .map((name) => join(folder, name));
}

/** [{program, peer, task}] of all programs, in the order of the tasks. */
async function plan(files, env, options) {
  const entries = [];
  for (const program of files) {
    const { output } = await must(program, ['--list'], { env, quiet: true });
    for (const line of output.trim().split('\n')) {
      const [peer, task] = line.split(' ');
      const wanted = (list, name) => !list || list.some((word) => name === word || name.startsWith(`${word}-`));
      if (wanted(options.tasks, task) && wanted(options.peers, peer))
        entries.push({ program, peer, task, seconds: [] });
    }
  }
  return entries.sort((a, b) => a.task.localeCompare(b.task));
}

async function measure(entries, env, options) {
  for (let round = 0; round < options.repetitions; ++round) {
    for (const entry of entries) {
      if (entry.failed) continue;
      const args = [entry.peer, entry.task, String(options.seconds)];
      const { code, output } = await run(entry.program, args, { env, quiet: true });
      const line = output.split('\n').find((each) => each.startsWith('{'));
      if (code !== 0 || !line) {
        entry.failed = output.trim() || `ended with code ${code}`;
        continue;
      }
      const result = JSON.parse(line);
      entry.seconds.push(result.seconds);
      if (result.lossAfter > 0) entry.loss = [result.lossBefore, result.lossAfter];
    }
    process.stdout.write(`round ${round + 1} of ${options.repetitions}\r`);
  }
}

await main(async () => {
  const options = optionsFrom(process.argv.slice(2));
  await setup('native', 'peers');
  let built;
  await step('Downhill and its peers', async () => {
    built = await buildPreset('native-release', { targets: ['peers'], define: { DOWNHILL_PEERS: 'ON' } });
  });
  const env = { ...(await tools()), ...oneThread };
  const entries = await plan(await programs(built), env, options);
  if (entries.length === 0) throw new StepFailed('No peer offers such a task.');
  const seconds = Math.round(entries.length * options.repetitions * (options.seconds + 0.5));
  console.log(`${entries.length} tasks, ${options.repetitions} rounds in turns: about ${seconds} s`);
  await measure(entries, env, options);
  console.log(
    `${processor()}, one thread, median and best of ${options.repetitions}; the ratios are to Downhill's fast mode`,
  );
  const rows = printRatios(entries, 'downhill');
  const file = join(root, 'build/bench-peers.json');
  mkdirSync(join(root, 'build'), { recursive: true });
  const machine = { processor: processor(), date: new Date().toISOString(), options };
  writeFileSync(file, `${JSON.stringify({ machine, rows }, undefined, 1)}\n`);
  console.log(`\n${file}`);
  const web = options.web[0] === 'true' && !options.tasks && !options.peers;
  const { code } = web ? await run('node', ['scripts/bench-peers-web.mjs'], { env: await tools() }) : { code: 0 };
  return code || (entries.some((entry) => entry.failed) ? 1 : 0);
});
