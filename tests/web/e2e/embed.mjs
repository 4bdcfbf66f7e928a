// A figure in the pages of other people.
import assert from 'node:assert/strict';
import { frameTests } from './embed-frames.mjs';
import { manyTests } from './embed-many.mjs';
import { textTests } from './embed-texts.mjs';
import { inNode, openHost, said, train, untilReady, violated, xor } from './figures.mjs';
import { until } from './page.mjs';

export const embedTests = {
  'a figure trains under a strict policy with Trusted Types, to the bits of Node': async ({ browser, origin }) => {
    const { page, faults, requests } = await openHost(browser, origin, 'strict');
    await untilReady(page);
    const { place, hash } = await train(page);
    assert.equal(place, 'worker');
    assert.equal(hash, await inNode(xor, 500));
    assert.deepEqual(await violated(page), []);
    assert.deepEqual(
      faults.filter((fault) => !fault.includes('favicon') && !fault.includes('404')),
      [],
    );
    assert.deepEqual(
      requests.filter((url) => !url.startsWith(origin) && !/^(blob|data):/.test(url)),
      [],
    );
    assert.equal(await page.evaluate(() => document.cookie), '');
  },

  'a figure trains where no worker may run': async ({ browser, origin }) => {
    const { page } = await openHost(browser, origin, 'no-worker');
    await untilReady(page);
    const { place, hash } = await train(page);
    assert.equal(place, 'page');
    assert.equal(hash, await inNode(xor, 500));
  },

  'a figure from another origin carries its worker with it': async ({ browser, origin }) => {
    const { page } = await openHost(browser, origin, 'elsewhere');
    await untilReady(page);
    const { place, hash } = await train(page);
    assert.equal(place, 'inline worker');
    assert.equal(hash, await inNode(xor, 500));
  },

  'a server that knows no type for WebAssembly is no hindrance': async ({ browser, origin }) => {
    const { page } = await openHost(browser, origin, 'untyped');
    await untilReady(page);
    assert.equal((await train(page)).hash, await inNode(xor, 500));
  },

  'a figure that cannot start says why, keeps the fallback and can try again': async ({ browser, origin }) => {
    const expected = {
      missing: ['wasm-load', /answers 404/],
      short: ['wasm-load', /no WebAssembly that runs here/],
      'no-wasm': [null, /./],
    };
    for (const [name, [type, words]] of Object.entries(expected)) {
      const { page } = await openHost(browser, origin, name);
      await until(page, () => window.said.some((event) => event.type === 'error'));
      const [{ detail }] = await said(page, 'error');
      if (type) assert.equal(detail.type, type, name);
      assert.match(detail.message, words, name);
      await until(page, () => document.querySelector('#figure').matches(':state(error)'));
      const seen = await page.evaluate(() => {
        const shadow = document.querySelector('#figure').shadowRoot;
        const status = shadow.querySelector('[part=status]');
        return {
          text: status.textContent,
          hidden: status.hidden,
          button: shadow.querySelector('button').hidden,
          fallback: document.querySelector('#figure p').getBoundingClientRect().height,
        };
      });
      assert.match(seen.text, words);
      assert.equal(seen.hidden, false);
      assert.equal(seen.button, false);
      assert.ok(seen.fallback > 0, 'the fallback is seen');
      await page.close();
    }
  },

  'a hostile style sheet does not reach into a figure': async ({ browser, origin }) => {
    const { page } = await openHost(browser, origin, 'hostile');
    await untilReady(page);
    const look = await page.evaluate(() => {
      const figure = document.querySelector('#figure').shadowRoot.querySelector('dh-figure');
      const play = figure.shadowRoot.querySelector('dh-transport').shadowRoot.querySelector('.play');
      const { fontSize, letterSpacing, textTransform, display, color } = getComputedStyle(play);
      const plane = figure.shadowRoot.querySelector('dh-output').shadowRoot.querySelector('canvas.plane');
      return { fontSize, letterSpacing, textTransform, display, color, plane: plane.clientWidth };
    });
    assert.equal(look.fontSize, '14px');
    assert.equal(look.letterSpacing, 'normal');
    assert.equal(look.textTransform, 'none');
    assert.notEqual(look.display, 'none');
    assert.notEqual(look.color, 'rgb(255, 0, 0)');
    assert.ok(look.plane > 150);
  },

  'attributes, properties, methods and events keep to their word': async ({ browser, origin }) => {
    const { page } = await openHost(browser, origin, 'plain');
    await untilReady(page);
    const found = await page.evaluate(async () => {
      const figure = document.querySelector('#figure');
      const settings = () => figure.shadowRoot.querySelector('dh-figure').model.run.settings;
      const rest = () => new Promise((resolve) => setTimeout(resolve, 150));
      const result = { reflected: figure.dataset !== undefined && figure.network };
      figure.learningRate = 0.3;
      await rest();
      result.rate = settings().learningRate;
      result.attribute = figure.getAttribute('learning-rate');
      figure.setAttribute('theme', 'dark');
      await rest();
      result.theme = figure.shadowRoot.querySelector('dh-figure').dataset.theme;
      figure.setAttribute('show', 'output');
      await rest();
      result.panes = [
        ...figure.shadowRoot.querySelector('dh-figure').shadowRoot.querySelectorAll('dh-network, dh-output, dh-loss'),
      ].map(({ localName }) => localName);
      result.until = await figure.trainUntil({ goal: 'epoch 20' });
      await figure.reset();
      await rest();
      result.wrongGoal = await figure.trainUntil({ goal: 'for ever' }).catch(({ message }) => message);
      result.prediction = [...(await figure.predict([1, 1, -1, 1]))].length;
      result.wrongPoints = await figure.predict([1, 1, 2]).catch(({ message }) => message);
      result.badData = await figure.setData('x1,x2,label\n1,2,a\n1,zwei,b\n').catch(({ message }) => message);
      await figure.setData('x1,x2,label\n1,1,a\n-1,-1,b\n1,0.5,a\n-1,-0.5,b\n');
      result.custom = settings().dataset;
      await figure.undo();
      await rest();
      result.undone = settings().dataset;
      result.csv = (await figure.toCSV('points')).split('\n')[0];
      result.svg = await (await figure.toBlob('svg', 'network')).text();
      result.model = JSON.parse(await figure.exportModel()).format;
      result.module = await (await figure.exportModel('javascript')).text();
      result.wrongFormat = await figure.exportModel('keras').catch(({ message }) => message);
      result.said = window.said.map(({ type }) => type);
      let late = 0;
      figure.addEventListener('ready', () => {
        late += 1;
      });
      await rest();
      result.late = late;
      return result;
    });
    assert.match(found.module, /export function predict/);
    assert.match(found.wrongFormat, /knows json, onnx, .*not “keras”/);
    assert.equal(found.rate, '0.3');
    assert.equal(found.attribute, '0.3');
    assert.equal(found.theme, 'dark');
    assert.deepEqual(found.panes, ['dh-output']);
    assert.equal(found.until.epoch, 20);
    assert.equal(found.until.reason, 'until');
    assert.match(found.wrongGoal, /no goal/);
    assert.equal(found.prediction, 2);
    assert.match(found.wrongPoints, /pairs/);
    assert.match(found.badData, /3/);
    assert.equal(found.custom, 'custom');
    assert.equal(found.undone, 'xor');
    assert.match(found.csv, /x1,x2/);
    assert.match(found.svg, /<svg/);
    assert.equal(found.model, 'downhill-run');
    assert.equal(found.late, 1);
    for (const type of ['ready', 'progress', 'statechange', 'play', 'complete', 'reset', 'epoch', 'error']) {
      assert.ok(found.said.includes(type), `${type} in ${found.said}`);
    }
  },

  'a state goes from one figure to another, to the bit': async ({ browser, origin }) => {
    const { page } = await openHost(browser, origin, 'plain');
    await untilReady(page);
    const hashes = await page.evaluate(async () => {
      const one = document.querySelector('#figure');
      await one.step(321);
      const other = document.createElement('downhill-playground');
      other.state = await one.getState();
      document.querySelector('main').append(other);
      await other.dismissPoster();
      const third = document.createElement('downhill-playground');
      third.state = await one.getState({ weights: true });
      document.querySelector('main').append(third);
      const same = [...(await one.predict([1, 2]))].join() === [...(await third.predict([1, 2]))].join();
      return { one: await one.stateHash(), other: await other.stateHash(), same, state: other.state };
    });
    assert.equal(hashes.other, hashes.one);
    assert.ok(hashes.same);
    assert.match(hashes.state, /step=321/);
    assert.ok(hashes.state.length < 8000);
  },

  'a figure waits until the reader comes near, or presses its button': async ({ browser, origin }) => {
    const { page, requests } = await openHost(browser, origin, 'waiting');
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.deepEqual(
      requests.filter((url) => url.endsWith('.wasm')),
      [],
    );
    await page.evaluate(() => document.querySelector('#far').scrollIntoView());
    await until(page, () => document.querySelector('#far').ready);
    assert.equal(await page.evaluate(() => document.querySelector('#click').ready), false);
    await (await page.$('>>> #click >>> button')).click();
    await until(page, () => document.querySelector('#click').ready);
  },

  'keys act only in the figure that has the focus': async ({ browser, origin }) => {
    const { page } = await openHost(browser, origin, 'plain');
    await untilReady(page);
    await page.keyboard.press('s');
    await page.keyboard.press('s');
    const step = () =>
      page.evaluate(
        () => document.querySelector('#figure').shadowRoot.querySelector('dh-figure').model.frame.metrics.step,
      );
    assert.equal(await step(), 0);
    await (await page.$('>>> dh-transport >>> .play')).focus();
    await page.keyboard.press('s');
    await until(
      page,
      () => document.querySelector('#figure').shadowRoot.querySelector('dh-figure').model.frame.metrics.step === 1,
    );
  },

  ...frameTests,
  ...manyTests,
  ...textTests,
};
