/** What to do first, for those who come for the first time. It goes when they play, and does not come back once dismissed. */
import { css, html } from 'lit';
import { rememberVisit } from '../first-visit.js';
import { t } from '../language.js';
import { icons } from './icons.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

export class FirstHint extends Pane {
  static override styles = [
    shared,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
        padding: var(--space-2) var(--space-6);
        border-bottom: 1px solid var(--line);
        background: var(--accent-soft);
      }

      p {
        flex: 1 1 320px;
        min-width: 0;
      }

      @container (max-width: 719px) {
        /* Above the transport, so that nothing moves when it comes. */
        .bar {
          position: fixed;
          inset: auto 0 calc(61px + env(safe-area-inset-bottom)) 0;
          z-index: 4;
          padding: var(--space-2) var(--space-4);
          border-top: 1px solid var(--line);
        }
      }
    `,
  ];
  #gone = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('status', () => {
      if (this.model.status === 'running') this.#go();
    });
  }

  override render() {
    if (this.#gone) return '';
    return html`<aside class="bar" aria-label=${t('For a first visit')}><p><b>${t('Press Play')}</b> ${t('and watch the boundary bend until it tells the two spirals apart. Then change anything: every change can be undone.')}</p>
      <a href="./learn/tour.html">${t('A tour')}</a><a href="./learn/index.html">${t('How it learns')}</a>
      <button class="plain icon" aria-label=${t('Do not show this again')} title=${t('Do not show this again')} @click=${this.#dismiss}>${icons.close}</button>
    </aside>`;
  }

  #go(): void {
    this.#gone = true;
    this.requestUpdate();
  }

  readonly #dismiss = () => {
    rememberVisit();
    this.#go();
  };
}

customElements.define('dh-hint', FirstHint);
