/** Points from outside as text: pasted, from a file, or dropped onto the page; and the present ones to take away. */
import { css, html } from 'lit';
import { live } from 'lit/directives/live.js';
import { count } from '../format.js';
import { t, translated } from '../language.js';
import { dialogStyles } from './dialog-styles.js';
import { icons } from './icons.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

/** The core refuses less than this with a sentence of its own; more would not even fit into its memory. */
const mostBytes = 16_000_000;
/** A text area with more than this holds up the page for seconds. */
const mostEdited = 200_000;
const tooLong = (bytes: number) =>
  t`the text has ${count(bytes)} bytes, the limit is 2,000,000; leave rows out or write fewer digits.`;

export class PointsDialog extends Pane {
  static override styles = [
    shared,
    dialogStyles,
    css`
      dialog {
        width: min(560px, calc(100vw - 24px));
      }

      form {
        display: grid;
        gap: var(--space-3);
      }

      form > p {
        margin: 0;
      }

      textarea {
        width: 100%;
        min-height: 180px;
        padding: var(--space-2) var(--space-3);
        border: 1px solid var(--edge);
        border-radius: var(--radius);
        background: var(--surface);
        color: inherit;
        font: var(--text-s) / 1.5 var(--mono);
        resize: vertical;
      }

      fieldset,
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-1) var(--space-4);
      }

      .actions {
        gap: var(--space-2);
      }

      .actions .primary {
        margin-inline-start: auto;
      }

      label.choice {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 32px;
      }

      input[type="radio"] {
        accent-color: var(--accent);
      }

      .error {
        padding: var(--space-2) var(--space-3);
        border-radius: var(--radius);
        background: var(--danger-soft);
        color: var(--danger);
        white-space: pre-line;
        overflow-wrap: anywhere;
      }

      [role="alert"]:empty {
        display: none;
      }

      @media (pointer: coarse) {
        label.choice {
          min-height: 44px;
        }
      }
    `,
  ];
  #text = '';
  #regression = false;
  #error = '';

  open(): void {
    this.#regression = this.model.run?.layout.regression ?? false;
    this.#error = '';
    this.requestUpdate();
    if (!this.#dialog?.open) this.#dialog?.showModal();
  }

  /** Loads it if it can be read; if not, shows what is wrong with it. */
  async take(file: File): Promise<void> {
    if (file.size > mostBytes) {
      this.open();
      this.#refuse(`${file.name}: ${tooLong(file.size)}`);
      return;
    }
    this.#setText(await file.text().catch(() => ''));
    if (await this.#load()) return;
    const error = `${file.name}: ${translated(this.#error)}`;
    if (!this.#dialog?.open) this.open();
    this.#refuse(error);
  }

  override render() {
    const isLong = this.#text.length > mostEdited;
    return html`<dialog aria-labelledby="title" closedby="any" @keydown=${(event: Event) => event.stopPropagation()}>
      <header>
        <h2 id="title">${t('Your own points')}</h2>
        <button class="plain icon" type="button" aria-label=${t('Close')} @click=${() => this.#dialog?.close()}>${icons.close}</button>
      </header>
      <form @submit=${this.#submit}>
        <p id="how">${t('One point a line:')} <span class="number">x1,x2,label</span> ${t('for up to six classes, or')}
          <span class="number">x1,x2,target</span> ${t('to learn a number.')}</p>
        <textarea aria-label=${t('Points as CSV')} aria-describedby="how" spellcheck="false" autocomplete="off" wrap="off"
          placeholder=${isLong ? t('The text is too long to be edited here.') : '1.5,-2,cat\n-3,0.5,dog'}
          .value=${live(isLong ? '' : this.#text)} @input=${this.#typed}></textarea>
        <fieldset>
          <legend class="spoken">${t('What the third column is')}</legend>
          ${this.#kind(false, t('Third column is a class'))} ${this.#kind(true, t('a number to learn'))}
        </fieldset>
        <div role="alert" class=${this.#error ? 'error' : ''}>${translated(this.#error)}</div>
        <div class="actions">
          <button type="button" id="choose" @click=${() => this.#file?.click()}>${t('Choose file…')}</button>
          <button type="button" id="download" @click=${this.#download} title=${t('The points in use, as a file')}>${t('Download points')}</button>
          <button class="primary">${t('Use these points')}</button>
        </div>
        <input type="file" accept=".csv,.tsv,.txt,text/*" hidden aria-label=${t('CSV file')} @change=${this.#chosen} />
      </form>
      <p class="soft">${t('A file can also be dropped anywhere on the page. It does not leave your computer.')}</p>
    </dialog>`;
  }

  #kind(regression: boolean, label: string) {
    return html`<label class="choice"><input type="radio" name="kind" .checked=${live(this.#regression === regression)}
      @change=${() => {
        this.#regression = regression;
      }} />${label}</label>`;
  }

  readonly #typed = (event: Event) => this.#setText((event.target as HTMLTextAreaElement).value);

  /** The column names of our own files tell what is in them. */
  #setText(text: string): void {
    this.#text = text;
    const [names = ''] = text.slice(0, 200).split(/[\r\n]/, 1);
    if (/\btarget"?\s*$/i.test(names)) this.#regression = true;
    if (/\blabel"?\s*$/i.test(names)) this.#regression = false;
    this.requestUpdate();
  }

  readonly #submit = async (event: Event) => {
    event.preventDefault();
    const { size } = new Blob([this.#text]);
    if (size > mostBytes) this.#refuse(tooLong(size));
    else if (!(await this.#load())) this.#showPlace();
  };

  async #load(): Promise<boolean> {
    this.#error = await this.model.loadPoints({ csv: this.#text, regression: this.#regression });
    this.requestUpdate();
    if (this.#error) return false;
    this.#dialog?.close();
    return true;
  }

  #refuse(error: string): void {
    this.#error = error;
    this.requestUpdate();
    this.#showPlace();
  }

  /** Selects the line that the core found fault with. */
  async #showPlace(): Promise<void> {
    await this.updateComplete;
    const line = Number(/line (\d+)/.exec(this.#error)?.[1] ?? 0);
    const area = this.renderRoot.querySelector('textarea');
    if (line === 0 || !area) return;
    const lines = area.value.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  }

  readonly #chosen = (event: Event) => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    if (file) this.take(file);
    input.value = '';
  };

  readonly #download = async () => {
    const csv = await this.model.ask('csv', {});
    if (csv === null) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
    link.download = `downhill-${this.model.run?.settings.dataset ?? 'points'}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  get #file(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input[type="file"]');
  }
}

customElements.define('dh-points', PointsDialog);
