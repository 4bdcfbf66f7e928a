// What tests of the instruments share.
import assert from 'node:assert/strict';
import { openPage, ready, until } from './page.mjs';

export const tagOf = (panel) => `dh-panel-${panel}`;

export async function open(browser, site, panel, hash = '', options = undefined) {
  const opened = await openPage(browser, `${site}#${hash}${hash ? '&' : ''}panel=${panel}`, options);
  await ready(opened.page);
  await until(
    opened.page,
    (tag) =>
      !!document
        .querySelector('dh-playground')
        .shadowRoot.querySelector('dh-dock')
        .shadowRoot.querySelector(tag)
        ?.shadowRoot.querySelector('figure, table, ul'),
    tagOf(panel),
  );
  return opened;
}

/** Something within the panel, as text or as `code` makes of it. */
export const inside = (page, panel, code) =>
  page.evaluate(
    `(() => { const root = document.querySelector('dh-playground').shadowRoot.querySelector('dh-dock').shadowRoot.querySelector('${tagOf(panel)}').shadowRoot; return ${code}; })()`,
  );

export const untilInside = (page, panel, code) =>
  until(
    page,
    `(() => { const root = document.querySelector('dh-playground').shadowRoot.querySelector('dh-dock').shadowRoot.querySelector('${tagOf(panel)}')?.shadowRoot; return root && (${code}); })()`,
  );

export const cells = (page, panel, selector) =>
  inside(
    page,
    panel,
    `[...root.querySelectorAll('${selector} tr')].map((row) => [...row.children].map((cell) => cell.textContent.trim()))`,
  );

export const number = (text) => Number(text.replaceAll('−', '-').replace(/[^\d.e-]/g, ''));

export const near = (given, wanted, share, what) =>
  assert.ok(Math.abs(given - wanted) <= share * Math.abs(wanted) + 1e-9, `${what}: ${given}, not ${wanted}`);
