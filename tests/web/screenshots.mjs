// Pictures of every state, to be looked at: build/screenshots/. Arguments, if any, name the states to take.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './lib/browsers.mjs';
import { panels } from './lib/panels.mjs';
import { root, serveSite } from './lib/server.mjs';

const folder = join(root, 'build/screenshots');
const widths = { 1440: 900, 1024: 1100, 390: 844 };
const epochs = 'document.querySelector("dh-playground").model.frame?.metrics.epoch ?? 0';

const states = {
  start: { hash: '' },
  trained: { hash: 'noise=10', train: 300 },
  classes: { hash: 'dataset=blobs&network=6&noise=10&showTestData=true', train: 60 },
  deep: { hash: 'dataset=xor&network=12,8:relu,6,4&learningRate=0.03&discretize=true', train: 40 },
  diverged: { hash: 'learningRate=10&activation=linear&network=8,8,8', train: 5 },
  neuron: { hash: 'noise=10', train: 200, point: '.node[data-spot="11"]' },
  numbers: { hash: 'dataset=multi-gauss&noise=10&showTestData=true', train: 100 },
  arms: { hash: 'dataset=pinwheel&classes=6&noise=20', train: 60, click: '#probe' },
  drawing: { hash: 'dataset=blobs&noise=20', train: 20, click: '#draw' },
  csv: { hash: '', click: '#csv' },
  confusion: { hash: 'dataset=rings&classes=6&noise=20', train: 30, click: '#confusion' },
  weight: { hash: 'noise=10', train: 200, focus: '.node[data-spot="4"]', press: ['ArrowRight', 'Enter'] },
  gradient: { hash: 'noise=10&edges=gradient', train: 200 },
  largest: { hash: 'network=64,64,64,64,64,64,64,64', train: 1 },
  time: { hash: 'noise=10', train: 100, press: 'g' },
  presets: { hash: '', press: 'p' },
  runs: { hash: 'noise=10', train: 100, press: ['k', 'k', 'c'] },
  files: { hash: '', click: '#file' },
  layer: { hash: 'network=8:batchNorm:dropout0.2,8:residual', click: '.menu' },
  keyboard: { hash: '', press: '?' },
  ...Object.fromEntries(
    panels.map((panel) => [
      panel,
      { hash: `noise=10&dataset=moons&l2=0.001&panel=${panel}`, train: 20, rest: 2500, tall: true },
    ]),
  ),
  gradients: { hash: 'network=8,8,8,8,8,8&activation=sigmoid&panel=flow', train: 40 },
  failed: { folder: 'broken/', hash: '' },
  junk: { hash: 'learningRate=1e99&foo=1&activation=__proto__' },
};

mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);
const server = await serveSite();
const browser = await launch('chromium');
for (const [name, { hash, train, point, focus, press, click, rest = 500, tall, folder: place = '' }] of Object.entries(
  states,
)) {
  if (wanted.length && !wanted.includes(name)) continue;
  for (const [width, height] of Object.entries(widths)) {
    for (const theme of ['light', 'dark']) {
      const page = await browser.newPage();
      await page.bringToFront();
      await page.setViewport({ width: Number(width), height, deviceScaleFactor: width === '390' ? 2 : 1 });
      await page.goto(`${server.origin}/${place}#${hash}&theme=${theme}`);
      await page.waitForFunction(
        () => {
          const model = document.querySelector('dh-playground')?.model;
          return model?.pictures || model?.status === 'failed';
        },
        { polling: 100 },
      );
      if (train) {
        await page.evaluate(() => document.querySelector('dh-playground').model.play());
        await page.waitForFunction(
          (epoch) => {
            const { frame, status } = document.querySelector('dh-playground').model;
            return frame.metrics.epoch >= epoch || status === 'diverged';
          },
          { polling: 100 },
          train,
        );
        await page.evaluate(() => document.querySelector('dh-playground').model.pause());
      }
      if (point) await (await page.waitForSelector(`>>> ${point}`)).hover();
      if (click) await (await page.waitForSelector(`>>> ${click}`)).click();
      if (focus) await (await page.waitForSelector(`>>> ${focus}`)).evaluate((element) => element.focus());
      for (const key of [press ?? []].flat()) {
        await page.keyboard.press(key);
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      if (tall)
        await page.evaluate(() =>
          document.querySelector('dh-playground').shadowRoot.querySelector('dh-dock').enlarge(),
        );
      await new Promise((resolve) => setTimeout(resolve, rest));
      const path = join(folder, `${name}-${width}-${theme}.png`);
      await page.screenshot({ path, fullPage: width !== '1440' || tall === true });
      console.log(path, await page.evaluate(epochs));
      await page.close();
    }
  }
}
await browser.close();
server.close();
