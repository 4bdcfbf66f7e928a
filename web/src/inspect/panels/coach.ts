/** The coach: best practices as rules with thresholds, evaluated on the run as it stands (sections 26, 27). */
import { css, html, nothing } from 'lit';
import { columnsOf } from '../../curve-data.js';
import { brief } from '../../format.js';
import { translated } from '../../language.js';
import type { Diagnosis } from '../answers.js';
import type { Inspector } from '../inspector.js';
import { Panel } from '../panel.js';
import { words } from '../words/coach.js';
import { inspectWords } from '../words.js';

/** The instrument that shows what a rule speaks of. */
const shows: Record<string, string> = {
  miniBatches: 'batches',
  outputAndLoss: 'pairing',
  activations: 'activations',
  learningRate: 'update',
  momentum: 'race',
  gradientNorms: 'flow',
  gradientCheck: 'check',
  initialization: 'activations',
  depth: 'flow',
  batchSize: 'batches',
};

export class CoachPanel extends Panel {
  static override styles = [
    Panel.styles,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr));
        gap: var(--space-3);
        margin: var(--space-3) 0 0;
        padding: 0;
        list-style: none;
      }

      li {
        padding-inline-start: var(--space-3);
        border-inline-start: 3px solid var(--line);
      }

      .warning {
        border-color: var(--danger);
      }

      .advice {
        border-color: var(--negative);
      }

      .ok {
        border-color: var(--accent);
      }

      .row {
        gap: var(--space-2);
        margin-block-start: var(--space-1);
      }
    `,
  ];
  #rules: Diagnosis[] = [];

  protected override async ask(inspector: Inspector): Promise<void> {
    const { curve, status, run, frame } = this.model;
    const { step: steps, trainLoss: train } = columnsOf(curve, frame?.metrics);
    const perEpoch = run?.stepsPerEpoch ?? 1;
    // One loss an epoch, the last eleven of them.
    const losses: number[] = [];
    let next = Number.POSITIVE_INFINITY;
    for (let point = steps.length - 1; point >= 0 && losses.length < 11; point -= 1) {
      const step = steps[point] ?? 0;
      if (step > next) continue;
      losses.unshift(train[point] ?? Number.NaN);
      next = step - perEpoch;
    }
    const [found] = await inspector.look([['diagnose', train[0] ?? 0, losses, status === 'diverged']]);
    this.refusal = found.ok ? '' : found.message;
    if (found.ok) this.#rules = found.answer.rules;
  }

  protected override view() {
    const hasLooked = this.#rules.length > 0;
    const count = (level: string) => this.#rules.filter((rule) => rule.level === level).length;
    return html`
      <details class="told"><summary>${inspectWords.what}</summary><p>${words.what}</p></details>
      <p role="status">${hasLooked ? words.summary(count('warning'), count('advice')) : nothing}</p>
      ${hasLooked ? html`<ul aria-label=${words.list}>${this.#rules.map((rule) => this.#rule(rule))}</ul>` : nothing}`;
  }

  #rule({ rule, level, measured, threshold, reason, suggestion, section }: Diagnosis) {
    const shown = shows[rule];
    return html`<li class=${level} data-rule=${rule}>
      <b>${words.rules[rule] ?? rule}</b> <span class="soft">${words.levels[level]} · ${words.section(section)}</span>
      <p>${translated(reason)}</p>
      <p class="soft number">${words.measured(brief(measured), brief(threshold))}</p>
      <div class="row">
        ${shown ? html`<button class="show" @click=${() => this.model.setView('panel', shown)}>${words.show}</button>` : nothing}
        ${suggestion && level !== 'ok' ? html`<button class="fix" @click=${() => this.#fix(suggestion)}>${words.fix(suggestion)}</button>` : nothing}
      </div>
    </li>`;
  }

  #fix(suggestion: string): void {
    const [key = '', value = ''] = suggestion.split('=', 2);
    this.model.change(key, value);
  }
}

customElements.define('dh-panel-coach', CoachPanel);
