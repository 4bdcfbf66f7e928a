// What several files of tests do with a page.
import { choose, click, find, stateHash, until, untilFocused } from './page.mjs';

export const press = async (page, selector) => (await find(page, selector)).click();
export const textOf = async (page, selector) =>
  (await find(page, selector)).evaluate((element) => element.textContent.trim());

export const own = (page) =>
  page.evaluate(() => {
    const { run } = document.querySelector('dh-playground').model;
    const { points, custom, settings, layout } = run;
    return {
      count: points.length / 3,
      values: Array.from(points),
      csv: custom?.csv,
      dataset: settings.dataset,
      layout,
    };
  });

/** Until the engine has the points that were drawn. */
export const untilPoints = (page, count) =>
  until(
    page,
    (wanted) => {
      const { run } = document.querySelector('dh-playground').model;
      return run.settings.dataset === 'custom' && run.points.length === 3 * wanted;
    },
    count,
  );

export async function openDrawing(page) {
  await press(page, '#draw');
  const layer = await find(page, 'dh-draw >>> .layer');
  await layer.scrollIntoView();
  return layer;
}

export async function openCsv(page, text) {
  await press(page, '#csv');
  await until(page, () => {
    const data = document.querySelector('dh-playground').shadowRoot.querySelector('dh-data');
    return data.shadowRoot.querySelector('dh-points')?.shadowRoot?.querySelector('dialog')?.open;
  });
  await fillCsv(page, text);
}

export async function fillCsv(page, text) {
  const area = await find(page, 'dh-points >>> textarea');
  await area.evaluate((element, wanted) => {
    element.value = wanted;
    element.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);
}

/** The values are the condition's. */
export async function trainUntil(page, condition, ...values) {
  await click(page, '.play');
  await until(page, condition, ...values);
  await click(page, '.play');
  // The last picture comes a moment after the button has changed.
  await until(page, () => !document.querySelector('dh-playground').model.frame.running);
}

export const stepBatches = (page, count) =>
  page.evaluate(async (steps) => {
    const { model } = document.querySelector('dh-playground');
    for (let i = 0; i < steps; i += 1) await model.step();
    return model.stateHash();
  }, count);

export const ask = (page, code) =>
  page.evaluate(`(async () => { const { model } = document.querySelector('dh-playground'); return ${code}; })()`);

export async function steps(page, count) {
  const step = await ask(page, 'model.frame.metrics.step');
  await ask(page, `(async () => { for (let i = 0; i < ${count}; i += 1) await model.step(); })()`);
  await until(
    page,
    (wanted) => document.querySelector('dh-playground').model.frame.metrics.step >= wanted,
    step + count,
  );
}

/** Until the output has no such part any more. */
export const untilGone = (page, name) =>
  until(
    page,
    (part) =>
      !document.querySelector('dh-playground').shadowRoot.querySelector('dh-output').shadowRoot.querySelector(part),
    name,
  );

/** Walks to the weight from the first input to the first unit. */
export async function toFirstWeight(page) {
  await page.evaluate(() => {
    const network = document.querySelector('dh-playground').shadowRoot.querySelector('dh-network');
    network.shadowRoot.querySelector('.node').focus();
  });
  await page.keyboard.press('ArrowRight');
  await untilFocused(page, /^weight from x₁ to unit 1 of layer 1/);
}

export const trainTo = (page, epoch) =>
  trainUntil(page, (wanted) => document.querySelector('dh-playground').model.frame.metrics.epoch >= wanted, epoch);

export async function stepEpochs(page, epochs) {
  await choose(page, '.step select', 'epoch');
  for (let i = 1; i <= epochs; i += 1) {
    await click(page, '.step button[title*="(S)"]');
    await until(page, (wanted) => document.querySelector('dh-playground').model.frame.metrics.epoch >= wanted, i);
  }
  return stateHash(page);
}
