/** Saving, opening and exporting, and on narrow windows the way to everything else. */
import { css, html, LitElement } from 'lit';
import { exportCurve, exportModel, exportPicture, exportPoints, exportRun, type PictureName } from '../export/files.js';
import { modelFormats } from '../generated/model-formats.js';
import { t, textTable } from '../language.js';
import type { Playground } from '../playground.js';
import { openRun } from '../run-file.js';
import { languageSelect, languageSelectStyles } from './language-select.js';
import { hide, popoverStyles, showBeside } from './popover.js';
import { shared } from './styles.js';

const formats = textTable(modelFormats, 'label');

const pictures: { name: PictureName; label: string }[] = textTable(
  [
    { name: 'map', label: 'Output' },
    { name: 'network', label: 'Network' },
    { name: 'loss', label: 'Loss curve' },
  ],
  'label',
);

export class FileMenu extends LitElement {
  static override styles = [
    shared,
    languageSelectStyles,
    popoverStyles,
    css`
      .panel {
        width: 288px;
      }

      h2 {
        margin: var(--space-3) 0 var(--space-1);
        font-size: var(--text-s);
        font-weight: 650;
      }

      .narrow + h2 {
        margin-top: 0;
      }

      .row {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        margin-bottom: var(--space-1);
      }

      .row span {
        flex: 1;
      }

      .models {
        flex-wrap: wrap;
      }

      .narrow {
        display: none;
        flex-wrap: wrap;
        margin-bottom: var(--space-3);
      }

      @container (max-width: 719px) {
        .narrow {
          display: flex;
        }
      }
    `,
  ];
  #model: Playground | null = null;

  async open(model: Playground, button: HTMLElement): Promise<void> {
    this.#model = model;
    this.requestUpdate();
    await this.updateComplete;
    const panel = this.renderRoot.querySelector<HTMLElement>('.panel');
    if (panel) showBeside(panel, button);
    [...(panel?.querySelectorAll('button') ?? [])].find((each) => each.offsetParent)?.focus();
  }

  /** Opens a saved run and says how it went. */
  async take(model: Playground, file: File): Promise<void> {
    const trouble = await openRun(model, await file.text());
    const title = trouble ? t`${file.name} was not opened` : t`${file.name} is open`;
    model.setNotice({ title, lines: [trouble || t('Settings, points and weights are as they were saved.')] });
  }

  override render() {
    const model = this.#model;
    if (!model) return html`<div class="panel" popover></div>`;
    const run = (act: (model: Playground) => unknown) => () => this.#do(model, act);
    const tell = (name: string) => () => this.dispatchEvent(new CustomEvent('dh-open', { detail: name }));
    return html`<div class="panel" popover role="dialog" aria-label=${t('Save, open and export')}>
      <div class="narrow row">
        <button @click=${tell('presets')}>${t('Presets')}</button><button @click=${tell('runs')}>${t('Runs')}</button>
        <button @click=${tell('embed')}>${t('Share')}</button><button @click=${tell('shortcuts')}>${t('Keyboard')}</button>
        ${languageSelect(model)}
      </div>
      <h2>${t('Run')}</h2>
      <div class="row">
        <button title=${t('Settings, points, weights and view, as JSON')} @click=${run(exportRun)}>${t('Save')}</button>
        <button @click=${() => this.#input?.click()}>${t('Open …')}</button>
        <span class="soft">${t('or drop a file anywhere')}</span>
        <input type="file" hidden accept=".json,application/json" aria-label=${t('A saved run')} @change=${this.#chosen} />
      </div>
      <h2>${t('Model, for other programs')}</h2>
      <div class="row models">${formats.map(
        (
          format,
        ) => html`<button aria-label=${t`Model as ${format.label}`} title=${t`The trained network as ${format.suffix}`}
          @click=${run((each) => exportModel(each, format))}>${format.label}</button>`,
      )}</div>
      <h2>${t('Pictures')}</h2>
      ${pictures.map(
        ({ name, label }) => html`<div class="row"><span>${label}</span>
          ${(['png', 'svg'] as const).map(
            (kind) =>
              html`<button aria-label=${t`${label} as ${kind.toUpperCase()}`} @click=${run((each) => exportPicture(each, name, kind))}>${kind.toUpperCase()}</button>`,
          )}</div>`,
      )}
      <h2>${t('Tables')}</h2>
      <div class="row"><span>${t('Loss curve')}</span><button aria-label=${t('Loss curve as CSV')} @click=${run(exportCurve)}>${t('CSV')}</button></div>
      <div class="row"><span>${t('Points')}</span><button aria-label=${t('Points as CSV')} @click=${run(exportPoints)}>${t('CSV')}</button></div>
    </div>`;
  }

  get #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  async #do(model: Playground, act: (model: Playground) => unknown): Promise<void> {
    try {
      await act(model);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      model.setNotice({ title: t('The file could not be made'), lines: [why] });
    }
  }

  readonly #chosen = async () => {
    const input = this.#input;
    const file = input?.files?.[0];
    hide(this.renderRoot.querySelector('.panel'));
    if (file && this.#model) await this.take(this.#model, file);
    if (input) input.value = '';
  };
}

customElements.define('dh-file-menu', FileMenu);
