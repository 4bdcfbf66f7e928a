// The page in other languages: nothing is left in English, and nothing breaks where text runs from right to left.
import assert from 'node:assert/strict';
import { click, find, openPage, ready, stateHash, tabTo, until, violationsInBothThemes } from './page.mjs';
import { unmarked } from './unmarked.mjs';

/** Names that are the same everywhere. */
const names =
  /: (Downhill|· Language|English|Deutsch|en-XA|BN 20 %|wasm simd128|worker|sigmoid|softmax|tanh|linear|matmul|x1,x2,(label|target)|[0-9a-f]{8}|\.[a-z.]+|PNG|SVG)$/;
/** Neurons and layers are called by their activation, between numbers. */
const called = /: [\d −–.:]*(tanh|sigmoid|softmax|linear|relu)?[\d −–.,% ]*$/;

const key = (name) => (page) => page.keyboard.press(name);
const press = (selector) => (page) => click(page, selector);
const panels =
  'backprop update flow activations landscape race pairing taylor batches check graph regularisation coach';

const states = [
  { link: 'noise=10', acts: [] },
  { link: 'dataset=rings&classes=4', acts: [press('#confusion')] },
  { link: '', acts: [press('#draw')] },
  { link: '', acts: [press('#csv')] },
  { link: '', acts: [press('.more')] },
  { link: '', acts: [press('[aria-haspopup="dialog"][aria-label*="Chart options"]')] },
  { link: 'network=8:batchNorm:dropout0.2,8:residual', acts: [press('.menu')] },
  { link: '', acts: [press('#file')] },
  { link: '', acts: [key('g')] },
  { link: '', acts: [key('p')] },
  { link: '', acts: [key('k'), key('k'), key('c')] },
  { link: '', acts: [key('m')] },
  { link: '', acts: [key('?')] },
  { link: 'dataset=multi-gauss', acts: [press('#probe')] },
  { link: 'learningRate=1e99&foo=1&activation=__proto__&step=-3', acts: [] },
  ...panels
    .split(' ')
    .map((panel) => ({ link: `network=8,8&dataset=moons&l2=0.001&panel=${panel}`, acts: [], rest: 1500 })),
];

const setLanguage = (page, lang) =>
  page.evaluate((value) => document.querySelector('dh-playground').model.setView('lang', value), lang);

const text = (page, selector) =>
  find(page, selector).then((element) => element.evaluate((node) => node.textContent.trim()));

const untilPlayIs = (page, word) =>
  until(
    page,
    (wanted) =>
      document
        .querySelector('downhill-playground')
        .shadowRoot.querySelector('dh-figure')
        .shadowRoot.querySelector('dh-transport')
        .shadowRoot?.querySelector('.play')
        ?.textContent.includes(wanted),
    word,
  );

export const languageTests = {
  'every text of the page is in the table of translations': async ({ browser, site, isMine }) => {
    const left = new Set();
    for (const [index, { link, acts, rest = 400 }] of states.entries()) {
      if (!isMine(index)) continue;
      const { page, faults } = await openPage(browser, `${site}#${link}&lang=en-XA`);
      await ready(page);
      await page.evaluate(() => document.querySelector('dh-playground').model.step());
      for (const act of acts) {
        await new Promise((resolve) => setTimeout(resolve, 250));
        await act(page);
      }
      await new Promise((resolve) => setTimeout(resolve, rest));
      for (const found of await page.evaluate(unmarked)) {
        if (!names.test(found) && !called.test(found)) left.add(found);
      }
      assert.deepEqual(faults, [], link);
      await page.close();
    }
    assert.deepEqual([...left], []);
    return `${states.length} states, shared out`;
  },

  'the reader changes the language and loses nothing': async ({ browser, site }) => {
    const { page, faults } = await openPage(browser, `${site}#network=4&seed=7`);
    await ready(page);
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
    await page.evaluate(() => document.querySelector('dh-playground').model.step());
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step === 1);
    const before = await stateHash(page);
    const select = await find(page, 'dh-tools >>> .language select');
    assert.equal(await select.evaluate((element) => element.getAttribute('aria-label')), 'Language');
    await select.select('de');
    await until(page, () => document.documentElement.lang === 'de');
    assert.equal(await text(page, 'dh-data >>> h2'), 'Daten');
    assert.match(await text(page, '.play'), /Start/);
    assert.equal(await page.title(), 'Downhill · ein Spielplatz für neuronale Netze');
    assert.equal(await stateHash(page), before);
    await until(page, () => location.hash.includes('lang=de'));
    // It goes on training, is told of in German, and undo still knows what was done.
    await click(page, 'input[value="xor"] ~ span');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.dataset === 'xor');
    await click(page, '[aria-label="Rückgängig"]');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.dataset === 'spiral');
    await page.evaluate(() => document.querySelector('dh-playground').model.change('learningRate', '99'));
    assert.match(
      await text(page, 'dh-notices >>> .text'),
      /Einige Einstellungen wurden angepasst.*liegt über 10; benutzt wird 10/s,
    );
    assert.deepEqual(await violationsInBothThemes(page), []);
    await setLanguage(page, 'en');
    await until(page, () => document.documentElement.lang === 'en');
    assert.equal(await text(page, 'dh-data >>> h2'), 'Data');
    assert.deepEqual(faults, []);
  },

  'a reader whose browser speaks German gets German, divergence and bad points included': async ({ browser, site }) => {
    const { page, faults } = await openPage(browser, `${site}#learningRate=10&activation=linear&network=8,8,8`, {
      before: () => Object.defineProperty(navigator, 'languages', { get: () => ['fr', 'de-AT', 'en'] }),
    });
    await ready(page);
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
    await page.keyboard.press(' ');
    await until(page, () => document.querySelector('dh-playground').model.status === 'diverged');
    assert.match(
      await text(page, 'dh-notices >>> .danger'),
      /Das Training ist divergiert: Nach Schritt \d+ ist (der Verlust|ein Gewicht) nicht mehr endlich/,
    );
    await click(page, '#csv');
    const area = await find(page, 'dh-points >>> textarea');
    await area.type('1,2,a\n3,b,c');
    await click(page, 'dh-points >>> button.primary');
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.match(await text(page, 'dh-points >>> [role="alert"]'), /Zeile 2, Spalte 3: 'b' ist keine Zahl\./);
    assert.deepEqual(faults, []);
  },

  'text from right to left mirrors the page, but not the network': async ({ browser, site }) => {
    for (const width of [1440, 1024, 390, 320]) {
      const { page, faults } = await openPage(browser, `${site}#lang=ar-XB&panel=backprop`, {
        viewport: { width, height: 900 },
      });
      await ready(page);
      const seen = await page.evaluate(() => {
        const root = document.querySelector('dh-playground').shadowRoot;
        const left = (element) => element.getBoundingClientRect().left;
        const network = root.querySelector('dh-network').shadowRoot;
        return {
          direction: document.documentElement.dir,
          overflow: document.documentElement.scrollWidth - innerWidth,
          brand: left(root.querySelector('.brand h1')),
          inputs: left(network.querySelector('.node[data-spot="0"]')),
          scroller: getComputedStyle(network.querySelector('.scroller')).direction,
        };
      });
      assert.equal(seen.direction, 'rtl');
      assert.ok(seen.overflow <= 0, `${width} px overflows by ${seen.overflow}`);
      assert.ok(seen.brand > width / 3, `the name stands at ${seen.brand} of ${width}`);
      assert.ok(seen.inputs < width / 2 && seen.scroller === 'ltr');
      assert.deepEqual(faults, []);
      await page.close();
    }
  },

  'the keyboard reaches the choice of language': async ({ browser, site }) => {
    const { page } = await openPage(browser, site);
    await ready(page);
    await tabTo(page, ({ label }) => label === 'Language');
    await page.keyboard.press('D');
    await until(page, () => document.documentElement.lang === 'de');
  },

  'a figure speaks the language of the page around': async ({ browser, site }) => {
    const { page, faults } = await openPage(
      browser,
      `${site}embed.html#dataset=xor&lang=de&show=transport,network,output`,
    );
    await until(page, () => document.querySelector('downhill-playground')?.ready);
    assert.match(await text(page, '.play'), /Start/);
    assert.equal(await (await find(page, 'dh-figure')).evaluate((figure) => figure.lang), 'de');
    await page.evaluate(() => {
      const figure = document.querySelector('downhill-playground');
      figure.setAttribute('state', 'dataset=xor&show=transport,network,output');
    });
    await untilPlayIs(page, 'Play');
    await page.evaluate(() => document.querySelector('downhill-playground').setAttribute('lang', 'de-CH'));
    await untilPlayIs(page, 'Start');
    assert.deepEqual(faults, []);
  },
};
