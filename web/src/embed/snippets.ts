/** The lines that put a figure into a page, one way for each kind of page. */
import { textTable } from '../language.js';

export interface SnippetOptions {
  /** Where the playground is hosted, with a slash at its end. */
  base: string;
  /** As behind the # of a link. */
  state: string;
  title: string;
  /** Of a frame, in pixels. */
  height: number;
}

type Write = (options: SnippetOptions) => string;

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}

const link = ({ base, state }: SnippetOptions) => `${base}${state ? `#${state}` : ''}`;
const frameUrl = ({ base, state }: SnippetOptions) => `${base}embed.html${state ? `#${state}` : ''}`;
/** Inside a string of Python or JavaScript. */
const quoted = (text: string) => JSON.stringify(text).replaceAll('<', '\\u003c');
/** A line of Markdown, in which brackets and line ends mean something. */
const inline = (text: string) => text.replace(/[[\]\\`*_<>]/g, '\\$&').replace(/\s+/g, ' ');

const element: Write = (options) => `<script type="module" src="${escapeHtml(options.base)}downhill.js"></script>
<downhill-playground state="${escapeHtml(options.state)}" alt="${escapeHtml(options.title)}">
  <a href="${escapeHtml(link(options))}">${escapeHtml(options.title)}</a>
</downhill-playground>`;

const iframe: Write = (options) => `<iframe src="${escapeHtml(frameUrl(options))}" title="${escapeHtml(options.title)}"
  width="100%" height="${options.height}" loading="lazy" frameborder="0"
  sandbox="allow-scripts allow-same-origin allow-downloads allow-popups">
  <a href="${escapeHtml(link(options))}">${escapeHtml(options.title)}</a>
</iframe>`;

export const snippets: Record<string, { label: string; hint: string; write: Write }> = textTable(
  {
    element: {
      label: 'Web page: element',
      hint: 'Grows with its content, takes the page’s fonts and colours if told to, and tells your scripts what happens.',
      write: element,
    },
    iframe: {
      label: 'Web page or learning platform: frame',
      hint: 'Works wherever HTML is allowed but scripts are not.',
      write: iframe,
    },
    link: { label: 'Link', hint: 'Opens the whole playground.', write: link },
    markdown: {
      label: 'Markdown',
      hint: 'For hosts that strip HTML; those that keep it can take the frame.',
      write: (options) => `[${inline(options.title)}](<${link(options)}>)`,
    },
    myst: {
      label: 'MyST, Jupyter Book',
      hint: '',
      write: (options) => `:::{iframe} ${frameUrl(options)}\n:width: 100%\n${inline(options.title)}\n:::`,
    },
    quarto: { label: 'Quarto', hint: '', write: (options) => `\`\`\`{=html}\n${iframe(options)}\n\`\`\`` },
    docusaurus: {
      label: 'Docusaurus (MDX)',
      hint: '',
      write: (options) =>
        `<iframe src={${quoted(frameUrl(options))}} title={${quoted(options.title)}}\n  width="100%" height={${options.height}} loading="lazy" frameBorder="0" />`,
    },
    jupyter: {
      label: 'Jupyter notebook',
      hint: '',
      write: (options) =>
        `from IPython.display import IFrame\nIFrame(${quoted(frameUrl(options))}, width="100%", height=${options.height})`,
    },
    wordpress: {
      label: 'WordPress',
      hint: 'Paste it into the code editor, or the frame alone into a “Custom HTML” block.',
      write: (options) => `<!-- wp:html -->\n${iframe(options)}\n<!-- /wp:html -->`,
    },
  },
  'label',
  'hint',
);

/** The state in a snippet that somebody has edited, or nothing. */
export function stateIn(snippet: string): string | null {
  const [, inAttribute, behindHash] = /state="([^"]*)"|#([^\s"'<>)\\]*)/.exec(snippet) ?? [];
  const found = inAttribute ?? behindHash;
  return found === undefined ? null : found.replaceAll('&amp;', '&').replaceAll('&#39;', "'").replaceAll('&quot;', '"');
}
