// Time, goals, the loss chart, runs and presets, as a visitor uses them.
import assert from 'node:assert/strict';
import { choose, click, find, look, openPage, pause, ready, stateHash, until } from './page.mjs';
import { ask, steps } from './parts.mjs';

export const trainingTests = {
  'a step back gives the weights of before, and the scrubber any of them': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle&network=3`);
    await ready(page);
    await steps(page, 7);
    const hash = await stateHash(page);
    await steps(page, 1);
    assert.notEqual(await stateHash(page), hash);
    await click(page, '[aria-label="Step one batch back"]');
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step === 7);
    assert.equal(await stateHash(page), hash);
    await click(page, '[aria-label^="Time"]');
    const slider = await find(page, 'dh-time >>> input[type=range]');
    await slider.evaluate((input) => {
      input.value = '3';
      input.dispatchEvent(new Event('input'));
    });
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step === 3);
    await slider.evaluate((input) => {
      input.value = '7';
      input.dispatchEvent(new Event('input'));
    });
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step === 7);
    assert.equal(await stateHash(page), hash);
  },

  'training stops at the goal and says so': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=gauss&network=2`);
    await ready(page);
    await click(page, '[aria-label^="Time"]');
    await choose(page, 'dh-time >>> select[aria-label=Goal]', 'epoch is');
    const field = await find(page, 'dh-time >>> #goal');
    const set = (text) =>
      field.evaluate((input, value) => {
        input.value = value;
        input.dispatchEvent(new Event('input'));
      }, text);
    await set('-1');
    await click(page, 'dh-time >>> button.primary');
    await find(page, 'dh-time >>> .wrong');
    await set('12');
    await click(page, 'dh-time >>> button.primary');
    await until(page, () => document.querySelector('dh-playground').model.notice);
    const { notice, metrics, status, stepsPerEpoch } = await look(page);
    assert.equal(metrics.step, 12 * stepsPerEpoch);
    assert.equal(status, 'paused');
    assert.deepEqual(notice.lines, ['Epoch 12 is reached.']);
    await ask(page, "model.runUntil('trainLoss', 0.05, 'enough')");
    await until(page, () => document.querySelector('dh-playground').model.notice.lines[0] === 'enough.');
    assert.ok((await look(page)).metrics.trainLoss <= 0.05);
  },

  'divergence can be undone to a step before it': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#learningRate=0.3&activation=linear&network=8,8,8`);
    await ready(page);
    await steps(page, 30);
    await ask(page, "model.change('learningRate', '10')");
    await click(page, '.play');
    await until(page, () => document.querySelector('dh-playground').model.status === 'diverged');
    const { metrics } = await look(page);
    await find(page, 'dh-notices >>> .danger');
    const buttons = await page.$$('>>> dh-notices >>> .danger button');
    await buttons[1].click();
    await until(page, () => document.querySelector('dh-playground').model.status === 'paused');
    await until(page, (step) => document.querySelector('dh-playground').model.frame.metrics.step < step, metrics.step);
    assert.ok((await look(page)).metrics.step >= 1);
  },

  'the loss chart is read by pointer and keys, and zoomed': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle&network=3&l2=0.001`);
    await ready(page);
    await steps(page, 60);
    const box = await (await find(page, 'dh-loss-chart >>> .u-over')).boundingBox();
    const reading = () =>
      find(page, 'dh-loss-chart >>> .reading').then((each) => each.evaluate(({ textContent }) => textContent));
    await find(page, 'dh-loss-chart >>> #penalized');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await pause(100);
    const middle = Number(/step (\d+)/.exec(await reading())[1]);
    assert.ok(middle > 20 && middle < 40, `${middle}`);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    const zoom = await find(page, 'dh-loss-chart >>> .unzoom');
    await steps(page, 1);
    assert.ok(await page.$('>>> dh-loss-chart >>> .unzoom'));
    await zoom.click();
    await until(page, () => {
      const loss = document.querySelector('dh-playground').shadowRoot.querySelector('dh-loss');
      const chart = loss.shadowRoot.querySelector('dh-loss-chart').shadowRoot;
      return chart.querySelector('.unzoom') === null;
    });
    await page.mouse.move(5, 5);
    await (await find(page, 'dh-loss-chart >>> #chart')).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const chart = await find(page, 'dh-loss-chart >>> #chart');
    assert.match(
      await chart.evaluate((each) => each.getAttribute('aria-valuetext')),
      /^step \d+ · epoch .* training loss \d/,
    );
    for (const key of ['logLoss', 'logSteps', 'showAccuracy']) await ask(page, `model.setView('${key}', 'true')`);
    await pause(200);
    const twin = await find(page, 'dh-loss-chart >>> #twin');
    assert.match(await twin.evaluate(({ textContent }) => textContent), /61 steps. Training loss went from/);
  },

  'two runs are pinned, compared and one restored': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle&network=3`);
    await ready(page);
    await steps(page, 30);
    await page.keyboard.press('k');
    await until(page, () => document.querySelector('dh-playground').model.runs.list.length === 1);
    await ask(page, "model.change('optimizer', 'adam')");
    await ask(page, "model.change('network', '5')");
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step === 0);
    await steps(page, 30);
    await page.keyboard.press('k');
    await until(page, () => document.querySelector('dh-playground').model.runs.list.length === 2);
    assert.equal((await page.$$('>>> dh-loss-chart >>> .ghosts li')).length, 2);
    await click(page, '[aria-label="Runs"]');
    await find(page, 'dh-runs >>> .chart .u-over');
    const different = await page.$$('>>> dh-runs >>> tr.different th');
    assert.deepEqual(await Promise.all(different.map((each) => each.evaluate(({ textContent }) => textContent))), [
      'Hidden layers',
      'Optimizer',
    ]);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    await click(page, 'dh-runs >>> .keep input');
    await until(page, () => localStorage.length === 1);
    await click(page, 'dh-runs >>> li button');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.network === '3');
    await page.reload();
    await until(page, () => document.querySelector('dh-playground')?.model.runs.list.length === 2);
    await ask(page, 'model.runs.keep(false)');
    assert.equal(await page.evaluate(() => localStorage.length), 0);
  },

  'a browser that keeps nothing still pins runs': async ({ browser, site }) => {
    const { page, faults } = await openPage(browser, `${site}#dataset=circle&network=3`, {
      before: () => {
        Object.defineProperty(window, 'localStorage', {
          get() {
            throw new DOMException('denied', 'SecurityError');
          },
        });
      },
    });
    await ready(page);
    await page.keyboard.press('k');
    await until(page, () => document.querySelector('dh-playground').model.runs.list.length === 1);
    await ask(page, 'model.runs.keep(true)');
    assert.match(await ask(page, 'model.runs.trouble'), /does not let this page keep/);
    assert.equal(await ask(page, 'model.runs.list.length'), 1);
    assert.deepEqual(
      faults.filter((fault) => !fault.includes('settings table')),
      [],
    );
  },

  'a preset opens with its reason': async ({ browser, site }) => {
    const { page } = await openPage(browser, site);
    await ready(page);
    await click(page, '[aria-label="Presets"]');
    await click(page, 'dh-presets >>> li button');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.dataset === 'xor');
    const { notice, settings } = await look(page);
    assert.equal(settings.features, 'x1x2');
    assert.match(notice.lines[0], /x₁x₂ is the class/);
  },
};
