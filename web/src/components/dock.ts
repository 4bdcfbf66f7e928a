/** The dock: a row of instruments, one of which is open below it. Nothing of them is loaded before. */
import { css, html } from 'lit';
import { html as staticHtml, unsafeStatic } from 'lit/static-html.js';
import { type PanelEntry, panels } from '../inspect/panels.js';
import { inspectWords as words } from '../inspect/words.js';
import { lazily } from '../lazily.js';
import { icons } from './icons.js';
import { Pane } from './pane.js';
import { shared } from './styles.js';

const least = 200;
const most = 900;
const usual = 420;
const pressed = 24;

export class Dock extends Pane {
  static override styles = [
    shared,
    css`
      .tabs {
        display: flex;
        align-items: center;
        gap: var(--space-1);
        overflow-x: auto;
        scrollbar-width: thin;
      }

      h2 {
        margin-inline-end: var(--space-3);
        white-space: nowrap;
      }

      .tabs > * {
        flex: none;
      }

      .tabs button {
        min-height: 36px;
        border-color: transparent;
        border-end-start-radius: 0;
        border-end-end-radius: 0;
        background: none;
        color: var(--ink-soft);
      }

      .tabs button[aria-selected="true"] {
        color: var(--ink);
        font-weight: 600;
        box-shadow: inset 0 -2px var(--accent);
      }

      .open {
        position: relative;
        border-block-start: 1px solid var(--line);
      }

      .inner {
        overflow: auto;
        padding: var(--space-4) 0;
      }

      .close {
        position: absolute;
        inset-block-start: var(--space-2);
        inset-inline-end: 0;
        z-index: 1;
        background: var(--paper);
      }

      .handle {
        position: absolute;
        inset: -4px 0 auto;
        height: 8px;
        cursor: ns-resize;
        touch-action: none;
      }

      .handle:hover,
      .handle:focus-visible {
        background: color-mix(in srgb, var(--accent) 40%, transparent);
      }

      @container (max-width: 719px) {
        .open {
          position: fixed;
          inset: 0 0 72px;
          z-index: 4;
          background: var(--paper);
          border: 0;
        }

        .inner {
          height: 100% !important;
          padding: var(--space-4);
        }

        .handle {
          display: none;
        }

        .close {
          inset-inline-end: var(--space-2);
        }
      }

      @media (pointer: coarse) {
        .tabs button {
          min-height: 44px;
        }
      }
    `,
  ];
  static override properties = { ...Pane.properties, ready: { state: true }, height: { state: true } };
  protected override readonly topics = ['view' as const];
  /** The panel whose component is there. */
  declare private ready: string;
  declare private height: number;
  #loading = '';

  constructor() {
    super();
    this.ready = '';
    this.height = usual;
  }

  get #open(): PanelEntry | undefined {
    return panels.find(({ key }) => key === this.model.view.panel);
  }

  override render() {
    const open = this.#open;
    return html`
      <div class="tabs" role="tablist" aria-label=${words.dock} @keydown=${this.#walk}>
        <h2 aria-hidden="true">${words.dock}</h2>
        ${panels.map(
          ({ key }, index) => html`<button role="tab" id=${`tab-${key}`} aria-selected=${open?.key === key}
            aria-controls=${open?.key === key ? 'panel' : ''} tabindex=${(open ? open.key === key : index === 0) ? 0 : -1}
            @click=${() => this.#toggle(key)}>${words.titles[key]}</button>`,
        )}
      </div>
      ${open ? this.#panel(open) : ''}
    `;
  }

  #panel({ key }: PanelEntry) {
    const tag = unsafeStatic(`dh-panel-${key}`);
    return html`<div class="open">
      <div class="handle" role="separator" tabindex="0" aria-orientation="horizontal" aria-label=${words.resize}
        aria-valuenow=${Math.round(this.height)} aria-valuemin=${least} aria-valuemax=${most}
        @pointerdown=${this.#grab} @keydown=${this.#press}></div>
      <button class="icon plain close" aria-label=${words.close} title=${words.close} @click=${() => this.#close(key)}>
        ${icons.close}</button>
      <div class="inner" id="panel" role="tabpanel" aria-labelledby=${`tab-${key}`} tabindex="0">
        ${
          this.ready === key
            ? staticHtml`<${tag} .model=${this.model}></${tag}>`
            : html`<p class="soft" role="status">…</p>`
        }
      </div>
    </div>`;
  }

  override updated(): void {
    const inner = this.renderRoot.querySelector<HTMLElement>('.inner');
    if (inner) inner.style.height = `${this.height}px`;
    const open = this.#open;
    if (open && this.ready !== open.key && this.#loading !== open.key) this.#load(open);
  }

  async #load({ key, load }: PanelEntry): Promise<void> {
    this.#loading = key;
    const there = await lazily(this.model, load);
    this.#loading = '';
    if (there) this.ready = key;
    else this.model.setView('panel', 'none');
  }

  #toggle(key: string): void {
    this.model.setView('panel', this.model.view.panel === key ? 'none' : key);
  }

  #close(key: string): void {
    this.#toggle(key);
    this.renderRoot.querySelector<HTMLElement>(`#tab-${key}`)?.focus();
  }

  /** Arrow keys walk along the tabs, as screen readers announce. */
  readonly #walk = (event: KeyboardEvent) => {
    const tabs = [...this.renderRoot.querySelectorAll<HTMLElement>('[role=tab]')];
    const at = tabs.indexOf(event.target as HTMLElement);
    const forward = getComputedStyle(this).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
    const to = { [forward]: at + 1, [back]: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    tabs[(to + tabs.length) % tabs.length]?.focus();
  };

  readonly #grab = (event: PointerEvent) => {
    const handle = event.currentTarget as HTMLElement;
    handle.setPointerCapture(event.pointerId);
    const begin = event.clientY + this.height;
    const move = ({ clientY }: PointerEvent) => this.#resize(begin - clientY);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), {
      once: true,
    });
  };

  readonly #press = (event: KeyboardEvent) => {
    const step = { ArrowUp: pressed, ArrowDown: -pressed }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.#resize(this.height + step);
  };

  /** As high as it can be. */
  enlarge(): void {
    this.#resize(most);
  }

  #resize(height: number): void {
    this.height = Math.min(most, Math.max(least, height));
  }
}

customElements.define('dh-dock', Dock);
