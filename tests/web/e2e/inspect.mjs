// The instruments of the dock: each is made to show what it is there for, and its numbers are recomputed in plain JavaScript.
import assert from 'node:assert/strict';
import { panels } from '../lib/panels.mjs';
import { stepperTests } from './inspect-stepper.mjs';
import { cells, inside, near, number, open, untilInside } from './instruments.mjs';
import { choose, click, find, openPage, ready, until, violations } from './page.mjs';
import { ask } from './parts.mjs';

export const inspectTests = {
  ...stepperTests,

  'the range test suggests a rate, and it is taken': async ({ browser, site }) => {
    const { page } = await open(browser, site, 'update', 'dataset=circle&learningRate=0.0001');
    await click(page, 'dh-rate-plan >>> #range');
    await click(page, 'dh-rate-plan >>> #use');
    await until(page, () => Number(document.querySelector('dh-playground').model.run.settings.learningRate) > 0.001);
    await choose(page, 'dh-rate-plan >>> #schedule', 'cosine');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.schedule === 'cosine');
  },

  'Taylor’s ratio tends to 1 as the rate falls, and a rate too large goes uphill': async ({ browser, site }) => {
    const ratios = [];
    for (const rate of ['0.001', '0.1', '10']) {
      const { page } = await open(browser, site, 'taylor', `dataset=xor&batchSize=500&learningRate=${rate}`);
      await untilInside(page, 'taylor', "root.querySelector('.ratio')");
      ratios.push(number(await inside(page, 'taylor', "root.querySelector('.ratio').textContent")));
      await page.close();
    }
    assert.ok(Math.abs(ratios[0] - 1) < 0.02, `${ratios}`);
    assert.ok(Math.abs(ratios[1] - 1) < Math.abs(ratios[2] - 1), `${ratios}`);
  },

  'the next batch is ringed, and three batch sizes race from the same start': async ({ browser, site }) => {
    const { page } = await open(browser, site, 'batches', 'dataset=circle&batchSize=7');
    assert.equal(await inside(page, 'batches', "root.querySelectorAll('circle.in').length"), 7);
    await choose(page, 'dh-panel-batches >>> #size', '250');
    await untilInside(
      page,
      'batches',
      "/beyond|noise scale 0/.test(root.querySelector('#noise').textContent) || root.querySelectorAll('line.one').length === 1",
    );
    await click(page, 'dh-panel-batches >>> #three');
    await untilInside(
      page,
      'batches',
      "root.querySelectorAll('path.lane').length === 3 && (root.querySelector('path.lane-0').getAttribute('d').match(/L/g) ?? []).length > 5",
    );
    await click(page, 'dh-panel-batches >>> #three');
  },

  'another activation takes the place of one, and the weights stay': async ({ browser, site }) => {
    const { page } = await open(browser, site, 'activations', 'dataset=moons&network=4,4');
    const before = await ask(page, '[...model.parameters]');
    await choose(page, 'dh-panel-activations >>> [data-layer="1"] select', 'relu');
    await until(page, () => document.querySelector('dh-playground').model.run.layout.layers[1].activation === 'relu');
    await until(page, () => document.querySelector('dh-playground').model.parameters.length > 0);
    assert.equal(await ask(page, 'model.run.layout.layers[0].activation'), 'tanh');
    assert.deepEqual(await ask(page, '[...model.parameters]'), before);
  },

  'the landscape’s middle is where the run is; it turns by keyboard; other seeds end elsewhere': async ({
    browser,
    site,
  }) => {
    const { page } = await open(browser, site, 'landscape', 'dataset=xor&network=3');
    await untilInside(page, 'landscape', "root.querySelector('.here')");
    const summary = await inside(page, 'landscape', "root.querySelector('.plot').getAttribute('aria-label')");
    const [low, , here] = [...summary.matchAll(/[\d.]+(?:e-?\d+)?/g)].map(([text]) => Number(text));
    near(here, await ask(page, 'model.frame.metrics.trainLoss'), 0.02, 'J');
    assert.ok(low <= here * 1.01);
    const canvas = await find(page, 'dh-panel-landscape >>> canvas');
    const label = () => canvas.evaluate((element) => element.getAttribute('aria-label'));
    const before = await label();
    await canvas.focus();
    await page.keyboard.press('ArrowRight');
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.notEqual(await label(), before);
    await find(page, 'dh-seed-strip >>> input').then((field) =>
      field.evaluate((input) => {
        input.value = '5';
        input.dispatchEvent(new Event('change'));
      }),
    );
    await click(page, 'dh-seed-strip >>> #seeds');
    await untilInside(
      page,
      'landscape',
      "root.querySelector('dh-seed-strip').shadowRoot.querySelectorAll('figure').length === 20",
    );
    const losses = await inside(
      page,
      'landscape',
      "[...root.querySelector('dh-seed-strip').shadowRoot.querySelectorAll('figcaption')].map((caption) => caption.textContent)",
    );
    assert.ok(new Set(losses).size > 5, losses.join());
  },

  'a race starts from one state and its lanes end where such runs end': async ({ browser, site }) => {
    const { page } = await open(browser, site, 'race', 'dataset=xor&network=4');
    await untilInside(page, 'race', '/all start at state/.test(root.textContent)');
    for (let epochs = 0; epochs < 3; epochs += 1) {
      await click(page, 'dh-panel-race >>> #epoch');
      await untilInside(
        page,
        'race',
        `root.querySelector('tbody td:nth-of-type(5)').textContent.trim() === '${epochs + 1}'`,
      );
    }
    const [, sgd, , , , , adam] = await cells(page, 'race', 'table');
    const other = await openPage(browser, `${site}#dataset=xor&network=4&optimizer=adam&learningRate=0.01`);
    await ready(other.page);
    for (let epochs = 0; epochs < 3; epochs += 1)
      await ask(other.page, "(model.setView('stepUnit', 'epoch'), model.step())");
    await until(other.page, () => document.querySelector('dh-playground').model.frame.metrics.epoch === 3);
    near(number(adam[1]), await ask(other.page, 'model.frame.metrics.trainLoss'), 0.01, 'Adam’s loss');
    assert.notEqual(sgd[1], adam[1]);
    await other.page.close();
    await page.bringToFront();
    await inside(page, 'race', "root.querySelectorAll('tbody tr')[5].querySelector('button').click()");
    await until(page, () => document.querySelector('dh-playground').model.run.settings.optimizer === 'adam');
  },

  'the right pair pulls hardest where it is most wrong, and wins the race from there': async ({ browser, site }) => {
    const { page } = await open(browser, site, 'pairing', 'dataset=circle&network=4&learningRate=0.3');
    const rows = await cells(page, 'pairing', '#pairs');
    near(number(rows[1][2]), -1 / (1 + Math.exp(-6)), 0.01, 'sigmoid with its cross-entropy');
    assert.ok(Math.abs(number(rows[1][1])) < 0.01, 'sigmoid with squared error');
    await click(page, 'dh-panel-pairing >>> #race');
    await untilInside(
      page,
      'pairing',
      "(root.querySelector('path.lane-0[d*=L]')?.getAttribute('d').match(/L/g) ?? []).length > 0 && root.querySelectorAll('.plot')[1].querySelector('.lane-0').getAttribute('d').match(/L/g)?.length > 60",
    );
    await click(page, 'dh-panel-pairing >>> #race');
    await inside(
      page,
      'pairing',
      "(() => { const slider = root.querySelector('dh-softmax-toy').shadowRoot.querySelector('input'); slider.value = '2'; slider.dispatchEvent(new Event('input')); })()",
    );
    const wanted = Math.exp(2) / (Math.exp(2) + 2);
    await untilInside(
      page,
      'pairing',
      `/${(100 * wanted).toFixed(1)} %/.test(root.querySelector('dh-softmax-toy').shadowRoot.textContent)`,
    );
  },

  'the gradient is right, sabotage is seen in the scatter, and the guess is judged': async ({ browser, site }) => {
    const { page } = await open(browser, site, 'check', 'dataset=moons&network=4');
    await untilInside(page, 'check', '/The gradient is right/.test(root.textContent)');
    await click(page, 'dh-panel-check >>> #sabotage');
    await untilInside(
      page,
      'check',
      "/Something is wrong/.test(root.textContent) && root.querySelectorAll('circle.bad').length > 0",
    );
    for (const fault of ['noDerivative', 'transposedWeights', 'noBias', 'wrongPairing']) {
      await choose(page, 'dh-panel-check >>> #guess', fault);
      await untilInside(page, 'check', '/Found!|That is not it/.test(root.textContent)');
      if (await inside(page, 'check', '/Found!/.test(root.textContent)')) break;
    }
    assert.ok(await inside(page, 'check', '/Found!/.test(root.textContent)'));
    await click(page, 'dh-panel-check >>> #sabotage');
    await click(page, 'dh-panel-check >>> #sweep');
    await untilInside(page, 'check', "root.querySelectorAll('path.float').length === 1");
  },

  'the graph’s adjoints appear in a sweep from the loss, and costs are counted and measured': async ({
    browser,
    site,
  }) => {
    const { page } = await open(browser, site, 'graph', 'dataset=moons&network=3');
    const passes = await cells(page, 'graph', '#passes');
    assert.match(passes[2][1], /^26 /); // 13 parameters, twice each
    await click(page, 'dh-panel-graph >>> #sweep');
    await untilInside(
      page,
      'graph',
      "[...root.querySelectorAll('#nodes td.adjoint')].filter((cell) => cell.textContent.trim()).length === 1",
    );
    assert.match(
      await inside(page, 'graph', "root.querySelector('#nodes tbody tr:last-child').textContent"),
      /L.*1\.00/s,
    );
    await choose(page, 'dh-panel-graph >>> #vary', 'engine');
    await click(page, 'dh-panel-graph >>> #measure');
    await untilInside(page, 'graph', "root.querySelectorAll('#compared tbody tr').length === 2");
  },

  'the penalty pulls against the data, dropout leaves units out': async ({ browser, site }) => {
    const { page } = await open(browser, site, 'regularisation', 'dataset=moons&network=6&l2=0.1');
    const rows = (await cells(page, 'regularisation', '#pulls')).slice(1);
    for (const [, value, , penalty] of rows.slice(0, 3))
      near(number(penalty), -2 * 0.1 * number(value), 0.03, 'the pull of 2λθ');
    await click(page, 'dh-panel-regularisation >>> #dropout');
    await until(page, () => document.querySelector('dh-playground').model.run.settings.network === '6:dropout0.3');
    await untilInside(page, 'regularisation', "root.querySelectorAll('.units i').length === 6");
  },

  'names of parameters stay readable on a phone': async ({ browser, site }) => {
    const { page } = await open(browser, site, 'regularisation', 'l2=0.1', { viewport: { width: 390, height: 844 } });
    await untilInside(page, 'regularisation', "root.querySelectorAll('#pulls tbody tr').length > 3");
    const tallest = await inside(
      page,
      'regularisation',
      "Math.max(...[...root.querySelectorAll('#pulls tbody tr')].map((row) => row.clientHeight))",
    );
    assert.ok(tallest < 80, `${tallest} px`);
  },

  'the coach sees too large a rate, and its remedy calms it': async ({ browser, site }) => {
    const { page } = await open(
      browser,
      site,
      'coach',
      'dataset=circle&learningRate=10&loss=squaredError&output=linear',
    );
    await ask(page, "(model.setView('stepUnit', 'epoch'), model.step())");
    // As many epochs as the curve, which comes with the pictures, needs to show it.
    const isSeen = "!!root.querySelector('[data-rule=learningRate]:not(.ok) .fix')";
    for (let epochs = 0; epochs < 150; epochs += 1) {
      await ask(page, 'model.step()');
      if (epochs > 13 && (await inside(page, 'coach', isSeen))) break;
    }
    await untilInside(page, 'coach', isSeen);
    const rate = Number(await ask(page, 'model.run.settings.learningRate'));
    await click(page, 'dh-panel-coach >>> [data-rule=learningRate] .fix');
    await until(
      page,
      (old) => Number(document.querySelector('dh-playground').model.run.settings.learningRate) < old,
      rate,
    );
    await click(page, 'dh-panel-coach >>> [data-rule=gradientNorms] .show');
    await find(page, 'dh-panel-flow >>> table');
  },

  'an instrument works on the page itself where there are no workers': async ({ browser, site }) => {
    const { page } = await open(browser, site, 'flow', 'dataset=xor&network=4', {
      before: () => {
        window.Worker = class {
          constructor() {
            throw new DOMException('no workers here', 'SecurityError');
          }
        };
      },
    });
    await untilInside(page, 'flow', "root.querySelectorAll('tbody tr').length === 2");
    assert.equal(await ask(page, "model.place.split('\\n')[0]"), 'page');
  },

  'an instrument that cannot be had says so, and the training is as it was': async ({ browser, origin }) => {
    const { page } = await openPage(browser, `${origin}/blind/#dataset=xor&network=4`);
    await ready(page);
    await ask(page, 'model.step()');
    await click(page, 'dh-dock >>> #tab-flow');
    await untilInside(page, 'flow', "root.querySelector('.refused')");
    assert.equal(await ask(page, 'model.status'), 'paused');
    assert.equal(await ask(page, 'model.frame.metrics.step'), 1);
  },

  'tables of numbers are seen whole on a desktop, and a long list of races fits a phone': async ({ browser, site }) => {
    for (const panel of ['flow', 'update', 'race', 'check', 'pairing', 'regularisation']) {
      const { page } = await open(browser, site, panel, 'l2=0.001', { viewport: { width: 1440, height: 900 } });
      await untilInside(page, panel, '[...root.querySelectorAll(".scroll table tbody tr")].length > 1');
      const widths = await inside(
        page,
        panel,
        '[...root.querySelectorAll(".scroll")].map((e) => [e.scrollWidth, e.clientWidth])',
      );
      assert.ok(widths.length > 0 && widths.every(([all, seen]) => all <= seen), `${panel}: ${widths}`);
      await page.close();
    }
    const { page } = await open(browser, site, 'race', '', { viewport: { width: 390, height: 844 } });
    const edge = await inside(page, 'race', 'root.querySelector("select").getBoundingClientRect().right');
    assert.ok(edge <= 390, `${edge}`);
  },

  'axe has nothing to object to in any instrument': async ({ browser, site, isMine }) => {
    for (const [index, panel] of panels.entries()) {
      if (!isMine(index)) continue;
      const theme = (index >> 1) % 2 ? 'dark' : 'light';
      const { page, faults } = await open(browser, site, panel, `dataset=moons&network=4&theme=${theme}`);
      assert.deepEqual(await violations(page), [], `${panel} ${theme}`);
      assert.deepEqual([...faults, ...(await page.evaluate(() => window.policyViolations))], [], panel);
      await page.close();
    }
  },
};
