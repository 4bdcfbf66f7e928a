// The network and its lines, as a visitor uses them.
import assert from 'node:assert/strict';
import { choose, click, find, focused, openPage, pause, ready, tabTo, until, untilFocused } from './page.mjs';
import { ask, steps, toFirstWeight } from './parts.mjs';

const fieldValue = (page, selector) => find(page, selector).then((element) => element.evaluate((input) => input.value));

export const networkTests = {
  'a smaller network leaves no line of the larger one behind': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle&network=8,8,8,8,8,8`);
    await ready(page);
    await ask(page, "model.change('network', '3')");
    await until(page, () => document.querySelector('dh-playground').model.run.layout.layers.length === 2);
    const ink = await page.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      const network = document.querySelector('dh-playground').shadowRoot.querySelector('dh-network').shadowRoot;
      const canvas = network.querySelector('canvas.lines');
      const { data, width } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const tiles = [...network.querySelectorAll('.node rect')].map((tile) => tile.getBoundingClientRect());
      const left = canvas.getBoundingClientRect().left;
      const first = Math.min(...tiles.map((tile) => tile.left)) - left;
      const last = Math.max(...tiles.map((tile) => tile.right)) - left;
      const count = { outside: 0, inside: 0 };
      for (let place = 3; place < data.length; place += 4) {
        const x = ((place >> 2) % width) / devicePixelRatio;
        if (data[place] > 0) count[x < first || x > last ? 'outside' : 'inside'] += 1;
      }
      return count;
    });
    assert.equal(ink.outside, 0);
    assert.ok(ink.inside > 100, `${ink.inside} pixels`);
    await page.close();
  },

  'a weight is set, frozen, and stays while training goes on': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle&network=3`);
    await ready(page);
    await steps(page, 5);
    await toFirstWeight(page);
    await page.keyboard.press('Enter');
    await find(page, 'dh-parameter-editor >>> #value');
    await until(page, () => document.querySelector('dh-playground').model.status === 'paused');
    await page.keyboard.type('-1.25');
    await page.keyboard.press('Enter');
    await until(page, () => document.querySelector('dh-playground').model.parameters[0] === -1.25);
    await click(page, 'dh-parameter-editor >>> input[type=checkbox]');
    await until(page, () => document.querySelector('dh-playground').model.run.frozen.length === 1);
    const others = await ask(page, 'model.parameters[1]');
    await click(page, '.play');
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step > 100);
    await click(page, '.play');
    assert.equal(await ask(page, 'model.parameters[0]'), -1.25);
    assert.notEqual(await ask(page, 'model.parameters[1]'), others);
    // It stays when the pointer goes elsewhere, and gives the focus back on Escape.
    await page.mouse.move(5, 5);
    assert.equal(await fieldValue(page, 'dh-parameter-editor >>> #value'), '-1.25');
    await (await find(page, 'dh-parameter-editor >>> #value')).focus();
    await page.keyboard.press('Escape');
    await untilFocused(page, /^weight from x₁ to unit 1 of layer 1: −1\.25, gradient .*, frozen$/);
    assert.equal(await page.$('>>> dh-parameter-editor'), null);
  },

  'the output’s bias can be read and set, and nonsense is refused in words': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle&network=3`);
    await ready(page);
    await toFirstWeight(page);
    await page.keyboard.press('End');
    await untilFocused(page, /^the output, sigmoid: bias/);
    await page.keyboard.press('Enter');
    const field = await find(page, 'dh-parameter-editor >>> #value');
    await field.evaluate((input) => {
      input.value = '';
      input.dispatchEvent(new Event('change'));
    });
    await find(page, 'dh-parameter-editor >>> .wrong');
    await field.evaluate((input) => {
      input.value = '0.5';
      input.dispatchEvent(new Event('change'));
    });
    await until(page, () => document.querySelector('dh-playground').model.parameters.at(-1) === 0.5);
  },

  'a click on a line opens its editor': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle&network=3`);
    await ready(page);
    const line = await page.evaluate(() => {
      const network = document.querySelector('dh-playground').shadowRoot.querySelector('dh-network').shadowRoot;
      const middle = (index) => {
        const box = network.querySelectorAll('.node rect')[index].getBoundingClientRect();
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      };
      const [from, to] = [middle(0), middle(2)];
      return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    });
    await page.mouse.move(line.x, line.y);
    await find(page, 'dh-network >>> .card:not([hidden])');
    await page.mouse.click(line.x, line.y);
    await find(page, 'dh-parameter-editor >>> [aria-label="x₁ → unit 1 of layer 1"]');
  },

  'lines show the gradient and the last update in colours of their own': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle&network=3`);
    await ready(page);
    await steps(page, 3);
    const legend = () =>
      find(page, 'dh-network >>> .legend').then((element) => element.evaluate((each) => each.textContent));
    assert.match(await legend(), /weight w: blue/);
    for (const [kind, meaning] of Object.entries({ gradient: /∂J\/∂w.*violet/, update: /Δw.*violet/ })) {
      await choose(page, 'dh-network >>> .kind select', kind);
      await until(
        page,
        (wanted) => {
          const { frame, view } = document.querySelector('dh-playground').model;
          return view.edges === wanted && frame.edges?.some((value) => value !== 0);
        },
        kind,
      );
      await pause(100);
      assert.match(await legend(), meaning);
    }
    assert.match(await page.evaluate(() => location.hash), /edges=update|^$|#/);
  },

  'a layer gets norm, dropout and a residual connection, another one, and goes': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#network=4,4`);
    await ready(page);
    const network = (text) =>
      until(page, (wanted) => document.querySelector('dh-playground').model.run.settings.network === wanted, text);
    const second = await page.$$('>>> dh-layer-header >>> .menu');
    await second[1].click();
    await choose(page, 'dh-layer-menu >>> [aria-label="Activation of layer 2"]', 'relu');
    await network('4,4:relu');
    await choose(page, 'dh-layer-menu >>> [aria-label="Norm of layer 2"]', 'layerNorm');
    await network('4,4:relu:layerNorm');
    await choose(page, 'dh-layer-menu >>> [aria-label="Dropout of layer 2"]', '0.2');
    await network('4,4:relu:layerNorm:dropout0.2');
    await click(page, 'dh-layer-menu >>> #residual');
    await network('4,4:relu:layerNorm:dropout0.2:residual');
    await click(page, 'dh-layer-menu >>> .actions button:first-child');
    await until(page, () => document.querySelector('dh-playground').model.run.layout.layers.length === 4);
    await (await page.$$('>>> dh-layer-header >>> .menu'))[0].click();
    await click(page, 'dh-layer-menu >>> .actions button:last-child');
    await until(page, () => document.querySelector('dh-playground').model.run.layout.layers.length === 3);
  },

  'the largest network can be walked, zoomed and seen whole': async ({ browser, site }) => {
    const { page, faults } = await openPage(browser, `${site}#samples=20&network=${Array(8).fill(64).join(',')}`);
    await ready(page);
    const size = () =>
      page.evaluate(() => {
        const network = document.querySelector('dh-playground').shadowRoot.querySelector('dh-network').shadowRoot;
        const { scrollWidth, clientWidth } = network.querySelector('.scroller');
        return { scrollWidth, clientWidth, tile: network.querySelector('.node rect').getBoundingClientRect().width };
      });
    const plain = await size();
    await click(page, '[aria-label^="Zoom to fit"]');
    await until(page, () => {
      const network = document.querySelector('dh-playground').shadowRoot.querySelector('dh-network').shadowRoot;
      const scroller = network.querySelector('.scroller');
      return scroller.scrollWidth <= scroller.clientWidth;
    });
    await toFirstWeight(page);
    for (let i = 0; i < 6; i += 1) await page.keyboard.press('+');
    await pause(300);
    const near = await size();
    assert.ok(near.tile > plain.tile * 1.3, `${near.tile} ${plain.tile}`);
    assert.ok(near.scrollWidth > near.clientWidth * 2);
    await page.keyboard.press('ArrowRight');
    await untilFocused(page, /^unit 1 of layer 1/);
    await page.keyboard.press('ArrowRight');
    await untilFocused(page, /^weight from unit 1 of layer 1 to unit 1 of layer 2/);
    assert.deepEqual(
      faults.filter((fault) => !fault.includes('settings table')),
      [],
    );
  },

  'weights are kept on a rebuild if that is wanted': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle&network=3`);
    await ready(page);
    await steps(page, 20);
    await click(page, 'dh-training >>> .more');
    await click(page, 'dh-training >>> .keep input');
    const before = await ask(page, 'Array.from(model.parameters.slice(0, 6))');
    await ask(page, "model.change('network', '4')");
    await until(page, () => document.querySelector('dh-playground').model.parameters.length === 17);
    assert.deepEqual(await ask(page, 'Array.from(model.parameters.slice(0, 6))'), before);
  },

  'the network is worked from the keyboard alone': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle&network=3`);
    await ready(page);
    await tabTo(page, ({ tag }) => tag === 'g', 80);
    assert.match((await focused(page)).label, /^input x₁/);
    await page.keyboard.press('ArrowRight');
    await untilFocused(page, /^weight from x₁ to unit 1 of layer 1/);
    await page.keyboard.press('ArrowDown');
    await untilFocused(page, /^weight from x₂ to unit 1 of layer 1/);
    await page.keyboard.press('Enter');
    await untilFocused(page, /^Value of the weight/);
    await page.keyboard.type('0.75');
    await page.keyboard.press('Enter');
    await until(page, () => document.querySelector('dh-playground').model.parameters[1] === 0.75);
    await page.keyboard.press('Tab');
    await page.keyboard.press(' ');
    await until(page, () => document.querySelector('dh-playground').model.run.frozen[0] === 1);
    await page.keyboard.press('Escape');
    await untilFocused(page, /^weight from x₂ to unit 1 of layer 1: 0\.75, gradient .*, frozen$/);
    await page.keyboard.press('ArrowRight');
    await untilFocused(page, /^unit 1 of layer 1/);
    await page.keyboard.press('e');
    await until(page, () => document.querySelector('dh-playground').model.view.edges === 'gradient');
  },

  'six layers say in whole words what they do': async ({ browser, site }) => {
    const layers =
      '8:relu:batchNorm:dropout0.2,8:leakyRelu,8:layerNorm:residual,8:softplus:batchNorm,8:sigmoid:dropout0.5,8';
    const { page } = await openPage(browser, `${site}#network=${layers}`, { viewport: { width: 1440, height: 900 } });
    await ready(page);
    const menu = await find(page, 'dh-layer-header >>> .menu:has(.words)');
    const words = await menu.evaluate((first) =>
      [...first.getRootNode().querySelectorAll('.menu span')].map((each) => [
        each.textContent,
        each.scrollWidth <= each.clientWidth,
      ]),
    );
    assert.equal(words.length, 10);
    assert.deepEqual(
      words.filter(([, whole]) => !whole),
      [],
    );
  },
};
