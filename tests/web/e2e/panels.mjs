// What opens above the page: panels beside their buttons, dialogs, the editor of a weight.
import assert from 'node:assert/strict';
import {
  click,
  find,
  focused,
  openPage,
  pause,
  ready,
  tabTo,
  until,
  untilFocused,
  violationsInBothThemes,
} from './page.mjs';
import { steps, toFirstWeight } from './parts.mjs';

/** Whether the focus is in a panel that has opened. */
function open() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return Boolean(element?.closest(':popover-open'));
}

export const panelTests = {
  'what opens beside its button gives the focus back to it': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#network=4,4`);
    await ready(page);
    for (const button of [/^Save, open/, /^Layer 2: /, /^Chart options$/]) {
      const { label } = await tabTo(page, (element) => button.test(element.label), 80);
      await page.keyboard.press('Enter');
      await until(page, open);
      await page.keyboard.press('Escape');
      await untilFocused(page, button);
      assert.equal((await focused(page)).label, label);
    }
  },

  'what opens fits a narrow phone': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle&network=8,8,8&l2=0.001`, {
      viewport: { width: 320, height: 640 },
    });
    await ready(page);
    await steps(page, 5);
    // Where the bar at the bottom does not cover it.
    const press = async (selector) => {
      await (await find(page, selector)).evaluate((button) => button.scrollIntoView({ block: 'center' }));
      await click(page, selector);
    };
    const open = {
      'dh-time >>> .panel': () => click(page, '[aria-label^="Time"]'),
      'dh-file-menu >>> .panel': () => click(page, '#file'),
      'dh-loss-chart >>> .options': () => press('[aria-label="Chart options"]'),
      'dh-layer-menu >>> .panel': () => press('dh-layer-header >>> .menu'),
      'dh-presets >>> dialog': () => page.keyboard.press('p'),
      'dh-runs >>> dialog': () => page.keyboard.press('c'),
      'dh-parameter-editor': async () => {
        await toFirstWeight(page);
        await page.keyboard.press('Enter');
      },
    };
    for (const [panel, act] of Object.entries(open)) {
      await act();
      await pause(400);
      const box = await (await find(page, panel)).boundingBox();
      assert.ok(box && box.x >= 0 && box.x + box.width <= 320, `${panel} ${JSON.stringify(box)}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > 320);
      assert.equal(wide, false, panel);
      await page.keyboard.press('Escape');
      await pause(300);
    }
  },

  'axe has nothing against what opens, in light and in dark': async ({ browser, site, isMine }) => {
    const states = {
      editor: async (page) => {
        await toFirstWeight(page);
        await page.keyboard.press('Enter');
        await find(page, 'dh-parameter-editor >>> #value');
      },
      layer: (page) => click(page, 'dh-layer-header >>> .menu'),
      time: (page) => click(page, '[aria-label^="Time"]'),
      chart: (page) => click(page, '[aria-label="Chart options"]'),
      files: (page) => click(page, '#file'),
      presets: (page) => page.keyboard.press('p'),
      runs: async (page) => {
        await page.keyboard.press('k');
        await page.keyboard.press('k');
        await until(page, () => document.querySelector('dh-playground').model.runs.list.length === 2);
        await page.keyboard.press('c');
        await find(page, 'dh-runs >>> .chart .u-over');
      },
      gradient: (page) => page.keyboard.press('e'),
      help: (page) => page.keyboard.press('?'),
    };
    const found = {};
    for (const [index, [name, open]] of Object.entries(states).entries()) {
      if (!isMine(index)) continue;
      const { page } = await openPage(browser, `${site}#dataset=circle&network=4,4`);
      await ready(page);
      await steps(page, 5);
      await find(page, 'dh-loss-chart >>> .u-over');
      await open(page);
      await pause(400);
      const list = await violationsInBothThemes(page);
      if (list.length > 0) found[name] = list;
      await page.close();
    }
    assert.deepEqual(found, {});
  },
};
