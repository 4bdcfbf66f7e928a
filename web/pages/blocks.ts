/** What stands in fenced blocks: ```figure, ```exercise, ```quiz, ```source, ```api. */
import { readFileSync } from 'node:fs';
import * as api from '../src/embed/api.js';
import { escapeHtml } from '../src/embed/snippets.js';
import { readLink, writeLink } from '../src/link.js';
import { plain } from '../src/presentation.js';
import { presets, tellClaim } from '../src/presets.js';
import { readGoals } from '../src/reading/goals.js';

/** `inner` renders Markdown within it. */
export type Block = (body: string, rest: string, inner: (text: string) => string) => string;

/** Lines `key: value`, then after an empty line whatever else there is. */
export function fields(body: string): { get(key: string): string; rest: string } {
  const [head = '', ...rest] = body.split(/\n\s*\n/);
  const entries = new Map(
    head.split('\n').map((line) => {
      const [key = '', ...value] = line.split(':');
      return [key.trim(), value.join(':').trim()];
    }),
  );
  return { get: (key) => entries.get(key) ?? '', rest: rest.join('\n\n') };
}

/** A state that means what it says, or the build fails. */
function checked(state: string): string {
  const { faults, query } = readLink(state);
  if (faults.length > 0) throw new Error(`${state}: ${faults.join(' ')}`);
  if (/[<>"']/.test(query)) throw new Error(`${state} cannot stand in an attribute.`);
  return state;
}

let figures = 0;

const figure: Block = (body, _, inner) => {
  const { get, rest } = fields(body);
  const state = checked(get('state'));
  figures += 1;
  const id = get('id') || `figure-${figures}`;
  const { query, view, step } = readLink(state);
  const whole = writeLink({ query, view: { ...view, panel: view.panel }, presentation: plain, step });
  const until = get('until') ? ` until="${escapeHtml(get('until'))}"` : '';
  const alt = escapeHtml(get('alt'));
  return `<figure class="live">
<downhill-playground id="${escapeHtml(id)}" state="${escapeHtml(state)}" alt="${alt}"${until}>
<p class="fallback">A live figure stands here where scripts run: ${alt}</p></downhill-playground>
<figcaption>${inner(rest || get('caption'))}<a class="open" href="../#${escapeHtml(whole)}">Open it in the playground</a></figcaption>
</figure>\n`;
};

const exercise: Block = (body, _, inner) => {
  const { get, rest } = fields(body);
  const goal = get('goal');
  const goals = readGoals(goal);
  if (typeof goals === 'string') throw new Error(goals);
  checked(get('solution'));
  const epochs = get('epochs') || '300';
  return `<section class="exercise" data-figure="${escapeHtml(get('figure'))}" data-goal="${escapeHtml(goal)}"
data-solution="${escapeHtml(get('solution'))}" data-epochs="${escapeHtml(epochs)}">
<h3>${escapeHtml(get('title'))}</h3>
${inner(rest)}
<p class="state" role="status"><span class="mark" aria-hidden="true"></span><span class="words">Not reached yet: ${goals.words}.</span></p>
<details><summary>A hint</summary>${inner(get('hint'))}</details>
</section>\n`;
};

let quizzes = 0;

const quiz: Block = (body, _, inner) => {
  const lines = body.split('\n');
  const options = lines.filter((line) => /^- \[[ x]\] /.test(line));
  const question = lines.slice(0, lines.indexOf(options[0] ?? '')).join('\n');
  const answer = lines.slice(lines.lastIndexOf(options.at(-1) ?? '') + 1).join('\n');
  if (options.filter((line) => line.startsWith('- [x]')).length !== 1)
    throw new Error(`One answer must be right: ${question}`);
  quizzes += 1;
  const paragraph = (text: string) => inner(text).replace(/^<p>|<\/p>\s*$/g, '');
  return `<fieldset class="quiz"><legend>${paragraph(question.trim())}</legend>
${options
  .map(
    (line) =>
      `<label><input type="radio" name="quiz-${quizzes}" ${line.startsWith('- [x]') ? 'data-right' : ''}> <span>${paragraph(line.slice(6))}</span></label>`,
  )
  .join('\n')}
<details><summary>The answer</summary>${inner(answer.trim())}</details>
</fieldset>\n`;
};

const repository = new URL('../../', import.meta.url);

/** ```source core/src/x.cpp from … to …: the lines from the first that holds one text to the next that holds the other. */
const source: Block = (body, rest) => {
  const [path = ''] = rest.split(' ');
  const { get } = fields(body);
  const lines = readFileSync(new URL(path, repository), 'utf8').split('\n');
  const begin = lines.findIndex((line) => line.includes(get('from')));
  const length = lines.slice(begin).findIndex((line, index) => index > 0 && line.startsWith(get('to')));
  if (begin < 0 || length < 0) throw new Error(`${path} has no lines from “${get('from')}” to “${get('to')}”.`);
  const text = lines.slice(begin, begin + length + 1).join('\n');
  return `<figure class="source"><figcaption>${escapeHtml(path)}, from line ${begin + 1}</figcaption>
<pre tabindex="0"><code>${escapeHtml(text)}</code></pre></figure>\n`;
};

const code = (text: string) => `<code>${escapeHtml(text)}</code>`;

function table(head: string[], rows: string[][]): string {
  const row = (cells: string[], tag: string) => `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<div class="scroll" tabindex="0" role="group" aria-label="${head[0]}"><table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead>
<tbody>${rows.map((cells) => row(cells, 'td')).join('\n')}</tbody></table></div>\n`;
}

const plainRows = (entries: api.Entry[]) =>
  entries.map(({ name, type, text, since }) => [
    code(name || 'default'),
    type ? code(type) : '',
    escapeHtml(text),
    since,
  ]);

const manual: Block = (body) => {
  const which = body.trim();
  if (which === 'attributes' || which === 'settings') {
    const own = new Set(api.ownAttributes);
    const isSetting = (entry: api.AttributeEntry) => !own.has(entry);
    const entries = which === 'settings' ? api.attributes.filter(isSetting) : api.ownAttributes;
    return table(
      ['Attribute', 'Values', 'Default', 'Meaning', 'Since'],
      entries.map((entry) => [
        code(entry.name),
        code(entry.type),
        entry.default ? code(entry.default) : '',
        escapeHtml(entry.text),
        entry.since,
      ]),
    );
  }
  if (which === 'methods') {
    return table(
      ['Method', 'Returns', 'Meaning', 'Since'],
      api.methods.map(({ name, parameters, type, text, since }) => [
        code(`${name}(${parameters})`),
        code(type),
        escapeHtml(text),
        since,
      ]),
    );
  }
  const lists: Record<string, [string, api.Entry[]]> = {
    properties: ['Property', api.readOnly],
    events: ['Event', api.events],
    slots: ['Slot', api.slots],
    parts: ['Part', api.cssParts],
    variables: ['Variable', api.cssProperties],
    states: ['State', api.states],
    statics: ['Static', api.statics],
  };
  const [head, entries] = lists[which] ?? [];
  if (!head || !entries) throw new Error(`The manual has no ${which}.`);
  return table([head, 'Type', 'Meaning', 'Since'], plainRows(entries));
};

/** The presets of the playground, with what their tests claim. */
const gallery: Block = () =>
  [true, false]
    .map(
      (
        good,
      ) => `<h2 id="${good ? 'these-learn' : 'these-do-not'}">${good ? 'These learn' : 'These do not, and why'}</h2>
<dl class="gallery">${presets
        .filter((preset) => preset.good === good)
        .map(
          ({ name, query, reason, claim }) =>
            `<dt><a href="../#${escapeHtml(query)}">${escapeHtml(name)}</a></dt><dd>${escapeHtml(reason)} <span class="paper">Checked: ${escapeHtml(tellClaim(claim))}.</span></dd>`,
        )
        .join('\n')}</dl>\n`,
    )
    .join('');

export const blocks: Record<string, Block> = { figure, exercise, quiz, source, api: manual, gallery };
