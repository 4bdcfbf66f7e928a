// What the tests of data and output do with a page.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/server.mjs';
import { click, until } from './page.mjs';

const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** Waits for what is inside shadow roots, where `waitForSelector` does not notice changes. */
export async function find(page, selector) {
  for (let tries = 0; tries < 400; tries += 1) {
    const element = await page.$(`>>> ${selector}`);
    if (element) return element;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`There is no ${selector}.`);
}

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

export async function trainUntil(page, condition) {
  await click(page, '.play');
  await until(page, condition);
  await click(page, '.play');
  await until(page, () => !document.querySelector('dh-playground').model.frame.running);
}

export const stepBatches = (page, count) =>
  page.evaluate(async (steps) => {
    const { model } = document.querySelector('dh-playground');
    for (let i = 0; i < steps; i += 1) await model.step();
    return model.stateHash();
  }, count);

export async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const found = await window.axe.run(document, { resultTypes: ['violations'] });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
}
