/** Above each column: how many units, which activation. */
import { css, html } from 'lit';
import { live } from 'lit/directives/live.js';
import { type HiddenLayer, leastColumn, networkText } from '../geometry.js';
import { settingOf } from '../settings.js';
import { icons } from './icons.js';
import { Pane } from './pane.js';
import { stepper, stepperStyles } from './stepper.js';
import { shared } from './styles.js';

export class LayerHeader extends Pane {
  static override styles = [
    shared,
    stepperStyles,
    css`
      :host {
        min-width: max-content;
        margin-bottom: var(--space-4);
      }

      .layers {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(${leastColumn}px, 1fr);
      }

      .column {
        display: grid;
        justify-items: center;
        align-content: start;
        gap: var(--space-1);
        font-size: var(--text-s);
      }

      .name {
        line-height: 24px;
      }

      .activation {
        color: var(--ink-soft);
        line-height: 28px;
      }

      select {
        width: 88px;
        min-height: 28px;
        padding: 0 20px 0 8px;
        border-color: transparent;
        background: none;
        color: var(--ink-soft);
        text-align: center;
      }

      @media (pointer: coarse) {
        .name {
          line-height: 36px;
        }

        .activation {
          line-height: 44px;
        }
      }

      .picker svg {
        right: 4px;
      }
    `,
  ];
  protected override readonly topics = ['run' as const];

  override render() {
    const layout = this.model.run?.layout;
    if (!layout) return '';
    const { maxUnits } = settingOf('network', 'layers');
    const choices = settingOf('activation', 'choice').choices;
    const hidden: HiddenLayer[] = layout.layers.slice(0, -1);
    const output = layout.layers.at(-1);
    return html`<div class="layers">
      <div class="column"><span class="name">Inputs</span></div>
      ${hidden.map(
        ({ units, activation, words }, index) => html`<div class="column" role="group" aria-label="Layer ${index + 1}">
          ${stepper(`units in layer ${index + 1}`, units, 1, maxUnits, (next) =>
            this.#set(hidden, index, { units: next, activation, words }),
          )}
          <span class="picker"><select aria-label="Activation of layer ${index + 1}, restarts the training"
            title="What this layer makes of its weighted sums; restarts the training"
            @change=${(event: Event) =>
              this.#set(hidden, index, { units, activation: (event.target as HTMLSelectElement).value, words })}>
            ${choices.map(
              ({ value, label }) =>
                html`<option value=${value} .selected=${live(value === activation)}>${label}</option>`,
            )}
          </select>${icons.down}</span>
        </div>`,
      )}
      <div class="column"><span class="name">Output</span><span class="activation">${output?.activation}</span></div>
    </div>`;
  }

  #set(layers: HiddenLayer[], index: number, layer: HiddenLayer): void {
    const common = this.model.run?.settings.activation ?? '';
    this.model.change(
      'network',
      networkText(
        layers.map((old, at) => (at === index ? layer : old)),
        common,
      ),
    );
  }
}

customElements.define('dh-layer-header', LayerHeader);
