// A figure in the pages of other people.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/server.mjs';
import { examplePages } from './embed-pages.mjs';
import { look, openPage, ready, until, violations } from './page.mjs';
import { payloads } from './payloads.mjs';

/** Everything that the element says, from the first moment on. */
function listen() {
  window.said = [];
  const types = ['ready', 'progress', 'statechange', 'play', 'pause', 'reset', 'epoch', 'complete', 'diverge', 'error'];
  for (const type of types) {
    addEventListener(type, ({ target, detail }) => window.said.push({ type, id: target.id, detail }), true);
  }
}

const openHost = (browser, origin, name, options = {}) =>
  openPage(browser, `${origin}/embed/${name}.html`, { before: listen, ...options });

const untilReady = (page) => until(page, () => document.querySelector('#figure')?.ready);

/** Trains a little and tells where. */
const train = (page) =>
  page.evaluate(async () => {
    const figure = document.querySelector('#figure');
    const { step } = await figure.step(500);
    const { model } = figure.shadowRoot.querySelector('dh-figure');
    return { step, hash: await figure.stateHash(), place: model.place.split('\n')[0] };
  });

const said = (page, type) => page.evaluate((wanted) => window.said.filter((event) => event.type === wanted), type);
const violated = (page) => page.evaluate(() => window.policyViolations);

async function inNode(settings, steps) {
  const { createTrainer } = await import(join(root, 'dist/package/core.js'));
  const trainer = await createTrainer(settings);
  trainer.step(steps);
  const hash = trainer.stateHash;
  trainer.dispose();
  return hash;
}

const xor = { dataset: 'xor', network: '4' };

/** Asks the frame and waits for its answer. */
const ask = (page, command) =>
  page.evaluate(
    (body) =>
      new Promise((resolve) => {
        const id = Math.random();
        addEventListener('message', function hear({ data }) {
          if (data?.type !== 'answer' || data.id !== id) return;
          removeEventListener('message', hear);
          resolve(data);
        });
        document.querySelector('iframe').contentWindow.postMessage({ ns: 'downhill', v: 1, id, ...body }, '*');
      }),
    command,
  );

const heard = (page, type) =>
  until(page, (wanted) => window.heard.some((data) => data?.ns === 'downhill' && data.type === wanted), type);

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

  'a frame obeys the page around it and nobody else': async ({ browser, origin }) => {
    for (const name of ['framed', 'sandboxed']) {
      const { page } = await openHost(browser, origin, name);
      await heard(page, 'ready');
      await heard(page, 'resize');
      assert.ok(
        await page.evaluate(() =>
          window.heard.some((data) => typeof data === 'string' && JSON.parse(data).context === 'iframe.resize'),
        ),
        name,
      );
      const answer = await ask(page, { type: 'step', count: 25 });
      assert.equal(answer.ok, true);
      assert.equal(answer.result.step, 25);
      assert.equal((await ask(page, { type: 'trainUntil', goal: 'epoch 30' })).result.reason, 'until');
      assert.match((await ask(page, { type: 'getState' })).result, /dataset=xor/);
      assert.equal((await ask(page, { type: 'trainUntil', goal: 'nonsense' })).ok, false);
      const before = await page.evaluate(() => window.heard.filter(({ type }) => type === 'answer').length);
      await page.evaluate(() => {
        const { contentWindow } = document.querySelector('iframe');
        const foreign = [
          null,
          7,
          'play',
          [],
          { type: 'play' },
          { ns: 'downhill', v: 2, type: 'play' },
          { ns: 'other', v: 1, type: 'play' },
          { ns: 'downhill', v: 1, type: 'eval', code: '1' },
          { ns: 'downhill', v: 1, type: 'step', count: -1 },
          { ns: 'downhill', v: 1, type: 'step', count: 1e12 },
          { ns: 'downhill', v: 1, id: {}, type: 'play' },
        ];
        for (const data of foreign) contentWindow.postMessage(data, '*');
        // Another frame of the same page is not its parent.
        const sibling = document.createElement('iframe');
        document.body.append(sibling);
        const script = sibling.contentDocument.createElement('script');
        script.textContent = "parent.frames[0].postMessage({ ns: 'downhill', v: 1, id: 'sibling', type: 'play' }, '*')";
        sibling.contentDocument.body.append(script);
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      const after = await page.evaluate(() => window.heard.filter(({ type }) => type === 'answer').length);
      assert.equal(after, before, `${name}: nothing foreign is answered`);
      await page.close();
    }
  },

  'a flood of messages does not stop a frame': async ({ browser, origin }) => {
    const { page } = await openHost(browser, origin, 'framed');
    await heard(page, 'ready');
    await page.evaluate(() => {
      const { contentWindow } = document.querySelector('iframe');
      for (let i = 0; i < 3000; i += 1)
        contentWindow.postMessage({ ns: 'downhill', v: 1, id: `flood ${i}`, type: 'step' }, '*');
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const answers = await page.evaluate(() => window.heard.filter(({ id }) => String(id).startsWith('flood')).length);
    assert.ok(answers > 0 && answers <= 100, `${answers} of 3000 were answered`);
    assert.equal((await ask(page, { type: 'step' })).ok, true);
  },

  'twenty figures share two workers and scroll smoothly': async ({ browser, origin }) => {
    const { page } = await openPage(browser, `${origin}/embed/twenty.html`, {
      before: () => {
        window.workers = { made: 0, ended: 0 };
        const Plain = window.Worker;
        window.Worker = class extends Plain {
          constructor(...args) {
            super(...args);
            window.workers.made += 1;
          }
          terminate() {
            window.workers.ended += 1;
            super.terminate();
          }
        };
      },
    });
    const begun = performance.now();
    await page.evaluate(() =>
      Promise.all([...document.querySelectorAll('downhill-playground')].map((figure) => figure.dismissPoster())),
    );
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    const scrolled = () =>
      page.evaluate(async () => {
        let frames = 0;
        const end = performance.now() + 2500;
        scrollTo(0, 0);
        await new Promise((resolve) => {
          const scroll = () => {
            frames += 1;
            scrollBy(0, 12);
            if (performance.now() < end) requestAnimationFrame(scroll);
            else resolve();
          };
          requestAnimationFrame(scroll);
        });
        return Math.round(frames / 2.5);
      });
    const resting = await scrolled();
    await page.evaluate(() => {
      for (const figure of document.querySelectorAll('downhill-playground')) figure.play();
    });
    const training = await scrolled();
    const { made, megabytes } = await page.evaluate(() => ({
      made: window.workers.made,
      megabytes: Math.round((performance.memory?.usedJSHeapSize ?? 0) / 1e6),
    }));
    assert.ok(made <= 2, `${made} workers`);
    await page.evaluate(() => {
      for (const figure of document.querySelectorAll('downhill-playground')) figure.remove();
    });
    await until(page, () => window.workers.ended === window.workers.made);
    return `all ready after ${seconds} s; scrolling ${resting} frames/s at rest, ${training} while all train; ${megabytes} MB of script heap`;
  },

  'a hundred figures come and go and leave nothing behind': async ({ browser, origin }) => {
    const { page } = await openPage(browser, `${origin}/embed/empty.html`, {
      before: () => {
        window.counts = { workers: 0, listeners: 0, urls: 0 };
        const Plain = window.Worker;
        window.Worker = class extends Plain {
          constructor(...args) {
            super(...args);
            window.counts.workers += 1;
          }
          terminate() {
            window.counts.workers -= 1;
            super.terminate();
          }
        };
        const { addEventListener: add, removeEventListener: remove } = window;
        window.addEventListener = (...args) => {
          window.counts.listeners += 1;
          return add.apply(window, args);
        };
        window.removeEventListener = (...args) => {
          window.counts.listeners -= 1;
          return remove.apply(window, args);
        };
        const { createObjectURL, revokeObjectURL } = URL;
        URL.createObjectURL = (...args) => {
          window.counts.urls += 1;
          return createObjectURL.apply(URL, args);
        };
        URL.revokeObjectURL = (...args) => {
          window.counts.urls -= 1;
          return revokeObjectURL.apply(URL, args);
        };
      },
    });
    await until(page, () => customElements.get('downhill-playground'));
    const mounts = (count) =>
      page.evaluate(async (most) => {
        for (let i = 0; i < most; i += 1) {
          const figure = document.createElement('downhill-playground');
          figure.setAttribute('dataset', 'xor');
          document.querySelector('main').append(figure);
          // Some are taken away while they start.
          if (i % 3 !== 0) await figure.dismissPoster();
          figure.remove();
          await new Promise((resolve) => setTimeout(resolve, 0));
        }
        await new Promise((resolve) => setTimeout(resolve, 500));
        return { ...window.counts, nodes: document.querySelectorAll('*').length };
      }, count);
    const before = await mounts(1);
    const after = await mounts(99);
    assert.deepEqual(after, before);
    assert.equal(after.workers, 0);
  },

  'axe has nothing to object to in a figure, light or dark, wide or narrow': async ({ browser, origin }) => {
    for (const width of [1200, 390]) {
      const { page } = await openHost(browser, origin, 'plain', { viewport: { width, height: 900 } });
      await untilReady(page);
      for (const theme of ['light', 'dark']) {
        await page.evaluate((name) => document.querySelector('#figure').setAttribute('theme', name), theme);
        await new Promise((resolve) => setTimeout(resolve, 200));
        assert.deepEqual(await violations(page), [], `${width} ${theme}`);
      }
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      assert.equal(wide, false, `${width}: nothing is wider than the page`);
      await page.close();
    }
  },

  'no text from outside is ever run': async ({ browser, origin, site }) => {
    const before = () => {
      window.executions = 0;
      window.pwned = () => {
        window.executions += 1;
      };
    };
    const { page } = await openPage(browser, `${origin}/embed/plain.html`, { before });
    await untilReady(page);
    await page.evaluate(async (texts) => {
      const figure = document.querySelector('#figure');
      for (const text of texts) {
        for (const name of [
          'heading',
          'alt',
          'state',
          'show',
          'controls',
          'hide',
          'until',
          'dataset',
          'network',
          'theme',
          'panel',
          'home',
          'poster',
        ]) {
          figure.setAttribute(name, text);
        }
        await figure.setState(`dataset=${encodeURIComponent(text)}&hide=${encodeURIComponent(text)}`).catch(() => {});
        await figure.setData(`x1,x2,label\n1,1,"${text.replaceAll('"', '""')}"\n-1,-1,b\n1,2,b\n`).catch(() => {});
        await figure.importModel(text).catch(() => {});
        await figure
          .importModel(JSON.stringify({ format: 'downhill-run', version: 1, query: text, view: { theme: text } }))
          .catch(() => {});
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }, payloads);
    assert.equal(await page.evaluate(() => window.executions), 0, 'in a figure');
    await page.close();
    const whole = await openPage(browser, site, { before });
    await ready(whole.page);
    await whole.page.evaluate(async (texts) => {
      const { model } = document.querySelector('dh-playground');
      for (const text of texts) {
        location.hash = `#dataset=${text}&network=${text}&theme=${text}&points=${text}&weights=${text}&show=${text}`;
        await new Promise((resolve) => setTimeout(resolve, 10));
        await model.loadPoints({
          csv: `x1,x2,label\n1,1,"${text.replaceAll('"', '""')}"\n-1,-1,b\n`,
          regression: false,
        });
        const data = new DataTransfer();
        data.items.add(new File([text], `${text}.json`));
        document
          .querySelector('dh-playground')
          .dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, composed: true }));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }, payloads);
    assert.equal(await whole.page.evaluate(() => window.executions), 0, 'in the page');
    assert.notEqual((await look(whole.page)).status, 'failed');
    assert.deepEqual(await violated(whole.page), []);
    return `${payloads.length} payloads`;
  },

  'every example of the manual runs as it stands': async ({ browser, origin }) => {
    const paths = Object.keys(examplePages());
    for (const path of paths) {
      const { page, faults } = await openPage(browser, `${origin}${path}`);
      await until(page, () => {
        const frame = document.querySelector('iframe');
        const place = frame ? frame.contentDocument : document;
        return place?.querySelector('downhill-playground')?.ready;
      });
      assert.deepEqual(await violations(page), [], path);
      assert.deepEqual(
        faults.filter((fault) => !/favicon|404/.test(fault)),
        [],
        path,
      );
      await page.close();
    }
    return `${paths.length} examples`;
  },

  'the playground opens from one file without a server': async ({ browser }) => {
    const { page, requests } = await openPage(
      browser,
      `file://${join(root, 'dist/package/downhill.offline.html')}#dataset=xor&network=4`,
    );
    await until(page, () => document.querySelector('dh-playground')?.model.pictures);
    const hash = await page.evaluate(async () => {
      const { model } = document.querySelector('dh-playground');
      await model.advance(500);
      return model.stateHash();
    });
    assert.equal(hash, await inNode(xor, 500));
    assert.deepEqual(
      requests.filter((url) => /^https?:/.test(url)),
      [],
    );
    return `${Math.round(readFileSync(join(root, 'dist/package/downhill.offline.html')).length / 1e5) / 10} MB`;
  },
};
