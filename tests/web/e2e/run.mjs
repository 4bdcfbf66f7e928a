// End-to-end tests of the built site in Chromium and Firefox. Arguments: names of browsers, or parts of test names.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { browsers, launch } from '../lib/browsers.mjs';
import { root, serveSite } from '../lib/server.mjs';
import { embedPages } from './embed-pages.mjs';
import { tests } from './tests.mjs';

const wanted = process.argv.slice(2);
const wantedBrowsers = Object.keys(browsers).filter((name) => wanted.includes(name));
const parts = wanted.filter((name) => !(name in browsers));
/** After so many minutes no test is begun that was tried in another browser. */
const minutes = Number(process.env.DOWNHILL_E2E_MINUTES ?? Number.POSITIVE_INFINITY);

/** A page that holds the playground in a frame without an origin, and asks it over a shared script how it does. */
const sandbox = `<!doctype html><meta charset="utf-8"><title>sandbox</title>
<script>
  addEventListener('message', ({ data }) => { if (data && data.probe) window.answer = data.probe; });
</script>
<iframe sandbox="allow-scripts" src="/probe/#dataset=xor" width="900" height="700" title="playground"></iframe>`;

/** Tells the frame's parent how training went; stands beside the page, as a tutorial's own script would. */
const probe = `
const timer = setInterval(() => {
  const model = document.querySelector('dh-playground')?.model;
  if (!model) return;
  if (model.status === 'paused' && model.pictures) model.step();
  const step = model.frame?.metrics.step ?? 0;
  if (step === 0 && model.status !== 'failed') return;
  clearInterval(timer);
  parent.postMessage({ probe: { failed: model.status === 'failed', cause: model.cause, place: model.place.replaceAll('\\n', '; '), step } }, '*');
}, 50);`;

/**
 * A test of a real browser on a busy machine now and then meets a pause that it did not reckon with, or a browser that
 * is worn out. What fails twice, the second time in a new browser, fails; what passes then is shown as unsteady, with
 * its first error.
 */
async function attempt(test, context) {
  try {
    return { remark: await test(context) };
  } catch (again) {
    await context.browser.close().catch(() => {});
    context.browser = await launch(context.name);
    try {
      return { remark: await test(context), again };
    } catch (error) {
      return { error, again };
    }
  }
}

const cause = (error) => `\n        ${String(error.stack).split('\n').slice(0, 12).join('\n        ')}`;

/** Runs one test in one browser and notes how it went. */
async function runTest(title, context) {
  const { name } = context;
  const begun = performance.now();
  const { error, remark, again } = await attempt(tests[title], context);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  if (error) {
    report.failed += 1;
    const account = `  FAIL  ${name.padEnd(8)} ${title}, ${seconds} s${cause(error)}`;
    report.failures.push({ browser: name, title, account });
    console.log(account);
  } else {
    report.passed += 1;
    console.log(`  ok    ${name.padEnd(8)} ${title}${remark ? ` (${remark})` : ''}, ${seconds} s`);
  }
  if (again) {
    if (!error) report.unsteady.push({ browser: name, title });
    console.log(`        at the first try:${cause(again)}`);
  }
  for (const page of (await context.browser.pages()).slice(1)) await page.close();
}

/** What a test is given, for each browser that is installed. */
async function openContexts() {
  const opened = [];
  for (const name of wantedBrowsers.length ? wantedBrowsers : Object.keys(browsers)) {
    const browser = await launch(name);
    console.log(browser ? `${name} is ${await browser.version()}` : `${name}: not installed, skipped`);
    if (browser) opened.push({ name, browser });
    else report.skipped += titles.length;
  }
  return opened.map(({ name, browser }, index) => ({
    name,
    browser,
    origin: server.origin,
    site: `${server.origin}/sub/`,
    // What is the same in every browser and takes long is shared out between them, by its index.
    isMine: (each) => each % opened.length === index,
  }));
}

/** Such a test is whole only with its other half, in the other browser. */
const isSharedOut = (title) => /\bisMine\b/.test(tests[title]);

/**
 * Browsers run beside each other and keep the machine busy: first each test in one of them, then in the other as far as
 * the time goes. A quick machine comes to the end; a slow one says what it left.
 */
async function runAll(context) {
  const mine = titles.filter((title, index) => context.isMine(index) || isSharedOut(title));
  const rest = titles.filter((title) => !mine.includes(title));
  for (const title of mine) await runTest(title, context);
  while (rest.length > 0 && performance.now() < 60_000 * minutes) await runTest(rest.shift(), context);
  if (rest.length > 0) console.log(`${context.name}: no time for ${rest.length} tests that another browser has had`);
  report.skipped += rest.length;
  await context.browser.close();
}

const report = { passed: 0, failed: 0, skipped: 0, failures: [], unsteady: [] };
const titles = Object.keys(tests).filter((title) => parts.length === 0 || parts.some((part) => title.includes(part)));
// A second origin, as of a package host.
const elsewhere = await serveSite();
const server = await serveSite({ pages: { '/sandbox.html': sandbox, ...embedPages(elsewhere.origin) }, probe });
await Promise.all((await openContexts()).map(runAll));
server.close();
elsewhere.close();
mkdirSync(join(root, 'build/logs'), { recursive: true });
writeFileSync(join(root, 'build/logs/e2e.json'), `${JSON.stringify(report, null, 2)}\n`);
// Once more, for whoever sees the end alone.
for (const { account } of report.failures) console.log(account);
console.log(
  `${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped, ${report.unsteady.length} unsteady`,
);
process.exitCode = report.failed ? 1 : 0;
