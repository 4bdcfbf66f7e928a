/** What works and what does not, each with its reason; one click opens it. */
import { css, html, LitElement } from 'lit';
import { t } from '../language.js';
import type { Playground } from '../playground.js';
import { type Preset, presets, tellClaim } from '../presets.js';
import { icons } from './icons.js';
import { listDialogStyles } from './list-dialog-styles.js';
import { shared } from './styles.js';

export class PresetsDialog extends LitElement {
  static override styles = [
    shared,
    listDialogStyles,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 270px), 1fr));
        gap: var(--space-2);
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li button {
        display: grid;
        gap: 2px;
        width: 100%;
        height: 100%;
        align-content: start;
        padding: var(--space-2) var(--space-3);
        text-align: start;
        justify-items: start;
        justify-content: stretch;
        white-space: normal;
      }

      li b {
        font-weight: 600;
      }

      li span {
        font-size: var(--text-s);
      }
    `,
  ];
  #model: Playground | null = null;

  async show(model: Playground): Promise<void> {
    this.#model = model;
    this.requestUpdate();
    await this.updateComplete;
    this.#dialog?.showModal();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  override render() {
    return html`<dialog aria-labelledby="title" closedby="any">
      <div class="head"><h2 id="title">${t('Presets')}</h2>
        <button class="plain icon" aria-label=${t('Close')} @click=${() => this.#dialog?.close()}>${icons.close}</button></div>
      <div class="body">
        ${this.#list(t('These learn'), true)}
        ${this.#list(t('These do not, and why'), false)}
      </div>
    </dialog>`;
  }

  #list(title: string, good: boolean) {
    return html`<h3>${title}</h3>
      <ul>${presets
        .filter((preset) => preset.good === good)
        .map(
          (preset) => html`<li><button @click=${() => this.#open(preset)}><b>${preset.name}</b>
            <span>${preset.reason}</span><span class="soft">${t`Checked: ${tellClaim(preset.claim)}.`}</span></button></li>`,
        )}</ul>`;
  }

  async #open({ name, reason, query }: Preset): Promise<void> {
    this.#dialog?.close();
    await this.#model?.pause();
    await this.#model?.configure(query, null);
    this.#model?.setNotice({ title: name, lines: [reason] });
  }
}

customElements.define('dh-presets', PresetsDialog);
