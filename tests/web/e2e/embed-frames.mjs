// A figure in a frame, which the page around it asks by messages.
import assert from 'node:assert/strict';
import { openHost } from './figures.mjs';
import { until } from './page.mjs';

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

export const frameTests = {
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
};
