/** What needs an answer: settings that were adjusted, divergence. */
import { css, html } from 'lit';
import { count } from '../format.js';
import { t, translated } from '../language.js';
import { lowerRate, stepBefore } from '../lower-rate.js';
import { settingOf } from '../settings.js';
import { icons } from './icons.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

export class Notices extends Pane {
  static override styles = [
    shared,
    css`
      .bar {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: var(--space-2) var(--space-4);
        padding: var(--space-2) var(--space-6);
        border-bottom: 1px solid var(--line);
        background: var(--accent-soft);
      }

      .bar.danger {
        background: var(--danger-soft);
      }

      .bar.danger b {
        color: var(--danger);
      }

      .bar:not(.danger) {
        flex-wrap: nowrap;
      }

      .text {
        flex: 1 1 320px;
        min-width: 0;
        overflow-wrap: anywhere;
      }

      ul {
        margin: 2px 0 0;
        padding-inline-start: 18px;
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
      }

      @container (max-width: 719px) {
        .bar {
          padding: var(--space-3) var(--space-4);
        }
      }
    `,
  ];
  protected override readonly topics = ['status' as const, 'notice' as const];

  override render() {
    return html`<div role="alert">${this.model.status === 'diverged' ? this.#diverged() : ''}</div>
      <div role="status">${this.#notice()}</div>`;
  }

  #diverged() {
    const { model } = this;
    const [head, ...rest] = translated(model.cause).split(': ');
    const lower = lowerRate(Number(model.run?.settings.learningRate));
    const back = stepBefore(model.frame?.metrics.step ?? 0, model.frame?.reach.first ?? 0);
    const symbol = settingOf('learningRate', 'number').symbol;
    return html`<div class="bar danger">
      <p class="text"><b>${head}</b>${rest.length > 0 ? `: ${rest.join(': ')}` : ''}</p>
      <div class="actions">
        <button class="primary" @click=${async () => {
          await model.change('learningRate', lower);
          await model.reset();
        }}>${t`Lower ${symbol} to ${lower} and reset`}</button>
        <button title=${t('The weights and the settings of that step')} @click=${() => model.goTo(back)}>${t`Undo to step ${count(back)}`}</button>
        <button @click=${async () => {
          await model.goTo(back);
          await model.change('learningRate', lower);
        }}>${t`Undo and lower ${symbol}`}</button>
        <button @click=${() => model.reset()}>${t('Reset only')}</button>
      </div>
    </div>`;
  }

  #notice() {
    const { notice } = this.model;
    if (!notice) return '';
    return html`<div class="bar">
      <div class="text"><b>${notice.title}</b>${
        notice.lines.length === 1
          ? html`: ${translated(notice.lines[0] ?? '')}`
          : html`<ul>${notice.lines.map((line) => html`<li>${translated(line)}</li>`)}</ul>`
      }</div>
      <button class="plain icon" aria-label=${t('Dismiss')} title=${t('Dismiss')} @click=${() => this.model.setNotice(null)}>${icons.close}</button>
    </div>`;
  }
}

customElements.define('dh-notices', Notices);
