// node tests/web/soak.mjs [minutes]: trains, resets once a minute, and tells what the page holds after each collection. Not a
// part of npm test, because it takes as long as it takes.
import { launch } from './lib/browsers.mjs';
import { serveSite } from './lib/server.mjs';

const minutes = Number(process.argv[2] ?? 30);
const server = await serveSite();
const browser = await launch('chromium');
const page = await browser.newPage();
await page.setViewport({ width: 1440, height: 900 });
await page.goto(`${server.origin}/#dataset=spiral&network=8,8`);
await page.waitForFunction(() => document.querySelector('dh-playground').model.pictures);
const client = await page.createCDPSession();

async function held() {
  await client.send('HeapProfiler.collectGarbage');
  const { metrics } = await client.send('Performance.getMetrics');
  const value = (name) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { heap: value('JSHeapUsedSize') / 1e6, nodes: value('Nodes'), listeners: value('JSEventListeners') };
}

await client.send('Performance.enable');
const rows = [];
for (let minute = 0; minute <= minutes; minute += 1) {
  const now = {
    minute,
    ...(await held()),
    step: await page.evaluate(() => document.querySelector('dh-playground').model.frame.metrics.step),
  };
  rows.push(now);
  console.log(
    `${String(minute).padStart(3)} min  heap ${now.heap.toFixed(2)} MB  nodes ${now.nodes}  listeners ${now.listeners}  step ${now.step}`,
  );
  if (minute === minutes) break;
  await page.evaluate(async () => {
    const { model } = document.querySelector('dh-playground');
    await model.reset();
    await model.play();
  });
  await new Promise((resolve) => setTimeout(resolve, 60_000));
}
// The first minutes fill caches; after them the line must be level.
const later = rows.filter(({ minute }) => minute >= Math.min(5, minutes / 2));
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const [x, y] = [mean(later.map(({ minute }) => minute)), mean(later.map(({ heap }) => heap))];
const slope =
  later.reduce((sum, row) => sum + (row.minute - x) * (row.heap - y), 0) /
  later.reduce((sum, row) => sum + (row.minute - x) ** 2, 0);
console.log(`after the first minutes the heap grows by ${(60 * slope).toFixed(3)} MB an hour`);
await browser.close();
server.close();
