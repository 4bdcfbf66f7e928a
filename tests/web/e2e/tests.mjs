// What a visitor relies on. Each test gets a browser and the site, and throws if the page does not keep its word.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/server.mjs';
import { dataTests } from './data.mjs';
import { embedTests } from './embed.mjs';
import { engineTests } from './engine.mjs';
import { fileTests } from './files.mjs';
import { inspectTests } from './inspect.mjs';
import { inspectFlowTests } from './inspect-flow.mjs';
import { languageTests } from './languages.mjs';
import { learnTests } from './learn.mjs';
import { networkTests } from './network-tests.mjs';
import { noSimdTests } from './no-simd.mjs';
import { offlineTests } from './offline.mjs';
import { ownPointsTests } from './own-points.mjs';
import {
  click,
  find,
  focused,
  look,
  openPage,
  ready,
  stateHash,
  tabTo,
  until,
  untilFocused,
  violationsInBothThemes,
} from './page.mjs';
import { panelTests } from './panels.mjs';
import { stepEpochs, trainTo } from './parts.mjs';
import { pictureTests } from './pictures.mjs';
import { speedTests } from './speed.mjs';
import { trainingTests } from './training-tests.mjs';
import { visitorTests } from './visitor.mjs';

/** What the same WebAssembly computes without a browser. */
async function hashInNode(query, epochs) {
  const { default: createDownhill } = await import(join(root, 'build/wasm/bindings/wasm/downhill.js'));
  const downhill = await createDownhill();
  const trainer = new downhill.Trainer();
  trainer.configure(query, false);
  trainer.step(epochs * trainer.stepsPerEpoch());
  const hash = trainer.stateHash();
  trainer.delete();
  return hash;
}

/** Runs in the page: what the site's WebAssembly makes of the pinned links. */
async function trainPinnedLinks({ glue, wasm, epochs, queries }) {
  const { default: createDownhill } = await import(glue);
  const downhill = await createDownhill({ locateFile: () => wasm });
  return queries.map((query) => {
    const trainer = new downhill.Trainer();
    const outcomes = [trainer.configure(query), trainer.step(epochs * trainer.stepsPerEpoch())];
    const hash = trainer.stateHash();
    trainer.delete();
    return { query, hash: outcomes.find(({ code }) => code !== 'ok')?.message ?? hash };
  });
}

const scrollsSideways = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

export const tests = {
  ...networkTests,
  ...panelTests,
  ...noSimdTests,
  ...trainingTests,
  ...fileTests,
  ...engineTests,
  ...embedTests,
  ...languageTests,
  ...learnTests,
  ...pictureTests,
  ...visitorTests,

  'loads without a fault and asks nobody else for anything': async ({ browser, site, origin }) => {
    const visitor = await browser.createBrowserContext();
    const { page, faults, requests } = await openPage(visitor, site);
    await ready(page);
    await trainTo(page, 5);
    assert.deepEqual(faults, []);
    assert.deepEqual(await page.evaluate(() => window.policyViolations), []);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith(origin) && !url.startsWith('blob:')),
      [],
    );
    assert.equal((await look(page)).place, 'worker');
    assert.equal(await page.evaluate(() => document.cookie + localStorage.length), '0');
    await visitor.close();
  },

  'learns the spiral: the loss falls and the boundary bends': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=spiral&learningRate=0.1`);
    await ready(page);
    const before = await look(page);
    await trainTo(page, 300);
    const after = await look(page);
    assert.ok(after.metrics.trainLoss < before.metrics.trainLoss * 0.8, `${after.metrics.trainLoss}`);
    assert.notEqual(after.pictures, before.pictures);
  },

  'a permalink gives the same weights here, again, and in Node': async ({ browser, site }) => {
    const query = 'dataset=xor&noise=10&seed=7&network=4,2:relu';
    const hashes = [];
    for (let visit = 0; visit < 2; visit += 1) {
      const { page } = await openPage(browser, `${site}#${query}`);
      await ready(page);
      hashes.push(await stepEpochs(page, 3));
      await page.close();
    }
    hashes.push(await hashInNode(query, 3));
    assert.equal(new Set(hashes).size, 1, hashes.join(' '));
  },

  'a thousand epochs of every dataset and optimizer leave the pinned bits': async ({ browser, origin, site }) => {
    const { epochs, runs } = JSON.parse(readFileSync(join(root, 'tests/golden/link_hashes.json'), 'utf8'));
    const binary = readdirSync(join(root, 'dist/site/assets')).find((name) => /^downhill-.*\.wasm$/.test(name));
    const { page } = await openPage(browser, site);
    const found = await page.evaluate(trainPinnedLinks, {
      glue: `${origin}/engine/downhill.js`,
      wasm: `${site}assets/${binary}`,
      epochs,
      queries: runs.map(({ query }) => query),
    });
    assert.deepEqual(found, runs);
    return `${runs.length} runs`;
  },

  'play and pause leave the weights that single steps leave': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle&network=3&speed=3000`);
    await ready(page);
    await trainTo(page, 20);
    const { metrics } = await look(page);
    const hash = await stateHash(page);
    await click(page, '[aria-label="Reset"]');
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step === 0);
    const expected = await page.evaluate(async (steps) => {
      const { model } = document.querySelector('dh-playground');
      for (let i = 0; i < steps; i += 1) await model.step();
      return model.stateHash();
    }, metrics.step);
    assert.equal(expected, hash);
  },

  'the address follows the settings and the settings follow the address': async ({ browser, site }) => {
    const { page } = await openPage(browser, site);
    await ready(page);
    const length = await page.evaluate(() => history.length);
    await click(page, 'input[value="gauss"]');
    await until(page, () => location.hash.includes('dataset=gauss'));
    await page.evaluate(() => {
      location.hash = '#dataset=blobs&theme=dark';
    });
    await until(page, () => document.querySelector('dh-playground').model.run.settings.dataset === 'blobs');
    assert.equal((await look(page)).theme, 'dark');
    assert.ok((await page.evaluate(() => history.length)) <= length + 1);
  },

  'everything can be done from the keyboard': async ({ browser, site }) => {
    const { page } = await openPage(browser, site);
    await ready(page);
    await tabTo(page, ({ tag, label }) => tag === 'button' && label === 'Play', 8);
    await page.keyboard.press(' ');
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step > 10);
    await page.keyboard.press(' ');
    await until(page, () => document.querySelector('dh-playground').model.status === 'paused');
    await tabTo(page, ({ type, name }) => type === 'radio' && name === 'dataset', 11);
    await page.keyboard.press('ArrowRight');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.dataset !== 'spiral');
    await tabTo(page, ({ tag }) => tag === 'g');
    assert.match((await focused(page)).label, /^input x₁/);
    await page.keyboard.press('ArrowRight');
    await untilFocused(page, /^weight from x₁ to unit 1 of layer 1: −?\d.*, gradient −?\d/);
    await page.keyboard.press('ArrowRight');
    await untilFocused(page, /^unit 1 of layer 1, tanh: bias/);
    await page.keyboard.press('?');
    await until(page, () => {
      const help = document.querySelector('dh-playground').shadowRoot.querySelector('dh-help');
      return help.shadowRoot?.querySelector('dialog')?.open;
    });
    await page.keyboard.press('Escape');
  },

  'a letter typed into a field is no shortcut': async ({ browser, site }) => {
    const { page } = await openPage(browser, site);
    await ready(page);
    const rate = await page.waitForSelector('>>> dh-setting[name=learningRate] >>> input[type=number]');
    await rate.focus();
    await page.keyboard.press('s');
    await page.keyboard.press(' ');
    const state = await look(page);
    assert.equal(state.status, 'paused');
    assert.equal(state.metrics.step, 0);
  },

  'changes can be undone and done again': async ({ browser, site }) => {
    const { page } = await openPage(browser, site);
    await ready(page);
    await click(page, 'input[value="circle"]');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.dataset === 'circle');
    await click(page, '[aria-label="Undo"]');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.dataset === 'spiral');
    await click(page, '[aria-label="Redo"]');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.dataset === 'circle');
  },

  'a learning rate changes while training goes on': async ({ browser, site }) => {
    const { page } = await openPage(browser, site);
    await ready(page);
    await trainTo(page, 5);
    const before = await look(page);
    const field = await page.waitForSelector('>>> dh-setting[name=learningRate] >>> input[type=number]');
    await field.evaluate((input) => {
      input.value = '0.3';
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await until(page, () => Number(document.querySelector('dh-playground').model.run.settings.learningRate) === 0.3);
    assert.equal((await look(page)).metrics.step, before.metrics.step);
  },

  'a junk link is explained and runs': async ({ browser, site }) => {
    const { page, faults } = await openPage(browser, `${site}#learningRate=1e99&foo=1&activation=__proto__`, {
      viewport: { width: 390, height: 844 },
    });
    await ready(page);
    const { notice, settings } = await look(page);
    assert.ok(notice.lines.some((line) => line.includes('foo')));
    assert.equal(settings.activation, 'tanh');
    const [text, dismiss] = await Promise.all(
      ['dh-notices >>> .text', '[aria-label="Dismiss"]'].map(async (part) => (await find(page, part)).boundingBox()),
    );
    assert.ok(dismiss.y < text.y + text.height / 2, 'beside the text, not below it');
    await stepEpochs(page, 1);
    await click(page, '[aria-label="Dismiss"]');
    assert.equal((await look(page)).notice, null);
    assert.deepEqual(faults, []);
  },

  'divergence is explained and one button leads out': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#learningRate=10&activation=linear&network=8,8,8`);
    await ready(page);
    await click(page, '.play');
    await until(page, () => document.querySelector('dh-playground').model.status === 'diverged');
    assert.match((await look(page)).cause, /learning rate 10/);
    await click(page, '.danger button.primary');
    await until(page, () => {
      const { status, frame, run } = document.querySelector('dh-playground').model;
      return status === 'paused' && frame.metrics.step === 0 && Number(run.settings.learningRate) === 1;
    });
  },

  'every button of the header is within the window': async ({ browser, site }) => {
    for (const width of [1440, 1100, 1024, 760, 320]) {
      const { page } = await openPage(browser, site, { viewport: { width, height: 800 } });
      await ready(page);
      const beyond = await page.evaluate(() => {
        const { shadowRoot } = document.querySelector('dh-playground');
        return ['dh-tools', 'dh-transport']
          .flatMap((name) => [...shadowRoot.querySelector(name).shadowRoot.querySelectorAll('button')])
          .filter((button) => button.getBoundingClientRect().right > innerWidth)
          .map((button) => button.getAttribute('aria-label'));
      });
      assert.deepEqual(beyond, [], `${width} px`);
      await page.close();
    }
  },

  'nothing scrolls sideways on a phone': async ({ browser, site }) => {
    for (const width of [390, 320]) {
      const { page } = await openPage(browser, `${site}#network=8,8,8,8`, { viewport: { width, height: 844 } });
      await ready(page);
      assert.equal(await scrollsSideways(page), false, `${width} px`);
      await page.close();
    }
  },

  'axe finds nothing to object to, in light and in dark': async ({ browser, site }) => {
    for (const width of [1440, 390]) {
      const { page } = await openPage(browser, `${site}#foo=1`, { viewport: { width, height: 900 } });
      await ready(page);
      assert.deepEqual(await violationsInBothThemes(page), [], `${width} px`);
      await page.close();
    }
  },

  ...offlineTests,

  ...dataTests,
  ...ownPointsTests,

  ...inspectFlowTests,
  ...inspectTests,

  ...speedTests,
};
