/** One training setting, with the control its type asks for. Label, range and help come from the core's table. */
import { css, html } from 'lit';
import { live } from 'lit/directives/live.js';
import { t } from '../language.js';
import { hasSlider, positions, pressOf, toPosition, toValue } from '../scale.js';
import { type ChoiceSetting, type NumberSetting, settingOf } from '../settings.js';
import { icons } from './icons.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

export class SettingControl extends Pane {
  static override properties = { name: { type: String } };
  static override styles = [
    shared,
    css`
      .label {
        display: flex;
        align-items: center;
        gap: 6px;
        min-height: 26px;
        font-size: var(--text-s);
      }

      label {
        flex: none;
        max-width: calc(100% - 60px);
        overflow: hidden;
        text-overflow: ellipsis;
        color: var(--ink-soft);
        white-space: nowrap;
      }

      i {
        font-family: Georgia, "Times New Roman", serif;
        color: var(--ink);
      }

      .restarts {
        color: var(--edge);
      }

      input[type="number"] {
        margin-inline-start: auto;
        flex: 0 1 62px;
        width: 62px;
        min-width: 30px;
        height: 24px;
        padding: 0 6px;
        border: 1px solid transparent;
        border-radius: 4px;
        background: none;
        text-align: end;
        font-family: var(--mono);
        font-variant-numeric: tabular-nums;
        appearance: textfield;
      }

      input[type="number"]::-webkit-inner-spin-button {
        appearance: none;
      }

      input[type="number"]:hover,
      input[type="number"]:focus {
        border-color: var(--line);
        background: var(--surface);
      }

      .body #control[type="number"] {
        width: 100%;
        height: 32px;
        border-color: var(--line);
        background: var(--surface);
      }

      .body {
        min-height: 32px;
        display: flex;
        align-items: center;
      }

      .picker {
        width: 100%;
      }

      @media (pointer: coarse) {
        input[type="number"] {
          height: 36px;
        }
      }
    `,
  ];
  declare name: string;
  /** While the slider is dragged it knows better than the engine, which is a frame behind. */
  #draft: string | null = null;
  #dragging = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('view', () => this.requestUpdate());
    this.watch('run', () => {
      if (!this.#dragging) this.#draft = null;
      this.requestUpdate();
    });
  }

  override firstUpdated(): void {
    const { help } = settingOf(this.name, 'choice', 'number', 'integer', 'features', 'layers');
    const tell = (text: string) =>
      this.dispatchEvent(new CustomEvent('dh-help', { detail: text, bubbles: true, composed: true }));
    this.addEventListener('pointerenter', () => tell(help));
    this.addEventListener('focusin', () => tell(help));
    this.addEventListener('pointerleave', () => tell(''));
    this.addEventListener('focusout', () => tell(''));
  }

  override render() {
    const setting = settingOf(this.name, 'choice', 'number', 'integer');
    const text = this.#draft ?? this.model.run?.settings[this.name] ?? setting.default;
    const value = setting.type === 'choice' ? text : String(Number(text));
    const slides = setting.type !== 'choice' && hasSlider(setting);
    const says = !setting.live ? ` ${t('Changing this restarts the training.')}` : '';
    return html`
      <div class="label">
        <label for="control">${setting.label}</label>
        ${setting.symbol ? html`<i aria-hidden="true">${setting.symbol}</i>` : ''}
        ${says ? html`<span class="restarts" title=${says}>${icons.restarts}</span>` : ''}
        ${slides ? this.#number(setting, value, 'exact') : ''}
      </div>
      <div class="body">
        ${
          setting.type === 'choice'
            ? this.#select(setting, value)
            : slides
              ? this.#slider(setting, value)
              : this.#number(setting, value, 'control')
        }
      </div>
      <span class="spoken" id="help">${setting.help}${says}</span>
    `;
  }

  get #isLocked(): boolean {
    return this.model.isLocked(this.name);
  }

  #select(setting: ChoiceSetting, value: string) {
    return html`<span class="picker">
      <select id="control" aria-describedby="help" ?disabled=${this.#isLocked} @change=${this.#chosen}>
        ${setting.choices.map(
          (choice) =>
            html`<option value=${choice.value} .selected=${live(choice.value === value)}>${choice.label}</option>`,
        )}
      </select>
      ${icons.down}
    </span>`;
  }

  #slider(setting: NumberSetting, value: string) {
    return html`<input type="range" id="control" min="0" max=${positions} step="1" aria-describedby="help" ?disabled=${this.#isLocked}
      aria-valuetext=${value} .value=${live(String(toPosition(setting, Number(value))))}
      @input=${(event: Event) => this.#drag(setting, Number((event.target as HTMLInputElement).value))}
      @change=${() => {
        this.#dragging = false;
      }}
      @keydown=${(event: KeyboardEvent) => this.#press(event, setting, Number(value))} />`;
  }

  #number(setting: NumberSetting, value: string, id: 'control' | 'exact') {
    return html`<input type="number" class="number" id=${id} aria-describedby="help" step="any" ?disabled=${this.#isLocked}
      aria-label="${setting.label}${id === 'exact' ? `, ${t('exact value')}` : ''}"
      min=${setting.min} max=${setting.max} .value=${live(value)} @change=${this.#chosen} />`;
  }

  readonly #chosen = (event: Event) => this.#set((event.target as HTMLInputElement | HTMLSelectElement).value);

  #drag(setting: NumberSetting, position: number): void {
    this.#dragging = true;
    this.#draft = String(toValue(setting, position));
    this.#set(this.#draft);
    this.requestUpdate();
  }

  /** A thousand positions are fine for the mouse; keys move by steps that mean something. */
  #press(event: KeyboardEvent, setting: NumberSetting, value: number): void {
    const direction =
      { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5 }[event.key] ?? 0;
    if (direction === 0) return;
    event.preventDefault();
    const position = toPosition(setting, value) + direction * pressOf(setting);
    this.#set(String(toValue(setting, Math.min(positions, Math.max(0, position)))));
  }

  #set(value: string): void {
    this.model.change(this.name, value);
  }
}

customElements.define('dh-setting', SettingControl);
