/** Which points the network learns from. */
import { css, html } from 'lit';
import { watchDrops } from '../drop.js';
import { t } from '../language.js';
import { lazily } from '../lazily.js';
import { newSeed } from '../seed.js';
import { matters, type Setting, settings } from '../settings.js';
import { icons } from './icons.js';
import { Pane } from './pane.js';
import type { PointsDialog } from './points-dialog.js';
import './dataset-picker.js';
import './features.js';
import './setting.js';
import { shared } from './styles.js';

/** These have a control of their own. */
const special = ['dataset', 'features', 'standardize'];
/** Seldom touched. */
const more = ['trainRatio', 'balance', 'seed'];
const plain = settings.filter(({ key, group }) => group === 'data' && !special.includes(key));
const defaults = Object.fromEntries(settings.map((setting) => [setting.key, setting.default]));

export class DataPane extends Pane {
  static override styles = [
    shared,
    css`
      header {
        display: flex;
        justify-content: space-between;
        align-items: center;
        height: 26px;
      }

      .settings {
        display: grid;
        gap: var(--space-1);
        margin-top: var(--space-1);
      }

      summary {
        display: flex;
        align-items: center;
        gap: var(--space-1);
        width: fit-content;
        margin-top: var(--space-1);
        line-height: 26px;
        font-size: var(--text-s);
        color: var(--ink-soft);
        cursor: pointer;
      }

      summary::-webkit-details-marker {
        display: none;
      }

      details:not([open]) svg {
        rotate: -90deg;
      }

      details:not([open]) svg:dir(rtl) {
        rotate: 90deg;
      }

      details .settings {
        margin-top: 0;
      }

      .drop {
        position: fixed;
        z-index: 10;
        inset: 12px;
        display: grid;
        place-content: center;
        border: 2px dashed var(--accent);
        border-radius: 10px;
        background: color-mix(in srgb, var(--accent-soft) 92%, transparent);
        font-size: var(--text-xl);
        pointer-events: none;
      }

      dh-features {
        margin-top: var(--space-3);
      }

      @container (min-width: 720px) and (max-width: 1099px) {
        .settings {
          grid-template-columns: repeat(4, 1fr);
          gap: var(--space-2) var(--space-6);
        }
      }
    `,
  ];
  protected override readonly topics = ['run' as const, 'view' as const];
  #dialog = false;
  #dropping = false;
  #unwatchDrops = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unwatchDrops = watchDrops(
      this.model.isEmbedded ? this : window,
      (isOver) => {
        if (this.#dropping !== isOver) this.requestUpdate();
        this.#dropping = isOver;
      },
      async (file) => (await this.#openDialog())?.take(file),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatchDrops();
  }

  override render() {
    return html`
      <header>
        <h2>${t('Data')}</h2>
        <button class="plain icon" title=${t('New seed: other points, other initial weights (N)')} aria-label=${t('New seed')}
          aria-keyshortcuts="N" @click=${() => newSeed(this.model)}>${icons.dice}</button>
      </header>
      <dh-dataset-picker .model=${this.model} ?hidden=${this.model.hides('dataset')}
        @dh-csv=${async () => (await this.#openDialog())?.open()}></dh-dataset-picker>
      <dh-features .model=${this.model} ?hidden=${this.model.hides('features')}></dh-features>
      <div class="settings">${plain.filter(({ key }) => !more.includes(key)).map((setting) => this.#control(setting))}</div>
      <details>
        <summary>${icons.down}${t('More')}</summary>
        <div class="settings">${plain.filter(({ key }) => more.includes(key)).map((setting) => this.#control(setting))}</div>
      </details>
      ${this.#dropping ? html`<div class="drop">${t('Drop the file: its points become the data')}</div>` : ''}
      ${this.#dialog ? html`<dh-points .model=${this.model}></dh-points>` : ''}
    `;
  }

  #control(setting: Setting) {
    const values = this.model.run?.settings ?? defaults;
    return html`<dh-setting .model=${this.model} name=${setting.key} ?hidden=${!matters(setting, values) || this.model.hides(setting.key)}></dh-setting>`;
  }

  async #openDialog(): Promise<PointsDialog | null> {
    this.#dialog = await lazily(this.model, () => import('./points-dialog.js'));
    this.requestUpdate();
    await this.updateComplete;
    const dialog = this.renderRoot.querySelector<PointsDialog>('dh-points');
    await dialog?.updateComplete;
    return dialog;
  }
}

customElements.define('dh-data', DataPane);
