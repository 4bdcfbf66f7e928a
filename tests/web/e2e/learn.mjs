// The pages to read, as a reader uses them.
import assert from 'node:assert/strict';
import { click, openPage, readingPages, ready, until, violations } from './page.mjs';
import { difference } from './pictures.mjs';

/** Scrolls through the page until every figure on it has been there. */
const seeAll = (page) =>
  page.evaluate(async () => {
    const figures = [...document.querySelectorAll('downhill-playground')];
    for (const figure of figures) {
      figure.scrollIntoView({ block: 'center' });
      const end = performance.now() + 15_000;
      while (!figure.ready && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 30));
      if (!figure.ready) throw new Error(`${figure.id} never was ready`);
    }
    return figures.length;
  });

export const learnTests = {
  'every page to read is whole and looks as it did: figures, links, no fault, nothing for axe': async (context) => {
    const { browser, name: browserName, site, origin, isMine } = context;
    let figures = 0;
    const changed = [];
    for (const [index, name] of readingPages.entries()) {
      const { page, faults, requests } = await openPage(browser, `${site}${name}`, {
        viewport: { width: 900, height: 1000 },
      });
      changed.push(await difference(page, `${browserName}-${name.replace('/', '-').replace('.html', '')}`));
      await page.setViewport(index % 2 === 0 ? { width: 1200, height: 900 } : { width: 390, height: 844 });
      figures += await seeAll(page);
      assert.deepEqual(faults, [], name);
      assert.deepEqual(await page.evaluate(() => window.policyViolations), [], name);
      assert.deepEqual(
        requests.filter((url) => !url.startsWith(origin) && !/^(blob|data):/.test(url)),
        [],
        name,
      );
      if (isMine(index >> 1)) assert.deepEqual(await violations(page), [], name);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      assert.equal(wide, false, `${name} is wider than its window`);
      await page.close();
    }
    assert.deepEqual(changed.filter(Boolean), []);
    return `${readingPages.length} pages, ${figures} figures`;
  },

  'an exercise notices when its goal is reached, and remembers': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}learn/objective.html`);
    const words = () => page.evaluate(() => document.querySelector('.exercise .words').textContent);
    assert.match(await words(), /^Not reached yet: the training loss is 0.35 or less/);
    await page.evaluate(async () => {
      window.heard = [];
      addEventListener('downhill-exercise', ({ detail }) => window.heard.push(detail));
      await document.querySelector('#first').trainUntil({ goal: 'loss 0.3' });
    });
    await until(page, () => document.querySelector('.exercise').classList.contains('done'));
    assert.equal(await words(), 'Reached. Well done.');
    assert.deepEqual(await page.evaluate(() => window.heard), [{ page: 'learn/objective', exercise: 'Half way down' }]);
    await page.reload();
    assert.match(await words(), /earlier visit/);
    await page.evaluate(() => localStorage.clear());
  },

  'an exercise that is to break something notices that, too': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}learn/gradient-descent.html`);
    await page.evaluate(() => document.querySelector('#wild').scrollIntoView());
    await until(page, () => document.querySelector('#wild').ready);
    await page.evaluate(() => document.querySelector('#wild').play());
    await until(page, () =>
      [...document.querySelectorAll('.exercise.done h3')].some((each) => each.textContent === 'Break it'),
    );
    await page.evaluate(() => localStorage.clear());
  },

  'the search finds a section by its words': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}docs/index.html`);
    const input = await page.waitForSelector('search input');
    await input.type('saddle');
    await until(page, () => document.querySelectorAll('search li').length > 0);
    assert.deepEqual(await violations(page), []);
    await (await page.$('search li a')).click();
    await until(
      page,
      () => location.pathname.endsWith('learn/landscapes.html') && location.hash === '#where-can-it-get-stuck',
    );
    const again = await page.waitForSelector('search input');
    await again.type('xyzzy');
    await until(page, () => document.querySelector('search p').textContent === 'Nothing about “xyzzy”.');
  },

  'a quiz answers, and a read chapter gets its tick': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}learn/objective.html`);
    const [wrong] = await page.$$('.quiz input:not([data-right])');
    // By the element, not by its place: figures that arrive above move it.
    await wrong.evaluate((input) => input.click());
    const said = () => page.evaluate(() => document.querySelector('.quiz [role=status]').textContent);
    await until(page, () => /Not quite/.test(document.querySelector('.quiz [role=status]')?.textContent));
    await page.$eval('.quiz input[data-right]', (input) => input.click());
    assert.equal(await said(), 'Yes.');
    assert.equal(await page.evaluate(() => document.querySelector('.quiz details').open), true);
    await page.evaluate(() => document.querySelector('.turn').scrollIntoView());
    await until(page, () => document.querySelector('.contents [data-chapter="objective"]').classList.contains('read'));
    await (await page.$('.turn [rel=next]')).click();
    await until(page, () => document.body?.dataset.page === 'learn/gradient-descent');
    await until(page, () => document.querySelector('.contents .read'));
    await page.evaluate(() => localStorage.clear());
  },

  'a page to read can be read without scripts': async ({ browser, site }) => {
    const page = await browser.newPage();
    // Firefox lets nobody switch scripts off; there the source as it comes must do.
    await page.setJavaScriptEnabled(false).catch(() => {});
    const response = await page.goto(`${site}learn/forward.html`);
    const source = await response.text();
    const shown = await page.evaluate(() => document.body.textContent).catch(() => source);
    assert.match(shown, /A live figure stands here where scripts run/);
    assert.match(source, /A live figure stands here where scripts run/);
    assert.match(source, /pre-activation/);
    await page.close();
  },

  'a page with four figures is soon there and keeps to two workers': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}learn/objective.html`, {
      before: () => {
        window.madeWorkers = 0;
        const Plain = window.Worker;
        window.Worker = class extends Plain {
          constructor(...args) {
            super(...args);
            window.madeWorkers += /inspect/.test(String(args[0])) ? 0 : 1;
          }
        };
      },
    });
    await until(page, () => document.querySelector('#first').ready);
    const seconds = (await page.evaluate(() => performance.now())) / 1000;
    const figures = await seeAll(page);
    const workers = await page.evaluate(() => window.madeWorkers);
    assert.ok(figures >= 4 && workers <= 3, `${figures} figures, ${workers} workers`);
    return `first figure ready after ${seconds.toFixed(2)} s; ${figures} figures, ${workers} workers with the inspector’s`;
  },

  'the playground shares itself: a snippet for each kind of page, with a preview': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=moons&seed=3&network=5`);
    await ready(page);
    await page.keyboard.press('m');
    const dialog = () =>
      document.querySelector('dh-playground').shadowRoot.querySelector('dh-tools').shadowRoot.querySelector('dh-embed')
        .shadowRoot;
    await until(
      page,
      () =>
        document
          .querySelector('dh-playground')
          .shadowRoot.querySelector('dh-tools')
          .shadowRoot.querySelector('dh-embed')
          .shadowRoot?.querySelector('textarea')?.value,
    );
    const snippet = () => page.evaluate(`(${dialog})().querySelector('textarea').value`);
    assert.match(await snippet(), /<downhill-playground state="dataset=moons&amp;seed=3&amp;network=5"/);
    const select = await page.evaluateHandle(`(${dialog})().querySelector('select')`);
    for (const [kind, pattern] of Object.entries({
      iframe: /<iframe src="[^"]*embed\.html#dataset=moons&amp;seed=3/,
      link: /^http[^"]*\/#dataset=moons&seed=3&network=5$/,
      jupyter: /IFrame\("http/,
      myst: /^:::\{iframe\}/,
    })) {
      await select.select(kind);
      await until(
        page,
        (source, match) =>
          new RegExp(match).test(new Function(`return (${source})()`)().querySelector('textarea').value),
        String(dialog),
        pattern.source,
      ).catch(async (error) => {
        if (!pattern.test(await snippet())) throw error;
      });
    }
    await select.select('element');
    await until(
      page,
      () =>
        document
          .querySelector('dh-playground')
          .shadowRoot.querySelector('dh-tools')
          .shadowRoot.querySelector('dh-embed')
          .shadowRoot.querySelector('iframe')
          .contentDocument?.querySelector('downhill-playground')?.ready,
    );
    assert.deepEqual(await violations(page), []);
    await click(page, 'dh-embed >>> #copy');
    await until(page, () =>
      /Copied|Selected/.test(
        document
          .querySelector('dh-playground')
          .shadowRoot.querySelector('dh-tools')
          .shadowRoot.querySelector('dh-embed')
          .shadowRoot.querySelector('[role=status]').textContent,
      ),
    );
  },
};
