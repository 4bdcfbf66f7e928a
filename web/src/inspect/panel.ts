/** What all panels are: a component that asks the inspector again whenever the run has moved on. */
import { type CSSResultGroup, css, html, type PropertyDeclarations, type TemplateResult } from 'lit';
import { Pane } from '../components/pane.js';
import { shared } from '../components/styles.js';
import { translated } from '../language.js';
import { type Inspector, inspectorOf } from './inspector.js';
import { plotStyles } from './plot.js';
import { fieldStyles } from './styles/fields.js';

/** While it trains, a panel need not be newer than this, in milliseconds. */
const restBetweenLooks = 100;

/** A column’s head; one without a name is no head. */
export const headerCell = (name: string) => (name ? html`<th scope="col">${name}</th>` : html`<td></td>`);

export abstract class Panel extends Pane {
  static override styles: CSSResultGroup = [
    shared,
    plotStyles,
    fieldStyles,
    css`
      :host {
        container-type: inline-size;
      }

      .told {
        max-width: 68ch;
        color: var(--ink-soft);
        font-size: var(--text-s);
      }

      .refused {
        color: var(--danger);
      }

      .plots {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr));
        gap: var(--space-4);
        align-items: start;
      }

      .plots > figure {
        max-width: 520px;
      }

      figure {
        margin: 0;
        min-width: 0;
      }

      figcaption,
      h3 {
        font-size: var(--text-s);
        font-weight: 600;
      }

      math {
        font-size: 15px;
      }

      table {
        border-collapse: collapse;
        font-size: var(--text-s);
      }

      th,
      td {
        padding: 2px var(--space-3) 2px 0;
        text-align: start;
        font-weight: 400;
        white-space: nowrap;
      }

      th {
        color: var(--ink-soft);
      }

      th[scope="row"] {
        white-space: normal;
      }

      /* A phone shows it in three lines, not word by word in nine. */
      th.parameter {
        min-inline-size: 11em;
      }

      td.number {
        text-align: end;
      }

      .scroll {
        overflow-x: auto;
        max-width: 100%;
      }

      @container (min-width: 720px) {
        .plots > .scroll,
        .plots > figure:has(> .scroll) {
          grid-column: span 2;
          max-width: none;
        }
      }
    `,
  ];
  static override properties: PropertyDeclarations = { ...Pane.properties, refusal: { state: true } };
  protected override readonly topics = ['run' as const, 'status' as const];
  declare protected refusal: string;
  #asking = false;
  #seen = '';
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #leave = () => {};

  constructor() {
    super();
    this.refusal = '';
  }

  /** Asks what the panel shows, and keeps the answers. */
  protected abstract ask(inspector: Inspector): Promise<void>;

  protected get inspector(): Inspector {
    return inspectorOf(this.model);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch('frame', () => this.#follow());
    this.watch('run', () => this.#follow());
    this.watch('status', () => this.#follow());
    this.#leave = this.inspector.enter();
    this.#seen = '';
    queueMicrotask(() => this.#follow());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#leave();
  }

  /** Asks again though the run has not moved: a control of the panel has. */
  protected again(): void {
    this.#seen = '';
    this.#follow();
  }

  async #follow(): Promise<void> {
    const { frame, run, status } = this.model;
    if (!this.isConnected || this.#asking || !run || !frame) return;
    const now = `${frame.versions.weights}/${run.query}/${status === 'diverged'}`;
    if (now === this.#seen) return;
    const wait = restBetweenLooks - (performance.now() - this.#last);
    clearTimeout(this.#timer);
    if (this.#seen && wait > 0) {
      this.#timer = setTimeout(() => this.#follow(), wait);
      return;
    }
    this.#seen = now;
    this.#asking = true;
    try {
      await this.ask(this.inspector);
    } finally {
      this.#asking = false;
      this.#last = performance.now();
      this.requestUpdate();
    }
    this.#follow();
  }

  override render(): TemplateResult {
    return html`${this.refusal ? html`<p class="refused" role="alert">${translated(this.refusal)}</p>` : ''}${this.view()}`;
  }

  protected abstract view(): TemplateResult;

  /** What stands there until the first answer comes, or the reason why none will. */
  protected get waiting(): TemplateResult {
    return html`${this.refusal ? '' : html`<p class="soft" role="status">…</p>`}`;
  }
}
