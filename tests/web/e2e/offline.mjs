// After one visit the site needs no network.
import assert from 'node:assert/strict';
import { serveSite } from '../lib/server.mjs';
import { openPage, ready, stateHash, until } from './page.mjs';

export const offlineTests = {
  'works without its server after the first visit': async ({ browser }) => {
    const server = await serveSite();
    const { page } = await openPage(browser, `${server.origin}/sub/`);
    await ready(page);
    // Active means that everything was kept.
    await until(page, () => navigator.serviceWorker.getRegistration().then((found) => Boolean(found?.active)));
    server.close();
    await page.goto(`${server.origin}/sub/?again#dataset=xor&network=3&lang=de`);
    await ready(page);
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
    await page.evaluate(() => document.querySelector('dh-playground').model.step());
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step === 1);
    assert.match(await stateHash(page), /^[0-9a-f]{16}$/);
    await page.evaluate(async () => {
      for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
    });
  },
};
