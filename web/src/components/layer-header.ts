/** Above each column: how many units, and a button to what the layer does with them. */
import { css, html } from 'lit';
import { type HiddenLayer, networkText, spliced } from '../geometry.js';
import { t } from '../language.js';
import { shortWords, wholeWords } from '../layer-names.js';
import { settingOf } from '../settings.js';
import { icons } from './icons.js';
import type { LayerMenu } from './layer-menu.js';
import { Pane } from './pane.js';
import { stepper, stepperStyles } from './stepper.js';
import { shared } from './styles.js';

export class LayerHeader extends Pane {
  static override styles = [
    shared,
    stepperStyles,
    css`
      :host {
        padding-bottom: var(--space-2);
        background: var(--paper);
      }

      .layers {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr);
      }

      .column {
        display: grid;
        justify-items: center;
        align-content: start;
        gap: var(--space-1);
        min-width: 0;
        font-size: var(--text-s);
        container-type: inline-size;
      }

      .name {
        line-height: 24px;
        max-width: 100%;
        overflow: hidden;
        text-overflow: ellipsis;
      }

      .activation {
        color: var(--ink-soft);
        line-height: 28px;
        max-width: 100%;
        overflow: hidden;
        text-overflow: ellipsis;
      }

      .menu {
        max-width: 100%;
        min-height: 28px;
        padding: 0 4px;
        gap: var(--space-1);
        color: var(--ink-soft);
        overflow: hidden;
      }

      .menu span {
        overflow: hidden;
        text-overflow: ellipsis;
      }

      .words {
        color: var(--accent);
      }

      /* Words come before the arrow, the name before the rest. */
      @container (max-width: 100px) {
        .menu {
          padding: 0;
          gap: 3px;
          font-size: 0.9em;
          letter-spacing: -0.01em;
        }

        .menu:has(.words) span:first-child {
          flex: none;
        }

        .menu:has(.words) svg {
          display: none;
        }
      }

      @container (max-width: 70px) {
        .stepper button,
        .menu svg,
        .words {
          display: none;
        }
      }

      @media (pointer: coarse) {
        .name {
          line-height: 36px;
        }

        .activation {
          line-height: 44px;
        }

        .menu {
          min-height: 44px;
        }
      }
    `,
  ];
  protected override readonly topics = ['run' as const, 'view' as const];

  override render() {
    const layout = this.model.run?.layout;
    if (!layout) return '';
    const { maxUnits } = settingOf('network', 'layers');
    const choices = settingOf('activation', 'choice').choices;
    const hidden: HiddenLayer[] = layout.layers.slice(0, -1);
    const output = layout.layers.at(-1);
    const name = (activation: string) => choices.find(({ value }) => value === activation)?.label ?? activation;
    const isFixed = this.model.hides('layers') || this.model.isLocked('network');
    return html`<div class="layers">
      <div class="column"><span class="name">${t('Inputs')}</span></div>
      ${hidden.map((layer, index) => {
        const { units, activation, words } = layer;
        return html`<div class="column" role="group" aria-label=${t`Layer ${index + 1}`}>
          ${
            isFixed
              ? html`<span class="name number">${units}</span>`
              : stepper(t`units in layer ${index + 1}`, units, 1, maxUnits, (next) =>
                  this.#set(spliced(hidden, index, 1, { ...layer, units: next })),
                )
          }
          <button ?disabled=${isFixed} class="plain menu" aria-haspopup="dialog" title=${t`Activation, norm, dropout and more of layer ${index + 1}`}
            aria-label=${t`Layer ${index + 1}: ${activation} ${wholeWords(words)}`} @click=${(event: Event) =>
              this.#open(
                event.currentTarget as HTMLElement,
                index,
              )}><span>${name(activation)}</span>${words ? html`<span class="words">${shortWords(words)}</span>` : ''}${icons.down}</button>
        </div>`;
      })}
      <div class="column"><span class="name">${t('Output')}</span><span class="activation">${output?.activation}</span></div>
    </div>
    <dh-layer-menu></dh-layer-menu>`;
  }

  async #open(button: HTMLElement, index: number): Promise<void> {
    await import('./layer-menu.js');
    this.renderRoot
      .querySelector<LayerMenu>('dh-layer-menu')
      ?.open(this.model, index, button, (layers) => this.#set(layers));
  }

  #set(layers: readonly HiddenLayer[]): void {
    this.model.change('network', networkText(layers, this.model.run?.settings.activation ?? ''));
  }
}

customElements.define('dh-layer-header', LayerHeader);
