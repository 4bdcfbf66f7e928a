/** How the network learns: one line of compact controls. */
import { css, html } from 'lit';
import { settings } from '../settings.js';
import { Pane } from './pane.js';
import './setting.js';
import { shared } from './styles.js';

const shown = settings.filter(({ key, group }) => group !== 'data' && key !== 'network');

export class TrainingPane extends Pane {
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: auto repeat(${shown.length}, minmax(0, 1fr));
        gap: var(--space-3) var(--space-6);
        align-items: start;
      }

      h2 {
        margin-right: var(--space-2);
      }

      @media (max-width: 1319px) {
        :host {
          grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
        }

        h2 {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  override render() {
    return html`<h2>Training</h2>
      ${shown.map(({ key }) => html`<dh-setting .model=${this.model} name=${key}></dh-setting>`)}`;
  }
}

customElements.define('dh-training', TrainingPane);
