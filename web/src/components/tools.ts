/** Presets, runs and files; undo, redo, theme and help. What opens is loaded when it is first asked for. */
import { css, html } from 'lit';
import { t, textTable } from '../language.js';
import type { EmbedDialog } from './embed-dialog.js';
import type { FileMenu } from './file-menu.js';
import { icons } from './icons.js';
import { languageSelect, languageSelectStyles } from './language-select.js';
import { Pane } from './pane.js';
import type { PresetsDialog } from './presets-dialog.js';
import type { RunsDialog } from './runs-dialog.js';
import { shared } from './styles.js';

const themes = textTable({ auto: 'automatic', light: 'light', dark: 'dark' });
const nextTheme = { auto: 'light', light: 'dark', dark: 'auto' } as const;
type ThemeChoice = keyof typeof nextTheme;

export class Tools extends Pane {
  static override styles = [
    shared,
    languageSelectStyles,
    css`
      :host {
        display: flex;
        gap: 2px;
      }

      @container (max-width: 719px) {
        .wide {
          display: none;
        }
      }
    `,
  ];
  protected override readonly topics = ['run' as const, 'view' as const];

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('dragover', this.#over);
    addEventListener('drop', this.#drop);
    this.#recall();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('dragover', this.#over);
    removeEventListener('drop', this.#drop);
  }

  override render() {
    const { model } = this;
    const theme = model.view.theme as ThemeChoice;
    return html`
      <button class="plain icon wide" aria-haspopup="dialog" aria-label=${t('Presets')} title=${t('Presets: what works and what does not (P)')}
        @click=${this.openPresets}>${icons.presets}</button>
      <button class="plain icon wide" aria-haspopup="dialog" aria-label=${t('Runs')} title=${t('Runs: pin and compare (C)')}
        @click=${this.openRuns}>${icons.runs}</button>
      <button class="plain icon wide" id="embed" aria-haspopup="dialog" aria-label=${t('Share and embed')} title=${t('Share and embed: link, frame, element (M)')}
        @click=${this.openEmbed}>${icons.embed}</button>
      <button class="plain icon" id="file" aria-haspopup="dialog" aria-label=${t('Save, open and export')} title=${t('Save, open and export')}
        @click=${this.#openFiles}>${icons.file}</button>
      <button class="plain icon" aria-label=${t('Undo')} title=${t('Undo the last change of settings (Ctrl Z)')}
        ?disabled=${!model.edits.history.canUndo} @click=${() => model.edits.undo()}>${icons.undo}</button>
      <button class="plain icon" aria-label=${t('Redo')} title=${t('Redo (Ctrl Shift Z)')}
        ?disabled=${!model.edits.history.canRedo} @click=${() => model.edits.redo()}>${icons.redo}</button>
      <button class="plain icon" aria-label=${t`Theme: ${themes[theme]}`} title=${t`Theme: ${themes[theme]}; next is ${themes[nextTheme[theme]]}`}
        @click=${() => model.setView('theme', nextTheme[theme])}>${icons[theme]}</button>
      <div class="wide">${languageSelect(model)}</div>
      <button class="plain icon wide" aria-label=${t('Keyboard shortcuts')} title=${t('Keyboard shortcuts (?)')}
        @click=${this.#shortcuts}>${icons.keyboard}</button>
      <dh-presets></dh-presets><dh-runs></dh-runs><dh-embed></dh-embed>
      <dh-file-menu @dh-open=${this.#open}></dh-file-menu>
    `;
  }

  readonly openPresets = async (): Promise<void> => {
    await import('./presets-dialog.js');
    this.renderRoot.querySelector<PresetsDialog>('dh-presets')?.show(this.model);
  };

  readonly openRuns = async (): Promise<void> => {
    await import('./runs-dialog.js');
    this.renderRoot.querySelector<RunsDialog>('dh-runs')?.show(this.model);
  };

  readonly openEmbed = async (): Promise<void> => {
    await import('./embed-dialog.js');
    this.renderRoot.querySelector<EmbedDialog>('dh-embed')?.show(this.model);
  };

  readonly #shortcuts = () => this.dispatchEvent(new Event('dh-shortcuts'));

  async #files(): Promise<FileMenu | null> {
    await import('./file-menu.js');
    return this.renderRoot.querySelector<FileMenu>('dh-file-menu');
  }

  readonly #openFiles = async () => {
    const button = this.renderRoot.querySelector<HTMLElement>('#file');
    if (button) (await this.#files())?.open(this.model, button);
  };

  readonly #open = ({ detail }: CustomEvent<string>) => {
    if (detail === 'presets') this.openPresets();
    else if (detail === 'runs') this.openRuns();
    else if (detail === 'embed') this.openEmbed();
    else this.#shortcuts();
  };

  /** A file that is dropped must never take the page's place; tables of points are for the data. */
  readonly #over = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };

  readonly #drop = async (event: DragEvent) => {
    const file = event.dataTransfer?.files[0];
    if (event.defaultPrevented || !file || /\.(csv|tsv|txt)$/i.test(file.name)) return;
    event.preventDefault();
    (await this.#files())?.take(this.model, file);
  };

  /** Runs that an earlier visit was asked to keep. */
  async #recall(): Promise<void> {
    try {
      if (localStorage.getItem('downhill.runs') === null) return;
    } catch {
      return;
    }
    const { checkRuns } = await import('../run-check.js');
    this.model.runs.recall(checkRuns);
  }
}

customElements.define('dh-tools', Tools);
