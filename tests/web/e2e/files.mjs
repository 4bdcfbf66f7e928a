// Runs, models, pictures and tables as files: what is saved and what is opened.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/server.mjs';
import { click, find, look, openPage, ready, until } from './page.mjs';
import { ask, steps } from './parts.mjs';

/** Notes what would have been saved. */
const catchFiles = () => {
  window.saved = [];
  const blobs = new Map();
  const create = URL.createObjectURL.bind(URL);
  URL.createObjectURL = (blob) => {
    const address = create(blob);
    blobs.set(address, blob);
    return address;
  };
  const press = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (this.download) window.saved.push({ name: this.download, blob: blobs.get(this.href) });
    else press.call(this);
  };
};

async function fileFrom(page, button) {
  if (!(await page.$('>>> dh-file-menu >>> .panel:popover-open'))) await click(page, '#file');
  const before = await page.evaluate(() => window.saved.length);
  await click(page, button);
  await until(page, (count) => window.saved.length > count, before);
  return page.evaluate(async () => {
    const { name, blob } = window.saved.at(-1);
    const isPicture = blob.type === 'image/png';
    const image = isPicture ? await createImageBitmap(blob) : null;
    return { name, type: blob.type, width: image?.width, text: isPicture ? '' : await blob.text() };
  });
}

/** Until the page has a frame with these weights. */
const shows = (page, weights) =>
  until(
    page,
    (wanted) => {
      const { parameters } = document.querySelector('dh-playground').model;
      return parameters.length === wanted.length && wanted.every((value, place) => value === parameters[place]);
    },
    weights,
  );

export const fileTests = {
  'a run is saved and opened, and what is none is refused in words': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle&network=3`, { before: catchFiles });
    await ready(page);
    await steps(page, 20);
    await ask(page, 'model.edits.freeze(2, true)');
    const saved = await fileFrom(page, 'dh-file-menu >>> .row:not(.narrow) button');
    assert.equal(saved.name, 'downhill-run.json');
    const before = await ask(page, 'Array.from(model.parameters)');
    await ask(page, "model.configure('dataset=xor&network=5')");
    const open = (name, text) =>
      page.evaluate(
        async (file, content) => {
          const { shadowRoot } = document.querySelector('dh-playground');
          const menu = shadowRoot.querySelector('dh-tools').shadowRoot.querySelector('dh-file-menu');
          await menu.take(document.querySelector('dh-playground').model, new File([content], file));
        },
        name,
        text,
      );
    for (const [text, sentence] of [
      ['x1,x2\n', /not JSON/],
      ['{"a": 1}', /no run of Downhill/],
      [saved.text.replace('"version": 1', '"version": 99'), /another version/],
      [saved.text.replace(/"step": \d+/, '"step": "no"'), /damaged at “step”/],
    ]) {
      await open('other.json', text);
      const { notice, settings } = await look(page);
      assert.match(notice.lines[0], sentence);
      assert.equal(settings.dataset, 'xor');
    }
    // As a file that is dropped somewhere on the page.
    await page.evaluate((text) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], 'downhill-run.json', { type: 'application/json' }));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, saved.text);
    await until(page, () => document.querySelector('dh-playground').model.parameters.length === 13);
    assert.match((await look(page)).notice.title, /is open/);
    await shows(page, before); // they come with the next frame
    assert.deepEqual(await ask(page, 'Array.from(model.parameters)'), before);
    assert.deepEqual(await ask(page, 'model.run.frozen'), [2]);
    // One that the command line has saved; tests/cli holds the file to what it writes.
    const native = readFileSync(join(root, 'tests/cli/xor-run.json'), 'utf8');
    await open('xor-run.json', native);
    assert.equal((await look(page)).settings.dataset, 'xor');
    const weights = JSON.parse(native).parameters.map(Math.fround);
    await shows(page, weights);
    assert.deepEqual(await ask(page, 'Array.from(model.parameters)'), weights);
  },

  'a run that was saved goes on as if it had never left': async ({ browser, site }) => {
    const { page, faults } = await openPage(browser, `${site}#dataset=moons&network=5:batchNorm,3&optimizer=adam`, {
      before: catchFiles,
    });
    await ready(page);
    await steps(page, 33);
    const saved = await fileFrom(page, 'dh-file-menu >>> .row:not(.narrow) button');
    await steps(page, 20);
    const hash = await ask(page, 'model.stateHash()');
    const { page: fresh } = await openPage(browser, `${site}#dataset=xor`);
    await ready(fresh);
    await click(fresh, '#file');
    await find(fresh, 'dh-file-menu >>> .panel:popover-open');
    const open = (text) =>
      fresh.evaluate(async (content) => {
        const { model, shadowRoot } = document.querySelector('dh-playground');
        const menu = shadowRoot.querySelector('dh-tools').shadowRoot.querySelector('dh-file-menu');
        await menu.take(model, new File([content], 'run.json'));
      }, text);
    await open(saved.text);
    await steps(fresh, 20);
    assert.equal(await ask(fresh, 'model.frame.metrics.step'), 53);
    assert.equal(await ask(fresh, 'model.stateHash()'), hash);
    await open(
      JSON.stringify({ ...JSON.parse(saved.text), query: 'dataset=gauss&network=5:batchNorm,3', snapshot: [1] }),
    );
    const { notice, settings } = await look(fresh);
    assert.match(notice.lines[0], /damaged at “snapshot”/);
    assert.equal(settings.dataset, 'moons');
    assert.deepEqual(faults, []);
  },

  'the network leaves for other programs, where it answers as here': async ({ browser, site }) => {
    const { page, faults } = await openPage(browser, `${site}#dataset=circle&network=4:batchNorm&features=x1,x2,x1x2`, {
      before: catchFiles,
    });
    await ready(page);
    await steps(page, 60);
    const take = (label) => fileFrom(page, `dh-file-menu >>> [aria-label="Model as ${label}"]`);
    const points = [
      [0, 0],
      [1.5, -2],
      [-4, 3.25],
    ];
    const own = await page.evaluate(async (asked) => {
      const { model } = document.querySelector('dh-playground');
      const answers = [];
      for (const [x1, x2] of asked) answers.push(Array.from((await model.ask('probe', { x1, x2 })).slice(-1)));
      return answers;
    }, points);
    const { predict } = await import(`data:text/javascript,${encodeURIComponent((await take('JavaScript')).text)}`);
    points.forEach((point, k) => {
      assert.ok(Math.abs(predict(...point)[0] - own[k][0]) < 1e-5, `${point}: ${predict(...point)} and ${own[k]}`);
    });
    assert.match((await take('C header')).text, /downhill_predict/);
    assert.match((await take('NumPy code')).text, /import numpy/);
    assert.match((await take('PyTorch code')).text, /import torch/);
    assert.match((await take('ONNX')).text, /downhill/);
    assert.equal(JSON.parse((await take('JSON')).text).format, 'downhill-network');
    assert.match((await take('NumPy arrays')).text, /^PK/);
    assert.match((await take('safetensors')).text, /"layers\.0\.weight"/);
    assert.deepEqual(faults, []);
  },

  'pictures and tables are exported, each of them whole': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle&network=3`, { before: catchFiles });
    await ready(page);
    await steps(page, 40);
    for (const what of ['Output', 'Network', 'Loss curve']) {
      const png = await fileFrom(page, `dh-file-menu >>> [aria-label="${what} as PNG"]`);
      assert.equal(png.type, 'image/png');
      assert.ok(png.width >= 800, `${what} ${png.width}`);
      const svg = await fileFrom(page, `dh-file-menu >>> [aria-label="${what} as SVG"]`);
      const shapes = await page.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
        return parsed.querySelector('parsererror') ? -1 : parsed.querySelectorAll('path').length;
      }, svg.text);
      assert.ok(shapes >= 3, `${what} ${shapes}`);
    }
    const curve = await fileFrom(page, 'dh-file-menu >>> [aria-label="Loss curve as CSV"]');
    const [header, ...rows] = curve.text.trim().split('\n');
    assert.equal(header, 'step,epoch,trainLoss,testLoss,penalty,trainAccuracy,testAccuracy');
    assert.ok(rows.length > 10 && rows.every((row) => row.split(',').every((cell) => Number.isFinite(Number(cell)))));
    const points = await fileFrom(page, 'dh-file-menu >>> [aria-label="Points as CSV"]');
    assert.equal(points.text.trim().split('\n').length, 501);
  },
};
