// Many figures in one page.
import assert from 'node:assert/strict';
import { openPage, until } from './page.mjs';

export const manyTests = {
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
};
