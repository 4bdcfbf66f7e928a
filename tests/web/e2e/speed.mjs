// The page "How fast is your browser?".
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from '../lib/server.mjs';
import { click, find, openPage, until, violations } from './page.mjs';

const speed = (page, code) =>
  page.evaluate(`(async () => { const speed = document.querySelector('dh-speed'); return ${code}; })()`);

export const speedTests = {
  'the speed page times every engine, tells its peak and gives the results away': async ({ browser, site }) => {
    const { page, faults } = await openPage(browser, `${site}speed.html`);
    await find(page, 'dh-speed >>> #start');
    await find(page, 'dh-speed >>> select + svg'); // the arrow that says that it opens
    assert.deepEqual(await violations(page), []);
    const results = await speed(
      page,
      "speed.run({ seconds: 0.01, tasks: ['peak', 'W1', 'W4c', 'tanh', 'W5/256x64x784'] })",
    );
    const engines = [...new Set(results.map(({ engine }) => engine))];
    assert.ok(engines.includes('simd') && engines.includes('plain'), engines.join());
    assert.equal(results.length, 5 * engines.length);
    for (const { engine, task, ok, seconds, lossAfter } of results) {
      assert.ok(ok && seconds > 0, `${engine} ${task}`);
      if (task === 'W1') assert.ok(lossAfter < 0.15, 'it learnt');
    }
    await until(page, () =>
      /samples\/s/.test(document.querySelector('dh-speed').shadowRoot.querySelector('main').textContent),
    );
    assert.match(await speed(page, "speed.shadowRoot.querySelector('main').textContent"), /of the multiply-add peak/);
    await click(page, 'dh-speed >>> .controls button:nth-of-type(2)');
    const text = await find(page, 'dh-speed >>> textarea');
    assert.match(await text.evaluate(({ value }) => value), /Small network .*samples\/s/);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual([...faults, ...(await page.evaluate(() => window.policyViolations))], []);
  },

  'a benchmark that takes too long is stopped and keeps what it has': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}speed.html`, { viewport: { width: 390, height: 844 } });
    await click(page, 'dh-speed >>> #start');
    await until(page, () => document.querySelector('dh-speed').results.length > 0);
    await click(page, 'dh-speed >>> #cancel');
    await find(page, 'dh-speed >>> #start');
    assert.match(await speed(page, "speed.shadowRoot.querySelector('[role=status]').textContent"), /Stopped/);
    assert.ok((await speed(page, 'speed.results.length')) > 0);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  },

  'the workloads are the same training in every engine, to the bit': async () => {
    const { default: createBench } = await import(join(root, 'build/wasm/bench/web/downhill.bench.js'));
    const bench = await createBench();
    for (const task of ['W1', 'W1s', 'W1c', 'W2']) {
      const tasks = bench.list().split('\n');
      assert.ok(tasks.includes(`scalar ${task}`) && tasks.includes(`wasm ${task}`));
      const first = bench.lossAfter('scalar', task, 3);
      assert.ok(Number.isFinite(first) && first > 0);
      assert.equal(bench.lossAfter('wasm', task, 3), first, task);
    }
  },
};
