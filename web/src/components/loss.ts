/** Training and test loss over the updates. The chart itself comes when the page stands. */
import { css, html } from 'lit';
import { t } from '../language.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

export class LossPane extends Pane {
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        position: relative;
        min-width: 0;
        min-height: 240px;
      }

      dh-loss-chart {
        flex: 1;
      }
    `,
  ];
  static override properties = { ...Pane.properties, ready: { state: true } };
  declare private ready: boolean;

  constructor() {
    super();
    this.ready = false;
  }

  override async firstUpdated(): Promise<void> {
    await import('./loss-chart.js');
    this.ready = true;
  }

  override render() {
    return this.ready ? html`<dh-loss-chart .model=${this.model}></dh-loss-chart>` : html`<h2>${t('Loss')}</h2>`;
  }
}

customElements.define('dh-loss', LossPane);
