// Data sets, features, and what the output tells of them.
import assert from 'node:assert/strict';
import { find, look, openPage, ready, stateHash, until, violationsInBothThemes } from './page.mjs';
import { openCsv, openDrawing, own, press, stepBatches, textOf, trainUntil, untilGone } from './parts.mjs';

export const dataTests = {
  'features are switched, and one stays on': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=circle`);
    await ready(page);
    const features = () => page.evaluate(() => document.querySelector('dh-playground').model.run.settings.features);
    const inputs = () => page.evaluate(() => document.querySelector('dh-playground').model.run.layout.inputs.length);
    await press(page, '[data-feature="x1Squared"]');
    await until(page, () => document.querySelector('dh-playground').model.run.layout.inputs.length === 3);
    await until(page, () => location.hash.includes('features='));
    await press(page, '[data-feature="x1"]');
    await until(page, () => document.querySelector('dh-playground').model.run.layout.inputs.length === 2);
    await (await find(page, '[data-feature="x2"]')).focus();
    await page.keyboard.press(' ');
    await until(page, () => document.querySelector('dh-playground').model.run.layout.inputs.length === 1);
    await press(page, '[data-feature="x1Squared"]');
    assert.equal(await features(), 'x1Squared');
    assert.equal(await inputs(), 1);
    await press(page, 'input[name="standardize"]');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.standardize === 'on');
  },

  'controls of the data appear where they matter': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=rings`);
    await ready(page);
    const shown = () =>
      page.evaluate(() => {
        const data = document.querySelector('dh-playground').shadowRoot.querySelector('dh-data');
        return [...data.shadowRoot.querySelectorAll('dh-setting:not([hidden])')].map((control) => control.name);
      });
    assert.deepEqual(await shown(), ['samples', 'noise', 'classes', 'trainRatio', 'balance', 'seed']);
    await press(page, 'input[value="plane"]');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.dataset === 'plane');
    assert.deepEqual(await shown(), ['samples', 'noise', 'trainRatio', 'seed']);
  },

  'a number is learnt, and R² tells how well': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=multi-gauss`);
    await ready(page);
    await trainUntil(page, () => document.querySelector('dh-playground').model.frame.metrics.testRSquared > 0.8);
    assert.match(await textOf(page, 'dh-output >>> header span'), /^R²: training 0\.\d{3} · test 0\.[89]\d\d$/);
    const scale = await find(page, 'dh-legend >>> .scale');
    assert.match(await scale.evaluate((element) => element.getAttribute('aria-label')), /−1.*1/);
    await until(page, () => {
      const output = document.querySelector('dh-playground').shadowRoot.querySelector('dh-output');
      return /number.*between −\d/.test(output.shadowRoot.querySelector('canvas.plane').getAttribute('aria-label'));
    });
    assert.equal(await page.$('>>> #confusion'), null);
  },

  'five arms of a pinwheel are told apart': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=pinwheel&classes=5`);
    await ready(page);
    await trainUntil(page, () => document.querySelector('dh-playground').model.frame.metrics.testAccuracy > 0.9);
    assert.equal((await page.$$('>>> dh-legend >>> .class')).length, 5);
    assert.equal((await own(page)).layout.outputs, 5);
  },

  'a link of TensorFlow Playground opens with its settings': async ({ browser, site }) => {
    const query =
      'activation=relu&regularization=L2&batchSize=20&dataset=xor&regDataset=reg-plane&learningRate=0.1' +
      '&regularizationRate=0.01&noise=15&networkShape=5,3&seed=0.49285&showTestData=true&discretize=true' +
      '&percTrainData=70&x=true&y=false&xTimesY=true&xSquared=false&ySquared=false&cosX=false&sinX=true&cosY=false' +
      '&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false&playButton_hide=true';
    const { page, faults } = await openPage(browser, `${site}#${query}`);
    await ready(page);
    const { settings, view, notice } = await look(page);
    assert.equal(notice, null, JSON.stringify(notice));
    const { dataset, noise, trainRatio, features, network, activation, batchSize, l2, seed } = settings;
    assert.deepEqual(
      { dataset, noise, trainRatio, features, network, activation, batchSize, l2, seed },
      {
        dataset: 'xor',
        noise: '15',
        trainRatio: '70',
        features: 'x1,x1x2,sinX1',
        network: '5,3',
        activation: 'relu',
        batchSize: '20',
        l2: '0.005',
        seed: '49285',
      },
    );
    assert.equal(view.showTestData, 'true');
    assert.equal(view.discretize, 'true');
    assert.deepEqual(faults, []);
  },

  'the confusion matrix counts every test point': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=blobs&classes=4&noise=30&trainRatio=60`);
    await ready(page);
    await stepBatches(page, 60);
    await press(page, '#confusion');
    await find(page, 'dh-confusion >>> #test table.counts td');
    const read = (set) =>
      page.evaluate((id) => {
        const output = document.querySelector('dh-playground').shadowRoot.querySelector('dh-output');
        const root = output.shadowRoot.querySelector('dh-confusion').shadowRoot;
        const cells = [...root.querySelectorAll(`#${id} table.counts tbody td`)].map((cell) =>
          Number(cell.textContent),
        );
        const heads = [...root.querySelectorAll(`#${id} table.counts th[scope="col"]`)].map((cell) => cell.textContent);
        return { cells, heads, open: root.querySelector('dialog').open };
      }, set);
    const sum = (values) => values.reduce((total, value) => total + value, 0);
    const test = await read('test');
    assert.ok(test.open);
    assert.deepEqual(test.heads, ['orange', 'blue', 'green', 'purple']);
    assert.equal(test.cells.length, 16);
    assert.equal(sum(test.cells), 200);
    const { metrics } = await look(page);
    const right = sum([0, 5, 10, 15].map((at) => test.cells[at]));
    assert.ok(Math.abs(right / 200 - metrics.testAccuracy) < 1e-9, `${right}`);
    assert.equal(sum((await read('train')).cells), 300);
  },

  'a probe tells what the network answers, by mouse and by keyboard': async ({ browser, site }) => {
    const { page } = await openPage(browser, `${site}#dataset=blobs`);
    await ready(page);
    const hash = await stateHash(page);
    const map = await find(page, 'canvas.plane');
    const box = await map.boundingBox();
    await page.mouse.click(box.x + box.width * 0.75, box.y + box.height * 0.25);
    await find(page, 'dh-probe >>> button');
    const answer = () => textOf(page, 'dh-probe >>> #answer');
    const untilAnswer = (begin) =>
      until(
        page,
        (wanted) => {
          const output = document.querySelector('dh-playground').shadowRoot.querySelector('dh-output');
          return output.shadowRoot
            .querySelector('dh-probe')
            .shadowRoot.querySelector('#answer')
            .textContent.startsWith(wanted);
        },
        begin,
      );
    await untilAnswer('(3.0, 3.0) → orange');
    const shares = [...(await answer()).matchAll(/([\d.]+) %/g)].map(([, share]) => Number(share));
    assert.equal(shares.length, 3);
    assert.ok(Math.abs(shares.reduce((total, share) => total + share, 0) - 100) < 0.2, shares.join(' '));
    await (await find(page, 'dh-probe >>> button')).focus();
    await page.keyboard.press('ArrowLeft');
    await untilAnswer('(2.9, 3.0)');
    await page.mouse.move(box.x + box.width * (8.9 / 12), box.y + box.height * 0.25);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
    await page.mouse.up();
    await untilAnswer('(0.0, 0.0)');
    assert.equal(await stateHash(page), hash, 'asking changes nothing');
    const before = await answer();
    await stepBatches(page, 20);
    await until(
      page,
      (old) => {
        const output = document.querySelector('dh-playground').shadowRoot.querySelector('dh-output');
        return output.shadowRoot.querySelector('dh-probe').shadowRoot.querySelector('#answer').textContent !== old;
      },
      before,
    );
    await (await find(page, 'dh-probe >>> button')).focus();
    await page.keyboard.press('Escape');
    await untilGone(page, 'dh-probe');
  },

  'axe finds nothing to object to in drawing, dialogs and legends': async ({ browser, site, isMine }) => {
    const states = {
      drawing: ['dataset=blobs', (page) => openDrawing(page)],
      'drawing numbers': ['dataset=plane', (page) => openDrawing(page)],
      csv: [
        '',
        async (page) => {
          await openCsv(page, '1,2\n');
          await press(page, 'dh-points >>> .primary');
          await find(page, 'dh-points >>> .error');
        },
      ],
      confusion: [
        'dataset=rings',
        async (page) => {
          await press(page, '#confusion');
          await find(page, 'dh-confusion >>> table');
        },
      ],
      probe: ['dataset=multi-gauss&showTestData=true', (page) => press(page, '#probe')],
      features: ['features=x1', async () => {}],
    };
    for (const [index, [name, [hash, act]]] of Object.entries(states).entries()) {
      if (!isMine(index)) continue;
      const { page } = await openPage(browser, `${site}#${hash}`);
      await ready(page);
      await act(page);
      assert.deepEqual(await violationsInBothThemes(page), [], name);
      await page.close();
    }
  },

  'drawing and dialogs fit on a phone': async ({ browser, site }) => {
    for (const width of [390, 320]) {
      const { page } = await openPage(browser, `${site}#dataset=pinwheel&classes=6`, {
        viewport: { width, height: 844 },
      });
      await ready(page);
      await press(page, '#confusion');
      await find(page, 'dh-confusion >>> table');
      await page.keyboard.press('Escape');
      await openDrawing(page);
      const scrolls = () =>
        page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      assert.equal(await scrolls(), false, `${width} px`);
      await page.close();
    }
  },
};
