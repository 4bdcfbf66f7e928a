/** One weight or bias: its number, live while it trains; set it, hold it, see what moves it. */
import { css, html } from 'lit';
import type { ParameterState } from '../engine/protocol.js';
import { brief } from '../format.js';
import { t } from '../language.js';
import { icons } from './icons.js';
import { numberField } from './number-field.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

const refreshAfter = 100;

export class ParameterEditor extends Pane {
  static override styles = [
    shared,
    numberField,
    css`
      :host {
        width: 264px;
        max-width: calc(100% - 8px);
      }

      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-2);
        padding: var(--space-2) var(--space-3) var(--space-3);
        border: 1px solid var(--edge);
        border-radius: var(--radius);
        background: var(--surface);
        font-size: var(--text-s);
      }

      .head,
      .row,
      dl div {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-2);
      }

      .head button {
        margin-inline-end: -8px;
      }

      .head b {
        font-weight: 600;
        overflow-wrap: anywhere;
      }

      i {
        font: italic 16px Georgia, "Times New Roman", serif;
      }

      input[type="number"] {
        flex: 1;
        min-width: 0;
      }

      label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 32px;
      }

      input[type="checkbox"] {
        width: 16px;
        height: 16px;
        accent-color: var(--accent);
      }

      dl,
      dd {
        margin: 0;
      }

      .wrong {
        color: var(--danger);
      }

      @media (pointer: coarse) {
        label {
          height: 44px;
        }
      }
    `,
  ];
  static override properties = {
    ...Pane.properties,
    place: { type: Number },
    kind: { type: String },
    title: { type: String },
    state: { state: true },
    wrong: { state: true },
  };
  declare place: number;
  declare kind: 'w' | 'b';
  declare private state: ParameterState | null;
  declare private wrong: string;
  protected override readonly topics = ['run' as const];
  #typing = false;
  #refreshed = 0;
  #focused = -1;

  constructor() {
    super();
    this.state = null;
    this.wrong = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('frame', () => {
      if (performance.now() - this.#refreshed >= refreshAfter || this.model.status !== 'running') this.#refresh();
    });
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('place')) return;
    this.#typing = false;
    this.wrong = '';
    this.#refresh();
  }

  override updated(): void {
    const input = this.renderRoot.querySelector<HTMLInputElement>('#value');
    if (!input || !this.state) return;
    if (!this.#typing) input.value = String(Number(this.state.value.toPrecision(5)));
    if (this.#focused === this.place) return;
    this.#focused = this.place;
    input.focus();
    input.select();
  }

  override render() {
    const { state, kind } = this;
    const frozen = this.model.run?.frozen.includes(this.place) ?? false;
    const locked = this.model.isLocked('weights');
    return html`<section role="dialog" aria-label=${this.title} @keydown=${this.#press}>
      <div class="head"><b>${this.title}</b>
        <button class="plain icon" aria-label=${t('Close')} title=${t('Close (Escape)')} @click=${this.#close}>${icons.close}</button></div>
      <div class="row">
        <label for="value"><i>${kind}</i></label>
        <input id="value" type="number" step="any" ?readonly=${locked} aria-label=${t`Value of ${kind === 'w' ? t('the weight') : t('the bias')}`}
          aria-describedby="hint" @input=${() => {
            this.#typing = true;
          }} @change=${this.#set} @blur=${() => {
            this.#typing = false;
          }} />
        <label title=${t('No step moves it')}><input type="checkbox" ?disabled=${locked} .checked=${frozen} @change=${(
          event: Event,
        ) => this.model.edits.freeze(this.place, (event.target as HTMLInputElement).checked)} />${t('Freeze')}</label>
      </div>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : ''}
      <dl>
        <div><dt class="soft">${t`gradient ∂J/∂${kind}`}</dt><dd class="number" id="gradient">${state ? brief(state.gradient) : ''}</dd></div>
        <div><dt class="soft">${t`last update Δ${kind}`}</dt><dd class="number" id="update">${state ? brief(state.update) : ''}</dd></div>
      </dl>
      <p class="soft" id="hint">${frozen ? t('Frozen: no step moves it.') : t`Gradient descent moves it by −η · ∂J/∂${kind} in every step.`}</p>
    </section>`;
  }

  async #refresh(): Promise<void> {
    this.#refreshed = performance.now();
    const { place } = this;
    const state = await this.model.ask('parameter', { place });
    if (place === this.place) this.state = state;
  }

  readonly #set = async (event: Event) => {
    const input = event.target as HTMLInputElement;
    const value = input.valueAsNumber;
    if (this.model.isLocked('weights')) return;
    this.wrong = Number.isFinite(value) ? '' : t('That is no number. Type one such as −0.5.');
    if (this.wrong) return;
    await this.model.edits.setParameter(this.place, value);
    this.#typing = false;
    this.#refresh();
  };

  readonly #press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.#close();
  };

  readonly #close = () => this.dispatchEvent(new Event('dh-close'));
}

customElements.define('dh-parameter-editor', ParameterEditor);
