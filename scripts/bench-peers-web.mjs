// npm run bench:peers:web [-- --rounds 5 --seconds 0.3 --tasks W1,W2 --peers ConvNetJS --publish true]: Downhill against
// other libraries on one page of a headless Chromium, in turns, several times over, as medians, bests and ratios. Installs
// them only now, apart from the project. With --publish the page "How fast is your browser?" tells of the result.

import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { launch } from '../tests/web/lib/browsers.mjs';
import { processor } from './lib/processor.mjs';
import { buildWasm } from './lib/project.mjs';
import { printRatios } from './lib/ratios.mjs';
import { main, must, root, StepFailed, setup, step, tools } from './lib/steps.mjs';

const folder = join(root, 'bench/peers/web');
const built = join(root, 'build/bench-peers-web');
const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

function optionsFrom(words) {
  const options = { rounds: '5', seconds: '0.3', tasks: 'W1,W1b,W1c,W1s,W2,W4', peers: '', publish: '' };
  for (let k = 0; k < words.length; k += 2) {
    const key = words[k].replace(/^--/, '');
    if (!(key in options) || words[k + 1] === undefined) {
      throw new StepFailed(`'${words[k]}' is not an option with a value; known: ${Object.keys(options).join(', ')}.`);
    }
    options[key] = words[k + 1];
  }
  return options;
}

function serve() {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname)).replace(
      /\/$/,
      '/index.html',
    );
    const body = await readFile(join(built, path)).catch(() => null);
    if (body === null) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' }).end(body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** A page of its own for every measurement: nobody inherits another's garbage or compiled code. */
async function measure(browser, address, entry, seconds) {
  const page = await browser.newPage();
  page.setDefaultTimeout(300_000);
  try {
    await page.goto(address);
    const { peer, task } = entry;
    const result = await page.evaluate((...given) => window.measure(...given), peer, task, seconds);
    if (result === null) entry.absent = true;
    else entry.seconds.push(result.seconds);
    if (result?.lossAfter) entry.loss = [result.lossBefore, result.lossAfter];
  } catch (error) {
    entry.failed = error.message;
  }
  await page.close();
}

function publish(rows, browserVersion) {
  const peers = rows
    .filter(({ peer }) => peer !== 'Downhill')
    .map(({ task, peer, best, bestRatio }) => ({
      task,
      peer,
      seconds: Number(best.toPrecision(3)),
      ratio: Number(bestRatio.toPrecision(3)),
    }));
  const date = new Date().toISOString().slice(0, 10);
  const published = { machine: `${processor()}, ${browserVersion}`, date, peers };
  writeFileSync(join(root, 'web/src/speed/published.json'), `${JSON.stringify(published, undefined, 2)}\n`);
}

await main(async () => {
  const options = optionsFrom(process.argv.slice(2));
  await setup('wasm', 'browsers');
  const env = await tools();
  await step('core for WebAssembly', () => buildWasm());
  await step('peers', () => must('npm', ['ci', '--ignore-scripts'], { env, cwd: folder, quiet: true }));
  await step('their page', () =>
    must('vite', ['build', '--config', join(folder, 'vite.config.js')], { env, quiet: true }),
  );
  const server = await serve();
  const address = `http://127.0.0.1:${server.address().port}/`;
  const browser = await launch('chromium');
  const first = await browser.newPage();
  await first.goto(address);
  const wanted = options.peers ? ['Downhill', ...options.peers.split(',')] : await first.evaluate(() => window.peers());
  await first.close();
  const entries = options.tasks.split(',').flatMap((task) => wanted.map((peer) => ({ peer, task, seconds: [] })));
  for (let round = 1; round <= Number(options.rounds); round += 1) {
    for (const entry of entries) {
      if (!entry.absent && !entry.failed) await measure(browser, address, entry, Number(options.seconds));
    }
    process.stdout.write(`round ${round} of ${options.rounds}\r`);
  }
  const version = await browser.version();
  await browser.close();
  server.close();
  console.log(
    `${processor()}, ${version}, median and best of ${options.rounds}; the ratios are to Downhill's SIMD, reproducible`,
  );
  const rows = printRatios(entries, 'Downhill');
  if (options.publish) publish(rows, version.replace(/\.[\d.]+$/, ''));
  const file = join(root, 'build/bench-peers-web.json');
  mkdirSync(join(root, 'build'), { recursive: true });
  writeFileSync(
    file,
    `${JSON.stringify({ machine: processor(), version, date: new Date().toISOString(), options, rows }, undefined, 1)}\n`,
  );
  console.log(`\n${file}`);
  return entries.some((entry) => entry.failed) ? 1 : 0;
});
