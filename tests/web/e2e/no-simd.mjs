// A browser whose WebAssembly has no vectors, and "SIMD off" in one that has them.
import assert from 'node:assert/strict';
import { launch } from '../lib/browsers.mjs';
import { find, look, openPage, ready, stateHash, until } from './page.mjs';

const link = '#dataset=spiral&network=8,5';

/** What twenty steps leave. */
async function hashAfterTwenty(page) {
  await page.evaluate(() => document.querySelector('dh-playground').model.advance(20));
  return stateHash(page);
}

export const noSimdTests = {
  'SIMD off is a binary of its own, which goes on where the other was, to the same bits': async ({ browser, site }) => {
    const { page, faults } = await openPage(browser, site + link);
    await ready(page);
    const withVectors = await hashAfterTwenty(page);
    await page.evaluate(() => document.querySelector('dh-playground').model.change('engine', 'scalar'));
    await until(page, () => document.querySelector('dh-playground').model.run.binary === 'scalar');
    const { metrics } = await look(page);
    assert.equal(metrics.step, 20);
    assert.equal(await stateHash(page), withVectors);
    await page.evaluate(() => document.querySelector('dh-playground').model.reset());
    assert.equal(await hashAfterTwenty(page), withVectors);
    assert.deepEqual(faults, []);
  },

  'without SIMD the page trains to the same bits, and an instrument says why it is shut': async ({
    browser,
    name,
    site,
  }) => {
    if (name !== 'chromium' || process.arch !== 'x64') return 'no such browser to be had';
    const other = await openPage(browser, site + link);
    await ready(other.page);
    const expected = await hashAfterTwenty(other.page);
    const old = await launch(name, ['--js-flags=--no-enable-ssse3 --no-enable-sse4-1']);
    try {
      const { page, faults } = await openPage(old, site + link);
      await ready(page);
      assert.equal((await look(page)).binary, 'scalar');
      const engine = await find(page, '.engine');
      assert.match(await engine.evaluate((element) => element.textContent), /^scalar · /);
      assert.equal(await hashAfterTwenty(page), expected);
      assert.deepEqual(faults, []);
      await page.goto(`${site}?again${link}&panel=backprop`);
      await ready(page);
      await until(page, () => {
        const dock = document.querySelector('dh-playground').shadowRoot.querySelector('dh-dock');
        const panel = dock?.shadowRoot.querySelector('dh-panel-backprop');
        return /need SIMD[^…]*$/.test(panel?.shadowRoot?.textContent);
      });
      return 'scalar';
    } finally {
      await old.close();
    }
  },
};
