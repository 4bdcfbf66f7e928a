/** What one hidden layer does with its weighted sums, and whether it stays. */
import { css, html, LitElement } from 'lit';
import { live } from 'lit/directives/live.js';
import { type HiddenLayer, spliced } from '../geometry.js';
import { t } from '../language.js';
import { norms } from '../layer-names.js';
import { readWords, type Words, writeWords } from '../layer-words.js';
import type { Playground } from '../playground.js';
import { settingOf } from '../settings.js';
import { icons } from './icons.js';
import { hide, popoverStyles, showBeside } from './popover.js';
import { shared } from './styles.js';

const shares = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

export class LayerMenu extends LitElement {
  static override styles = [
    shared,
    popoverStyles,
    css`
      .panel {
        width: 316px;
      }

      h2 {
        margin-bottom: var(--space-2);
        font-size: var(--text-m);
        font-weight: 600;
      }

      .row {
        display: grid;
        grid-template-columns: 88px minmax(0, 1fr);
        align-items: center;
        gap: 0 var(--space-2);
        margin-bottom: var(--space-2);
      }

      .row small {
        grid-column: 1 / -1;
        margin-top: 3px;
        font-size: 12px;
        color: var(--ink-soft);
      }

      input {
        width: 16px;
        height: 16px;
        accent-color: var(--accent);
      }

      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        margin-top: var(--space-3);
      }
    `,
  ];
  #model: Playground | null = null;
  #index = 0;
  #set: (layers: HiddenLayer[]) => void = () => {};
  #unwatch: () => void = () => {};

  async open(
    model: Playground,
    index: number,
    button: HTMLElement,
    set: (layers: HiddenLayer[]) => void,
  ): Promise<void> {
    this.#model = model;
    this.#index = index;
    this.#set = set;
    this.#unwatch();
    this.#unwatch = model.watch('run', () => this.requestUpdate());
    this.requestUpdate();
    await this.updateComplete;
    const panel = this.renderRoot.querySelector<HTMLElement>('.panel');
    if (panel) showBeside(panel, button);
    this.renderRoot.querySelector('select')?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch();
  }

  override render() {
    const layout = this.#model?.run?.layout;
    const layer = layout?.layers[this.#index];
    const isHidden = layout && this.#index < layout.layers.length - 1;
    return html`<div class="panel" popover role="dialog" aria-label=${t`Layer ${this.#index + 1}`}>
      ${layer && isHidden ? this.#form(layer, readWords(layer.words), layer.units === layer.inputs) : ''}
    </div>`;
  }

  #form({ units, activation, inputs }: HiddenLayer & { inputs: number }, words: Words, equal: boolean) {
    const common = { units, activation };
    const put = (next: Partial<Words>) => this.#put({ ...common, words: writeWords({ ...words, ...next }) });
    const text = writeWords(words);
    const choice = (
      label: string,
      help: string,
      value: string,
      choices: [string, string][],
      act: (to: string) => void,
    ) =>
      html`<div class="row"><span id="label-${label}">${label}</span><span class="picker"><select aria-label=${t`${label} of layer ${this.#index + 1}`}
        @change=${(event: Event) => act((event.target as HTMLSelectElement).value)}>
        ${choices.map(([key, name]) => html`<option value=${key} .selected=${live(key === value)}>${name}</option>`)}
        </select>${icons.down}</span><small>${help}</small></div>`;
    return html`
      <h2>${t`Layer ${this.#index + 1}`}</h2>
      ${choice(
        t('Activation'),
        t('φ in a = φ(z), the bend in each unit’s answer'),
        activation,
        settingOf('activation', 'choice').choices.map(({ value, label }) => [value, label]),
        (value) => this.#put({ units, activation: value, words: text }),
      )}
      ${choice(
        t('Norm'),
        t('shifts and scales z to mean 0 and variance 1: over the batch, or over the units'),
        words.norm,
        Object.entries(norms),
        (value) => put({ norm: value as Words['norm'] }),
      )}
      ${choice(
        t('Dropout'),
        t('share of units left out at random in each step'),
        String(words.dropout),
        (shares.includes(words.dropout) ? shares : [...shares, words.dropout]).map((share) => [
          String(share),
          share === 0 ? t('none') : `${Math.round(100 * share)} %`,
        ]),
        (value) => put({ dropout: Number(value) }),
      )}
      <div class="row"><label for="residual">${t('Residual')}</label><span><input id="residual" type="checkbox" .checked=${live(words.residual)}
        ?disabled=${!equal && !words.residual} @change=${(event: Event) => put({ residual: (event.target as HTMLInputElement).checked })} /></span>
        <small>${equal ? t('adds the layer’s input to its output: a = φ(z) + x') : t`needs as many units as inputs, ${inputs}`}</small></div>
      <p class="soft">${t('Any change here restarts the training.')}</p>
      <div class="actions">
        <button @click=${() => this.#insert({ ...common, words: text })}>${t('Insert one after')}</button>
        <button @click=${() => this.#remove()}>${t('Remove this layer')}</button>
      </div>`;
  }

  get #layers(): HiddenLayer[] {
    return this.#model?.run?.layout.layers.slice(0, -1) ?? [];
  }

  #put(layer: HiddenLayer): void {
    this.#set(spliced(this.#layers, this.#index, 1, layer));
  }

  #insert(layer: HiddenLayer): void {
    this.#set(spliced(this.#layers, this.#index + 1, 0, layer));
    this.#close();
  }

  #remove(): void {
    this.#set(spliced(this.#layers, this.#index, 1));
    this.#close();
  }

  #close(): void {
    hide(this.renderRoot.querySelector('.panel'));
  }
}

customElements.define('dh-layer-menu', LayerMenu);
