// What the pages look like, against references that are kept: tests/web/references. They are small on purpose: fonts differ
// from machine to machine, places and colours do not. `DOWNHILL_REFERENCES=write` takes them anew, `skip` leaves them.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { root } from '../lib/server.mjs';
import { openPage, ready, until } from './page.mjs';

const folder = join(root, 'tests/web/references');
const block = 6;
/** Of the pixels, how many may look otherwise. */
const mostDifferent = 0.008;

/** Each pixel the mean of a square. */
function small(png) {
  const [width, height] = [Math.floor(png.width / block), Math.floor(png.height / block)];
  const out = new PNG({ width, height });
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const sums = [0, 0, 0];
      for (let dy = 0; dy < block; dy += 1) {
        for (let dx = 0; dx < block; dx += 1) {
          const from = 4 * ((y * block + dy) * png.width + x * block + dx);
          for (const channel of [0, 1, 2]) sums[channel] += png.data[from + channel];
        }
      }
      const to = 4 * (y * width + x);
      for (const channel of [0, 1, 2]) out.data[to + channel] = sums[channel] / block ** 2;
      out.data[to + 3] = 255;
    }
  }
  return out;
}

/** The name of the difference, or nothing. */
function compare(name, shot) {
  const seen = small(PNG.sync.read(Buffer.from(shot)));
  const file = join(folder, `${name}.png`);
  if (process.env.DOWNHILL_REFERENCES === 'write') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, PNG.sync.write(seen));
    return null;
  }
  if (!existsSync(file)) return `${name}: there is no reference`;
  const reference = PNG.sync.read(readFileSync(file));
  if (reference.width !== seen.width || reference.height !== seen.height) return `${name}: another size`;
  const difference = new PNG({ width: seen.width, height: seen.height });
  const pixels = pixelmatch(seen.data, reference.data, difference.data, seen.width, seen.height, { threshold: 0.05 });
  const share = pixels / (seen.width * seen.height);
  if (share <= mostDifferent) return null;
  const place = join(root, 'build/logs/pictures');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, `${name}.png`), PNG.sync.write(seen));
  writeFileSync(join(place, `${name}-difference.png`), PNG.sync.write(difference));
  return `${name}: ${(100 * share).toFixed(1)} % differ, see build/logs/pictures`;
}

/** A picture once nothing moves any more: instruments go on after their figure is ready. */
async function quiet(page) {
  let before;
  for (let tries = 0; tries < 20; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const shot = Buffer.from(await page.screenshot());
    if (before?.equals(shot)) return shot;
    before = shot;
  }
  throw new Error('The page never comes to rest.');
}

/** How the top of a page to read, drawn, in the light theme, differs from its reference; null if it does not. */
export async function difference(page, name) {
  if (process.env.DOWNHILL_REFERENCES === 'skip') return null;
  await page.evaluate(() => {
    document.documentElement.dataset.theme = 'light';
  });
  await until(page, () =>
    [...document.querySelectorAll('downhill-playground')]
      .filter((figure) => figure.getBoundingClientRect().top < innerHeight)
      .every((figure) => figure.ready),
  );
  return compare(name, await quiet(page));
}

const sizes = { 1440: 900, 1024: 1100, 390: 844 };

export const pictureTests = {
  'the pages look as they did, in three widths and two themes': async ({ browser, name, site }) => {
    if (process.env.DOWNHILL_REFERENCES === 'skip') return 'skipped, as asked';
    const changed = [];
    for (const [width, height] of Object.entries(sizes)) {
      const viewport = { width: Number(width), height };
      for (const theme of ['light', 'dark']) {
        const { page } = await openPage(browser, `${site}#dataset=moons&network=6,4&theme=${theme}&step=500`, {
          viewport,
        });
        await ready(page);
        await until(page, () => document.querySelector('dh-playground').model.frame.metrics.step === 500);
        changed.push(compare(`${name}-playground-${width}-${theme}`, await quiet(page)));
        await page.close();
      }
      const { page } = await openPage(browser, `${site}learn/objective.html`, { viewport });
      changed.push(await difference(page, `${name}-learn-${width}`));
      await page.close();
    }
    assert.deepEqual(changed.filter(Boolean), []);
    return `${changed.length} pictures`;
  },
};
