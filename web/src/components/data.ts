/** Which points the network learns from. */
import { css, html } from 'lit';
import { newSeed } from '../seed.js';
import { settings } from '../settings.js';
import { icons } from './icons.js';
import { Pane } from './pane.js';
import './dataset-picker.js';
import './setting.js';
import { shared } from './styles.js';

/** These have a control of their own. */
const special = ['dataset', 'seed'];
const plain = settings.filter(
  ({ key, group, type }) => group === 'data' && type !== 'features' && !special.includes(key),
);

export class DataPane extends Pane {
  static override styles = [
    shared,
    css`
      h2 {
        margin-bottom: var(--space-1);
      }

      .settings {
        display: grid;
        gap: var(--space-2);
        margin-top: var(--space-4);
      }

      .seed {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: end;
        gap: var(--space-2);
      }

      @media (min-width: 720px) and (max-width: 1099px) {
        .settings {
          grid-template-columns: repeat(4, 1fr);
          gap: var(--space-2) var(--space-6);
        }
      }
    `,
  ];

  override render() {
    return html`
      <h2>Data</h2>
      <dh-dataset-picker .model=${this.model}></dh-dataset-picker>
      <div class="settings">
        ${plain.map(({ key }) => html`<dh-setting .model=${this.model} name=${key}></dh-setting>`)}
        <div class="seed">
          <dh-setting .model=${this.model} name="seed"></dh-setting>
          <button class="icon" title="New seed: other points, other initial weights (N)" aria-label="New seed"
            aria-keyshortcuts="N" @click=${() => newSeed(this.model)}>${icons.dice}</button>
        </div>
      </div>
    `;
  }
}

customElements.define('dh-data', DataPane);
