// Where and how the engine runs: fast mode, frames without an origin, no workers, a crash, no WebAssembly.
import assert from 'node:assert/strict';
import { look, openPage, ready, until } from './page.mjs';
import { stepEpochs, trainTo } from './parts.mjs';

export const engineTests = {
  'fast mode trains, with relaxed SIMD where the browser has it': async ({ browser, site }) => {
    const { page, faults } = await openPage(browser, `${site}#mode=fast&dataset=xor`);
    await ready(page);
    await trainTo(page, 20);
    const { binary, metrics } = await look(page);
    assert.match(binary, /^(simd128|relaxed-simd)$/);
    assert.ok(metrics.trainLoss < 0.7);
    // Back to reproducible arithmetic, and the training goes on from where it is.
    await page.evaluate(() => document.querySelector('dh-playground').model.change('mode', 'reproducible'));
    await until(page, () => document.querySelector('dh-playground').model.run.settings.mode === 'reproducible');
    const moved = await look(page);
    assert.equal(moved.binary, 'simd128');
    assert.equal(moved.metrics.step, metrics.step);
    assert.deepEqual(faults, []);
    return binary;
  },

  'a frame without an origin of its own trains too': async ({ browser, origin }) => {
    const { page } = await openPage(browser, `${origin}/sandbox.html`);
    await until(page, () => window.answer);
    const answer = await page.evaluate(() => window.answer);
    assert.equal(answer.failed, false, answer.cause);
    assert.ok(answer.step > 0);
    return answer.place;
  },

  'it trains on the page itself where there are no workers': async ({ browser, site }) => {
    const { page } = await openPage(browser, site, {
      before: () => {
        window.Worker = class {
          constructor() {
            throw new DOMException('no workers here', 'SecurityError');
          }
        };
      },
    });
    await ready(page);
    await trainTo(page, 10);
    assert.equal((await look(page)).place, 'page');
  },

  'a crash is reported and the engine comes back with the settings': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=gauss&seed=3`, {
      before: () => {
        const Original = window.Worker;
        window.Worker = class extends Original {
          constructor(...values) {
            super(...values);
            window.lastWorker = this;
          }
        };
      },
    });
    await ready(page);
    await page.evaluate(() => window.lastWorker.dispatchEvent(new ErrorEvent('error', { message: 'unreachable' })));
    await until(page, () => document.querySelector('dh-playground').model.notice);
    await ready(page);
    const { status, settings, notice } = await look(page);
    assert.equal(status, 'paused');
    assert.equal(settings.seed, '3');
    assert.deepEqual(notice.lines, ['unreachable']);
    await stepEpochs(page, 1);
  },

  'without its WebAssembly the page says so and offers another try': async ({ browser, origin }) => {
    const { page } = await openPage(browser, `${origin}/broken/`);
    await until(page, () => document.querySelector('dh-playground').model.status === 'failed');
    await page.waitForSelector('>>> .dead button.primary');
    assert.notEqual((await look(page)).cause, '');
  },

  'a browser without WebAssembly is told what it lacks': async ({ browser, site }) => {
    const { page } = await openPage(browser, site, {
      before: () => {
        Reflect.deleteProperty(window, 'WebAssembly');
      },
    });
    await until(page, () => document.querySelector('dh-playground')?.model.status === 'unsupported');
    assert.match((await look(page)).cause, /no WebAssembly/);
  },
};
