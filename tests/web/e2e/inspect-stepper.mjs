// The stepper, its homework, and the equation of the update.
import assert from 'node:assert/strict';
import { cells, inside, near, number, open, untilInside } from './instruments.mjs';
import { choose, click, until } from './page.mjs';
import { ask } from './parts.mjs';

export const stepperTests = {
  'ten numbers of the stepper are those that one computes by hand': async ({ browser, site }) => {
    const { page, faults } = await open(browser, site, 'backprop', 'dataset=moons&network=3');
    await untilInside(page, 'backprop', "root.querySelectorAll('table.layer').length === 3");
    const state = await ask(
      page,
      `({ theta: [...model.parameters], layers: model.run.layout.layers, points: [...model.run.points] })`,
    );
    const [x1, x2, y] = await inside(
      page,
      'backprop',
      "[...root.querySelectorAll('input[type=number]')].map((field) => Number(field.value))",
    );
    const [hidden, output] = state.layers;
    const z = [0, 1, 2].map(
      (u) =>
        state.theta[hidden.biases + u] +
        state.theta[hidden.weights + 2 * u] * x1 +
        state.theta[hidden.weights + 2 * u + 1] * x2,
    );
    const a = z.map(Math.tanh);
    const out = a.reduce((sum, each, u) => sum + state.theta[output.weights + u] * each, state.theta[output.biases]);
    const guess = 1 / (1 + Math.exp(-out));
    const delta = guess - y;
    const tables = await inside(
      page,
      'backprop',
      "[...root.querySelectorAll('table.layer')].map((table) => [...table.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim())))",
    );
    for (const u of [0, 1, 2]) {
      const [shownZ, shownA, slope, back, error] = tables[1][u].map(number);
      near(shownZ, z[u], 0.02, `z of ${u}`);
      near(shownA, a[u], 0.02, `a of ${u}`);
      near(slope, 1 - a[u] ** 2, 0.02, `slope of ${u}`);
      near(back, state.theta[output.weights + u] * delta, 0.02, `Wᵀδ of ${u}`);
      near(error, state.theta[output.weights + u] * delta * (1 - a[u] ** 2), 0.02, `δ of ${u}`);
    }
    near(number(tables[2][0][0]), out, 0.02, 'z of the output');
    near(number(tables[2][0][4]), delta, 0.02, 'δ of the output');
    assert.deepEqual(faults, []);
  },

  'the stepper goes back and forth, and past the last lamp the network trains': async ({ browser, site }) => {
    const { page } = await open(browser, site, 'backprop', 'dataset=moons&network=3,3');
    const shown = () => inside(page, 'backprop', "root.querySelectorAll('.picture .tile.signal').length");
    const all = await shown();
    assert.ok(all > 0);
    for (let steps = 0; steps < 2; steps += 1) await click(page, 'dh-panel-backprop >>> #back');
    await untilInside(page, 'backprop', `root.querySelectorAll('.picture .tile.signal').length < ${all}`);
    for (let steps = 0; steps < 3; steps += 1) await click(page, 'dh-panel-backprop >>> #forth');
    await untilInside(page, 'backprop', '/The update moves/.test(root.textContent)');
    assert.equal(await ask(page, 'model.frame.metrics.step'), 0);
    await click(page, 'dh-panel-backprop >>> #forth');
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step === 1);
    await choose(page, 'dh-panel-backprop >>> label:nth-of-type(1) >>> select', 'epoch').catch(() => {});
    // A weight's chain: a nudge does what the gradient says.
    await click(page, 'dh-panel-backprop >>> button.unit');
    await untilInside(page, 'backprop', "root.querySelectorAll('.plots button').length > 1");
    await inside(page, 'backprop', "root.querySelectorAll('.plots button')[1].click()");
    await untilInside(
      page,
      'backprop',
      "/true ΔL/.test(root.querySelector('.plots [role=status]')?.textContent ?? '')",
    );
    const told = await inside(page, 'backprop', "root.querySelector('.plots [role=status]').textContent");
    const [predicted, actual] = [...told.matchAll(/ΔL (−?[\d.e-]+)/g)].map(([, text]) => number(text));
    assert.ok(Math.abs(predicted - actual) < 0.2 * Math.abs(predicted) + 0.003, told);
    // It stays nudged in the next state, with that state's answer.
    await ask(page, 'model.step()');
    await untilInside(
      page,
      'backprop',
      `![${JSON.stringify(told)}, ''].includes(root.querySelector('.plots [role=status]').textContent)`,
    );
  },

  'homework hides numbers, checks them and takes two digits for right': async ({ browser, site }) => {
    const { page } = await open(browser, site, 'backprop', 'dataset=xor&network=2');
    await inside(page, 'backprop', "root.querySelector('details:last-of-type').open = true");
    const home = (code) =>
      inside(
        page,
        'backprop',
        `(() => { const home = root.querySelector('dh-homework').shadowRoot; return ${code}; })()`,
      );
    await untilInside(page, 'backprop', "root.querySelector('dh-homework')?.shadowRoot.querySelector('input')");
    const trace = await page.evaluate(async () => {
      const panel = document
        .querySelector('dh-playground')
        .shadowRoot.querySelector('dh-dock')
        .shadowRoot.querySelector('dh-panel-backprop');
      return panel.shadowRoot.querySelector('dh-homework').trace;
    });
    const flat = trace.layers
      .flatMap((layer) =>
        layer.z.map((_, u) => [layer.z, layer.a, layer.slope, layer.back, layer.delta].map((all) => all?.[u])),
      )
      .flat();
    const answers = flat
      .filter((_, index) => (index + 1) % 3 === 0)
      .map((value) => String(Number(value.toPrecision(2))));
    await page.evaluate((given) => {
      const panel = document
        .querySelector('dh-playground')
        .shadowRoot.querySelector('dh-dock')
        .shadowRoot.querySelector('dh-panel-backprop');
      const fields = panel.shadowRoot.querySelector('dh-homework').shadowRoot.querySelectorAll('input');
      for (const [index, field] of fields.entries()) {
        field.value = index === 0 ? '99' : given[index];
        field.dispatchEvent(new Event('input'));
      }
    }, answers);
    await home("home.querySelector('#check').click()");
    await untilInside(
      page,
      'backprop',
      "/right/.test(root.querySelector('dh-homework').shadowRoot.querySelector('[role=status]').textContent)",
    );
    assert.equal(
      await home("home.querySelector('[role=status]').textContent"),
      `${answers.length - 1} of ${answers.length} right`,
    );
    assert.equal(await home("home.querySelectorAll('.wrong').length"), 1);
  },

  'the update’s equation is what the network then does, and every rule gets the same gradient': async ({
    browser,
    site,
  }) => {
    const { page } = await open(
      browser,
      site,
      'update',
      'dataset=moons&network=4&optimizer=momentum&learningRate=0.05',
    );
    await ask(page, 'model.step()');
    await ask(page, 'model.step()');
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step === 2);
    await choose(page, 'dh-panel-update >>> #parameter', '3');
    const theta = await ask(page, 'model.parameters[3]');
    await untilInside(
      page,
      'update',
      `Math.abs(Number(root.querySelector('#equation td').textContent.replace('−', '-')) - ${theta}) < 1e-5 * Math.abs(${theta}) + 1e-9`,
    );
    const before = Object.fromEntries(await cells(page, 'update', '#equation'));
    const [v, w] = before.v.split(' → ').map(number);
    near(w, 0.9 * v - 0.05 * number(before['g of backpropagation']), 1e-3, 'v');
    near(number(before['θ after']), number(before['θ before']) + w, 1e-4, 'θ');
    await ask(page, 'model.step()');
    await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step === 3);
    near(await ask(page, 'model.parameters[3]'), number(before['θ after']), 1e-4, 'the network');
    const hashes = (await cells(page, 'update', '#rules')).slice(1).map((row) => row.at(-1));
    assert.equal(hashes.length, 7);
    assert.equal(new Set(hashes).size, 1);
  },
};
