// npm run bench:web [-- --browsers chromium,firefox --seconds 0.3 --rounds 3 --tasks W1,W3 --engines simd]: the page
// "How fast is your browser?" without anybody looking, several times over, as one table of the best rounds; and beside them what
// the same kernels in 128 bits reach natively, measured in the same run.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browsers, launch } from '../tests/web/lib/browsers.mjs';
import { serveSite } from '../tests/web/lib/server.mjs';
import { buildAll, buildPreset } from './lib/project.mjs';
import { main, must, root, StepFailed, setup, step, tools } from './lib/steps.mjs';
import { inUnit } from './lib/time-units.mjs';

const everyTask =
  'peak,W1,W1b,W1c,W1s,W2,W3,W4,W4c,W5/256x256x256,W5t/256x256x256,W5g/256x256x256,W5/256x64x784,W5t/256x64x784,W5g/256x64x784,exp,tanh';

function optionsFrom(words) {
  const options = {
    browsers: Object.keys(browsers).join(),
    seconds: '0.3',
    rounds: '3',
    tasks: everyTask,
    engines: '',
  };
  for (let k = 0; k < words.length; k += 2) {
    const key = words[k].replace(/^--/, '');
    if (!(key in options) || words[k + 1] === undefined) {
      throw new StepFailed(`'${words[k]}' is not an option with a value; known: ${Object.keys(options).join(', ')}.`);
    }
    options[key] = words[k + 1];
  }
  const list = (text) => (text ? text.split(',') : undefined);
  return {
    browsers: list(options.browsers),
    seconds: Number(options.seconds),
    rounds: Number(options.rounds),
    tasks: list(options.tasks),
    engines: list(options.engines),
  };
}

const keyOf = (place, task) => `${place} ${task}`;

/** One round in one browser, into `times`: "browser engine" and task → seconds an item. */
async function inBrowser(name, origin, options, times, flops) {
  const browser = await launch(name);
  if (!browser) return console.log(`${name} is not installed, left out`);
  const page = await browser.newPage();
  await page.goto(`${origin}/speed.html`);
  const { seconds, tasks, engines } = options;
  const all = await page.evaluate((given) => document.querySelector('dh-speed').run(given), {
    seconds,
    tasks,
    engines,
  });
  for (const { engine, task, ok, seconds: time, flops: each } of all) {
    if (!ok) throw new StepFailed(`${name}: ${engine} did not learn ${task}.`);
    const key = keyOf(`${name} ${engine}`, task);
    times.set(key, [...(times.get(key) ?? []), time]);
    flops.set(task, each);
  }
  await browser.close();
}

/** The same kernels, natively and as narrow as a browser's. */
async function natively(program, options, times, env) {
  for (const task of options.tasks) {
    const { output } = await must(program, ['downhill-sse2', task, String(options.seconds)], { env, quiet: true });
    const key = keyOf('native sse2', task);
    times.set(key, [
      ...(times.get(key) ?? []),
      JSON.parse(output.split('\n').find((line) => line.startsWith('{'))).seconds,
    ]);
  }
}

function report(options, times, flops) {
  const places = [...new Set([...times.keys()].map((key) => key.split(' ').slice(0, 2).join(' ')))];
  const at = (place, task) => {
    const taken = times.get(keyOf(place, task));
    // What a machine takes away for others only ever adds, and a browser brings many others along.
    return taken && Math.min(...taken);
  };
  console.log(`\n${''.padEnd(18)}${places.map((place) => place.padStart(24)).join('')}`);
  for (const task of options.tasks) {
    const cells = places.map((place) => {
      const seconds = at(place, task);
      const peak = at(place, 'peak');
      const share =
        flops.get(task) > 0 && peak && seconds ? ` ${Math.round((100 * flops.get(task) * peak) / seconds)} %` : '';
      return `${seconds === undefined ? '' : inUnit(task, seconds)}${share}`.padStart(24);
    });
    console.log(task.padEnd(18) + cells.join(''));
  }
  console.log('\nRatios: native SSE2 over SIMD in the browser; SIMD over relaxed SIMD');
  for (const task of options.tasks) {
    const ratio = (first, second) => (first && second ? `${(first / second).toFixed(2)} x` : '');
    const cells = options.browsers.flatMap((name) => [
      ratio(at('native sse2', task), at(`${name} simd`, task)),
      ratio(at(`${name} simd`, task), at(`${name} relaxed`, task)),
    ]);
    console.log(task.padEnd(18) + cells.map((cell) => cell.padStart(12)).join(''));
  }
}

await main(async () => {
  const options = optionsFrom(process.argv.slice(2));
  await setup('native', 'wasm', 'browsers');
  await buildAll();
  let program;
  await step('the same natively', async () => {
    const built = await buildPreset('native-release', { targets: ['peer_downhill'], define: { DOWNHILL_PEERS: 'ON' } });
    program = join(built, 'bench/peers/peer_downhill');
  });
  const env = await tools();
  const times = new Map();
  const flops = new Map();
  const server = await serveSite();
  const narrow = existsSync(program) && process.arch === 'x64';
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const name of options.browsers) await inBrowser(name, server.origin, options, times, flops);
    if (narrow) await natively(program, options, times, env);
    console.log(`round ${round} of ${options.rounds}`);
  }
  server.close();
  report(options, times, flops);
  const file = join(root, 'build/bench-web.json');
  mkdirSync(join(root, 'build'), { recursive: true });
  writeFileSync(
    file,
    `${JSON.stringify({ date: new Date().toISOString(), options, times: Object.fromEntries(times) }, undefined, 1)}\n`,
  );
  console.log(`\n${file}`);
});
