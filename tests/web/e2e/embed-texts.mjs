// What is read to those who cannot see, what comes from outside, and what the manual shows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/server.mjs';
import { examplePages } from './embed-pages.mjs';
import { inNode, openHost, untilReady, violated, xor } from './figures.mjs';
import { look, openPage, ready, until, violations } from './page.mjs';
import { payloads } from './payloads.mjs';

export const textTests = {
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
