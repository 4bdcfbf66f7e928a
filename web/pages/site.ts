/** Writes the pages of web/content as HTML beside index.html, where Vite takes them up. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml } from '../src/embed/snippets.js';
import { type Rendered, render } from './markdown.js';

const web = new URL('../', import.meta.url).pathname;

export interface Page extends Rendered {
  section: string;
  name: string;
  title: string;
  description: string;
  /** Sections of the paper. */
  paper: string;
  order: number;
}

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; worker-src 'self' blob:; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types lit-html downhill";

export const sections: Record<string, string> = { learn: 'Learn', docs: 'Manual' };

export function readPages(section: string): Page[] {
  const folder = join(web, 'content', section);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => {
      const [, head = '', body = ''] =
        /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(join(folder, file), 'utf8')) ?? [];
      const meta = Object.fromEntries(head.split('\n').map((line) => line.split(/:\s*(.*)/s).slice(0, 2)));
      if (!meta.title || !meta.description) throw new Error(`${section}/${file} has no title or description.`);
      try {
        const { title, description, paper = '', order = '999' } = meta;
        return {
          section,
          name: file.replace(/^\d+-|\.md$/g, ''),
          title,
          description,
          paper,
          order: Number(order),
          ...render(body),
        };
      } catch (error) {
        throw new Error(`${section}/${file}: ${error instanceof Error ? error.message : error}`);
      }
    })
    .sort((a, b) => a.order - b.order);
}

function layout(page: Page, pages: Page[]): string {
  const chapters = pages.filter(({ name }) => name !== 'index');
  const at = chapters.indexOf(page);
  const [before, after] = [chapters[at - 1], at >= 0 ? chapters[at + 1] : chapters[0]];
  const item = (each: Page) =>
    `<li><a href="./${each.name}.html"${each === page ? ' aria-current="page"' : ''} data-chapter="${each.name}">${escapeHtml(each.title)}</a></li>`;
  const here = page.headings.map(({ id, text }) => `<li><a href="#${id}">${text}</a></li>`).join('');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <title>${escapeHtml(page.title)} · Downhill</title>
    <meta name="description" content="${escapeHtml(page.description)}" />
    <meta name="color-scheme" content="light dark" />
    <link rel="icon" type="image/svg+xml" href="../favicon.svg" />
    <link rel="stylesheet" href="../src/styles/reading.css" />
    <script type="module" src="../src/reading/main.ts"></script>
  </head>
  <body data-page="${page.section}/${page.name}">
    <a class="skip" href="#text">Skip to the text</a>
    <header>
      <a class="home" href="../">Downhill</a>
      <nav aria-label="Site">${Object.entries(sections)
        .map(
          ([key, label]) =>
            `<a href="../${key}/index.html"${key === page.section ? ' aria-current="true"' : ''}>${label}</a>`,
        )
        .join('')}</nav>
    </header>
    <div class="columns">
      <nav class="contents" aria-label="${sections[page.section]}"><search></search>
        <ol>${pages.map(item).join('\n')}</ol>
      </nav>
      <main id="text">
        <article>
          <h1>${escapeHtml(page.title)}</h1>
          ${page.paper ? `<p class="paper">Sections ${escapeHtml(page.paper)} of the paper</p>` : ''}
          ${here && chapters.includes(page) ? `<nav class="here" aria-label="On this page"><ol>${here}</ol></nav>` : ''}
          ${page.html}
        </article>
        <nav class="turn" aria-label="Next and previous">
          ${before ? `<a rel="prev" href="./${before.name}.html">← ${escapeHtml(before.title)}</a>` : '<span></span>'}
          ${after ? `<a rel="next" href="./${after.name}.html">${escapeHtml(after.title)} →</a>` : ''}
        </nav>
      </main>
    </div>
  </body>
</html>
`;
}

export interface Found {
  id: number;
  page: string;
  title: string;
  anchor: string;
  heading: string;
  text: string;
}

/** What the search looks through: every section of every page, from the same text as the pages themselves. */
export function searchIndex(): Found[] {
  const entries: Found[] = [];
  for (const { section, name, title, html } of Object.keys(sections).flatMap(readPages)) {
    for (const part of html.split(/(?=<h2 id=)/)) {
      const [, anchor = '', heading = title] = /^<h2 id="([^"]*)">([\s\S]*?)<\/h2>/.exec(part) ?? [];
      const text = part
        .replace(/<(math|pre|details)[\s\S]*?<\/\1>/g, ' ')
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();
      entries.push({
        id: entries.length,
        page: `${section}/${name}`,
        title,
        anchor,
        heading: heading.replace(/<[^>]+>/g, ''),
        text,
      });
    }
  }
  return entries;
}

/** The HTML files, by the name that Vite knows them by. */
export function writePages(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const section of Object.keys(sections)) {
    const folder = join(web, section);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const pages = readPages(section);
    for (const page of pages) {
      const file = join(folder, `${page.name}.html`);
      writeFileSync(file, layout(page, pages));
      files[`${section}-${page.name}`] = file;
    }
  }
  return files;
}
