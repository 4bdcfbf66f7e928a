// What the end-to-end tests do with a page.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/server.mjs';

const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** Course and manual, as `learn/objective.html`. */
export const readingPages = ['learn', 'docs'].flatMap((section) =>
  readdirSync(join(root, 'dist/site', section))
    .filter((file) => file.endsWith('.html'))
    .map((file) => `${section}/${file}`),
);

/** Of each page, what it asked for and did not get: for the error of a test that waits in vain. */
const lostRequests = new WeakMap();

/** Everything that a clean page never does. */
export async function openPage(browser, url, { viewport = { width: 1280, height: 900 }, before } = {}) {
  const page = await browser.newPage();
  const faults = [];
  const requests = [];
  const lost = [];
  lostRequests.set(page, lost);
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('request', (request) => requests.push(request.url()));
  page.on('requestfailed', (request) => lost.push(`${request.url()}: ${request.failure()?.errorText}`));
  await page.evaluateOnNewDocument(() => {
    window.policyViolations = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      window.policyViolations.push(`${event.violatedDirective}: ${event.blockedURI}`),
    );
  });
  if (before) await page.evaluateOnNewDocument(before);
  await page.setViewport(viewport);
  await page.bringToFront();
  await page.goto(url);
  return { page, faults, requests };
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Until the condition holds. Asked anew each time: what the driver leaves in a page to wait there is sometimes lost when the
 * page is a new one. While a page loads there is nothing to ask, which is no more than a "not yet".
 */
export async function until(page, condition, ...values) {
  const asked = typeof condition === 'string' ? condition : `(${condition})(...${JSON.stringify(values)})`;
  const end = performance.now() + 60_000;
  for (;;) {
    const { holds, error } = await page.evaluate(`(async () => Boolean(await ${asked}))()`).then(
      (holds) => ({ holds }),
      (error) => ({ error }),
    );
    if (holds) return;
    if (performance.now() > end) throw new Error(`Waited for a minute in vain: ${condition}`, { cause: error });
    await pause(50);
  }
}

/** Until the playground shows its first picture. In vain, it says how far the page came. */
export async function ready(page) {
  try {
    await until(page, () => document.querySelector('dh-playground')?.model.pictures);
  } catch (error) {
    const seen = await look(page).catch((why) => why.message);
    const state = await page.evaluate(() => document.readyState).catch((why) => why.message);
    throw new Error(`${error.message}: ${JSON.stringify({ seen, state, lost: lostRequests.get(page) })}`, {
      cause: error,
    });
  }
}

/** A plain picture of the state, to compare and to report. */
export function look(page) {
  return page.evaluate(() => {
    const { model } = document.querySelector('dh-playground');
    const { status, notice, cause, place, run, frame, view, theme, pictures } = model;
    const pixels = pictures ? new Uint8Array(pictures.map) : [];
    let sum = 0;
    for (let i = 0; i < pixels.length; i += 1) sum = (sum * 31 + pixels[i]) >>> 0;
    return {
      status,
      notice,
      cause,
      place: place.split('\n')[0],
      view,
      theme,
      settings: run?.settings,
      query: run?.query,
      binary: run?.binary,
      stepsPerEpoch: run?.stepsPerEpoch,
      metrics: frame?.metrics,
      pictures: sum,
      visibility: document.visibilityState,
    };
  });
}

export const stateHash = (page) => page.evaluate(() => document.querySelector('dh-playground').stateHash());

/** The first such element, through the shadow roots, where puppeteer's own waiting sees no change. */
export async function find(page, selector) {
  for (let tries = 0; tries < 400; tries += 1) {
    const element = await page.$(`>>> ${selector}`);
    if (element) return element;
    await pause(50);
  }
  throw new Error(`${selector} never came.`);
}

/** Clicks what a visitor would click, through the shadow roots. */
export async function click(page, selector) {
  const element = await find(page, selector);
  await element.click();
}

export async function choose(page, selector, value) {
  const element = await find(page, selector);
  await element.select(value);
}

/** The focused element, however deep. */
export function focused(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return {
      tag: element?.localName ?? '',
      label: element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '',
      type: element?.getAttribute('type') ?? '',
      name: element?.getAttribute('name') ?? '',
    };
  });
}

/** Until the focused element is called so. */
export async function untilFocused(page, pattern) {
  let label = '';
  for (let tries = 0; tries < 100; tries += 1) {
    ({ label } = await focused(page));
    if (pattern.test(label)) return label;
    await pause(50);
  }
  throw new Error(`${pattern} was never focused, but “${label}”.`);
}

export async function tabTo(page, matches, most = 40) {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab');
    const element = await focused(page);
    if (matches(element)) return element;
  }
  throw new Error('Tab never got there.');
}

/** What axe objects to, by all of its rules or by those named. It asks the same of every browser, and for long: see isMine(). */
export async function violations(page, rules = null) {
  await page.evaluate(axe);
  return page.evaluate(async (only) => {
    const found = await window.axe.run(document, { resultTypes: ['violations'], ...(only && { runOnly: only }) });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  }, rules);
}

/** The same of the playground in light and then in dark, where nothing but colours can be wrong that was right. */
export async function violationsInBothThemes(page) {
  const setTheme = (theme) =>
    page.evaluate((name) => document.querySelector('dh-playground').model.setView('theme', name), theme);
  await setTheme('light');
  const light = await violations(page);
  await setTheme('dark');
  await until(page, () => document.querySelector('dh-playground').model.theme === 'dark');
  await pause(600); // colours glide
  return [
    ...light,
    ...(await violations(page, ['color-contrast', 'link-in-text-block'])).map((each) => `dark: ${each}`),
  ];
}
