/** Markdown with formulas, figures, exercises and numbers from the core, as HTML that needs no script to be read. */
import { Marked, type Tokens } from 'marked';
import temml from 'temml';
import { escapeHtml } from '../src/embed/snippets.js';
import { type Block, blocks } from './blocks.js';
import { computed } from './numbers.js';

export function math(tex: string, displayMode: boolean): string {
  // The pages' policy allows no styles in markup; those that Temml writes are refinements.
  return temml
    .renderToString(tex, { displayMode, throwOnError: true, trust: true, annotate: false })
    .replace(/ style="[^"]*"/g, '');
}

const inlineMath = {
  name: 'math',
  level: 'inline' as const,
  start: (source: string) => source.indexOf('$'),
  tokenizer(source: string) {
    const [raw, tex] = /^\$([^$\n]+?)\$(?!\d)/.exec(source) ?? [];
    return raw ? { type: 'math', raw, tex } : undefined;
  },
  renderer: ({ tex }: Tokens.Generic) => math(tex, false),
};

const displayMath = {
  name: 'display',
  level: 'block' as const,
  start: (source: string) => source.indexOf('$$'),
  tokenizer(source: string) {
    const [raw, tex] = /^\$\$([\s\S]+?)\$\$\n/.exec(source) ?? [];
    return raw ? { type: 'display', raw, tex } : undefined;
  },
  renderer: ({ tex }: Tokens.Generic) => `<div class="formula" tabindex="0">${math(tex.trim(), true)}</div>\n`,
};

/** `{{state | trainLoss}}` is what the core says there; `{{state | diverges}}` must hold and leaves nothing. */
const number = {
  name: 'number',
  level: 'inline' as const,
  start: (source: string) => source.indexOf('{{'),
  tokenizer(source: string) {
    const [raw, state, wanted] = /^\{\{([^|}]*)\|([\s\S]+?)\}\}/.exec(source) ?? [];
    return raw ? { type: 'number', raw, state, wanted } : undefined;
  },
  renderer: ({ state, wanted }: Tokens.Generic) => computed(state.trim(), wanted.trim()),
};

export const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');

export interface Heading {
  id: string;
  text: string;
}

export interface Rendered {
  html: string;
  headings: Heading[];
}

export function render(text: string): Rendered {
  const headings: Heading[] = [];
  const marked: Marked = new Marked({
    extensions: [displayMath, inlineMath, number],
    renderer: {
      code({ text: body, lang = '' }) {
        const [name = '', ...rest] = lang.split(' ');
        const block: Block | undefined = Object.hasOwn(blocks, name) ? blocks[name] : undefined;
        if (block) return block(body, rest.join(' '), (inner) => marked.parse(inner, { async: false }));
        return `<pre tabindex="0"><code>${escapeHtml(body)}</code></pre>\n`;
      },
      heading({ tokens, depth }) {
        const inner = this.parser.parseInline(tokens);
        const plain = tokens.map((token) => ('text' in token ? token.text : '')).join('');
        const id = slug(plain);
        if (depth === 2) headings.push({ id, text: inner });
        return `<h${depth} id="${id}">${inner}</h${depth}>\n`;
      },
      // Wide tables scroll by themselves, also from the keyboard.
      table(token) {
        const cell = (tag: string) => (each: Tokens.TableCell) => {
          const inner = this.parser.parseInline(each.tokens);
          // A head without words is none.
          return inner && tag === 'th' ? `<th scope="col">${inner}</th>` : `<td>${inner}</td>`;
        };
        const row = (cells: Tokens.TableCell[], tag: string) => `<tr>${cells.map(cell(tag)).join('')}</tr>`;
        const body = token.rows.map((cells) => row(cells, 'td')).join('');
        return `<div class="scroll" tabindex="0" role="group" aria-label="Table"><table><thead>${row(token.header, 'th')}</thead><tbody>${body}</tbody></table></div>\n`;
      },
    },
  });
  const html = marked.parse(text, { async: false });
  return { html, headings };
}
