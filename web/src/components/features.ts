/** What the network is given of a point: buttons with the formulas. One stays on. */
import { css, html } from 'lit';
import { t } from '../language.js';
import { settingOf } from '../settings.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

const features = settingOf('features', 'features');
const standardize = settingOf('standardize', 'choice');
const restart = () => t('Changing this restarts the training.');

export class FeaturePicker extends Pane {
  static override styles = [
    shared,
    css`
      legend {
        line-height: 22px;
        font-size: var(--text-s);
        color: var(--ink-soft);
      }

      .features {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1);
      }

      button {
        flex: 1 0 auto;
        min-width: 42px;
        min-height: 28px;
        padding: 0 6px;
        font: 14px Georgia, "Times New Roman", serif;
      }

      button[aria-pressed="true"] {
        border-color: var(--accent);
        background: var(--accent-soft);
      }

      label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 26px;
        margin-top: 2px;
        font-size: var(--text-s);
      }

      input {
        width: 15px;
        height: 15px;
        accent-color: var(--accent);
      }

      @media (forced-colors: active) {
        button[aria-pressed="true"] {
          outline: 2px solid Highlight;
        }
      }

      @media (pointer: coarse) {
        button,
        label {
          min-height: 44px;
        }

        button {
          min-width: 44px;
        }
      }
    `,
  ];
  protected override readonly topics = ['run' as const];

  override render() {
    const values = this.model.run?.settings;
    const chosen = (values?.features ?? features.default).split(',');
    return html`<fieldset title=${restart()} ?disabled=${this.model.isLocked('features')}>
      <legend>${features.label}<span class="spoken">. ${features.help} ${t('At least one stays on.')} ${restart()}</span></legend>
      <div class="features">${features.choices.map(({ value, label }) => this.#toggle(value, label, chosen))}</div>
      <label title="${standardize.help} ${restart()}"><input type="checkbox" name="standardize"
        .checked=${values?.standardize === 'on'} @change=${(event: Event) =>
          this.model.change(
            'standardize',
            (event.target as HTMLInputElement).checked ? 'on' : 'off',
          )} />${standardize.label}</label>
    </fieldset>`;
  }

  /** The last one cannot be taken away; it says so instead of refusing. */
  #toggle(value: string, label: string, chosen: readonly string[]) {
    const isOn = chosen.includes(value);
    const isLast = isOn && chosen.length === 1;
    return html`<button aria-pressed=${isOn} aria-disabled=${isLast} data-feature=${value}
      title=${isLast ? t('The network needs at least one feature.') : `${label}. ${restart()}`}
      @click=${() => isLast || this.#flip(value, chosen)}>${label}</button>`;
  }

  #flip(value: string, chosen: readonly string[]): void {
    const wanted = features.choices
      .map((choice) => choice.value)
      .filter((each) => chosen.includes(each) !== (each === value));
    this.model.change('features', wanted.join(','));
  }
}

customElements.define('dh-features', FeaturePicker);
