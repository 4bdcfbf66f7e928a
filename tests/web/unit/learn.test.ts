/** The course keeps its promises: goals can be reached, links lead somewhere, every chapter has all that one has. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../../web/pages/site.js';
import type { DownhillModule } from '../../../web/src/engine/module.js';
import { readLink } from '../../../web/src/link.js';
import { readGoals } from '../../../web/src/reading/goals.js';

const glue = new URL('../../../build/wasm/bindings/wasm/downhill.js', import.meta.url);
const content = new URL('../../../web/content/', import.meta.url);

const attribute = (html: string, name: string) =>
  (new RegExp(`${name}="([^"]*)"`).exec(html)?.[1] ?? '')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');

describe.skipIf(!existsSync(glue))('the pages to read', () => {
  let pages: Page[] = [];
  let module: DownhillModule;

  beforeAll(async () => {
    const { readPages, sections } = await import('../../../web/pages/site.js');
    pages = Object.keys(sections).flatMap((section) => readPages(section));
    const { default: createDownhill } = await import(/* @vite-ignore */ glue.href);
    module = await createDownhill();
  }, 60_000);

  const chapters = () => pages.filter(({ section, paper }) => section === 'learn' && paper);

  it('are a course of sixteen chapters over all sections of the paper', () => {
    expect(chapters()).toHaveLength(16);
    const sections = new Set(chapters().flatMap(({ paper }) => paper.split(/,\s*/)));
    for (let section = 1; section <= 28; section += 1)
      expect([...sections], `section ${section}`).toContain(String(section));
  });

  it('have all that a chapter has', () => {
    for (const { title, html, headings } of chapters()) {
      const count = (pattern: RegExp) => html.match(pattern)?.length ?? 0;
      expect(count(/<downhill-playground/g), `${title}: figures`).toBeGreaterThanOrEqual(2);
      expect(count(/class="exercise"/g), `${title}: exercises`).toBe(3);
      expect(count(/class="quiz"/g), `${title}: quiz`).toBe(1);
      const names = headings.map(({ text }) => text).join();
      for (const part of ['misconception', 'Exercises', 'question']) expect(names, title).toContain(part);
      const words = html
        .replace(/<(math|pre)[\s\S]*?<\/\1>/g, ' ')
        .replace(/<[^>]+>/g, ' ')
        .split(/\s+/).length;
      expect(words, `${title}: words`).toBeGreaterThan(450);
      expect(words, `${title}: words`).toBeLessThan(1400);
    }
  });

  it('show figures whose states the core takes without a word', () => {
    for (const { title, html } of pages) {
      for (const [figure] of html.matchAll(/<downhill-playground[^>]*>/g)) {
        const { query, faults } = readLink(attribute(figure, 'state'));
        const trainer = new module.Trainer();
        const outcome = trainer.configure(query, false);
        trainer.delete();
        expect(`${outcome.message}${faults}`, `${title}: ${query}`).toBe('');
        expect(attribute(figure, 'alt'), title).not.toBe('');
      }
    }
  });

  it('set goals that can be reached', () => {
    const missed: string[] = [];
    for (const { title, html } of chapters()) {
      for (const [head] of html.matchAll(/<section class="exercise"[^>]*>/g)) {
        const figure = attribute(head, 'data-figure');
        expect(html, title).toContain(`<downhill-playground id="${figure}"`);
        const goals = readGoals(attribute(head, 'data-goal'));
        if (typeof goals === 'string') throw new Error(goals);
        const solution = attribute(head, 'data-solution');
        const trainer = new module.Trainer();
        trainer.configure(readLink(solution).query, false);
        let reached = false;
        for (let epoch = 0; epoch < Number(attribute(head, 'data-epochs')) && !reached; epoch += 1) {
          const { code } = trainer.step(trainer.stepsPerEpoch());
          reached = goals.diverges ? code === 'diverged' : goals.isReached(trainer.metrics());
        }
        const settings = JSON.parse(trainer.allSettings()) as Record<string, string>;
        for (const [key, value] of goals.settings)
          if (settings[key] !== value) missed.push(`${title}: ${key} is ${settings[key]}`);
        const { epoch, trainLoss, testLoss, trainAccuracy, testAccuracy } = trainer.metrics();
        const where = JSON.stringify({ epoch, trainLoss, testLoss, trainAccuracy, testAccuracy });
        trainer.delete();
        if (!reached) missed.push(`${title}: ${goals.words}; ${solution} comes to ${where}`);
      }
    }
    expect(missed).toEqual([]);
  }, 60_000);

  it('do not set goals that are reached at the start', () => {
    const reached: string[] = [];
    for (const { title, html } of chapters()) {
      for (const [head] of html.matchAll(/<section class="exercise"[^>]*>/g)) {
        const figure = attribute(head, 'data-figure');
        const [tag = ''] = html.match(new RegExp(`<downhill-playground id="${figure}"[^>]*>`)) ?? [];
        const goals = readGoals(attribute(head, 'data-goal'));
        if (typeof goals === 'string' || goals.diverges) continue;
        const trainer = new module.Trainer();
        trainer.configure(readLink(attribute(tag, 'state')).query, false);
        if (goals.isReached(trainer.metrics())) reached.push(`${title}: ${goals.words}`);
        trainer.delete();
      }
    }
    expect(reached).toEqual([]);
  });

  it('link to what is there', () => {
    const names = new Map(pages.map((page) => [`${page.section}/${page.name}.html`, page]));
    for (const { section, name, html } of pages) {
      for (const [, address = ''] of html.matchAll(/href="([^"#][^"]*)"/g)) {
        if (/^https?:/.test(address) || address.startsWith('../#') || ['../', '../speed.html'].includes(address))
          continue;
        const [path = '', hash] = address.split('#');
        const target = path.replace(/^\.\//, `${section}/`).replace(/^\.\.\//, '');
        expect([...names.keys()], `${section}/${name} links to ${address}`).toContain(target);
        if (hash) expect(names.get(target)?.html, address).toContain(`id="${hash}"`);
      }
    }
  });

  it('name files of the core that exist', () => {
    const headers = readdirSync(new URL('../../../core/include/downhill/', import.meta.url));
    const glossary = readFileSync(new URL('learn/glossary.md', content), 'utf8');
    for (const [, header = ''] of glossary.matchAll(/`(\w+\.hpp)`/g)) expect(headers).toContain(header);
  });
});

describe('goals of exercises', () => {
  const at = (measures: object) => ({
    epoch: 0,
    step: 0,
    trainLoss: 1,
    testLoss: 1,
    trainAccuracy: 0,
    testAccuracy: 0,
    ...measures,
  });

  it('are met when all parts are', () => {
    const goals = readGoals('testAccuracy >= 0.95 & epoch <= 100 & network=3');
    if (typeof goals === 'string') throw new Error(goals);
    expect(goals.isReached(at({ testAccuracy: 0.95, epoch: 100 }))).toBe(true);
    expect(goals.isReached(at({ testAccuracy: 0.94, epoch: 10 }))).toBe(false);
    expect(goals.isReached(at({ testAccuracy: 0.99, epoch: 101 }))).toBe(false);
    expect(goals.settings).toEqual([['network', '3']]);
    expect(goals.words).toBe('the test accuracy is 95 % or more, and the epoch is 100 or less, and network is 3');
  });

  it('are refused if they mean nothing', () => {
    for (const text of ['', 'loss >= 1', '__proto__ >= 1', 'epoch >= x', 'epoch > 3'])
      expect(readGoals(text)).toMatch(/no goal/);
  });
});
