// The dock, and the instrument that shows how gradients flow.
import assert from 'node:assert/strict';
import { click, find, focused, openPage, ready, until, violationsInBothThemes } from './page.mjs';
import { ask } from './parts.mjs';

/** The rows of the table, as numbers. */
async function rows(page) {
  const table = await find(page, 'dh-panel-flow >>> table');
  return table.evaluate((element) =>
    [...element.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) => Number.parseFloat(cell.textContent.replace('−', '-'))),
    ),
  );
}

async function openFlow(browser, site, hash, options) {
  const opened = await openPage(browser, `${site}#${hash}&panel=flow`, options);
  await ready(opened.page);
  await find(opened.page, 'dh-panel-flow >>> table');
  return opened;
}

export const inspectFlowTests = {
  'gradients vanish through eight sigmoids, and do not with ReLU and He': async ({ browser, site }) => {
    const layers = Array(8).fill(8).join(',');
    const { page } = await openFlow(browser, site, `network=${layers}&activation=sigmoid`);
    const sigmoid = await rows(page);
    assert.equal(sigmoid.length, 9);
    const share = (table) => table[0][0] / table.at(-1)[0];
    assert.ok(share(sigmoid) < 1e-4, `${share(sigmoid)}`);
    const relu = await openFlow(browser, site, `network=${layers}&activation=relu&initializer=he`);
    const other = share(await rows(relu.page));
    assert.ok(other > 0.05, `${other}`);
    assert.deepEqual([...relu.faults, ...(await ask(relu.page, 'window.policyViolations ?? []'))], []);
  },

  'the norms are those of the gradient that the next step then uses': async ({ browser, site }) => {
    const { page } = await openFlow(browser, site, 'network=5,4&batchSize=500&dataset=moons');
    const shown = (await rows(page)).map(([, gradient]) => gradient);
    const norms = await page.evaluate(async () => {
      const { model } = document.querySelector('dh-playground');
      await model.step();
      model.setView('edges', 'gradient');
      while (!model.frame.edges || model.frame.metrics.step !== 1) await new Promise((done) => setTimeout(done, 50));
      return model.run.layout.layers.map(({ weights, units, inputs }) =>
        Math.hypot(...model.frame.edges.subarray(weights, weights + units * inputs)),
      );
    });
    assert.equal(shown.length, norms.length);
    for (const [layer, norm] of norms.entries()) {
      assert.ok(Math.abs(shown[layer] - norm) <= 0.02 * norm, `${layer}: ${shown[layer]}, ${norm}`);
    }
  },

  'the clip is dragged, and steps are clipped from then on': async ({ browser, site }) => {
    const { page } = await openFlow(browser, site, 'network=4&dataset=xor');
    await click(page, 'dh-panel-flow >>> input[type=checkbox]');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.clipping === 'norm');
    const slider = await find(page, 'dh-panel-flow >>> input[type=range]');
    await slider.focus();
    await page.keyboard.press('Home');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.clipThreshold === '0.001');
    await page.evaluate(() => document.querySelector('dh-playground').model.step());
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.clippedSteps === 1);
    assert.ok((await ask(page, 'model.frame.metrics.gradientNorm')) <= 0.00101);
  },

  'the dock opens by keyboard, is in the link, and takes its worker along when it closes': async ({
    browser,
    site,
  }) => {
    const { page, requests } = await openPage(browser, `${site}#dataset=xor`);
    await ready(page);
    assert.ok(!requests.some((url) => /inspector/.test(url)), 'nothing of it is loaded before');
    const tab = await find(page, 'dh-dock >>> #tab-flow');
    await tab.focus();
    await page.keyboard.press('Enter');
    await find(page, 'dh-panel-flow >>> table');
    await until(page, () => location.hash.includes('panel=flow'));
    const before = await page.evaluate(() => document.querySelector('dh-playground').stateHash());
    assert.deepEqual(await violationsInBothThemes(page), []);
    assert.equal(await page.evaluate(() => document.querySelector('dh-playground').stateHash()), before);
    await (await find(page, 'dh-dock >>> .handle')).focus();
    const height = () => find(page, 'dh-dock >>> .inner').then((inner) => inner.evaluate((box) => box.clientHeight));
    const usual = await height();
    await page.keyboard.press('ArrowUp');
    await until(page, () => true);
    assert.ok((await height()) > usual);
    await click(page, 'dh-dock >>> .close');
    await until(page, () => !location.hash.includes('panel'));
    assert.equal((await focused(page)).label, 'Gradients');
    assert.equal(await page.$('>>> dh-panel-flow'), null);
    // Firefox does not tell of workers.
    for (let tries = 0; page.workers().length > 1; tries += 1) {
      assert.ok(tries < 100, 'the inspector’s worker is still there');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  },

  'the instrument follows the training': async ({ browser, site }) => {
    const { page } = await openFlow(browser, site, 'network=4&dataset=circle');
    const before = await rows(page);
    await click(page, '.play');
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.epoch > 20);
    await click(page, '.play');
    await until(page, () => !document.querySelector('dh-playground').model.frame.running);
    for (let tries = 0; JSON.stringify(await rows(page)) === JSON.stringify(before); tries += 1) {
      assert.ok(tries < 200, 'the table never changed');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  },
};
