// Visitors of other kinds: with fingers, for the first time, at a printer, in high contrast, in slow motion.
import assert from 'node:assert/strict';
import { choose, click, find, openPage, ready, until, violations } from './page.mjs';

const model = (page, read) => page.evaluate(`(${read})(document.querySelector('dh-playground').model)`);
const tap = async (page, selector) => (await find(page, selector)).tap();

export const visitorTests = {
  'everything can be done with a finger': async ({ browser, site }) => {
    const { page, faults } = await openPage(browser, `${site}#dataset=circle&network=4`, {
      viewport: { width: 390, height: 844, hasTouch: true },
    });
    await ready(page);
    await tap(page, '.play');
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step > 50);
    await tap(page, '.play');
    await until(page, () => document.querySelector('dh-playground').model.status === 'paused');
    await tap(page, '[aria-label="Reset"]');
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step === 0);
    await tap(page, '.step button[title*="(S)"]');
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step === 1);
    await tap(page, 'input[value="xor"] ~ span');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.dataset === 'xor');
    await tap(page, 'dh-layer-header >>> button[aria-label^="More"]').catch(() =>
      tap(page, 'dh-layer-header >>> .column button'),
    );
    await until(page, () => document.querySelector('dh-playground').model.run.settings.network !== '4');
    await tap(page, '[aria-label="Undo"]');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.network === '4');
    await tap(page, 'dh-dock >>> #tab-update');
    await until(page, () => document.querySelector('dh-playground').model.view.panel === 'update');
    await tap(page, 'dh-dock >>> .close');
    await until(page, () => document.querySelector('dh-playground').model.view.panel === 'none');
    await tap(page, 'dh-output >>> canvas.plane');
    await find(page, 'dh-probe');
    await tap(page, '#file');
    await tap(page, 'dh-file-menu >>> .narrow button');
    await until(
      page,
      () =>
        document
          .querySelector('dh-playground')
          .shadowRoot.querySelector('dh-tools')
          .shadowRoot.querySelector('dh-presets')
          .shadowRoot?.querySelector('dialog')?.open,
    );
    await tap(page, 'dh-presets >>> li button');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.features === 'x1x2');
    assert.deepEqual(faults, []);
  },

  'two fingers zoom the network': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#network=8,8`);
    await ready(page);
    const zooms = await page.evaluate(async () => {
      const { shadowRoot } = document.querySelector('dh-playground').shadowRoot.querySelector('dh-network');
      const scroller = shadowRoot.querySelector('.scroller');
      const box = scroller.getBoundingClientRect();
      const at = (type, pointerId, x) =>
        scroller.dispatchEvent(
          new PointerEvent(type, {
            pointerType: 'touch',
            pointerId,
            clientX: box.x + x,
            clientY: box.y + 100,
            bubbles: true,
          }),
        );
      const percent = () => shadowRoot.querySelector('.percent').textContent.trim();
      const rest = () => new Promise((resolve) => setTimeout(resolve, 100));
      const before = percent();
      at('pointerdown', 1, 150);
      at('pointerdown', 2, 250);
      at('pointermove', 2, 350);
      await rest();
      const after = percent();
      at('pointerup', 1, 150);
      at('pointermove', 2, 150);
      await rest();
      return [before, after, percent()];
    });
    assert.deepEqual(zooms, ['100 %', '200 %', '200 %']);
  },

  'who comes for the first time is told what to do, once': async ({ browser, site }) => {
    const { page } = await openPage(browser, site);
    await page.evaluate(() => localStorage.removeItem('downhill.greeted'));
    await page.reload();
    await ready(page);
    await find(page, 'dh-hint >>> p');
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press(' ');
    await until(
      page,
      () => !document.querySelector('dh-playground').shadowRoot.querySelector('dh-hint').shadowRoot.querySelector('p'),
    );
    await page.reload();
    await ready(page);
    await click(page, 'dh-hint >>> button');
    await page.reload();
    await ready(page);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(await page.$('>>> dh-hint'), null);
    const { page: linked } = await openPage(browser, `${site}#dataset=xor`);
    await ready(linked);
    assert.equal(await linked.$('>>> dh-hint'), null);
  },

  'on paper there are the pictures and no buttons': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=xor`);
    await ready(page);
    try {
      await page.emulateMediaType('print');
    } catch {
      return 'this browser’s driver prints nothing';
    }
    const seen = await page.evaluate(() => {
      const { shadowRoot } = document.querySelector('dh-playground');
      const height = (name) => shadowRoot.querySelector(name).getBoundingClientRect().height;
      return Object.fromEntries(
        ['dh-transport', 'dh-tools', 'dh-data', 'dh-network', 'dh-output', 'dh-loss'].map((name) => [
          name,
          height(name) > 0,
        ]),
      );
    });
    assert.deepEqual(seen, {
      'dh-transport': false,
      'dh-tools': false,
      'dh-data': false,
      'dh-network': true,
      'dh-output': true,
      'dh-loss': true,
    });
  },

  'forced colours leave nothing for axe': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=xor&panel=update`);
    await ready(page);
    if (!page.createCDPSession) return;
    const client = await page.createCDPSession().catch(() => null);
    if (!client) return 'this browser’s driver forces no colours';
    await client.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
    assert.equal(await page.evaluate(() => matchMedia('(forced-colors: active)').matches), true);
    assert.deepEqual(await violations(page), []);
  },

  'a weight that was set or frozen by hand is undone like any other change': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=xor&network=2`);
    await ready(page);
    const value = () => model(page, (each) => each.parameters[0]);
    const before = await value();
    await page.evaluate(async () => {
      const { model: each } = document.querySelector('dh-playground');
      await each.edits.setParameter(0, 2.5);
      await each.edits.freeze(0, true);
    });
    await until(page, () => document.querySelector('dh-playground').model.parameters[0] === 2.5);
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await until(page, () => document.querySelector('dh-playground').model.run.frozen.length === 0);
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
    await until(page, (wanted) => document.querySelector('dh-playground').model.parameters[0] === wanted, before);
    await click(page, '[aria-label="Redo"]');
    await until(page, () => document.querySelector('dh-playground').model.parameters[0] === 2.5);
  },

  'the slowest speed is one phase a second, in the stepper': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=xor&network=2&speed=phase`);
    await ready(page);
    await click(page, '.play');
    const lamp = async () => {
      const current = await find(page, 'dh-panel-backprop >>> .lamps [aria-current="step"]');
      return current.evaluate((element) => element.textContent.trim());
    };
    const seen = new Set();
    const end = Date.now() + 20_000;
    while (Date.now() < end && (await model(page, (each) => each.frame.metrics.step)) < 1) {
      seen.add(await lamp().catch(() => ''));
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    assert.equal(await model(page, (each) => each.frame.metrics.step), 1);
    assert.equal(await model(page, (each) => each.status), 'running');
    await until(page, () => document.querySelector('dh-playground').model.view.panel === 'backprop');
    await click(page, '.play');
    assert.equal(await model(page, (each) => each.status), 'paused');
    await choose(page, '.step select', 'batch');
  },

  'the page can be used at once': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle`);
    await ready(page);
    const { first, usable } = await page.evaluate(() => ({
      first:
        performance.getEntriesByType('paint').find(({ name }) => name === 'first-contentful-paint')?.startTime ??
        Number.NaN,
      usable: performance.now(),
    }));
    return `first contents after ${Math.round(first)} ms, trained pictures possible after ${Math.round(usable)} ms`;
  },
};
