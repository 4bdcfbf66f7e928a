// What tests of figures in other people's pages share.
import { join } from 'node:path';
import { root } from '../lib/server.mjs';
import { openPage, until } from './page.mjs';

/** Everything that the element says, from the first moment on. */
function listen() {
  window.said = [];
  const types = ['ready', 'progress', 'statechange', 'play', 'pause', 'reset', 'epoch', 'complete', 'diverge', 'error'];
  for (const type of types) {
    addEventListener(type, ({ target, detail }) => window.said.push({ type, id: target.id, detail }), true);
  }
}

export const openHost = (browser, origin, name, options = {}) =>
  openPage(browser, `${origin}/embed/${name}.html`, { before: listen, ...options });

export const untilReady = (page) => until(page, () => document.querySelector('#figure')?.ready);

/** Trains a little and tells where. */
export const train = (page) =>
  page.evaluate(async () => {
    const figure = document.querySelector('#figure');
    const { step } = await figure.step(500);
    const { model } = figure.shadowRoot.querySelector('dh-figure');
    return { step, hash: await figure.stateHash(), place: model.place.split('\n')[0] };
  });

export const said = (page, type) =>
  page.evaluate((wanted) => window.said.filter((event) => event.type === wanted), type);
export const violated = (page) => page.evaluate(() => window.policyViolations);

export async function inNode(settings, steps) {
  const { createTrainer } = await import(join(root, 'dist/package/core.js'));
  const trainer = await createTrainer(settings);
  trainer.step(steps);
  const hash = trainer.stateHash;
  trainer.dispose();
  return hash;
}

export const xor = { dataset: 'xor', network: '4' };
