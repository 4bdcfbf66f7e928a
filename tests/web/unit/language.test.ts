/** Nothing of the page is without a translation, and nothing is translated that is not said. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { allTexts, gaps } from '../../../scripts/lib/texts.mjs';
import { count } from '../../../web/src/format.js';
import {
  bestLanguage,
  direction,
  speak,
  type Table,
  t,
  textTable,
  translated,
  watchLanguage,
} from '../../../web/src/language.js';
import { settingOf } from '../../../web/src/settings.js';

const root = join(import.meta.dirname, '../../..');
const folder = join(root, 'web/src/languages');
const said = allTexts(root);

/** How often each hole is filled: one by one, or by its number. */
function holes(sentence: string): string[] {
  let next = 0;
  return [...sentence.matchAll(/\{(\d*)\}/g)].map(([, place]) => place || String(next++)).sort();
}

/** All that the core and its worker are written in, without the seams of C++ string literals. */
const sources = ['core/src', 'core/src/export', 'core/src/import', 'core/src/inspect', 'web/src/engine']
  .flatMap((place) => readdirSync(join(root, place)).map((file) => join(root, place, file)))
  .filter((file) => /\.(cpp|hpp|ts)$/.test(file))
  .map((file) =>
    readFileSync(file, 'utf8')
      .replace(/"\s*\n\s*"/g, '')
      .replace(/\$\{[^}]*\}/g, ''),
  )
  .join('\n');

afterEach(() => speak('en'));

describe.each(readdirSync(folder))('%s', (file) => {
  const { texts, core } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Table;

  it('has every text of the page and no other', () => {
    expect(said.size).toBeGreaterThan(900);
    expect(gaps(texts, said)).toEqual({ missing: [], unused: [] });
  });

  it('fills the holes of every sentence, and says something', () => {
    for (const [english, other] of [...Object.entries(texts), ...Object.entries(core)]) {
      expect(holes(other), english).toEqual(holes(english));
      expect(other.trim(), english).not.toBe('');
    }
  });

  it('knows sentences of the core as the core still writes them', () => {
    const parts = Object.keys(core).flatMap((sentence) =>
      sentence.split(/\{\}|;|is not/).map((part) => part.replace(/^[:,.\s]+|[:,.\s]+$/g, '')),
    );
    const unwritten = parts.filter((part) => part.length > 12 && !sources.includes(part));
    expect(unwritten).toEqual([]);
  });

  it('has every reason of the coach', () => {
    const reasons = ['diagnostics.cpp', 'practical_issues.hpp'].flatMap((name) =>
      [...readFileSync(join(root, 'core/src', name), 'utf8').matchAll(/reason =\s*"([^"]+)"/g)].map(
        ([, reason]) => reason,
      ),
    );
    expect(reasons.length).toBeGreaterThan(30);
    expect(reasons.filter((reason) => !Object.hasOwn(core, reason ?? ''))).toEqual([]);
  });
});

describe('language', () => {
  it('stays English where nothing else is chosen', () => {
    expect(t('Reset')).toBe('Reset');
    expect(t`step ${3} · epoch ${0.5}`).toBe('step 3 · epoch 0.5');
    expect(t`${1}${2}`).toBe('12');
    expect(translated('anything')).toBe('anything');
  });

  it('speaks German, tables and the core included', async () => {
    const table = textTable({ key: 'Learn', label: 'Learn', list: [{ label: 'Undo' }] }, 'label');
    await speak('de');
    expect(t('Reset')).toBe('Zurücksetzen');
    expect(t`step ${3} · epoch ${0.5}`).toBe('Schritt 3 · Epoche 0.5');
    expect(t`training ${'30 %'} ahead of test after ${400} epochs`).toBe('Training nach 400 Epochen um 30 % vor Test');
    expect([table.key, table.label, table.list[0]?.label]).toEqual(['Learn', 'Lernen', 'Rückgängig']);
    expect(table.list[0]).toBe(table.list[0]);
    expect(settingOf('learningRate', 'number').label).toBe('Lernrate');
    expect(settingOf('learningRate', 'number').default).toBe('0.1');
    expect(count(1234567)).toBe('1\u202f234\u202f567');
  });

  it('finds the numbers in the sentences of the core again', async () => {
    await speak('de');
    expect(translated("learningRate: '99' is above 10; using 10.\n'foo' is not a setting; ignored.")).toBe(
      "learningRate: '99' liegt über 10; benutzt wird 10.\n'foo' ist keine Einstellung; übergangen.",
    );
    expect(translated("csv: line 2, column 5: 'a' is not a number; use a decimal point.")).toBe(
      "csv: Zeile 2, Spalte 5: 'a' ist keine Zahl; nimm einen Punkt statt des Kommas.",
    );
    expect(translated('JSON: line 3, column 7: a comma or } is missing.')).toBe(
      'JSON: Zeile 3, Spalte 7: Ein Komma oder } fehlt.',
    );
    expect(translated('point: its target is not a number.')).toBe('point: Sein Ziel ist keine Zahl.');
    expect(translated("The tensor 'a.weight' is of type 'I8'; save it as F32 or F64.")).toBe(
      "Der Tensor 'a.weight' ist vom Typ 'I8'; speichere ihn als F32 oder F64.",
    );
    expect(translated('A sentence that nobody has written.')).toBe('A sentence that nobody has written.');
  });

  it('marks every text, and isolates what fills a hole where text runs from right to left', async () => {
    await speak('en-XA');
    expect(t`step ${t('Reset')} · epoch ${2}`).toBe('⟦step ⟧⟦Reset⟧⟦ · epoch ⟧2⟦⟧');
    expect(translated('one')).toBe('⟦one⟧');
    expect(direction()).toBe('ltr');
    await speak('ar-XB');
    expect(direction()).toBe('rtl');
    expect(t`Remove ${'−1'}`).toBe('⟦Remove ⟧\u2068−1\u2069⟦⟧');
  });

  it('takes the last wish when two overtake each other, and tells who listens', async () => {
    let told = 0;
    const leave = watchLanguage(() => {
      told += 1;
    });
    await Promise.all([speak('de'), speak('en-XA')]);
    expect(t('Reset')).toBe('⟦Reset⟧');
    expect(told).toBe(1);
    leave();
    await speak('en');
    expect(told).toBe(1);
  });

  it('chooses the first of the reader’s languages that it has', () => {
    expect(bestLanguage(['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(bestLanguage(['pt', 'ja'])).toBe('en');
    expect(bestLanguage(['en-GB', 'de'])).toBe('en');
    expect(bestLanguage([])).toBe('en');
    expect(bestLanguage(['__proto__', 'constructor'])).toBe('en');
  });
});
