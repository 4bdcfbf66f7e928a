// Points of one’s own: drawn, pasted, dropped, and in links.
import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { choose, find, focused, look, openPage, ready, stateHash, tabTo, until } from './page.mjs';
import { fillCsv, openCsv, openDrawing, own, press, stepBatches, textOf, untilGone, untilPoints } from './parts.mjs';

/** Drags over the map from one place of the plane to another. */
async function drag(page, layer, [fromX, fromY], [toX, toY]) {
  const box = await layer.boundingBox();
  const at = (x1, x2) => [box.x + ((x1 + 6) / 12) * box.width, box.y + ((6 - x2) / 12) * box.height];
  await page.mouse.move(...at(fromX, fromY));
  await page.mouse.down();
  for (let part = 1; part <= 8; part += 1) {
    await page.mouse.move(...at(fromX + ((toX - fromX) * part) / 8, fromY + ((toY - fromY) * part) / 8));
  }
  await page.mouse.up();
}

const setRange = async (page, selector, value) =>
  (await find(page, selector)).evaluate((input, wanted) => {
    input.value = wanted;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, String(value));

const isCsvOpen = (page) =>
  page.evaluate(() => {
    const data = document.querySelector('dh-playground').shadowRoot.querySelector('dh-data');
    return data.shadowRoot.querySelector('dh-points')?.shadowRoot.querySelector('dialog').open ?? false;
  });

/** A file as the browser hands it over. */
const dropFile = (page, name, text) =>
  page.evaluate(
    (fileName, content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], fileName, { type: 'text/csv' }));
      for (const type of ['dragover', 'drop']) {
        const event = new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
        if (!event.defaultPrevented) throw new Error(`the page leaves ${type} to the browser`);
      }
    },
    name,
    text,
  );

const blobs = (count) =>
  Array.from({ length: count }, (_, i) => `${Math.sin(i) + (i % 2 ? 2 : -2)},${Math.cos(7 * i)},${i % 2}`).join('\n');

export const ownPointsTests = {
  'points are drawn by mouse, learnt at once, taken back and undone': async ({ browser, site }) => {
    const { page, faults } = await openPage(browser, `${site}#dataset=gauss&samples=20`);
    await ready(page);
    const layer = await openDrawing(page);
    await press(page, '#clear');
    assert.match(await textOf(page, '.hint'), /at least two points/);
    assert.equal((await own(page)).dataset, 'gauss', 'an empty plane is not learnt from');
    await setRange(page, 'input[name=spray]', 5);
    await drag(page, layer, [-4, 3], [-1, 3]);
    assert.match(await textOf(page, '.hint'), /class blue too/);
    await press(page, '.swatch input[value="1"]');
    await drag(page, layer, [4, -3], [1, -3]);
    const [, drawn] = /([\d,]+) points/.exec(await textOf(page, '.hint'));
    await untilPoints(page, Number(drawn));
    const { values, count, layout } = await own(page);
    assert.equal(layout.classes, 2);
    const blue = values.filter((_, at) => at % 3 === 0 && values[at + 2] === 1);
    assert.ok(blue.length > 5 && blue.every((x1) => x1 > 0), blue.join(' '));
    await press(page, '.swatch input[value="eraser"]');
    await drag(page, layer, [4, -3], [3.5, -3]);
    await until(page, (most) => document.querySelector('dh-playground').model.run.points.length / 3 < most, count);
    await press(page, 'dh-draw >>> #undo');
    await untilPoints(page, count);
    await press(page, '#done');
    await find(page, '#draw');
    assert.equal((await focused(page)).label, 'Draw');
    for (let i = 0; i < 6; i += 1)
      await page.evaluate(() => document.querySelector('dh-playground').model.edits.undo());
    assert.equal((await own(page)).dataset, 'gauss');
    assert.deepEqual(faults, []);
  },

  'points are drawn by the keyboard alone': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle&samples=10`);
    await ready(page);
    await (await find(page, '#draw')).focus();
    await page.keyboard.press('Enter');
    await find(page, 'dh-draw >>> .tools');
    await until(page, () => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.getAttribute('role') === 'application';
    });
    for (const key of ['ArrowRight', 'ArrowUp', 'Enter']) await page.keyboard.press(key);
    await untilPoints(page, 11);
    assert.ok((await own(page)).csv.includes('\n0.25,0.25,0\n'));
    await tabTo(page, ({ type, name }) => type === 'radio' && name === 'brush', 3);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.equal((await focused(page)).label, 'green');
    await page.keyboard.down('Shift');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.up('Shift');
    await page.keyboard.press('Enter');
    await untilPoints(page, 12);
    const { csv, layout } = await own(page);
    assert.ok(csv.includes('\n-0.75,0.25,2\n'), csv);
    assert.equal(layout.classes, 3);
    await page.keyboard.press('Delete');
    await until(page, () => document.querySelector('dh-playground').model.run.layout.classes === 2);
    await page.keyboard.down('Control');
    await page.keyboard.press('z');
    await page.keyboard.up('Control');
    await until(page, () => document.querySelector('dh-playground').model.run.layout.classes === 3);
    await page.keyboard.press('Escape');
    await untilGone(page, 'dh-draw');
  },

  'a finger draws, and what else happens on the page does not disturb it': async ({ browser, site }) => {
    const viewport = { width: 390, height: 844, hasTouch: true, isMobile: false };
    const { page } = await openPage(browser, `${site}#dataset=gauss&samples=10`, { viewport });
    await ready(page);
    const layer = await openDrawing(page);
    const box = await layer.boundingBox();
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 4);
    await untilPoints(page, 11);
    await press(page, '#clear');
    await page.touchscreen.tap(box.x + box.width / 4, box.y + box.height / 4);
    await page.evaluate(() => document.querySelector('dh-playground').model.change('learningRate', '0.3'));
    await until(page, () => Number(document.querySelector('dh-playground').model.run.settings.learningRate) === 0.3);
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    assert.match(await textOf(page, '.hint'), /class blue too/);
    await press(page, '.swatch input[value="1"]');
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    await untilPoints(page, 3);
    await page.evaluate(() => document.querySelector('dh-playground').model.change('dataset', 'xor'));
    await until(page, () => document.querySelector('dh-playground').model.run.settings.dataset === 'xor');
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    await untilPoints(page, 11);
  },

  'numbers are painted, and the weights may stay while they are': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=gauss&samples=20&keepWeights=true`);
    await ready(page);
    await stepBatches(page, 5);
    const weights = () => page.evaluate(() => Array.from(document.querySelector('dh-playground').model.parameters));
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step === 5);
    const before = await weights();
    const layer = await openDrawing(page);
    await drag(page, layer, [0, 4], [0, 3.9]);
    await untilPoints(page, 21);
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step === 0);
    assert.deepEqual(await weights(), before);
    await choose(page, 'dh-draw >>> select.kind', 'numbers');
    await until(page, () => document.querySelector('dh-playground').model.run.layout.regression);
    await setRange(page, 'input[name=target]', -0.5);
    await drag(page, layer, [3, -4], [3, -4]);
    await untilPoints(page, 22);
    const { csv } = await own(page);
    assert.match(csv, /^x1,x2,target\n/);
    const [x1, x2, target] = csv.trimEnd().split('\n').at(-1).split(',').map(Number);
    assert.ok(Math.abs(x1 - 3) < 0.1 && Math.abs(x2 + 4) < 0.1, `${x1}, ${x2}`);
    assert.equal(target, -0.5);
  },

  'pasted points are refused with line and column, then taken': async ({ browser, site }) => {
    const { page, faults } = await openPage(browser, `${site}#dataset=xor`);
    await ready(page);
    await stepBatches(page, 3);
    const hash = await stateHash(page);
    await openCsv(page, 'x1,x2,label\n1,2,cat\n1,oops,dog\n');
    await press(page, 'dh-points >>> .primary');
    await until(page, () => {
      const data = document.querySelector('dh-playground').shadowRoot.querySelector('dh-data');
      return data.shadowRoot.querySelector('dh-points').shadowRoot.querySelector('.error');
    });
    assert.match(await textOf(page, '.error'), /^line 3, column 3: 'oops' is not a number/);
    assert.equal(await stateHash(page), hash, 'the running state stays');
    await fillCsv(page, 'x1,x2,label\n1,2,cat\n-1,-2,dog\n1,1,cat\n');
    await press(page, 'dh-points >>> .primary');
    await untilPoints(page, 3);
    assert.equal(await isCsvOpen(page), false);
    assert.match(await textOf(page, 'dh-legend >>> .class:nth-of-type(2)'), /dog/);
    await openCsv(page, 'x1,x2,target\n1,2,0.5\n-1,-2,-0.5\n');
    await press(page, 'dh-points >>> .primary');
    await until(page, () => document.querySelector('dh-playground').model.run.layout.regression);
    assert.deepEqual(faults, []);
  },

  'a dropped file is taken, or its fault is shown': async ({ browser, site }) => {
    const { page, faults } = await openPage(browser, site);
    await ready(page);
    await dropFile(page, 'good.csv', '1,2,0\n3,4,1\n-1,2,2\n');
    await untilPoints(page, 3);
    assert.equal(await isCsvOpen(page), false);
    const faulty = [
      ['one.csv', '1,2,0\n1,3,0\n', /^one.csv: csv: all points are of class '0'/],
      ['nan.csv', '1,2,0\nnan,3,1\n', /^nan.csv: line 2, column 1/],
      ['picture.png', '\u0089PNG\r\n\u001a\n', /^picture.png: line 1, column/],
      ['long.csv', '1,2,0\n'.repeat(340_000), /2040000 bytes, the limit is 2000000/],
      ['rows.csv', '1,2,0\n3,4,1\n'.repeat(50_001), /more than 100000 points/],
      ['huge.csv', '1,2,0\n'.repeat(3_000_000), /18,000,000 bytes, the limit is 2,000,000/],
    ];
    for (const [name, text, sentence] of faulty) {
      await dropFile(page, name, text);
      await until(
        page,
        (wanted) => {
          const data = document.querySelector('dh-playground').shadowRoot.querySelector('dh-data');
          const dialog = data.shadowRoot.querySelector('dh-points')?.shadowRoot;
          return dialog?.querySelector('dialog').open && dialog.querySelector('.error')?.textContent.startsWith(wanted);
        },
        name,
      );
      assert.match(await textOf(page, '.error'), sentence);
      assert.equal((await own(page)).count, 3);
      const shown = await (await find(page, 'dh-points >>> textarea')).evaluate(({ value }) => value.length);
      assert.ok(shown <= 200_000, `${name}: a text of ${shown} characters would hold up the page`);
    }
    assert.deepEqual(faults, []);
  },

  'a link with own points brings the same run to a fresh page': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#seed=5`);
    await ready(page);
    await openCsv(page, `x1,x2,label\n${blobs(60)}\n`);
    await press(page, 'dh-points >>> .primary');
    await untilPoints(page, 60);
    await until(page, () => location.hash.includes('points=1.'));
    const link = await page.evaluate(() => location.href);
    const hash = await stepBatches(page, 30);
    const { page: fresh } = await openPage(browser, link);
    await ready(fresh);
    assert.equal((await own(fresh)).count, 60);
    assert.equal(await stepBatches(fresh, 30), hash);
    await press(fresh, 'input[value="xor"]');
    await until(fresh, () => !location.hash.includes('points='));
    await press(fresh, 'input[value="custom"]');
    await untilPoints(fresh, 60);
  },

  'links with damaged, missing or huge points are explained and open': async ({ browser, site }) => {
    const bomb = deflateRawSync(Buffer.alloc(30_000_000)).toString('base64url');
    const junk = deflateRawSync(Buffer.from('1,2,0\n1,oops,1\n')).toString('base64url');
    const links = [
      ['points=1.cd.AAAA', /points in the link could not be read. They are damaged/],
      [`points=1.cd.${bomb}`, /more than 2,000,000 bytes/],
      ['points=9.cd.AAAA', /version 9/],
      ['', /holds none/],
      [`points=1.cd.${junk}`, /line 2, column 3/],
    ];
    for (const [points, sentence] of links) {
      const { page, faults } = await openPage(browser, `${site}#dataset=custom&noise=15&${points}`);
      await ready(page);
      await until(page, () => document.querySelector('dh-playground').model.notice);
      const { notice, settings, status } = await look(page);
      assert.match(notice.lines.join(' '), sentence);
      assert.equal(settings.dataset, 'spiral');
      // What the core itself refuses, it refuses as a whole.
      assert.equal(settings.noise, points.endsWith(junk) ? '0' : '15');
      assert.equal(status, 'paused');
      await stepBatches(page, 2);
      assert.deepEqual(faults, []);
      await page.close();
    }
  },

  'points too many for a link are left out of it, which is said once': async ({ browser, site }) => {
    const { page } = await openPage(browser, site);
    await ready(page);
    await openCsv(page, blobs(2000));
    await press(page, 'dh-points >>> .primary');
    await untilPoints(page, 2000);
    await until(page, () =>
      document.querySelector('dh-playground').model.notice?.lines.join().includes('too many points'),
    );
    const hash = await page.evaluate(() => location.hash);
    assert.ok(hash.includes('dataset=custom') && !hash.includes('points='), hash);
  },
};
