/** How many points of each class are taken for which, and what follows from that for each class. */
import { css, html, type TemplateResult } from 'lit';
import type { Confusion } from '../engine/protocol.js';
import { count, percent } from '../format.js';
import { t } from '../language.js';
import { namesOf } from '../points.js';
import { dialogStyles } from './dialog-styles.js';
import { icons } from './icons.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

const refreshAfter = 500;
const nothing: Confusion = { counts: [], scores: [] };

export class ConfusionDialog extends Pane {
  static override styles = [
    shared,
    dialogStyles,
    css`
      .sets {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr));
        gap: var(--space-4) var(--space-8);
      }

      h3 {
        font-size: var(--text-m);
      }

      .scroll {
        overflow-x: auto;
      }

      table {
        margin-top: var(--space-2);
        border-collapse: collapse;
        font-size: var(--text-s);
      }

      caption {
        padding-bottom: 2px;
        text-align: start;
        color: var(--ink-soft);
      }

      th,
      td {
        min-width: 46px;
        height: 30px;
        padding: 0 6px;
        border-bottom: 1px solid var(--line);
        text-align: end;
        font-weight: 400;
        white-space: nowrap;
      }

      th {
        max-width: 110px;
        overflow: hidden;
        text-overflow: ellipsis;
        color: var(--ink-soft);
      }

      th[scope="row"] {
        text-align: start;
      }

      td {
        font-family: var(--mono);
        font-variant-numeric: tabular-nums;
      }

      td.right {
        background: var(--accent-soft);
        font-weight: 600;
      }

      td.none {
        color: var(--ink-soft);
      }
    `,
  ];
  #train: Confusion = nothing;
  #test: Confusion = nothing;
  #asked = Number.NEGATIVE_INFINITY;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('frame', () => this.#refresh());
    this.watch('run', () => this.#refresh(true));
  }

  async open(): Promise<void> {
    await this.#refresh(true);
    await this.updateComplete;
    this.#dialog?.showModal();
  }

  override render() {
    return html`<dialog aria-labelledby="title" closedby="any" @keydown=${(event: Event) => event.stopPropagation()}>
      <header>
        <h2 id="title">${t('Confusion matrix')}</h2>
        <button class="plain icon" aria-label=${t('Close')} @click=${() => this.#dialog?.close()}>${icons.close}</button>
      </header>
      <div class="sets">
        <section id="test">${this.#set(t('Test points'), this.#test)}</section>
        <section id="train">${this.#set(t('Training points'), this.#train)}</section>
      </div>
      <p class="soft">${t('Precision: of the points taken for a class, the part that is of it. Recall: of the points of a class, the part taken for it. F₁: their harmonic mean.')}</p>
    </dialog>`;
  }

  #set(title: string, { counts, scores }: Confusion): TemplateResult {
    const layout = this.model.run?.layout;
    const classes = Math.sqrt(counts.length);
    const names = namesOf({ classes, classNames: layout?.classNames ?? [] });
    const heads = names.map((name) => html`<th scope="col" title=${name}>${name}</th>`);
    const rowHead = (name = '') => html`<th scope="row" title=${name}>${name}</th>`;
    const score = (value: number) =>
      Number.isNaN(value) ? html`<td class="none">–</td>` : html`<td>${percent(value)}</td>`;
    return html`<h3>${title}</h3>
      <div class="scroll" tabindex="0" role="group" aria-label=${t`${title}: confusion matrix`}>
        <table class="counts">
          <caption>${t('Rows: their class · columns: the answer')}</caption>
          <thead><tr><td></td>${heads}</tr></thead>
          <tbody>${names.map(
            (name, is) =>
              html`<tr>${rowHead(name)}${names.map(
                (_, taken) =>
                  html`<td class=${is === taken ? 'right' : ''}>${count(counts[is * classes + taken] ?? 0)}</td>`,
              )}</tr>`,
          )}</tbody>
        </table>
      </div>
      <div class="scroll" tabindex="0" role="group" aria-label=${t`${title}: class by class`}>
        <table>
          <caption>${t('Class by class')}</caption>
          <thead><tr><td></td>${[t('precision'), t('recall'), 'F₁', t('points')].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
          <tbody>${scores.map(
            ({ precision, recall, f1, points }, k) =>
              html`<tr>${rowHead(names[k])}${score(precision)}${score(recall)}${score(f1)}<td>${count(points)}</td></tr>`,
          )}</tbody>
        </table>
      </div>`;
  }

  async #refresh(atOnce = false): Promise<void> {
    const now = performance.now();
    if (!atOnce && (!this.#dialog?.open || now - this.#asked < refreshAfter)) return;
    this.#asked = now;
    const train = await this.model.ask('confusion', { test: false });
    const test = await this.model.ask('confusion', { test: true });
    if (!train || !test) return;
    this.#train = train;
    this.#test = test;
    this.requestUpdate();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot?.querySelector('dialog') ?? null;
  }
}

customElements.define('dh-confusion', ConfusionDialog);
