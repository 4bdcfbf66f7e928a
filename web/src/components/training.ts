/** How the network learns: one line of compact controls, and the rest behind a button. */
import { css, html } from 'lit';
import { t, textTable } from '../language.js';
import { matters, type Setting, settings } from '../settings.js';
import { Pane } from './pane.js';
import './setting.js';
import { shared } from './styles.js';

/** The ones that are asked for most, in the order of a sentence: this network, this loss, moved like this. */
const first = ['activation', 'initializer', 'loss', 'optimizer', 'learningRate', 'batchSize'];
const elsewhere = ['data', 'network'];

const groups: Record<string, string> = textTable({
  training: 'Output',
  optimizer: 'Optimizer',
  schedule: 'Learning rate over time',
  regularization: 'Regularisation and clipping',
  engine: 'Arithmetic',
});

const more = settings.filter(({ key, group }) => !first.includes(key) && !elsewhere.includes(group));

export class TrainingPane extends Pane {
  static override styles = [
    shared,
    css`
      :host {
        display: block;
      }

      .line {
        display: grid;
        grid-template-columns: auto repeat(${first.length}, minmax(0, 1fr)) auto;
        gap: var(--space-3) var(--space-6);
        align-items: start;
      }

      h2 {
        margin-inline-end: var(--space-2);
      }

      .more {
        margin-top: 26px;
      }

      .groups {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(210px, 1fr));
        gap: var(--space-4) var(--space-6);
        margin-top: var(--space-4);
        padding-top: var(--space-4);
        border-top: 1px solid var(--line);
      }

      fieldset {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
        gap: var(--space-2);
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }

      legend {
        padding: 0 0 var(--space-1);
        font-size: var(--text-s);
        font-weight: 600;
      }

      .keep {
        display: flex;
        align-items: center;
        gap: 6px;
        min-height: 32px;
      }

      .keep input {
        width: 16px;
        height: 16px;
        accent-color: var(--accent);
      }

      #keep-help {
        font-size: var(--text-s);
      }

      @container (max-width: 1099px) {
        .line {
          grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
        }

        h2 {
          grid-column: 1 / -1;
        }

        .more {
          margin-top: 0;
          align-self: end;
        }
      }
    `,
  ];
  static override properties = { ...Pane.properties, open: { state: true } };
  declare private open: boolean;

  constructor() {
    super();
    this.open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('run', () => this.requestUpdate());
    this.watch('view', () => this.requestUpdate());
  }

  override render() {
    return html`<div class="line">
        <h2>${t('Training')}</h2>
        ${first.map((key) => this.#control(key))}
        <button class="more" type="button" aria-expanded=${this.open} aria-controls="groups"
          @click=${() => {
            this.open = !this.open;
          }}>${this.open ? t('Fewer') : t('More')}</button>
      </div>
      <div class="groups" id="groups" ?hidden=${!this.open}>${this.open ? [Object.keys(groups).map((group) => this.#group(group)), this.#rebuild()] : ''}</div>`;
  }

  #group(group: string) {
    const shown = more.filter((setting) => setting.group === group && this.#matters(setting));
    return shown.length === 0
      ? ''
      : html`<fieldset><legend>${groups[group]}</legend>${shown.map(({ key }) => this.#control(key))}</fieldset>`;
  }

  #rebuild() {
    const help = t(
      'Weights that the old and the new network both have are taken over, where they have as many layers.',
    );
    return html`<fieldset><legend>${t('When the network changes')}</legend><label class="keep" title=${help}><input type="checkbox"
      .checked=${this.model.view.keepWeights === 'true'} aria-describedby="keep-help" @change=${(event: Event) =>
        this.model.setView(
          'keepWeights',
          String((event.target as HTMLInputElement).checked),
        )} />${t('Keep weights on rebuild')}</label>
      <span class="soft" id="keep-help">${help}</span></fieldset>`;
  }

  #matters(setting: Setting): boolean {
    return matters(setting, this.model.run?.settings ?? {});
  }

  #control(key: string) {
    return html`<dh-setting .model=${this.model} name=${key} ?hidden=${this.model.hides(key)}></dh-setting>`;
  }
}

customElements.define('dh-training', TrainingPane);
