/** Shares the present state: as a link, a frame or an element, with a preview of what readers will get. */
import { css, html, LitElement } from 'lit';
import { type SnippetOptions, snippets, stateIn } from '../embed/snippets.js';
import { language, t } from '../language.js';
import { readLink, writeLink } from '../link.js';
import type { Playground } from '../playground.js';
import { type PaneName, type Presentation, panes } from '../presentation.js';
import { dialogStyles } from './dialog-styles.js';
import { icons } from './icons.js';
import { paneLabels } from './pane-labels.js';
import { shared } from './styles.js';

/** A preview is made when nothing has been typed for so long, in milliseconds. */
const previewAfter = 400;

export class EmbedDialog extends LitElement {
  static override styles = [
    shared,
    dialogStyles,
    css`
      dialog {
        width: min(1080px, calc(100vw - 24px));
      }

      .head {
        display: flex;
        justify-content: space-between;
        align-items: center;
        margin-bottom: var(--space-3);
      }

      .sides {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: var(--space-6);
      }

      fieldset {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 0 var(--space-4);
        margin-block: var(--space-3);
        font-size: var(--text-s);
      }

      legend {
        font-weight: 600;
        padding-bottom: var(--space-1);
      }

      fieldset label {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: 28px;
      }

      .field {
        display: grid;
        gap: 2px;
        margin-block: var(--space-2);
        font-size: var(--text-s);
      }

      input[type="text"],
      input[type="number"] {
        min-height: 32px;
        padding: 0 var(--space-2);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }

      textarea {
        box-sizing: border-box;
        width: 100%;
        min-height: 150px;
        padding: var(--space-2);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        color: inherit;
        font: 12px / 1.5 var(--mono);
        resize: vertical;
      }

      iframe {
        width: 100%;
        height: 420px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-3);
        margin-top: var(--space-2);
      }

      @media (max-width: 799px) {
        .head {
        display: flex;
        justify-content: space-between;
        align-items: center;
        margin-bottom: var(--space-3);
      }

      .sides {
          grid-template-columns: minmax(0, 1fr);
        }
      }

      @media (pointer: coarse) {
        fieldset label {
          min-height: 44px;
        }
      }
    `,
  ];
  static override properties = { text: { state: true }, told: { state: true } };
  declare private text: string;
  declare private told: string;
  #model: Playground | null = null;
  #kind = 'element';
  #show = new Set<PaneName>(['transport', 'network', 'output']);
  #locked = false;
  #withStep = false;
  #withWeights = false;
  #title = t('A neural network that learns, live');
  #base = '';
  #height = 480;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #previewed = '';

  constructor() {
    super();
    this.text = '';
    this.told = '';
  }

  async show(model: Playground): Promise<void> {
    this.#model = model;
    this.#base = location.href.replace(/[^/]*([?#].*)?$/, '');
    await this.#write();
    await this.updateComplete;
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  override render() {
    const model = this.#model;
    if (!model) return html`<dialog></dialog>`;
    const hint = snippets[this.#kind]?.hint;
    const check = (label: string, on: boolean, set: (on: boolean) => void) => html`<label><input type="checkbox"
      .checked=${on} @change=${(event: Event) => {
        set((event.target as HTMLInputElement).checked);
        this.#write();
      }} />${label}</label>`;
    const field = (
      label: string,
      type: 'text' | 'number',
      value: string,
      set: (value: string) => void,
    ) => html`<label class="field">${label}
      <input type=${type} .value=${value} @change=${(event: Event) => {
        set((event.target as HTMLInputElement).value);
        this.#write();
      }} /></label>`;
    return html`<dialog aria-labelledby="title" closedby="any" @close=${this.#closed}>
      <div class="head"><h2 id="title">${t('Share and embed')}</h2>
        <button class="plain icon" aria-label=${t('Close')} @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${icons.close}</button></div>
      <div class="sides">
        <div>
          <label class="field">${t('For')}
            <span class="picker"><select @change=${(event: Event) => {
              this.#kind = (event.target as HTMLSelectElement).value;
              this.#write();
            }}>${Object.entries(snippets).map(
              ([key, { label }]) => html`<option value=${key} .selected=${key === this.#kind}>${label}</option>`,
            )}</select>${icons.down}</span></label>
          ${hint ? html`<p class="soft">${hint}</p>` : ''}
          <fieldset><legend>${t('What readers see')}</legend>${panes.map((pane) =>
            check(paneLabels[pane], this.#show.has(pane), (on) =>
              on ? this.#show.add(pane) : this.#show.delete(pane),
            ),
          )}</fieldset>
          <fieldset><legend>${t('How it begins')}</legend>
            ${check(t('Settings cannot be changed'), this.#locked, (on) => {
              this.#locked = on;
            })}
            ${check(t`Trained to step ${model.frame?.metrics.step ?? 0}`, this.#withStep, (on) => {
              this.#withStep = on;
            })}
            ${check(t('With these very weights'), this.#withWeights, (on) => {
              this.#withWeights = on;
            })}
          </fieldset>
          ${field(t('What it shows, in words'), 'text', this.#title, (value) => {
            this.#title = value;
          })}
          ${field(t('Where your copy of Downhill is'), 'text', this.#base, (value) => {
            this.#base = value.endsWith('/') ? value : `${value}/`;
          })}
          ${field(t('Height of a frame'), 'number', String(this.#height), (value) => {
            this.#height = Math.min(2000, Math.max(120, Math.round(Number(value)) || 480));
          })}
        </div>
        <div>
          <label class="field">${t('Snippet, yours to edit')}
            <textarea id="snippet" spellcheck="false" .value=${this.text} @input=${(event: Event) => {
              this.text = (event.target as HTMLTextAreaElement).value;
              this.#previewSoon();
            }}></textarea></label>
          <div class="row"><button class="primary" id="copy" @click=${this.#copy}>${t('Copy')}</button>
            <span role="status" class="soft">${this.told}</span></div>
          <p class="soft">${t('What readers get, with the state of the snippet:')}</p>
          <iframe title=${t('Preview of the figure')} src="./embed.html#${this.#previewed}"></iframe>
          <p class="soft"><a href="./docs/embedding.html">${t('Everything about embedding')}</a></p>
        </div>
      </div>
    </dialog>`;
  }

  async #write(): Promise<void> {
    const model = this.#model;
    if (!model) return;
    const state = await this.#state(model);
    const options: SnippetOptions = { base: this.#base, state, title: this.#title, height: this.#height };
    this.text = snippets[this.#kind]?.write(options) ?? '';
    this.told =
      state.length > 8000
        ? t('This link is long: some programs cut such links off. A saved file may serve better.')
        : '';
    this.#preview();
  }

  async #state(model: Playground): Promise<string> {
    const { run, view, parameters, frame } = model;
    const presentation: Presentation = {
      show: panes.filter((pane) => this.#show.has(pane)),
      controls: [],
      hide: new Set(),
      lock: new Set(this.#locked ? ['all'] : []),
    };
    const own = run?.settings.dataset === 'custom' && run.custom;
    return writeLink({
      query: run?.query ?? '',
      // Light or dark is for the page around to say.
      view: { ...view, theme: 'auto', lang: language() === 'en' ? 'auto' : language() },
      presentation,
      points: own ? await (await import('../link-points.js')).encodePoints(own) : '',
      step: this.#withStep && !this.#withWeights ? Math.min(1_000_000, frame?.metrics.step ?? 0) : 0,
      weights: this.#withWeights ? await (await import('../link-weights.js')).encodeWeights(parameters) : '',
    });
  }

  #previewSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#preview(), previewAfter);
  }

  /** What is shown is what the snippet says, after everything in it was read and written anew. */
  #preview(): void {
    const state = stateIn(this.text);
    if (state === null && this.text.includes('#')) return;
    this.#previewed = writeLink(readLink(state ?? ''));
    this.requestUpdate();
  }

  readonly #copy = async () => {
    const area = this.renderRoot.querySelector<HTMLTextAreaElement>('#snippet');
    try {
      await navigator.clipboard.writeText(this.text);
      this.told = t('Copied.');
    } catch {
      // Without permission the browser's own way is left.
      area?.select();
      this.told = t('Selected: press Ctrl C.');
    }
  };

  readonly #closed = () => {
    clearTimeout(this.#timer);
    this.#model = null;
    this.requestUpdate();
  };
}

customElements.define('dh-embed', EmbedDialog);
