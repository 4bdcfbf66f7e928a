// After one visit the site needs no network.
import assert from 'node:assert/strict';
import { serveSite } from '../lib/server.mjs';
import { openPage, ready, stateHash, until } from './page.mjs';

const unregister = (page) =>
  page.evaluate(async () => {
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  });

export const offlineTests = {
  'a new version drops the old one of its site, and no other site’s': async ({ browser }) => {
    const server = await serveSite({ pages: { '/empty.html': '<!doctype html><title>empty</title>' } });
    const site = `${server.origin}/sub/`;
    const old = `downhill ${site} 0123456789abcdef`;
    const other = `downhill ${server.origin}/other/ 0123456789abcdef`;
    const { page } = await openPage(browser, `${server.origin}/empty.html`);
    await page.evaluate((...names) => Promise.all(names.map((name) => caches.open(name))), old, other);
    await page.goto(site);
    await until(page, (name) => caches.has(name).then((has) => !has), old);
    const names = await page.evaluate(() => caches.keys());
    assert.ok(names.includes(other), names.join(', '));
    assert.equal(names.length, 2, 'its own besides');
    await unregister(page);
    server.close();
  },

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
    await unregister(page);
  },
};
